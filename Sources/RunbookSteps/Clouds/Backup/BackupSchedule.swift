internal import JSONText
internal import RunbookModel
internal import ServiceHours

/// When the daily backups of a target are made, and how that is changed, at the cloud that makes them.
protocol BackupSchedule: Sendable {
    var cloud: String { get }
    var source: String { get }
    /// How it stands now.
    func read(_ surroundings: Surroundings) async throws(CloudTrouble) -> BackupScheduleFound
    func set(_ time: ClockTime, _ surroundings: Surroundings) async throws(CloudTrouble) -> ActionResult
}

struct BackupScheduleFound: Sendable {
    enum Time: Sendable {
        /// In Japan.
        case daily(ClockTime)
        /// It is one that a person must change.
        case other(Words)
    }

    let time: Time
    /// Which schedule it is, as the cloud names it.
    let identity: String
    let received: [UInt8]
}

extension StepArguments {
    func schedule(_ account: String) throws(StepRefusal) -> any BackupSchedule {
        if isWritten("item") {
            return AzureBackupSchedule(account: account, item: try AzureBackupItemID(text("item")))
        }
        guard let rule = text("rule"), !rule.isEmpty,
            rule.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || "._-".contains($0)) })
        else { throw StepRefusal("`rule` is no name of a rule of EventBridge, and there is no `item`") }
        return EventBridgeSchedule(account: account, rule: rule)
    }
}

extension StepKey {
    static let backupRule = StepKey.optional(
        "rule", .text, default: "none", "daily-snapshots",
        "the name of the rule of EventBridge that has the snapshots made, at AWS")
    static let backupAt = StepKey.required("at", .text, "01:30", "the time of day in Japan, as HH:MM")
}

/// The policy of a vault (https://learn.microsoft.com/en-us/rest/api/backup/protection-policies).
struct AzureBackupSchedule: BackupSchedule {
    let account: String
    let item: AzureBackupItemID

    var cloud: String { ARMClient.cloud }
    var source: String { ARMCall.get(item.vault + "/backupPolicies", AzureVersion.backup).source }

    private func policy(_ client: ARMClient) async throws(CloudTrouble) -> (path: String, answer: ARMAnswer) {
        let path = try await AzureBackupItem.read(item, client).policy
        // It is asked for with our token: only a policy of this very vault.
        guard path.lowercased().hasPrefix(item.vault.lowercased() + "/backuppolicies/"), !path.contains("?"),
            !path.contains("..")
        else {
            throw .unusable(Words("バックアップのポリシーが別の保管庫のものです。", "The policy is of another vault."))
        }
        return (path, try await client.ask(.get(path, AzureVersion.backup)))
    }

    func read(_ surroundings: Surroundings) async throws(CloudTrouble) -> BackupScheduleFound {
        let (path, answer) = try await policy(ARMClient(of: account, surroundings))
        return BackupScheduleFound(time: try time(answer), identity: path.lowercased(), received: answer.received)
    }

    private func time(_ answer: ARMAnswer) throws(CloudTrouble) -> BackupScheduleFound.Time {
        guard let told = answer.body?.object?["properties"]?.object, let schedule = told["schedulePolicy"]?.object
        else {
            throw .unreadable(status: answer.status, received: answer.received)
        }
        guard schedule["schedulePolicyType"]?.string == "SimpleSchedulePolicy",
            schedule["scheduleRunFrequency"]?.string == "Daily", let zone = Zone(told["timeZone"]?.string),
            let times = schedule["scheduleRunTimes"]?.array, times.count == 1,
            let at = times.first?.string.flatMap({ try? Instant(rfc3339: $0) })
        else {
            return .other(Words("毎日1回の単純なスケジュールではありません。", "It is no simple daily schedule."))
        }
        // Others would get their backups at another time as well.
        guard told["protectedItemsCount"]?.scalarText.flatMap({ Int($0) }) == 1 else {
            return .other(Words("ポリシーがほかの仮想マシンと共用されています。", "The policy is shared with other machines."))
        }
        return .daily(zone.inJapan(at))
    }

    /// What the policy's times are of, whatever letter stands behind them.
    private enum Zone {
        case utc, japan

        init?(_ name: String?) {
            switch name {
            case nil, "UTC": self = .utc
            case "Tokyo Standard Time": self = .japan
            default: return nil
            }
        }

        func inJapan(_ at: Instant) -> ClockTime {
            let utc = ClockTime(minutes: at.japanTime.hour * 60 + at.japanTime.minute).inUTC
            return self == .utc ? utc.inJapan : utc
        }

        /// As the policy writes it.
        func written(_ time: ClockTime) -> ClockTime { self == .utc ? time.inUTC : time }
    }

