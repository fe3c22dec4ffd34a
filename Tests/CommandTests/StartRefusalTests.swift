import Foundation
import Testing

/// Sites and journals on which nothing can be served: `serve` ends at once and says why.
struct StartRefusalTests {
    enum Fault: String, CaseIterable, Sendable {
        case noSite, brokenSite, brokenContract, dataIsAFile, journalIsAFolder, journalIsALink, journalIsSomethingElse
        case journalIsReadOnly, journalIsCutOff, journalOfALaterVersion

        /// The exit code, and what the message names.
        var answer: (code: Int32, says: [String]) {
            switch self {
            case .noSite: (2, ["nightcall.yaml"])
            case .brokenSite: (1, ["nightcall.yaml:1:9: error:", "listen"])
            case .brokenContract: (1, ["contracts/acme.yaml:"])
            case .dataIsAFile: (1, ["var"])
            case .journalIsAFolder: (1, ["journal.sqlite", "is not a file"])
            case .journalIsALink: (1, ["journal.sqlite", "symbolic link"])
            case .journalIsSomethingElse: (1, ["journal.sqlite", "not a NightCall journal"])
            case .journalIsReadOnly: (1, ["journal.sqlite", "read-only"])
            case .journalIsCutOff: (1, ["journal"])
            case .journalOfALaterVersion: (1, ["journal.sqlite", "use the newer program"])
            }
        }
    }

    @Test(arguments: Fault.allCases)
    func `what cannot be served is refused at once, in words that name it`(fault: Fault) throws {
        let folder = try ScratchFolder()
        try prepare(folder, fault)
        let result = try NightCallProgram.run(
            "serve", "--site", folder.url.path, environment: RunningServer.secrets)
        #expect(result.code == fault.answer.code, "\(result.errors)")
        #expect(result.output.isEmpty)
        #expect(result.errors.count == 1, "\(result.errors)")
        for words in fault.answer.says { #expect(result.errors.first?.contains(words) == true, "\(result.errors)") }
    }

    private func prepare(_ folder: ScratchFolder, _ fault: Fault) throws {
        if fault == .noSite { return }
        try RunningServer.writeSite(folder, contracts: ["acme"])
        let data = folder.url.appending(path: "var")
        let journal = data.appending(path: "journal.sqlite")
        switch fault {
        case .noSite: break
        case .brokenSite:
            let site = try String(contentsOf: folder.url.appending(path: "nightcall.yaml"), encoding: .utf8)
            try folder.write("nightcall.yaml", site.replacing("listen: 127.0.0.1:0", with: "listen: nowhere"))
        case .brokenContract: try folder.write("contracts/acme.yaml", "id: acme\ncustomer: [\n")
        case .dataIsAFile: try folder.write("var", "")
        case .journalIsAFolder: try folder.write("var/journal.sqlite/.keep", "")
        case .journalIsALink:
            try folder.write("var/other", "")
            try FileManager.default.createSymbolicLink(
                at: journal, withDestinationURL: data.appending(path: "other"))
        case .journalIsSomethingElse: try folder.write("var/journal.sqlite", String(repeating: "night ", count: 1_000))
        case .journalIsReadOnly:
            try makeJournal(folder)
            try FileManager.default.setAttributes([.posixPermissions: 0o400], ofItemAtPath: journal.path)
        case .journalIsCutOff:
            try makeJournal(folder)
            let bytes = try Data(contentsOf: journal)
            try bytes.prefix(bytes.count / 2).write(to: journal)
        case .journalOfALaterVersion:
            try makeJournal(folder)
            // `user_version`, four bytes of the header. https://www.sqlite.org/fileformat2.html#the_database_header
            var bytes = try Data(contentsOf: journal)
            bytes[60] = 0x7F
            try bytes.write(to: journal)
        }
    }
}

/// The journal of a server that has ended in order, without an alert.
private func makeJournal(_ folder: ScratchFolder) throws {
    let server = try RunningServer(serving: folder)
    server.program.signal(SIGTERM)
    server.program.wait()
}
