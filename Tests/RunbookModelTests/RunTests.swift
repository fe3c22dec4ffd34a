import ServiceHours
import Testing

@testable import RunbookModel

/// The course of a run: round, decision, guards, action, proof.
struct RunTests {
    /// Two rounds that find the page gone.
    private func seenTwice(_ night: inout RunNight, _ run: Int = 1) {
        night.checks(run, ["page": .abnormal, "process": .abnormal])
        night.passes(.seconds(30))
        night.checks(run, ["page": .abnormal, "process": .abnormal])
    }

    @Test func `a healthy target is reported as normal, and nothing is done`() {
        var night = RunNight()
        night.take(.runOrdered(.acme()))
        #expect(night.board.obligations == [.round(RoundID(run: RunID(1), number: 1))])
        night.checks()
        #expect(night.end() == .reported)
        #expect(night.board.runs[RunID(1)]?.conclusion == .normal)
        #expect(night.sent.isEmpty)
    }

    @Test(arguments: [Verdict.unknown, .skipped])
    func `unknown and skipped never add up to normal, and the operator gets the run`(verdict: Verdict) {
        var night = RunNight()
        night.take(.runOrdered(.acme()))
        night.checks(1, ["process": verdict])
        #expect(night.board.obligations == [.action(StepID(run: RunID(1), place: 1))])
        night.actionEnds()
        #expect(night.end() == .reported)
        #expect(night.board.runs[RunID(1)]?.conclusion == .unknown)
    }

    @Test func `what is seen once changes nothing, and what is seen twice is recovered and proven by two good rounds`()
    {
        var night = RunNight()
        night.take(.runOrdered(.acme()))
        night.checks(1, ["page": .abnormal, "process": .abnormal])
        #expect(night.sent.isEmpty && night.board.obligations.isEmpty)
        night.passes(.seconds(29))
        #expect(night.board.obligations.isEmpty)
        night.passes(.seconds(1))
        night.checks(1, ["page": .abnormal, "process": .abnormal])
        #expect(night.board.obligations == [.standing(StepID(run: RunID(1), place: 1))])
        night.stands()
        #expect(night.sent == [StepID(run: RunID(1), place: 1)])
        night.actionEnds()
        #expect(night.end() == nil)
        night.passes(.seconds(30))
        night.checks()
        #expect(night.end() == nil, "one good round proves nothing yet")
        night.passes(.seconds(30))
        night.checks()
        #expect(night.end() == .recovered)
        #expect(night.sent.count == 1)
    }

    /// The action says done after a moment; the page is back 90 seconds later by the clock.
    @Test func `a target that comes back after 90 seconds is recovered at its second good round, not before`() {
        var night = RunNight()
        night.take(.runOrdered(.acme()))
        seenTwice(&night)
        night.stands()
        let acted = night.now
        night.actionEnds()
        var recovered: Instant?
        for _ in 0..<10 where recovered == nil {
            night.passes(.seconds(30))
            let isBack = night.now.since(acted) >= .seconds(90)
            night.checks(1, ["page": isBack ? .normal : .abnormal])
            if night.end() == .recovered { recovered = night.now }
        }
        #expect(recovered == acted + .seconds(120))
    }

    @Test func `a good round after which a bad one comes counts for nothing`() {
        var night = RunNight()
        night.take(.runOrdered(.acme()))
        seenTwice(&night)
        night.stands()
        night.actionEnds()
        for verdict in [Verdict.normal, .warning, .normal, .unknown, .normal] {
            night.passes(.seconds(30))
            night.checks(1, ["page": verdict])
            #expect(night.end() == nil)
        }
        night.passes(.seconds(30))
        night.checks()
        #expect(night.end() == .recovered)
    }

    @Test func `what has not worked within the time of the proof has not recovered, and is not done again`() {
        var night = RunNight()
        night.take(.runOrdered(.acme()))
        seenTwice(&night)
        night.stands()
        night.actionEnds()
        for _ in 0..<30 where night.end() == nil {
            night.passes(.seconds(30))
            night.checks(1, ["page": .abnormal])
        }
        #expect(night.end() == .notRecovered)
        #expect(night.sent.count == 1)
    }

    /// A run that has acted, and whose page stays gone until the time of the proof is over.
    private func unproven(_ otherwise: [String]) -> RunNight {
        var night = RunNight()
        night.take(.runOrdered(.acme(runbook: .service(otherwise: otherwise))))
        seenTwice(&night)
        night.stands()
        night.actionEnds()
        for _ in 0..<30 where night.board.runs[RunID(1)]?.isUnproven == false {
            night.passes(.seconds(30))
            night.checks(1, ["page": .abnormal])
        }
        return night
    }

