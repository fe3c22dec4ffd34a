import CallTree
import Documents
import Foundation
import RunbookModel
import ServiceHours
import Synchronization

@testable import NightEngine

/// Writes down what the engine asks of those who do the steps of runs.
final class RunSpy: RunPerformer {
    enum Asked: Equatable {
        case start(RunObligation)
        case stop(RunObligation)
    }

    private let asked = Mutex<[Asked]>([])

    func start(_ obligation: RunObligation, of run: Run) { asked.withLock { $0.append(.start(obligation)) } }
    func stop(_ obligation: RunObligation) { asked.withLock { $0.append(.stop(obligation)) } }

    /// What was asked since the last look.
    func take() -> [Asked] {
        asked.withLock { asked in
            defer { asked = [] }
            return asked
        }
    }
}

/// A runbook of two checks and a restart, as a file says it.
enum TestRuns {
    static let catalogue = StepCatalogue(
        checks: [
            CheckKind("page", Words("ページ", "page"), signal: .reachability, with: []),
            CheckKind("process", Words("プロセス", "process"), signal: .inside, with: []),
        ],
        actions: [
            ActionKind("restart", Words("再起動", "restart"), effect: .disruptive, with: []),
            ActionKind(
                "announce", Words("予告", "announcement"), effect: .inward,
                with: [.required("span", .span(.seconds(10) ... .hours(2)), "15m", "how long")], announces: "span"),
        ])

    static let site = RunSite(catalogue: catalogue, standing: [])

    private static let file = """
        version: 1
        id: service
        title: サービスの確認
        for: [service]
        checks: [{id: page, title: 表示される, use: page}, {id: process, title: 動いている, use: process}]
        decide: [{when: {page: abnormal}, then: restart, conclusion: abnormal, say: 再起動します。}, {when: {all: normal}, conclusion: normal, say: 正常です。}, {conclusion: unknown, say: 判定できません。}]
        responses: [{id: restart, title: 再起動, actions: [{id: one, title: 再起動, use: restart}]}]
        verify: {checks: [page, process], from: 30s, every: 30s, rounds: 2, deadline: 10m}
        """

    static let runbook = read(file)

    /// The same, announcing alerts for twenty minutes before it acts.
    static let announcing = read(
        file.replacingOccurrences(
            of: "actions: [", with: "actions: [{id: zero, title: 予告, use: announce, with: {span: 20m}}, "))

    private static func read(_ file: String) -> Runbook {
        let patterns = PatternJudge(fault: { _ in nil }, matches: { _, _ in true })
        let reader = RunbookReader(catalogue: catalogue, patterns: patterns)
        switch reader.read(file, file: "service.yaml", id: nil) {
        case .runbook(let runbook, _): return runbook
        case .refused(let problems): preconditionFailure("\(problems)")
        }
    }

    static var order: RunOrder { order(of: runbook) }

    static func order(of runbook: Runbook, target: String = "web-1") -> RunOrder {
        var terms = RunTerms()
        terms.customer = "アクメ"
        terms.recipients = ["desk@acme.example.jp"]
        terms.consents = [
            Consent(
                action: "restart", target: nil, by: "アクメ 佐藤", from: CivilDate(daysSinceEpoch: 20_000),
                through: CivilDate(daysSinceEpoch: 21_000))
        ]
        return RunOrder(
            contract: "acme", target: Target(id: TargetID(target), kind: "service", title: "ウェブ"), runbook: runbook,
            edition: "abc", parameters: [:], asker: .operator("山田"), extent: .recover, terms: terms)
    }
}

extension Night {
    /// Hands inputs about runs in as one batch and gives the answers that came.
    @discardableResult
    mutating func takeRun(_ inputs: RunInput...) -> [RunSubmission] {
        let answers = Notebook<RunSubmission>()
        _ = worker.turn(inputs.map { input in InboxItem.input(.run(input)) { answers.add($0.ofRun) } })
        return answers.take()
    }

    /// Gives every check of the run's round under way the same verdict.
    mutating func finds(_ verdict: Verdict, run number: Int = 1) {
        let run = runs().runs[RunID(number)]
        guard let run, let round = run.rounds.last else { return }
        for check in run.missing { takeRun(.checkEnded(round.id, check.id, found(verdict))) }
    }

    /// Up to the moment before the first action: two rounds that found the target abnormal.
    mutating func readyToAct(_ order: RunOrder = TestRuns.order, run number: Int = 1) {
        takeRun(.runOrdered(order))
        finds(.abnormal, run: number)
        clock.pass(.seconds(30))
        takeRun(.woke)
        finds(.abnormal, run: number)
    }

    func found(_ verdict: Verdict) -> CheckResult {
        CheckResult(verdict: verdict, sentence: Words("見た。", "Seen."), evidence: evidence)
    }

    func done(_ course: ActionResult.Course = .done) -> ActionResult {
        ActionResult(course: course, sentence: Words("した。", "Done."), evidence: evidence)
    }

    var isOpen: Standing {
        Standing(goal: .open, identity: nil, sentence: Words("止", "down"), evidence: evidence)
    }

    private var evidence: Evidence {
        Evidence(source: "the world", readAt: clock.now(), latency: .milliseconds(5), excerpt: "hello")
    }

    mutating func runs() -> RunBoard {
        let seen = Mutex<RunBoard?>(nil)
        _ = worker.turn([.lookAtRuns { board in seen.withLock { $0 = board } }])
        return seen.withLock { $0 } ?? RunBoard(catalogue: TestRuns.catalogue)
    }
}
