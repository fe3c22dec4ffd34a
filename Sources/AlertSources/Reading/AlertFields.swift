internal import CallTree
internal import JSONText
internal import ServiceHours

/// One alert of a body as an object of JSON: the fields that several kinds of source have in common, each read on the
/// safe side, with a note where something is odd.
struct AlertFields {
    let object: JSONObject
    let index: Int
    /// What stands in the field `labels`, in each of them should there be several: a rule must not miss a label because
    /// another object came behind it.
    let allLabels: JSONObject

    init(object: JSONObject, index: Int) {
        self.object = object
        self.index = index
        let labels = object.values(named: "labels").compactMap(\.object)
        allLabels = labels.count == 1 ? labels[0] : JSONObject(members: labels.flatMap(\.members))
    }

    /// The text of a field; nil when it is missing, empty or not a text, number or truth value.
    func text(_ name: String) -> String? {
        object[name].flatMap(\.nonEmptyText)
    }

    /// Which trouble this is about and what is said of it; nil when the alert had to be rejected.
    ///
    /// - Parameters:
    ///   - given: the field with the key that the sender gave.
    ///   - made: a key made of what else the alert says.
    ///   - mayRecover: whether a recovery may go by the key that was made.
    ///   - unidentified: the key for what fires but does not say what it is; all such alerts share it.
    ///   - hasOtherSign: whether there is anything else that makes it an alert.
    func identity(
        given field: String, made: String?, mayRecover: Bool, unidentified: String, hasOtherSign: Bool,
        _ collector: inout AlertCollector
    ) -> (key: String, status: Alert.Status)? {
        let given = text(field)
        switch saidStatus {
        case .resolved where saysMoreThanOne(field) || (given == nil && mayRecover && labelsContradict):
            collector.reject(.recoveryOfSeveral, at: index)
            return nil
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
            if saysMoreThanOne(field) || labelsContradict { collector.note(.nameRepeated, at: index) }
            if given == nil { collector.note(made == nil ? .unidentified : .keyMade, at: index) }
            return (given ?? made ?? unidentified, .firing)
        }
    }

    /// Whether a field stands there more than once and is not the same text each time.
    private func saysMoreThanOne(_ name: String) -> Bool {
        let said = object.values(named: name)
        return said.count > 1 && said.contains { !$0.saysTheSame(as: said[0]) }
    }

    /// Whether `labels`, or a label in it, stands there more than once and is not the same text each time.
    private var labelsContradict: Bool {
        if saysMoreThanOne("labels") { return true }
        var values: [[UInt8]: JSONNode] = [:]
        return allLabels.members.contains { member in
            let before = values.updateValue(member.value, forKey: Array(member.name.utf8))
            return before.map { !$0.saysTheSame(as: member.value) } ?? false
        }
    }

    private enum SaidStatus {
        case firing, resolved, unclear
    }

    /// Resolved only if the field is there and nothing contradicts it. Whatever is unclear will be read as firing: the
    /// worst that follows is a needless call.
    private var saidStatus: SaidStatus {
        let said = object.values(named: "status").map { value in
            value.string.flatMap { $0.utf8.count <= "resolved".utf8.count ? $0.lowercased() : nil }
        }
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
        let members = allLabels.members
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
    /// order, also where one of them is said twice. A value that is no text is written `?` without quotes, so that the
    /// key is never that of other labels.
    var keyOfLabels: String? {
        let members = allLabels.members
        guard !members.isEmpty else { return nil }
        let parts = members.map { member in
            member.name + "=" + (member.value.scalarText.map(Self.quoted) ?? "?")
        }
        var key = "{"
        var last: String?
        for part in parts.sorted(by: { $0.utf8.lexicographicallyPrecedes($1.utf8) }) {
            if let last {
                if last.isSame(as: part) { continue }
                key += ","
            }
            key += part
            last = part
        }
        return key + "}"
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
    /// Whether both are texts, numbers or truth values and read the same.
    fileprivate func saysTheSame(as other: JSONNode) -> Bool {
        guard let text = scalarText, let otherText = other.scalarText else { return false }
        return text.isSame(as: otherText)
    }

    /// The text of a string, number or truth value, unless there is nothing to be seen in it.
    var nonEmptyText: String? {
        scalarText.flatMap { AlertText.isBlank($0) ? nil : $0 }
    }
}
