/// Where the console listens, and how much it takes at once.
public struct ConsoleSettings: Sendable {
    /// An address of this machine.
    public var host = "127.0.0.1"
    /// 0 takes any free port.
    public var port = 0
    /// Reading the pages needs an operator's token: whenever others than this machine can reach them.
    public var readingNeedsToken = false
    /// Whose connections are taken beside those of this machine; all others are closed.
    public var trustedNetworks: [PeerNetwork] = []
    /// Bytes of a body (DESIGN.md, "HTTP").
    public var bodyLimit = 4 << 20
    /// Requests with alerts at once; beyond that the sender is asked to come back.
    public var intakeLimit = 512
    /// Bytes of their bodies held at once.
    public var intakeBytesLimit = 64 << 20
    public var connectionLimit = 2_000
    /// A connection on which nothing moves for so long is closed, and one whose request does not end by then.
    public var idleSeconds = 60
    /// A body that is not there after so long is given up.
    public var bodySeconds = 30
    /// How long requests under way may take when the server stops.
    public var stopSeconds = 8
    /// The folder of bodies that could not be read.
    public var unreadableFolder: String
    /// Told on the page beside the name.
    public var version = ""

    public init(unreadableFolder: String) {
        self.unreadableFolder = unreadableFolder
    }
}
