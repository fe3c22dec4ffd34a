import Documents
public import ServiceHours

/// A value that a runbook gives a step. A text may hold parameters, as `{name}`.
public enum StepValue: Hashable, Sendable {
    case text(String)
    case integer(Int)
    case decimal(Double)
    case span(Span)
    case flag(Bool)
    case texts([String])
    /// In the order of the file.
    case pairs([Pair])

    public struct Pair: Hashable, Sendable {
        public let name: String
        public let value: String

        public init(name: String, value: String) {
            self.name = name
            self.value = value
        }
    }

    /// Every text in it, in which parameters may stand.
    public var allTexts: [String] {
        switch self {
        case .text(let text): [text]
        case .texts(let texts): texts
        case .pairs(let pairs): pairs.map(\.value)
        case .integer, .decimal, .span, .flag: []
        }
    }
}

/// One key that a step of some kind understands.
public struct StepKey: Hashable, Sendable {
    public enum Form: Hashable, Sendable {
        case text
        case integer(ClosedRange<Int>)
        case decimal
        case span(ClosedRange<Span>)
        case flag
        case choice([String])
        case texts
        /// A mapping from names of the file's own choice to texts.
        case pairs
    }

    public let name: String
    public let form: Form
    /// What is in force when the key is not written; nil when it must be written.
    public let byDefault: String?
    /// A value as it may be written.
    public let example: String
    public let meaning: String

    public static func required(_ name: String, _ form: Form, _ example: String, _ meaning: String) -> StepKey {
        StepKey(name: name, form: form, byDefault: nil, example: example, meaning: meaning)
    }

    public static func optional(
        _ name: String, _ form: Form, default byDefault: String, _ example: String, _ meaning: String
    ) -> StepKey {
        StepKey(name: name, form: form, byDefault: byDefault, example: example, meaning: meaning)
    }
}

extension StepKey {
    /// The value that is in force when the key is not written; nil where `byDefault` only describes it, as "none".
    public var usual: StepValue? {
        guard let byDefault else { return nil }
        switch form {
        case .integer(let range): return Int(byDefault).flatMap { range.contains($0) ? .integer($0) : nil }
        case .decimal: return Double(byDefault).flatMap { $0.isFinite ? .decimal($0) : nil }
        case .span(let range): return Span(settings: byDefault).flatMap { range.contains($0) ? .span($0) : nil }
        case .flag: return ["true": .flag(true), "false": .flag(false)][byDefault]
        case .choice(let words): return words.contains(byDefault) ? .text(byDefault) : nil
        case .texts:
            guard byDefault.hasPrefix("["), byDefault.hasSuffix("]") else { return nil }
            let texts = byDefault.dropFirst().dropLast().split(separator: ",").map { text in
                String(text.drop { $0 == " " })
            }
            return texts.isEmpty ? nil : .texts(texts)
        case .text, .pairs: return nil
        }
    }
}

/// A kind of check: what it asks, what it understands, and which values it reads.
public struct CheckKind: Hashable, Sendable {
    /// A value that a check of this kind reads.
    public struct Value: Hashable, Sendable {
        public let name: String
        /// Nil for a word.
        public let unit: String?
        public let meaning: String

        public init(_ name: String, unit: String? = nil, _ meaning: String) {
            self.name = name
            self.unit = unit
            self.meaning = meaning
        }
    }

    /// What kind of signal it gives: a decision to act rests on at least two kinds.
    public enum Signal: String, Hashable, Sendable, CaseIterable {
        /// From outside, over the network.
        case reachability
        /// From within the target.
        case inside
        /// From a monitoring system.
        case monitoring
        /// From who runs the target's platform.
        case platform
        /// From a person.
        case person
        /// Of ourselves; says nothing of the target.
        case ourselves
    }

    public let name: String
    /// What it asks, as a heading.
    public let title: Words
    public let signal: Signal
    public let with: [StepKey]
    public let expect: [StepKey]
    public let values: [Value]
    /// Whether what it looks at names further values of its own, as a plugin's performance data does: then a runbook may
    /// ask for any name, and one that is not read matches nothing.
    public let readsMore: Bool

