import RunbookModel
import RunbookSteps
import Testing

/// What the shipped runbooks conclude from what was found: the nights that they were written for.
@Suite struct ShippedDecisionTests {
    struct Night: Sendable, CustomTestStringConvertible {
        let runbook: String
        /// Every check that is not named is normal.
        let found: [String: Verdict]
        let values: [String: String]
        let conclusion: Runbook.Conclusion
        let response: String?
        let says: String

        init(
            _ runbook: String, _ found: [String: Verdict], reading values: [String: String] = [:],
            _ conclusion: Runbook.Conclusion, _ response: String? = nil, says: String = ""
        ) {
            self.runbook = runbook
            self.found = found
            self.values = values
            self.conclusion = conclusion
            self.response = response
            self.says = says
        }

        var testDescription: String {
            let found = found.map { "\($0.key) \($0.value)" } + values.map { "\($0.key) \($0.value)" }
            return "\(runbook): \(found.sorted().joined(separator: ", "))"
        }
    }

    static let nights: [Night] = [
        // A full disk is not a machine that is gone, and a mount that went read-only is no health.
        Night("machine-health", ["ping": .abnormal, "port": .abnormal, "usage": .unknown], .abnormal, says: "到達できません"),
        Night("machine-health", ["usage": .abnormal], reading: ["usage.disk": "97.0"], .abnormal, says: "90%以上"),
        Night("machine-health", [:], reading: ["usage.readOnly": "1"], .abnormal, says: "読み取り専用"),
        Night("machine-health", ["ping": .abnormal], .abnormal, says: "動作していますが"),
        Night("machine-health", ["port": .abnormal, "usage": .unknown], .abnormal, says: "確認できません"),
        Night("machine-health", ["usage": .unknown], .unknown),
        Night("machine-health", ["ping": .warning], .warning),

        // Killed, wrong page, error of the application, expired certificate, nobody knows.
        Night("web-server", ["port": .abnormal, "page": .abnormal, "service": .abnormal], .abnormal, "restart"),
        Night("web-server", ["page": .abnormal], reading: ["page.status": "200"], .abnormal, says: "内容が正しくありません"),
        Night("web-server", ["page": .abnormal], reading: ["page.status": "502"], .abnormal, says: "エラーを返しています"),
        Night("web-server", ["page": .abnormal], reading: ["page.status": "302"], .abnormal, says: "想定と異なる"),
        Night("web-server", ["page": .abnormal], .abnormal, says: "証明書"),
        Night("web-server", ["port": .abnormal, "page": .abnormal, "service": .unknown], .abnormal, says: "操作は行いません"),
        Night("web-server", ["service": .unknown], .unknown),
        Night("web-server", ["page": .warning], .warning, says: "時間がかかっています"),

        Night("database", ["port": .abnormal, "query": .abnormal], .abnormal, says: "ポートに接続できません"),
        Night(
            "database", ["query": .abnormal, "usage": .abnormal], reading: ["usage.disk": "99.9"], .abnormal,
            says: "空きを確保"),
        Night("database", ["query": .unknown, "usage": .abnormal], .abnormal, says: "確認できていません"),
        Night("database", ["query": .warning], .warning),

        Night("mail-relay", ["mx": .abnormal], .abnormal, says: "MX"),
        Night("mail-relay", ["certificate": .abnormal], reading: ["certificate.daysLeft": "3"], .abnormal, says: "更新"),
        Night("mail-relay", ["certificate": .abnormal], .abnormal, says: "暗号化した接続"),
        // The plugin's own codes: 1 is a warning, 3 that it could not count.
        Night("mail-relay", ["queue": .abnormal], reading: ["queue.exit": "2"], .abnormal, says: "異常値"),
        Night("mail-relay", ["queue": .abnormal], reading: ["queue.exit": "1"], .warning, says: "注意値"),
        Night("mail-relay", ["queue": .abnormal], reading: ["queue.exit": "3"], .unknown, says: "数えられません"),
        Night("mail-relay", ["queue": .abnormal, "mx": .unknown], reading: ["queue.exit": "1"], .unknown),

        // One server down is no outage, as long as users are known to be answered.
        Night("dns", ["primary": .abnormal], .abnormal, says: "続いています"),
        Night("dns", ["primary": .abnormal, "resolver": .unknown], .abnormal, says: "確認できていません"),
        Night("dns", ["primary": .abnormal, "resolver": .abnormal], .abnormal, says: "引けません"),
        Night("dns", ["primary": .abnormal, "secondary": .unknown], .unknown),
        Night("dns", ["resolver": .abnormal], .abnormal, says: "古い"),

        Night(
            "certificate", ["certificate": .abnormal], reading: ["certificate.daysLeft": "-1"], .abnormal,
            says: "切れています"),
        Night(
            "certificate", ["certificate": .abnormal], reading: ["certificate.daysLeft": "5"], .abnormal,
            says: "14日を切りました"),
        Night("certificate", ["certificate": .warning], reading: ["certificate.daysLeft": "20"], .warning),
        Night("certificate", ["port": .abnormal, "certificate": .skipped], .unknown),

        // A fault that is there stands above what is not known.
        Night(
            "backup", ["latest": .abnormal, "previous": .abnormal, "message": .abnormal], .abnormal, "handover",
            says: "戻せる世代"),
        Night("backup", ["latest": .abnormal], .abnormal, "handover", says: "残っています"),
        Night("backup", ["latest": .abnormal, "previous": .unknown], .abnormal, "handover", says: "確認できていません"),
        Night("backup", ["message": .abnormal], .abnormal, "handover", says: "完了メッセージ"),
        Night("backup", ["previous": .abnormal], .warning, "handover", says: "一つ前の世代が残っていません"),
        Night("backup", ["previous": .unknown], .unknown, "handover"),

        // Reference first: with our own way out broken, nothing is said of the cloud. No notice is no health.
        Night(
            "cloud-itself", ["reference": .abnormal, "feed": .unknown, "endpoint": .abnormal, "certificate": .skipped],
            .unknown, "handover"),
        Night("cloud-itself", ["feed": .abnormal], .abnormal, "announced"),
        Night(
            "cloud-itself", ["feed": .abnormal, "endpoint": .abnormal, "certificate": .skipped], .abnormal, "announced"),
        Night(
            "cloud-itself", ["feed": .unknown, "endpoint": .abnormal, "certificate": .skipped], .abnormal, "escalate"),
        Night("cloud-itself", ["feed": .unknown], .unknown, "handover", says: "正常の証拠にはなりません"),
        Night("cloud-itself", ["certificate": .abnormal], .abnormal, "handover"),
        Night("cloud-itself", ["certificate": .warning], .warning),

        Night("service-recovery", ["answer": .abnormal, "process": .abnormal], .abnormal, "restart"),
        Night("service-recovery", ["answer": .abnormal, "process": .unknown], .abnormal, "handover"),
        Night("service-recovery", ["answer": .abnormal], .abnormal, "handover", says: "プロセスは動作しています"),
        Night("service-recovery", ["process": .abnormal], .warning),
        Night("service-recovery", ["process": .unknown], .unknown, "handover"),
        Night("command-recovery", ["answer": .abnormal, "process": .abnormal], .abnormal, "start"),
        Night("command-recovery", ["answer": .abnormal, "process": .unknown], .abnormal, "handover"),
        Night("command-recovery", ["answer": .abnormal], .abnormal, "handover", says: "プロセスは動作しています"),
        Night("command-recovery", ["process": .abnormal], .warning),
        Night("command-recovery", ["process": .unknown], .unknown, "handover"),

        // Restarted only when it is said to run, and two kinds of signal miss it.
        Night(
            "machine-recovery", ["port": .abnormal, "agent": .abnormal, "monitoring": .abnormal, "inside": .unknown],
            .abnormal, "restart"),
        Night(
            "machine-recovery",
            ["port": .abnormal, "agent": .abnormal, "monitoring": .abnormal, "state": .abnormal, "inside": .unknown],
            .abnormal, "handover", says: "意図して停止"),
        Night(
            "machine-recovery",
            ["port": .abnormal, "agent": .abnormal, "monitoring": .abnormal, "state": .unknown, "inside": .unknown],
            .abnormal, "handover"),
        Night(
            "machine-recovery", ["port": .abnormal, "agent": .abnormal, "monitoring": .unknown, "inside": .unknown],
            .abnormal, "handover", says: "経路"),
        Night("machine-recovery", ["inside": .abnormal], .abnormal, says: "対象外"),
        Night("machine-recovery", ["agent": .abnormal, "inside": .unknown], .abnormal, "handover"),
        Night("machine-recovery", ["monitoring": .unknown], .unknown, "handover"),

        // Azure: the ten rules, first match wins.
        Night("azure-recovery", ["access": .unknown, "port": .abnormal], .unknown, "handover", says: "当社の認証情報"),
        Night("azure-recovery", ["maintenance": .abnormal, "agent": .abnormal, "port": .abnormal], .abnormal, "wait"),
        Night("azure-recovery", ["service": .abnormal, "agent": .abnormal, "port": .abnormal], .abnormal, "platform"),
        Night(
            "azure-recovery", ["health": .abnormal, "agent": .abnormal, "port": .abnormal],
            reading: ["health.context": "Platform Initiated"], .abnormal, "platform"),
        Night(
            "azure-recovery", ["health": .abnormal, "agent": .abnormal, "port": .abnormal],
            reading: ["health.context": "Customer Initiated"], .abnormal, "restart"),
        Night(
            "azure-recovery", ["power": .abnormal, "agent": .unknown, "port": .abnormal],
            reading: ["power.power": "deallocated"], .abnormal, "handover", says: "意図して停止"),
        Night(
            "azure-recovery", ["power": .abnormal, "agent": .unknown, "port": .abnormal],
            reading: ["power.power": "stopped"], .abnormal, "start"),
        Night(
            "azure-recovery", ["power": .abnormal, "health": .abnormal, "agent": .unknown, "port": .abnormal],
            reading: ["power.power": "stopped", "health.context": "Customer Initiated"], .abnormal, says: "お客様の操作"),
        Night("azure-recovery", ["agent": .abnormal, "port": .abnormal], .abnormal, "restart"),
        Night("azure-recovery", ["health": .unknown, "agent": .abnormal, "port": .abnormal], .abnormal, "restart"),
        Night("azure-recovery", ["power": .unknown, "agent": .abnormal, "port": .abnormal], .abnormal, "handover"),
        Night("azure-recovery", ["agent": .abnormal], .abnormal, "handover"),
        Night("azure-recovery", ["agent": .unknown], .unknown, "handover"),
        Night("azure-recovery", ["maintenance": .warning], .warning),

        Night("ec2-recovery", ["events": .abnormal, "port": .abnormal], .abnormal, "wait"),
        Night(
            "ec2-recovery", ["status": .abnormal, "port": .abnormal, "inside": .unknown],
            reading: ["status.system": "impaired", "status.state": "running"], .abnormal, "escalate", says: "AWS側"),
        Night(
            "ec2-recovery", ["status": .abnormal, "port": .abnormal, "inside": .unknown],
            reading: ["status.system": "not-applicable", "status.state": "stopped"], .abnormal, "start"),
        Night(
            "ec2-recovery", ["port": .abnormal, "inside": .unknown],
            reading: ["status.system": "ok", "status.state": "running"], .abnormal, "restart"),
        Night(
            "ec2-recovery", ["status": .unknown, "port": .abnormal, "inside": .unknown],
            reading: ["status.state": "running"], .abnormal, "handover"),
        Night("ec2-recovery", ["port": .abnormal], reading: ["status.state": "running"], .abnormal, "handover"),
        Night("ec2-recovery", ["inside": .abnormal], .abnormal, says: "対象外"),

        Night("azure-backup-watch", ["backup": .abnormal], .abnormal),
        Night("azure-backup-watch", ["backup": .unknown], .unknown, "handover"),
        Night("ec2-backup-watch", [:], .normal, "rotate"),
        Night("ec2-backup-watch", ["backup": .abnormal], .abnormal),
        Night(
            "azure-backup-investigation", ["backup": .abnormal, "power": .abnormal, "agent": .unknown], .abnormal,
            "handover", says: "停止していること"),
        Night("azure-backup-investigation", ["backup": .abnormal], .abnormal, "handover", says: "調査中"),
        Night("azure-backup-run", ["backup": .abnormal], .abnormal, "run"),
        Night("azure-backup-run", ["backup": .unknown], .unknown, "handover"),
        Night("azure-backup-restore", [:], .warning, "restore"),
        Night("ec2-backup-reschedule", ["schedule": .abnormal], .warning, "reschedule"),
        Night("ec2-backup-reschedule", [:], .normal),
    ]

