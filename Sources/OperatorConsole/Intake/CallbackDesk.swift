internal import CallTree
internal import HTTPTypes
internal import Hummingbird
internal import Telephony

/// `POST /lines/<line>/calls/<try>/<subject>`: what providers tell and ask of calls under way.
struct CallbackDesk: Sendable {
    let exchange: Exchange?
    let gate: IntakeGate

    /// A callback is a form of some dozen fields.
    static let bodyLimit = 64 << 10

    func answer(_ line: LineID, _ id: TryID, _ subject: String, _ request: Request) async -> Answer {
        guard let exchange else { return .problem(.notFound, "no line of this site is called back") }
        guard let pass = gate.enter() else { return .comeBack("too many requests at once; send this one again") }
        defer { withExtendedLifetime(pass) {} }
        switch await BodyReader.read(request, limit: Self.bodyLimit, pass: pass) {
        case .tooLarge: return .problem(.contentTooLarge, "the body is larger than \(Self.bodyLimit) bytes")
        case .noRoom: return .comeBack("too much at once; send this request again")
        case .incomplete: return .comeBack("the body did not come; send it again")
        case .body(let body):
            let callback = LineCallback(
                target: request.uri.string, id: id, subject: subject, query: FormFields(request.uri.query ?? ""),
                fields: FormFields(String(decoding: body, as: UTF8.self)), signature: request.headers[.twilioSignature])
            switch await exchange.answer(callback, line: line) {
            case .nothing: return Answer(status: .noContent, kind: .text, body: "")
            case .document(let bytes):
                return Answer(status: .ok, kind: .xml, body: String(decoding: bytes, as: UTF8.self))
            case .forged: return .problem(.forbidden, "this request is not signed by the provider of the line")
            case .unknown: return .problem(.notFound, "no such line or call")
            }
        }
    }
}
