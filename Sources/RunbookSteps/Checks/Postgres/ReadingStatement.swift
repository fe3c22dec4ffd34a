/// What may be asked of a database: one statement that reads.
///
/// A read-only session alone does not hold that. `SET TRANSACTION READ WRITE; DROP TABLE ...` is two statements, of which
/// the first takes the promise back; so does `COMMIT`, and a block of `DO` or a `CALL` may do it within one statement.
/// `COPY ... TO PROGRAM` starts a program and is no writing at all to PostgreSQL. And a line that begins with a backslash
/// psql carries out itself: `\\!` is a shell on this machine.
enum ReadingStatement {
    private static let beginnings = ["SELECT", "WITH", "VALUES", "TABLE", "SHOW"]

    /// Why it may not be asked, behind the name of its key; nil when it may.
    static func refusal(of text: String) -> String? {
        let statement = text.drop(while: \.isWhitespace)
        let beginning = statement.prefix { $0.isASCII && $0.isLetter }.uppercased()
        guard beginnings.contains(beginning) else {
            return "is no statement that reads; begin it with \(beginnings.joined(separator: ", "))"
        }
        var rest = statement
        while let last = rest.last, last.isWhitespace || last == ";" { rest.removeLast() }
        // By scalars: a mark that joins the semicolon would make another character of the two.
        if rest.unicodeScalars.contains(";") {
            return "is more than one statement; a semicolon may stand at its end only, and is chr(59) within a text"
        }
        return nil
    }
}
