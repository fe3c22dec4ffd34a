public import CallTree
public import JSONText

/// What one body said.
public struct ReadAlerts: Hashable, Sendable {
    /// At most one for each dedup key, in the order of the body.
    public let alerts: [Alert]
    /// What could not be read as an alert at all. The operator must see it: it may have been an outage.
    public let rejected: [RejectedAlert]
    /// How many alerts the sender itself left out of this body.
    public let truncated: Int
    /// Where something was missing or odd and was read on the safe side.
    public let notes: [ReadingNote]
    /// How many faulty characters were mended in the texts of the body; see `JSONDocument.repairs`.
    public let repairs: Int

    /// What a person should know beside the alerts, one line each; what was rejected comes first.
    public var remarks: [String] {
        var remarks = rejected.map(\.description) + notes.map(\.description)
        if repairs > 0 { remarks.append("\(repairs) faulty characters of the body were mended") }
        if truncated > 0 { remarks.append("the sender left out \(truncated) more alerts") }
        return remarks
    }
}

/// One part of a body that is not an alert.
public struct RejectedAlert: Hashable, Sendable, CustomStringConvertible {
    public enum Reason: Hashable, Sendable {
        case notAnObject
        /// Nothing tells what it is about, and nothing says that it fires.
        case empty
        /// It says that some trouble has recovered, but not which.
        case recoveryWithoutKey
        /// It says that some trouble has recovered, and names more than one: a name that tells which stands there twice.
        case recoveryOfSeveral
    }

    /// Its place in the body, counted from 0.
    public let index: Int
    public let reason: Reason

    public var description: String {
        switch reason {
        case .notAnObject:
            "alert \(index + 1) of the body was rejected: it is not an object"
        case .empty:
            "alert \(index + 1) of the body was rejected: it says neither what it is about nor that it fires"
        case .recoveryWithoutKey:
            "alert \(index + 1) of the body was rejected: it says recovered, but not which trouble"
        case .recoveryOfSeveral:
            "alert \(index + 1) of the body was rejected: it says recovered, but names more than one trouble"
        }
    }
}

/// One odd thing about an alert that was read all the same.
public struct ReadingNote: Hashable, Sendable, CustomStringConvertible {
    public enum Oddity: Hashable, Sendable {
        /// Missing, unknown or contradictory: read as firing.
        case statusUnclear
        /// The sender gave no key; one was made from what the alert says.
        case keyMade
        /// Nothing tells what it is about, but it fires: opened under one key for all such alerts.
        case unidentified
        /// A start or an end is there, but is no time of RFC 3339.
        case timeUnreadable
        /// A label has no text as its value, and was left out.
        case labelUnreadable
        /// Labels beyond the limit were left out.
        case tooManyLabels
        /// The dedup key, the labels or one of them stands there more than once and says different things. The last one
        /// counts.
        case nameRepeated
        /// Another alert of the body has the same key; one of the two counts.
        case sameKey
    }

    /// Its place in the body, counted from 0.
    public let index: Int
    public let oddity: Oddity

    public var description: String {
        "alert \(index + 1) of the body: \(oddity)"
    }
}

extension ReadingNote.Oddity: CustomStringConvertible {
    public var description: String {
        switch self {
        case .statusUnclear: "its status is not clear, so it is read as firing"
        case .keyMade: "it has no dedup key, so one was made from what it says"
        case .unidentified: "it does not say what it is about"
        case .timeUnreadable: "its start or end is no time of RFC 3339 and was left out"
        case .labelUnreadable: "a label without a text was left out"
        case .tooManyLabels: "it has more than \(AlertText.labelLimit) labels; the rest was left out"
        case .nameRepeated: "its dedup key or a label stands in it twice and differs; the last one counts"
        case .sameKey: "it has the dedup key of another alert of the body; only one of them counts"
        }
    }
}

/// Why nothing in a body can be read. The sender is told, the body is kept, the operator must see it.
public enum UnreadableBody: Error, Hashable, Sendable, CustomStringConvertible {
    case notJSON(JSONError)
    /// It is JSON, but of another shape; with what is wanted.
    case otherShape(wanted: String)

    public var description: String {
        switch self {
        case .notJSON(let error): "the body is not JSON: \(error)"
        case .otherShape(let wanted): "the body has another shape: \(wanted) is wanted"
        }
    }
}
