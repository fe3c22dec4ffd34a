internal import CallTree
internal import ServiceHours

/// One alert of a body as an object of JSON: the fields that several kinds of source have in common, each read on the
/// safe side, with a note where something is odd.
struct AlertFields {
    let object: JSONObject
    let index: Int

    /// The text of a field; nil when it is missing, empty or not a text, number or truth value.
    func text(_ name: String) -> String? {
        object[name].flatMap(\.nonEmptyText)
    }

    /// Which trouble this is about and what is said of it; nil when the alert had to be rejected.
    ///
    /// - Parameters:
    ///   - given: the key that the sender gave.
    ///   - made: a key made of what else the alert says.
    ///   - mayRecover: whether a recovery may go by the key that was made.
    ///   - unidentified: the key for what fires but does not say what it is; all such alerts share it.
    ///   - hasOtherSign: whether there is anything else that makes it an alert.
    func identity(
        given: String?, made: String?, mayRecover: Bool, unidentified: String, hasOtherSign: Bool,
        _ collector: inout AlertCollector
    ) -> (key: String, status: Alert.Status)? {
        switch saidStatus {
        case .resolved:
            guard let key = given ?? (mayRecover ? made : nil) else {
                collector.reject(.recoveryWithoutKey, at: index)
                return nil
            }
            if given == nil { collector.note(.keyMade, at: index) }
            return (key, .resolved)
        case .unclear where given == nil && made == nil && !hasOtherSign:
            collector.reject(.empty, at: index)
            return nil
        case .unclear, .firing:
            if saidStatus == .unclear { collector.note(.statusUnclear, at: index) }
            if given == nil { collector.note(made == nil ? .unidentified : .keyMade, at: index) }
            return (given ?? made ?? unidentified, .firing)
        }
    }

    private enum SaidStatus {
        case firing, resolved, unclear
    }

    /// Resolved only if the field is there and nothing contradicts it. Whatever is unclear will be read as firing: the
    /// worst that follows is a needless call.
    private var saidStatus: SaidStatus {
        let said = object.values(named: "status").map { $0.string?.lowercased() }
        if said.isEmpty { return .unclear }
        if said.allSatisfy({ $0 == "resolved" }) { return .resolved }
        return said.allSatisfy({ $0 == "firing" }) ? .firing : .unclear
    }

    /// The time of a field. Go's zero time, `0001-01-01T00:00:00Z`, means that there is none. A time later than can be
    /// written at +09:00 becomes the last that can.
    func instant(_ name: String, _ collector: inout AlertCollector) -> Instant? {
        guard let text = text(name) else { return nil }
        guard let instant = try? Instant(rfc3339: text) else {
            collector.note(.timeUnreadable, at: index)
            return nil
        }
        return instant < Self.firstRealInstant ? nil : min(instant, Self.lastInstant)
    }

    /// 0002-01-01T00:00:00Z, later than the zero time at any offset.
    private static let firstRealInstant = Instant(microseconds: -62_104_060_800_000_000)
    /// 9999-12-31T23:59:59+09:00, see RFC 3339, section 1.
    private static let lastInstant = Instant(microseconds: 253_402_268_399_000_000)

    /// The labels of the field `labels`, cleaned and cut to length.
    func labels(_ collector: inout AlertCollector) -> [Label] {
        let members = object["labels"]?.object?.members ?? []
        var labels: [Label] = []
        var placeOfName: [String: Int] = [:]
        for member in members {
            guard let value = member.value.scalarText else {
                collector.note(.labelUnreadable, at: index)
                continue
            }
            let label = Label(name: AlertText.labelName(member.name), value: AlertText.labelValue(value))
            if let place = placeOfName[label.name] {
                labels[place] = label
            } else if labels.count < AlertText.labelLimit {
                placeOfName[label.name] = labels.count
                labels.append(label)
            } else {
                collector.note(.tooManyLabels, at: index)
                break
            }
        }
        return labels
    }

    /// A key made of all labels, sorted by name and value and written as Prometheus writes them:
    /// `{alertname="disk full",instance="web-1"}`. Nil when there are none. The same labels give the same key in any
    /// order. A value that is no text is written `?` without quotes, so that the key is never that of other labels.
    var keyOfLabels: String? {
        let members = object["labels"]?.object?.members ?? []
        guard !members.isEmpty else { return nil }
        let parts = members.map { member in
            member.name + "=" + (member.value.scalarText.map(Self.quoted) ?? "?")
        }
        return "{" + parts.sorted().joined(separator: ",") + "}"
    }

    private static func quoted(_ text: String) -> String {
        var quoted = "\""
        for scalar in text.unicodeScalars {
            if scalar == "\"" || scalar == "\\" { quoted.unicodeScalars.append("\\") }
            quoted.unicodeScalars.append(scalar)
        }
        return quoted + "\""
    }
}

extension JSONNode {
    /// The text of a string, number or truth value, unless it is empty or nothing but spaces.
    var nonEmptyText: String? {
        guard let text = scalarText, text.utf8.contains(where: { $0 > 0x20 }) else { return nil }
        return text
    }
}
