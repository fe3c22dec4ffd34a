internal import CallTree
internal import Reports
internal import ServiceHours
internal import Telephony

/// The telephones of the simulated lines, so that a person can try the tree out: pick up, press a key, let it ring.
/// Those on which nothing happens fold away.
struct TelephonePanel {
    let page: ConsolePage
    private static let contractLimit = 12

    /// A telephone and whose it is.
    private struct Owned {
        let telephone: SimulatedTelephone
        let contact: Contact
        let contract: Contract
    }

    func write(to markup: inout MarkupText) {
        let language = page.language
        markup.heading(language.says("模擬の電話", "Simulated telephones"), id: "telephones")
        markup.element(
            "p", ["class": "quiet", "id": "telephones-note"],
            text: language.says(
                "模擬回線では誰にも電話はかかりません。「手動」にした電話は、ここでの操作だけで応答します。",
                "The simulated line calls nobody. A telephone that is set to \"by hand\" does only what is done here."))
        let contracts = page.site.contracts.map(\.contract).filter(isSimulated)
        let telephones = contracts.prefix(Self.contractLimit).flatMap(owned)
        let idle = telephones.filter { $0.telephone.isIdle }
        for owned in telephones where !owned.telephone.isIdle { write(owned, to: &markup) }
        if !idle.isEmpty {
            markup.element("details", ["id": "telephones-idle"]) { markup in
                markup.element(
                    "summary", ["id": "telephones-idle-count"],
                    text: language.says("待ち受け中の電話（\(idle.count)台）", "Quiet telephones (\(idle.count))"))
                for owned in idle { write(owned, to: &markup) }
            }
        }
        markup.more(contracts.count - Self.contractLimit, language, id: "telephones-more")
    }

    private func owned(_ contract: Contract) -> [Owned] {
        contract.terms.contacts.map { contact in
            let owner = TelephoneOwner(contract: contract.id, contact: contact.id)
            return Owned(telephone: page.telephones.telephone(of: owner), contact: contact, contract: contract)
        }
    }

    /// A contract without routes takes any line.
    private func isSimulated(_ contract: Contract) -> Bool {
        let simulated = page.site.lines.filter { $0.kind == SimulatedLine.kind }.map(\.id)
        let routes = contract.terms.calls.routes
        return routes.isEmpty || routes.contains { simulated.contains($0) }
    }

    private func write(_ owned: Owned, to markup: inout MarkupText) {
        let language = page.language
        let telephone = owned.telephone
        markup.constant("\n")
        markup.element("div", ["class": "row", "id": "telephone\(path(of: telephone.owner))"]) { markup in
            markup.element("p") { markup in
                let (text, tone) = words(telephone.state)
                markup.element("bdi", text: owned.contact.name.shown(limit: 60))
                markup.element("span", ["class": "quiet"], text: " \(owned.contact.phone.masked) ")
                markup.element("span", ["class": "badge \(tone.rawValue)"], text: text)
                if telephone.isByHand {
                    markup.element("span", ["class": "badge plain"], text: language.says("手動", "by hand"))
                }
                markup.write(" ")
                markup.element("bdi", ["class": "quiet"], text: owned.contract.terms.customer.shown(limit: 60))
            }
            if let speech = spoken(telephone.state, contract: owned.contract) {
                markup.element("p", ["class": "speech"]) { $0.element("bdi", text: speech) }
            }
            if page.hasForms { writeDeeds(telephone, to: &markup) }
        }
    }

    private func path(of owner: TelephoneOwner) -> String {
        "/\(owner.contract.text.pathSegment)/\(owner.contact.text.pathSegment)"
    }

    private func words(_ state: SimulatedTelephone.State) -> (String, Tone) {
        let language = page.language
        return switch state {
        case .quiet: (language.says("待ち受け", "quiet"), .plain)
        case .ringing: (language.says("鳴っています", "rings"), .warn)
        case .talking: (language.says("通話中", "talking"), .good)
        }
    }

    /// What the person at the telephone hears.
    private func spoken(_ state: SimulatedTelephone.State, contract: Contract) -> String? {
        guard case .talking(let speech) = state else { return nil }
        switch speech {
        case .nothing: return nil
        case .listening: return page.language.says("（キー入力を待っています）", "(a key is waited for)")
        case .goodbye(let outcome): return SpokenText.goodbye(outcome, language: page.language)
        case .message(let announcement, _):
            let terms = contract.terms
            let listed = page.sight.board.listed
            let incidents = announcement.incidents.compactMap { id in listed.first { $0.id == id } }
            return SpokenText.message(
                announcement, customer: terms.kana.isEmpty ? terms.customer : terms.kana,
                incidents: incidents.map { SpokenIncident($0) },
                finding: page.sight.findings.told(
                    of: announcement.incidents, first: incidents.first?.id, page.language), language: page.language)
        }
    }

    private func writeDeeds(_ telephone: SimulatedTelephone, to markup: inout MarkupText) {
        let language = page.language
        let path = "/telephones" + path(of: telephone.owner)
        var deeds: [(value: String, text: String)] = []
        switch telephone.state {
        case .quiet: break
        case .ringing:
            deeds = [
                ("pick-up", language.says("出る", "Pick up")),
                ("machine", language.says("留守番電話が出る", "Machine picks up")),
                ("hang-up", language.says("拒否", "Turn away")),
                ("let-ring", language.says("鳴らしておく", "Let it ring")),
            ]
        case .talking:
            deeds = ["1", "2", "4", "5", "6", "7", "8", "9"].map { ("key-\($0)", $0) }
            deeds.append(("hang-up", language.says("切る", "Hang up")))
        }
        deeds.append(
            telephone.isByHand
                ? ("automatic", language.says("自動に戻す", "Back to automatic"))
                : ("by-hand", language.says("手動にする", "By hand")))
        page.writeForm(to: path, page: &markup) { markup in
            for deed in deeds {
                markup.element("button", ["name": "deed", "value": deed.value], text: deed.text)
            }
        }
    }
}

extension SimulatedTelephone {
    /// Nothing happens on it, and nobody has taken it in hand.
    fileprivate var isIdle: Bool { state == .quiet && !isByHand }
}

extension SpokenIncident {
    init(_ incident: Incident) {
        let text = incident.summary.isEmpty ? incident.name : incident.summary
        self.init(summary: text.isEmpty ? incident.key.dedupKey : text, since: incident.startedAt ?? incident.openedAt)
    }
}

extension String {
    /// As one segment of a path (RFC 3986, 3.3): everything but the unreserved characters is percent-encoded.
    var pathSegment: String {
        var segment = ""
        for byte in utf8 {
            switch byte {
            case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
                UInt8(ascii: "~"):
                segment.unicodeScalars.append(Unicode.Scalar(byte))
            default:
                let digits = String(byte, radix: 16, uppercase: true)
                segment += "%" + (digits.count == 1 ? "0" : "") + digits
            }
        }
        return segment
    }
}
