import CallTree
import ServiceHours

/// One line of a timeline: an event, or a run of repeats of the alert with nothing between them.
///
/// Some senders repeat an alert every few seconds for a whole night; told one by one, the repeats would bury the rest.
struct TimelineEntry {
    let first: RecordedEvent
    private(set) var last: RecordedEvent
    private(set) var count = 1

    private init(_ event: RecordedEvent) {
        first = event
        last = event
    }

    static func entries(_ events: [RecordedEvent]) -> [TimelineEntry] {
        var entries: [TimelineEntry] = []
        for event in events {
            if case .alertHeard = event.event, entries.last?.last.event == event.event {
                entries[entries.count - 1].last = event
                entries[entries.count - 1].count += 1
            } else {
                entries.append(TimelineEntry(event))
            }
        }
        return entries
    }

    func sentence(_ narrator: inout Narrator, _ language: Language) -> String {
        let sentence = narrator.sentence(first)
        guard count > 1 else { return sentence }
        let isOneDay = first.instant.japanTime.date == last.instant.japanTime.date
        let until = isOneDay ? last.instant.clock : last.instant.words(language)
        return language.says(
            "続報 \(count)回（\(first.instant.clock) から \(until)）",
            "Heard again \(count) times (from \(first.instant.clock) to \(until))")
    }
}
