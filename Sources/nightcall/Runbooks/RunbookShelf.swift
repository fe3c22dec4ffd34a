import ArgumentParser
import Crypto
import Foundation
import RunbookModel
import SiteSettings

/// The runbooks of a site, as its folder holds them now.
struct RunbookShelf: Sendable {
    struct Book: Sendable {
        let runbook: Runbook
        /// The beginning of the file's SHA-256.
        let edition: String
    }

    private(set) var books: [RunbookID: Book] = [:]

    /// - Parameter said: told what is wrong with a file; the others are there all the same.
    init(of site: Site, said: (String) -> Void) {
        guard let folder = site.runbookFolder else { return }
        guard let names = try? FileManager.default.contentsOfDirectory(atPath: folder) else {
            said("the folder of runbooks \(folder) cannot be read")
            return
        }
        for name in names.sorted() where name.hasSuffix(".yaml") && !name.hasPrefix(".") {
            let path = folder.appendingPathSegment(name)
            switch RunbookFiles.read(path) {
            case nil: continue
            case .refused(let problems): for problem in problems { said("\(problem)") }
            case .runbook(let runbook, _):
                books[runbook.id] = Book(runbook: runbook, edition: RunbookFiles.edition(of: path))
            }
        }
    }

    subscript(id: RunbookID) -> Book? { books[id] }
}

extension RunbookFiles {
    /// The beginning of the SHA-256 of the file, by which reports name its edition; empty when it cannot be read.
    static func edition(of path: String) -> String {
        guard let bytes = FileManager.default.contents(atPath: path) else { return "" }
        return String(SHA256.hash(data: bytes).hexadecimal.prefix(12))
    }
}

extension Sequence<UInt8> {
    var hexadecimal: String { map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined() }
}
