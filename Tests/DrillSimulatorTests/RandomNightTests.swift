import CallTree
import DrillSimulator
import Foundation
import ServiceHours
import Synchronization
import Testing

/// Ten thousand nights made from seeds: every one is by the book, seen from outside, and a crash anywhere changes
/// nothing but waiting. In `make soak` two hundred thousand.
@Suite struct RandomNightTests {
    static let soak = ProcessInfo.processInfo.environment["NIGHTCALL_SOAK"] == "1"
    static let seeds: Range<UInt64> = 1..<(soak ? 200_001 : 10_001)
    static let holidays = HolidayCalendar(announcedThrough: 2027)

    @Test func `every random night is by the book, and crashes change nothing in it`() async {
        let failures = await withTaskGroup(of: [String].self) { group in
            let workers = UInt64(ProcessInfo.processInfo.activeProcessorCount)
            for worker in 0..<workers {
                group.addTask {
                    var failures: [String] = []
                    for seed in Self.seeds where seed % workers == worker && failures.count < 5 {
                        failures += Self.failures(seed)
                    }
                    return failures
                }
            }
            return await group.reduce(into: []) { $0 += $1 }
        }
        #expect(failures.isEmpty, "\(failures.joined(separator: "\n"))")
    }

    /// Found by the long form: a claim on a slot outlived its attempt, and a crash forgot it; a line that was said to be
    /// free three times at one instant had three waiters looked at for its one place.
    @Test(arguments: [29_734, 189_341, 196_252] as [UInt64])
    func `a night that once failed is by the book`(seed: UInt64) {
        #expect(Self.failures(seed) == [])
    }

    @Test func `the nights reach every end, every outcome and every way of waiting`() {
        var ends: Set<End> = []
        var outcomes: Set<Outcome> = []
        var hasWaited = false
        for seed: UInt64 in 1..<400 {
            let night = RandomNight(seed: seed, holidays: Self.holidays)
            for recorded in Drill.run(night.scenario, seed: seed, capacities: night.capacities).events {
                switch recorded.event {
                case .incidentEnded(_, let end, _): ends.insert(end)
                case .attemptEnded(_, let outcome, _): outcomes.insert(outcome)
                case .attemptWaits(_, .lineBusy): hasWaited = true
                default: break
                }
            }
        }
        #expect(ends == Set(End.allCases))
        #expect(outcomes == Set(Outcome.allCases))
        #expect(hasWaited)
    }

    /// What is wrong with the night of this seed, each with the seed in it.
    private static func failures(_ seed: UInt64) -> [String] {
        let night = RandomNight(seed: seed, holidays: holidays)
        let calm = Drill.run(night.scenario, seed: seed, capacities: night.capacities)
        var failures = calm.failures.map { "seed \(seed): \($0)" }
        let crashes = night.crashing(1 + Int(seed % 3), among: calm.events.count, seed: seed)
        let crashed = Drill.run(crashes, seed: seed, capacities: night.capacities)
        failures += crashed.failures.map { "seed \(seed), with crashes: \($0)" }
        failures += difference(calm.attempts, crashed.attempts).map { "seed \(seed), attempts: \($0)" }
        failures += difference(calm.incidents, crashed.incidents).map { "seed \(seed), ends: \($0)" }
        return failures
    }

    /// The first place at which two lists differ.
    private static func difference<Element: Equatable>(_ calm: [Element], _ crashed: [Element]) -> [String] {
        if calm == crashed { return [] }
        let place = zip(calm, crashed).prefix { $0 == $1 }.count
        func text(_ list: [Element]) -> String { list.indices.contains(place) ? "\(list[place])" : "nothing" }
        return ["\(text(calm)) without a crash, \(text(crashed)) with"]
    }
}