    @Test(arguments: ActionResult.Course.allCases)
    func `where the proof has failed people are told, each once, and it has not recovered whatever comes then`(
        course: ActionResult.Course
    ) {
        var night = unproven(["vendor.escalate", "operator.handover"])
        #expect(night.end() == nil && night.board.obligations == [.action(StepID(run: RunID(1), place: 2))])
        night.checks()
        night.actionEnds(course, place: 2)
        if course == .unclear { night.stands(place: 2) }
        if course != .notDone { night.actionEnds(.done, place: 3) }
        #expect(night.end() == .notRecovered)
        #expect(night.sent.map(\.place) == (course == .notDone ? [1, 2] : [1, 2, 3]))
    }

    @Test func `a process that dies while a vendor is told tells nobody twice, and goes on`() {
        var night = unproven(["vendor.escalate", "operator.handover"])
        night.crashes()
        #expect(night.board.obligations == [.standing(StepID(run: RunID(1), place: 2))])
        night.stands(place: 2)
        night.actionEnds(.done, place: 3)
        #expect(night.end() == .notRecovered && night.sent.map(\.place) == [1, 2, 3])
    }

    @Test func `while all actions are stopped nobody outside is told, and the run ends all the same`() {
        var night = RunNight()
        night.take(.runOrdered(.acme(runbook: .service(otherwise: ["vendor.escalate"]))))
        seenTwice(&night)
        night.stands()
        night.actionEnds()
        night.take(.allStopped(by: "山田"))
        for _ in 0..<30 where night.end() == nil {
            night.passes(.seconds(30))
            night.checks(1, ["page": .abnormal])
        }
        #expect(night.end() == .notRecovered && night.sent.map(\.place) == [1] && night.refused == [.stopSwitch])
    }

    @Test func `a target that recovers by itself between the rounds is left alone`() {
        var night = RunNight()
        night.take(.runOrdered(.acme()))
        night.checks(1, ["page": .abnormal, "process": .abnormal])
        night.passes(.seconds(30))
        night.checks()
        #expect(night.end() == .reported)
        #expect(night.board.runs[RunID(1)]?.conclusion == .normal)
        #expect(night.sent.isEmpty)
    }

    @Test func `an action whose goal is there already is not sent, and the proof is made`() {
        var night = RunNight()
        night.take(.runOrdered(.acme()))
        seenTwice(&night)
        night.stands(.reached)
        #expect(night.sent.isEmpty)
        #expect(night.end() == .reported)
    }

    @Test func `an action that was surely not done is handed over`() {
        var night = RunNight()
        night.take(.runOrdered(.acme()))
        seenTwice(&night)
        night.stands()
        night.actionEnds(.notDone)
        #expect(night.end() == .handedOver)
    }

    @Test func `an action whose answer was lost is not sent again, and only the proof tells`() {
        var night = RunNight()
        night.take(.runOrdered(.acme()))
        seenTwice(&night)
        night.stands()
        night.actionEnds(.unclear)
        #expect(night.board.obligations == [.standing(StepID(run: RunID(1), place: 1))])
        night.stands(.open)
        for _ in 0..<2 {
            night.passes(.seconds(30))
            night.checks()
        }
        #expect(night.end() == .recovered)
        #expect(night.sent.count == 1)
    }

    @Test func `actions of one response go one after the other, and the second is refused when the window has closed`()
    {
        var night = RunNight(at: RunNight.wednesdayEvening + .hours(13) - .seconds(40))
        night.take(.runOrdered(.acme(runbook: .service(more: ["service.restart"]))))
        seenTwice(&night)
        night.stands()
        #expect(night.sent.count == 1)
        night.passes(.seconds(10))
        night.actionEnds()
        #expect(night.refused.contains(.window))
        night.passes(.seconds(30))
        night.checks()
        night.passes(.seconds(30))
        night.checks()
        #expect(night.sent.count == 1)
        #expect(night.end() == .recovered)
        #expect(night.board.runs[RunID(1)]?.failed == StepID(run: RunID(1), place: 2))
    }

    @Test func `what comes before the first change waits for its guards, and is done once`() {
        var night = RunNight()
        let book = Runbook.service(before: ["vendor.escalate"])
        night.take(.runOrdered(.acme(runbook: book)))
        night.checks(1, ["page": .abnormal, "process": .abnormal])
        #expect(night.sent.isEmpty, "nobody is told of what was seen once")
        night.passes(.seconds(30))
        night.checks(1, ["page": .abnormal, "process": .abnormal])
        #expect(night.sent == [StepID(run: RunID(1), place: 1)])
        night.actionEnds()
        night.stands(place: 2)
        #expect(night.sent.count == 2)
        night.actionEnds(place: 2)
        for _ in 0..<2 {
            night.passes(.seconds(30))
            night.checks()
        }
        #expect(night.end() == .recovered)
    }

    @Test func `what is refused is announced to nobody`() {
        var night = RunNight()
        night.take(.runOrdered(.acme(runbook: .service(before: ["vendor.escalate"])) { $0.consents = [] }))
        seenTwice(&night)
        #expect(night.end() == .refused && night.refused == [.consent] && night.sent.isEmpty)
    }

