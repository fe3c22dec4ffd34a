internal import RunbookModel
internal import ServiceHours

/// Has the daily backup made at another time. The next completion tells the customer that it works.
struct BackupRescheduleAction: ActionStep {
    static let kind = ActionKind(
        "backup.reschedule", Words("バックアップのスケジュール変更", "Change of the backup's schedule"), effect: .copies,
        hours: .day, perMonth: 1,
        with: [BackupDoing.cloudKey, .backupItem, .backupRule, .backupAt, BackupDoing.sheetKey])

    private let doing: BackupDoing

    init(with: StepArguments) throws(StepRefusal) {
        guard let time = with.text("at").flatMap({ ClockTime($0) }) else {
            throw StepRefusal("`at` is no time of day; write it like 01:30")
        }
        doing = try BackupDoing(with) { account throws(StepRefusal) in
            Rescheduling(schedule: try with.schedule(account), time: time)
        }
    }

    func standing(_ surroundings: Surroundings) async -> Standing { await doing.standing(surroundings) }
    func act(_ surroundings: Surroundings) async -> ActionResult { await doing.act(surroundings) }
}

private struct Rescheduling: BackupWork {
    let schedule: any BackupSchedule
    let time: ClockTime

    var source: String { schedule.source }
    var cloud: String { schedule.cloud }

    func standing(_ surroundings: Surroundings) async throws(CloudTrouble) -> Standing {
        let found = try await schedule.read(surroundings)
        let (goal, sentence): (Standing.Goal, Words)
        switch found.time {
        case .daily(let now) where now == time:
            (goal, sentence) = (
                .reached, Words("既に毎日\(now.text)に取得されています。", "It is made daily at \(now.text) already.")
            )
        case .daily(let now):
            (goal, sentence) = (.open, Words("今は毎日\(now.text)に取得されています。", "It is made daily at \(now.text) now."))
        case .other(let why): (goal, sentence) = (.unknown, why)
        }
        return Standing(
            goal, sentence, identity: found.identity, source: source, surroundings, received: found.received)
    }

    func act(_ surroundings: Surroundings) async throws(CloudTrouble) -> ActionResult {
        try await schedule.set(time, surroundings)
    }
}
