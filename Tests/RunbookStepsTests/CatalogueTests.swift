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

    @Test func `no kind that must be given something can be made without it`() throws {
        let nothing = try StepArguments([:], keys: [], parameters: [:])
        for kind in StepKinds.checks where (kind.kind.with + kind.kind.expect).contains(where: { $0.byDefault == nil })
        {
            #expect(throws: StepRefusal.self, "\(kind.kind.name)") { try kind.init(with: nothing, expect: nothing) }
        }
        for kind in StepKinds.actions {
            #expect(throws: StepRefusal.self, "\(kind.kind.name)") { try kind.init(with: nothing) }
        }
    }

    @Test func `what an action is told in its example it understands`() throws {
        for kind in StepKinds.actions {
            #expect(!kind.kind.title.japanese.isEmpty && !kind.kind.title.english.isEmpty)
            let keys = kind.kind.with.map(\.name)
            #expect(Set(keys).count == keys.count, "\(kind.kind.name) has a key twice")
        }
        let names = StepKinds.actions.map { $0.kind.name }
        #expect(Set(names).count == names.count && names.count >= 8)
    }
}
