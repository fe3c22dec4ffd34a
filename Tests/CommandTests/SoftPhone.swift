import Foundation
import TestPeers

/// A softphone made of PJSIP (`Tests/Support/Peers/softphone.py`): rings, picks up, listens, presses keys.
final class SoftPhone {
    struct Told: Decodable {
        let at: Double
        let event: String
        var call: Int?
        var user: String?
        var attempt: String?
        var state: String?
        var status: Int?
        var key: String?
    }

    let port: Int
    let folder: ScratchFolder
    private let program: RunningProgram
    private(set) var told: [Told] = []

    struct NotStarted: Error {
        let errors: [String]
    }

    /// - Parameters:
    ///   - plans: what it does with each call, by the called user; see the program.
    ///   - more: further options.
    init(_ plans: String, port: Int? = nil, more: [String] = []) throws {
        self.port = try port ?? FreePort.find()
        folder = try ScratchFolder()
        let root = NightCallProgram.root
        program = try RunningProgram(
            root.appending(path: ".work/softphone/bin/python").path,
            [
                root.appending(path: "Tests/Support/Peers/softphone.py").path, "--port", "\(self.port)", "--plans",
                plans,
                "--folder", folder.url.path,
            ] + more)
        // PJSIP says first what it is.
        guard program.output.first(within: 20, where: { $0.contains("\"ready\"") }) != nil else {
            program.kill()
            throw NotStarted(errors: program.errors.all())
        }
    }

    /// The next thing that it tells of this kind.
    @discardableResult
    func first(where fits: (Told) -> Bool, within seconds: Double = 60) async -> Told? {
        while let line = await OffPool.run({ [program] in program.output.next(within: seconds) }) {
            guard let told = try? JSONDecoder().decode(Told.self, from: Data(line.utf8)) else { continue }
            self.told.append(told)
            if fits(told) { return told }
        }
        return nil
    }

    /// What the n-th call heard, from 1: samples at 8,000 a second.
    func heard(_ call: Int) throws -> [Int16] {
        try SpeechSamples.read(folder.url.appending(path: "call-\(call).wav"))
    }

    func stop() { program.kill() }

    deinit {
        if program.isRunning { program.kill() }
    }
}

/// Samples of files, and how alike they are.
enum SpeechSamples {
    /// The samples of a WAV file of 16 bits, whatever stands in its head.
    static func read(_ file: URL) throws -> [Int16] {
        let bytes = [UInt8](try Data(contentsOf: file))
        guard let mark = bytes.indices.dropLast(8).first(where: { Array(bytes[$0..<$0 + 4]) == Array("data".utf8) })
        else { return [] }
        return stride(from: mark + 8, to: bytes.count - 1, by: 2).map {
            Int16(bitPattern: UInt16(bytes[$0]) | UInt16(bytes[$0 + 1]) << 8)
        }
    }

    /// The best correlation of three pieces of what was made, a quarter of a second each, with what was heard: one piece may
    /// fall on a pause, or where a buffer of packets has slipped.
    static func likeness(of made: [Int16], in heard: [Int16]) -> Double {
        [1, 2, 3].map { quarter in
            correlation(of: Array(made.dropFirst(made.count * quarter / 4).prefix(2_000)), in: heard).value
        }.max() ?? 0
    }

    /// The largest normalised cross-correlation of a piece with what was heard, and where it lies, in samples.
    static func correlation(of piece: [Int16], in heard: [Int16]) -> (value: Double, at: Int) {
        let length = piece.count
        guard length > 0, heard.count >= length else { return (0, 0) }
        let piece = piece.map(Double.init)
        let heard = heard.map(Double.init)
        let energy = piece.reduce(0) { $0 + $1 * $1 }
        var best = (value: 0.0, at: 0)
        var window = heard[0..<length].reduce(0) { $0 + $1 * $1 }
        for start in 0...(heard.count - length) {
            if start > 0 {
                window += heard[start + length - 1] * heard[start + length - 1] - heard[start - 1] * heard[start - 1]
            }
            guard window > 0 else { continue }
            var product = 0.0
            for place in 0..<length { product += piece[place] * heard[start + place] }
            let value = product / (energy * window).squareRoot()
            if value > best.value { best = (value, start) }
        }
        return best
    }
}
