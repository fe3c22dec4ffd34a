internal import RunbookModel
internal import ServiceHours

/// Whether the backups of disks at EC2 are there: a young one, and enough good ones
/// (https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeSnapshots.html).
struct EBSSnapshotCheck: CheckStep {
    static let kind = CheckKind(
        "aws.snapshot", Words("EBSスナップショット", "Snapshots of disks at EC2"), signal: .platform,
        with: [
            .awsAccount, .required("volumes", .texts, "[vol-0123456789abcdef0]", "the disks, by their ids"),
        ],
        expect: [
            .optional(
                "youngerThan", .span(.hours(1) ... .hours(8_784)), default: "26h", "26h",
                "without a good one so young it is abnormal"),
            .optional("generations", .integer(1...1_000), default: "2", "2", "so many good ones of each disk at least"),
        ],
        values: [
            CheckKind.Value("generations", "good ones of the disk that has the fewest"),
            CheckKind.Value("age", unit: "s", "of the newest good one, of the disk whose is the oldest"),
            CheckKind.Value("newest", "when that one was made, as RFC 3339"),
            CheckKind.Value("running", "how many are being made"),
            CheckKind.Value("failed", "how many of the newest have failed"),
        ])

    private let account: String
    private let volumes: [String]
    private let youngerThan: Span
    private let generations: Int

    init(with: StepArguments, expect: StepArguments) throws(StepRefusal) {
        account = try with.account()
        volumes = try EBSSnapshot.volumes(with)
        youngerThan = expect.span("youngerThan") ?? .hours(26)
        generations = expect.integer("generations") ?? 2
    }

    func look(_ surroundings: Surroundings) async -> Observation {
        let source = AWSClient.source(account, EBSSnapshot.call(volumes)) + " " + volumes.joined(separator: " ")
        do throws(CloudTrouble) {
            let (found, answer) = try await EBSSnapshot.list(volumes, AWSClient(of: account, surroundings))
            return observation(found, answer, source, at: surroundings.now())
        } catch {
            return .untold(error, by: AWSClient.cloud, source: source)
        }
    }

    private func observation(
        _ found: [EBSSnapshot], _ answer: AWSAnswer, _ source: String, at now: Instant
    ) -> Observation {
        let ofEach = volumes.map { volume in found.filter { $0.volume == volume }.sorted { $0.at > $1.at } }
        let good = ofEach.map { $0.filter(\.isGood) }
        let fewest = good.map(\.count).min() ?? 0
        let oldest = good.compactMap { $0.first?.at }.min()
        let running = found.filter(\.isRunning).count
        let failed = ofEach.filter { $0.first?.state == "error" }.count
        var observation = Observation(
            .abnormal, Words("", ""), source: source,
            readings: [Reading("generations", "\(fewest)", threshold: ">= \(generations)")],
            requestID: answer.requestID, received: answer.received,
            details: zip(volumes, ofEach).map { volume, all in
                Evidence.Detail(
                    volume, all.prefix(3).map { "\($0.id) \($0.state) \($0.at.rfc3339)" }.joined(separator: ", "))
            })
        // Without a good one of every disk there is no age to tell.
        let age = good.allSatisfy { !$0.isEmpty } ? oldest.map { now.since($0) } : nil
        if let age {
            observation.readings += [
                Reading("age", "\(age.seconds)", threshold: "< \(youngerThan.seconds)"),
                Reading("newest", oldest?.rfc3339 ?? "-"),
            ]
        }
        observation.readings += [Reading("running", "\(running)"), Reading("failed", "\(failed)", threshold: "0")]
        guard let age, let oldest else {
            observation.sentence = Words("完了したスナップショットがないディスクがあります。", "A disk has no snapshot that is complete.")
            return observation
        }
        let when = oldest.japanTime.dateAndClock
        if age < -.minutes(10) {
            // One of the two clocks is wrong: then its age says nothing.
            observation.verdict = .unknown
            observation.sentence = Words(
                "最新のスナップショットの時刻（\(when)）が未来のため、判定できません。", "The newest is of the future, \(when): nothing can be said.")
        } else if failed > 0 {
            observation.sentence = Words("最新のスナップショットが失敗しています。", "The newest snapshot has failed.")
        } else if age >= youngerThan {
            observation.sentence = Words(
                "最後の正常なスナップショットが\(when)で、\(youngerThan.exactly.japanese)以内ではありません。",
                "The last good snapshot is of \(when), not within \(youngerThan.exactly.english).")
        } else if fewest < generations {
            observation.sentence = Words(
                "正常なスナップショットが\(fewest)世代しかありません（必要\(generations)世代）。",
                "There are \(fewest) good snapshots, of \(generations) needed.")
        } else {
            observation.verdict = .normal
            observation.sentence = Words(
                "正常なスナップショットが\(fewest)世代あり、最新は\(when)です。",
                "There are \(fewest) good snapshots, the newest of \(when).")
        }
        return observation
    }
}
