internal import Crypto
internal import FoundationEssentials
public import ServiceHours
internal import Synchronization
public import WebTransfer

/// The speech of a site: made once for every text, kept as files, ready when somebody answers.
///
/// What is the same in every call is shipped with NightCall, so that a call speaks even where no voice is installed: then it
/// says that there is trouble and what to press.
public final class VoiceDesk: Sendable {
    private let folder: String
    private let shipped: String?
    private let settings: VoiceSettings
    private let maker: SpeechMaker
    private let trouble: @Sendable (String) -> Void
    private let making = Mutex<[String: Task<String?, Never>]>([:])
    private let gate = VoiceGate(places: 2)

    /// How long somebody who has answered waits for words.
    private static let patienceNanoseconds: UInt64 = 3_000_000_000

    /// - Parameters:
    ///   - folder: where speech is kept.
    ///   - shipped: the folder of the speech that came with NightCall; nil for none.
    ///   - trouble: told in one line when speech cannot be made.
    public init(
        folder: String, shipped: String?, settings: VoiceSettings, transfers: TransferEngine,
        trouble: @escaping @Sendable (String) -> Void
    ) {
        self.folder = folder
        self.shipped = shipped
        self.settings = settings
        self.trouble = trouble
        maker = SpeechMaker(transfers: transfers)
        try? FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    }

    /// Makes what is not there yet.
    public func prepare(_ parts: SpokenParts, _ language: Language) async {
        for text in parts.texts { _ = await file(text, parts.readings, language) }
    }

    /// The files of these texts, one after the other. When one is not ready in time, those of `instead`, which are shipped.
    public func files(_ parts: SpokenParts, _ language: Language, instead: [String] = []) async -> [String] {
        let making = Task { await all(parts, language) }
        let found = await making.value(withinNanoseconds: Self.patienceNanoseconds) ?? nil
        return found ?? instead.compactMap { ready($0, language) }
    }

    private func all(_ parts: SpokenParts, _ language: Language) async -> [String]? {
        var files: [String] = []
        for text in parts.texts {
            guard let file = await file(text, parts.readings, language) else { return nil }
            files.append(file)
        }
        return files
    }

    /// The file of a text, if it is there already.
    public func ready(_ text: String, _ language: Language, readings: [String: String] = [:]) -> String? {
        let reading = Self.reading(text, readings, language)
        let made = path(reading, language)
        if FileManager.default.fileExists(atPath: made) {
            SpeechFolder.used(made)
            return made
        }
        guard let shipped, readings.isEmpty else { return nil }
        let file = shipped + "/" + Self.shippedName(text, language)
        return FileManager.default.fileExists(atPath: file) ? file : nil
    }

    /// The file of a text; nil when it cannot be made.
    public func file(_ text: String, _ readings: [String: String], _ language: Language) async -> String? {
        if let ready = ready(text, language, readings: readings) ?? ready(text, language) { return ready }
        let reading = Self.reading(text, readings, language)
        let path = path(reading, language)
        let task = making.withLock { making in
            if let task = making[path] { return task }
            let task = Task { await self.make(reading, language, into: path) }
            making[path] = task
            return task
        }
        return await task.value
    }

    private func make(_ reading: String, _ language: Language, into path: String) async -> String? {
        await gate.enter()
        let failure = await maker.make(reading, settings.engine(language), into: path)
        await gate.leave()
        making.withLock { $0[path] = nil }
        guard let failure else { return path }
        trouble("the voice cannot speak: \(failure)")
        return nil
    }

    /// Several files as one, for people who want to hear them.
    public func join(_ files: [String], into output: String) async -> Bool {
        switch await VoiceProgram.run(["sox"] + files + ["-e", "signed-integer", "-b", "16", output], input: nil) {
        case .done: return true
        case .failed(let why):
            trouble(why)
            return false
        }
    }

    /// As the voice is given it.
    public static func reading(_ text: String, _ readings: [String: String], _ language: Language) -> String {
        switch language {
        case .japanese: SpokenReading(readings: readings).text(text)
        case .english: text
        }
    }

    private func path(_ reading: String, _ language: Language) -> String {
        folder + "/" + Self.digest(settings.engine(language).identity + "\n" + reading) + ".wav"
    }

    /// The name of the file under which the speech of a text is shipped.
    public static func shippedName(_ text: String, _ language: Language) -> String {
        "\(language == .japanese ? "ja" : "en")-\(digest(text)).wav"
    }

    private static func digest(_ text: String) -> String {
        SHA256.hash(data: Data(text.utf8)).prefix(10).map { byte in
            let digits = String(byte, radix: 16)
            return digits.count == 1 ? "0" + digits : digits
        }.joined()
    }
}

/// How many texts are made at once.
private actor VoiceGate {
    private var places: Int
    private var waiting: [CheckedContinuation<Void, Never>] = []

    init(places: Int) {
        self.places = places
    }

    func enter() async {
        if places > 0 {
            places -= 1
        } else {
            await withCheckedContinuation { waiting.append($0) }
        }
    }

    func leave() {
        if waiting.isEmpty { places += 1 } else { waiting.removeFirst().resume() }
    }
}
