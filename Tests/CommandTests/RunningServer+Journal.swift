import CallTree
import Foundation
import Testing

extension RunningServer {
    /// The journal is whole and by the book, and every alert that was taken opened one incident.
    func expectWholeJournal(holding taken: Set<String>) throws {
        let verified = try NightCallProgram.run(
            "journal", "verify", "--calls", "--site", folder.url.path, environment: RunningServer.secrets)
        #expect(verified.code == 0, "\(verified.text)")
        let opened = try events().compactMap { recorded -> String? in
            if case .incidentOpened(_, _, let alert, _) = recorded.event { alert.dedupKey } else { nil }
        }
        #expect(taken.subtracting(opened).isEmpty)
        #expect(Set(opened).count == opened.count)
    }
}
