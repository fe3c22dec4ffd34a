internal import FoundationEssentials
public import ServiceHours

extension VoiceSettings {
    /// What the voice of a language needs and this machine does not have: names of programs and paths of files. Whether an
    /// engine elsewhere answers is not looked at.
    ///
    /// - Parameter path: the folders in which programs are looked for, as in `PATH`.
    public func missing(_ language: Language, path: String) -> [String] {
        let (programs, files) = engine(language).needs
        let folders = path.split(separator: ":").map(String.init)
        return (programs + ["sox"]).filter { !Self.isProgram($0, folders) }
            + files.filter { !FileManager.default.fileExists(atPath: $0) }
    }

    private static func isProgram(_ name: String, _ folders: [String]) -> Bool {
        let places = name.contains("/") ? [name] : folders.map { "\($0)/\(name)" }
        return places.contains { FileManager.default.isExecutableFile(atPath: $0) }
    }
}

extension VoiceEngine {
    /// Programs and files, beside sox, which gives all speech a telephone's band and level.
    fileprivate var needs: (programs: [String], files: [String]) {
        switch self {
        case .openJTalk(let dictionary, let voice, _): (["open_jtalk"], [dictionary, voice])
        case .espeak: (["espeak-ng"], [])
        case .command(let words): (Array(words.prefix(1)), [])
        case .voicevox: ([], [])
        }
    }

    /// What speaks, in a word or two. An address may hold a secret: it is not told.
    public var name: String {
        switch self {
        case .openJTalk: "Open JTalk"
        case .espeak: "espeak-ng"
        case .command(let words): words.first ?? "a command"
        case .voicevox: "a VOICEVOX engine"
        }
    }
}
