import Documents
import SiteSettings

extension SiteServer {
    /// Takes the site folder as it is now, whole or not at all, and leaves the answer for `nightcall reload`.
    /// - Returns: what was taken; nil when nothing was.
    func reload() -> Site? {
        switch SiteFolder.reader(started.folder, purpose: .reload).read() {
        case .unreadable(let reason): return refuse([reason])
        case .refused(let problems): return refuse(problems.map(\.description))
        case .site(let site, let warnings):
            let keys = site.keysForRestart(since: started)
            guard keys.isEmpty else { return refuse(keys.map(Self.needsRestart)) }
            let told = warnings.map(\.description)
            told.forEach(StandardError.print)
            take(site)
            StandardError.print("reloaded: \(site.contracts.count) contracts")
            data.answerReload(isTaken: true, told)
            return site
        }
    }

    private func refuse(_ why: [String]) -> Site? {
        why.forEach(StandardError.print)
        StandardError.print("not reloaded: the server goes on with what it had")
        data.answerReload(isTaken: false, why)
        return nil
    }

    private static func needsRestart(_ key: String) -> String {
        "`\(key)` of nightcall.yaml is not as the server was started with it; "
            + "restart the server (calls under way are taken up again)"
    }
}
