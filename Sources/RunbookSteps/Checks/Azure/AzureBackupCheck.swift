internal import RunbookModel
internal import ServiceHours

/// Whether the backups of a machine at Azure are there: a young one, enough good ones, and a last job that has not failed.
/// What Azure calls the health of a backup is no backup: it says "Passed" of one that was never made.
struct AzureBackupCheck: CheckStep {
    static let kind = CheckKind(
        "azure.backup", Words("Azureのバックアップ", "Backup of a machine at Azure"), signal: .platform,
        with: [
            .azureAccount,
            .required("item", .text, AzureBackupItemID.example, "the resource id of the protected item"),
        ],
        expect: [
            .optional(
                "youngerThan", .span(.hours(1) ... .hours(8_784)), default: "26h", "26h",
                "without a good one so young it is abnormal"),
            .optional("generations", .integer(1...1_000), default: "2", "2", "so many good ones at least"),
        ],
        values: [
            CheckKind.Value("generations", "how many good ones there are"),
            CheckKind.Value("age", unit: "s", "of the newest good one"),
            CheckKind.Value("newest", "when the newest good one was made, as RFC 3339"),
            CheckKind.Value("consistency", "of the newest: AppConsistent, FileSystemConsistent or CrashConsistent"),
            CheckKind.Value("job", "how the last backup ended: Completed, InProgress, Failed, …"),
        ])

    private let account: String
    private let item: AzureBackupItemID
    private let youngerThan: Span
    private let generations: Int

    init(with: StepArguments, expect: StepArguments) throws(StepRefusal) {
        account = try with.account()
        item = try AzureBackupItemID(with.text("item"))
        youngerThan = expect.span("youngerThan") ?? .hours(26)
        generations = expect.integer("generations") ?? 2
    }

    func look(_ surroundings: Surroundings) async -> Observation {
        let points = AzureRecoveryPoint.call(item)
        do throws(CloudTrouble) {
            let client = try ARMClient(of: account, surroundings)
            let (found, answer) = try await client.list(points)
            let last = try await AzureBackupJob.last(item, .backup, client)
            return observation(
                found.compactMap(AzureRecoveryPoint.init), last, answer, points.source, at: surroundings.now())
        } catch {
            return .untold(error, by: ARMClient.cloud, source: points.source)
        }
    }

    private func observation(
        _ points: [AzureRecoveryPoint], _ last: AzureBackupJob?, _ answer: ARMAnswer, _ source: String, at now: Instant
    ) -> Observation {
        let good = points.sorted { $0.at > $1.at }
        var observation = Observation(
            .abnormal, Words("バックアップがありません。", "There is no backup."), source: source,
            readings: [Reading("generations", "\(good.count)", threshold: ">= \(generations)")],
            requestID: answer.requestID, received: answer.received,
            details: good.prefix(5).map { Evidence.Detail($0.at.rfc3339, $0.consistency) })
        if let last { observation.readings.append(Reading("job", last.status, threshold: "Completed")) }
        guard let newest = good.first else { return observation }
        let age = now.since(newest.at)
        observation.readings += [
            Reading("age", "\(age.seconds)", threshold: "< \(youngerThan.seconds)"),
            Reading("newest", newest.at.rfc3339), Reading("consistency", newest.consistency),
        ]
        let when = newest.at.japanTime.dateAndClock
        if age < -.minutes(10) {
            // One of the two clocks is wrong: then its age says nothing.
            observation.verdict = .unknown
            observation.sentence = Words(
                "最新のバックアップの時刻（\(when)）が未来のため、判定できません。", "The newest is of the future, \(when): nothing can be said.")
        } else if age >= youngerThan {
            observation.sentence = Words(
                "最後の正常なバックアップが\(when)で、\(youngerThan.exactly.japanese)以内ではありません。",
                "The last good backup is of \(when), not within \(youngerThan.exactly.english).")
        } else if let last, last.hasFailed {
            observation.sentence = Words(
                "最後のバックアップが失敗しています（\(last.status)）。", "The last backup has failed: \(last.status).")
        } else if good.count < generations {
            observation.sentence = Words(
                "正常なバックアップが\(good.count)世代しかありません（必要\(generations)世代）。",
                "There are \(good.count) good backups, of \(generations) needed.")
        } else {
            observation.verdict = .normal
            observation.sentence = Words(
                "正常なバックアップが\(good.count)世代あり、最新は\(when)です。",
                "There are \(good.count) good backups, the newest of \(when).")
        }
        return observation
    }
}