    public init(
        _ name: String, _ title: Words, signal: Signal, with: [StepKey], expect: [StepKey] = [], values: [Value] = [],
        readsMore: Bool = false
    ) {
        self.name = name
        self.title = title
        self.signal = signal
        self.with = with
        self.expect = expect
        self.values = values
        self.readsMore = readsMore
    }
}

extension CheckKind.Signal {
    /// Whether a check of this kind can prove that an action worked. The platform's word is the action's own answer (a
    /// restart is said to have succeeded before the machine goes down), and our own health says nothing of the target.
    public var provesTarget: Bool {
        switch self {
        case .reachability, .inside, .monitoring, .person: true
        case .platform, .ourselves: false
        }
    }

    /// Whether the signal tells of the target at all.
    public var tellsOfTarget: Bool { self != .ourselves }

    /// As reports name it.
    public var words: Words {
        switch self {
        case .reachability: Words("外部からの到達", "reachability from outside")
        case .inside: Words("対象の内部", "from within the target")
        case .monitoring: Words("監視システム", "monitoring system")
        case .platform: Words("基盤の提供者", "platform")
        case .person: Words("人による確認", "a person")
        case .ourselves: Words("当社側", "our own side")
        }
    }
}

/// A kind of action.
public struct ActionKind: Hashable, Sendable {
    /// What it does to the target, which decides what it needs before it may be done.
    public enum Effect: String, Hashable, Sendable, CaseIterable {
        /// Nothing: it waits and looks.
        case none
        /// Tells somebody outside: the customer, a vendor.
        case outward
        /// Tells the operator, or marks something in NightCall.
        case inward
        /// Makes, moves or removes copies of the target, and leaves the target as it is.
        case copies
        /// Interrupts the service, and comes back by itself.
        case disruptive
        /// May lose data or cannot be taken back; a second person agrees.
        case destructive

        /// Whether it changes the target or its copies: then every guard stands in front of it, and a proof behind it.
        public var changesTarget: Bool { self == .copies || self == .disruptive || self == .destructive }
    }

    /// When the service does this kind of work (R5).
    public enum Hours: String, Hashable, Sendable, CaseIterable {
        /// R1 to R3: weekday nights and holidays.
        case night
        /// R9: weekdays 9:00 to 17:00, as the customer has ordered.
        case day
        /// R9: the daily backup and what watches it.
        case always
    }

    public let name: String
    public let title: Words
    public let effect: Effect
    public let hours: Hours
    /// How often in a month, by the calendar in Japan, a contract may have it done (R9); nil where the terms set no limit.
    public let perMonth: Int?
    public let with: [StepKey]
    /// The key of `with` that says for how long alerts of the target are announced to be of our own doing; nil for kinds
    /// that announce none.
    public let announces: String?

    public init(
        _ name: String, _ title: Words, effect: Effect, hours: Hours = .night, perMonth: Int? = nil, with: [StepKey],
        announces: String? = nil
    ) {
        self.name = name
        self.title = title
        self.effect = effect
        self.hours = hours
        self.perMonth = perMonth
        self.with = with
        self.announces = announces
    }
}

extension ActionKind {
    /// Whether it is done because of what was found of the target. Work on copies and by day is done because it is due or was
    /// ordered.
    public var restsOnFindings: Bool {
        switch effect {
        case .disruptive, .destructive: hours == .night
        case .copies, .outward, .inward, .none: false
        }
    }
}

/// A text in both languages (R12).
public struct Words: Hashable, Sendable {
    public let japanese: String
    public let english: String

    public init(_ japanese: String, _ english: String) {
        self.japanese = japanese
        self.english = english
    }
}

/// Every kind of step that runbooks may use.
public struct StepCatalogue: Sendable {
    public let checks: [CheckKind]
    public let actions: [ActionKind]

    public init(checks: [CheckKind], actions: [ActionKind]) {
        self.checks = checks
        self.actions = actions
    }

    public func check(_ name: String) -> CheckKind? { checks.first { $0.name == name } }
    public func action(_ name: String) -> ActionKind? { actions.first { $0.name == name } }
}
