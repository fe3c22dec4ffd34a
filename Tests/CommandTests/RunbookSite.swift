import Foundation

/// A site whose contract `acme` lets one runbook act on one target, `web-1`.
enum RunbookSite {
    /// - Parameters:
    ///   - name: of the runbook.
    ///   - parameters: of the target, as one mapping.
    ///   - consent: the kind of action that the customer allows; nil for none.
    ///   - agreed: whether faults of middleware (19) are an agreed option.
    ///   - alerts: which alerts of the contract's are about the target, as one mapping; nil for none.
    ///   - allowed: what steps may start and look at, as one mapping.
    ///   - more: further lines of the contract.
    ///   - fake: the provider that calls are placed with; nil for simulated telephones.
    static func write(
        _ folder: ScratchFolder, runbook: String, named name: String = "web", parameters: String,
        consent: String? = "command",
        agreed: Bool = true, alerts: String? = nil, allowed: String, more: String = "", calling fake: FakeTwilio? = nil
    ) throws {
        try RunningServer.writeSite(folder, contracts: ["acme"])
        if let fake { try TwilioSite.write(folder, contracts: ["acme"], fake: fake) }
        try append("\nrunbooks: runbooks/\n", to: "nightcall.yaml", folder)
        let consents = consent.map {
            "consents: [{action: \($0), target: web-1, by: 佐藤, from: 2026-04-01, through: 2099-03-31}]"
        }
        try append(
            """

            targets: [{id: web-1, kind: service, title: ウェブサーバー, parameters: \(parameters)\(alerts.map { ", alerts: \($0)" } ?? "")}]
            \(consents ?? "")
            \(agreed ? "agreedOptions: [19]" : "")
            allowed: \(allowed)
            \(more)

            """, to: "contracts/acme.yaml", folder)
        try folder.write("runbooks/\(name).yaml", runbook)
    }

    private static func append(_ text: String, to name: String, _ folder: ScratchFolder) throws {
        let before = try String(contentsOf: folder.url.appending(path: name), encoding: .utf8)
        try folder.write(name, before + text)
    }
}
