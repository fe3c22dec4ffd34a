import CallTree

extension Site {
    /// What only a start takes in, and differs from the site that a server was started with: the keys of nightcall.yaml, in
    /// the order of the manual. Everything else is taken by a reload, how simulated people answer too.
    public func keysForRestart(since started: Site) -> [String] {
        var keys: [String] = []
        if listen != started.listen { keys.append("listen") }
        if trustedProxies != started.trustedProxies { keys.append("trustedProxies") }
        if dataFolder != started.dataFolder { keys.append("data") }
        if lines.connections != started.lines.connections { keys.append("lines") }
        return keys
    }
}

/// What the engine and its drivers are built with; a line that comes later would fail every call.
private struct Connection: Hashable {
    init(_ line: LineSettings) {
        driver = line.driver.name
        capacity = line.capacity
        selfCall = line.selfCall
        account =
            switch line.driver {
            case .simulated: nil
            case .sip(let settings): settings.identityText
            case .http(let settings): settings.identityText
            case .asterisk(let settings): settings.identityText
            case .twilio(let settings): "\(settings.account) \(settings.from.e164) \(settings.api) \(settings.voice)"
            }
    }

    let driver: String
    let capacity: LineCapacity
    let selfCall: PhoneNumber?
    let account: String?
}

extension [LineSettings] {
    /// Their order decides nothing but routes, and those are a contract's.
    fileprivate var connections: [LineID: Connection] {
        Dictionary(
            map { ($0.id, Connection($0)) },
            uniquingKeysWith: { first, _ in first })
    }
}
