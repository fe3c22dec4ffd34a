public import CallTree
internal import JSONText
public import ServiceHours

/// One thing that the operator is told at once, in words.
public struct AlarmNote: Hashable, Sendable {
    /// For machines, such as `lines-failing`.
    public let kind: String
    /// One line.
    public let text: String
    /// When it happened.
    public let at: Instant

    public init(kind: String, text: String, at: Instant) {
        self.kind = kind
        self.text = text.shown()
        self.at = at
    }

    /// - Parameter clearedAt: when it was over already as it is told.
    public init(_ alarm: Alarm, raisedAt: Instant, clearedAt: Instant? = nil, language: Language = .japanese) {
        let over = clearedAt.map {
            language.says("（\($0.words(language)) に解除済み）", " (cleared at \($0.words(language)))")
        }
        self.init(kind: alarm.term, text: alarm.words(language) + (over ?? ""), at: raisedAt)
    }
}

/// What the operator is told of one alarm, or of several together, by whatever way.
public struct AlarmText: Hashable, Sendable {
    /// How many are told one by one; of more the number is given.
    public static let noteLimit = 20

    public let notes: [AlarmNote]
    /// Which NightCall it is.
    public let site: String
    public let language: Language

    /// - Precondition: at least one note.
    public init(_ notes: [AlarmNote], site: String, language: Language = .japanese) {
        precondition(!notes.isEmpty, "nothing is told")
        self.notes = notes
        self.site = site
        self.language = language
    }

    public var subject: String {
        let more = notes.count - 1
        return language.says("[NightCall] 警報: ", "[NightCall] Alarm: ") + notes[0].text.shown(limit: 120)
            + (more > 0 ? language.says("（ほか\(more)件）", " (and \(more) more)") : "")
    }

    public var body: String {
        var page = TextPage()
        for line in lines { page.line(line) }
        page.line("")
        page.line(
            language.says(
                "画面の警報を確かめ、済んだら消してください（\(site.shown())）。",
                "Look at the alarms on the console, and clear them when they are dealt with (\(site.shown()))."))
        page.line(language.says("-- NightCall（時刻はすべて日本時間）", "-- NightCall (all times are Japan time)"))
        return page.text
    }

    /// For a command or a pager: a line for each.
    public var short: String { "[NightCall] " + lines.joined(separator: "\n") }

    /// For a web hook: `alarm` (`several` where the kinds differ), `text`, `at` of the first, `site`.
    public var json: String {
        let isOneKind = notes.allSatisfy { $0.kind == notes[0].kind }
        return JSONValue.object([
            JSONMember("alarm", .string(isOneKind ? notes[0].kind : "several")),
            JSONMember("text", .string(lines.joined(separator: "\n"))),
            JSONMember("at", .instant(notes[0].at)),
            JSONMember("site", .string(site)),
        ]).text(.compact)
    }

    private var lines: [String] {
        let told = notes.prefix(Self.noteLimit).map { "\($0.at.words(language)) \($0.text)" }
        let more = notes.count - told.count
        return told + (more > 0 ? [language.says("ほか\(more)件", "and \(more) more")] : [])
    }
}
