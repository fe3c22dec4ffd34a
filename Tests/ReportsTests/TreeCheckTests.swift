import CallTree
import JSONText
import Reports
import ServiceHours
import Testing

/// Each rule is kept by a tree walked by the book, and broken by one change to its events.
struct TreeCheckTests {
    @Test func `a tree walked by the book keeps every rule`() throws {
        let check = TreeCheck(events: try richIncident().events)
        #expect(check.isByTheBook)
        for rule in TreeCheck.Rule.allCases {
            if case .kept(let count) = check.finding(rule) {
                #expect(count > 0)
            } else {
                Issue.record("\(rule) was not kept")
            }
        }
    }

    @Test func `nothing is kept or broken where nobody was called`() {
        var log = EventLog()
        log.open()
        #expect(TreeCheck(events: log.events).finding(.order) == .notApplicable)
        #expect(TreeCheck(events: log.events).isByTheBook)
    }

    @Test func `a turn left out breaks the order, with the attempt that breaks it`() throws {
        let check = try checked { log in
            log.attempt(1, .busy)
            log.attempt(3, .busy)
        }
        #expect(check.breaks.map(\.rule) == [.order])
        #expect(check.breaks.map(\.attempt) == [EventLog.attempt(3)])
    }

    @Test func `a call placed before the last one is over breaks the order`() throws {
        let check = try checked { log in
            log.add(.tryPlaced(EventLog.call(1), LineID("sim"), digit: 4))
            log.add(.tryPlaced(EventLog.call(2), LineID("sim"), digit: 4))
        }
        #expect(check.breaks.map(\.rule) == [.order])
    }

    @Test func `a second call of an attempt before its first is over breaks the order and the number`() throws {
        let check = try checked { log in
            log.add(.tryPlaced(EventLog.call(1), LineID("sim"), digit: 4))
            log.add(after: .seconds(30), .tryPlaced(EventLog.call(1, number: 2), LineID("sim"), digit: 4))
        }
        #expect(check.breaks.map(\.rule) == [.order, .number])
    }

    @Test func `one attempt more than contacts times rounds breaks the limit`() throws {
        let check = try checked(contacts: 1, rounds: 1) { log in
            log.attempt(1, .busy)
            log.attempt(2, .busy)
        }
        #expect(check.breaks.map(\.rule) == [.attemptLimit])
    }

    @Test(arguments: [(Span.seconds(-1), true), (.zero, false), (.hours(1), false)])
    func `a dial request at or after the closing breaks the closing`(after: Span, isKept: Bool) throws {
        let check = try checked { log in
            log.now = log.now + .hours(10) + after
            log.attempt(1, .busy)
        }
        #expect(check.breaks.map(\.rule) == (isKept ? [] : [.closing]))
    }

    @Test func `a contract that finishes its round may dial after the closing, but no new round`() throws {
        let check = try checked(contacts: 2, change: { $0.onWindowClose = .finishRound }) { log in
            log.attempt(1, .busy)
            log.now = log.now + .hours(11)
            log.attempt(2, .busy)
            #expect(TreeCheck(events: log.events).isByTheBook)
            log.now = log.now + .minutes(1)
            log.attempt(3, .busy)
        }
        #expect(check.breaks.map(\.rule) == [.closing])
        #expect(check.breaks.map(\.attempt) == [EventLog.attempt(3)])
    }

    @Test func `a contract that finishes its tree may dial after the closing`() throws {
        let check = try checked(change: { $0.onWindowClose = .finishTree }) { log in
            log.now = log.now + .hours(11)
            log.attempt(1, .busy)
        }
        #expect(check.isByTheBook)
    }

    @Test func `an eleventh ring breaks the rings`() throws {
        let check = try checked { log in
            log.add(.tryPlaced(EventLog.call(1), LineID("sim"), digit: 4))
            log.end(1, after: .seconds(40), .noAnswer, rings: 11)
        }
        #expect(check.breaks.map(\.rule) == [.rings])
    }

    @Test(arguments: [(19, false), (20, true)])
    func `a second call to a number within its pause breaks the number`(seconds: Int, isKept: Bool) throws {
        let check = try checked(contacts: 1) { log in
            log.attempt(1, .busy)
            log.now = log.now + .seconds(seconds)
            log.attempt(2, .busy)
        }
        #expect(check.breaks.map(\.rule) == (isKept ? [] : [.number]))
    }

