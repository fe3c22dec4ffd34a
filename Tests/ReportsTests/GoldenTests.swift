import CallTree
import Foundation
import JSONText
import Reports
import ServiceHours
import Testing

/// The rich incident in every form. With `NIGHTCALL_REGENERATE=1` the files are written instead of compared; read the
/// difference before committing it.
struct GoldenTests {
    @Test(arguments: [Language.japanese, .english])
    func `tells the rich incident as the golden text says`(language: Language) throws {
        try compare(richIncident().report().text(language: language), "incident.\(language).txt")
    }

    @Test(arguments: [Language.japanese, .english])
    func `shows the rich incident as the golden page does`(language: Language) throws {
        try compare(richIncident().report().html(language: language), "incident.\(language).html")
    }

    @Test(arguments: [Language.japanese, .english])
    func `writes the rich incident as the golden JSON says`(language: Language) throws {
        try compare(richIncident().report().json(language: language).text(.pretty) + "\n", "incident.\(language).json")
    }

    private func compare(_ text: String, _ name: String, at place: SourceLocation = #_sourceLocation) throws {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let file = root.appending(path: "Fixtures/Reports/\(name)")
        if ProcessInfo.processInfo.environment["NIGHTCALL_REGENERATE"] != nil {
            try FileManager.default.createDirectory(
                at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(text.utf8).write(to: file)
        }
        let golden = String(decoding: try Data(contentsOf: file), as: UTF8.self)
        #expect(text == golden, sourceLocation: place)
    }
}
