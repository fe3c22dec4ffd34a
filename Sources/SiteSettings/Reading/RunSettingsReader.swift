import CallTree
import Documents
import RunbookModel
import ServiceHours

/// Reads what a contract says of runs.
struct RunSettingsReader {
    let secrets: SecretStore
    let designations: DesignationReader
    let log: ProblemLog

    func settings(_ section: Section) -> RunSettings {
        var settings = RunSettings()
        settings.targets = targets(section["targets"])
        let ids = settings.targets.map(\.target.id.text)
        settings.terms.consents = consents(section["consents"], ids)
        settings.terms.maintenance = maintenance(section["maintenance"], ids)
        settings.terms.agreedOptions = Set(
            (section["agreedOptions"]?.items() ?? []).compactMap { $0.integer(in: 1...20) })
        settings.terms.limits = limits(section["actionLimits"])
        settings.allowed = allowed(section["allowed"])
        settings.secrets = named(section["secrets"])
        settings.clouds = CloudReader(secretNames: names(of: section["secrets"]), log: log).accounts(section["clouds"])
        settings.standing = standing(section["standing"], ids)
        settings.watches = watches(section["watches"], ids)
        settings.notices = notices(section["notices"], Array(settings.clouds.keys))
        for entry in section["vendors"]?.entries() ?? [] {
            if let address = entry.field.mailAddress() { settings.vendors[entry.name] = address }
        }
        return settings
    }

    private func targets(_ field: Field?) -> [TargetSettings] {
        var names = UniqueNames(of: "target")
        return (field?.items() ?? []).compactMap { item in
            guard let section = item.section(RunKeys.target) else { return nil }
            let id = section["id"].flatMap { field in field.identifier().flatMap { names.insert($0, field) ? $0 : nil }
            }
            let kind = section["kind"]?.identifier()
            let title = section["title"]?.text()
            let group = section["group"]?.text()
            var parameters: [String: String] = [:]
            for entry in section["parameters"]?.entries() ?? [] {
                if let text = entry.field.text() { parameters[entry.name] = text }
            }
            let alerts = section["alerts"].flatMap(designations.rule)
            guard let id, let kind, let title else { return nil }
            return TargetSettings(
                target: Target(id: TargetID(id), kind: kind, title: title, group: group), alerts: alerts,
                parameters: parameters)
        }
    }

    private func consents(_ field: Field?, _ targets: [String]) -> [Consent] {
        (field?.items() ?? []).compactMap { item in
            guard let section = item.section(RunKeys.consent) else { return nil }
            let action = section["action"]?.identifier()
            let target = target(section["target"], targets)
            let by = section["by"]?.text()
            let from = section["from"]?.date()
            let through = section["through"]?.date()
            guard let action, let by, let from, let through else { return nil }
            guard from <= through else {
                section["through"]?.error("the consent ends before it begins", mend: "write a day from \(from) on")
                return nil
            }
            // A target that cannot be told must not become consent for all of them.
            if section.has("target"), target == nil { return nil }
            return Consent(action: action, target: target, by: by, from: from, through: through)
        }
    }

    private func standing(_ field: Field?, _ targets: [String]) -> [StandingSettings] {
        (field?.items() ?? []).compactMap { item in
            guard let section = item.section(RunKeys.standing) else { return nil }
            let runbook = section["runbook"]?.identifier()
            let target = target(section["target"], targets)
            let when = section["when"].flatMap(designations.rule)
            guard let runbook, let target, let when else { return nil }
            return StandingSettings(when: when, runbook: RunbookID(runbook), target: target)
        }
    }

    private func watches(_ field: Field?, _ targets: [String]) -> [WatchSettings] {
        var names = UniqueNames(of: "watch")
        return (field?.items() ?? []).compactMap { item in
            guard let section = item.section(RunKeys.watch) else { return nil }
            let name = section["id"].flatMap { field in
                field.identifier().flatMap { names.insert($0, field) ? $0 : nil }
            }
            let runbook = section["runbook"]?.identifier()
            let target = target(section["target"], targets)
            let at = section["at"]?.timeOfDay()
            let investigation = section["investigation"]?.identifier()
            guard let name, let runbook, let target, let at else { return nil }
            return WatchSettings(
                name: name, target: target, runbook: RunbookID(runbook), at: at,
                investigation: investigation.map { RunbookID($0) })
        }
    }

