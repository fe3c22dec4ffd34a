import ServiceHours
import Testing

@testable import RunbookModel

/// Random nights of runs, with and without crashes, judged from outside by what was written down.
struct RunWalkTests {
    /// A world whose answers depend on the seed and on what is asked, so that a crash changes none of them.
    private struct World {
        let seed: UInt64

        func draw(_ words: [Int], of count: Int) -> Int {
            var state = seed &* 0x9E37_79B9_7F4A_7C15
            for word in words {
                state = (state ^ UInt64(truncatingIfNeeded: word)) &* 0xBF58_476D_1CE4_E5B9
                state ^= state >> 29
            }
            return Int(state % UInt64(count))
        }

        /// Sick until something was done to it, and some time after; now and then it cannot be seen.
        func verdict(_ run: Run, _ place: Int, acted: Bool) -> Verdict {
            let chance = draw([1, run.id.number, run.rounds.count, place], of: 20)
            if chance == 0 { return .unknown }
            if chance == 1 { return .warning }
            let isWell =
                acted ? draw([2, run.id.number, run.rounds.count], of: 4) != 0 : draw([3, run.id.number], of: 4) == 0
            return isWell ? .normal : .abnormal
        }

        func course(_ step: StepID) -> ActionResult.Course {
            ActionResult.Course.allCases[draw([4, step.run.number, step.place], of: 8) % 3]
        }

        func goal(_ step: StepID) -> Standing.Goal { draw([5, step.run.number], of: 10) == 0 ? .reached : .open }
    }

    private func order(_ world: World, _ number: Int) -> RunOrder {
        var guards = Runbook.Guards()
        guards.secondPerson = world.draw([6, number], of: 4) == 0
        guards.signals = 1
        let before = world.draw([15, number], of: 3) == 0 ? ["vendor.escalate"] : []
        let more = world.draw([7, number], of: 3) == 0 ? ["service.restart"] : []
        return .acme(
            target: "web-\(world.draw([8, number], of: 3))",
            runbook: .service(
                guards: guards, before: before, more: more,
                otherwise: world.draw([16, number], of: 2) == 0 ? [] : ["vendor.escalate", "operator.handover"]),
            asker: world.draw([9, number], of: 2) == 0 ? .customer("佐藤") : .operator("山田")
        ) { terms in
            if world.draw([10, number], of: 8) == 0 { terms.consents = [] }
            if world.draw([11, number], of: 8) == 0 { terms.agreedOptions = [] }
        }
    }

    /// Plays a night to its end; the process dies after so many events.
    private func night(_ seed: UInt64, dyingAfter: Int? = nil) -> RunNight {
        let world = World(seed: seed)
        var night = RunNight(at: RunNight.wednesdayEvening + .hours(world.draw([12], of: 30)))
        var ordered = 0
        var hasDied = false
        for turn in 0..<3_000 {
            if let dyingAfter, !hasDied, night.journal.count >= dyingAfter {
                hasDied = true
                night.crashes()
            }
            if ordered < 4, world.draw([13, turn], of: 3) == 0 {
                ordered += 1
                night.take(.runOrdered(order(world, ordered)))
                continue
            }
            guard let id = night.board.runs.keys.sorted().first(where: { night.end($0.number) == nil }),
                let run = night.board.runs[id]
            else {
                if ordered == 4 { break }
                continue
            }
            answer(run, world, &night)
        }
        return night
    }

    private func answer(_ run: Run, _ world: World, _ night: inout RunNight) {
        switch run.phase {
        case .checking:
            guard let round = run.rounds.last, let check = run.missing.first else { return }
            let place = run.order.runbook.checks.firstIndex { $0.id == check.id } ?? 0
            night.take(
                .checkEnded(round.id, check.id, night.result(world.verdict(run, place, acted: run.hasActed))))
        case .awaitingApproval:
            let name = world.draw([14, run.id.number], of: 4) == 0 ? "山田" : "鈴木"
            night.take(.approved(run.id, by: name))
        case .reading(let step), .rereading(let step):
            night.stands(world.goal(step), identity: "vm-1", step.run.number, place: step.place)
        case .acting(let step): night.actionEnds(world.course(step), step.run.number, place: step.place)
        case .waiting, .judging, .guarding, .refusing, .sending, .cleared, .ended: night.passes(.seconds(17))
        }
    }

