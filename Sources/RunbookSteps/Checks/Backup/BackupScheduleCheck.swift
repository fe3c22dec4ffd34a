internal import RunbookModel
internal import ServiceHours

/// When the daily backups of a target are made.
struct BackupScheduleCheck: CheckStep {
    static let kind = CheckKind(
        "backup.schedule", Words("バックアップのスケジュール", "Schedule of backups"), signal: .platform,
        with: [
            .backupAccount,
            .backupItem, .backupRule,
        ],
        expect: [.optional("at", .text, default: "any time of day", "01:30", "the time of day in Japan, as HH:MM")],
        values: [CheckKind.Value("at", "the time of day in Japan, as HH:MM")])

    private let schedule: any BackupSchedule
    private let wanted: ClockTime?

    init(with: StepArguments, expect: StepArguments) throws(StepRefusal) {
        schedule = try with.schedule(try with.account())
        if expect.isWritten("at") {
            guard let time = expect.text("at").flatMap({ ClockTime($0) }) else {
                throw StepRefusal("`at` is no time of day; write it like 01:30")
            }
            wanted = time
        } else {
            wanted = nil
        }
    }

    func look(_ surroundings: Surroundings) async -> Observation {
        do throws(CloudTrouble) {
            let found = try await schedule.read(surroundings)
            switch found.time {
            case .other(let why):
                return Observation(.unknown, why, source: schedule.source, received: found.received)
            case .daily(let now):
                let isRight = wanted.map { $0 == now } ?? true
                return Observation(
                    isRight ? .normal : .abnormal,
                    Words("バックアップは毎日\(now.text)に取得されます。", "Backups are made daily at \(now.text)."),
                    source: schedule.source, readings: [Reading("at", now.text, threshold: wanted?.text)],
                    received: found.received)
            }
        } catch {
            return .untold(error, by: schedule.cloud, source: schedule.source)
        }
    }
}
