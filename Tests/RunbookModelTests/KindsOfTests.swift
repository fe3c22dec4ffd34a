import RunbookModel
import ServiceHours

/// The kinds of steps that the shipped runbooks use, by name, keys and values alone: these tests read documents and run
/// nothing.
enum KindsOfTests {
    static let catalogue = StepCatalogue(checks: checks, actions: actions)

    private static let port = StepKey.Form.integer(1...65_535)
    private static let percent = StepKey.Form.integer(0...100)
    private static let brief = StepKey.Form.span(.milliseconds(1) ... .minutes(10))
    private static let long = StepKey.Form.span(.seconds(1) ... .hours(8_760))

    private static func needs(_ name: String, _ form: StepKey.Form, _ example: String) -> StepKey {
        .required(name, form, example, "\(name) of the step")
    }

    private static func needs(_ name: String, _ example: String) -> StepKey { needs(name, .text, example) }

    private static func may(
        _ name: String, _ form: StepKey.Form, default byDefault: String = "none", _ example: String
    ) -> StepKey {
        .optional(name, form, default: byDefault, example, "\(name) of the step")
    }

    private static func may(_ name: String, default byDefault: String = "none", _ example: String) -> StepKey {
        may(name, .text, default: byDefault, example)
    }

    private static func reads(_ name: String, _ unit: String? = nil) -> CheckKind.Value {
        CheckKind.Value(name, unit: unit, "the \(name) that was read")
    }

    private static let checks = [
        CheckKind(
            "http", Words("ウェブの応答", "web request"), signal: .reachability,
            with: [
                needs("url", "https://www.example.jp/"),
                may("method", .choice(["GET", "HEAD"]), default: "GET", "HEAD"),
                may("fields", .pairs, "{Accept: text/html}"), may("user", "watch"), may("secret", "watch-password"),
                may("limit", .integer(1...1_048_576), default: "65536", "65536"),
            ],
            expect: [
                may("status", .integer(100...599), default: "200", "200"), may("contains", "ようこそ"),
                may("absent", "Exception"), may("field", .pairs, "{Content-Type: text/html}"),
                may("pointer", .pairs, "{/status: ok}"), may("xpath", .pairs, "{string(//title): ようこそ}"),
                may("within", brief, "2s"),
            ],
            values: [reads("status"), reads("milliseconds", "ms"), reads("bytes")]),
        CheckKind(
            "tcp", Words("ポートへの接続", "connection to a port"), signal: .reachability,
            with: [needs("host", "db.example.jp"), needs("port", port, "5432")], expect: [may("banner", "220")],
            values: [reads("milliseconds", "ms")]),
        CheckKind(
            "tls", Words("サーバー証明書", "server certificate"), signal: .reachability,
            with: [
                needs("host", "www.example.jp"), may("port", port, default: "443", "443"),
                may("name", "www.example.jp"),
                may("authority", "/etc/ssl/own.pem"),
            ],
            expect: [
                may("daysLeft", .integer(0...3_650), default: "14", "14"),
                may("warnDaysLeft", .integer(0...3_650), default: "30", "30"),
            ],
            values: [reads("daysLeft", "days"), reads("issuer"), reads("notAfter")]),
        CheckKind(
            "dns", Words("名前解決", "name resolution"), signal: .reachability,
            with: [
                needs("name", "www.example.jp"),
                may("type", .choice(["A", "AAAA", "CNAME", "MX", "NS", "TXT", "SOA"]), default: "A", "MX"),
                may("server", default: "the machine's", "192.0.2.53"), may("port", port, default: "53", "53"),
            ],
            expect: [may("answers", .texts, "[192.0.2.10]"), may("code", default: "NOERROR", "NOERROR")],
            values: [reads("code"), reads("answers"), reads("milliseconds", "ms")]),
        CheckKind(
            "ping", Words("疎通（ping）", "ping"), signal: .reachability,
            with: [needs("host", "192.0.2.10"), may("count", .integer(1...20), default: "3", "3")],
            expect: [may("loss", percent, default: "0", "0"), may("within", brief, "200ms")],
            values: [reads("loss", "%"), reads("milliseconds", "ms")]),
        CheckKind(
            "ssh.command", Words("マシン内のコマンド", "command on the machine"), signal: .inside,
            with: shell + [needs("command", .texts, "[systemctl, is-active, nginx]")],
            expect: [
                may("exit", .integer(0...255), default: "0", "0"), may("contains", "active"), may("absent", "failed"),
            ],
            values: [reads("exit"), reads("milliseconds", "ms")]),
        CheckKind(
            "plugin", Words("監視プラグイン", "monitoring plugin"), signal: .inside,
            with: [needs("program", "/usr/lib/nagios/plugins/check_disk"), may("arguments", .texts, "[-w, 20%]")],
            values: [reads("exit")], readsMore: true),
        CheckKind(
            "node-exporter", Words("マシンの使用状況", "use of the machine"), signal: .inside,
            with: [
                needs("url", "http://192.0.2.10:9100/metrics"), may("between", brief, default: "5s", "5s"),
                may("mounts", .texts, default: "all real ones", "[/, /var]"),
            ],
            expect: ["cpu", "memory", "disk", "inodes"].map { may($0, percent, default: "90", "90") }
                + ["warnCpu", "warnMemory", "warnDisk", "warnInodes"].map { may($0, percent, default: "80", "80") },
            values: [
                reads("cpu", "%"), reads("steal", "%"), reads("memory", "%"), reads("disk", "%"), reads("diskMount"),
                reads("inodes", "%"), reads("bootTime", "s"), reads("clockSkew", "s"), reads("readOnly", "mounts"),
                reads("collectorsFailed", "collectors"),
            ]),
        CheckKind(
            "prometheus.query", Words("監視システムの値", "value of the monitoring system"), signal: .monitoring,
            with: [
                needs("url", "http://192.0.2.20:9090/"), needs("query", "up"), may("user", "watch"),
                may("secret", "watch-password"),
            ],
            expect: [
                may("value", "\"< 90\""), may("samples", .integer(0...10_000), default: "1", "1"),
                may("freshness", long, default: "5m", "5m"),
            ],
            values: [reads("value"), reads("samples", "samples")]),
        CheckKind(
            "postgres", Words("データベースへの問い合わせ", "query to the database"), signal: .inside,
            with: [
                needs("host", "db.example.jp"), may("port", port, default: "5432", "5432"), needs("database", "shop"),
                needs("user", "watch"), needs("secret", "watch-password"),
                may("query", default: "SELECT 1", "SELECT 1"),
            ],
            expect: [may("value", "1"), may("within", brief, "2s")],
            values: [reads("value"), reads("milliseconds", "ms")]),
        CheckKind(
            "feed", Words("クラウド事業者の障害情報", "feed of the vendor"), signal: .platform,
            with: [needs("url", "https://status.example.com/feed.xml")],
            expect: [
                may("freshness", long, default: "24h", "24h"), may("absent", .texts, "[Japan East]"),
                may("since", long, default: "24h", "24h"),
            ],
            values: [reads("items", "items"), reads("matching", "items"), reads("title")]),
        CheckKind(
            "file.age", Words("ファイルの新しさ", "age of a file"), signal: .inside,
            with: [needs("path", "/var/backups/shop.dump")],
            expect: [needs("youngerThan", long, "26h"), may("size", .integer(1...Int.max), default: "1", "1")],
            values: [reads("age", "s"), reads("bytes")]),
        CheckKind(
            "self", Words("当社側の確認", "our own side"), signal: .ourselves,
            with: [
                may("host", "known-good.example.jp"), may("port", port, default: "443", "443"),
                may("path", default: "/", "/var/lib/nightcall"),
            ],
            expect: [may("clockOffset", brief, default: "2s", "2s"), may("free", percent, default: "5", "5")],
            values: [reads("clockSynchronised"), reads("free", "%"), reads("milliseconds", "ms")]),
        CheckKind(
            "manual", Words("担当者への質問", "question to a person"), signal: .person,
            with: [needs("question", "ランプは緑色ですか。"), may("choices", .texts, "[はい, いいえ]")],
            expect: [may("normal", .texts, "[はい]")], values: [reads("answer")]),
    ]

