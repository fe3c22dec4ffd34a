import CallTree
import Documents
import FoundationEssentials
import JSONText
import Reports
import ServiceHours
import SiteSettings
import Telephony
import WebTransfer

/// What `nightcall check` prints of one site folder.
struct CheckReport {
    let folder: String
    let problems: [SettingsProblem]
    /// Nil when there is an error.
    let site: Site?
    let now: Instant
    /// What trying the lines' credentials has found; empty when that was not asked for.
    var trials: [LineID: CredentialTrial] = [:]

    func text(_ format: CheckCommand.Format) -> String {
        switch format {
        case .text: plainText
        case .json: json
        }
    }

    private func count(_ gravity: SettingsProblem.Gravity) -> Int {
        problems.count { $0.gravity == gravity }
    }

    private var plainText: String {
        let counts = "\(folder): \(counted(count(.error), "error")), \(counted(count(.warning), "warning"))"
        return (problems.map(\.description) + [counts] + (site.map(summary) ?? [])).joined(separator: "\n")
    }

    private func summary(of site: Site) -> [String] {
        let lines = site.lines.map { line in
            "\(line.id) (\(line.driver.name), \(line.capacity.slots.map { counted($0, "slot") } ?? "any number of slots"))"
        }
        let head = [
            "listen     \(site.listen)",
            "data       \(site.dataFolder)",
            "operators  \(site.operators.isEmpty ? "none" : site.operators.map(\.name).joined(separator: ", "))",
            "mail       \(mailWords(site))",
            "alarm      \(alarmWords(site.operatorDesk))",
            "heartbeat  \(site.heartbeat.map(Self.summary) ?? "none: nobody elsewhere notices when NightCall is gone")",
            "retention  \(site.retentionDays.map { "names, numbers and texts are erased after \(counted($0, "day"))" } ?? "names, numbers and texts are kept for ever")",
            "lines      \(lines.joined(separator: ", "))",
        ]
        let tried = site.lines.compactMap { line in
            trials[line.id].map { "line       \(line.id)  \($0.word): \($0.why)" }
        }
        return head + spokenLanguages(site).map { voiceWords($0, site) } + tried + site.contracts.flatMap(summary)
    }

    /// What is spoken by a voice of ours.
    private func spokenLanguages(_ site: Site) -> [Language] {
        let spoken = site.lines.compactMap { line -> Language? in
            switch line.driver {
            case .sip(let settings): settings.language
            case .asterisk(let settings): settings.language
            case .simulated, .twilio, .http: nil
            }
        }
        return Language.allCases.filter(spoken.contains)
    }

    private func voiceWords(_ language: Language, _ site: Site) -> String {
        let settings = SiteVoice.settings(site.voices)
        let missing = missingForVoice(language, site)
        let head = "voice      \(language.rawValue): \(settings.engine(language).name)"
        if missing.isEmpty { return head }
        return head
            + ", of which this machine lacks \(missing.joined(separator: ", ")); calls say only that there is trouble"
    }

