import CallTree
public import Reports
import ServiceHours

/// The statecharts of a call, an incident and an escalation, as the real step was seen to move in a few small sites.
///
/// Nothing in them is drawn by hand but the names of the states and of what moves them. The walk takes about a second in
/// a debug build, and is the same every time.
public struct WalkedCharts: Hashable, Sendable {
    public let call: Statechart
    public let incident: Statechart
    public let escalation: Statechart

    public init() {
        var call = CallPhases()
        var incident = IncidentPhases()
        var escalation = EscalationPhases()
        for plan in WalkPlan.charted {
            Walk.glance(at: plan) { before, move, _, events in
                call.note(events, after: move, from: before)
                incident.note(events, from: before)
                escalation.note(events)
            }
        }
        self.call = call.chart
        self.incident = incident.chart
        self.escalation = escalation.chart
    }
}

extension WalkPlan {
    /// Small sites that together show every arrow. Each is left when no more are to be expected.
    static var charted: [WalkPlan] {
        [
            one("charted calls", kinds: [.rareReports, .operators], stateLimit: 250),
            one("charted lines", kinds: [.lines], stateLimit: 150),
            one("charted window", always: false, kinds: [.window, .operators], stateLimit: 300) {
                $0.holdOff = .minutes(5)
            },
            one("charted silence", always: false, kinds: [.window], stateLimit: 150) { $0.staleAfter = .hours(2) },
            one("charted record-only", always: false, kinds: [.window], stateLimit: 100) {
                $0.outsideWindow = .recordOnly
            },
            one("charted cap", troubles: 2, kinds: [.operators], stateLimit: 400) { $0.escalationsPerHour = 1 },
            one("charted gathering", troubles: 2, kinds: [], stateLimit: 400),
        ]
    }
}
