import CallTree
import ServiceHours

/// Incidents, escalations and mails.
extension OutsideCheck {
    mutating func opened(_ id: IncidentID, _ contract: ContractID, _ course: Course) {
        troubles[id] = Trouble(contract: contract, place: Self.place(for: course), lastHeard: now)
        if case .waits = course { mailsDue.append(DueMail(kind: .alertOutsideWindow, incident: id)) }
    }

    mutating func heard(_ id: IncidentID, recovered: Bool) {
        troubles[id]?.recovered = recovered
        troubles[id]?.lastHeard = now
    }

    mutating func reopened(_ id: IncidentID, _ reason: ReopenReason, _ course: Course) {
        guard let trouble = troubles[id] else {
            return expect(false, .untold, "incident \(id) reopens and never opened")
        }
        let wanted: End =
            switch reason {
            case .firedAgain: .recovered
            case .lineReturned: .undeliverable
            }
        // The tree reached nobody who could be called too soon again: its rerun is not held back.
        if reason == .lineReturned { desks[trouble.contract]?.gatheringUntil = nil }
        expect(
            trouble.end == wanted, .oneEnd,
            "incident \(id) reopens (\(reason)) after the end \(trouble.end?.rawValue ?? "none")")
        troubles[id]?.end = nil
        troubles[id]?.place = Self.place(for: course)
        if reason == .firedAgain {
            heard(id, recovered: false)
            if case .waits = course { mailsDue.append(DueMail(kind: .alertOutsideWindow, incident: id)) }
            if course == .call { expectGoingOn(id, trouble) }
        }
    }

    /// A tree that recovery stopped, or is about to stop in this step, goes on with the incident that fired again.
    private mutating func expectGoingOn(_ id: IncidentID, _ trouble: Trouble) {
        guard let carrier = trouble.carrier, let tree = trees[carrier] else { return }
        let isIdle = desks[trouble.contract]?.running == nil
        if !tree.isOver || (tree.end == .recovered && isIdle) {
            resumptionsDue.append(DueResumption(tree: carrier, incident: id))
        }
    }

    private static func place(for course: Course) -> Trouble.Place {
        switch course {
        case .call, .record, .gathers: .pending
        case .waits: .waiting
        }
    }

    mutating func ended(_ id: IncidentID, _ end: End, _ reason: EndReason) {
        guard let trouble = troubles[id] else { return expect(false, .untold, "incident \(id) ends and never opened") }
        expect(
            trouble.end == nil, .oneEnd,
            "incident \(id) ends \(end.rawValue) and had ended \(trouble.end?.rawValue ?? "")")
        expectFitting(id, trouble, end, reason)
        troubles[id]?.end = end
        if let kind = Self.mail(for: end) { mailsDue.append(DueMail(kind: kind, incident: id)) }
    }

    private mutating func expectFitting(_ id: IncidentID, _ trouble: Trouble, _ end: End, _ reason: EndReason) {
        var carrier: EscalationID?
        if case .carried(let escalation) = trouble.place { carrier = escalation }
        let tree = carrier.flatMap { trees[$0] }
        let allMade = tree.map { $0.used >= $0.terms.attemptLimit && $0.fromTheFirst.contains(id) } ?? false
        let contract = contracts[trouble.contract]
        let isClosed = isOpen(trouble.contract).map { !$0 }
        let fits: Bool =
            switch (end, reason) {
            case (.acknowledged, .contact(let attempt)): expectCovered(id, attempt)
            case (.acknowledged, .operatorAsked), (.cancelled, .operatorAsked): true
            case (.recovered, .alertRecovered): trouble.recovered
            case (.exhausted, .roundsMade): allMade && tree?.gotThrough == true
            case (.exhausted, .cap):
                carrier == nil && contract.map { hasReachedCap($0) } ?? true
            case (.exhausted, .callsPerDay):
                carrier == nil
                    && contract.map { mayBeCalled($0.terms.contacts, $0.terms.calls).isEmpty } ?? true
            case (.undeliverable, .noCallGotThrough): allMade && tree?.gotThrough == false
            case (.handedOver, .windowClosed):
                isClosed ?? (trouble.place == .pending) || tree?.closing.map { now >= $0 } ?? false
            case (.notCalled, .recordOnly):
                carrier == nil && isClosed ?? true
                    && contract.map { $0.terms.calls.outsideWindow == .recordOnly } ?? true
            case (.notCalled, .stale):
                trouble.place == .waiting
                    && contract.map { trouble.lastHeard + $0.terms.calls.staleAfter < now } ?? true
            case (.notCalled, .neverOpen): carrier == nil && isClosed ?? true
            case (.notCalled, .contractGone): carrier == nil
            case (.notCalled, .journalRestored): outdated.contains(id)
            default: false  // an end with a reason that belongs to another
            }
        expect(fits, .rightEnd, "incident \(id) ends \(end.rawValue) (\(reason)), which does not fit what happened")
    }

