internal import RunbookModel
import ServiceHours

/// What the keys and values of steps are called where people read them. The names are one vocabulary: a kind that means
/// the same uses the same key. A key that has no word here is shown as it is written.
enum StepWords {
    /// What a step is given, a line each: "ポート：443". Parameters show as 〈title〉.
    static func subjects(
        of kind: String, _ values: [String: StepValue], _ keys: [StepKey], _ procedure: Procedure
    ) -> [String] {
        let known = keys.compactMap { key -> (String, StepValue)? in
            // A port that is not written is still the one that is used, once there is something to connect to.
            let usual = key.name == "port" && values["host"] != nil ? key.usual : nil
            return (values[key.name] ?? usual).map { (key.name, $0) }
        }
        // Of a kind that the catalogue does not know.
        let others = values.filter { name, _ in !keys.contains { $0.name == name } }.sorted { $0.key < $1.key }
        let language = procedure.language
        return (known + others.map { ($0.key, $0.value) }).map { name, value in
            let label = label(kind, name)?.said(language) ?? name
            return label + language.says("：", ": ") + value.words(in: procedure, of: name)
        }
    }

    /// What a key of `with` is called.
    static func label(_ kind: String, _ key: String) -> Words? { labels["\(kind).\(key)"] ?? labels[key] }

    /// What a value that a check reads is called.
    static func reading(_ name: String) -> Words? { readings[name] }

    /// `ミリ秒` for `ms`.
    static func unit(_ unit: String, _ language: Language) -> String {
        switch unit {
        case "ms": language.says("ミリ秒", " ms")
        case "s": language.says("秒", " s")
        case "B": language.says("バイト", " bytes")
        case "日", "days": language.says("日", " days")
        case "%": language.says("%", " %")
        default: unit
        }
    }

    private static let labels: [String: Words] = [
        "arguments": Words("引数", "arguments"), "authority": Words("信頼する認証局のファイル", "authority"),
        "between": Words("二回の読み取りの間隔", "between two readings"), "body": Words("送る内容", "body"),
        "choices": Words("選択肢", "choices"), "command": Words("コマンド", "command"),
        "command.goal": Words("処置が不要かを調べるコマンド", "command that tells whether it is needed"),
        "contentType": Words("内容の種類", "kind of the body"), "count": Words("回数", "count"),
        "database": Words("データベース名", "database"), "fields": Words("要求ヘッダー", "header fields"),
        "goal": Words("目的の状態", "goal"),
        "goalContains": Words("処置が不要なことを示す文字列", "text that says it is not needed"),
        "goalURL": Words("状態を読むURL", "address of the state"), "host": Words("接続先", "host"),
        "self.host": Words("必ず届くはずの相手", "a host that is always reachable"), "identity": Words("鍵の名前", "key"),
        "redirects": Words("たどる転送の回数", "redirects followed"),
        "knownHosts": Words("known_hostsファイル", "known hosts"), "limit": Words("読み取る上限（バイト）", "bytes at most"),
        "method": Words("メソッド", "method"), "mounts": Words("見るマウント先", "mounts"), "name": Words("名前", "name"),
        "tls.name": Words("証明書の名前", "name in the certificate"), "path": Words("ファイル", "file"),
        "port": Words("ポート", "port"), "program": Words("プログラム", "program"), "query": Words("問い合わせ", "query"),
        "question": Words("質問", "question"), "secret": Words("秘密の名前", "secret"),
        "server": Words("ネームサーバー", "name server"),
        "span": Words("時間", "for"), "text": Words("内容", "text"), "type": Words("レコードの種類", "kind of record"),
        "unit": Words("サービス", "service"), "url": Words("URL", "address"), "user": Words("ユーザー", "user"),
        "vendor": Words("連絡先の事業者", "vendor"),
    ]

    private static let readings: [String: Words] = [
        "age": Words("更新からの時間", "age"), "answer": Words("回答", "the answer"), "answers": Words("答え", "the answers"),
        "bootTime": Words("起動時刻", "boot time"), "bytes": Words("大きさ", "size"),
        "clockSkew": Words("時計のずれ", "clock skew"), "clockSynchronised": Words("時計の同期", "clock synchronised"),
        "code": Words("応答コード", "response code"), "collectorsFailed": Words("計測に失敗した項目の数", "failed collectors"),
        "cpu": Words("CPUの使用率", "use of CPU"), "daysLeft": Words("残り日数", "days left"),
        "disk": Words("ディスクの使用率", "use of disk"), "diskMount": Words("最も使用率の高いマウント先", "fullest mount"),
        "exit": Words("終了コード", "exit code"), "free": Words("空き容量の割合", "free space"),
        "inodes": Words("iノードの使用率", "use of inodes"), "issuer": Words("発行者", "issuer"),
        "items": Words("お知らせの件数", "items"),
        "loss": Words("失われた応答の割合", "loss"), "matching": Words("該当するお知らせの件数", "matching items"),
        "mentions": Words("本文で触れているお知らせの件数", "items that mention it"),
        "memory": Words("メモリの使用率", "use of memory"), "milliseconds": Words("応答時間", "time"),
        "notAfter": Words("有効期限", "end of validity"), "readOnly": Words("読み取り専用のファイルシステムの数", "read-only mounts"),
        "unreadable": Words("状態を読み取れないファイルシステムの数", "mounts that could not be looked into"),
        "samples": Words("値の件数", "samples"), "status": Words("状態コード", "status"),
        "steal": Words("他の仮想マシンに取られたCPUの割合", "steal"), "title": Words("お知らせの題名", "title"), "value": Words("値", "value"),
    ]
}

extension StepValue {
    /// The value as a person reads it, with parameters as 〈title〉.
    func words(in procedure: Procedure, of key: String) -> String {
        let language = procedure.language
        switch self {
        case .text(let text): return procedure.shown(text)
        case .integer(let number): return "\(number)"
        case .decimal(let number): return "\(number)"
        case .span(let span): return span.exactWords(language)
        case .flag(let flag): return flag ? language.says("はい", "yes") : language.says("いいえ", "no")
        case .texts(let texts):
            // The words of a command stand beside one another, as they are typed.
            let isCommand = ["command", "arguments", "goal"].contains(key)
            return texts.map(procedure.shown).joined(separator: isCommand ? " " : language.says("、", ", "))
        case .pairs(let pairs):
            return pairs.map { "\($0.name): \(procedure.shown($0.value))" }.joined(separator: language.says("、", ", "))
        }
    }
}
