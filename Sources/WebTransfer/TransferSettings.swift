/// How an engine carries whatever it is given.
public struct TransferSettings: Hashable, Sendable {
    /// How many web transfers are under way at once with one host and port. The others wait, at the cost of their own
    /// time limit.
    public var simultaneousPerHost: Int
    /// How many web transfers are under way at once altogether; each needs an open file.
    public var simultaneous: Int
    /// How many mails are handed over at once; each needs a thread.
    public var simultaneousMails: Int
    /// How many connections are only looked at at once; each needs a thread.
    public var simultaneousConnections: Int
    /// Whether `http_proxy` and its kin in the environment are followed. They are not unless this is set, because a
    /// forgotten variable would send secrets to a stranger.
    public var usesProxyOfEnvironment: Bool

    public init(
        simultaneousPerHost: Int = 32, simultaneous: Int = 256, simultaneousMails: Int = 4,
        simultaneousConnections: Int = 64, usesProxyOfEnvironment: Bool = false
    ) {
        self.simultaneousPerHost = max(1, simultaneousPerHost)
        self.simultaneous = max(1, simultaneous)
        self.simultaneousMails = max(1, simultaneousMails)
        self.simultaneousConnections = max(1, simultaneousConnections)
        self.usesProxyOfEnvironment = usesProxyOfEnvironment
    }
}
