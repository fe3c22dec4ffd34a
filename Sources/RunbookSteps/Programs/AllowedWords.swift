internal import RunbookModel

/// What is said of a command that the contract does not list.
enum AllowedWords {
    static func refusal(_ words: [String]) -> Words {
        let line = ShownBytes.line(words.joined(separator: " "))
        return Words(
            "契約が許していないコマンドのため起動しませんでした（\(line)）。",
            "not started, because the contract does not list it word for word: \(line)")
    }
}
