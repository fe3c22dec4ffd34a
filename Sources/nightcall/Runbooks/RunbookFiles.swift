import ArgumentParser
import CallTree
import Documents
import Foundation
import RunbookModel
import RunbookSteps
import SiteSettings

/// Runbooks as files, read with this program's kinds of steps.
enum RunbookFiles {
    /// The largest file that is read.
    private static let byteLimit = 1 << 20

    static let reader = reader(for: nil)

    /// - Parameter contracts: given, actions that none of them allows are warned of.
    static func reader(for contracts: [SiteContract]?) -> RunbookReader {
        var allows: RunbookReader.Allowing?
        if let contracts {
            let terms = contracts.map(\.runs)
            allows = { action, kinds in terms.contains { $0.allows(action, onSomeOf: kinds) } }
        }
        return RunbookReader(catalogue: StepKinds.catalogue, patterns: .textPatterns, allows: allows)
    }

    /// The file itself, or the runbooks of the folder in the order of their names.
    static func paths(_ path: String) throws -> [String] {
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
            StandardError.print("there is no file or folder \(path)")
            throw ExitCode(2)
        }
        guard isFolder.boolValue else { return [path] }
        guard let names = try? FileManager.default.contentsOfDirectory(atPath: path) else {
            StandardError.print("the folder \(path) cannot be read")
            throw ExitCode(2)
        }
        let runbooks = names.filter { $0.hasSuffix(".yaml") && !$0.hasPrefix(".") }.sorted()
        guard !runbooks.isEmpty else {
            StandardError.print("the folder \(path) holds no runbook; write one as ID.yaml")
            throw ExitCode(2)
        }
        return runbooks.map { path.hasSuffix("/") ? path + $0 : path + "/" + $0 }
    }

    /// Nil, after a line on standard error, for a file that cannot be read at all.
    static func read(_ path: String, by reader: RunbookReader = reader) -> RunbookReader.Reading? {
        do {
            let handle = try FileHandle(forReadingFrom: URL(fileURLWithPath: path))
            defer { try? handle.close() }
            let bytes = try handle.read(upToCount: byteLimit + 1) ?? Data()
            guard bytes.count <= byteLimit else {
                StandardError.print("\(path) is larger than \(byteLimit) bytes")
                return nil
            }
            let name = URL(fileURLWithPath: path).lastPathComponent
            let id = name.hasSuffix(".yaml") ? RunbookID(String(name.dropLast(5))) : nil
            return reader.read(Array(bytes), file: path, id: id)
        } catch {
            StandardError.print("\(path) cannot be read: \(error.localizedDescription)")
            return nil
        }
    }

    /// The runbook, or all its problems on standard error and exit code 2.
    static func runbook(_ path: String) throws -> Runbook {
        switch read(path) {
        case nil: throw ExitCode(2)
        case .refused(let problems):
            problems.forEach { StandardError.print("\($0)") }
            throw ExitCode(2)
        case .runbook(let runbook, _): return runbook
        }
    }
}

extension PatternJudge {
    /// The expressions that settings know everywhere.
    static let textPatterns = PatternJudge(
        fault: { expression in
            do throws(PatternFault) {
                _ = try TextPattern("/\(expression)/")
                return nil
            } catch {
                return Fault(what: error.what, mending: error.mending)
            }
        },
        matches: { expression, value in (try? TextPattern("/\(expression)/"))?.matches(value) ?? false })
}

extension RunSettings {
    /// Whether a consent of the contract, of whichever dates, is for such an action on a target of one of these kinds.
    fileprivate func allows(_ action: String, onSomeOf kinds: [TargetKind]) -> Bool {
        let targets = targets.map(\.target).filter { target in kinds.contains { $0.rawValue == target.kind } }
        return terms.consents.contains { consent in
            consent.action == action && targets.contains { consent.target == nil || consent.target == $0.id }
        }
    }
}
