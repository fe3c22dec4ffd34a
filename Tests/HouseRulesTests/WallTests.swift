import Foundation
import Testing

/// The walls between the rooms: each file imports only what its target declares, and the pure rooms hold nothing of
/// the outside world. The compiler refuses unrelated targets only; this finds the rest and names file and line.
@Suite struct WallTests {
    static let pureRooms = ["ServiceHours", "EventBytes", "RunbookModel", "CallTree", "Reports", "DrillSimulator"]

    /// Parts of the toolchain that a room with input and output may use.
    static let platform: Set<String> = [
        "Foundation", "FoundationEssentials", "FoundationNetworking", "Dispatch", "Synchronization", "Glibc",
    ]

    @Test func `every file imports only what its target declares`() throws {
        let manifest = try Manifest(text: try Checkout.text("Package.swift"))
        #expect(manifest.rooms.count > 15, "the manifest was not understood")
        var breaches: [String] = []
        for room in manifest.rooms {
            let isTest = room.folder.hasPrefix("Tests/")
            let allowed = room.rooms.union(room.modules)
                .union(Self.pureRooms.contains(room.name) ? [] : Self.platform)
                .union(isTest ? ["Testing", "FoundationXML"] : [])
            for file in Checkout.swiftFiles(below: room.folder) {
                for (line, module) in try Self.imports(in: file) where !allowed.contains(module) {
                    breaches.append("\(file):\(line): imports \(module), which \(room.name) does not declare")
                }
            }
        }
        #expect(breaches.isEmpty, "\(breaches.joined(separator: "\n"))")
    }

    @Test func `every folder of Sources and Tests with Swift files in it is a target`() throws {
        let manifest = try Manifest(text: try Checkout.text("Package.swift"))
        let folders = Set(manifest.rooms.map(\.folder))
        for top in ["Sources", "Tests"] {
            for file in Checkout.swiftFiles(below: top) {
                let parts = file.split(separator: "/")
                #expect(folders.contains("\(parts[0])/\(parts[1])"), "\(file) belongs to no target")
            }
        }
    }

    @Test func `the pure rooms know no clock, no chance and no output`() throws {
        let banned = try [
            #"\bDate\(\)"#, #"\.now\b"#, #"\bUUID\(\)"#, #"\.random\("#, #"SystemRandomNumberGenerator"#,
            #"Task\.sleep"#,
            #"ContinuousClock"#, #"DispatchTime"#, #"\bprint\("#, #"\basync\b"#, #"\bawait\b"#, #"FileManager"#,
        ].map { ($0, try Regex($0)) }
        var breaches: [String] = []
        for room in Self.pureRooms {
            for file in Checkout.swiftFiles(below: "Sources/\(room)") {
                for (number, line) in try Self.codeLines(of: file) {
                    for (word, pattern) in banned where line.contains(pattern) {
                        breaches.append("\(file):\(number): \(word) in a pure room")
                    }
                }
            }
        }
        #expect(breaches.isEmpty, "\(breaches.joined(separator: "\n"))")
    }

    @Test func `nothing in the sources forces a value or ends the process over one`() throws {
        let banned = try [#"\btry!"#, #"\bas!"#, #"\bfatalError\("#, #"[\])\w]!\."#].map { ($0, try Regex($0)) }
        var breaches: [String] = []
        for file in Checkout.swiftFiles(below: "Sources") {
            for (number, line) in try Self.codeLines(of: file) {
                for (word, pattern) in banned where line.contains(pattern) {
                    breaches.append("\(file):\(number): \(word)")
                }
            }
        }
        #expect(breaches.isEmpty, "\(breaches.joined(separator: "\n"))")
    }

    @Test func `no file is long enough to be about two things`() throws {
        for file in Checkout.swiftFiles(below: "Sources") {
            let lines = try Checkout.text(file).split(separator: "\n", omittingEmptySubsequences: false).count
            #expect(lines <= 400, "\(file) has \(lines) lines: what is it about?")
        }
    }

    @Test func `no test sleeps, and none is disabled`() throws {
        let banned = try [#"Task\.sleep"#, #"Thread\.sleep"#, #"\busleep\("#, #"\bsleep\(\d"#, #"\.disabled"#].map {
            ($0, try Regex($0))
        }
        for file in Checkout.swiftFiles(below: "Tests") where !file.contains("HouseRulesTests") {
            for (number, line) in try Self.codeLines(of: file) {
                for (word, pattern) in banned where line.contains(pattern) {
                    Issue.record("\(file):\(number): \(word)")
                }
            }
        }
    }

    private static func imports(in file: String) throws -> [(line: Int, module: String)] {
        let pattern = try Regex(
            #"^\s*(?:@\w+(?:\([^)]*\))?\s+)*(?:public |internal |package |private |fileprivate )?import (?:struct |class |enum |func )?(\w+)"#
        )
        return try codeLines(of: file).compactMap { number, line in
            line.firstMatch(of: pattern)?[1].substring.map { (number, String($0)) }
        }
    }

    /// The lines that are code, with their numbers: neither comments nor the lines of texts in three quotes.
    private static func codeLines(of file: String) throws -> [(Int, Substring)] {
        var lines: [(Int, Substring)] = []
        var inText = false
        let all = try Checkout.text(file).split(separator: "\n", omittingEmptySubsequences: false)
        for (index, line) in all.enumerated() {
            let wasInText = inText
            if !line.matches(of: /"""/).count.isMultiple(of: 2) { inText.toggle() }
            let trimmed = line.drop { $0 == " " }
            if !wasInText, !trimmed.hasPrefix("//") { lines.append((index + 1, line)) }
        }
        return lines
    }
}
