import Foundation

extension TestServer {
    func keptBodies() throws -> [String] {
        let names = try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
        return try names.map { try String(contentsOfFile: folder + "/" + $0, encoding: .utf8) }
    }
}