    private func hasReachedCap(_ contract: Contract) -> Bool {
        let starts = desks[contract.id]?.starts.count { $0 + CallTimes.capSpan > now } ?? 0
        return starts >= contract.terms.calls.escalationsPerHour
    }

    /// An acknowledgement by telephone is judged by its own rules.
    private mutating func expectCovered(_ id: IncidentID, _ attempt: AttemptID) -> Bool {
        let tree = trees[attempt.escalation]
        let call = tree?.turn.flatMap { $0.attempt == attempt.number ? $0.call : nil }
        expect(
            call?.announced?.contains(id) ?? false, .coverage,
            "incident \(id) is acknowledged by attempt \(attempt), whose call did not announce it")
        expect(
            call?.standing == .firing || troubles[id]?.recovered == true, .coverage,
            "incident \(id) fires and is acknowledged by attempt \(attempt), whose call said that it does not")
        if let call, let tree {
            let isProven = hasProof(call, tree.terms.calls.proof)
            expect(
                isProven, .proof,
                "incident \(id) is acknowledged by attempt \(attempt) without the proof")
        }
        return true
    }

    mutating func forgotten(_ id: IncidentID) {
        expect(troubles[id]?.end != nil, .unfinished, "incident \(id) leaves without an end")
        troubles[id] = nil
    }

    // MARK: Escalations

    mutating func started(_ id: EscalationID, _ terms: CallTerms, _ carried: [IncidentID], _ closing: Instant?) {
        let desk = desks[terms.id] ?? DeskModel()
        expect(desk.running == nil, .oneTree, "escalation \(id) starts while another of the contract runs")
        expect(
            desk.gatheringUntil.map { now >= $0 } ?? true, .oneTree,
            "escalation \(id) starts while incidents are gathered")
        let starts = desk.starts.filter { $0 + CallTimes.capSpan > now } + [now]
        expect(
            starts.count <= terms.calls.escalationsPerHour, .cap,
            "escalation \(id) is the contract's \(starts.count)th within an hour")
        expect(
            terms.contacts == mayBeCalled(contracts[terms.id]?.terms.contacts ?? terms.contacts, terms.calls), .cap,
            "escalation \(id) does not call just those contacts who may be called today")
        desks[terms.id] = DeskModel(running: id, gatheringUntil: nil, starts: starts)
        trees[id] = Tree(terms: terms, closing: closing, incidents: [], fromTheFirst: carried)
        for incident in carried { carry(incident, in: id) }
        if let calendar = contracts[terms.id]?.calendar, case .success(let answer) = calendar.answer(at: now) {
            expect(answer.state == .open, .closing, "escalation \(id) starts while the window is closed")
            expect(
                answer.nextClosing == closing, .closing,
                "escalation \(id) began with another closing than the calendar's")
        }
    }

    mutating func joined(_ id: EscalationID, _ incident: IncidentID) {
        expect(trees[id]?.isOver == false, .oneTree, "incident \(incident) joins escalation \(id), which does not run")
        let beforeTheFirst = trees[id].map { $0.used == 0 && $0.turn == nil } ?? false
        if beforeTheFirst, trees[id]?.fromTheFirst.contains(incident) == false {
            trees[id]?.fromTheFirst.append(incident)
        }
        carry(incident, in: id)
    }

    private mutating func carry(_ incident: IncidentID, in id: EscalationID) {
        expect(
            troubles[incident]?.contract == trees[id]?.terms.id, .oneTree,
            "incident \(incident) is carried by escalation \(id) of another contract")
        expect(troubles[incident]?.end == nil, .oneEnd, "incident \(incident) is called and has an end")
        troubles[incident]?.place = .carried(id)
        troubles[incident]?.carrier = id
        resumptionsDue.removeAll { $0 == DueResumption(tree: id, incident: incident) }
        if trees[id]?.incidents.contains(incident) == false { trees[id]?.incidents.append(incident) }
    }