    func set(_ time: ClockTime, _ surroundings: Surroundings) async throws(CloudTrouble) -> ActionResult {
        let client = try ARMClient(of: account, surroundings)
        let (path, answer) = try await policy(client)
        guard case .daily = try self.time(answer), let told = answer.body?.object?["properties"]?.object,
            let zone = Zone(told["timeZone"]?.string),
            let properties = PolicyTimes(zone.written(time)).rewritten(.object(told))
        else {
            throw .unusable(Words("ポリシーを書き換えられません。", "The policy cannot be written anew."))
        }
        let call = ARMCall.put(path, AzureVersion.backup, ["properties": properties])
        let put = try await client.ask(call)
        let sent = surroundings.now()
        let done = Words("バックアップの時刻を毎日\(time.text)に変更しました。", "Backups are made daily at \(time.text) from now on.")
        guard let operation = ARMOperation(begunBy: put, at: sent) else {
            return ActionResult(
                .done, done, source: call.source, surroundings, received: put.received, requestID: put.requestID)
        }
        var noted: [Evidence.Detail] = []
        let end = await operation.end(client, until: surroundings.deadline) { at, said in
            if noted.count < 20 { noted.append(Evidence.Detail(at.rfc3339, said)) }
        }
        let isDone = end == .succeeded
        return ActionResult(
            isDone ? .done : .unclear,
            isDone ? done : Words("変更の終わりを確認できません。", "That the change has ended was not seen."), source: call.source,
            surroundings, received: put.received, requestID: put.requestID, noted)
    }
}

/// A policy with another time, and everything else as it was.
private struct PolicyTimes {
    private let clock: String

    init(_ time: ClockTime) { clock = "T" + time.text + ":00Z" }

    /// Nil where it holds what cannot be written again as it was.
    func rewritten(_ node: JSONNode, inTimes: Bool = false) -> JSONValue? {
        switch node {
        case .null: return .null
        case .bool(let flag): return .bool(flag)
        case .number(let text): return Int(text).map { .integer($0) }
        case .string(let text):
            guard inTimes else { return .string(text) }
            // The day stays: it says nothing.
            guard let date = text.split(separator: "T").first, date.count == 10 else { return nil }
            return .string(date + clock)
        case .array(let nodes):
            var values: [JSONValue] = []
            for node in nodes {
                guard let value = rewritten(node, inTimes: inTimes) else { return nil }
                values.append(value)
            }
            return .array(values)
        case .object(let object):
            var members: [JSONMember] = []
            for member in object.members where member.name != "protectedItemsCount" {
                let isTimes = member.name == "scheduleRunTimes" || member.name == "retentionTimes"
                guard let value = rewritten(member.value, inTimes: isTimes) else { return nil }
                members.append(JSONMember(member.name, value))
            }
            return .object(members)
        }
    }
}

/// A rule of EventBridge that has snapshots made
/// (https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutRule.html).
struct EventBridgeSchedule: BackupSchedule {
    let account: String
    let rule: String

    var cloud: String { AWSClient.cloud }
    private var asking: AWSCall { AWSCall(.events, "DescribeRule", json: ["Name": .string(rule)]) }
    var source: String { AWSClient.source(account, asking) + " " + rule }

    func read(_ surroundings: Surroundings) async throws(CloudTrouble) -> BackupScheduleFound {
        let answer = try await AWSClient(of: account, surroundings).askJSON(asking)
        let arn = answer.root["Arn"]?.string ?? rule
        return BackupScheduleFound(time: time(answer), identity: arn, received: answer.received)
    }

    private func time(_ answer: AWSJSONAnswer) -> BackupScheduleFound.Time {
        guard answer.root["State"]?.string == "ENABLED" else {
            return .other(Words("ルールが無効です。", "The rule is not enabled."))
        }
        let text = answer.root["ScheduleExpression"]?.string ?? ""
        let fields = text.dropFirst("cron(".count).dropLast().split(separator: " ").map(String.init)
        guard text.hasPrefix("cron("), text.hasSuffix(")"), fields.count == 6,
            [["*", "*", "?", "*"], ["?", "*", "*", "*"]].contains(Array(fields[2...])),
            let minute = Int(fields[0]), let hour = Int(fields[1]), (0..<60).contains(minute), (0..<24).contains(hour)
        else { return .other(Words("毎日1回のスケジュールではありません。", "It is no daily schedule.")) }
        return .daily(ClockTime(minutes: hour * 60 + minute).inJapan)
    }

    func set(_ time: ClockTime, _ surroundings: Surroundings) async throws(CloudTrouble) -> ActionResult {
        let client = try AWSClient(of: account, surroundings)
        let found = try await client.askJSON(asking)
        let utc = time.inUTC
        // What is not named is taken away.
        var body = [
            JSONMember("Name", .string(rule)),
            JSONMember("ScheduleExpression", .string("cron(\(utc.minute) \(utc.hour) * * ? *)")),
            JSONMember("State", "ENABLED"),
        ]
        for name in ["Description", "RoleArn"] {
            if let text = found.root[name]?.string, !text.isEmpty { body.append(JSONMember(name, .string(text))) }
        }
        let call = AWSCall(.events, "PutRule", json: .object(body), changes: true)
        let answer = try await client.askJSON(call)
        return ActionResult(
            .done,
            Words("バックアップの時刻を毎日\(time.text)に変更しました。", "Backups are made daily at \(time.text) from now on."),
            source: AWSClient.source(account, call) + " " + rule, surroundings, received: answer.received,
            requestID: answer.requestID)
    }
}
