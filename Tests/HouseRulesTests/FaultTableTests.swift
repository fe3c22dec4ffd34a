import Foundation
import Testing

/// FAULTS.md promises what is tested: every fault has a row, and every test and drill it names exists.
@Suite struct FaultTableTests {
    private static let faults = [1...36, 56...81, 97...109].flatMap { Array($0) }

    /// The rows by the number of their fault: the cell that says what shows it, and the one that says what is done.
    private static func rows() throws -> [Int: (shown: String, done: String)] {
        var rows: [Int: (shown: String, done: String)] = [:]
        for line in try Checkout.text("FAULTS.md").split(separator: "\n") where line.hasPrefix("| F-") {
            let cells = line.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
            guard cells.count == 4, let number = Int(cells[0].dropFirst(2)) else {
                Issue.record("FAULTS.md: this is no row of four cells: \(line.prefix(60))")
                continue
            }
            #expect(rows[number] == nil, "FAULTS.md: \(cells[0]) has two rows")
            rows[number] = (cells[3], cells[2])
        }
        return rows
    }

    @Test func `every fault has a row that says what is done and what shows it`() throws {
        let rows = try Self.rows()
        for fault in Self.faults {
            guard let row = rows[fault] else {
                Issue.record("FAULTS.md: F-\(fault) has no row")
                continue
            }
            #expect(!row.done.isEmpty && !row.shown.isEmpty, "FAULTS.md: F-\(fault) says too little")
        }
    }

    @Test func `every test and drill that is named exists`() throws {
        let files = try Checkout.swiftFiles(below: "Tests").map { try Checkout.text($0) }
        let drills = Set(Checkout.files(below: "Fixtures/Drills").map { URL(filePath: $0).lastPathComponent })
        let test = try Regex(#"([A-Za-z]+Tests)/`([^`]+)`"#)
        let drill = try Regex(#"[0-9]{2}-[a-z0-9-]+\.yaml"#)
        for (fault, row) in try Self.rows() {
            for name in row.shown.split(separator: "; ") {
                if let match = try test.wholeMatch(in: name), let suite = match[1].substring,
                    let test = match[2].substring
                {
                    let exists = files.contains { Self.holds($0, suite: suite, test: test) }
                    #expect(exists, "FAULTS.md: F-\(fault) names \(suite)/`\(test)`, which is nowhere")
                } else if try drill.wholeMatch(in: name) != nil {
                    let exists = drills.contains(String(name)) && drills.contains(String(name.dropLast(4)) + "txt")
                    #expect(exists, "FAULTS.md: F-\(fault) names the drill \(name), which is nowhere")
                } else {
                    Issue.record("FAULTS.md: F-\(fault) is shown by `\(name)`, which is no test and no drill")
                }
            }
        }
    }

    /// Whether a file declares the suite and in it a function of that name that is a test.
    private static func holds(_ file: String, suite: Substring, test: Substring) -> Bool {
        guard let declared = file.firstRange(of: "struct \(suite) {"),
            let function = file[declared.upperBound...].firstRange(of: "func `\(test)`"),
            let attribute = file[..<function.lowerBound].ranges(of: "@Test").last
        else { return false }
        // Nothing but its arguments stands between the two.
        return !file[attribute.upperBound..<function.lowerBound].contains("func ")
    }
}
