public import ServiceHours

/// What was decided. Journaled, for ever: cases and their encodings are never renamed or reused.
///
/// Events are small: names, numbers and texts are encoded beside the payload (see `EventCoding`).
public enum Event: Hashable, Sendable {
    // Alerts and incidents.

    /// An alert that concerns no incident was written down.
    indirect case alertRecorded(ContractID, Alert, why: RecordReason)
    /// A designated alert opened an incident.
    indirect case incidentOpened(IncidentID, ContractID, Alert, Course)
    /// The source spoke again of an incident's trouble, and it is not over.
    case alertHeard(IncidentID)
    case alertRecovered(IncidentID)
    /// An ended incident goes on.
    case incidentReopened(IncidentID, ReopenReason, Course)
    /// The opening that an incident waits for has moved, because the calendar or the clock has.
    case incidentDeferred(IncidentID, until: Instant)
    indirect case incidentEnded(IncidentID, End, EndReason)
    /// Nothing depends on the incident any more; it leaves the board.
    case incidentForgotten(IncidentID)

    // Escalations.

    /// One run of the tree began, with the contract's terms frozen.
    indirect case escalationStarted(EscalationID, CallTerms, [IncidentID], closing: Instant?)
    case incidentJoined(EscalationID, IncidentID)
    /// A tree that recovery had stopped goes on after the last attempt made.
    case escalationResumed(EscalationID, closing: Instant?)
    /// The tree is over; incidents without an end and new ones gather until the instant given.
    case escalationEnded(EscalationID, End, gatheringUntil: Instant?)
    case escalationForgotten(EscalationID)

    // Attempts and calls.

    /// An attempt is due but has to wait.
    case attemptWaits(AttemptID, WaitReason)
    /// A dial request for the attempt leaves on this line. The digit is spoken under proof `random-digit`.
    case tryPlaced(TryID, LineID, digit: UInt8)
    case rang(TryID)
    /// The call was answered and announces these incidents.
    case answered(TryID, by: Answerer, [IncidentID], Announcement.Standing)
    case machineDetected(TryID)
    case promptEnded(TryID)
    case keyPressed(TryID, Key)
    /// The outcome of the call is decided; goodbye is being said.
    case outcomeDecided(TryID, Outcome)
    /// The line is asked to hang up; the outcome is what the attempt ends with unless a key still comes.
    case hangUpAsked(TryID, Outcome)
    /// The line cannot tell whether it has this call; it is waited for until the instant given.
    case tryUnsure(TryID, until: Instant)
    /// The line failed this try. The attempt is tried again at the instant given.
    case tryFailed(TryID, retryAt: Instant)
    /// The call is sure not to exist after a restart; the attempt is dialled again.
    case tryLost(TryID)
    /// The attempt is over; the tree moves on unless it was acknowledged.
    case attemptEnded(AttemptID, Outcome, rings: Int)

    // The desk and the site.

    case mailOwed(MailID, Mail)
    case mailDelivered(MailID)
    case alarmRaised(AlarmID, Alarm)
    case alarmCleared(AlarmID, by: String)
    case lineChanged(LineID, LineState)
    case clockStepped(by: Span)
    case clockJudged(trusted: Bool)
    /// The journal was put back from a backup: nobody is called for what is older than this row. Numbers go on after
    /// those that the journal laid aside had given out, so that nothing of the two can be mixed up.
    case journalRestored(continuingAfter: Board.Counters)
    /// A key decided nothing. Something is said in answer to it, and a key is waited for anew.
    case keyAnswered(TryID)
    /// So many tries over the line have failed one after another; none, when one got through.
    case lineCounted(LineID, failures: Int)
    /// The check before the night, or one that an operator asked for.
    indirect case readinessJudged(Readiness)
}

/// Why an alert was only written down.
public enum RecordReason: UInt8, Hashable, Sendable, CaseIterable {
    /// The contract does not designate it (R3).
    case undesignated
    /// A recovery or update of a trouble that no incident knows.
    case unknownTrouble
    /// The contract is no longer in the site folder.
    case contractGone
}

