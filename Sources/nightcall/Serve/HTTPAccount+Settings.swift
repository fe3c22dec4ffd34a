import JSONText
import SiteSettings
import Telephony
import WebTransfer

extension HTTPAccount {
    init(_ settings: HTTPLineSettings) {
        let words = settings.words.compactMapValues { ProviderWord(rawValue: $0.rawValue) }
        self.init(
            from: settings.from, numbers: NumberForm(settings.numbers), language: settings.language,
            login: Login(settings.login), place: ProviderRequest(settings.place.request), placedID: settings.place.id,
            unreachable: settings.place.unreachable, isIdempotent: settings.place.isIdempotent,
            watch: ProviderRequest(settings.watch.request), every: settings.watch.every,
            status: settings.watch.status, keys: settings.watch.keys, words: words,
            stop: ProviderRequest(settings.stop), say: settings.say.map { ProviderRequest($0) },
            find: settings.find.map { Finding(request: ProviderRequest($0.request), id: $0.id) },
            trial: settings.trial.map { ProviderRequest($0) })
    }
}

extension HTTPAccount.Login {
    /// The reader of the site lets no secret be missing.
    fileprivate init(_ login: HTTPLineSettings.Login) {
        switch login {
        case .none: self = .none
        case .bearer(let token): self = .field(name: "Authorization", value: "Bearer \(token.revealed ?? "")")
        case .basic(let user, let password):
            self = .basic(Credentials(user: user, secret: password.revealed ?? ""))
        case .header(let name, let value): self = .field(name: name, value: value.revealed ?? "")
        }
    }
}

extension ProviderRequest {
    fileprivate init(_ request: HTTPLineSettings.Request) {
        let body: Body =
            switch request.body {
            case .none: .none
            case .json(let value): .json(value)
            case .form(let pairs): .form(pairs.map { Pair($0.name, $0.value) })
            }
        // The reader knows no other method.
        self.init(HTTPMethod(rawValue: request.method.rawValue) ?? .get, request.url, body)
    }
}

extension NumberForm {
    init(_ numbers: LineSettings.Numbers) {
        switch numbers {
        case .international: self = .international
        case .national: self = .national
        }
    }
}
