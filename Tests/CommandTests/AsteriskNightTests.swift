import CallTree
import Foundation
import NightEngine
import Testing

/// Whole servers over a fake Asterisk, killed at bad moments.
struct AsteriskNightTests {
    @Test(arguments: ["dialled", "answered"]) func `a server that is killed finds its call again: nobody is rung twice`(
        moment: String
    ) async throws {
        let fake = try FakeAsterisk(#"{"default": [{"ring": 0.5, "answer": 3, "keys": "1", "after": 7}]}"#)
        let folder = try ScratchFolder()
        try RunningServer.writeSite(folder, contracts: ["acme"])
        try folder.write(
            "nightcall.yaml",
            """
            listen: 127.0.0.1:0
            data: var/
            operator: {mail: desk@example.jp, alarm: {command: [/bin/true]}}
            operators: [{name: 山田, token: "${env:NIGHTCALL_TOKEN}"}]
            lines:
              - {id: pbx, driver: asterisk, address: "\(fake.address)", user: nightcall,
                 password: "${file:ari-password}", endpoint: "PJSIP/{number}@trunk",
                 sounds: \(folder.url.path)/sounds}
            """)
        try folder.write("ari-password", FakeAsterisk.password)
        let server = try RunningServer(serving: folder, speed: 1)
        defer { server.program.kill() }
        #expect(await fake.waits(for: "listening"))
        let body = #"{"dedupKey":"disk","status":"firing","summary":"web01 is full"}"#
        #expect(await server.post(body, to: "/alerts/acme/mon") == 202)
        #expect(await fake.waits(for: moment))
        try server.killAndStartAgain()
        try server.follow(untilEnded: 1)
        let outcomes = try server.events().compactMap { recorded in
            if case .attemptEnded(_, let outcome, _) = recorded.event { outcome } else { nil }
        }
        #expect(outcomes == [.acknowledged])
        #expect(await fake.waits(for: "ended"))
        #expect(await fake.count("created") == 1)
        #expect(await fake.count("dialled") == 1)
        #expect(!(await fake.log().contains { $0.kind == "violation" }))
    }
}
