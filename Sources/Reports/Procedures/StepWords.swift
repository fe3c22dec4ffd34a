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
        "at": Words("時刻", "time of day"), "rule": Words("EventBridgeのルール", "rule of EventBridge"),
        "generation": Words("世代", "generation"), "generations": Words("残す世代の数", "generations kept"),
        "youngerThan": Words("最新の正常な世代の新しさ", "age of the newest good one"),
        "storage": Words("ストレージアカウント", "storage account"),
        "region": Words("リージョン", "region"), "group": Words("復元先のリソースグループ", "resource group"),
        "sheet": Words("権限がない場合の手順", "by hand, where we have no rights"),
        "arguments": Words("引数", "arguments"), "authority": Words("信頼する認証局のファイル", "authority"),
        "between": Words("二回の読み取りの間隔", "between two readings"), "body": Words("送る内容", "body"),
        "category": Words("分類", "category"), "choices": Words("選択肢", "choices"),
        "cloud": Words("クラウドのアカウント", "account at the cloud"),
        "command": Words("コマンド", "command"),
        "command.goal": Words("処置が不要かを調べるコマンド", "command that tells whether it is needed"),
        "contentType": Words("内容の種類", "kind of the body"), "count": Words("回数", "count"),
        "contact": Words("連絡先", "contact"), "service": Words("サービスの種類", "service"),
        "severity": Words("重要度", "severity"), "subject": Words("件名", "subject"),
        "database": Words("データベース名", "database"), "dimensions": Words("対象の指定", "dimensions"),
        "fields": Words("要求ヘッダー", "header fields"),
        "goal": Words("目的の状態", "goal"),
        "goalContains": Words("処置が不要なことを示す文字列", "text that says it is not needed"),
        "goalURL": Words("状態を読むURL", "address of the state"), "host": Words("接続先", "host"),
        "self.host": Words("必ず届くはずの相手", "a host that is always reachable"), "identity": Words("鍵の名前", "key"),
        "deallocated": Words("割り当て解除された仮想マシンも起動する", "a deallocated machine is started as well"),
        "instance": Words("インスタンス", "machine"), "item": Words("バックアップ項目", "protected item"),
        "machine": Words("仮想マシン", "machine"), "metric": Words("メトリクス", "metric"),
        "namespace": Words("名前空間", "namespace"), "period": Words("集計の間隔", "period"),
        "statistic": Words("集計の方法", "statistic"), "volumes": Words("ディスク", "disks"),
        "regions": Words("リージョン", "regions"), "services": Words("クラウドのサービス", "services of the cloud"),
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
        "at": Words("時刻", "time of day"), "from": Words("開始", "began"), "newest": Words("最新の時刻", "newest"),
        "age": Words("更新からの時間", "age"), "agent": Words("エージェントの状態", "agent"),
        "consistency": Words("整合性", "consistency"), "context": Words("発生の主体", "who began it"),
        "eta": Words("復旧の見込み", "expected to be well"), "extensions": Words("拡張機能の数", "extensions"),
        "gaps": Words("値のない点の数", "points without a value"), "heardAt": Words("最後の報告の時刻", "last sign of life"),
        "impact": Words("影響", "impact"),
        "issues": Words("公表された障害の件数", "outages"), "job": Words("最後のバックアップ", "last backup"),
        "planned": Words("計画作業の件数", "planned work"), "power": Words("電源", "power"),
        "provisioning": Words("定義の反映", "provisioning"), "trackingID": Words("追跡番号", "tracking id"),
        "updates": Words("メンテナンスの件数", "planned updates"), "version": Words("版", "version"),
        "answer": Words("回答", "the answer"), "answers": Words("答え", "the answers"),
        "bootTime": Words("起動時刻", "boot time"), "bytes": Words("大きさ", "size"),
        "clockSkew": Words("時計のずれ", "clock skew"), "clockSynchronised": Words("時計の同期", "clock synchronised"),
        "code": Words("応答コード", "response code"), "collectorsFailed": Words("計測に失敗した項目の数", "failed collectors"),
        "cpu": Words("CPUの使用率", "use of CPU"), "daysLeft": Words("残り日数", "days left"),
        "disk": Words("ディスクの使用率", "use of disk"), "diskMount": Words("最も使用率の高いマウント先", "fullest mount"),
        "disks": Words("ディスクの検査", "examination of the disks"), "events": Words("予定イベントの件数", "planned events"),
        "exit": Words("終了コード", "exit code"), "failed": Words("失敗の件数", "failed"),
        "generations": Words("正常な世代の数", "good generations"), "instance": Words("ゲスト側の検査", "examination of the guest"),
        "missed": Words("続けて外れた回数", "missed in a row"), "notBefore": Words("開始の予定", "not before"),
        "principal": Words("認証された名前", "who we are there"), "running": Words("作成中の件数", "being made"),
        "state": Words("状態", "state"), "system": Words("基盤側の検査", "examination of the platform"),
        "free": Words("空き容量の割合", "free space"),
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