    @Test func `what was done before a second look at old observations is not done again`() {
        var night = RunNight()
        night.take(.runOrdered(.acme(runbook: .service(before: ["vendor.escalate"]))))
        seenTwice(&night)
        // The vendor is told so slowly that the observations are old by then.
        night.passes(.minutes(20))
        night.actionEnds()
        #expect(night.sent.count == 1 && night.board.runs[RunID(1)]?.phase == .checking)
        night.checks(1, ["page": .abnormal, "process": .abnormal])
        night.stands(place: 2)
        #expect(night.sent == [1, 2].map { StepID(run: RunID(1), place: $0) })
    }

    @Test func `a second person is asked before anything of the response is done`() {
        var guards = Runbook.Guards()
        guards.secondPerson = true
        var night = RunNight()
        night.take(.runOrdered(.acme(runbook: .service(guards: guards, before: ["vendor.escalate"]))))
        seenTwice(&night)
        #expect(night.sent.isEmpty)
        night.take(.approved(RunID(1), by: "鈴木"))
        #expect(night.sent == [StepID(run: RunID(1), place: 1)])
        night.actionEnds()
        night.stands(place: 2)
        #expect(night.sent.count == 2)
    }

    @Test func `a plan looks at the action that changes something, whatever comes before it`() {
        var night = RunNight()
        night.take(.runOrdered(.acme(runbook: .service(before: ["vendor.escalate"]), extent: .plan)))
        seenTwice(&night)
        #expect(night.board.obligations == [.standing(StepID(run: RunID(1), place: 2))])
        night.stands(place: 2)
        #expect(night.end() == .planned && night.refused.isEmpty && night.sent.isEmpty)
    }

    @Test func `a plan asks the same guards, says what it would do, and does nothing`() {
        var night = RunNight()
        night.take(.runOrdered(.acme(extent: .plan)))
        seenTwice(&night)
        night.stands()
        #expect(night.end() == .planned)
        #expect(night.refused.isEmpty)
        night.take(.runOrdered(.acme(extent: .plan) { $0.consents = [] }))
        seenTwice(&night, 2)
        #expect(night.end(2) == .planned)
        #expect(night.refused == [.consent])
        #expect(night.sent.isEmpty)
    }

    @Test func `a check alone decides and does nothing`() {
        var night = RunNight()
        night.take(.runOrdered(.acme(extent: .check)))
        night.checks(1, ["page": .abnormal, "process": .abnormal])
        #expect(night.end() == .reported)
        #expect(night.board.runs[RunID(1)]?.conclusion == .abnormal)
    }

    @Test func `what a customer asks for in the morning is recovered in the evening: waiting costs it no time`() {
        // 10:00 in Japan, on a Wednesday.
        var day = RunNight(at: RunNight.wednesdayEvening - .hours(10))
        day.take(.runOrdered(.acme(asker: .customer("佐藤"))))
        #expect(day.board.obligations.isEmpty)
        day.passes(.hours(7))
        seenTwice(&day)
        day.stands()
        #expect(day.sent.count == 1, "\(day.refused)")
    }

    @Test func `a customer's request by day waits for the opening, and an operator's look does not`() {
        var night = RunNight(at: RunNight.wednesdayEvening - .hours(6))
        night.take(.runOrdered(.acme(asker: .customer("佐藤"))))
        #expect(night.board.obligations.isEmpty)
        night.take(.runOrdered(.acme()))
        #expect(night.board.obligations == [.round(RoundID(run: RunID(2), number: 1))])
        night.passes(.hours(3) + -.seconds(1))
        #expect(night.board.runs[RunID(1)]?.rounds.isEmpty == true)
        night.passes(.seconds(1))
        #expect(night.board.runs[RunID(1)]?.rounds.count == 1)
    }

    @Test func `a run that only looks is cancelled at once, and one that has acted goes on to its proof`() {
        var night = RunNight()
        night.take(.runOrdered(.acme()))
        night.take(.cancelled(RunID(1)))
        #expect(night.end() == .cancelled)
        night.take(.runOrdered(.acme()))
        seenTwice(&night, 2)
        night.stands(.open, identity: "vm-1", 2)
        #expect(night.take(.cancelled(RunID(2))).isEmpty)
        #expect(night.end(2) == nil)
    }

    @Test func `late and repeated reports lead to nothing`() {
        var night = RunNight()
        night.take(.runOrdered(.acme()))
        let round = RoundID(run: RunID(1), number: 1)
        let result = night.result(.normal)
        #expect(night.take(.checkEnded(round, CheckID("page"), result)).count == 1)
        #expect(night.take(.checkEnded(round, CheckID("page"), result)).isEmpty)
        #expect(night.take(.checkEnded(round, CheckID("nobody"), result)).isEmpty)
        #expect(night.take(.checkEnded(RoundID(run: RunID(9), number: 1), CheckID("page"), result)).isEmpty)
        night.stands()
        night.actionEnds()
        #expect(night.end() == nil)
        #expect(night.sent.isEmpty)
    }
}
