import CallTree
import EventBytes
import EventJournal
import RunbookModel
import ServiceHours
import Testing

@testable import NightEngine

/// Alerts that an action of ours has caused join its run and call nobody (attribution), and none of them is lost.
@Suite struct AlertJoiningTests {
    private static let site = RunSite(
        catalogue: TestRuns.catalogue, standing: [],
        expected: [
            ExpectedAlerts(
                contract: ContractID("acme"), target: TargetID("web-1"),
                when: Designation(name: try? TextPattern("/Web.*/")))
        ])
    private let step = StepID(run: RunID(1), place: 1)

    private func alert(
        _ key: String, _ status: Alert.Status = .firing, name: String = "WebDown"
    ) -> Input {
        .alertsReceived(
            ContractID("acme"),
            [
                Alert(
                    source: SourceID("prom"), dedupKey: key, status: status, severity: .error, severityRaw: "高",
                    name: name, summary: "ページが出ない", startedAt: fridayNight,
                    labels: [Label(name: "instance", value: "web-1")])
            ])
    }

    /// A run whose action has left.
    private func acting() throws -> Night {
        var night = try Night(runs: Self.site)
        night.readyToAct()
        night.takeRun(.standingRead(step, night.isOpen))
        #expect(night.runs().runs[RunID(1)]?.phase == .acting(step))
        return night
    }

    private func prove(_ night: inout Night, _ verdict: Verdict = .normal) {
        night.takeRun(.actionEnded(step, night.done()))
        for _ in 1...2 {
            night.clock.pass(.seconds(30))
            night.takeRun(.woke)
            night.finds(verdict)
        }
    }

    @Test func `an alert of our own doing is taken in and calls nobody`() throws {
        var night = try acting()
        #expect(night.take(alert("a")) == [.taken(.alerts(accepted: 1, ignored: 0))])
        #expect(night.look().incidents.isEmpty && night.spy.take().isEmpty)
        #expect(night.runs().runs[RunID(1)]?.joined.map(\.key.dedupKey) == ["a"])
        // Said again it changes nothing.
        #expect(night.take(alert("a")) == [.taken(.alerts(accepted: 1, ignored: 0))])
        #expect(night.runs().runs[RunID(1)]?.joined.count == 1 && night.look().incidents.isEmpty)
        // Its recovery is the run's as well.
        night.take(alert("a", .resolved))
        #expect(night.runs().runs[RunID(1)]?.joined.isEmpty == true)
        prove(&night)
        night.clock.pass(.hours(1))
        night.take(.woke)
        #expect(night.runs().runs[RunID(1)]?.phase == .ended(.recovered) && night.look().incidents.isEmpty)
    }

    @Test func `in one body only those of the target join`() throws {
        var night = try acting()
        let both = [alert("a"), alert("b", name: "DiskFull")].flatMap { input -> [Alert] in
            if case .alertsReceived(_, let alerts) = input { alerts } else { [] }
        }
        #expect(night.take(.alertsReceived(ContractID("acme"), both)) == [.taken(.alerts(accepted: 2, ignored: 0))])
        #expect(night.look().incidents.values.map(\.name) == ["DiskFull"])
        #expect(night.spy.take() == [.place(call(1, 1), ContactID("sato"), resumed: false)])
    }

    @Test func `before the intent and after the proof everything is called`() throws {
        var night = try Night(runs: Self.site)
        night.takeRun(.runOrdered(TestRuns.order))
        night.take(alert("before"))
        #expect(night.look().incidents.count == 1)
        var later = try acting()
        prove(&later)
        #expect(later.runs().runs[RunID(1)]?.phase == .ended(.recovered))
        later.take(alert("after"))
        #expect(later.look().incidents.count == 1)
    }

    @Test func `an alert of an incident that is open stays with it`() throws {
        var night = try Night(runs: Self.site)
        night.take(alert("a"))
        night.readyToAct()
        night.takeRun(.standingRead(step, night.isOpen))
        night.take(alert("a"))
        night.take(alert("a", .resolved))
        #expect(night.look().incidents.values.map(\.recoveredAt) == [night.clock.now()])
        #expect(night.runs().runs[RunID(1)]?.joined.isEmpty == true)
    }

    @Test func `a firing again that our restart has caused calls nobody for the incident that had recovered`() throws {
        var night = try Night(runs: Self.site)
        night.take(alert("a"))
        night.readyToAct()
        night.take(alert("a", .resolved))
        night.takeRun(.standingRead(step, night.isOpen))
        _ = night.spy.take()
        night.take(alert("a"))
        #expect(night.spy.take().isEmpty && night.runs().runs[RunID(1)]?.joined.map(\.key.dedupKey) == ["a"])
        #expect(night.look().incidents.values.allSatisfy { $0.recoveredAt != nil })
        // It still fires when the run has failed: the incident opens again.
        night.takeRun(.actionEnded(step, night.done(.notDone)))
        #expect(night.runs().runs[RunID(1)]?.isEnded == true)
        #expect(night.look().incidents.values.contains { $0.recoveredAt == nil })
    }

    @Test func `what still fires five minutes after the recovery was proven is called, whole as it came`() throws {
        var night = try acting()
        night.take(alert("a"))
        prove(&night)
        night.clock.pass(.minutes(5) + -Span.seconds(1))
        night.take(.woke)
        #expect(night.look().incidents.isEmpty)
        night.clock.pass(.seconds(1))
        night.take(.woke)
        let incident = try #require(night.look().incidents.values.first)
        #expect(incident.name == "WebDown" && incident.summary == "ページが出ない" && incident.severity == .error)
        #expect(incident.startedAt == fridayNight)
        #expect(night.spy.take() == [.place(call(1, 1), ContactID("sato"), resumed: false)])
        // From now on it is the call tree's.
        night.take(alert("a", .resolved))
        #expect(night.look().incidents.values.allSatisfy { $0.recoveredAt != nil })
    }

