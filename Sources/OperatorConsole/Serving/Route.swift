internal import CallTree
internal import Foundation
internal import HTTPTypes

/// What a path asks for. Everything that the server knows is listed here.
enum Route: Hashable {
    /// `POST`, from a monitoring system.
    case alerts(ContractID, SourceID)
    /// `POST`, from the provider of a line, about one of its calls.
    case callback(LineID, TryID, subject: String)
    /// `GET`, for a person.
    case page(Page)
    case asset(Asset)
    /// `POST`, from a form of the page.
    case form(FormTarget)
    /// For programs, with an operator's token.
    case api(Call)
    /// `GET`, for whoever watches the server.
    case probe(Probe)

    enum Page: Hashable {
        case desk
        /// The part of the desk that moves.
        case live
        case report(IncidentID)
    }

    enum Asset: Hashable {
        case style, script
    }

    enum FormTarget: Hashable {
        case signIn, signOut
        case acknowledge(IncidentID)
        case cancel(IncidentID)
        case clearAlarm(AlarmID)
        case telephone(ContractID, ContactID)
    }

    enum Call: Hashable {
        case list
        case show(IncidentID)
        case ask(Wish)
        case runs(RunCall)
        /// What the latest check before a night found.
        case readiness
        /// What clouds have told and that is not over.
        case notices
        /// Such a check is to be made now.
        case checkReadiness
    }

    /// What an operator's program asks for.
    enum Wish: Hashable {
        case acknowledge(IncidentID)
        case cancel(IncidentID)
        case clearAlarm(AlarmID)
    }

    enum Probe: Hashable {
        case health, readiness, metrics
    }

    /// The one method besides HEAD that the path takes.
    var method: HTTPRequest.Method {
        switch self {
        case .page, .asset, .probe, .api(.list), .api(.show), .api(.readiness), .api(.notices): .get
        case .api(.runs(let call)): call.isRead ? .get : .post
        case .alerts, .callback, .form, .api(.ask), .api(.checkReadiness): .post
        }
    }

    /// Nil for a path that leads nowhere.
    init?(path: String) {
        let parts = path.split(separator: "/", omittingEmptySubsequences: false).dropFirst()
            .map { $0.removingPercentEncoding }
        guard !parts.contains(nil) else { return nil }
        let segments = parts.compactMap(\.self)
        switch segments.count {
        case 1: self.init(segments[0])
        case 2: self.init(segments[0], segments[1])
        case 3: self.init(segments[0], segments[1], segments[2])
        case 4: self.init(segments[0], segments[1], segments[2], segments[3])
        // As `LineCallback.path` writes it.
        case 5:
            guard segments[0] == "lines", segments[2] == "calls", let id = TryID(segments[3]) else { return nil }
            self = .callback(LineID(segments[1]), id, subject: segments[4])
        default: return nil
        }
    }

    private init?(_ first: String) {
        switch first {
        case "": self = .page(.desk)
        case "live": self = .page(.live)
        case "console.css": self = .asset(.style)
        case "console.js": self = .asset(.script)
        case "sign-in": self = .form(.signIn)
        case "sign-out": self = .form(.signOut)
        case "healthz": self = .probe(.health)
        case "readyz": self = .probe(.readiness)
        case "metrics": self = .probe(.metrics)
        default: return nil
        }
    }

    private init?(_ first: String, _ second: String) {
        switch (first, second) {
        case ("api", "incidents"): self = .api(.list)
        case ("api", "readiness"): self = .api(.readiness)
        case ("api", "notices"): self = .api(.notices)
        case ("api", "runs"): self = .api(.runs(.list))
        case ("api", "questions"): self = .api(.runs(.questions))
        case ("incidents", _):
            guard let number = Self.number(second) else { return nil }
            self = .page(.report(IncidentID(number)))
        default: return nil
        }
    }

    private init?(_ first: String, _ second: String, _ third: String) {
        switch (first, second) {
        case ("alerts", _): self = .alerts(ContractID(second), SourceID(third))
        case ("telephones", _): self = .form(.telephone(ContractID(second), ContactID(third)))
        case ("api", "incidents"):
            guard let number = Self.number(third) else { return nil }
            self = .api(.show(IncidentID(number)))
        case ("api", "runs"):
            if third == "order" {
                self = .api(.runs(.order))
            } else {
                guard let number = Self.number(third) else { return nil }
                self = .api(.runs(.show(number)))
            }
        case ("api", "readiness") where third == "check": self = .api(.checkReadiness)
        case ("api", "actions"):
            switch third {
            case "stop": self = .api(.runs(.stopAll))
            case "release": self = .api(.runs(.releaseAll))
            default: return nil
            }
        default: return nil
        }
    }

    private init?(_ first: String, _ second: String, _ third: String, _ fourth: String) {
        guard let number = Self.number(third) else { return nil }
        switch (first, second, fourth) {
        case ("api", "incidents", "acknowledge"): self = .api(.ask(.acknowledge(IncidentID(number))))
        case ("api", "incidents", "cancel"): self = .api(.ask(.cancel(IncidentID(number))))
        case ("api", "alarms", "clear"): self = .api(.ask(.clearAlarm(AlarmID(number))))
        case ("api", "runs", "approve"): self = .api(.runs(.approve(number)))
        case ("api", "runs", "cancel"): self = .api(.runs(.cancel(number)))
        case ("api", "runs", "ticket"): self = .api(.runs(.ticket(number)))
        case ("api", "questions", "answer"): self = .api(.runs(.answer(number)))
        case ("desk", "incidents", "acknowledge"): self = .form(.acknowledge(IncidentID(number)))
        case ("desk", "incidents", "cancel"): self = .form(.cancel(IncidentID(number)))
        case ("desk", "alarms", "clear"): self = .form(.clearAlarm(AlarmID(number)))
        default: return nil
        }
    }

    /// Numbers of incidents and alarms count from 1.
    private static func number(_ text: String) -> Int? {
        guard (1...18).contains(text.utf8.count), text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
            return nil
        }
        return Int(text).flatMap { $0 > 0 ? $0 : nil }
    }
}
