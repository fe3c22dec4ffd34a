import RunbookModel
import RunbookSteps
import Testing

/// What holds for every kind of step.
@Suite struct CatalogueTests {
    @Test func `every kind has its own name, and words in both languages`() {
        let kinds = StepKinds.checks.map { $0.kind }
        #expect(Set(kinds.map(\.name)).count == kinds.count && !kinds.isEmpty)
        for kind in kinds {
            #expect(!kind.title.japanese.isEmpty && !kind.title.english.isEmpty)
            let keys = (kind.with + kind.expect).map(\.name)
            #expect(Set(keys).count == keys.count, "\(kind.name) has a key twice")
            #expect((kind.with + kind.expect).allSatisfy { !$0.example.isEmpty && !$0.meaning.isEmpty })
        }
    }

    @Test func `no kind can be made without what it must be given`() throws {
        let nothing = try StepArguments([:], keys: [], parameters: [:])
        for kind in StepKinds.checks {
            #expect(throws: StepRefusal.self) { try kind.init(with: nothing, expect: nothing) }
        }
    }
}
