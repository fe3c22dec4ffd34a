import CallTree
import ServiceHours
import SiteSettings

/// What `nightcall check` prints of one site folder.
struct CheckReport {
    let folder: String
    let problems: [SettingsProblem]
    /// Nil when there is an error.
    let site: Site?
    let now: Instant

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
            "\(line.id) (\(line.driver.name), \(line.slots.map { counted($0, "slot") } ?? "any number of slots"))"
        }
        let head = [
            "listen     \(site.listen)",
            "data       \(site.dataFolder)",
            "operators  \(site.operators.isEmpty ? "none" : site.operators.map(\.name).joined(separator: ", "))",
            "mail       \(site.mailServer.map { "over \($0.host)" } ?? "recorded, not sent: there is no smtp")",
            "lines      \(lines.joined(separator: ", "))",
        ]
        return head + site.contracts.flatMap(summary)
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
        JSONText.object([
            ("folder", .string(folder)),
            ("errors", .number(count(.error))),
            ("warnings", .number(count(.warning))),
            ("problems", .array(problems.map(value))),
            ("site", site.map(value) ?? .null),
        ])
    }

    private func value(of problem: SettingsProblem) -> JSONText.Value {
        .object([
            ("gravity", .string(problem.gravity.rawValue)),
            ("file", .string(problem.file)),
            ("line", problem.place == .wholeFile ? .null : .number(problem.place.line)),
            ("column", problem.place == .wholeFile ? .null : .number(problem.place.column)),
            ("what", .string(problem.what)),
            ("mending", .string(problem.mending)),
        ])
    }

    private func value(of site: Site) -> JSONText.Value {
        .object([
            ("listen", .string(site.listen.description)),
            ("data", .string(site.dataFolder)),
            ("operators", .array(site.operators.map { .string($0.name) })),
            (
                "lines",
                .array(
                    site.lines.map { line in
                        .object([
                            ("id", .string(line.id.text)), ("driver", .string(line.driver.name)),
                            ("slots", line.slots.map(JSONText.Value.number) ?? .null),
                        ])
                    })
            ),
            ("contracts", .array(site.contracts.map(value))),
        ])
    }

    private func value(of contract: SiteContract) -> JSONText.Value {
        let terms = contract.contract.terms
        let answer = try? contract.contract.calendar.answer(at: now).get()
        return .object([
            ("id", .string(terms.id.text)),
            ("customer", .string(terms.customer)),
            ("contacts", .array(terms.contacts.map { .string($0.id.text) })),
            ("routes", .array(terms.calls.routes.map { .string($0.text) })),
            (
                "sources",
                .array(contract.sources.map { .object([("id", .string($0.id.text)), ("kind", .string($0.kind))]) })
            ),
            ("designated", .number(contract.contract.designated.count)),
            ("state", .optional(answer?.state.rawValue)),
            ("reason", .optional(answer?.reason.rawValue)),
        ])
    }
}
