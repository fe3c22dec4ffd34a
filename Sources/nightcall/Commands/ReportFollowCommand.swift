import ArgumentParser
import CallTree
import Foundation
import NightEngine
import Reports
import RunbookModel
import RunbookSteps
import ServiceHours

/// `nightcall report follow`: the night as it happens, a sentence a line.
struct ReportFollowCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "follow",
        abstract: "Tell what happens while it happens, in a sentence a line, until it is interrupted.",
        discussion: """
            Reads the journal that a server writes, and disturbs nothing.

            Example:
              nightcall report follow --site Fixtures/Site --until-ended 1
            """)

    @OptionGroup var options: JournalOptions

    @Option(help: "japanese or english.")
    var language = Language.japanese

    @Option(help: ArgumentHelp("End when this incident has ended and no call is under way.", valueName: "incident"))
    var untilEnded: Int?

    @Option(help: ArgumentHelp("End when this run has ended.", valueName: "run"))
    var untilRunEnded: Int?

    func run() async throws {
        let journal = SiteJournal(try options.reader())
        var narrator = Narrator(language)
        var told = 0
        var calls: Set<TryID> = []
        var teller = RunTeller(catalogue: StepKinds.catalogue, language: language)
        var hasEnded = false
        var hasRunEnded = false
        while true {
            try journal.everyRow(from: told + 1) { row in
                let recorded: RecordedEvent
                switch row {
                case .unreadable(let row):
                    told = row.sequence
                    return SiteJournal.passOver(row)
                case .run(let event):
                    told = event.sequence
                    if let sentence = teller.sentence(event) { print("\(event.at.japanTime.clock)  \(sentence)") }
                    if case .ended(RunID(untilRunEnded ?? 0), _) = event.event { hasRunEnded = true }
                    return
                case .call(let event): recorded = event
                }
                told = recorded.sequence
                let sentence = narrator.sentence(recorded)
                if !recorded.event.isHousekeeping { print("\(recorded.instant.japanTime.clock)  \(sentence)") }
                switch recorded.event {
                case .tryPlaced(let id, _, _): calls.insert(id)
                case .attemptEnded(let id, _, _): calls = calls.filter { $0.attempt != id }
                case .incidentEnded(IncidentID(untilEnded ?? 0), _, _): hasEnded = true
                default: break
                }
            }
            fflush(nil)  // what was printed is seen at once, through a pipe as well
            if hasRunEnded || hasEnded && calls.isEmpty { return }
            try await Task.sleep(for: .milliseconds(200))
        }
    }
}
