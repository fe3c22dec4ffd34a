internal import CallTree
internal import Foundation
internal import HTTPTypes

/// What a path asks for. Everything the server knows is listed here.
enum Route: Hashable {
    case alerts(ContractID, SourceID)
    case page, live, style, script
    case report(IncidentID)
    case signIn, signOut
    case act(Act)
    case incidents
    case incident(IncidentID)
    case acknowledge(IncidentID)
    case cancel(IncidentID)
    case clearAlarm(AlarmID)
    case health, readiness, metrics

    /// What the forms of the page ask for.
    enum Act: Hashable {
        case acknowledge(IncidentID)
        case cancel(IncidentID)
        case clearAlarm(AlarmID)
        case telephone(ContractID, ContactID)
    }

    /// Nil for a path that leads nowhere.
    init?(path: String) {
        let parts = path.split(separator: "/", omittingEmptySubsequences: false).dropFirst().map { $0.removingPercentEncoding }
        guard !parts.contains(nil) else { return nil }
        let segments = parts.compactMap(\.self)
        switch segments.count {
        case 1: self.init(segments[0])
        case 2: self.init(segments[0], segments[1])
        case 3: self.init(segments[0], segments[1], segments[2])
        case 4: self.init(segments[0], segments[1], segments[2], segments[3])
        default: return nil
        }
    }

    private init?(_ first: String) {
        switch first {
        case "": self = .page
        case "live": self = .live
        case "console.css": self = .style
        case "console.js": self = .script
        case "sign-in": self = .signIn
        case "sign-out": self = .signOut
        case "healthz": self = .health
        case "readyz": self = .readiness
        case "metrics": self = .metrics
        default: return nil
        }
    }

    private init?(_ first: String, _ second: String) {
        switch (first, second) {
        case ("api", "incidents"): self = .incidents
        case ("incidents", _):
            guard let number = Self.number(second) else { return nil }
            self = .report(IncidentID(number))
        default: return nil
        }
    }

    private init?(_ first: String, _ second: String, _ third: String) {
        switch (first, second, third) {
        case ("alerts", _, _): self = .alerts(ContractID(second), SourceID(third))
        case ("api", "incidents", _):
            guard let number = Self.number(third) else { return nil }
            self = .incident(IncidentID(number))
        default: return nil
        }
    }

    private init?(_ first: String, _ second: String, _ third: String, _ fourth: String) {
        if first == "telephones", fourth == "do" {
            self = .act(.telephone(ContractID(second), ContactID(third)))
            return
        }
        guard let number = Self.number(third) else { return nil }
        switch (first, second, fourth) {
        case ("api", "incidents", "acknowledge"): self = .acknowledge(IncidentID(number))
        case ("api", "incidents", "cancel"): self = .cancel(IncidentID(number))
        case ("api", "alarms", "clear"): self = .clearAlarm(AlarmID(number))
        case ("act", "incidents", "acknowledge"): self = .act(.acknowledge(IncidentID(number)))
        case ("act", "incidents", "cancel"): self = .act(.cancel(IncidentID(number)))
        case ("act", "alarms", "clear"): self = .act(.clearAlarm(AlarmID(number)))
        default: return nil
        }
    }

    /// The one method besides HEAD that the path takes.
    var method: HTTPRequest.Method {
        switch self {
        case .page, .live, .style, .script, .report, .incidents, .incident, .health, .readiness, .metrics: .get
        case .alerts, .signIn, .signOut, .act, .acknowledge, .cancel, .clearAlarm: .post
        }
    }

    private static func number(_ text: String) -> Int? {
        guard (1...18).contains(text.utf8.count), text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        return Int(text).flatMap { $0 > 0 ? $0 : nil }
    }
}
