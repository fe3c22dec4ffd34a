import ServiceHours
import Testing

@testable import RunbookModel

/// Each guard in front of an action that changes something.
struct GuardTests {
    /// A run that would restart now, but for what is changed; what refused it.
    private func refused(
        _ order: RunOrder, at now: Instant = RunNight.wednesdayEvening,
        verdicts: [String: Verdict] = ["page": .abnormal, "process": .abnormal],
        prepare: (inout RunNight) -> Void = { _ in }, between: (inout RunNight) -> Void = { _ in }
    ) -> (kinds: [GuardKind], end: RunEnd?, sent: Int) {
        var night = RunNight(at: now)
        prepare(&night)
        night.take(.runOrdered(order))
        let run = night.board.runs.keys.max()?.number ?? 0
        night.checks(run, verdicts)
        night.passes(.seconds(30))
        night.checks(run, verdicts)
        between(&night)
        night.stands(.open, identity: "vm-1", run)
        return (night.refused, night.end(run), night.sent.count { $0.run.number == run })
    }

    @Test func `with everything in order it is done`() {
        let answer = refused(.acme())
        #expect(answer.kinds.isEmpty && answer.end == nil && answer.sent == 1)
    }

    @Test func `a response under an exclusion is done only where the contract has agreed on it`() {
        let answer = refused(.acme { $0.agreedOptions = [] })
        #expect(answer == ([.exclusion], .refused, 0))
        #expect(refused(.acme(runbook: .service(exclusion: nil)) { $0.agreedOptions = [] }).sent == 1)
    }

