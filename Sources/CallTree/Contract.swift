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
///
/// Copies share one storage, because every escalation holds the terms it began with.
public struct CallTerms: Hashable, Sendable {
    private final class Storage: Sendable {
        let id: ContractID
        let customer: String
        let kana: String
        let contacts: [Contact]
        let calls: CallPolicy
        let mail: [String]

        init(
            id: ContractID, customer: String, kana: String, contacts: [Contact], calls: CallPolicy, mail: [String]
        ) {
            self.id = id
            self.customer = customer
            self.kana = kana
            self.contacts = contacts
            self.calls = calls
            self.mail = mail
        }
    }

    private let storage: Storage

    public init(
        id: ContractID, customer: String, kana: String = "", contacts: [Contact], calls: CallPolicy = CallPolicy(),
        mail: [String] = []
    ) {
        storage = Storage(id: id, customer: customer, kana: kana, contacts: contacts, calls: calls, mail: mail)
    }

    public var id: ContractID { storage.id }
    public var customer: String { storage.customer }
    /// How the customer's name is read; empty when it reads as written.
    public var kana: String { storage.kana }
    /// In order; never empty. More than three only by agreement (R4).
    public var contacts: [Contact] { storage.contacts }
    public var calls: CallPolicy { storage.calls }
    /// The contract's addresses for handed-over, exhausted and daytime alerts.
    public var mail: [String] { storage.mail }

    /// The same terms for some of the contacts.
    func keeping(_ contacts: [Contact]) -> CallTerms {
        CallTerms(id: id, customer: customer, kana: kana, contacts: contacts, calls: calls, mail: mail)
    }

    public static func == (left: CallTerms, right: CallTerms) -> Bool {
        left.storage === right.storage
            || left.id == right.id && left.customer == right.customer && left.kana == right.kana
                && left.contacts == right.contacts && left.calls == right.calls && left.mail == right.mail
    }

    public func hash(into hasher: inout Hasher) {
        hasher.combine(id)
        hasher.combine(customer)
        hasher.combine(contacts)
        hasher.combine(calls)
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
