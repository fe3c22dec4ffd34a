internal import SIPMessages

extension SIPLine {
    private static let trialSeconds = 10

    /// Waits for the answer to the registration, or to OPTIONS where the line does not register.
    ///
    /// Whether a proxy takes the password of a line that does not register may show only when it is called: most answer
    /// OPTIONS to anybody. The answer says so.
    public func tryCredentials() async -> CredentialTrial {
        let trunk = account.trunk
        guard trunk.registerSeconds > 0 || trunk.optionsSeconds > 0 else {
            return .accepted("not asked: it neither registers nor asks with OPTIONS")
        }
        await link.waitUntilReady(id, seconds: Self.trialSeconds)
        let place = "\(trunk.host):\(trunk.port)"
        guard let state = link.trunk(id) else {
            return .refused(
                "\(place) did not answer within \(Self.trialSeconds) s, or nightcall-sip could not be started")
        }
        guard state.isUp else { return .refused("\(place): \(state.words)") }
        if trunk.registerSeconds > 0 { return .accepted("registered at \(place)") }
        let doubt = trunk.user == nil ? "" : "; whether it takes the password shows at the first call"
        return .accepted("\(place): \(state.words)\(doubt)")
    }
}
