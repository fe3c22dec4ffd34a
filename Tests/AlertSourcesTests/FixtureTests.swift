import AlertSources
import JSONText
import CallTree
import Foundation
import Testing

struct FixtureTests {
    @Test(arguments: Fixture.all)
    func `reads each fixture as expected`(fixture: Fixture) throws {
        switch try fixture.read(try fixture.body()) {
        case .success(let read):
            #expect(try fixture.expectedOutput() == .array(read.alerts.map(\.output)))
            #expect(fixture.expectedMessages == read.remarks)
        case .failure(let error):
            #expect(try fixture.expectedOutput() == nil)
            #expect(fixture.expectedMessages == [error.description])
        }
    }

    @Test func `has fixtures for every kind of source`() {
        for source in SourceCatalogue.all {
            #expect(Fixture.all.count { $0.kind == source.kind } >= 5, "\(source.kind)")
        }
    }

    @Test func `knows each kind by one name`() {
        for source in SourceCatalogue.all {
            #expect(SourceCatalogue.source(ofKind: source.kind) == source)
        }
        #expect(SourceCatalogue.source(ofKind: "Alertmanager") == nil)
    }

    /// Each field, element and value is taken away in turn, and then replaced by null, an empty text, a number and an
    /// array. No trouble that fires may be recovered by that, and every element stays an alert or is named as rejected.
    @Test(arguments: Fixture.all)
    func `never invents a recovery and loses no alert when a field is missing or odd`(fixture: Fixture) throws {
        guard let whole = try? JSONDocument(try fixture.body()).value, let elements = fixture.elements(of: whole) else {
            return
        }
        let firing = try fixture.keys(.firing, in: whole)
        // What the elements say each for itself: with the key of the firing one gone, the recovery of the same key stays.
        let resolvedAlone = try elements.flatMap { try fixture.keys(.resolved, in: fixture.body(of: $0)) }
        for spoilt in whole.spoilt() {
            guard let elements = fixture.elements(of: spoilt.value),
                case .success(let read) = try fixture.read(Array(spoilt.value.text.utf8))
            else { continue }
            let named = read.alerts.count + read.rejected.count + read.notes.count { $0.oddity == .sameKey }
            #expect(named == elements.count, "\(spoilt.path)")
            let recovered = read.alerts.filter { $0.status == .resolved }.map(\.dedupKey)
            let invented = recovered.filter { key in
                firing.contains(key) && !(spoilt.mayChangeKey && resolvedAlone.contains(key))
            }
            #expect(invented.isEmpty, "\(spoilt.path)")
        }
    }

    /// 20,000 bodies, in `make soak` two million: each a fixture with up to eight bytes changed, taken away, doubled or cut off.
    @Test func `survives random changes of every fixture, and reads none of it as an invented recovery`() throws {
        let rounds = ProcessInfo.processInfo.environment["NIGHTCALL_SOAK"] == "1" ? 2_000_000 : 20_000
        var chance = SeededChance(seed: 20_261_122)
        let bodies = try Fixture.all.map { ($0, try $0.body()) }
        var readable = 0
        for round in 0..<rounds {
            let (fixture, body) = bodies[round % bodies.count]
            let changed = body.mutated(&chance)
            guard case .success(let read) = try fixture.read(changed) else { continue }
            readable += 1
            let isWithinLimits = read.alerts.allSatisfy { alert in
                alert.summary.unicodeScalars.count <= 1_000 && alert.name.unicodeScalars.count <= 200
                    && alert.dedupKey.unicodeScalars.count <= 512 && alert.labels.count <= 200
            }
            // A recovery is only ever what a sender wrote in so many letters.
            let saysRecovered = read.alerts.contains { $0.status == .resolved }
            let mayRecover =
                !saysRecovered || String(decoding: changed, as: UTF8.self).lowercased().contains("resolved")
            let hasKeysOnce = Set(read.alerts.map(\.dedupKey)).count == read.alerts.count
            if !isWithinLimits || !mayRecover || !hasKeysOnce {
                Issue.record("round \(round): \(String(decoding: changed, as: UTF8.self))")
            }
        }
        #expect(readable > 1_000)
    }
}
