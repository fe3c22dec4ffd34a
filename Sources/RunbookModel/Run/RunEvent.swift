public import ServiceHours

/// What was decided about runs. Journaled, for ever.
public enum RunEvent: Hashable, Sendable {
    /// A run began, with all that it rests on frozen.
    indirect case started(RunID, RunOrder)
    /// The checks of a round are owed.
    case roundBegan(RoundID, RoundPurpose)
    indirect case checkEnded(RoundID, CheckID, CheckResult)
    /// Every check of the round has its result.
    case roundEnded(RoundID)
    /// This row of the decision table matched, counted from 1; 0 when none did.
    case decided(RoundID, row: Int)
    /// The proof's round was good, or it was not.
    case proved(RoundID, isGood: Bool)
    /// It has not worked within the time of the proof; what the runbook names for that is done now.
    case proofFailed(RunID)
    /// Another round begins at the instant given.
    case roundDue(RunID, RoundPurpose, at: Instant)
    /// A second person is waited for.
    case approvalAsked(RunID, until: Instant)
    case approved(RunID, by: String, until: Instant)
    /// What every guard in front of the action said.
    case guardsAsked(StepID, [GuardAnswer])
    indirect case standingRead(StepID, Standing)
    /// The action is owed: it leaves once, whatever happens.
    case actionIntended(StepID)
    indirect case actionEnded(StepID, ActionResult)
    /// The process died between the intent and the outcome: nobody knows whether it was done.
    case actionUnclear(StepID)
    case ended(RunID, RunEnd)
    /// The number under which the vendor works on what this action told it; it closes the escalation.
    case ticketNoted(StepID, ticket: String, by: String)
    /// An alert that the run's own action is taken to have caused: nobody is called for it.
    indirect case alertJoined(RunID, JoinedAlert)
    /// It has recovered.
    case alertSettled(RunID, JoinedAlert.Key)
    /// Those that still fire go to the call tree after all, at this instant.
    case alertsReleased(RunID)
    /// The report is out.
    case reported(RunID)
    /// No budget and no report of a later run needs it in the board any more.
    case forgotten(RunID)
    /// Nothing of any customer's is changed until somebody releases it.
    case allStopped(by: String)
    case allReleased(by: String)
}

/// What a round is for.
public enum RoundPurpose: UInt8, Hashable, Sendable, CaseIterable {
    /// The decision table looks at it.
    case deciding
    /// It shows whether a response has worked.
    case proving
}

/// How a run ends, spelled so everywhere. What it found of the target is its conclusion.
public enum RunEnd: String, Hashable, Sendable, CaseIterable {
    /// It has checked and says what it found; nothing was to be done.
    case reported
    /// It says what would be done and what would be refused; nothing was done.
    case planned
    /// A guard refused what the decision wanted: nothing was changed, and the operator has it now.
    case refused
    /// What was done is proven to have worked, by rounds of other checks than the action's own answer.
    case recovered
    /// What was done has not worked within the time of the proof.
    case notRecovered = "not-recovered"
    /// Somebody else has to go on: the time was over, or an action was not done.
    case handedOver = "handed-over"
    case cancelled
}

/// What is told to the runs; never stored.
public enum RunInput: Hashable, Sendable {
    indirect case runOrdered(RunOrder)
    indirect case checkEnded(RoundID, CheckID, CheckResult)
    indirect case standingRead(StepID, Standing)
    indirect case actionEnded(StepID, ActionResult)
    case approved(RunID, by: String)
    case cancelled(RunID)
    case ticketNoted(StepID, ticket: String, by: String)
    case reported(RunID)
    case allStopped(by: String)
    case allReleased(by: String)
    case woke
}

/// What is owed by the shell.
public enum RunObligation: Hashable, Sendable {
    /// The checks of this round that have no result yet.
    case round(RoundID)
    case standing(StepID)
    /// To be done once.
    case action(StepID)
    /// The report of a run that has ended, to those who must have it.
    case report(RunID)
}

extension RunObligation {
    public var run: RunID {
        switch self {
        case .round(let round): round.run
        case .standing(let step), .action(let step): step.run
        case .report(let id): id
        }
    }
}

/// A run event with its place in the journal.
public struct RecordedRunEvent: Hashable, Sendable {
    /// From 1 over the whole journal, without gaps.
    public let sequence: Int
    public let at: Instant
    public let event: RunEvent

    public init(sequence: Int, at: Instant, event: RunEvent) {
        self.sequence = sequence
        self.at = at
        self.event = event
    }
}
