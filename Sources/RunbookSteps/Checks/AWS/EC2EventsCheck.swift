internal import RunbookModel
internal import ServiceHours

/// What Amazon has planned for a machine at EC2: a fact that holds actions back, not a fault
/// (https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/monitoring-instances-status-check_sched.html).
struct EC2EventsCheck: CheckStep {
    static let kind = CheckKind(
        "aws.ec2.events", Words("EC2の予定イベント", "Planned events of a machine at EC2"), signal: .platform,
        with: [.awsAccount, .ec2Instance],
        expect: [
            .optional(
                "ahead", .span(.hours(1) ... .hours(2_160)), default: "336h", "336h",
                "an event that begins sooner is a warning; one that has begun is abnormal")
        ],
        values: [
            CheckKind.Value("events", "how many are planned or under way"),
            CheckKind.Value("code", "of the next: instance-reboot, system-reboot, system-maintenance, …"),
            CheckKind.Value("notBefore", "when the next may begin"),
        ])

    private let account: String
    private let instance: String
    private let ahead: Span

    init(with: StepArguments, expect: StepArguments) throws(StepRefusal) {
        account = try with.account()
        instance = try EC2InstanceID.read(with.text("instance"))
        ahead = expect.span("ahead") ?? .hours(336)
    }

    func look(_ surroundings: Surroundings) async -> Observation {
        let source = AWSClient.source(account, EC2Status.call(instance))
        do throws(CloudTrouble) {
            let status = try await EC2Status.read(instance, AWSClient(of: account, surroundings))
            return observation(status, source, at: surroundings.now())
        } catch {
            return .untold(error, by: AWSClient.cloud, source: source)
        }
    }

    private func observation(_ status: EC2Status, _ source: String, at now: Instant) -> Observation {
        // One whose end is told and past is over, marked or not.
        let open = status.events.filter { !$0.isOver && !($0.notAfter.map { $0 <= now } ?? false) }
            .sorted { ($0.notBefore ?? now) < ($1.notBefore ?? now) }
        var observation = Observation(
            .normal, Words("予定されたイベントはありません。", "Nothing is planned."), source: source,
            readings: [Reading("events", "\(open.count)")], requestID: status.answer.requestID,
            received: status.answer.received,
            details: open.prefix(5).map {
                Evidence.Detail($0.code, "\($0.notBefore.map { "\($0)" } ?? "-"): \($0.description)")
            })
        guard let next = open.first else { return observation }
        // Of an event without a beginning nobody can say that it has not begun.
        let begins = next.notBefore
        observation.readings += [Reading("code", next.code)] + (begins.map { [Reading("notBefore", "\($0)")] } ?? [])
        switch begins {
        case let begins? where begins > now + ahead:
            observation.sentence = Words(
                "\(begins)以降に\(next.code)が予定されています。", "\(next.code) is planned from \(begins) on.")
        case let begins? where begins > now:
            observation.verdict = .warning
            observation.sentence = Words(
                "まもなく\(next.code)が予定されています（\(begins)以降）。", "\(next.code) is planned soon, from \(begins) on.")
        default:
            observation.verdict = .abnormal
            observation.sentence = Words("\(next.code)の期間中です。", "The time of \(next.code) has begun.")
        }
        return observation
    }
}
