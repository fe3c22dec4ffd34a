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
            let name = file.split(separator: "/").last.map(String.init) ?? ""
            let there = folder + "/" + name
            if access(there, R_OK) != 0, !copy(file, there) { return (nil, "\(folder) cannot be written") }
            // Asterisk looks for the form that it likes best: names are given without it.
            parts.append("sound:" + (there.hasSuffix(".wav") ? String(there.dropLast(4)) : there))
        }
        return (parts.joined(separator: ","), "")
    }

    /// Whole or not at all: Asterisk may look at any moment.
    private func copy(_ file: String, _ there: String) -> Bool {
        // Asterisk runs as another user: neither folder nor file is left to the umask.
        if mkdir(folder, 0o755) == 0 { chmod(folder, 0o755) }
        let part = there + ".\(getpid()).part"
        guard let bytes = FileManager.default.contents(atPath: file),
            FileManager.default.createFile(atPath: part, contents: bytes)
        else { return false }
        chmod(part, 0o644)
        return rename(part, there) == 0
    }
}
