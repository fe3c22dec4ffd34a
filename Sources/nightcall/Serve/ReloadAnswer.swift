/// What became of a server's last try to take its site folder again, as it lies in the data folder: `nightcall reload`
/// waits for it.
///
/// The number of the try on the first line, `taken` or `refused` on the second, then what there is to tell, a line each.
struct ReloadAnswer: Equatable {
    /// Counts the tries from 1, over restarts too.
    let number: Int
    let isTaken: Bool
    let lines: [String]

    init(number: Int, isTaken: Bool, lines: [String]) {
        self.number = number
        self.isTaken = isTaken
        self.lines = lines
    }

    /// Nil for anything else.
    init?(text: String) {
        let parts = text.split(separator: "\n").map(String.init)
        guard parts.count >= 2, let number = Int(parts[0]), ["taken", "refused"].contains(parts[1]) else { return nil }
        self.init(number: number, isTaken: parts[1] == "taken", lines: Array(parts.dropFirst(2)))
    }

    var text: String {
        (["\(number)", isTaken ? "taken" : "refused"] + lines).map { $0 + "\n" }.joined()
    }
}
