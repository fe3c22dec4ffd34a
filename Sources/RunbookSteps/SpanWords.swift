internal import RunbookModel
internal import ServiceHours

extension Span {
    /// As it stands in a sentence.
    var shown: Words {
        if microseconds < 1_000_000 { return Words("\(microseconds / 1_000)ミリ秒", "\(microseconds / 1_000) ms") }
        return Words("\(seconds)秒", "\(seconds) s")
    }

    /// In the largest unit of which it has at least two.
    var roughly: Words {
        let seconds = max(0, seconds)
        if seconds >= 2 * 86_400 { return Words("\(seconds / 86_400)日", "\(seconds / 86_400) d") }
        if seconds >= 2 * 3_600 { return Words("\(seconds / 3_600)時間", "\(seconds / 3_600) h") }
        if seconds >= 2 * 60 { return Words("\(seconds / 60)分", "\(seconds / 60) min") }
        return Words("\(seconds)秒", "\(seconds) s")
    }

    /// In the largest unit that leaves nothing over: what somebody has written down is told as it is.
    var exactly: Words {
        if seconds % 3_600 == 0 { return Words("\(seconds / 3_600)時間", "\(seconds / 3_600) h") }
        if seconds % 60 == 0 { return Words("\(seconds / 60)分", "\(seconds / 60) min") }
        return shown
    }
}
