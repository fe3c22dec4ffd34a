import ArgumentParser
import CallTree
import JSONText
import Reports
import RunbookModel
import RunbookSteps
import ServiceHours
import SiteSettings
import WebTransfer

/// `nightcall runbook plan`: what a run would do now, and what it would be refused.
struct RunbookPlanCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "plan",
        abstract:
            "Look at a target with a runbook, and say what would be done now and what would be refused. Changes nothing.",
        discussion: """
            The checks are made, and the same guards are asked as before an action: consent, window, maintenance, rounds, \
            signals and so on. What was done by earlier runs is not known to it: budgets count as unused.

            Exit code 0: nothing is to be done, or it would be done. 1: a guard would refuse it. 2: the site or the \
            runbook cannot be read, or a value is wrong.

            Example:
              nightcall runbook plan service-recovery --site Fixtures/Site --contract demo --target web
            """)

    @Argument(
        help: ArgumentHelp("A runbook by its id in the site's folder of runbooks, or a file.", valueName: "id|file"))
    var runbook: String

    @Option(help: ArgumentHelp("The site folder.", valueName: "dir"))
    var site: String

    @Option(help: ArgumentHelp("The contract.", valueName: "id"))
    var contract: String

    @Option(help: ArgumentHelp("The target, as the contract names it.", valueName: "id"))
    var target: String

    @Option(
        help: ArgumentHelp(
            "A value for a parameter of the runbook, beside those of the target.", valueName: "name=value"))
    var parameter: [String] = []

    @Option(help: ArgumentHelp("Who asks; a second person must be somebody else.", valueName: "name"))
    var by = "operator"

    @Option(help: "text or json.")
    var format = Format.text

    @Option(help: "japanese or english.")
    var language = Language.japanese

    enum Format: String, ExpressibleByArgument, CaseIterable {
        case text, json
    }

    func run() async throws {
        let site = try SiteFolder.site(site, purpose: .serve)
        let path = try path(site)
        let book = RunbookShelf.Book(runbook: try RunbookFiles.runbook(path), edition: RunbookFiles.edition(of: path))
        let wish = RunWish(
            contract: contract, target: target, runbook: runbook, parameters: try NamedValue.values(parameter),
            extent: .plan)
        let order: RunOrder
        switch site.order(wish, of: book, asker: .operator(by)) {
        case .success(let made): order = made
        case .failure(let refusal): throw ValidationError("\(refusal)")
        }
        let transfers = try TransferEngine()
        var plan = PlanRun(order, in: site, transfers: transfers, tell: { StandardError.print($0) })
        let run = try await plan.play()
        await transfers.stop(graceMilliseconds: 500)
        guard let report = RunReport(plan.events, catalogue: StepKinds.catalogue) else {
            preconditionFailure("a plan without events")
        }
        switch format {
        case .text: print(report.text(language: language), terminator: "")
        case .json: print(report.json(language: language).text())
        }
        if run.response != nil, report.story.lastGuards.contains(where: { !$0.passes }) { throw ExitCode(1) }
    }

    private func path(_ site: Site) throws -> String {
        if runbook.hasSuffix(".yaml") { return runbook }
        guard let folder = site.runbookFolder else {
            throw ValidationError(
                "The site names no folder of runbooks; write `runbooks:` in nightcall.yaml, or give a file.")
        }
        guard !runbook.contains("/") else { throw ValidationError("\(runbook) is no id; a file ends in .yaml.") }
        return folder.hasSuffix("/") ? "\(folder)\(runbook).yaml" : "\(folder)/\(runbook).yaml"
    }
}
