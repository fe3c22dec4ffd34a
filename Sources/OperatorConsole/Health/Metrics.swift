internal import CallTree
internal import NightEngine
internal import ServiceHours

/// `/metrics`, in the text format of Prometheus (version 0.0.4). Labels are constants of this program: no number of
/// contracts or alerts makes the text longer.
struct Metrics {
    private var text = ""

    static func text(
        board: BoardView?, health: EngineHealth, tally: IntakeTally, intakeRequests: Int, unreadableKept: Int,
        startedAt: Instant
    ) -> String {
        var metrics = Metrics()
        metrics.writeIntake(tally, requests: intakeRequests, unreadableKept: unreadableKept)
        metrics.writeEngine(health)
        if let board { metrics.writeBoard(board.counts) }
        if let found = board?.readiness {
            metrics.one(
                "nightcall_armed", "gauge", "1 when the latest check before a night found nothing in the way.",
                found.readiness.isArmed ? "1" : "0")
            metrics.one(
                "nightcall_armed_checked_seconds", "gauge", "When that check was made, in seconds since 1970.",
                "\(Double(found.at.microseconds) / 1_000_000)")
        }
        metrics.one(
            "process_start_time_seconds", "gauge", "When the process started, in seconds since 1970.",
            "\(Double(startedAt.microseconds) / 1_000_000)")
        return metrics.text
    }

    private mutating func writeIntake(_ tally: IntakeTally, requests: Int, unreadableKept: Int) {
        head("nightcall_alerts_total", "counter", "Alerts by what became of them.")
        for item in [IntakeTally.Item.accepted, .ignored, .rejectedParts] {
            line("nightcall_alerts_total", "result", item.rawValue, "\(tally[item])")
        }
        head("nightcall_alert_requests_refused_total", "counter", "Requests to the intake that got no 202, by why.")
        for item in [IntakeTally.Item.unreadable, .unauthorized, .tooLarge, .incomplete, .overloaded, .unwritable] {
            line("nightcall_alert_requests_refused_total", "reason", item.rawValue, "\(tally[item])")
        }
        one("nightcall_alert_requests_in_flight", "gauge", "Requests to the intake under way.", "\(requests)")
        one(
            "nightcall_unreadable_bodies_total", "counter", "Bodies kept because something in them could not be read.",
            "\(unreadableKept)")
    }

    private mutating func writeEngine(_ health: EngineHealth) {
        one("nightcall_engine_running", "gauge", "1 while the engine runs.", health.running ? "1" : "0")
        let isWritable = health.journal == .writable
        one("nightcall_journal_writable", "gauge", "1 while the journal can be written.", isWritable ? "1" : "0")
        one("nightcall_clock_trusted", "gauge", "1 while the clock can be right.", health.clockTrusted ? "1" : "0")
        one(
            "nightcall_clock_steps_total", "counter", "Steps of the wall clock of more than 2 s.",
            "\(health.clockSteps)")
        one("nightcall_journal_events_total", "counter", "Events appended since the start.", "\(health.events)")
        one("nightcall_inputs_total", "counter", "Inputs that the engine has taken.", "\(health.inputs)")
        one(
            "nightcall_inputs_refused_total", "counter", "Inputs refused because the journal could not be written.",
            "\(health.refused)")
        one("nightcall_calls_placed_total", "counter", "Dial requests that have left.", "\(health.callsPlaced)")
        head("nightcall_attempts_total", "counter", "Attempts that have ended, by outcome.")
        for outcome in Outcome.allCases {
            line("nightcall_attempts_total", "outcome", outcome.rawValue, "\(health.attemptsEnded[outcome] ?? 0)")
        }
        head("nightcall_journal_append_seconds", "summary", "How long an append took, with its sync.")
        text += "nightcall_journal_append_seconds_sum \(Double(health.appendMicroseconds) / 1_000_000)\n"
        text += "nightcall_journal_append_seconds_count \(health.appends)\n"
        one(
            "nightcall_journal_append_slowest_seconds", "gauge", "The slowest append since the start.",
            "\(Double(health.slowestAppendMicroseconds) / 1_000_000)")
        one(
            "nightcall_subjects_set_aside", "gauge", "Subjects set aside at the start because they could not be read.",
            "\(health.setAside.count)")
    }

    private mutating func writeBoard(_ counts: BoardView.Counts) {
        head("nightcall_incidents", "gauge", "Incidents on the board by where they stand.")
        line("nightcall_incidents", "place", "waiting", "\(counts.waiting)")
        line("nightcall_incidents", "place", "pending", "\(counts.pending)")
        line("nightcall_incidents", "place", "carried", "\(counts.carried)")
        line("nightcall_incidents", "place", "ended", "\(counts.ended)")
        one("nightcall_escalations_running", "gauge", "Escalations under way.", "\(counts.escalations)")
        one("nightcall_calls", "gauge", "Calls under way.", "\(counts.calls)")
        one("nightcall_mails_owed", "gauge", "Mails that have not left yet.", "\(counts.mailsOwed)")
        one("nightcall_alarms_lit", "gauge", "Operator alarms that nobody has cleared.", "\(counts.alarms)")
    }

    private mutating func head(_ name: String, _ type: String, _ help: String) {
        text += "# HELP \(name) \(help)\n# TYPE \(name) \(type)\n"
    }

    private mutating func line(_ name: String, _ label: String, _ labelValue: String, _ value: String) {
        text += "\(name){\(label)=\"\(labelValue)\"} \(value)\n"
    }

    private mutating func one(_ name: String, _ type: String, _ help: String, _ value: String) {
        head(name, type, help)
        text += "\(name) \(value)\n"
    }
}
