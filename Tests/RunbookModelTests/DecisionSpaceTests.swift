import ServiceHours
import Testing

@testable import RunbookModel

/// The walk of all combinations, against one that names each of them.
@Suite struct DecisionSpaceTests {
    @Test func `it finds in random small tables what naming every combination finds`() throws {
        var chance = Chance(seed: 7)
        var (uncovered, never, falsely, boldly, skipped) = (0, 0, 0, 0, 0)
        for _ in 0..<150 {
            let table = RandomTable(&chance)
            let truth = BruteForce(table)
            let answer = try #require(DecisionSpace(checks: table.checks, rules: table.rules).explore())
            #expect(answer.neverFirst == truth.neverFirst, "\(table.rules)")
            #expect((answer.uncovered == nil) == truth.uncovered.isEmpty, "\(table.rules)")
            #expect(answer.falselyNormal.map(\.row) == truth.falselyNormal.keys.sorted(), "\(table.rules)")
            #expect(answer.boldlyNormal.map(\.row) == truth.boldlyNormal.keys.sorted(), "\(table.rules)")
            // An example is one of those that naming every combination finds.
            if let example = answer.uncovered { #expect(truth.uncovered.contains(Set(example.parts))) }
            for (row, example) in answer.falselyNormal {
                #expect(truth.falselyNormal[row]?.contains(Set(example.parts)) ?? false)
            }
            for (row, example) in answer.boldlyNormal {
                #expect(truth.boldlyNormal[row]?.contains(Set(example.parts)) ?? false)
            }
            if !truth.uncovered.isEmpty { uncovered += 1 }
            if !truth.neverFirst.isEmpty { never += 1 }
            if !truth.falselyNormal.isEmpty { falsely += 1 }
            if !truth.boldlyNormal.isEmpty { boldly += 1 }
            if table.checks.contains(where: { !$0.after.isEmpty }) { skipped += 1 }
        }
        // The tables were of every kind.
        #expect(
            [uncovered, never, falsely, boldly, skipped].allSatisfy { (15...145).contains($0) },
            "\([uncovered, never, falsely, boldly, skipped])")
    }

    /// 5^20 combinations: were each looked at, the test would not end.
    @Test func `twenty checks of five verdicts need few states`() throws {
        let checks = (1...20).map { Self.check("c\($0)", after: $0 == 1 ? [] : ["c1"]) }
        var rules = [Runbook.Rule(conditions: [.verdict(CheckID("c1"), [.warning, .abnormal, .unknown])], .unknown)]
        rules.append(Runbook.Rule(conditions: [.any([.unknown, .skipped])], .unknown))
        for number in 2...19 {
            rules.append(
                Runbook.Rule(
                    conditions: [
                        .verdict(CheckID("c\(number)"), [.abnormal]),
                        .verdict(CheckID("c\(number + 1)"), [.abnormal, .warning]),
                    ], .abnormal))
        }
        rules.append(Runbook.Rule(conditions: [.any([.abnormal])], .abnormal))
        rules.append(Runbook.Rule(conditions: [.all([.normal])], .normal))
        let open = try #require(DecisionSpace(checks: checks, rules: rules).explore())
        #expect(open.uncovered?.description == "`c20` warning, all other checks normal")
        #expect(open.neverFirst == [])
        #expect(open.falselyNormal.isEmpty)
        #expect(open.states < 10_000)
        let closed = try #require(
            DecisionSpace(checks: checks, rules: rules + [Runbook.Rule(conditions: [], .warning)]).explore())
        #expect(closed.uncovered == nil)
        #expect(closed.neverFirst == [])
    }

    @Test func `a table that is made to have too many states is not decided`() {
        let checks = (1...20).map { Self.check("c\($0)") }
        // Each row asks for a pair that is far apart, so that half way all subsets of twenty rows may still match.
        let rules = (1...20).flatMap { number in
            (1...20).filter { $0 != number }.map { other in
                Runbook.Rule(
                    conditions: [
                        .verdict(CheckID("c\(number)"), [.abnormal]),
                        .verdict(CheckID("c\(other)"), [number < 10 ? .warning : .unknown]),
                    ], .abnormal)
            }
        }
        #expect(DecisionSpace(checks: checks, rules: rules).explore() == nil)
    }

    @Test func `an example says in words what was found`() throws {
        let checks = [Self.check("page"), Self.check("disk", after: ["page"])]
        let value = ValueName(check: CheckID("disk"), name: "disk")
        func example(_ rules: [Runbook.Rule]) throws -> String? {
            try #require(DecisionSpace(checks: checks, rules: rules).explore()).uncovered?.description
        }
        #expect(try example([]) == "every check normal")
        #expect(
            try example([Runbook.Rule(conditions: [.verdict(CheckID("page"), [.normal])], .normal)])
                == "`page` warning, `disk` skipped")
        #expect(
            try example([
                Runbook.Rule(conditions: [.any([.skipped, .unknown, .warning, .abnormal])], .unknown),
                Runbook.Rule(conditions: [.value(value, .less(80))], .normal),
                Runbook.Rule(conditions: [.value(value, .atLeast(90.5))], .warning),
                Runbook.Rule(conditions: [.value(value, .equal(.init("80")))], .warning),
            ]) == "every check normal, `disk.disk` between 80 and 90.5")
        #expect(
            try example([
                Runbook.Rule(conditions: [.any([.skipped, .unknown, .warning, .abnormal])], .unknown),
                Runbook.Rule(conditions: [.value(value, .unequal(.init("full")))], .normal),
            ]) == "every check normal, `disk.disk` = full")
    }

    static func check(_ id: String, after: [String] = []) -> Runbook.Check {
        Runbook.Check(
            id: CheckID(id), title: id, use: "http", with: [:], expect: [:], timeout: .zero, attempts: 1,
            spacing: .zero,
            after: after.map { CheckID($0) })
    }
}