    @Test func `where the action has not worked they are called at the end of the proof`() throws {
        var night = try acting()
        night.take(alert("a"))
        night.takeRun(.actionEnded(step, night.done()))
        for _ in 1...25 where night.look().incidents.isEmpty {
            night.clock.pass(.seconds(30))
            night.takeRun(.woke)
            night.finds(.abnormal)
        }
        #expect(night.runs().runs[RunID(1)]?.phase == .ended(.notRecovered))
        #expect(night.look().incidents.count == 1)
        #expect(night.spy.take() == [.place(call(1, 1), ContactID("sato"), resumed: false)])
    }

    @Test func `a process that dies keeps what has joined, and calls it when it is time`() throws {
        var night = try acting()
        night.take(alert("a"))
        var again = try Night(journal: night.journal, clock: night.clock, runs: Self.site)
        #expect(again.runs().runs[RunID(1)]?.joined == night.runs().runs[RunID(1)]?.joined)
        again.takeRun(.standingRead(step, again.isOpen))
        for _ in 1...2 {
            again.clock.pass(.seconds(30))
            again.takeRun(.woke)
            again.finds(.normal)
        }
        #expect(again.runs().runs[RunID(1)]?.phase == .ended(.recovered))
        var third = try Night(journal: night.journal, clock: night.clock, runs: Self.site)
        third.clock.pass(.minutes(5))
        third.take(.woke)
        #expect(third.look().incidents.count == 1)
    }

    @Test func `an alert that could not be written down has joined nothing`() throws {
        var night = try acting()
        night.journal.refuseAppends(with: .full("no room"))
        #expect(night.take(alert("a")) == [.unwritable])
        night.journal.refuseAppends(with: nil)
        night.clock.pass(.seconds(2))
        night.take(alert("b"))
        #expect(night.runs().runs[RunID(1)]?.joined.map(\.key.dedupKey) == ["b"])
    }

    @Test func `a release that could not be written down happens once the journal can be written`() throws {
        var night = try acting()
        night.take(alert("a"))
        prove(&night)
        night.clock.pass(.minutes(5))
        night.journal.refuseAppends(with: .full("no room"))
        night.take(.woke)
        #expect(night.spy.take().isEmpty)
        night.journal.refuseAppends(with: nil)
        night.clock.pass(.seconds(2))
        night.take(.woke)
        #expect(night.look().incidents.count == 1)
        #expect(night.spy.take() == [.place(call(1, 1), ContactID("sato"), resumed: false)])
    }

    @Test func `what a runbook has announced joins after the proof as well, until that time is over`() throws {
        var night = try Night(runs: Self.site)
        night.readyToAct(TestRuns.order(of: TestRuns.announcing))
        night.takeRun(.actionEnded(step, night.done()))
        let announced = night.clock.now()
        let restart = StepID(run: RunID(1), place: 2)
        // Announced, and not acted yet: what comes now is the customer's.
        #expect(night.runs().runs[RunID(1)]?.phase == .reading(restart))
        night.take(alert("before"))
        #expect(night.look().incidents.count == 1)
        night.takeRun(.standingRead(restart, night.isOpen))
        night.takeRun(.actionEnded(restart, night.done()))
        for _ in 1...2 {
            night.clock.pass(.seconds(30))
            night.takeRun(.woke)
            night.finds(.normal)
        }
        #expect(night.runs().runs[RunID(1)]?.phase == .ended(.recovered))
        night.clock.pass(.minutes(19) + -night.clock.now().since(announced))
        night.take(alert("late"))
        #expect(night.look().incidents.count == 1)
        night.clock.pass(.minutes(1))
        night.take(.woke)
        #expect(night.look().incidents.count == 2)
    }

    @Test(arguments: [nil, "高"] as [String?]) func `what has joined is read back as it was written`(raw: String?) throws
    {
        let joined = JoinedAlert(
            key: JoinedAlert.Key(source: "prom", dedupKey: "鍵"), severity: "error", severityRaw: raw, name: "名",
            summary: "要", startedAt: raw.map { _ in fridayNight },
            labels: [StepValue.Pair(name: "a", value: "1"), StepValue.Pair(name: "b", value: "")])
        let event = RunEvent.alertJoined(RunID(7), joined)
        let written = event.encoded
        let read = try RunEvent(
            kind: written.kind, version: written.version, payload: written.payload, texts: written.texts)
        #expect(read == event)
        // Erased, it still tells that something had joined.
        let erased = try RunEvent(
            kind: written.kind, version: written.version, payload: written.payload, texts: [nil])
        guard case .alertJoined(RunID(7), let rest) = erased else {
            Issue.record("\(erased)")
            return
        }
        #expect(rest.key.source == "prom" && rest.summary == "(erased)" && rest.labels.isEmpty)
    }

    @Test func `a storm of alerts is called from the hundred-and-first on`() throws {
        var night = try acting()
        for number in 1...101 { night.take(alert("a\(number)")) }
        #expect(night.runs().runs[RunID(1)]?.joined.count == 100 && night.look().incidents.count == 1)
    }
}
