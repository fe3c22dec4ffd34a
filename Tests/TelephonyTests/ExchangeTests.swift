import CallTree
import NightEngine
import ServiceHours
import Synchronization
import Telephony
import Testing

@Suite struct ExchangeTests {
    @Test func `a request for a line that the site does not have fails at once`() async throws {
        let phone = try #require(PhoneNumber(e164: "+819000000001"))
        let request = DialRequest(
            id: LineBench.id, line: LineID("gone"), contract: ContractID("acme"), contact: ContactID("sato"),
            phone: phone,
            round: 1, placedAt: LineBench.Clock.start)
        let report: CallReport? = await withCheckedContinuation { continuation in
            let exchange = Exchange(drivers: [:]) { input in
                if case .callReported(_, let report) = input { continuation.resume(returning: report) }
                return .taken(.done)
            }
            exchange.place(request, resumed: false)
        }
        #expect(report == .ended(.lineFailure))
    }

    @Test func `hanging up and forgetting go to the line that carries the call`() async throws {
        let bench = LineBench(.noAnswer)
        let exchange = Exchange(drivers: [LineID("sim"): bench.line]) { _ in .taken(.done) }
        let phone = try #require(PhoneNumber(e164: "+819000000001"))
        exchange.place(
            DialRequest(
                id: LineBench.id, line: LineID("sim"), contract: LineBench.owner.contract,
                contact: LineBench.owner.contact, phone: phone, round: 1, placedAt: LineBench.Clock.start),
            resumed: false)
        try await bench.settle()
        #expect(exchange.callCount == 1)
        exchange.hangUp(LineBench.id)
        try await bench.settle()
        #expect(bench.transcript.last == "0 ended(CallTree.CallEnding.hungUp)")
        exchange.forget(LineBench.id)
        #expect(exchange.callCount == 0)
    }

    @Test func `every driver has a word of its own`() {
        let kinds = DriverCatalogue.all.map { $0.kind }
        #expect(Set(kinds).count == kinds.count)
        for kind in kinds { #expect(DriverCatalogue.driver(ofKind: kind)?.kind == kind) }
        #expect(DriverCatalogue.driver(ofKind: "carrier-pigeon") == nil)
    }
}