    mutating func resumed(_ id: EscalationID, _ closing: Instant?) {
        guard let tree = trees[id] else { return expect(false, .untold, "escalation \(id) goes on and never began") }
        expect(tree.isOver, .oneTree, "escalation \(id) goes on and was not over")
        expect(
            desks[tree.terms.id]?.running == nil, .oneTree,
            "escalation \(id) goes on while another of the contract runs")
        trees[id]?.isOver = false
        trees[id]?.end = nil
        trees[id]?.closing = closing
        desks[tree.terms.id]?.running = id
        for incident in tree.incidents where troubles[incident]?.end == nil {
            if troubles[incident]?.place == .pending { carry(incident, in: id) }
        }
    }

    mutating func ended(_ id: EscalationID, _ end: End, _ gatheringUntil: Instant?) {
        guard let tree = trees[id] else { return expect(false, .untold, "escalation \(id) ends and never began") }
        expect(!tree.isOver, .oneTree, "escalation \(id) ends a second time")
        let calls = tree.terms.calls
        let gathering: Span? =
            switch end {
            case .acknowledged: calls.gatherAfterAcknowledgement
            case .exhausted, .undeliverable: calls.gatherAfterExhaustion
            case .recovered, .handedOver, .cancelled, .notCalled: nil
            }
        expect(
            gatheringUntil == gathering.map { now + $0 }, .oneTree,
            "escalation \(id) ends \(end.rawValue) with another gathering than the contract's")
        expect(isFitting(end, of: tree), .rightEnd, "escalation \(id) ends \(end.rawValue), which does not fit")
        for incident in carried(by: id) { troubles[incident]?.place = .pending }
        if let turn = tree.turn, turn.call == nil {
            // Should the tree be resumed, its tries are numbered on.
            trees[id]?.turn = Turn(attempt: turn.attempt, tries: turn.tries)
        }
        trees[id]?.isOver = true
        trees[id]?.end = end
        desks[tree.terms.id]?.running = nil
        desks[tree.terms.id]?.gatheringUntil = gatheringUntil
    }

    private func isFitting(_ end: End, of tree: Tree) -> Bool {
        let allMade = tree.used >= tree.terms.attemptLimit
        let ends = tree.incidents.map { troubles[$0]?.end }
        return switch end {
        case .acknowledged: ends.contains(.acknowledged)
        case .exhausted: allMade && tree.gotThrough
        case .undeliverable: allMade && !tree.gotThrough
        case .handedOver: tree.closing.map { now >= $0 } ?? false || isOpen(tree.terms.id) == false
        // One that recovered may have fired again since, outside the window.
        case .recovered: ends.contains(.recovered) || tree.incidents.contains { troubles[$0]?.place == .waiting }
        case .cancelled: ends.contains(.cancelled)
        case .notCalled: !outdated.isDisjoint(with: tree.incidents) && ends.contains(.notCalled)
        }
    }

    mutating func forgotten(_ id: EscalationID) {
        expect(trees[id]?.isOver ?? false, .unfinished, "escalation \(id) leaves and is not over")
        expect(trees[id]?.turn?.call == nil, .unfinished, "escalation \(id) leaves with a call under way")
        trees[id] = nil
    }

    // MARK: Mails

    private static func mail(for end: End) -> Mail.Kind? {
        switch end {
        case .acknowledged, .recovered: nil
        case .exhausted: .exhausted
        case .undeliverable: .undeliverable
        case .handedOver: .handedOver
        case .cancelled: .cancelled
        case .notCalled: .notCalled
        }
    }

    mutating func owed(_ mail: Mail) {
        for incident in mail.incidents {
            let due = DueMail(kind: mail.kind, incident: incident)
            expect(
                mailsDue.contains(due), .mail, "a mail (\(mail.kind)) is owed for incident \(incident) without cause")
            mailsDue.removeAll { $0 == due }
        }
    }

    /// Mails are owed, and trees go on, in the same step as what they follow from.
    mutating func demandAtOnce() {
        for due in resumptionsDue where troubles[due.incident]?.end == nil {
            expect(false, .oneTree, "escalation \(due.tree) does not go on with incident \(due.incident)")
        }
        resumptionsDue.removeAll()
        for due in mailsDue {
            expect(false, .mail, "the mail (\(due.kind)) for incident \(due.incident) is not owed")
        }
        mailsDue.removeAll()
    }
}