/// What is to become of an incident, as decided when it opened.
public enum Course: Hashable, Sendable {
    /// It is called now.
    case call
    /// The window is closed; it is called at the opening.
    case waits(until: Instant)
    /// It is not called: record-only, or a window that never opens.
    case record
    /// The contract was called just before; it is called when the gathering is over.
    case gathers(until: Instant)
}

public enum ReopenReason: UInt8, Hashable, Sendable, CaseIterable {
    /// The alert fired again within the hold-off.
    case firedAgain
    /// The tree was undeliverable and a line has returned.
    case lineReturned
}

/// Why a due attempt is not dialled at once.
public enum WaitReason: Hashable, Sendable {
    /// Another call holds the number.
    case numberInUse
    /// The pause between two calls to one number runs until the instant given.
    case numberPausing(until: Instant)
    /// Every slot of the line is in use, or it has just dialled and keeps its pace.
    case lineBusy
    /// The clock cannot be right; nobody is called.
    case clockDistrusted
    /// The engine keeps dying; while that alarm is lit nobody is called.
    case restartingOften
}

/// One mail that is owed, its content frozen at birth.
public struct Mail: Hashable, Sendable {
    public enum Kind: UInt8, Hashable, Sendable, CaseIterable {
        /// An alert outside the window, at once.
        case alertOutsideWindow
        case exhausted, undeliverable, handedOver, notCalled, cancelled
    }

    public let kind: Kind
    public let contract: ContractID
    public let incidents: [IncidentID]
    /// The contract's addresses; the operator's own is added by the shell.
    public let recipients: [String]

    public init(kind: Kind, contract: ContractID, incidents: [IncidentID], recipients: [String]) {
        self.kind = kind
        self.contract = contract
        self.incidents = incidents
        self.recipients = recipients
    }
}

/// Something that the operator must see at once.
public enum Alarm: Hashable, Sendable {
    /// Every route of the attempt has failed for a minute.
    case linesFailing(AttemptID)
    case undeliverable(EscalationID)
    /// The contract has started its escalations of this hour; incidents are mailed instead.
    case capReached(ContractID)
    /// The contact's number has got its calls of this day; trees that begin leave the contact out.
    case callsPerDayReached(ContractID, ContactID)
    /// The calendar could not be evaluated; the window counts as open for calls.
    case calendarUnreadable(ContractID)
    /// The clock is before the build date or the journal's last event; nobody is called.
    case clockDistrusted
    /// A line did not report the end of a call that we hung up.
    case endNotReported(TryID)
    /// A contract with open incidents has left the site folder.
    case contractGone(ContractID)
    /// The process has started five times within a minute: alerts are taken in, and nobody is called meanwhile.
    case restartingOften
    /// The journal's chain of hashes is broken at this row.
    case journalBroken(row: Int)
    /// Events of this subject could not be read at the start: it is left out, and everything else runs.
    case setAside(EventSubject)
    /// Calls over the line fail one after another, or it says itself that it is down. It is passed over while a contract has
    /// another route.
    case lineOut(LineID)
    /// The line takes calls, and nothing rings. It is passed over likewise.
    case lineSilent(LineID)
    /// The check before the night found faults.
    case notArmed
    /// Somebody who is not the line's provider has sent callbacks for it.
    case callbackForged(LineID)
    /// The mail server refuses an address of this mail for good; the others get it.
    case mailRefused(MailID)
    /// Mails are owed, and for ten minutes the mail server has taken none.
    case mailFailing
    /// The journal was put back from a backup: what was open in it has ended, and what came after it is not told there.
    case journalRestored
    /// A run of a runbook has ended, and a person has to go on.
    case runNeedsPerson(Int)
    /// So many targets of a contract are abnormal at once that they have one cause: nothing was done to any of them. Raised
    /// once for all of their runs.
    case manyTargetsAbnormal(ContractID)
}

/// An event with its place in the journal.
public struct RecordedEvent: Hashable, Sendable {
    /// From 1, without gaps.
    public let sequence: Int
    public let instant: Instant
    public let event: Event

    public init(sequence: Int, instant: Instant, event: Event) {
        self.sequence = sequence
        self.instant = instant
        self.event = event
    }
}
