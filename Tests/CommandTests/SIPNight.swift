import CallTree
import Foundation
import NightEngine
import TestPeers

/// A server whose line is a softphone, and a contract with contacts that the softphone answers for.
struct SIPNight {
    static let numbers = ["+819012345671", "+819012345672", "+819012345673"]

    let phone: SoftPhone
    let server: RunningServer

    /// - Parameter plans: what each contact's telephone does, call after call.
    init(_ plans: [String], speed: Int, contract: String = "") throws {
        let all = zip(Self.numbers, plans).map { #""\#($0)": [\#($1)]"# }.joined(separator: ", ")
        phone = try SoftPhone("{\(all)}")
        let folder = try ScratchFolder()
        try folder.write(
            "nightcall.yaml",
            """
            listen: 127.0.0.1:0
            operator: {mail: desk@example.jp, alarm: {command: [/bin/true]}}
            operators: [{name: 山田, token: "${env:NIGHTCALL_TOKEN}"}]
            lines: [{id: pbx, driver: sip, proxy: "127.0.0.1:\(phone.port)", from: "+815012345678"}]
            """)
        let contacts = zip(Self.numbers, ["佐藤", "鈴木", "田中"]).prefix(plans.count).enumerated().map { place, contact in
            "{id: c\(place + 1), name: \(contact.1), phone: \"\(contact.0)\"}"
        }
        try folder.write(
            "contracts/acme.yaml",
            """
            id: acme
            customer: 株式会社アクメ
            kana: アクメ
            contacts: [\(contacts.joined(separator: ", "))]
            hours: {always: true}
            sources: [{id: mon, kind: json, token: "${env:NIGHTCALL_SOURCE_TOKEN}"}]
            designated: [{source: mon}]
            mail: [desk@acme.example.jp]
            \(contract)
            """)
        server = try RunningServer(serving: folder, speed: speed)
    }

    func alert() async -> Int {
        await server.post(
            #"{"dedupKey":"disk","status":"firing","summary":"web01 のディスクが残り5%です","severity":"critical"}"#,
            to: "/alerts/acme/mon")
    }

    func outcomes() throws -> [Outcome] {
        try server.events().compactMap { if case .attemptEnded(_, let outcome, _) = $0.event { outcome } else { nil } }
    }

    /// The process of the helper that serves this site.
    var helper: Int32? { Self.helper(at: server.folder.url.path + "/var/sip.socket") }

    static func helper(at socket: String) -> Int32? {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
        return names.compactMap { Int32($0) }.first { process in
            let words = (try? String(contentsOfFile: "/proc/\(process)/cmdline", encoding: .utf8)) ?? ""
            return words.contains("nightcall-sip") && words.contains(socket) && leadsSession(process)
        }
    }

    /// The helper has left its parent, which was called as it is and ends at once.
    private static func leadsSession(_ process: Int32) -> Bool {
        let stat = (try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8)) ?? ""
        let fields = stat.split(separator: ")").last?.split(separator: " ") ?? []
        return fields.count > 3 && fields[3] == "\(process)"
    }

    /// Ends the server and its helper.
    func stop() {
        server.program.kill()
        if let helper { kill(helper, SIGKILL) }
    }
}
