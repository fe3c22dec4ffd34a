internal import Glibc
internal import RunbookModel
internal import ServiceHours

/// How old a file of this machine is, and how large: whether what should write it still does.
struct FileAgeCheck: CheckStep {
    static let kind = CheckKind(
        "file.age", Words("ファイルの更新時刻", "Age of a file"), signal: .inside,
        with: [
            .required(
                "path", .text, "/var/backups/shop.dump", "the file by its absolute path, below a folder of the contract"
            )
        ],
        expect: [
            .required("youngerThan", .span(.seconds(1) ... .hours(8_784)), "26h", "an older file is abnormal"),
            .optional("size", .integer(0...Int(Int32.max)), default: "1", "1024", "bytes at least; fewer are abnormal"),
        ],
        values: [
            CheckKind.Value("age", unit: "s", "since it was written last"),
            CheckKind.Value("bytes", unit: "B", "its length"),
        ])

    /// A file server stamps its files by its own clock, which may be a little ahead of ours. What is dated later than that
    /// was stamped by a clock that is wrong, or by hand, and tells nothing of its age.
    private static let clockPlay = Span.seconds(60)

    private let path: String
    private let youngerThan: Span
    private let size: Int

    init(with: StepArguments, expect: StepArguments) throws(StepRefusal) {
        guard let path = with.text("path"), path.hasPrefix("/"), !path.utf8.contains(0),
            !path.split(separator: "/").contains("..")
        else { throw StepRefusal("`path` is no absolute path") }
        guard let youngerThan = expect.span("youngerThan") else { throw StepRefusal("`youngerThan` is missing") }
        self.path = path
        self.youngerThan = youngerThan
        size = expect.integer("size") ?? 1
    }

    func look(_ surroundings: Surroundings) async -> Observation {
        switch FileFacts.of(path, below: surroundings.allowed.folders) {
        case .notAllowed:
            return Observation(
                .unknown,
                Words(
                    "契約が許していない場所のため確認しませんでした。", "Not looked at: the contract lists no folder that holds it."),
                source: path)
        case .missing:
            return Observation(
                .abnormal, Words("ファイルがありません。", "There is no such file."), source: path, mayPass: true)
        case .unreadable(let why):
            return Observation(
                .unknown, Words("ファイルを確認できません（\(why)）。", "It cannot be looked at: \(why)."), source: path)
        case .file(let facts): return observation(facts, at: surroundings.now())
        }
    }

    private func observation(_ facts: FileFacts, at now: Instant) -> Observation {
        let age = now.since(facts.writtenAt)
        var observation = Observation(
            .normal,
            Words("\(age.roughly.japanese)前に更新されています。", "It was written \(age.roughly.english) ago."), source: path,
            readings: [
                Reading("age", String(age.seconds), threshold: "< \(youngerThan.seconds)"),
                Reading("bytes", String(facts.bytes), threshold: ">= \(size)"),
            ], sourceTime: facts.writtenAt, details: [Evidence.Detail("written", facts.writtenAt.rfc3339)])
        if age < -Self.clockPlay {
            observation.verdict = .unknown
            observation.sentence = Words("更新時刻が未来のため、判定できません。", "It is dated in the future: nothing can be said.")
        } else if age >= youngerThan {
            observation.verdict = .abnormal
            observation.sentence = Words(
                "最終更新が\(facts.writtenAt.japanTime.dateAndClock)で、\(youngerThan.exactly.japanese)以内ではありません。",
                "It was written last at \(facts.writtenAt.japanTime.dateAndClock), not within \(youngerThan.exactly.english)."
            )
        } else if facts.bytes < size {
            observation.verdict = .abnormal
            observation.sentence = Words(
                "大きさが\(facts.bytes)バイトしかありません（\(size)バイト以上のはずです）。",
                "It has \(facts.bytes) bytes, of \(size) at least.")
        }
        return observation
    }
}
