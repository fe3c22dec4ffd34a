import CallTree
import DrillSimulator
import ServiceHours
import Testing

/// The outside check must be able to fail: each rule is broken once, by a list of events that no board would record.
struct OutsideCheckTests {
    @Test func `a tree by the book breaks nothing`() {
        var story = Story()
        story.begins()
        story.tells(0, .rang(story.first), .answered(story.first, by: .person, [story.disk], .firing))
        story.tells(9, .keyPressed(story.first, .digit(1)), .outcomeDecided(story.first, .acknowledged))
        story.tells(9, .incidentEnded(story.disk, .acknowledged, .contact(story.first.attempt)))
        story.tells(9, .escalationEnded(story.tree, .acknowledged, gatheringUntil: story.instant(69)))
        story.tells(12, .attemptEnded(story.first.attempt, .acknowledged, rings: 2))
        story.tells(3_700, .escalationForgotten(story.tree), .incidentForgotten(story.disk))
        #expect(story.ending().isEmpty)
    }

    @Test func `a contact left out is seen`() {
        var story = Story()
        story.begins(dialling: false)
        story.tells(0, .tryPlaced(story.attempt(2, try: 1), Night.sim, digit: 4))
        #expect(story.broken == [.order])
    }

    @Test func `a call placed before the end of the one before is seen`() {
        var story = Story()
        story.begins()
        story.tells(1, .tryPlaced(story.attempt(1, try: 2), Night.sim, digit: 4))
        #expect(story.broken.contains(.order))
    }

    @Test func `one attempt too many is seen`() {
        var story = Story(contacts: 1)
        story.begins()
        story.tells(1, .attemptEnded(story.first.attempt, .busy, rings: 0))
        story.tells(60, .tryPlaced(story.attempt(2, try: 1), Night.sim, digit: 4))
        #expect(story.broken == [.attemptLimit])
    }

    @Test(arguments: [CallPolicy.OnWindowClose.stop, .finishRound])
    func `a dial request at the closing is seen`(choice: CallPolicy.OnWindowClose) {
        var story = Story { $0.onWindowClose = choice }
        story.begins(closing: 10, dialling: false)
        story.tells(10, .tryPlaced(story.first, Night.sim, digit: 4))
        #expect(story.broken == [.closing])
    }

    @Test func `a round begun before the closing may be finished under finish-round, and everything under finish-tree`()
    {
        for choice in [CallPolicy.OnWindowClose.finishRound, .finishTree] {
            var story = Story { $0.onWindowClose = choice }
            story.begins(closing: 10)
            story.tells(9, .attemptEnded(story.first.attempt, .busy, rings: 0))
            story.tells(10, .tryPlaced(story.attempt(2, try: 1), Night.sim, digit: 4))
            #expect(story.broken.isEmpty, "\(choice)")
        }
    }

    @Test func `a dial request in a closed window is seen even if the escalation claims another closing`() {
        var story = Story(calendar: true, start: Night.wednesdayClosing)
        story.begins(closing: 60)
        #expect(story.broken.allSatisfy { $0 == .closing } && !story.broken.isEmpty)
    }

    @Test func `two calls to one number are seen, also those of two contracts`() {
        var story = Story()
        story.begins()
        story.begins("beta", incident: 2, tree: 2)
        #expect(story.broken == [.number])
    }

    @Test func `a number that has not paused is seen`() {
        var story = Story()
        story.begins()
        story.tells(5, .attemptEnded(story.first.attempt, .busy, rings: 0))
        story.tells(24, .incidentOpened(IncidentID(2), ContractID("beta"), Story.alert, .call))
        story.begins("beta", incident: 2, tree: 2, at: 24, opens: false)
        #expect(story.broken == [.number])
    }

    @Test func `more calls than slots are seen`() {
        var story = Story(slots: 1)
        story.begins()
        story.begins("beta", incident: 2, tree: 2, phones: [3, 4])
        #expect(story.broken == [.slots])
    }

