/// Holds the rows that a restart folds against the list of open subjects. They are found by an index, and a damaged one
/// would leave rows out, or bring some of another subject, without a word.
struct OpenRowsCheck {
    private var last: Int64 = 0
    /// The first row of each open subject.
    private let first: [JournalSubject: Int64]
    /// Of how many subjects the first row has come.
    private var begun = 0

    init(_ list: [(subject: JournalSubject, first: Int64)]) {
        first = Dictionary(list) { earlier, _ in earlier }
    }

    mutating func take(_ row: JournalRow) throws(JournalError) {
        guard row.sequence > last else { throw Self.damage("row \(row.sequence) comes after row \(last)") }
        guard let subject = row.subject, let first = first[subject] else {
            throw Self.damage("row \(row.sequence) is not of an open subject")
        }
        guard row.sequence >= first else {
            throw Self.damage("row \(row.sequence) comes before its subject's first, row \(first)")
        }
        last = row.sequence
        if row.sequence == first { begun += 1 }
    }

    /// There are no more rows.
    func end() throws(JournalError) {
        guard begun == first.count else { throw Self.damage("the first rows of \(first.count - begun) are missing") }
    }

    private static func damage(_ text: String) -> JournalError {
        .damaged("\(text): the list or the index of subjects is wrong")
    }
}
