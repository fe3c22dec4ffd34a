import EventJournal
import Reports
import ServiceHours

extension JournalCheck {
    /// What a check found, as one line of a command's output.
    var sentence: String {
        switch self {
        case .whole(let head, let rows, let erased):
            let texts = erased == 0 ? "" : ", \(erased) erased texts"
            return "whole: \(rows) rows\(texts)\(head.untilWhen), head \(head.hash)"
        case .broken(let sequence, let why): return "broken at row \(sequence): \(why)"
        case .cancelled(let sequence): return "not checked after row \(sequence)"
        }
    }
}

extension JournalHead {
    /// ` to ` and the instant of the last row; nothing for a journal without one.
    var untilWhen: String {
        instant.map { " to \(Instant(microseconds: $0))" } ?? ""
    }
}