    @Test func `a call after all has been acknowledged is seen`() {
        var story = Story()
        story.begins()
        story.tells(1, .attemptEnded(story.first.attempt, .busy, rings: 0))
        story.tells(1, .incidentEnded(story.disk, .acknowledged, .operatorAsked(name: "Yamada", reason: "")))
        story.tells(2, .tryPlaced(story.attempt(2, try: 1), Night.sim, digit: 4))
        #expect(story.broken == [.settled])
    }

    @Test func `a second escalation of a contract is seen, and one that starts while incidents are gathered`() {
        var story = Story()
        story.begins()
        story.tells(0, .incidentOpened(IncidentID(2), ContractID("acme"), Story.alert, .call))
        story.tells(0, .escalationStarted(EscalationID(2), story.terms(), [IncidentID(2)], closing: nil))
        #expect(story.broken == [.oneTree])

        var gathering = Story()
        gathering.begins()
        gathering.tells(1, .attemptEnded(gathering.first.attempt, .busy, rings: 0))
        gathering.tells(1, .incidentEnded(gathering.disk, .acknowledged, .operatorAsked(name: "Yamada", reason: "")))
        gathering.tells(1, .escalationEnded(gathering.tree, .acknowledged, gatheringUntil: gathering.instant(61)))
        gathering.tells(2, .incidentOpened(IncidentID(2), ContractID("acme"), Story.alert, .call))
        gathering.tells(60, .escalationStarted(EscalationID(2), gathering.terms(), [IncidentID(2)], closing: nil))
        #expect(gathering.broken == [.oneTree])
    }

    @Test func `one escalation beyond the cap is seen`() {
        var story = Story { $0.escalationsPerHour = 1 }
        story.begins(dialling: false)
        story.tells(1, .incidentEnded(story.disk, .cancelled, .operatorAsked(name: "Yamada", reason: "")))
        story.tells(1, .escalationEnded(story.tree, .cancelled, gatheringUntil: nil))
        story.owes(1, .cancelled)
        story.tells(3_599, .incidentOpened(IncidentID(2), ContractID("acme"), Story.alert, .call))
        story.tells(3_599, .escalationStarted(EscalationID(2), story.terms(), [IncidentID(2)], closing: nil))
        #expect(story.broken == [.cap])
    }

    /// The first tree calls the one contact; what the second does is told by its number of contacts.
    private func storyOfTwoTrees(callsPerDay: Int, contactsOfSecond: Int) -> Story {
        var story = Story(contacts: 1, calendar: true) { $0.callsPerNumberAndDay = callsPerDay }
        story.begins(closing: 25_200)
        story.tells(1, .attemptEnded(story.first.attempt, .busy, rings: 0))
        story.tells(1, .incidentEnded(story.disk, .exhausted, .roundsMade))
        story.tells(1, .escalationEnded(story.tree, .exhausted, gatheringUntil: story.instant(301)))
        story.owes(1, .exhausted)
        story.tells(301, .incidentOpened(IncidentID(2), ContractID("acme"), Story.alert, .call))
        let terms = CallTerms(
            id: ContractID("acme"), customer: "acme", contacts: Array(story.terms().contacts.prefix(contactsOfSecond)),
            calls: story.terms().calls)
        story.tells(
            301, .escalationStarted(EscalationID(2), terms, [IncidentID(2)], closing: story.instant(25_200)))
        return story
    }

    @Test func `whoever has got the calls of the day and is called is seen`() {
        #expect(storyOfTwoTrees(callsPerDay: 1, contactsOfSecond: 1).broken == [.cap])
        #expect(storyOfTwoTrees(callsPerDay: 2, contactsOfSecond: 1).broken == [])
    }

    @Test func `whoever has not got the calls of the day and is left out is seen`() {
        #expect(storyOfTwoTrees(callsPerDay: 2, contactsOfSecond: 0).broken == [.cap])
    }

    @Test func `a dial request while the clock is distrusted is seen`() {
        var story = Story()
        story.tells(0, .clockJudged(trusted: false))
        story.begins()
        #expect(story.broken == [.clock])
    }

