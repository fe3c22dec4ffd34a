internal import Reports
internal import ServiceHours

/// Of what no alarm of the journal tells, the operator hears once a minute at most for each topic, and then how it stands:
/// a disk that fails and works in turns must not page somebody each time, and the last word must be the true one.
struct NoticePacing {
    private struct Topic {
        var untold: AlarmNote?
        var told: AlarmNote?
        var toldAt: Span?

        /// When it may be told; nil when there is nothing to tell.
        var dueAt: Span? {
            guard let untold, untold.kind != told?.kind || untold.text != told?.text else { return nil }
            return toldAt.map { $0 + AlarmPacing.minute } ?? Span(microseconds: .min)
        }
    }

    private var topics: [String: Topic] = [:]

    mutating func put(_ note: AlarmNote, topic: String) {
        topics[topic, default: Topic()].untold = note
    }

    /// What is to be told now, in the order of the topics' names.
    mutating func takeDue(at now: Span) -> [AlarmNote] {
        topics.keys.sorted().compactMap { name in
            guard let topic = topics[name], let due = topic.dueAt, due <= now, let note = topic.untold else {
                return nil
            }
            topics[name] = Topic(untold: nil, told: note, toldAt: now)
            return note
        }
    }

    /// When something is due next.
    var nextDue: Span? { topics.values.compactMap(\.dueAt).min() }
}
