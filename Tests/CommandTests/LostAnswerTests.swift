import CallTree
import Foundation
import Glibc
import ServiceHours
import Testing

/// Senders and a machine that are away at the wrong moment.
struct LostAnswerTests {
    @Test func `a sender that did not hear our 202 and sends again opens no second incident`() async throws {
        let server = try RunningServer(contracts: ["acme"], speed: 40)
        let body = #"{"dedupKey":"disk","status":"firing","summary":"x"}"#
        let connection = try #require(HeldConnection(to: server.address))
        connection.send(
            "POST /alerts/acme/mon HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer source-secret\r\n"
                + "Content-Length: \(body.utf8.count)\r\n\r\n\(body)")
        while try !server.events().contains(where: { if case .tryPlaced = $0.event { true } else { false } }) {
            server.program.waitForEnd(atMostSeconds: 0.05)
        }
        connection.close()
        #expect(await server.post(body, to: "/alerts/acme/mon") == 202)
        try server.follow(untilEnded: 1)
        let events = try server.events()
        #expect(events.count { if case .incidentOpened = $0.event { true } else { false } } == 1)
        #expect(events.count { if case .escalationStarted = $0.event { true } else { false } } == 1)
        #expect(events.contains { $0.event == .alertHeard(IncidentID(1)) })
    }

    /// A machine that is suspended, as a migration does it: three quarters of a minute by the server's clock.
    @Test func `a server that was stopped while the telephone rang goes on with the tree, and calls nobody twice`()
        throws
    {
        let server = try RunningServer(contracts: ["acme"], speed: 10)
        // Not by `post`: a test that is suspended goes on when others let it, which may be after the tree's end.
        let sender = try RunningProgram(
            "/usr/bin/curl",
            [
                "-s", "-o", "/dev/null", "-w", "%{http_code}\n", "-H", "Authorization: Bearer source-secret", "-d",
                #"{"dedupKey":"disk","status":"firing","summary":"x"}"#, server.address + "/alerts/acme/mon",
            ])
        #expect(sender.output.next() == "202")
        server.program.signal(SIGSTOP)
        server.program.waitForEnd(atMostSeconds: 4.6)
        server.program.signal(SIGCONT)
        try server.follow(untilEnded: 1)
        let events = try server.events()
        let outcomes = events.compactMap {
            if case .attemptEnded(_, let outcome, _) = $0.event { outcome } else { nil }
        }
        // Nobody hears a telephone while the machine is away: whichever call that met is over afterwards.
        #expect(outcomes.first == .noAnswer && outcomes.last == .acknowledged, "\(outcomes)")
        #expect(events.count { if case .tryPlaced = $0.event { true } else { false } } == outcomes.count)
        #expect(zip(events, events.dropFirst()).contains { $1.instant.since($0.instant) > .seconds(40) })
        server.program.signal(SIGTERM)
        #expect(server.program.wait() == 0)
        try server.expectWholeJournal(holding: ["disk"])
    }
}
