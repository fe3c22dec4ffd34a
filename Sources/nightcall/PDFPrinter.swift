import ArgumentParser
import Foundation

/// Prints a page as PDF, by Chromium without a window, where it is installed.
enum PDFPrinter {
    /// One that hangs is ended, with all its processes.
    private static let limitSeconds = 60

    private static let programs = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"]

    /// Writes the PDF to standard output.
    /// - Throws: exit code 1, said on standard error, when no Chromium is there or it prints nothing.
    static func print(_ html: String) async throws {
        guard let program = programs.first(where: FileManager.default.isExecutableFile) else {
            StandardError.print("no Chromium is installed (\(programs[0])); write --format html and print that")
            throw ExitCode(1)
        }
        let folder = FileManager.default.temporaryDirectory.appending(path: "nightcall-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let page = folder.appending(path: "report.html")
        let printed = folder.appending(path: "report.pdf")
        try Data(html.utf8).write(to: page)
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/timeout")
        process.arguments = [
            "--kill-after=5", "\(limitSeconds)", program, "--headless", "--no-sandbox", "--disable-gpu",
            "--no-first-run", "--user-data-dir=\(folder.path)/profile",
            "--no-pdf-header-footer", "--print-to-pdf=\(printed.path)", page.absoluteString,
        ]
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        guard let bytes = FileManager.default.contents(atPath: printed.path), !bytes.isEmpty else {
            let code = process.terminationStatus
            StandardError.print(
                code == 124 || code == 137
                    ? "\(program) did not print within \(limitSeconds) s; write --format html and print that"
                    : "\(program) printed nothing (exit code \(code))")
            throw ExitCode(1)
        }
        FileHandle.standardOutput.write(bytes)
    }
}
