internal import RunbookModel
internal import ServiceHours

/// Removes the oldest snapshots of disks at EC2 beyond the generations that are kept: only our own, only while the newest is
/// complete and young, and never so that fewer good ones are left. At Azure the vault's policy does this.
struct BackupRotateAction: ActionStep {
    static let kind = ActionKind(
        "backup.rotate", Words("古いバックアップの整理", "Rotation of backups"), effect: .copies, hours: .always,
        with: [
            .awsAccount, .required("volumes", .texts, "[vol-0123456789abcdef0]", "the disks, by their ids"),
            .optional("generations", .integer(2...1_000), default: "2", "2", "so many good ones of each disk are kept"),
            .optional(
                "youngerThan", .span(.hours(1) ... .hours(8_784)), default: "26h", "26h",
                "where the newest good one is older, nothing is removed"),
        ])

    private let account: String
    private let volumes: [String]
    private let generations: Int
    private let youngerThan: Span

    init(with: StepArguments) throws(StepRefusal) {
        account = try with.account()
        volumes = try EBSSnapshot.volumes(with)
        generations = with.integer("generations") ?? 2
        youngerThan = with.span("youngerThan") ?? .hours(26)
    }

    private static func call(_ id: String) -> AWSCall {
        AWSCall(.ec2, "DeleteSnapshot", [("SnapshotId", id)], changes: true)
    }
    private var source: String { AWSClient.source(account, Self.call("")) + " " + volumes.joined(separator: " ") }

    private enum Found {
        /// Oldest first.
        case tooMany([EBSSnapshot])
        case enough
        case notYet(Words)
    }

    private func found(_ client: AWSClient, at now: Instant) async throws(CloudTrouble) -> Found {
        let (all, _) = try await EBSSnapshot.list(volumes, client)
        var extra: [EBSSnapshot] = []
        for volume in volumes {
            let ofIt = all.filter { $0.volume == volume }.sorted { $0.at > $1.at }
            let good = ofIt.filter(\.isGood)
            guard good.count > generations else { continue }
            // A failed day must not rotate.
            guard let newest = ofIt.first, newest.isGood, now.since(newest.at) < youngerThan else {
                return .notYet(
                    Words(
                        "\(volume)の最新のスナップショットが完了していないか古いため、整理しません。",
                        "The newest of \(volume) is not complete or is old."))
            }
            extra += good[generations...].filter(\.isOwn)
        }
        return extra.isEmpty ? .enough : .tooMany(extra.sorted { $0.at < $1.at })
    }

    func standing(_ surroundings: Surroundings) async -> Standing {
        do throws(CloudTrouble) {
            let client = try AWSClient(of: account, surroundings)
            switch try await found(client, at: surroundings.now()) {
            case .enough:
                return Standing(
                    .reached, Words("残す世代を超えるスナップショットはありません。", "There is none beyond those that are kept."),
                    source: source, surroundings)
            case .notYet(let why): return Standing(.unknown, why, source: source, surroundings)
            case .tooMany(let extra):
                if let first = extra.first { try await client.rehearse(Self.call(first.id)) }
                return Standing(
                    .open,
                    Words("残す世代を超える古いスナップショットが\(extra.count)個あります。", "\(extra.count) are beyond those that are kept."),
                    source: source, surroundings, extra.map { Evidence.Detail($0.id, $0.at.rfc3339) })
            }
        } catch {
            return .untold(error, by: AWSClient.cloud, source: source, surroundings)
        }
    }

    /// More than so many at once nobody has left over by a daily rotation.
    private static let limit = 100

    func act(_ surroundings: Surroundings) async -> ActionResult {
        var removed: [Evidence.Detail] = []
        do throws(CloudTrouble) {
            let client = try AWSClient(of: account, surroundings)
            // Looked at again before each: what is kept must be there when another goes.
            for _ in 1...Self.limit {
                guard case .tooMany(let extra) = try await found(client, at: surroundings.now()),
                    let oldest = extra.first
                else { break }
                _ = try await client.ask(Self.call(oldest.id))
                removed.append(Evidence.Detail(oldest.id, oldest.at.rfc3339))
            }
            return ActionResult(
                .done, Words("古いスナップショットを\(removed.count)個整理しました。", "\(removed.count) old snapshots were removed."),
                source: source, surroundings, removed)
        } catch {
            guard !removed.isEmpty else { return .failed(error, by: AWSClient.cloud, source: source, surroundings) }
            let why = error.words(AWSClient.cloud)
            return ActionResult(
                .unclear,
                Words(
                    "\(removed.count)個を整理した後に止まりました。" + why.japanese,
                    "It stopped when \(removed.count) were removed. " + why.english), source: source, surroundings,
                removed)
        }
    }
}