extension Runbook.Rule {
    init(conditions: [Condition], _ conclusion: Runbook.Conclusion) {
        self.init(conditions: conditions, response: nil, conclusion: conclusion, sentence: "s")
    }
}

extension Combination {
    /// Each finding, in no order.
    var parts: [String] {
        verdicts.map { "\($0.check)=\($0.verdict)" } + values.map { "\($0.name)=\($0.region)" }
    }
}

/// Splitmix64: the same tables in every run.
struct Chance: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}

/// Up to four checks, some after others, and up to six rows over verdicts and values.
private struct RandomTable {
    var checks: [Runbook.Check] = []
    var rules: [Runbook.Rule] = []

    private static let comparisons: [Comparison] = [
        .less(10), .atMost(10), .greater(20), .atLeast(20), .equal(.init("10")), .unequal(.init("15")),
        .equal(.init("full")), .unequal(.init("full")),
    ]

    init(_ chance: inout Chance) {
        let count = Int.random(in: 1...4, using: &chance)
        for number in 0..<count {
            let before = (0..<number).filter { _ in Int.random(in: 0..<4, using: &chance) == 0 }
            checks.append(DecisionSpaceTests.check("c\(number)", after: before.map { "c\($0)" }))
        }
        // Checks need not stand behind those that they come after.
        checks.shuffle(using: &chance)
        for _ in 0..<Int.random(in: 1...6, using: &chance) {
            rules.append(
                Runbook.Rule(
                    conditions: Self.conditions(count, &chance),
                    Runbook.Conclusion.allCases.randomElement(using: &chance) ?? .unknown))
        }
        if Bool.random(using: &chance) { rules.append(Runbook.Rule(conditions: [], .unknown)) }
    }

    private static func conditions(_ checks: Int, _ chance: inout Chance) -> [Condition] {
        var conditions: [Condition] = []
        for number in 0..<checks where Int.random(in: 0..<5, using: &chance) < 2 {
            conditions.append(.verdict(CheckID("c\(number)"), verdicts(&chance)))
        }
        // As the reader makes them: one `any` and one `all` at most.
        if Int.random(in: 0..<3, using: &chance) == 0 { conditions.append(.any(verdicts(&chance))) }
        if Int.random(in: 0..<3, using: &chance) == 0 { conditions.append(.all(verdicts(&chance))) }
        if Int.random(in: 0..<3, using: &chance) == 0 {
            let check = CheckID("c\(Int.random(in: 0..<min(checks, 2), using: &chance))")
            let comparison = comparisons.randomElement(using: &chance) ?? .less(10)
            conditions.append(.value(ValueName(check: check, name: "v"), comparison))
        }
        return conditions
    }

