import CSIPAgent
import Glibc

/// Reads speech: WAV files (RIFF) of 8,000 samples a second, one channel, 16 bits, or 8 of
/// G.711 mu-law, in which speech is shipped. Whatever else a file holds is no speech.
enum SpeechFile {
    private static let byteLimit = 16 << 20

    static func samples(path: String) -> [Int16]? {
        bytes(path: path).flatMap(samples(of:))
    }

    static func samples(of bytes: [UInt8]) -> [Int16]? {
        guard bytes.count >= 12, text(bytes, 0) == "RIFF", text(bytes, 8) == "WAVE" else { return nil }
        var place = 12
        var format: (code: Int, channels: Int, rate: Int, bits: Int)?
        while place + 8 <= bytes.count {
            let size = number(bytes, place + 4, bytes: 4)
            let start = place + 8
            let end = min(start + size, bytes.count)
            switch text(bytes, place) {
            case "fmt " where end - start >= 16:
                format = (
                    number(bytes, start, bytes: 2), number(bytes, start + 2, bytes: 2),
                    number(bytes, start + 4, bytes: 4), number(bytes, start + 14, bytes: 2)
                )
            case "data":
                guard let format, format.channels == 1, format.rate == 8_000 else { return nil }
                switch (format.code, format.bits) {
                case (1, 16):
                    return stride(from: start, to: end - (end - start) % 2, by: 2).map {
                        Int16(truncatingIfNeeded: number(bytes, $0, bytes: 2))
                    }
                case (7, 8): return bytes[start..<end].map(sip_agent_linear)
                default: return nil
                }
            default: break
            }
            // Chunks begin at even places.
            place = end + size % 2
        }
        return nil
    }

    private static func text(_ bytes: [UInt8], _ place: Int) -> String {
        String(decoding: bytes[place..<place + 4], as: UTF8.self)
    }

    private static func number(_ bytes: [UInt8], _ place: Int, bytes count: Int) -> Int {
        (0..<count).reduce(0) { $0 | Int(bytes[place + $1]) << (8 * $1) }
    }

    private static func bytes(path: String) -> [UInt8]? {
        let file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { return nil }
        defer { close(file) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 256 << 10)
        while bytes.count <= byteLimit {
            let count = buffer.withUnsafeMutableBytes { read(file, $0.baseAddress, $0.count) }
            if count < 0 { return nil }
            if count == 0 { return bytes }
            bytes += buffer.prefix(count)
        }
        return nil
    }
}