    /// What must hold whatever happened, read from the journal alone.
    private func judge(_ night: RunNight, _ comment: Comment) throws {
        var orders: [RunID: RunOrder] = [:]
        var intended: Set<StepID> = []
        var acting: [RunID: String] = [:]
        var rounds: [RunID: Int] = [:]
        var good: [RunID: Int] = [:]
        var responses: [RunID: ResponseID?] = [:]
        var ended: Set<RunID> = []
        var cleared: [StepID: Bool] = [:]
        var unproven: Set<RunID> = []
        let calendar = try #require(night.board.calendars["acme"])
        for (event, at) in night.journal {
            if let run = event.run, ended.contains(run) {
                #expect(event == .forgotten(run) || event == .reported(run), "\(event) after the end; \(comment)")
            }
            switch event {
            case .started(let id, let order): orders[id] = order
            case .decided(let round, let row):
                rounds[round.run, default: 0] += 1
                responses[round.run] = orders[round.run]?.runbook.rules[row - 1].response
            case .guardsAsked(let step, let answers): cleared[step] = answers.allSatisfy(\.passes)
            case .actionIntended(let step):
                #expect(intended.insert(step).inserted, "\(step) is intended twice; \(comment)")
                #expect(cleared[step] == true, "\(step) leaves though a guard refused; \(comment)")
                cleared[step] = nil
                let order = try #require(orders[step.run])
                if unproven.contains(step.run) {
                    let recovery = order.runbook.responses[0].actions.count
                    #expect(step.place > recovery, "\(step) is of the response that has failed; \(comment)")
                    break
                }
                if responses[step.run] == ResponseID("handover") { break }
                #expect(calendar.isOpen(at: at) == true, "\(step) leaves while the window is closed; \(comment)")
                #expect((rounds[step.run] ?? 0) >= 2, "\(step) leaves after one round; \(comment)")
                #expect(!order.terms.consents.isEmpty && order.terms.agreedOptions == [19], "\(comment)")
                #expect(acting.allSatisfy { $0.key == step.run }, "two runs act at once; \(comment)")
                acting[step.run] = order.target.id.text
                good[step.run] = 0
            case .proved(let round, let isGood): good[round.run] = isGood ? (good[round.run] ?? 0) + 1 : 0
            case .proofFailed(let id):
                #expect((good[id] ?? 0) < 2 && unproven.insert(id).inserted, "\(comment)")
            case .ended(let id, let end):
                if unproven.contains(id) { #expect(end == .notRecovered, "\(comment)") }
                ended.insert(id)
                acting[id] = nil
                if end == .recovered {
                    #expect((good[id] ?? 0) >= 2, "recovered without two good rounds; \(comment)")
                    #expect(intended.contains { $0.run == id }, "\(comment)")
                }
            case .roundBegan, .checkEnded, .roundEnded, .roundDue, .approvalAsked, .approved, .standingRead,
                .actionEnded, .actionUnclear, .ticketNoted, .alertJoined, .alertSettled, .alertsReleased, .reported,
                .forgotten, .allStopped, .allReleased:
                break
            }
        }
        #expect(ended.count == 4, "not every run has ended; \(comment)")
        // Once each, also where the process died between intent and outcome: then it may have left or not.
        #expect(Set(night.sent).count == night.sent.count && Set(night.sent).isSubset(of: intended), "\(comment)")
    }

    private static let seeds: ClosedRange<UInt64> = 1...300

    @Test func `random nights are by the book, and all ends come up`() throws {
        var ends: Set<RunEnd> = []
        for seed in Self.seeds {
            let night = night(seed)
            try judge(night, "seed \(seed)")
            for (event, _) in night.journal { if case .ended(_, let end) = event { ends.insert(end) } }
        }
        #expect(ends == [.reported, .refused, .recovered, .notRecovered, .handedOver])
    }

    @Test func `whenever the process dies, nothing is done twice and every run ends by the book`() throws {
        for seed in Self.seeds.prefix(10) {
            let count = night(seed).journal.count
            for place in 1..<count {
                try judge(night(seed, dyingAfter: place), "seed \(seed), dying after event \(place)")
            }
        }
    }

    @Test func `a board folded from the journal is the board that wrote it`() {
        for seed in Self.seeds.prefix(50) {
            let night = night(seed)
            var folded = RunBoard(catalogue: RunNight.catalogue)
            for (event, at) in night.journal { folded.apply(event, at: at) }
            #expect(folded.runs == night.board.runs, "seed \(seed)")
            #expect(folded.ledger == night.board.ledger, "seed \(seed)")
            #expect(folded.obligations == night.board.obligations, "seed \(seed)")
        }
    }
}
