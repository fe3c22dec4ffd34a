/// The key of a contract in the site folder, for instance `acme`.
public struct ContractID: Hashable, Sendable, CustomStringConvertible {
    public let text: String
    public init(_ text: String) { self.text = text }
    public var description: String { text }
}

/// The key of a contact within its contract, for instance `sato`.
public struct ContactID: Hashable, Sendable, CustomStringConvertible {
    public let text: String
    public init(_ text: String) { self.text = text }
    public var description: String { text }
}

/// The key of a configured sender of alerts, for instance `prom`.
public struct SourceID: Hashable, Sendable, CustomStringConvertible {
    public let text: String
    public init(_ text: String) { self.text = text }
    public var description: String { text }
}

/// The key of a telephone connection of the site, for instance `twilio`.
public struct LineID: Hashable, Sendable, CustomStringConvertible {
    public let text: String
    public init(_ text: String) { self.text = text }
    public var description: String { text }
}

/// Incidents are counted from 1 over the life of a journal.
public struct IncidentID: Hashable, Comparable, Sendable, CustomStringConvertible {
    public let number: Int
    public init(_ number: Int) { self.number = number }
    public var description: String { String(number) }
    public static func < (left: IncidentID, right: IncidentID) -> Bool { left.number < right.number }
    public func _rawHashValue(seed: Int) -> Int { hashOfCount(number) }
}

/// Escalations are counted from 1 over the life of a journal.
public struct EscalationID: Hashable, Comparable, Sendable, CustomStringConvertible {
    public let number: Int
    public init(_ number: Int) { self.number = number }
    public var description: String { String(number) }
    public static func < (left: EscalationID, right: EscalationID) -> Bool { left.number < right.number }
    public func _rawHashValue(seed: Int) -> Int { hashOfCount(number) }
}

/// One turn of one contact: the attempts of an escalation are counted from 1 through all its rounds.
public struct AttemptID: Hashable, Sendable, CustomStringConvertible {
    public let escalation: EscalationID
    public let number: Int
    public init(escalation: EscalationID, number: Int) {
        self.escalation = escalation
        self.number = number
    }
    public var description: String { "\(escalation).\(number)" }
}

/// One dial request for an attempt, counted from 1. It travels to the provider wherever it can (callback URL, Call-ID,
/// channel id), so that a call can be recognised after a restart.
public struct TryID: Hashable, Sendable, CustomStringConvertible {
    public let attempt: AttemptID
    public let number: Int
    public init(attempt: AttemptID, number: Int) {
        self.attempt = attempt
        self.number = number
    }
    public var escalation: EscalationID { attempt.escalation }
    public var description: String { "\(attempt).\(number)" }

    /// Reads what `description` writes: three counts from 1; nil for anything else.
    public init?(_ text: String) {
        let parts = text.split(separator: ".", maxSplits: 3, omittingEmptySubsequences: false)
        let counts = parts.compactMap { part -> Int? in
            guard part.utf8.count <= 18, part.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
            return Int(part).flatMap { $0 > 0 ? $0 : nil }
        }
        guard parts.count == 3, counts.count == 3 else { return nil }
        self.init(
            attempt: AttemptID(escalation: EscalationID(counts[0]), number: counts[1]), number: counts[2])
    }
}

/// Mails are counted from 1 over the life of a journal.
public struct MailID: Hashable, Comparable, Sendable, CustomStringConvertible {
    public let number: Int
    public init(_ number: Int) { self.number = number }
    public var description: String { String(number) }
    public static func < (left: MailID, right: MailID) -> Bool { left.number < right.number }
    public func _rawHashValue(seed: Int) -> Int { hashOfCount(number) }
}

/// Operator alarms are counted from 1 over the life of a journal.
public struct AlarmID: Hashable, Comparable, Sendable, CustomStringConvertible {
    public let number: Int
    public init(_ number: Int) { self.number = number }
    public var description: String { String(number) }
    public static func < (left: AlarmID, right: AlarmID) -> Bool { left.number < right.number }
}

/// Counts come from this program alone and need no hash that an attacker cannot foresee: one multiplication (by 2^64
/// over the golden ratio) spreads them over the highest bits, and a `Dictionary` looks at the lowest. Neighbours must not
/// stay neighbours, because removing from a long unbroken row of a `Dictionary` walks to its end.
private func hashOfCount(_ number: Int) -> Int {
    Int(bitPattern: UInt(truncatingIfNeeded: (UInt64(bitPattern: Int64(number)) &* 0x9E37_79B9_7F4A_7C15).byteSwapped))
}