    private static func verdicts(_ chance: inout Chance) -> Set<Verdict> {
        let drawn = Verdict.allCases.filter { _ in Int.random(in: 0..<5, using: &chance) < 3 }
        return drawn.isEmpty ? [.normal] : Set(drawn)
    }
}

/// Names every combination, with values of its own choice, and asks the runbook itself which row decides.
private struct BruteForce {
    private(set) var neverFirst: [Int] = []
    private(set) var uncovered: Set<Set<String>> = []
    private(set) var falselyNormal: [Int: Set<Set<String>>] = [:]
    private(set) var boldlyNormal: [Int: Set<Set<String>>] = [:]

    /// A value in the midst of each region that the comparisons of `RandomTable` may make.
    private static let samples = ["5", "10", "12", "15", "17", "20", "25", "full", "other"]

    init(_ table: RandomTable) {
        let runbook = Runbook(
            id: RunbookID("r"), title: "t", purpose: "", targets: [], parameters: [], checks: table.checks,
            rules: table.rules, responses: [], verification: nil)
        var compared: [ValueName: [Comparison]] = [:]
        for case .value(let name, let comparison) in table.rules.flatMap(\.conditions) {
            compared[name, default: []].append(comparison)
        }
        var isFirst: Set<Int> = []
        for findings in Self.findings(table.checks, compared.keys.sorted { $0.description < $1.description }) {
            let parts = Self.parts(findings, compared)
            guard let (number, rule) = runbook.decide(findings) else {
                uncovered.insert(parts)
                continue
            }
            isFirst.insert(number)
            let isCertain = findings.verdicts.values.allSatisfy { $0 != .unknown && $0 != .skipped }
            guard rule.conclusion == .normal else { continue }
            if !isCertain {
                falselyNormal[number, default: []].insert(parts)
            } else if findings.verdicts.values.contains(.abnormal) {
                boldlyNormal[number, default: []].insert(parts)
            }
        }
        neverFirst = (1...table.rules.count).filter { !isFirst.contains($0) }
    }

    private static func findings(_ checks: [Runbook.Check], _ names: [ValueName]) -> [Findings] {
        var all = [Findings()]
        for check in checks {
            all = all.flatMap { findings in
                Verdict.allCases.map { verdict in
                    var next = findings
                    next.verdicts[check.id] = verdict
                    return next
                }
            }
        }
        all = all.filter { findings in
            checks.allSatisfy { check in
                let mayBeMade = check.after.allSatisfy { findings.verdicts[$0] == .normal }
                let verdict = findings.verdicts[check.id]
                return mayBeMade ? verdict != .skipped : verdict == .skipped || verdict == .unknown
            }
        }
        for name in names {
            all = all.flatMap { findings in
                if findings.verdicts[name.check] == .skipped { return [findings] }
                return [findings]
                    + samples.map { sample in
                        var next = findings
                        next.values[name] = sample
                        return next
                    }
            }
        }
        return all
    }

    private static func parts(_ findings: Findings, _ compared: [ValueName: [Comparison]]) -> Set<String> {
        var parts = Set(findings.verdicts.map { "\($0.key)=\($0.value)" })
        for (name, comparisons) in compared {
            let regions = ValueRegion.regions(comparisons)
            let region = regions.first { isIn($0, findings.values[name], regions) }
            parts.insert("\(name)=\(region.map { "\($0)" } ?? "none")")
        }
        return parts
    }

    /// Whether a value lies in a region: judged by numbers and words, not by the comparisons.
    private static func isIn(_ region: ValueRegion, _ value: String?, _ regions: [ValueRegion]) -> Bool {
        guard let value else { return region == .notRead }
        guard let number = Double(value) else {
            return regions.contains(.word(value)) ? region == .word(value) : region == .otherWord
        }
        return switch region {
        case .below(let bound): number < bound
        case .at(let bound): number == bound
        case .between(let low, let high): low < number && number < high
        case .above(let bound): number > bound
        case .anyNumber: true
        case .word, .otherWord, .notRead: false
        }
    }
}
