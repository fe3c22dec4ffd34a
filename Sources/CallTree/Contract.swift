public import ServiceHours

/// One customer's agreement, as the site folder states it today.
public struct Contract: Sendable {
    public let terms: CallTerms
    public let calendar: ServiceCalendar
    /// An alert is designated when any of these matches; none: nobody is called.
    public let designated: [Designation]

    public init(terms: CallTerms, calendar: ServiceCalendar, designated: [Designation]) {
        self.terms = terms
        self.calendar = calendar
        self.designated = designated
    }

    public var id: ContractID { terms.id }

    /// Whether the customer designated this alert in advance (R3).
    public func designates(_ alert: Alert) -> Bool {
        designated.contains { $0.matches(alert) }
    }
}

/// The part of a contract that an escalation freezes when it starts: whom to call, and how.
public struct CallTerms: Hashable, Sendable {
    public let id: ContractID
    public let customer: String
    /// How the customer's name is read; empty when it reads as written.
    public let kana: String
    /// In order; never empty. More than three only by agreement (R4).
    public let contacts: [Contact]
    public let calls: CallPolicy
    /// The contract's addresses for handed-over, exhausted and daytime alerts.
    public let mail: [String]

    public init(
        id: ContractID, customer: String, kana: String = "", contacts: [Contact], calls: CallPolicy = CallPolicy(),
        mail: [String] = []
    ) {
        self.id = id
        self.customer = customer
        self.kana = kana
        self.contacts = contacts
        self.calls = calls
        self.mail = mail
    }

    /// How many attempts one escalation makes at most.
    public var attemptLimit: Int { contacts.count * calls.rounds }

    /// The contact of the attempt with this number (from 1), and its round and place (both from 1).
    public func turn(_ attempt: Int) -> Turn? {
        guard attempt >= 1, attempt <= attemptLimit, !contacts.isEmpty else { return nil }
        let place = (attempt - 1) % contacts.count
        return Turn(round: (attempt - 1) / contacts.count + 1, place: place + 1, contact: contacts[place])
    }
}

/// Whose turn an attempt is.
public struct Turn: Hashable, Sendable {
    public let round: Int
    public let place: Int
    public let contact: Contact
}

/// A person with a number.
public struct Contact: Hashable, Sendable {
    public let id: ContactID
    public let name: String
    public let kana: String
    public let phone: PhoneNumber

    public init(id: ContactID, name: String, kana: String = "", phone: PhoneNumber) {
        self.id = id
        self.name = name
        self.kana = kana
        self.phone = phone
    }
}