    @Test func `without consent for this action on this target today nothing is done`() {
        let may = day("2026-05-01")
        let today = day("2026-11-25")
        func consent(_ action: String, _ target: String?, through: CivilDate) -> Consent {
            Consent(action: action, target: target.map { TargetID($0) }, by: "佐藤", from: may, through: through)
        }
        #expect(refused(.acme { $0.consents = [] }) == ([.consent], .refused, 0))
        #expect(refused(.acme { $0.consents = [consent("command", nil, through: today)] }).kinds == [.consent])
        #expect(
            refused(.acme { $0.consents = [consent("service.restart", "web-2", through: today)] }).kinds == [.consent])
        #expect(refused(.acme { $0.consents = [consent("service.restart", nil, through: may)] }).kinds == [.consent])
        #expect(refused(.acme { $0.consents = [consent("service.restart", "web-1", through: today)] }).sent == 1)
    }

    @Test func `consent for every target is never enough for what may lose data`() {
        let order = RunOrder.acme(runbook: .service(action: "machine.rebuild")) { terms in
            terms.consents = [
                Consent(
                    action: "machine.rebuild", target: nil, by: "佐藤", from: day("2026-01-01"),
                    through: day("2026-12-31"))
            ]
        }
        #expect(refused(order).kinds == [.consent, .approval])
    }

    @Test(arguments: [(Span.hours(13) + -.seconds(31), 1), (Span.hours(13) + -.seconds(30), 0)])
    func `the window counts when the action leaves: at 9 sharp it is closed`(after: Span, sent: Int) {
        let answer = refused(.acme(), at: RunNight.wednesdayEvening + after)
        #expect(answer.sent == sent)
        #expect(answer.kinds == (sent == 1 ? [] : [.window]))
    }

    @Test func `where the cloud is at work nothing is changed, on that target and in that time`() {
        func refused(_ target: String?, from: Span, until: Span) -> [GuardKind] {
            let now = RunNight.wednesdayEvening
            return self.refused(.acme()) { night in
                night.board.cloudWork = [
                    "acme": [
                        Maintenance(
                            target: target.map { TargetID($0) }, from: now + from, until: now + until,
                            reason: "VTZ1-2B0 Planned maintenance")
                    ]
                ]
            }.kinds
        }
        #expect(refused(nil, from: -.hours(1), until: .hours(1)) == [.maintenance])
        #expect(refused("web-1", from: -.hours(1), until: .hours(1)) == [.maintenance])
        #expect(refused("web-2", from: -.hours(1), until: .hours(1)) == [])
        #expect(refused(nil, from: .hours(1), until: .hours(2)) == [])
        #expect(refused(nil, from: -.hours(2), until: -.hours(1)) == [])
    }

    @Test func `work by day is done by day and refused by night`() {
        let order = RunOrder.acme(runbook: .service(action: "backup.reschedule"))
        #expect(refused(order).kinds == [.window])
        #expect(refused(order, at: RunNight.wednesdayEvening - .hours(6)).sent == 1)
        // Saturday noon is a holiday.
        #expect(refused(order, at: RunNight.wednesdayEvening + .hours(64)).kinds == [.window])
    }

    @Test func `a calendar without an answer counts as closed`() {
        #expect(refused(.acme()) { $0.board.calendars = [:] }.kinds == [.window])
    }

    @Test func `with a clock that cannot be right, and after somebody has stopped everything, nothing is done`() {
        #expect(refused(.acme()) { $0.board.isClockTrusted = false }.kinds == [.clock])
        #expect(refused(.acme()) { $0.take(.allStopped(by: "山田")) } == ([.stopSwitch], .refused, 0))
        let released = refused(.acme()) {
            $0.take(.allStopped(by: "山田"))
            $0.take(.allReleased(by: "山田"))
        }
        #expect(released.sent == 1)
    }

    @Test func `what is stopped between the decision and the sending is not sent`() {
        #expect(refused(.acme(), between: { $0.take(.allStopped(by: "山田")) }) == ([.stopSwitch], .refused, 0))
    }

    @Test func `maintenance of the target blocks, and of another does not`() {
        func order(_ target: String?) -> RunOrder {
            .acme { terms in
                let from = RunNight.wednesdayEvening
                terms.maintenance = [
                    Maintenance(target: target.map { TargetID($0) }, from: from, until: from + .hours(1), reason: "更新")
                ]
            }
        }
        #expect(refused(order(nil)).kinds == [.maintenance])
        #expect(refused(order("web-1")).kinds == [.maintenance])
        #expect(refused(order("web-2")).sent == 1)
        #expect(refused(order("web-1"), at: RunNight.wednesdayEvening + .hours(1)).sent == 1)
    }

    @Test func `one kind of signal is not enough`() {
        #expect(refused(.acme(), verdicts: ["page": .abnormal]) == ([.signals], .refused, 0))
        var guards = Runbook.Guards()
        guards.signals = 1
        #expect(refused(.acme(runbook: .service(guards: guards)), verdicts: ["page": .abnormal]).sent == 1)
    }

    @Test func `observations that became old are made again before anything is done`() {
        var night = RunNight()
        night.take(.runOrdered(.acme()))
        night.checks(1, ["page": .abnormal, "process": .abnormal])
        night.passes(.seconds(30))
        // One check of the round takes very long.
        let round = RoundID(run: RunID(1), number: 2)
        night.take(.checkEnded(round, CheckID("page"), night.result(.abnormal)))
        night.passes(.minutes(6))
        night.take(.checkEnded(round, CheckID("process"), night.result(.abnormal)))
        #expect(night.refused == [.freshness])
        #expect(night.board.obligations == [.round(RoundID(run: RunID(1), number: 3))])
        night.checks(1, ["page": .abnormal, "process": .abnormal])
        night.stands()
        #expect(night.sent.count == 1)
    }

    /// One run after the other on the same target, each failing, at the times given after the first.
    private func outcomes(_ spans: [Span], changing change: (inout RunTerms) -> Void = { _ in }) -> [[GuardKind]] {
        var night = RunNight()
        var all: [[GuardKind]] = []
        for (place, span) in spans.enumerated() {
            night.passes((RunNight.wednesdayEvening + span).since(night.now))
            night.take(.runOrdered(.acme(changing: change)))
            night.checks(place + 1, ["page": .abnormal, "process": .abnormal])
            night.passes(.seconds(30))
            night.checks(place + 1, ["page": .abnormal, "process": .abnormal])
            night.stands(.open, identity: "vm-1", place + 1)
            all.append(night.refused)
            night.actionEnds(.done, place + 1)
            while night.end(place + 1) == nil {
                night.passes(.seconds(30))
                night.checks(place + 1, ["page": .abnormal])
            }
        }
        return all
    }

    @Test func `a target is acted on once in six hours and twice in seven days, whatever comes between`() {
        #expect(
            outcomes([.zero, .hours(2), .hours(24), .hours(48), .hours(24 * 7 + 4)])
                == [[], [.targetBudget], [], [.targetBudget], []])
    }

    @Test func `a crash forgets no budget`() {
        var night = RunNight()
        night.take(.runOrdered(.acme()))
        night.checks(1, ["page": .abnormal, "process": .abnormal])
        night.passes(.seconds(30))
        night.checks(1, ["page": .abnormal, "process": .abnormal])
        night.stands()
        night.actionEnds()
        while night.end() == nil {
            night.passes(.seconds(30))
            night.checks()
        }
        night.crashes()
        night.passes(.hours(2))
        night.take(.runOrdered(.acme()))
        night.checks(2, ["page": .abnormal, "process": .abnormal])
        night.passes(.seconds(30))
        night.checks(2, ["page": .abnormal, "process": .abnormal])
        #expect(night.refused == [.targetBudget])
    }

    @Test func `the budgets of contract, action and site count over targets`() {
        for (kind, change) in [
            (
                GuardKind.contractBudget,
                { (limits: inout RunLimits) in limits.perContract = .init(times: 1, within: .hours(24)) }
            ),
            (.actionBudget, { $0.perAction = .init(times: 1, within: .hours(24)) }),
            (.wholeBudget, { $0.altogether = .init(times: 1, within: .hours(24)) }),
        ] {
            var night = RunNight()
            for (place, target) in ["web-1", "web-2"].enumerated() {
                night.take(.runOrdered(.acme(target: target) { change(&$0.limits) }))
                night.checks(place + 1, ["page": .abnormal, "process": .abnormal])
                night.passes(.seconds(30))
                night.checks(place + 1, ["page": .abnormal, "process": .abnormal])
                night.stands(.open, identity: "vm-1", place + 1)
                if place == 0 {
                    night.actionEnds()
                    while night.end() == nil {
                        night.passes(.seconds(30))
                        night.checks()
                    }
                }
            }
            #expect(night.refused == [kind])
            #expect(night.sent.count == 1)
        }
    }

    @Test func `a target that was recovered just before is left alone for half an hour`() {
        var guards = Runbook.Guards()
        guards.budget = []
        let order = RunOrder.acme(runbook: .service(guards: guards))
        func second(after span: Span) -> [GuardKind] {
            var night = RunNight()
            for run in 1...2 {
                night.take(.runOrdered(order))
                night.checks(run, ["page": .abnormal, "process": .abnormal])
                night.passes(.seconds(30))
                night.checks(run, ["page": .abnormal, "process": .abnormal])
                night.stands(.open, identity: "vm-1", run)
                night.actionEnds(.done, run)
                if run == 2 { break }
                while night.end() == nil {
                    night.passes(.seconds(30))
                    night.checks()
                }
                night.passes(span)
            }
            return night.refused
        }
        #expect(second(after: .minutes(20)) == [.coolDown])
        #expect(second(after: .minutes(30)) == [])
    }

    @Test func `ten targets that are abnormal at once are not acted on, each of them says so`() {
        var night = RunNight()
        for number in 1...10 { night.take(.runOrdered(.acme(target: "web-\(number)"))) }
        for number in 1...10 { night.checks(number, ["page": .abnormal, "process": .abnormal]) }
        night.passes(.seconds(30))
        for number in 1...10 { night.checks(number, ["page": .abnormal, "process": .abnormal]) }
        #expect(night.sent.isEmpty)
        #expect((1...10).allSatisfy { night.end($0) == .refused })
        #expect(night.refused == [.commonCause])
    }

    @Test func `two targets of a contract are not acted on at once, nor two of one group`() {
        func second(_ contract: String, group: String?) -> [GuardKind] {
            var night = RunNight()
            night.board.calendars["beta"] = night.board.calendars["acme"]
            night.take(.runOrdered(.acme(group: group)))
            night.take(.runOrdered(.acme(target: "web-2", group: group, contract: contract)))
            for _ in 1...2 {
                for run in 1...2 { night.checks(run, ["page": .abnormal, "process": .abnormal]) }
                night.passes(.seconds(30))
            }
            night.stands()
            night.stands(.open, identity: "vm-2", 2)
            return night.refused
        }
        #expect(second("acme", group: nil) == [.lock])
        #expect(second("beta", group: "rack-1") == [.lock])
        #expect(second("beta", group: nil) == [])
    }

    @Test func `a thing that has taken the name since the plan is another target`() {
        let answer = refused(.acme(runbook: .service(more: ["service.restart"]))) { _ in }
        #expect(answer.sent == 1)
        var night = RunNight()
        night.take(.runOrdered(.acme(runbook: .service(more: ["service.restart"]))))
        night.checks(1, ["page": .abnormal, "process": .abnormal])
        night.passes(.seconds(30))
        night.checks(1, ["page": .abnormal, "process": .abnormal])
        night.stands(.open, identity: "vm-1")
        night.actionEnds()
        night.stands(.open, identity: "vm-2", 1, place: 2)
        #expect(night.refused == [.identity])
        #expect(night.sent.count == 1)
    }

    // A second person

    private func awaiting(_ night: inout RunNight, asker: RunOrder.Asker = .operator("山田")) {
        var guards = Runbook.Guards()
        guards.secondPerson = true
        night.take(.runOrdered(.acme(runbook: .service(guards: guards), asker: asker)))
        night.checks(1, ["page": .abnormal, "process": .abnormal])
        night.passes(.seconds(30))
        night.checks(1, ["page": .abnormal, "process": .abnormal])
    }

    @Test func `where a second person must agree, nothing is done before`() {
        var night = RunNight()
        awaiting(&night)
        #expect(night.refused == [.approval])
        #expect(night.board.obligations.isEmpty && night.end() == nil)
        night.take(.approved(RunID(1), by: "鈴木"))
        night.stands()
        #expect(night.sent.count == 1)
    }

    @Test func `who asked cannot be the second person`() {
        var night = RunNight()
        awaiting(&night)
        night.take(.approved(RunID(1), by: "山田"))
        #expect(night.refused == [.approval])
        #expect(night.end() == .refused)
    }

    @Test func `an agreement that does not come in time ends the run, and one that comes later changes nothing`() {
        var night = RunNight()
        awaiting(&night)
        night.passes(.minutes(30))
        #expect(night.end() == .refused)
        #expect(night.take(.approved(RunID(1), by: "鈴木")).isEmpty)
    }

    @Test func `what the agreement rests on is looked at again when it has become old`() {
        var night = RunNight()
        awaiting(&night)
        night.passes(.minutes(20))
        night.take(.approved(RunID(1), by: "鈴木"))
        #expect(night.refused == [.freshness])
        night.checks(1, ["page": .abnormal, "process": .abnormal])
        night.stands()
        #expect(night.sent.count == 1)
    }
}
