import Foundation
import Synchronization

/// What of clouds' notices was mailed last: a file in the data folder, so that a server that is started again repeats none.
final class NoticeNotes: Sendable {
    struct Key: Hashable, Codable {
        let contract: String
        let cloud: String
        let id: String
    }

    private struct Note: Codable {
        let key: Key
        let update: String
    }

    private let path: String
    private let known: Mutex<[Key: String]>

    /// - Parameter path: of the file. One that cannot be read is as none: then what is told is told again.
    init(path: String) {
        self.path = path
        let notes = (try? Data(contentsOf: URL(fileURLWithPath: path))).flatMap {
            try? JSONDecoder().decode([Note].self, from: $0)
        }
        known = Mutex(Dictionary((notes ?? []).map { ($0.key, $0.update) }) { $1 })
    }

    /// Nil when nothing of it was mailed.
    func update(of key: Key) -> String? { known.withLock { $0[key] } }

    func note(_ update: String, of key: Key) {
        known.withLock { known in
            known[key] = update
            let notes = known.map { Note(key: $0.key, update: $0.value) }.sorted { $0.key.id < $1.key.id }
            do {
                try JSONEncoder().encode(notes).write(to: URL(fileURLWithPath: path), options: .atomic)
            } catch {
                StandardError.print("\(path): \(error.localizedDescription); after a restart notices are mailed again")
            }
        }
    }
}
