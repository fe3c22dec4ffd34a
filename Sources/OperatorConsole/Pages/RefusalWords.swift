internal import CallTree
internal import Reports
internal import ServiceHours

/// What the engine or the server answered to an operator, in the language of the page. Their own words are English, for
/// programs; one that is not known here is shown behind a sentence that says what to do.
struct RefusalWords {
    let why: String

    func words(_ language: Language) -> String {
        switch language {
        case .english: "Not done: \(why.shown())"
        case .japanese: japanese ?? "実行できませんでした。もう一度一覧で確認してください。（\(why.shown())）"
        }
    }

    private var japanese: String? {
        if let ended = why.wholeMatch(of: /incident (\d+) has already ended: (.+)/) {
            let end = End(rawValue: String(ended.2)).map { "（\($0.words(.japanese))）" } ?? ""
            return "インシデント \(ended.1) はすでに終了しています\(end)。"
        }
        if let unknown = why.wholeMatch(of: /no incident (\d+) is on the board.*/) {
            return "インシデント \(unknown.1) は一覧にありません。ずっと前に終了したか、もともとありません。"
        }
        if let dark = why.wholeMatch(of: /alarm (\d+) is not lit/) {
            return "警報 \(dark.1) はすでに消えています。"
        }
        if why == "cancelling needs a reason" { return "取り消すには理由が要ります。" }
        if why.hasPrefix("the journal cannot be written") { return "いまは記録できません。もう一度操作してください。" }
        if why.hasPrefix("the server is stopping") { return "サーバーが停止中です。少し待ってからもう一度操作してください。" }
        return nil
    }
}
