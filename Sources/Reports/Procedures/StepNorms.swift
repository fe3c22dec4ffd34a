internal import RunbookModel
import ServiceHours

/// What counts as normal, in sentences.
enum StepNorms {
    /// A sentence for each key that is written, and for each that is in force without being written.
    ///
    /// - Parameter given: what the step is to look at.
    static func sentences(
        of kind: String, _ values: [String: StepValue], _ keys: [StepKey], given: [String: StepValue],
        _ procedure: Procedure
    ) -> [String] {
        let known = keys.compactMap { key in (values[key.name] ?? key.usual).map { (key.name, $0) } }
        let others = values.filter { name, _ in !keys.contains { $0.name == name } }.sorted { $0.key < $1.key }
        let basic = basic(kind, values, given).map { [$0.said(procedure.language)] } ?? []
        return basic + (known + others.map { ($0.key, $0.value) }).flatMap { sentences(of: kind, $0, $1, procedure) }
    }

    /// What a kind asks without being told; nil where the keys say it all.
    private static func basic(
        _ kind: String, _ values: [String: StepValue], _ given: [String: StepValue]
    ) -> Words? {
        switch kind {
        case "tcp": Words("接続できる", "it accepts connections")
        case "tls":
            Words("信頼できる認証局が発行し、名前が一致する", "issued by an authority that is trusted, for that name")
        case "dns" where values["answers"] == nil: Words("答えが一つ以上ある", "there is an answer")
        case "feed" where values["absent"] == nil: Words("お知らせがない", "there is no item")
        case "postgres" where values["value"] == nil: Words("問い合わせに答える", "the query is answered")
        case "cloud.auth": Words("認証され、対象を参照できる", "we are let in, and see the target")
        case "aws.ec2.status" where values["state"] != .text("stopped"):
            Words("AWS側とゲスト側の検査に合格している", "the examinations of Amazon's side and of the guest's pass")
        case "azure.health.resource": Words("Resource Healthの状態がAvailableである", "Resource Health says Available")
        case "aws.health", "azure.health.service", "azure.status.feed":
            Words("利用中のリージョンの障害が公表されていない", "no outage of our regions is published")
        case "azure.vm.agent": Words("エージェントの状態がReadyである", "the agent is ready")
        case "self" where given["host"] != nil: Words("必ず届くはずの相手に接続できる", "what is always reachable is reached")
        case "plugin":
            Words(
                "終了コードが0である（1は「注意」、2は「異常」、それ以外は「不明」）",
                "it ends with 0; 1 is a warning, 2 abnormal, anything else unknown")
        default: nil
        }
    }

    private static func sentences(
        of kind: String, _ key: String, _ value: StepValue, _ procedure: Procedure
    ) -> [String] {
        let language = procedure.language
        let written: [(name: String, value: String)] =
            if case .pairs(let pairs) = value {
                pairs.map { ($0.name, procedure.shown($0.value)) }
            } else { [("", value.words(in: procedure, of: key))] }
        return written.map { name, value in
            if let words = sentence(kind, key, value, name) { return words.said(language) }
            return key + language.says("：", ": ") + (name.isEmpty ? value : "\(name): \(value)")
        }
    }

