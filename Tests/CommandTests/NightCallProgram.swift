import Foundation

/// The `nightcall` that was built beside these tests.
enum NightCallProgram {
    static let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../..").standardizedFileURL

    static let path: String = {
        // Other builds than the one beside: with the helper under a sanitizer.
        if let folder = ProcessInfo.processInfo.environment["NIGHTCALL_TEST_PROGRAMS"] { return folder + "/nightcall" }
        let beside = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent().appending(path: "nightcall")
        if FileManager.default.isExecutableFile(atPath: beside.path) { return beside.path }
        return root.appending(path: ".build/debug/nightcall").path
    }()

    static let helperPath = URL(filePath: path).deletingLastPathComponent().appending(path: "nightcall-sip").path
    static let shippedSpeech = root.appending(path: "Sources/Telephony/Voice/Shipped").path

    struct Result {
        let code: Int32
        let output: [String]
        let errors: [String]
        var text: String { output.joined(separator: "\n") }
    }

    static func run(_ arguments: String..., environment: [String: String] = [:], input: String? = nil) throws -> Result
    {
        let program = try RunningProgram(path, arguments, environment: environment, in: root, input: input)
        let code = program.wait()
        return Result(code: code, output: program.output.all(), errors: program.errors.all())
    }
}

/// A folder that is removed with the test.
final class ScratchFolder {
    let url: URL

    init() throws {
        url = FileManager.default.temporaryDirectory.appending(path: "nightcall-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    }

    func write(_ name: String, _ text: String) throws {
        let file = url.appending(path: name)
        try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try text.write(to: file, atomically: true, encoding: .utf8)
    }

    deinit {
        try? FileManager.default.removeItem(at: url)
    }
}