    private func notices(_ field: Field?, _ clouds: [String]) -> [NoticeSettings] {
        (field?.items() ?? []).compactMap { item in
            guard let section = item.section(RunKeys.notices) else { return nil }
            let cloudField = section["cloud"]
            let regionsField = section["regions"]
            let services = (section["services"]?.items() ?? []).compactMap { $0.text() }
            guard let cloudField, let cloud = cloudField.identifier(), let regionsField else { return nil }
            guard clouds.contains(cloud) else {
                cloudField.error(
                    "there is no account \(Quoted(cloud)) under `clouds`",
                    mend: Suggestion.mending(cloud, among: clouds.sorted()))
                return nil
            }
            let regions = (regionsField.items() ?? []).compactMap { $0.text() }
            guard !regions.isEmpty else {
                regionsField.error("`regions` is an empty list", mend: "write the regions that are used")
                return nil
            }
            return NoticeSettings(cloud: cloud, regions: regions, services: services)
        }
    }

    private func maintenance(_ field: Field?, _ targets: [String]) -> [Maintenance] {
        (field?.items() ?? []).compactMap { item in
            guard let section = item.section(RunKeys.maintenance) else { return nil }
            let target = target(section["target"], targets)
            let from = section["from"].flatMap(instant)
            let until = section["until"].flatMap(instant)
            let reason = section["reason"]?.text()
            guard let from, let until, let reason else { return nil }
            guard from < until else {
                section["until"]?.error("the maintenance ends before it begins")
                return nil
            }
            return Maintenance(target: target, from: from, until: until, reason: reason)
        }
    }

    private func target(_ field: Field?, _ known: [String]) -> TargetID? {
        guard let field, let id = field.identifier() else { return nil }
        guard known.contains(id) else {
            field.error("there is no target \(Quoted(id))", mend: Suggestion.mending(id, among: known))
            return nil
        }
        return TargetID(id)
    }

    private func instant(_ field: Field) -> Instant? {
        guard let text = field.scalar(wanted: "an instant") else { return nil }
        do {
            return try Instant(rfc3339: text)
        } catch {
            field.error("\(field.label): \(error)", mend: "write it like 2026-11-28T22:00:00+09:00")
            return nil
        }
    }

    private func allowed(_ field: Field?) -> Allowed {
        var allowed = Allowed()
        guard let section = field?.section(RunKeys.allowed) else { return allowed }
        allowed.plugins = Set((section["plugins"]?.items() ?? []).compactMap(absolutePath))
        allowed.folders = Set((section["folders"]?.items() ?? []).compactMap(absolutePath))
        for item in section["commands"]?.items() ?? [] {
            guard let words = item.items() else { continue }
            let texts = words.compactMap { $0.text() }
            if texts.isEmpty {
                item.error("a command has no words", mend: "write `commands: [[systemctl, restart, nginx]]`")
            }
            if texts.count == words.count, !texts.isEmpty { allowed.commands.insert(texts) }
        }
        return allowed
    }

    private func absolutePath(_ field: Field) -> String? {
        guard let path = field.text() else { return nil }
        let parts = path.split(separator: "/")
        guard path.hasPrefix("/"), !parts.contains("..") else {
            field.error("\(field.label) is no absolute path", mend: "write it from `/` on, without `..`")
            return nil
        }
        return path
    }

    private func limits(_ field: Field?) -> RunLimits {
        var limits = RunLimits()
        guard let section = field?.section(RunKeys.limits) else { return limits }
        if let budget = section["perContract"]?.section(RunKeys.budget),
            let times = budget["times"]?.integer(in: 1...100),
            let within = budget["within"]?.span(in: .minutes(1) ... .hours(720))
        {
            limits.perContract = Runbook.Budget(times: times, within: within)
        }
        limits.coolDown = section["coolDown"]?.span(in: .zero ... .hours(24)) ?? limits.coolDown
        limits.commonCauseTargets = section["commonCauseTargets"]?.integer(in: 1...1_000) ?? limits.commonCauseTargets
        limits.approvalWithin = section["approvalWithin"]?.span(in: .minutes(1) ... .hours(12)) ?? limits.approvalWithin
        limits.wholeRun = section["wholeRun"]?.span(in: .minutes(10) ... .hours(24)) ?? limits.wholeRun
        return limits
    }

    /// Also of secrets that cannot be followed, so that one mistake is told once.
    private func names(of field: Field?) -> [String] { (field?.entries() ?? []).map(\.name) }

    private func named(_ field: Field?) -> [String: Secret] {
        var named: [String: Secret] = [:]
        for entry in field?.entries() ?? [] {
            if let secret = secrets.secret(entry.field) { named[entry.name] = secret }
        }
        return named
    }
}
