import SiteSettings

extension SiteServer {
    /// Takes the site folder as it is now, whole or not at all, and leaves the answer for `nightcall reload`.
    func reload() {
        switch SiteFolder.reader(started.folder, purpose: .reload).read() {
        case .unreadable(let reason): refuse([reason])
        case .refused(let problems): refuse(problems.map(\.description))
        case .site(let site, let warnings):
            let keys = site.keysForRestart(since: started)
            guard keys.isEmpty else { return refuse(keys.map(Self.needsRestart)) }
            let told = warnings.map(\.description)
            told.forEach(StandardError.print)
            take(site)
            StandardError.print("reloaded: \(site.contracts.count) contracts")
            data.answerReload(isTaken: true, told)
        }
    }

    private func refuse(_ why: [String]) {
        why.forEach(StandardError.print)
        StandardError.print("not reloaded: the server goes on with what it had")
        data.answerReload(isTaken: false, why)
    }

    private static func needsRestart(_ key: String) -> String {
        "`\(key)` of nightcall.yaml is not as the server was started with it; "
            + "restart the server (calls under way are taken up again)"
    }
}
