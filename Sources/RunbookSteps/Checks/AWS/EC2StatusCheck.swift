internal import RunbookModel
internal import ServiceHours

/// Whether a machine at EC2 runs, and passes the examinations that Amazon makes of host and guest
/// (https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/monitoring-system-instance-status-check.html).
struct EC2StatusCheck: CheckStep {
    static let kind = CheckKind(
        "aws.ec2.status", Words("EC2インスタンスの状態", "Status of a machine at EC2"), signal: .platform,
        with: [.awsAccount, .ec2Instance],
        expect: [
            .optional(
                "state", .choice(["running", "stopped"]), default: "running", "running", "what the machine is to do")
        ],
        values: [
            CheckKind.Value("state", "running, stopped, pending, stopping, shutting-down or terminated"),
            CheckKind.Value("system", "examination of Amazon's side: ok, impaired, insufficient-data, initializing"),
            CheckKind.Value("instance", "examination of the guest's side, in the same words"),
            CheckKind.Value("disks", "examination of the attached disks, where Amazon makes it"),
        ])

    private let account: String
    private let instance: String
    private let wanted: String

    init(with: StepArguments, expect: StepArguments) throws(StepRefusal) {
        account = try with.account()
        instance = try EC2InstanceID.read(with.text("instance"))
        wanted = expect.text("state") ?? EC2State.running
    }

    func look(_ surroundings: Surroundings) async -> Observation {
        let source = AWSClient.source(account, EC2Status.call(instance))
        do throws(CloudTrouble) {
            return observation(try await EC2Status.read(instance, AWSClient(of: account, surroundings)), source)
        } catch {
            return .untold(error, by: AWSClient.cloud, source: source)
        }
    }

    private func observation(_ status: EC2Status, _ source: String) -> Observation {
        let (verdict, sentence) = judge(status)
        let examinations = [("system", status.system), ("instance", status.instance), ("disks", status.disks)]
        let details: [(String, String?)] =
            [("zone", status.zone)] + examinations.map { ("\($0) impaired since", $1?.impairedSince.map { "\($0)" }) }
        return Observation(
            verdict, sentence, source: source,
            readings: [Reading("state", status.state, threshold: wanted)]
                + examinations.compactMap { name, found in
                    found.map { Reading(name, $0.status, threshold: status.state == EC2State.running ? "ok" : nil) }
                },
            requestID: status.answer.requestID, received: status.answer.received,
            details: details.compactMap { name, value in value.map { Evidence.Detail(name, $0) } },
            mayPass: verdict != .normal)
    }

    private func judge(_ status: EC2Status) -> (Verdict, Words) {
        let state = EC2State.words(status.state)
        guard status.state == wanted else {
            // On the way up: it is asked again, and nobody touches it meanwhile.
            let isComing = status.state == "pending" && wanted == EC2State.running
            return (
                isComing ? .warning : .abnormal,
                Words("インスタンスの状態は「\(state.japanese)」です。", "The machine is \(state.english).")
            )
        }
        guard wanted == EC2State.running else {
            return (.normal, Words("インスタンスは予定どおり停止しています。", "The machine is stopped, as it should be."))
        }
        let examinations = [
            (Words("AWS側の検査", "Amazon's side"), status.system), (Words("ゲスト側の検査", "the guest's side"), status.instance),
            (Words("ディスクの検査", "the disks"), status.disks),
        ]
        if let (name, found) = examinations.first(where: { $1?.status == "impaired" }) {
            let since = found?.impairedSince
            return (
                .abnormal,
                Words(
                    "動作中ですが、\(name.japanese)に不合格です\(since.map { "（\($0)から）" } ?? "")。",
                    "It runs, but the examination of \(name.english) fails\(since.map { " since \($0)" } ?? "").")
            )
        }
        // Of the disks older machines have no examination; of the others silence is no health.
        let needed =
            examinations.prefix(2) + examinations.dropFirst(2).filter { $1 != nil && $1?.status != "not-applicable" }
        if let (name, found) = needed.first(where: { $1?.status != "ok" }) {
            let said = found?.status ?? "-"
            return (
                .unknown,
                Words(
                    "動作中ですが、\(name.japanese)の結果がありません（\(said)）。",
                    "It runs, but there is no result of the examination of \(name.english): \(said).")
            )
        }
        return (
            .normal,
            Words("動作中で、AWS側とゲスト側の検査に合格しています。", "It runs, and Amazon's side and the guest's side pass.")
        )
    }
}