    @Test(arguments: nights) func `a night leads to its row`(_ night: Night) throws {
        let runbook = try ShippedRunbookTests.runbook(night.runbook)
        var findings = Findings()
        for check in runbook.checks { findings.verdicts[check.id] = night.found[check.id.text] ?? .normal }
        #expect(night.found.keys.allSatisfy { id in runbook.checks.contains { $0.id.text == id } })
        for (name, value) in night.values {
            let parts = name.split(separator: ".", maxSplits: 1).map(String.init)
            findings.values[ValueName(check: CheckID(parts[0]), name: parts[1])] = value
        }
        let (number, rule) = try #require(runbook.decide(findings))
        #expect(rule.conclusion == night.conclusion, "row \(number): \(rule.sentence)")
        #expect(rule.response?.text == night.response, "row \(number): \(rule.sentence)")
        #expect(rule.sentence.contains(night.says), "row \(number): \(rule.sentence)")
    }

    @Test(arguments: ShippedRunbookTests.names)
    func `all normal is normal, and nothing else is`(name: String) throws {
        let runbook = try ShippedRunbookTests.runbook(String(name.dropLast(5)))
        var findings = Findings(verdicts: Dictionary(uniqueKeysWithValues: runbook.checks.map { ($0.id, .normal) }))
        // What only works on copies, or looks for a cause, need not say so.
        if runbook.rules.contains(where: { $0.conclusion == .normal }) {
            #expect(runbook.decide(findings)?.rule.conclusion == .normal)
        }
        for check in runbook.checks {
            for verdict in Verdict.allCases where verdict != .normal {
                findings.verdicts[check.id] = verdict
                let rule = try #require(runbook.decide(findings)?.rule)
                #expect(rule.conclusion != .normal, "\(check.id) \(verdict): \(rule.sentence)")
                // One check alone never leads to a change of the target.
                let response = runbook.responses.first { $0.id == rule.response }
                #expect(response?.restsOnFindings(StepKinds.catalogue) != true, "\(check.id) \(verdict)")
            }
            findings.verdicts[check.id] = .normal
        }
    }

    /// Our own side in the first row, whatever else was found.
    @Test(arguments: ShippedRunbookTests.names)
    func `with our own side broken nothing is said of the target, and nothing is changed`(name: String) throws {
        let runbook = try ShippedRunbookTests.runbook(String(name.dropLast(5)))
        for own in [Verdict.warning, .abnormal, .unknown] {
            for other in [Verdict.abnormal, .unknown, .skipped] {
                var findings = Findings()
                for check in runbook.checks { findings.verdicts[check.id] = check.use == "self" ? own : other }
                let rule = try #require(runbook.decide(findings)?.rule)
                #expect(rule.conclusion == .unknown && rule.response == ResponseID("handover"))
            }
        }
    }
}
