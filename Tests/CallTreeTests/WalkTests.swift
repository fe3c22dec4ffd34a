import DrillSimulator
import Testing

/// Every reachable state of the small sites in `WalkPlan`, over the real step, held against the outside check.
struct WalkTests {
    @Test(arguments: WalkPlan.all)
    func `every reachable state of a small site is by the book`(plan: WalkPlan) {
        expectByTheBook(plan)
    }

    @Test(.enabled(if: Soak.isOn, "make soak walks the larger sites"), arguments: WalkPlan.soak)
    func `every reachable state of a larger site is by the book`(plan: WalkPlan) {
        expectByTheBook(plan)
    }

    private func expectByTheBook(_ plan: WalkPlan) {
        let result = Walk.all(of: plan)
        print("walk: \(result.summary)")
        #expect(result.isComplete)
        #expect(result.faults.isEmpty, "\(result.faults.map(\.description).joined(separator: "\n"))")
        #expect(result.states > 100)
    }
}