    @Test func `an incident that ends twice is seen, and one that reopens without an end`() {
        var story = Story()
        story.begins(dialling: false)
        story.tells(1, .incidentEnded(story.disk, .acknowledged, .operatorAsked(name: "Yamada", reason: "")))
        story.tells(1, .incidentEnded(story.disk, .acknowledged, .operatorAsked(name: "Yamada", reason: "")))
        #expect(story.broken == [.oneEnd])

        var reopened = Story()
        reopened.begins(dialling: false)
        reopened.tells(1, .incidentReopened(reopened.disk, .firedAgain, .call))
        #expect(reopened.broken == [.oneEnd])
    }

    @Test func `an end that does not fit what happened is seen`() {
        let unfitting: [(End, EndReason)] = [
            (.exhausted, .roundsMade), (.undeliverable, .noCallGotThrough), (.recovered, .alertRecovered),
            (.handedOver, .windowClosed), (.notCalled, .stale), (.cancelled, .alertRecovered),
        ]
        for (end, reason) in unfitting {
            var story = Story()
            story.begins(closing: 600, dialling: false)
            story.tells(1, .incidentEnded(story.disk, end, reason))
            #expect(story.broken == [.rightEnd], "\(end)")
        }
    }

    @Test func `an attempt with two outcomes is seen`() {
        var story = Story()
        story.begins()
        story.tells(1, .attemptEnded(story.first.attempt, .busy, rings: 0))
        story.tells(1, .attemptEnded(story.first.attempt, .noAnswer, rings: 0))
        #expect(Set(story.broken) == [.oneOutcome])
    }

    @Test(arguments: CallPolicy.Proof.allCases)
    func `an acknowledgement without its proof is seen`(proof: CallPolicy.Proof) {
        var story = Story { $0.proof = proof }
        story.begins()
        story.tells(0, .answered(story.first, by: proof == .answer ? .machine : .person, [story.disk], .firing))
        story.tells(9, .promptEnded(story.first), .keyPressed(story.first, .digit(5)))
        story.tells(9, .incidentEnded(story.disk, .acknowledged, .contact(story.first.attempt)))
        #expect(story.broken == [.proof])
    }

    @Test func `an acknowledgement of what the call did not announce is seen`() {
        var story = Story()
        story.begins()
        story.tells(0, .answered(story.first, by: .person, [story.disk], .firing))
        story.tells(1, .incidentOpened(IncidentID(2), ContractID("acme"), Story.alert, .call))
        story.tells(1, .incidentJoined(story.tree, IncidentID(2)), .keyPressed(story.first, .digit(1)))
        story.tells(1, .incidentEnded(IncidentID(2), .acknowledged, .contact(story.first.attempt)))
        #expect(story.broken == [.coverage])
    }

    @Test func `a call that announces too little, too much or the wrong standing is seen`() {
        for (announced, standing) in [
            ([], Announcement.Standing.firing), ([IncidentID(1), IncidentID(1)], .firing),
            ([IncidentID(1)], .recovered),
        ] {
            var story = Story()
            story.begins()
            story.tells(0, .answered(story.first, by: .person, announced, standing))
            #expect(story.broken == [.announcement], "\(announced) \(standing)")
        }
    }

    @Test func `a failing line that uses up an attempt, or is tried again too soon, is seen`() {
        var story = Story()
        story.begins()
        story.tells(1, .tryFailed(story.first, retryAt: story.instant(6)))
        story.tells(2, .attemptEnded(story.first.attempt, .lineFailure, rings: 0))
        #expect(story.broken == [.lineFailure])

        var early = Story()
        early.begins()
        early.tells(1, .tryFailed(early.first, retryAt: early.instant(6)))
        early.tells(5, .tryPlaced(early.attempt(1, try: 2), Night.sim, digit: 4))
        #expect(early.broken == [.lineFailure])

        var late = Story()
        late.begins()
        late.tells(1, .tryFailed(late.first, retryAt: late.instant(11)))
        #expect(late.broken == [.lineFailure])
    }