    @Test func `a call to a number that another contract's call holds breaks the number`() throws {
        let check = try checked { log in
            log.open(2, key: "db")
            log.start(try EventLog.terms(), id: 2, incidents: [2])
            log.add(.tryPlaced(EventLog.call(1), LineID("sim"), digit: 4))
            log.add(.tryPlaced(EventLog.call(1, of: 2), LineID("sim"), digit: 4))
        }
        #expect(check.breaks.map(\.rule) == [.number])
    }

    @Test func `the pause keeps its length when the clock is set`() throws {
        let check = try checked(contacts: 1) { log in
            log.attempt(1, .busy)
            log.add(.clockStepped(by: .seconds(-3_600)))
            log.now = log.now + .seconds(-3_600) + .seconds(20)
            log.attempt(2, .busy)
        }
        #expect(check.isByTheBook)
    }

    @Test(arguments: CallPolicy.Proof.allCases)
    func `an acknowledgement without its proof breaks the proof`(proof: CallPolicy.Proof) throws {
        let check = try checked(change: { $0.proof = proof }) { log in
            log.add(.tryPlaced(EventLog.call(1), LineID("sim"), digit: 4))
            log.add(.answered(EventLog.call(1), by: .machine, [IncidentID(1)], .firing))
            log.add(.keyPressed(EventLog.call(1), .digit(7)))
            log.end(1, .acknowledged)
        }
        #expect(check.breaks.map(\.rule) == [.proof])
    }

    @Test(arguments: [(CallPolicy.Proof.answer, Key.star), (.key, .digit(1)), (.randomDigit, .digit(4))])
    func `an acknowledgement with its proof keeps it`(proof: CallPolicy.Proof, key: Key) throws {
        let check = try checked(change: { $0.proof = proof }) { log in
            log.add(.tryPlaced(EventLog.call(1), LineID("sim"), digit: 4))
            log.add(.answered(EventLog.call(1), by: .person, [IncidentID(1)], .firing))
            log.add(.keyPressed(EventLog.call(1), key))
            log.end(1, .acknowledged)
        }
        #expect(check.isByTheBook)
    }

    @Test func `a call after the tree has ended breaks that it is over`() throws {
        let check = try checked { log in
            log.attempt(1, .acknowledged)
            log.attempt(2, .busy)
        }
        #expect(check.breaks.map(\.rule) == [.over])
    }

    @Test func `an incident that ends twice breaks the ends, unless it was reopened`() throws {
        var log = EventLog()
        log.open()
        log.finish(.recovered, .alertRecovered, escalation: nil)
        log.add(.incidentReopened(IncidentID(1), .firedAgain, .call))
        log.finish(.recovered, .alertRecovered, escalation: nil)
        #expect(TreeCheck(events: log.events).isByTheBook)
        log.finish(.exhausted, .cap, escalation: nil)
        let check = TreeCheck(events: log.events)
        #expect(check.breaks.map(\.rule) == [.ends])
        #expect(check.breaks.map(\.incident) == [IncidentID(1)])
    }

    @Test func `of a tree whose beginning is missing nothing is said to be by the book`() throws {
        let events = try richIncident().events.filter { if case .escalationStarted = $0.event { false } else { true } }
        let check = TreeCheck(events: events)
        #expect(check.breaks.isEmpty)
        #expect(!check.isByTheBook)
        #expect(check.untold == [EscalationID(1)])
    }

    @Test func `a broken rule is told in text, page and JSON`() throws {
        var log = EventLog()
        log.open()
        log.start(try EventLog.terms())
        log.attempt(2, .busy)
        let report = try log.report()
        #expect(report.text().contains("✗ 連絡先を順番どおりに呼び、飛ばさない"))
        #expect(report.html(language: .english).contains("Something was not by the book"))
        #expect(report.json().text().contains(#""byTheBook":false"#))
    }

    private func checked(
        contacts: Int = 3, rounds: Int = 3, change: (inout CallPolicy) -> Void = { _ in },
        _ walk: (inout EventLog) throws -> Void
    ) throws -> TreeCheck {
        var log = EventLog()
        log.open()
        log.start(
            try EventLog.terms(contacts: contacts) { policy in
                policy.rounds = rounds
                change(&policy)
            })
        try walk(&log)
        return TreeCheck(events: log.events)
    }
}