    private static let shell = [
        needs("host", "192.0.2.10"), may("port", port, default: "22", "22"), needs("user", "watch"),
        needs("identity", "watch-key"), needs("knownHosts", "/etc/nightcall/known_hosts"),
    ]

    private static let actions = [
        ActionKind(
            "service.restart", Words("サービスの再起動", "restart of a service"), effect: .disruptive,
            with: [
                needs("unit", "nginx"), may("host", "192.0.2.10"), may("port", port, default: "22", "22"),
                may("user", "recover"), may("identity", "recover-key"), may("knownHosts", "/etc/nightcall/known_hosts"),
            ]),
        ActionKind(
            "command", Words("コマンドの実行", "command"), effect: .disruptive,
            with: [needs("command", .texts, "[/usr/local/sbin/recover, shop]"), may("goal", .texts, "[/usr/bin/true]")]),
        ActionKind(
            "http.call", Words("APIの呼び出し", "call of an interface"), effect: .disruptive,
            with: [
                needs("url", "https://api.example.jp/restart"), may("method", default: "POST", "POST"),
                may("fields", .pairs, "{Accept: application/json}"), may("body", "{{}}"),
                may("contentType", "application/json"), may("user", "recover"), may("secret", "recover-password"),
                may("goalURL", "https://api.example.jp/state"), may("goalContains", "running"),
            ]),
        ActionKind(
            "wait-and-recheck", Words("待って再確認", "wait and look again"), effect: .none,
            with: [needs("span", long, "10m")]),
        ActionKind(
            "vendor.escalate", Words("ベンダーへの連絡", "escalation to the vendor"), effect: .outward,
            with: [needs("vendor", "azure"), needs("text", "仮想マシンに到達できません。")]),
        ActionKind(
            "customer.notify", Words("お客様への連絡", "notice to the customer"), effect: .outward,
            with: [needs("text", "再起動しました。")]),
        ActionKind(
            "operator.handover", Words("担当者への引き継ぎ", "handover to the operator"), effect: .inward,
            with: [needs("text", "当社側の確認が必要です。")]),
        ActionKind(
            "suppress.self", Words("自分の操作による通知の抑止", "suppression of our own alerts"), effect: .inward,
            with: [needs("span", long, "15m"), may("text", "再起動による通知")]),
        // Nothing shipped destroys anything: this kind is for the rules about such.
        ActionKind(
            "test.erase", Words("消去", "erasure"), effect: .destructive, with: [needs("path", "/var/lib/shop")]),
    ]
}
