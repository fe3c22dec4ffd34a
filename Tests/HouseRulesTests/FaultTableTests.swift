import Foundation
import Testing

/// FAULTS.md promises what is tested: every fault has a row, and every test and drill it names exists.
@Suite struct FaultTableTests {
    private static let faults = [1...36, 56...81, 97...109].flatMap { Array($0) }.map {
        $0 < 10 ? "F-0\($0)" : "F-\($0)"
    }

    /// The rows by the id of their fault, those of clouds (C) included: the cell that says what shows it, and the one that says what is done.
    private static func rows() throws -> [String: (shown: String, done: String)] {
        var rows: [String: (shown: String, done: String)] = [:]
        for line in try Checkout.text("FAULTS.md").split(separator: "\n")
        where line.hasPrefix("| F-") || line.hasPrefix("| C-") {
            let cells = line.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
            guard cells.count == 4 else {
                Issue.record("FAULTS.md: this is no row of four cells: \(line.prefix(60))")
                continue
            }
            #expect(rows[cells[0]] == nil, "FAULTS.md: \(cells[0]) has two rows")
            rows[cells[0]] = (cells[3], cells[2])
        }
        return rows
    }

    @Test func `every fault has a row that says what is done and what shows it`() throws {
        let rows = try Self.rows()
        for fault in Self.faults {
            guard let row = rows[fault] else {
                Issue.record("FAULTS.md: \(fault) has no row")
                continue
            }
            #expect(!row.done.isEmpty && !row.shown.isEmpty, "FAULTS.md: \(fault) says too little")
        }
    }

    @Test func `every test and drill that is named exists`() throws {
        let files = try Checkout.swiftFiles(below: "Tests").map { try Checkout.text($0) }
        let drills = Set(Checkout.files(below: "Fixtures/Drills").map { URL(filePath: $0).lastPathComponent })
        let test = try Regex(#"([A-Za-z0-9]+Tests)/`([^`]+)`"#)
        let drill = try Regex(#"[0-9]{2}-[a-z0-9-]+\.yaml"#)
        for (fault, row) in try Self.rows() {
            // A test's own name may hold a semicolon.
            for name in row.shown.replacing("`; ", with: "`\n").replacing(".yaml; ", with: ".yaml\n").split(
                separator: "\n")
            {
                if let match = try test.wholeMatch(in: name), let suite = match[1].substring,
                    let test = match[2].substring
                {
                    let exists = files.contains { Self.holds($0, suite: suite, test: test) }
                    #expect(exists, "FAULTS.md: \(fault) names \(suite)/`\(test)`, which is nowhere")
                } else if try drill.wholeMatch(in: name) != nil {
                    let exists = drills.contains(String(name)) && drills.contains(String(name.dropLast(4)) + "txt")
                    #expect(exists, "FAULTS.md: \(fault) names the drill \(name), which is nowhere")
                } else {
                    Issue.record("FAULTS.md: \(fault) is shown by `\(name)`, which is no test and no drill")
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
