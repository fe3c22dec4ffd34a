internal import CallTree
internal import Reports
internal import ServiceHours

/// Whether the service windows are open, and when that changes next: the first thing that a person asks at night.
/// Contracts that stand alike share a line.
struct WindowPanel {
    let page: ConsolePage
    private static let lineLimit = 6
    private static let nameLimit = 3

    fileprivate enum Standing: Hashable {
        case open(until: Instant?)
        case closed(until: Instant?)
        case unreadable
    }

    private struct Line {
        let standing: Standing
        var contracts: [ContractID]
    }

    func write(to markup: inout MarkupText) {
        let lines = lines
        for line in lines.prefix(Self.lineLimit) { write(line, to: &markup) }
        let hidden = lines.dropFirst(Self.lineLimit).reduce(0) { $0 + $1.contracts.count }
        markup.more(hidden, page.language, id: "windows-more")
    }

    /// What cannot be read first, then what changes first.
    private var lines: [Line] {
        var lines: [Line] = []
        var places: [Standing: Int] = [:]
        for contract in page.site.contracts {
            let standing = standing(contract.contract)
            if let place = places[standing] {
                lines[place].contracts.append(contract.contract.id)
            } else {
                places[standing] = lines.count
                lines.append(Line(standing: standing, contracts: [contract.contract.id]))
            }
        }
        return lines.sorted { $0.standing.changesAt < $1.standing.changesAt }
    }

    private func standing(_ contract: Contract) -> Standing {
        switch contract.calendar.answer(at: page.now) {
        case .success(let answer):
            switch answer.state {
            case .open: .open(until: answer.nextClosing)
            case .closed: .closed(until: answer.nextOpening)
            }
        case .failure: .unreadable
        }
    }

    private func write(_ line: Line, to markup: inout MarkupText) {
        let language = page.language
        markup.element("p") { markup in
            let (state, change, tone) = words(line.standing)
            markup.element("span", ["class": "badge \(tone.rawValue)"], text: state)
            markup.write(" ")
            markup.element("b", text: change)
            markup.write(" ")
            let count = line.contracts.count
            if count > Self.nameLimit {
                markup.write(language.says("\(count.grouped)契約", "\(count.grouped) contracts"))
            } else {
                markup.element(
                    "bdi", text: line.contracts.map(page.customer).joined(separator: language.says("、", ", ")))
            }
        }
    }

    private func words(_ standing: Standing) -> (state: String, change: String, tone: Tone) {
        let language = page.language
        switch standing {
        case .open(let until):
            let change = until.map { language.says("終了 \($0.words(language))", "closes \($0.words(language))") }
            return (language.says("対応時間内", "open"), change ?? language.says("終了なし", "never closes"), .good)
        case .closed(let until):
            let change = until.map { language.says("次の開始 \($0.words(language))", "opens \($0.words(language))") }
            return (language.says("対応時間外", "closed"), change ?? language.says("開始なし", "never opens"), .plain)
        case .unreadable:
            return (
                language.says("暦が読めません", "no calendar"),
                language.says("対応時間内とみなします", "counts as open for calls"), .bad
            )
        }
    }
}

extension WindowPanel.Standing {
    fileprivate var changesAt: Instant {
        switch self {
        case .unreadable: Instant(microseconds: .min)
        case .open(let until), .closed(let until): until ?? Instant(microseconds: .max)
        }
    }
}
