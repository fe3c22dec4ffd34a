internal import CallTree
internal import FoundationEssentials
public import ServiceHours

/// A line's account at an Asterisk, and how NightCall uses it. Tried against a fake that speaks the published forms only.
public struct AsteriskAccount: Sendable {
    /// `http://` and where its HTTP server is (`http.conf`), with its prefix where it has one; no slash at the end.
    let address: String
    /// A user of `ari.conf`.
    let user: String
    private let password: String
    /// What is dialled, such as `PJSIP/{number}@trunk`; `{number}` stands for the number.
    let endpoint: String
    /// The caller's number; nil leaves it to Asterisk.
    let from: String?
    let numbers: NumberForm
    /// The name under which events are asked for. One program alone may use it: a second would take them away.
    let application: String
    /// The folder of speech, which Asterisk reads under the same path.
    let sounds: String
    let language: Language

    public init(
        address: String, user: String, password: String, endpoint: String, from: String?,
        numbers: NumberForm, application: String, sounds: String, language: Language
    ) {
        self.address = address.hasSuffix("/") ? String(address.dropLast()) : address
        self.user = user
        self.password = password
        self.endpoint = endpoint
        self.from = from
        self.numbers = numbers
        self.application = application
        self.sounds = sounds
        self.language = language
    }

    /// Basic authentication (RFC 7617), for requests and for the WebSocket. That it may cross the network in clear was
    /// decided where the site was read.
    var authorization: String { "Basic " + Data("\(user):\(password)".utf8).base64EncodedString() }

    /// What is dialled for a number.
    func endpoint(for phone: PhoneNumber) -> String {
        endpoint.replacing("{number}", with: numbers.text(phone))
    }

    /// The technology and name of the endpoint, where they do not depend on the number: `PJSIP/trunk`.
    var trunk: String? {
        guard let slash = endpoint.firstIndex(of: "/"), let at = endpoint.lastIndex(of: "@"), slash < at else {
            return nil
        }
        let name = endpoint[endpoint.index(after: at)...]
        return name.isEmpty || name.contains("/") || name.contains("{") ? nil : "\(endpoint[..<slash])/\(name)"
    }

    /// Our id of the channel of a call: whoever asks Asterisk for it twice, still gets one.
    func channel(_ id: TryID) -> String { "\(application)-\(id)" }

    /// The call of a channel; nil when it is not ours.
    func call(_ channel: String) -> TryID? {
        guard channel.hasPrefix(application + "-") else { return nil }
        return TryID(String(channel.dropFirst(application.count + 1)))
    }
}

extension AsteriskAccount: CustomStringConvertible, CustomReflectable {
    /// Without the password.
    public var description: String { "user \(user) of the Asterisk at \(address)" }
    public var customMirror: Mirror { Mirror(self, children: ["account": description]) }
}
