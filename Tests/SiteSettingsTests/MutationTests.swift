import CallTree
import Documents
import DrillSimulator
import Foundation
import Testing

@testable import SiteSettings

/// The demo site with random damage: thousands of sites, each either read or refused with reasons, none a trap.
@Suite struct MutationTests {
    private static let names = ["nightcall.yaml", "contracts/acme.yaml", "contracts/always.yaml"]

    /// Words that a careless hand or a hostile one may put in.
    private static let splices = [
        "\u{0}", "\n", "\t", ": ", "- ", "{", "}", "[", "]", "\"", "'", "#", "&a ", "*a", "!!binary ", "!<x> ", "? ",
        "|",
        ">", "%YAML 9.9\n", "---\n", "...\n", "<<: ", "~", "null", "\\", "\"\\ud800\"", "\"\\0\"", "/(/", "/((a*)*)*$/",
        "/[[:x:]]/", "/(?<a>)/", "/\\1/", "-1", "999999999999999999999", "1e9", "０", "\u{FEFF}", "\u{202E}", "${env:",
    ]

    @Test(arguments: 1...6)
    func `no damage to the demo site traps its reader`(seed: UInt64) throws {
        var random = SplitMix(seed: seed)
        var originals: [String: [UInt8]] = [:]
        for name in Self.names {
            originals[name] = Array(try Data(contentsOf: Repository.fixture("Site/\(name)")))
        }
        var refused = 0
        for _ in 0..<350 {
            var site = MemorySite()
            site.files = originals
            site.environment = ["NIGHTCALL_TOKEN": "operator-secret", "NIGHTCALL_SOURCE_TOKEN": "source-secret"]
            guard let name = Self.names.randomElement(using: &random), var bytes = originals[name] else { continue }
            for _ in 0...Int.random(in: 0...3, using: &random) { Self.damage(&bytes, &random) }
            site.files[name] = bytes
            switch site.read() {
            case .unreadable(let reason):
                Issue.record("seed \(seed): \(reason)")
            case .refused(let problems):
                refused += 1
                #expect(problems.contains { $0.gravity == .error }, "seed \(seed)")
                #expect(!problems.contains { $0.description.contains("-secret") }, "seed \(seed)")
            case .site(let read, _):
                #expect(!read.lines.isEmpty, "seed \(seed)")
                #expect(read.contracts.allSatisfy { !$0.contract.terms.contacts.isEmpty }, "seed \(seed)")
            }
        }
        // Damage that is hardly ever noticed would mean that this test damages nothing.
        #expect(refused > 100)
    }

    @Test(arguments: 1...4)
    func `no damage to a scenario traps its reader`(seed: UInt64) {
        var random = SplitMix(seed: seed)
        var refused = 0
        for _ in 0..<300 {
            var bytes = Array(ScenarioReaderTests.full.utf8)
            for _ in 0...Int.random(in: 0...3, using: &random) { Self.damage(&bytes, &random) }
            switch MemorySite.scenario(bytes) {
            case .unreadable(let reason): Issue.record("seed \(seed): \(reason)")
            case .refused(let problems):
                refused += 1
                #expect(problems.contains { $0.gravity == .error }, "seed \(seed)")
            case .scenario(let scenario, _):
                #expect(scenario.contracts.count == 1 && !scenario.bodies.isEmpty, "seed \(seed)")
            }
        }
        #expect(refused > 100)
    }

    private static func damage(_ bytes: inout [UInt8], _ random: inout SplitMix) {
        let place = Int.random(in: 0..<max(1, bytes.count), using: &random)
        let end = min(bytes.count, place + Int.random(in: 1...40, using: &random))
        switch Int.random(in: 0..<5, using: &random) {
        case 0: bytes.removeSubrange(min(place, end)..<end)
        case 1: bytes.insert(contentsOf: Array((Self.splices.randomElement(using: &random) ?? "").utf8), at: place)
        case 2:
            bytes.insert(contentsOf: bytes[min(place, end)..<end], at: Int.random(in: 0...bytes.count, using: &random))
        case 3: bytes.insert(UInt8.random(in: 0...255, using: &random), at: place)
        default: bytes.removeSubrange(place...)
        }
    }
}

/// A small seeded generator (Steele, Lea and Flood, "Fast splittable pseudorandom number generators", 2014).
struct SplitMix: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var word = state
        word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
        word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
        return word ^ (word >> 31)
    }
}