    /// Nil for a key that has no sentence yet: it is shown as it is written.
    ///
    /// - Parameter name: of one pair, where the key holds pairs.
    static func sentence(_ kind: String, _ key: String, _ value: String, _ name: String = "") -> Words? {
        let said = kind == "http" ? Words("本文", "the body") : Words("出力", "the output")
        switch key {
        case "status": return Words("状態コードが\(value)である", "the status is \(value)")
        case "absent" where kind == "feed":
            return Words("「\(value)」を含むお知らせがない", "no item contains “\(value)”")
        case "contains":
            return Words("\(said.japanese)に「\(value)」を含む", "\(said.english) contains “\(value)”")
        case "absent":
            return Words("\(said.japanese)に「\(value)」を含まない", "\(said.english) does not contain “\(value)”")
        case "field":
            return Words("応答ヘッダー\(name)に「\(value)」を含む", "the field \(name) contains “\(value)”")
        case "pointer": return Words("JSONの\(name)が「\(value)」である", "\(name) of the JSON is “\(value)”")
        case "xpath": return Words("XPath \(name)の結果が「\(value)」である", "XPath \(name) gives “\(value)”")
        case "within": return Words("\(value)以内に応答する（遅い場合は「注意」）", "it answers within \(value); slower is a warning")
        case "banner": return Words("接続直後に「\(value)」が返る", "it greets with “\(value)”")
        case "daysLeft": return Words("証明書の残りが\(value)日以上ある", "the certificate is good for \(value) days at least")
        case "warnDaysLeft": return Words("残りが\(value)日未満なら「注意」とする", "fewer than \(value) days are a warning")
        case "answers": return Words("答えに\(value)がすべて含まれる", "the answers hold all of \(value)")
        case "code": return Words("応答コードが\(value)である", "the response code is \(value)")
        case "loss":
            return Words(
                "失われた応答が\(value)%以下である（多い場合は「注意」、応答が一つもなければ「異常」）",
                "\(value) % are lost at most; more is a warning, all is abnormal")
        case "exit": return Words("終了コードが\(value)である", "it ends with \(value)")
        case "samples": return Words("値が\(value)件以上ある", "there are \(value) samples at least")
        case "value": return compared(value)
        case "freshness": return Words("\(value)以内に更新されている（古い場合は「不明」）", "it is not older than \(value); else unknown")
        case "since" where kind == "azure.vm.extensions":
            return Words(
                "\(value)以内に失敗した拡張機能がない（古い失敗は「注意」）",
                "no extension has failed within \(value); an older failure is a warning")
        case "since": return Words("\(value)以内のお知らせだけを見る", "only items of the last \(value) count")
        case "at": return Words("時刻が\(value)である", "the time of day is \(value)")
        case "power": return Words("仮想マシンの電源が\(value)である", "the machine is \(value)")
        case "state":
            return Words("インスタンスの状態が\(value)である", "the machine is \(value)")
        case "ahead":
            return Words(
                "\(value)以内に始まる予定イベントがない（ある場合は「注意」、期間中は「異常」）",
                "no event begins within \(value); one that does is a warning, one under way abnormal")
        case "inARow":
            return Words(
                "\(value)回続けて外れたら「異常」とする（少なければ「注意」）", "missed \(value) times in a row is abnormal, fewer a warning")
        case "generations": return Words("正常な世代が\(value)つ以上ある", "there are \(value) good generations at least")
        case "youngerThan" where kind == "aws.snapshot" || kind == "azure.backup":
            return Words("最新の正常な世代が\(value)未満である", "the newest good one is younger than \(value)")
        case "youngerThan": return Words("最終更新から\(value)未満である", "it was written less than \(value) ago")
        case "size": return Words("大きさが\(value)バイト以上である", "it has \(value) bytes at least")
        case "clockOffset": return Words("当社の時計のずれが\(value)以内である", "our clock is not off by more than \(value)")
        case "free": return Words("当社のディスクの空きが\(value)%以上である", "\(value) % of our disk are free at least")
        case "normal": return Words("回答が\(value)である", "the answer is \(value)")
        case "unknown": return Words("回答が\(value)なら「不明」とする", "the answer \(value) leaves it unknown")
        default: return use(key, value)
        }
    }

    /// `cpu` and its like, and `warnCpu`.
    private static func use(_ key: String, _ value: String) -> Words? {
        let things = ["cpu": "CPU", "memory": "メモリ", "disk": "ディスク", "inodes": "iノード"]
        if let thing = things[key] {
            return Words("\(thing)の使用率が\(value)%未満である", "use of \(key) is below \(value) %")
        }
        for (name, thing) in things where key.lowercased() == "warn" + name {
            return Words("\(thing)の使用率が\(value)%以上なら「注意」とする", "\(value) % of \(name) or more is a warning")
        }
        return nil
    }

    /// A comparison in words, `< 90`; a value of which none can be read, as one with a parameter, stays as it is.
    private static func compared(_ written: String) -> Words {
        guard let comparison = Comparison(written: written) else {
            return Words("値が\(written)", "the value is \(written)")
        }
        return Words(
            "値が\(comparison.words(.japanese))である", "the value \(comparison.words(.english))")
    }
}
