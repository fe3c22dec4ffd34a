internal import RunbookModel
internal import ServiceHours
internal import WebTransfer

/// Why a cloud gave no answer that can be used.
enum CloudTrouble: Error, Sendable {
    /// Nothing was asked: what is needed to ask is not there.
    case unusable(Words)
    case unanswered(TransferError, peer: String)
    case refused(CloudRefusal)
    /// What came back is not an answer of this cloud.
    case unreadable(status: Int, received: [UInt8])

    /// Whether the cloud has surely not done what was asked.
    var isSurelyUndone: Bool {
        switch self {
        case .unusable: true
        case .unanswered(let error, _): !error.mayHaveArrived
        case .refused(let refusal): refusal.isSurelyUndone
        case .unreadable: false
        }
    }

    /// Whether asking again soon may find something else.
    var mayPass: Bool {
        switch self {
        case .unusable: false
        case .unanswered(let error, _): error.canPass
        case .refused(let refusal): refusal.kind == .throttled || refusal.status >= 500
        case .unreadable: true
        }
    }

    var received: [UInt8] {
        switch self {
        case .unusable, .unanswered: []
        case .refused(let refusal): refusal.received
        case .unreadable(_, let received): received
        }
    }

    var requestID: String? { if case .refused(let refusal) = self { refusal.requestID } else { nil } }

    /// One sentence for the report.
    ///
    /// - Parameter cloud: what it is called.
    func words(_ cloud: String) -> Words {
        switch self {
        case .unusable(let words): return words
        case .unanswered(let error, let peer):
            return Observation.unanswered(error, peer: peer, source: peer).sentence
        case .unreadable(let status, _):
            return Words(
                "\(cloud)の応答ではないもの（状態\(status)）が返りました。",
                "What came back, with status \(status), is no answer of \(cloud).")
        case .refused(let refusal):
            let said = "\(refusal.code): \(refusal.message)"
            switch refusal.kind {
            case .login:
                return Words("\(cloud)が当社の認証情報を受け付けません（\(said)）。", "\(cloud) does not take our credentials: \(said)")
            case .forbidden:
                return Words("\(cloud)の権限が足りません（\(said)）。", "\(cloud) does not allow it: \(said)")
            case .missing:
                return Words("\(cloud)に対象がありません（\(said)）。", "\(cloud) does not know it: \(said)")
            case .throttled:
                return Words("\(cloud)が要求の多さを理由に断りました（\(said)）。", "\(cloud) was asked too often: \(said)")
            case .other:
                return Words("\(cloud)が断りました（\(said)）。", "\(cloud) refused: \(said)")
            }
        }
    }
}

/// A cloud's refusal, in its own words.
struct CloudRefusal: Hashable, Sendable {
    enum Kind: Hashable, Sendable {
        /// Who we are is not believed.
        case login
        /// Who we are is believed, and it may not do this.
        case forbidden
        /// What was asked about is not there.
        case missing
        /// Too much was asked; nothing was done.
        case throttled
        case other
    }

    let status: Int
    let code: String
    let message: String
    let kind: Kind
    let requestID: String?
    let received: [UInt8]
    /// How long the cloud wants to be left alone.
    var retryAfter: Span?

    /// A server's fault, or its giving up, may come after the deed; of everything else nothing was done.
    var isSurelyUndone: Bool { kind != .other || ((400..<500).contains(status) && status != 408) }
}

extension Observation {
    /// Of a cloud that did not tell: that says nothing of the target.
    static func untold(_ trouble: CloudTrouble, by cloud: String, source: String) -> Observation {
        Observation(
            .unknown, trouble.words(cloud), source: source, requestID: trouble.requestID, received: trouble.received,
            mayPass: trouble.mayPass)
    }
}

extension Standing {
    static func untold(
        _ trouble: CloudTrouble, by cloud: String, source: String, _ surroundings: Surroundings
    ) -> Standing {
        Standing(.unknown, trouble.words(cloud), source: source, surroundings, received: trouble.received)
    }
}

extension ActionResult {
    /// Of a request that was to change something and got no good answer.
    static func failed(
        _ trouble: CloudTrouble, by cloud: String, source: String, _ surroundings: Surroundings
    ) -> ActionResult {
        let said = trouble.words(cloud)
        let isUndone = trouble.isSurelyUndone
        let sentence =
            isUndone
            ? Words("実行されていません。" + said.japanese, "It was not done. " + said.english)
            : Words("実行された可能性があります。" + said.japanese, "It may have been done. " + said.english)
        return ActionResult(
            isUndone ? .notDone : .unclear, sentence, source: source, surroundings, received: trouble.received,
            requestID: trouble.requestID)
    }
}
