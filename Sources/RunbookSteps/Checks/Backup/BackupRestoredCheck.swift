internal import RunbookModel
internal import ServiceHours

/// Whether the last restore of a machine's disks has come to its end.
struct BackupRestoredCheck: CheckStep {
    static let kind = CheckKind(
        "backup.restored", Words("復元の結果", "Outcome of a restore"), signal: .platform,
        with: [
            .backupAccount,
            .backupItem, .backupVolumes,
        ],
        expect: [],
        values: [
            CheckKind.Value("state", "of the last restore, in the cloud's words"),
            CheckKind.Value("from", "when it began, as RFC 3339"),
        ])

    private enum Place: Sendable {
        case azure(AzureBackupItemID)
        case ec2([String])
    }

    private let account: String
    private let place: Place

    init(with: StepArguments, expect: StepArguments) throws(StepRefusal) {
        account = try with.account()
        place =
            with.isWritten("item")
            ? .azure(try AzureBackupItemID(with.text("item"))) : .ec2(try EBSSnapshot.volumes(with))
    }

    func look(_ surroundings: Surroundings) async -> Observation {
        switch place {
        case .azure(let item):
            let source = AzureBackupJob.call(item, .restore).source
            do throws(CloudTrouble) {
                let job = try await AzureBackupJob.last(item, .restore, ARMClient(of: account, surroundings))
                guard let job else { return Self.none(source) }
                return Self.observation(
                    job.status, job.isDone ? .normal : job.hasFailed ? .abnormal : .warning, from: job.from, source)
            } catch {
                return .untold(error, by: ARMClient.cloud, source: source)
            }
        case .ec2(let volumes):
            let source = AWSClient.source(account, EBSVolume.call(restoredFrom: volumes))
            do throws(CloudTrouble) {
                let (found, _) = try await EBSVolume.list(
                    restoredFrom: volumes, AWSClient(of: account, surroundings))
                let newest = volumes.compactMap { volume in
                    found.filter { $0.of == volume }.max { $0.at < $1.at }
                }
                guard newest.count == volumes.count, let from = newest.map(\.at).min() else { return Self.none(source) }
                let states = Set(newest.map(\.state))
                let verdict: Verdict =
                    states.isSubset(of: ["available", "in-use"])
                    ? .normal : states.contains("error") ? .abnormal : .warning
                return Self.observation(states.sorted().joined(separator: ", "), verdict, from: from, source)
            } catch {
                return .untold(error, by: AWSClient.cloud, source: source)
            }
        }
    }

    private static func none(_ source: String) -> Observation {
        Observation(.warning, Words("復元は行われていません。", "Nothing was restored."), source: source)
    }

    private static func observation(
        _ state: String, _ verdict: Verdict, from: Instant, _ source: String
    ) -> Observation {
        Observation(
            verdict, Words("最後の復元の状態は「\(state)」です。", "The last restore is \(state)."), source: source,
            readings: [Reading("state", state), Reading("from", from.rfc3339)])
    }
}
