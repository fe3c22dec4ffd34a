import CSIPAgent
import SIPMessages

/// Hands a trunk's settings to the agent.
struct TrunkOpening {
    private let trunk: SIPTrunk

    init(_ trunk: SIPTrunk) {
        self.trunk = trunk
    }

    /// - Returns: 0, or an error number.
    func open(_ number: UInt64) -> Int32 {
        // C reads these texts while it is called, and keeps copies.
        let texts = [
            trunk.transport.rawValue, trunk.route, trunk.host, trunk.local, trunk.address(of: trunk.from),
            trunk.identity.map(trunk.address), trunk.user, trunk.password,
            trunk.registerSeconds > 0 ? "sip:\(trunk.domain)" : nil, trunk.certificate,
        ].map { $0.map { Array($0.utf8CString) } }
        return withPointers(texts) { pointers in
            var settings = sip_agent_trunk()
            settings.transport = pointers[0]
            settings.route = pointers[1]
            settings.host = pointers[2]
            settings.local = pointers[3]
            settings.local_port = UInt16(clamping: trunk.localPort)
            settings.from = pointers[4]
            settings.identity = pointers[5]
            settings.user = pointers[6]
            settings.password = pointers[7]
            settings.registrar = pointers[8]
            settings.register_seconds = UInt32(clamping: trunk.registerSeconds)
            settings.options_seconds = UInt32(clamping: trunk.optionsSeconds)
            settings.a_law_first = trunk.isALawFirst
            settings.certificate = pointers[9]
            return sip_agent_trunk_add(number, &settings)
        }
    }

    private func withPointers(
        _ texts: [[CChar]?], _ found: [UnsafePointer<CChar>?] = [], _ body: ([UnsafePointer<CChar>?]) -> Int32
    ) -> Int32 {
        guard found.count < texts.count else { return body(found) }
        guard let text = texts[found.count] else { return withPointers(texts, found + [nil], body) }
        return text.withUnsafeBufferPointer { withPointers(texts, found + [$0.baseAddress], body) }
    }
}
