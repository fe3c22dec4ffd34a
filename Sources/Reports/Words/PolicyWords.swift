public import CallTree
public import JSONText
public import ServiceHours

/// One number or choice of a contract's call policy, as it is printed in reports and drills.
public struct PolicyLine: Hashable, Sendable {
    /// The key in the contract's file and in JSON.
    public let key: String
    public let label: String
    public let value: String
    /// False when the contract departs from the default. Lines have no default to depart from.
    public let isDefault: Bool
}

extension CallPolicy {
    /// Every number and choice with the value in force.
    public func lines(_ language: Language) -> [PolicyLine] {
        let usual = CallPolicy()
        func line<Value: Equatable>(
            _ key: String, _ path: KeyPath<CallPolicy, Value>, _ japanese: String, _ english: String,
            _ show: (Value) -> String
        ) -> PolicyLine {
            PolicyLine(
                key: key, label: language.says(japanese, english), value: show(self[keyPath: path]),
                isDefault: self[keyPath: path] == usual[keyPath: path])
        }
        func span(_ span: Span) -> String { span.words(language) }
        func count(_ count: Int) -> String { language.says("\(count)回", "\(count)") }
        return [
            line("rings", \.rings, "呼び出し音", "rings an attempt", count),
            line("rounds", \.rounds, "巡数", "rounds") { language.says("\($0)巡", "\($0)") },
            line("proof", \.proof, "受領の確認方法", "proof of a person") { $0.words(language) },
            line("onWindowClose", \.onWindowClose, "対応時間の終了時", "when the window closes") { $0.words(language) },
            line("onRecovery", \.onRecovery, "復旧時", "on recovery") { $0.words(language) },
            line("outsideWindow", \.outsideWindow, "対応時間外のアラート", "alerts outside the window") { $0.words(language) },
            // A contract that names no lines gets all of the site's: any list of lines may be the default.
            PolicyLine(
                key: "routes", label: language.says("回線の順", "lines in order"), value: routeWords(language),
                isDefault: true),
            line("numberPause", \.numberPause, "同じ番号への間隔", "pause between two calls to a number", span),
            line("lineFailureLimit", \.lineFailureLimit, "回線障害を待つ限度", "line failure counts as used after", span),
            line("holdOff", \.holdOff, "復旧後の再発を同じとみなす間", "hold-off after a recovery", span),
            line("quietLimit", \.quietLimit, "続報なしで終わりとみなすまで", "a quiet key is free after", span),
            line(
                "gatherAfterAcknowledgement", \.gatherAfterAcknowledgement, "受領後にまとめる間",
                "gathering after an acknowledgement", span),
            line(
                "gatherAfterExhaustion", \.gatherAfterExhaustion, "受領者なしの後にまとめる間", "gathering after an exhaustion", span
            ),
            line("escalationsPerHour", \.escalationsPerHour, "1時間の開始上限", "escalations an hour at most", count),
            line(
                "callsPerNumberAndDay", \.callsPerNumberAndDay, "1番号1日の呼び出し上限", "calls to a number a day at most", count
            ),
            line("staleAfter", \.staleAfter, "開始時に呼ぶための続報の期限", "at the opening, heard of within", span),
            line(
                "rerunWhenLineReturns", \.rerunWhenLineReturns, "不達の後、回線が戻れば再度",
                "undeliverable runs again when a line returns"
            ) {
                $0 ? language.says("する", "yes") : language.says("しない", "no")
            },
        ]
    }

    private func routeWords(_ language: Language) -> String {
        routes.isEmpty
            ? language.says("指定なし", "none named")
            : routes.map { $0.text.shown(limit: 60) }.joined(separator: " → ")
    }

    /// The same for programs: choices as they are spelled in the contract's file, spans in seconds.
    public var json: JSONValue {
        [
            "rings": .integer(rings),
            "rounds": .integer(rounds),
            "proof": .string(proof.rawValue),
            "onWindowClose": .string(onWindowClose.rawValue),
            "onRecovery": .string(onRecovery.rawValue),
            "outsideWindow": .string(outsideWindow.rawValue),
            "routes": .array(routes.map { .string($0.text) }),
            "numberPauseSeconds": .seconds(numberPause),
            "lineFailureLimitSeconds": .seconds(lineFailureLimit),
            "holdOffSeconds": .seconds(holdOff),
            "quietLimitSeconds": .seconds(quietLimit),
            "gatherAfterAcknowledgementSeconds": .seconds(gatherAfterAcknowledgement),
            "gatherAfterExhaustionSeconds": .seconds(gatherAfterExhaustion),
            "escalationsPerHour": .integer(escalationsPerHour),
            "callsPerNumberAndDay": .integer(callsPerNumberAndDay),
            "staleAfterSeconds": .seconds(staleAfter),
            "rerunWhenLineReturns": .bool(rerunWhenLineReturns),
        ]
    }
}

extension CallPolicy.Proof {
    fileprivate func words(_ language: Language) -> String {
        switch self {
        case .answer: language.says("人が出る（answer）", "any pick-up by a person (answer)")
        case .key: language.says("1を押す（key）", "press 1 (key)")
        case .randomDigit: language.says("読み上げた数字を押す（random-digit）", "press the digit just spoken (random-digit)")
        }
    }
}

extension CallPolicy.OnWindowClose {
    fileprivate func words(_ language: Language) -> String {
        switch self {
        case .stop: language.says("止めて引き継ぐ（stop）", "stop and hand over (stop)")
        case .finishRound: language.says("その巡を終える（finish-round）", "finish the round (finish-round)")
        case .finishTree: language.says("最後まで続ける（finish-tree）", "finish the tree (finish-tree)")
        }
    }
}

extension CallPolicy.OnRecovery {
    fileprivate func words(_ language: Language) -> String {
        switch self {
        case .stop: language.says("止める（stop）", "stop (stop)")
        case .continue: language.says("続ける（continue）", "go on (continue)")
        }
    }
}

extension CallPolicy.OutsideWindow {
    fileprivate func words(_ language: Language) -> String {
        switch self {
        case .callAtOpening: language.says("開始時に呼ぶ（call-at-opening）", "call at the opening (call-at-opening)")
        case .recordOnly: language.says("記録のみ（record-only）", "record only (record-only)")
        }
    }
}
