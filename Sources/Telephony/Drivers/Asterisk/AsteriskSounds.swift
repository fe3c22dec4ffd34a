internal import FoundationEssentials
internal import Glibc

/// The speech that Asterisk plays: files of a folder that it reads under the same path, on this machine or on a share.
///
/// Not by HTTP, though Asterisk can fetch sounds: that needs three modules that packages often leave out
/// (`res_http_media_cache`, `res_curl`, `func_curl`), a way from the PBX into this server, and a fetch while somebody waits on
/// the telephone. A file in the form of a telephone is read by every Asterisk (`format_wav`).
///
/// The folder is one of its own: the data folder holds what nobody else may read.
struct AsteriskSounds {
    let folder: String

    /// What `media` shall say so that these files are played one after the other; nil with the reason when they cannot be
    /// put there.
    func media(_ files: [String]) -> (text: String?, why: String) {
        var parts: [String] = []
        for file in files {
            var name = file.split(separator: "/").last.map(String.init) ?? ""
            if name.hasSuffix(".wav") { name.removeLast(4) }
            let there = folder + "/" + name
            if let form = [".wav", ".ulaw"].first(where: { access(there + $0, R_OK) == 0 }) {
                SpeechFolder.used(there + form)
            } else if !put(file, there) {
                return (nil, "\(folder) cannot be written")
            }
            // Asterisk looks for the form that it likes best: names are given without it.
            parts.append("sound:" + there)
        }
        return (parts.joined(separator: ","), "")
    }

    /// What is shipped is in the form of G.711 µ-law, which Asterisk reads only without a head (`format_pcm`), while
    /// `format_wav` wants plain samples.
    private func put(_ file: String, _ there: String) -> Bool {
        guard let bytes = FileManager.default.contents(atPath: file).map(Array.init) else { return false }
        if let samples = Self.muLawSamples(bytes) { return write(samples, there + ".ulaw") }
        return write(bytes, there + ".wav")
    }

    /// The samples of a RIFF file whose form is 7, µ-law; nil for every other.
    static func muLawSamples(_ bytes: [UInt8]) -> [UInt8]? {
        var place = 12
        var isMuLaw = false
        while place + 8 <= bytes.count {
            let size = (0..<4).reduce(0) { $0 | Int(bytes[place + 4 + $1]) << (8 * $1) }
            let body = place + 8
            let name = String(decoding: bytes[place..<place + 4], as: UTF8.self)
            if name == "fmt ", body + 2 <= bytes.count { isMuLaw = bytes[body] == 7 && bytes[body + 1] == 0 }
            if name == "data" { return isMuLaw ? Array(bytes[body..<min(body + size, bytes.count)]) : nil }
            place = body + size + size % 2
        }
        return nil
    }

    /// Whole or not at all: Asterisk may look at any moment.
    private func write(_ bytes: [UInt8], _ there: String) -> Bool {
        // Asterisk runs as another user: neither folder nor file is left to the umask.
        if mkdir(folder, 0o755) == 0 { chmod(folder, 0o755) }
        let part = there + ".\(getpid()).part"
        guard FileManager.default.createFile(atPath: part, contents: Data(bytes)) else { return false }
        chmod(part, 0o644)
        return rename(part, there) == 0
    }
}
