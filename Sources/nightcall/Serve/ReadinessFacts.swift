import CallTree
import NightEngine
import ServiceHours
import SiteSettings

/// What would keep calls from being made tonight, beside what each line says itself. Values in, faults out.
struct ReadinessFacts {
    let site: Site
    let seen: ReadinessDesk.Seen
    let health: EngineHealth
    let now: Instant

    /// In the order in which they are to be mended: first what stops everything.
    var faults: [ReadinessFault] {
        processFaults + seen.circuits.map { .lineOut($0.line) } + site.contracts.flatMap { faults(of: $0.contract) }
    }

    private var processFaults: [ReadinessFault] {
        var faults: [ReadinessFault] = []
        if !health.clockTrusted { faults.append(.clockDistrusted) }
        if health.journal != .writable { faults.append(.journalUnwritable) }
        if health.spaceIsTight { faults.append(.diskTight) }
        if seen.alarms.contains(.mailFailing) { faults.append(.mailFailing) }
        if seen.alarms.contains(.restartingOften) { faults.append(.restartingOften) }
        return faults
    }

    private func faults(of contract: Contract) -> [ReadinessFault] {
        var faults: [ReadinessFault] = []
        // Every hour of the coming night and the day after it.
        let hours = (0...24).map { now + .hours($0) }
        if hours.contains(where: { contract.calendar.isOpen(at: $0) == nil }) { faults.append(.calendar(contract.id)) }
        if contract.designated.isEmpty { faults.append(.nothingDesignated(contract.id)) }
        let mayBeDialled = contract.terms.contacts.contains { site.dialling.refusal(of: $0.phone) == nil }
        if !mayBeDialled { faults.append(.nobodyToCall(contract.id)) }
        return faults
    }
}