    @Test func `an end that is not mailed is seen, and a mail without cause`() {
        var story = Story()
        story.begins(dialling: false)
        story.tells(1, .incidentEnded(story.disk, .cancelled, .operatorAsked(name: "Yamada", reason: "")))
        story.tells(2, .clockJudged(trusted: true))
        #expect(story.broken == [.mail])

        var daytime = Story()
        daytime.tells(
            0, .incidentOpened(daytime.disk, ContractID("acme"), Story.alert, .waits(until: daytime.instant(60))))
        daytime.tells(1, .clockJudged(trusted: true))
        #expect(daytime.broken == [.mail])

        var causeless = Story()
        causeless.begins()
        causeless.owes(0, .exhausted)
        #expect(causeless.broken == [.mail])
    }

    @Test func `an end that is missing at the end of the run is seen`() {
        var story = Story()
        story.begins()
        #expect(story.ending() == [.unfinished, .unfinished, .unfinished])
    }

    @Test func `events of something that never began are seen`() {
        var story = Story()
        story.tells(0, .rang(story.first))
        #expect(story.broken == [.untold])
    }
}

/// A list of events made by hand, on its way through the check.
private struct Story {
    let disk = IncidentID(1)
    let tree = EscalationID(1)
    private var check: OutsideCheck
    private var sequence = 0
    private let start: Instant
    private let contacts: Int
    private let change: (inout CallPolicy) -> Void

    static let alert = Alert(source: SourceID("prom"), dedupKey: "disk", status: .firing)

    init(
        contacts: Int = 2, slots: Int? = nil, calendar: Bool = false, start: Instant = Night.wednesdayNight,
        _ change: @escaping (inout CallPolicy) -> Void = { _ in }
    ) {
        check = OutsideCheck(
            capacities: slots.map { [Night.sim: LineCapacity(slots: $0)] } ?? [:],
            contracts: calendar ? [Self.contract("acme", contacts: contacts, phones: [1, 2], change)] : [])
        self.start = start
        self.contacts = contacts
        self.change = change
    }

    var first: TryID { attempt(1, try: 1) }
    var broken: [OutsideCheck.Rule] { check.violations.map(\.rule) }

    func instant(_ seconds: Int) -> Instant { start + .seconds(seconds) }

    func attempt(_ number: Int, try place: Int, of escalation: Int = 1) -> TryID {
        TryID(attempt: AttemptID(escalation: EscalationID(escalation), number: number), number: place)
    }

    func terms(_ contract: String = "acme", phones: [Int] = [1, 2]) -> CallTerms {
        Self.contract(contract, contacts: contacts, phones: phones, change).terms
    }

    private static func contract(
        _ id: String, contacts: Int, phones: [Int], _ change: (inout CallPolicy) -> Void
    ) -> Contract {
        .acme(id, contacts: Array(["sato", "suzuki"].prefix(contacts)), phones: phones) { calls in
            calls.rounds = 1
            change(&calls)
        }
    }

    mutating func tells(_ seconds: Int, _ events: Event...) {
        for event in events {
            sequence += 1
            check.take(RecordedEvent(sequence: sequence, instant: instant(seconds), event: event))
        }
    }

    /// An incident opens, its escalation starts, and the first contact is dialled.
    mutating func begins(
        _ contract: String = "acme", incident: Int = 1, tree: Int = 1, at seconds: Int = 0, phones: [Int] = [1, 2],
        closing: Int? = nil, opens: Bool = true, dialling: Bool = true
    ) {
        let id = IncidentID(incident)
        if opens { tells(seconds, .incidentOpened(id, ContractID(contract), Self.alert, .call)) }
        let terms = terms(contract, phones: phones)
        tells(seconds, .escalationStarted(EscalationID(tree), terms, [id], closing: closing.map { instant($0) }))
        if dialling { tells(seconds, .tryPlaced(attempt(1, try: 1, of: tree), Night.sim, digit: 4)) }
    }

    mutating func owes(_ seconds: Int, _ kind: Mail.Kind) {
        tells(
            seconds,
            .mailOwed(MailID(1), Mail(kind: kind, contract: ContractID("acme"), incidents: [disk], recipients: [])))
    }

    mutating func ending() -> [OutsideCheck.Rule] {
        check.finish()
        return broken
    }
}