    private func missingForVoice(_ language: Language, _ site: Site) -> [String] {
        SiteVoice.settings(site.voices).missing(
            language, path: ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin")
    }

    private func mailWords(_ site: Site) -> String {
        guard let server = site.mailServer else {
            return "written as files into \(site.dataFolder.appendingPathSegment("outbox/new"))"
        }
        let login = server.user == nil ? "" : ", with a login"
        return "sent through \(server.host):\(server.port) (\(server.security.rawValue)\(login)) from \(server.from)"
    }

    private func alarmWords(_ desk: OperatorDesk) -> String {
        let way: String? =
            switch desk.alarm {
            case .command(let words): words.first.map { "the command \($0)" }
            // The rest of an address may be a secret.
            case .url: "a post to the web address"
            case nil: nil
            }
        let ways = ["a light on the console", desk.mail.map { "a mail to \($0)" }, way].compactMap(\.self)
        return ways.joined(separator: ", ")
    }

    /// Without the path, which may hold a secret.
    private static func summary(of heartbeat: HeartbeatSettings) -> String {
        "every \(heartbeat.every.words(.english)) to \((try? WebAddress(heartbeat.url))?.description ?? "nowhere")"
    }

    private func summary(of contract: SiteContract) -> [String] {
        let terms = contract.contract.terms
        let calls = terms.calls
        let sources = contract.sources.map { "\($0.id) (\($0.kind))" }.joined(separator: ", ")
        let window =
            switch contract.contract.calendar.answer(at: now) {
            case .success(let answer): answer.sentence(language: .english)
            case .failure(let error): error.description
            }
        return [
            "contract   \(terms.id): \(terms.customer)",
            "  calls    \(terms.contacts.map(\.id.text).joined(separator: ", ")); \(counted(calls.rings, "ring")), "
                + "\(counted(calls.rounds, "round")), proof \(calls.proof.rawValue), "
                + "over \(calls.routes.map(\.text).joined(separator: ", "))",
            "  alerts   \(sources.isEmpty ? "from nowhere" : "from \(sources)"); "
                + "\(counted(contract.contract.designated.count, "rule")) of designated alerts",
            "  window   \(window)",
        ]
    }

    private func counted(_ count: Int, _ noun: String) -> String {
        "\(count) \(noun)\(count == 1 ? "" : "s")"
    }

    private var json: String {
        JSONValue.object([
            JSONMember("folder", .string(folder)),
            JSONMember("errors", .integer(count(.error))),
            JSONMember("warnings", .integer(count(.warning))),
            JSONMember("problems", .array(problems.map(value))),
            JSONMember("site", site.map(value) ?? .null),
        ]).text()
    }

    private func value(of problem: SettingsProblem) -> JSONValue {
        .object([
            JSONMember("gravity", .string(problem.gravity.rawValue)),
            JSONMember("file", .string(problem.file)),
            JSONMember("line", problem.place == .wholeFile ? .null : .integer(problem.place.line)),
            JSONMember("column", problem.place == .wholeFile ? .null : .integer(problem.place.column)),
            JSONMember("what", .string(problem.what)),
            JSONMember("mending", .string(problem.mending)),
        ])
    }

    private func value(of site: Site) -> JSONValue {
        .object([
            JSONMember("listen", .string(site.listen.description)),
            JSONMember("data", .string(site.dataFolder)),
            JSONMember("operators", .array(site.operators.map { .string($0.name) })),
            JSONMember(
                "lines",
                .array(
                    site.lines.map(value))
            ),
            JSONMember("voices", .array(spokenLanguages(site).map { value(of: $0, site) })),
            JSONMember("contracts", .array(site.contracts.map(value))),
        ])
    }

    private func value(of language: Language, _ site: Site) -> JSONValue {
        .object([
            JSONMember("language", .string(language.rawValue)),
            JSONMember("engine", .string(SiteVoice.settings(site.voices).engine(language).name)),
            JSONMember("missing", .array(missingForVoice(language, site).map { .string($0) })),
        ])
    }

    private func value(of line: LineSettings) -> JSONValue {
        let trial = trials[line.id].map { trial in
            [JSONMember("credentials", .string(trial.word)), JSONMember("why", .string(trial.why))]
        }
        return .object(
            [
                JSONMember("id", .string(line.id.text)), JSONMember("driver", .string(line.driver.name)),
                JSONMember("slots", line.capacity.slots.map(JSONValue.integer) ?? .null),
            ] + (trial ?? []))
    }

    private func value(of contract: SiteContract) -> JSONValue {
        let terms = contract.contract.terms
        let answer = try? contract.contract.calendar.answer(at: now).get()
        return .object([
            JSONMember("id", .string(terms.id.text)),
            JSONMember("customer", .string(terms.customer)),
            JSONMember("contacts", .array(terms.contacts.map { .string($0.id.text) })),
            JSONMember("routes", .array(terms.calls.routes.map { .string($0.text) })),
            JSONMember(
                "sources",
                .array(
                    contract.sources.map {
                        .object([JSONMember("id", .string($0.id.text)), JSONMember("kind", .string($0.kind))])
                    })
            ),
            JSONMember("designated", .integer(contract.contract.designated.count)),
            JSONMember("state", .text(answer?.state.rawValue)),
            JSONMember("reason", .text(answer?.reason.rawValue)),
        ])
    }
}

extension CredentialTrial {
    /// The word that scripts rely on.
    fileprivate var word: String { isRefused ? "refused" : "accepted" }

    fileprivate var why: String {
        switch self {
        case .accepted(let why), .refused(let why): why
        }
    }
}
