import ArgumentParser
import Documents
import DrillSimulator
import Foundation
import JSONText
import Reports
import ServiceHours
import SiteSettings

/// `nightcall drill`: rehearses scenarios in virtual time. A drill calls nobody.
struct DrillCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "drill",
        abstract:
            "Rehearse scenarios in virtual time, with the engine of a real night and simulated people. Calls nobody.",
        discussion: """
            Of a folder all *.yaml files are rehearsed, in the order of their names. The same scenario and seed give the \
            same output. `nightcall check --explain` lists the keys of a scenario.

            Exit code 0: every scenario came out as it expects. 1: one did not. 2: one cannot be read; the others were \
            rehearsed all the same.

            Example:
              nightcall drill --format json Fixtures/Drills/01-second-contact.yaml
              {"scenario":"01-second-contact.yaml","outcome":"acknowledged","acknowledgedBy":"suzuki", ...}
            """)

    @Argument(help: ArgumentHelp("A scenario file, or a folder of them.", valueName: "file|dir"))
    var path: String

    @Option(help: "Decides what is left to chance; 0 or more.")
    var seed = 1

    @Option(help: "text: a transcript. json: one object a line. junit: one XML document.")
    var format = Format.text

    enum Format: String, ExpressibleByArgument, CaseIterable {
        case text, json, junit
    }

    func validate() throws {
        guard seed >= 0 else { throw ValidationError("The seed is 0 or more.") }
    }

    func run() throws {
        let reader = ScenarioReader(holidays: .current())
        var cases: [JUnitCase] = []
        var isAnyUnreadable = false
        var isAnyFailed = false
        for (index, file) in try files().enumerated() {
            let name = URL(fileURLWithPath: file).lastPathComponent
            switch reader.read(file) {
            case .unreadable(let reason):
                isAnyUnreadable = true
                StandardError.print(reason)
                cases.append(JUnitCase(name: name, seconds: 0, result: .failed(reason)))
            case .refused(let problems):
                isAnyUnreadable = true
                problems.forEach { StandardError.print($0.description) }
                let failure = problems.map(\.description).joined(separator: "\n")
                cases.append(JUnitCase(name: name, seconds: 0, result: .failed(failure)))
            case .scenario(let scenario, let warnings):
                warnings.forEach { StandardError.print($0.description) }
                let begun = RealClock.now()
                let result = Drill.run(scenario, seed: UInt64(seed))
                let seconds = Double(RealClock.now().since(begun).microseconds) / 1_000_000
                isAnyFailed = isAnyFailed || !result.passed
                switch format {
                case .text: print((index > 0 ? "\n\n" : "") + result.transcript, terminator: "")
                case .json: print(result.json.text())
                case .junit: cases.append(result.junitCase(seconds: seconds))
                }
            }
        }
        if format == .junit { print(JUnitSuite(name: "nightcall drill", cases: cases).xml, terminator: "") }
        if isAnyUnreadable { throw ExitCode(2) }
        if isAnyFailed { throw ExitCode(1) }
    }

    /// The file itself, or the scenarios of the folder in the order of their names' bytes.
    private func files() throws -> [String] {
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), isFolder.boolValue else {
            return [path]
        }
        let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
        let scenarios = names.filter { $0.hasSuffix(".yaml") }.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
        if scenarios.isEmpty {
            StandardError.print("the folder \(path) holds no scenario; name a folder with files that end in .yaml")
            throw ExitCode(2)
        }
        let folder = path.hasSuffix("/") ? path : path + "/"
        return scenarios.map { folder + $0 }
    }
}
