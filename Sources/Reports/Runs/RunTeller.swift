public import RunbookModel
public import ServiceHours

/// Tells the events of runs while they happen, each as a sentence.
public struct RunTeller {
    private let catalogue: StepCatalogue
    private let language: Language
    private var events: [RunID: [RecordedRunEvent]] = [:]

    public init(catalogue: StepCatalogue, language: Language) {
        self.catalogue = catalogue
        self.language = language
    }

    /// Nil for what says nothing to a reader, and for a run whose beginning was not told.
    public mutating func sentence(_ recorded: RecordedRunEvent) -> String? {
        guard let id = recorded.event.run else { return nil }
        events[id, default: []].append(recorded)
        guard let story = RunStory(events[id] ?? [], catalogue: catalogue),
            let said = RunNarrator(story: story, language: language).sentence(recorded.event)
        else { return nil }
        if case .forgotten = recorded.event { events[id] = nil }
        return "R-\(id)  \(said)"
    }
}
