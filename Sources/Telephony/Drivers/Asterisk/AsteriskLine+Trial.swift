internal import WebTransfer

extension AsteriskLine {
    /// Asks Asterisk who it is, and for the trunk where the endpoint names one. Rings nobody.
    public func tryCredentials() async -> CredentialTrial {
        let information = await api.information()
        guard case .done = information else { return .refused("\(account.address): \(information.why)") }
        guard let trunk = account.trunk else {
            return .accepted("Asterisk knows the user; whether it knows the endpoint, only a call can tell")
        }
        let told = await api.endpoint(trunk)
        switch told {
        case .done: return .accepted("Asterisk knows the user and the endpoint \(trunk)")
        case .refused(404, _): return .refused("Asterisk has no endpoint \(trunk); look at its pjsip.conf")
        case .refused, .uncertain, .unsent: return .refused("\(account.address): \(told.why)")
        }
    }
}
