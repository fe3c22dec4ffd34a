import RunbookModel
import ServiceHours

/// For dashboards: the suite is the runbook on its target, a case each check of the last round that a decision rests on,
/// and, after an action, the proof.
extension RunReport {
    public var junit: JUnitSuite {
        let round = story.proving.last ?? story.deciding
        let cases = round.map { round in
            run.checks(for: round.purpose).map { check -> JUnitCase in
                guard let result = round.results[check.id] else {
                    return JUnitCase(name: check.id.text, seconds: 0, result: .error("not made"))
                }
                let said = "\(check.title): \(result.sentence.japanese) / \(result.sentence.english)".shown(limit: 600)
                let verdict: JUnitCase.Result =
                    switch result.verdict {
                    case .normal, .warning: .passed
                    case .abnormal: .failed(said)
                    case .unknown: .error(said)
                    case .skipped: .skipped(said)
                    }
                return JUnitCase(
                    name: check.id.text, seconds: Double(result.evidence.latency.microseconds) / 1_000_000,
                    result: verdict,
                    output: result.readings.map { "\($0.name)=\($0.value)".shown() }.joined(separator: "\n"))
            }
        }
        return JUnitSuite(name: "\(order.runbook.id) \(order.target.id)".shown(limit: 120), cases: cases ?? [])
    }
}
