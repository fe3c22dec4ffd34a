internal import AlertSources
internal import CallTree
internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import JSONText
internal import NightEngine
internal import Reports

/// `POST /alerts/<contract>/<source id>`: takes alerts in. A sender gets its 202 when they are on the disk, not before.
struct AlertIntake: Sendable {
    let engine: EngineLoop
    let gate: IntakeGate
    let unreadable: UnreadableBodies
    let tally: IntakeTally
    let settings: ConsoleSettings

    func answer(_ contract: ContractID, _ source: SourceID, _ request: Request, site: ConsoleSite) async -> Answer {
        let known = site.contract(contract)?.sources.first { $0.id == source }
        // Whether contract and source exist must not show, neither in the answer nor in its time.
        let credential = known?.credential ?? .nobody
        let isAdmitted = credential.admits(
            authorization: request.headers[.authorization], query: request.uri.query)
        guard isAdmitted, let known else {
            tally.count(.unauthorized)
            return .unauthorized
        }
        guard let pass = gate.enter() else {
            tally.count(.overloaded)
            return .comeBack("too many requests at once; send this one again")
        }
        defer { withExtendedLifetime(pass) {} }
        switch await BodyReader.read(request, limit: settings.bodyLimit, pass: pass) {
        case .tooLarge:
            tally.count(.tooLarge)
            return .problem(
                .contentTooLarge, "the body is larger than \(settings.bodyLimit) bytes; send fewer alerts at once")
        case .noRoom:
            tally.count(.overloaded)
            return .comeBack("too many alerts at once; send this request again")
        case .incomplete:
            tally.count(.incomplete)
            return .comeBack("the body did not come within \(settings.bodySeconds) s; send it again")
        case .body(let bytes):
            return await take(bytes, from: known, of: contract)
        }
    }

    private func take(_ body: [UInt8], from source: ConsoleSource, of contract: ContractID) async -> Answer {
        let read: ReadAlerts
        switch await Self.parse(body, source) {
        case .failure(let why):
            await unreadable.keep(body, contract: contract, source: source.id, why: why.description)
            return refuse(why.description)
        case .success(let alerts): read = alerts
        }
        guard !read.rejected.isEmpty else { return await submit(read.alerts, for: contract) }
        tally.count(.rejectedParts, read.rejected.count)
        let why = read.rejected.prefix(3).map(\.description).joined(separator: "; ")
        // The alerts that could be read do not wait for the disk.
        async let kept: Void = unreadable.keep(body, contract: contract, source: source.id, why: why)
        let answer = read.alerts.isEmpty ? refuse(why) : await submit(read.alerts, for: contract)
        await kept
        return answer
    }

    private func refuse(_ why: String) -> Answer {
        tally.count(.unreadable)
        return .problem(.unprocessableContent, why)
    }

    private func submit(_ alerts: [Alert], for contract: ContractID) async -> Answer {
        guard !alerts.isEmpty else { return .json(.accepted, ["accepted": 0, "ignored": 0]) }
        switch await engine.submit(.alertsReceived(contract, alerts)) {
        case .taken(.alerts(let accepted, let ignored)):
            tally.count(.accepted, accepted)
            tally.count(.ignored, ignored)
            return .json(.accepted, ["accepted": .integer(accepted), "ignored": .integer(ignored)])
        case .taken(.done), .taken(.speech), .taken(.refused):
            return .comeBack("the engine gave no answer to these alerts; send them again")
        case .unwritable:
            tally.count(.unwritable)
            return .comeBack("the journal cannot be written now; send this request again")
        case .stopped:
            tally.count(.unwritable)
            return .comeBack("the server is stopping; send this request again")
        }
    }

    /// A body of megabytes takes its time: such ones are read beside the tasks that serve requests, two at once, so that
    /// a slow one does not hold up all others. A smaller one takes some ten milliseconds at most, whatever stands
    /// in it, since sources read in time that grows with the length alone.
    static func parse(_ body: [UInt8], _ source: ConsoleSource) async -> Result<ReadAlerts, UnreadableBody> {
        let kind = source.kind
        let id = source.id
        guard body.count > largeBody else { return kind.read(body, source: id) }
        return await withCheckedContinuation { continuation in
            largeBodies.addOperation { continuation.resume(returning: kind.read(body, source: id)) }
        }
    }

    private static let largeBody = 64 << 10
    private static let largeBodies: OperationQueue = {
        let queue = OperationQueue()
        queue.name = "large bodies"
        queue.qualityOfService = .utility
        queue.maxConcurrentOperationCount = 2
        return queue
    }()
}

extension Answer {
    /// The same for an unknown contract, an unknown source and a wrong secret.
    static var unauthorized: Answer {
        var answer = problem(.unauthorized, "no such contract or source, or not its secret")
        answer.headers.append((.wwwAuthenticate, "Bearer"))
        return answer
    }
}
