internal import RunbookModel
internal import ServiceHours
internal import WebTransfer

/// One request that changes something. It is sent once, whatever comes back.
struct HTTPCallAction: ActionStep {
    static let kind = ActionKind(
        "http.call", Words("ウェブの呼び出し", "Call of a web interface"), effect: .disruptive,
        with: [
            .required("url", .text, "https://api.example.jp/machines/web-1/restart", "the address"),
            .optional("method", .choice(["POST", "PUT", "PATCH", "DELETE"]), default: "POST", "PUT", "the method"),
            .optional("fields", .pairs, default: "none", "{X-Tenant: shop}", "header fields of the request"),
            .optional("body", .text, default: "empty", "{{\"force\": false}}", "the body"),
            .optional("contentType", .text, default: "application/json", "text/plain", "the kind of the body"),
            .optional("user", .text, default: "none", "recover", "who logs in; without it `secret` is a bearer token"),
            .optional("secret", .text, default: "none", "api-token", "name of the secret to log in with"),
            .optional(
                "goalURL", .text, default: "none", "https://api.example.jp/machines/web-1",
                "an address that is looked at beforehand"),
            .optional(
                "goalContains", .text, default: "none", "\"state\":\"running\"",
                "a text there that says that nothing needs to be done"),
        ])

    private let address: WebAddress
    private let method: HTTPMethod
    private let fields: [StepValue.Pair]
    private let body: String?
    private let contentType: String
    private let user: String?
    private let secret: String?
    private let goal: (address: WebAddress, contains: String)?

    init(with: StepArguments) throws(StepRefusal) {
        address = try WebAddress(refusing: with.text("url"))
        method = with.text("method").flatMap(HTTPMethod.init) ?? .post
        fields = with.pairs("fields")
        body = with.text("body")
        contentType = with.text("contentType") ?? "application/json"
        user = with.text("user")
        secret = with.text("secret")
        switch (with.text("goalURL"), with.text("goalContains")) {
        case (let url?, let contains?): goal = (try WebAddress(refusing: url), contains)
        case (nil, nil): goal = nil
        default: throw StepRefusal("`goalURL` and `goalContains` belong together")
        }
    }

    private var source: String { "\(method.rawValue) \(address.text)" }

    func standing(_ surroundings: Surroundings) async -> Standing {
        guard let goal else {
            return Standing(
                .open, Words("この処置に事前の状態確認はありません。", "This action looks at nothing beforehand."), source: source,
                surroundings)
        }
        let source = "GET \(goal.address.text)"
        var request = HTTPRequest(.get, goal.address)
        if let missing = request.logIn(user: user, secret: secret, surroundings) {
            return Standing(.unknown, missing, source: source, surroundings)
        }
        request.allow(surroundings.timeout)
        do throws(TransferError) {
            let response = try await surroundings.transfers.perform(request)
            guard response.status == 200 else {
                return Standing(
                    .unknown,
                    Words("状態\(response.status)が返り、状態を読めません。", "Status \(response.status): it cannot be told."),
                    source: source, surroundings, received: response.body)
            }
            let isReached = response.text.contains(goal.contains)
            return Standing(
                isReached ? .reached : .open,
                isReached
                    ? Words("目的の状態に既になっています。", "What it is for is there already.")
                    : Words("目的の状態にまだなっていません。", "What it is for is not there yet."), source: source, surroundings,
                received: response.body)
        } catch {
            return Standing(
                .unknown, Observation.unanswered(error, peer: "\(goal.address)", source: source).sentence,
                source: source,
                surroundings)
        }
    }

    func act(_ surroundings: Surroundings) async -> ActionResult {
        var request = HTTPRequest(method, address)
        for field in fields { request.fields.add(field.name, field.value) }
        if let body {
            request.body = Array(body.utf8)
            request.fields.add("Content-Type", contentType)
        }
        if let missing = request.logIn(user: user, secret: secret, surroundings) {
            return ActionResult(.notDone, missing, source: source, surroundings)
        }
        request.allow(surroundings.timeout)
        // A connection that was kept open may be closed at the moment it is used: then nobody knows whether it arrived.
        request.mayReuseConnection = false
        do throws(TransferError) {
            let response = try await surroundings.transfers.perform(request)
            let (course, sentence) = Self.judge(response.status)
            return ActionResult(
                course, sentence, source: source, surroundings, received: response.body,
                requestID: response.fields["X-Request-Id"], response.timings.details)
        } catch {
            let said = Observation.unanswered(error, peer: "\(address)", source: source).sentence
            return error.mayHaveArrived
                ? ActionResult(
                    .unclear, Words("要求は届いた可能性があります。" + said.japanese, "It may have arrived. " + said.english),
                    source: source,
                    surroundings)
                : ActionResult(
                    .notDone, Words("要求は送られていません。" + said.japanese, "Nothing was sent. " + said.english),
                    source: source,
                    surroundings)
        }
    }

    /// RFC 9110, 15: of a 4xx nothing was done, of a 3xx neither; after a 5xx nobody knows.
    private static func judge(_ status: Int) -> (ActionResult.Course, Words) {
        switch status {
        case 200..<300: (.done, Words("状態\(status)で受け付けられました。", "It was taken with status \(status)."))
        case 300..<500: (.notDone, Words("状態\(status)で断られました。", "It was refused with status \(status)."))
        default: (.unclear, Words("状態\(status)が返り、実行されたか分かりません。", "Status \(status): it may have been done."))
        }
    }
}
