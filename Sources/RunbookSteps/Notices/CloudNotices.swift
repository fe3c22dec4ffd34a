internal import JSONText
internal import RunbookModel
internal import ServiceHours
internal import WebTransfer

/// Asks clouds what they have to tell.
public enum CloudNotices {
    /// What began earlier and is still active is listed all the same.
    private static let lookBack = Span.hours(72)

    /// All that touches the scope, what has lately come to its end included.
    public static func read(
        _ scope: NoticeScope, _ surroundings: Surroundings
    ) async throws(NoticeTrouble) -> [CloudNotice] {
        do throws(CloudTrouble) {
            switch surroundings.cloud(scope.cloud)?.access {
            case .azure: return try await azure(scope, surroundings)
            case .aws(let access): return try await aws(scope, access, surroundings)
            case nil:
                throw .unusable(
                    Words("契約に「\(scope.cloud)」というアカウントがありません。", "The contract has no account \(scope.cloud)."))
            }
        } catch {
            throw NoticeTrouble(words: error.words(scope.cloud))
        }
    }

    // MARK: Azure

    private static func azure(
        _ scope: NoticeScope, _ surroundings: Surroundings
    ) async throws(CloudTrouble) -> [CloudNotice] {
        let client = try ARMClient(of: scope.cloud, surroundings)
        let (events, _, _) = try await AzureEvent.list(of: client, from: surroundings.now() - lookBack)
        var notices = events.filter {
            ($0.isIssue || $0.isPlannedWork) && $0.touches(scope.regions, scope.services, evenIfOver: true)
        }.map { event in
            CloudNotice(
                cloud: scope.cloud, id: event.trackingID,
                update: (event.updatedAt?.rfc3339 ?? "") + (event.isActive ? "" : " over"),
                kind: event.isIssue ? .issue : .planned, title: event.title, place: event.places, target: nil,
                from: event.from, until: event.until,
                isOver: !event.isActive || !event.touches(scope.regions, scope.services))
        }
        for (target, id) in scope.machines.sorted(by: { $0.key.text < $1.key.text }) {
            let machine: AzureMachineID
            do throws(StepRefusal) { machine = try AzureMachineID(id) } catch {
                throw .unusable(Words("\(target)のリソースIDが正しくありません。", "The id of \(target) is none."))
            }
            let updates = try await client.list(AzureUpdate.call(machine)).values.compactMap(AzureUpdate.init)
            notices += updates.map { of($0, target, scope.cloud) }
        }
        return notices
    }

    private static func of(_ update: AzureUpdate, _ target: TargetID, _ cloud: String) -> CloudNotice {
        let at = update.notBefore?.rfc3339 ?? "-"
        return CloudNotice(
            cloud: cloud, id: "maintenance \(target) \(at)", update: update.status, kind: .planned,
            title: "\(update.impact)", place: target.text, target: target, from: update.notBefore,
            until: update.notBefore.flatMap { from in update.duration.map { from + max($0, .hours(1)) } },
            isOver: update.isOver)
    }

    // MARK: AWS

    private static func aws(
        _ scope: NoticeScope, _ access: AWSAccess, _ surroundings: Surroundings
    ) async throws(CloudTrouble) -> [CloudNotice] {
        let client = try AWSClient(of: scope.cloud, surroundings)
        var notices = try await health(scope, client)
        for (target, instance) in scope.machines.sorted(by: { $0.key.text < $1.key.text }) {
            for event in try await EC2Status.read(instance, client).events {
                notices.append(
                    CloudNotice(
                        cloud: scope.cloud,
                        id: "\(event.id ?? "\(event.code) \(event.notBefore?.rfc3339 ?? "-")") \(target)",
                        update:
                            "\(event.description) \(event.notBefore?.rfc3339 ?? "-") \(event.notAfter?.rfc3339 ?? "-")",
                        kind: .planned, title: "\(event.code): \(event.description)", place: instance, target: target,
                        from: event.notBefore, until: event.notAfter, isOver: event.isOver))
            }
        }
        return notices
    }

    /// None where the plan does not allow it: the machines' own events are told all the same.
    private static func health(_ scope: NoticeScope, _ client: AWSClient) async throws(CloudTrouble) -> [CloudNotice] {
        let events: [AWSHealthEvent]
        do throws(CloudTrouble) {
            events = try await AWSHealthEvent.list(scope.regions, scope.services, client).events
        } catch {
            if case .refused(let refusal) = error, refusal.code == "SubscriptionRequiredException" { return [] }
            throw error
        }
        return events.filter { $0.isIssue || $0.isPlannedWork }.map { event in
            CloudNotice(
                cloud: scope.cloud, id: event.arn, update: "\(event.status) \(event.updatedAt?.rfc3339 ?? "")",
                kind: event.isIssue ? .issue : .planned, title: event.type, place: "\(event.service) \(event.region)",
                target: nil, from: event.from, until: event.until, isOver: event.status == "closed")
        }
    }
}
