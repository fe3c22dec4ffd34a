internal import Markup
internal import RunbookModel
internal import ServiceHours
internal import WebTransfer

/// What all steps that ask a web server have in common.
extension WebAddress {
    init(refusing text: String?) throws(StepRefusal) {
        do throws(TransferError) { self = try WebAddress(text ?? "") } catch {
            throw StepRefusal("`url`: \(error)")
        }
    }
}

extension HTTPResponse {
    /// The body in the encoding that it was sent in: a page of Japan need not be UTF-8.
    var text: String { DecodedText.text(of: body, encoding: charset) }
}

extension HTTPRequest {
    /// Adds the login; gives why there is none to add.
    mutating func logIn(user: String?, secret: String?, _ surroundings: Surroundings) -> Words? {
        guard let secret else { return nil }
        guard let value = surroundings.secret(secret) else {
            return Words("秘密「\(secret)」が契約にないため、接続しませんでした。", "Not asked: the contract has no secret \(secret).")
        }
        if let user {
            credentials = Credentials(user: user, secret: value)
        } else {
            fields.add("Authorization", "Bearer \(value)")
        }
        return nil
    }

    /// The time of the step is the time of the request, connecting included.
    mutating func allow(_ span: Span) {
        timeoutMilliseconds = max(1, Int(clamping: span.microseconds / 1_000))
        connectTimeoutMilliseconds = timeoutMilliseconds
    }
}

extension Observation {
    /// Of something beside the target, as its monitoring or its platform, that gave no answer: that says nothing of the
    /// target.
    static func unseen(_ error: TransferError, peer: String, source: String) -> Observation {
        var observation = unanswered(error, peer: peer, source: source)
        observation.verdict = .unknown
        return observation
    }

    /// Of a server that gave no answer. Whoever is refused or waits in vain has seen something; whoever could not even
    /// ask has not.
    static func unanswered(_ error: TransferError, peer: String, source: String) -> Observation {
        let fault: TransferFault
        switch error {
        case .notSent(let found), .answerLost(let found): fault = found
        case .tooLarge(_, let status, let limit):
            return Observation(
                .unknown,
                Words(
                    "状態\(status)の応答が\(limit)バイトを超えたため、判定できません。",
                    "The answer, with status \(status), is longer than \(limit) bytes and was not read."),
                source: source)
        case .cancelled:
            return Observation(.unknown, Words("途中で打ち切られました。", "It was broken off."), source: source, mayPass: true)
        case .invalid(let why):
            return Observation(.unknown, Words("要求を送れません（\(why)）。", "It cannot be asked: \(why)."), source: source)
        }
        return Observation(
            fault.kind.verdict, fault.kind.words(peer), source: source,
            details: fault.detail.isEmpty ? [] : [Evidence.Detail("fault", fault.detail)], mayPass: fault.kind.canPass)
    }
}

extension TransferFault.Kind {
    /// What it says of the other side.
    fileprivate var verdict: Verdict {
        switch self {
        case .nameNotFound, .notConnected, .timedOut, .handshakeFailed, .certificateRefused, .connectionCut,
            .unreadableAnswer, .encryptionNotOffered:
            .abnormal
        case .authoritiesUnreadable, .loginImpossible, .stopped, .other: .unknown
        }
    }

    fileprivate func words(_ peer: String) -> Words {
        switch self {
        case .nameNotFound: Words("\(peer)の名前を引けません。", "The name of \(peer) was not found.")
        case .notConnected: Words("\(peer)が接続を受け付けません。", "\(peer) accepts no connection.")
        case .timedOut: Words("\(peer)が時間内に応答しません。", "\(peer) did not answer in time.")
        case .handshakeFailed: Words("\(peer)と暗号化した接続ができません。", "No encrypted connection to \(peer) came about.")
        case .certificateRefused: Words("\(peer)の証明書が信頼できません。", "The certificate of \(peer) is not to be trusted.")
        case .connectionCut: Words("\(peer)との接続が途中で切れました。", "\(peer) cut the connection.")
        case .unreadableAnswer: Words("\(peer)の応答がHTTPではありません。", "What \(peer) answers is not HTTP.")
        case .encryptionNotOffered: Words("\(peer)が暗号化に対応していません。", "\(peer) offers no encryption.")
        case .authoritiesUnreadable:
            Words("認証局のファイルを読めません。", "The file of trusted authorities cannot be read.")
        case .loginImpossible: Words("\(peer)にログインできません。", "\(peer) lets nobody log in.")
        case .stopped: Words("プログラムが終了中のため、確認できませんでした。", "The program is stopping.")
        case .other(let code):
            Words("\(peer)に確認できませんでした（libcurlの\(code)）。", "\(peer) could not be asked: error \(code) of libcurl.")
        }
    }
}

extension TransferTimings {
    /// Where the time went, in milliseconds since the beginning.
    var details: [Evidence.Detail] {
        [
            ("name", nameMicroseconds), ("connected", connectedMicroseconds), ("encrypted", encryptedMicroseconds),
            ("first byte", firstByteMicroseconds), ("total", totalMicroseconds),
        ].filter { $0.1 > 0 }.map { Evidence.Detail($0.0, "\($0.1 / 1_000) ms") }
    }
}
