internal import CallTree
internal import Reports
internal import ServiceHours
internal import Telephony

/// The telephones of the simulated lines, so that a person can try the tree out: pick up, press a key, let it ring.
struct TelephonePanel {
    let page: ConsolePage
    private static let contractLimit = 12

    func write(to markup: inout MarkupText) {
        let language = page.language
        markup.heading(language.says("模擬の電話", "Simulated telephones"))
        markup.element(
            "p", ["class": "quiet"],
            text: language.says(
                "模擬回線では誰にも電話はかかりません。「手動」にした電話は、ここでの操作だけで応答します。",
                "The simulated line calls nobody. A telephone that is set to \"by hand\" does only what is done here."))
        let contracts = page.site.contracts.map(\.contract).filter(isSimulated)
        for contract in contracts.prefix(Self.contractLimit) {
            markup.element("section", ["class": "card"]) { markup in
                markup.element("h3") { $0.element("bdi", text: contract.terms.customer.shown(limit: 60)) }
                for contact in contract.terms.contacts { write(contact, of: contract, to: &markup) }
            }
        }
    }

    /// A contract without routes takes any line.
    private func isSimulated(_ contract: Contract) -> Bool {
        let simulated = page.site.lines.filter { $0.kind == SimulatedLine.kind }.map(\.id)
        let routes = contract.terms.calls.routes
        return routes.isEmpty || routes.contains { simulated.contains($0) }
    }

    private func write(_ contact: Contact, of contract: Contract, to markup: inout MarkupText) {
        let language = page.language
        let telephone = page.telephones.telephone(
            of: TelephoneOwner(contract: contract.id, contact: contact.id))
        markup.constant("\n")
        markup.element("div", ["class": "row"]) { markup in
            markup.element("p") { markup in
                let (text, tone) = words(telephone.state)
                markup.element("bdi", text: contact.name.shown(limit: 60))
                markup.element("span", ["class": "quiet"], text: " \(contact.phone.masked) ")
                markup.element("span", ["class": "badge \(tone.rawValue)"], text: text)
                if telephone.isByHand {
                    markup.element("span", ["class": "badge plain"], text: language.says("手動", "by hand"))
                }
            }
            if let speech = spoken(telephone.state, contract: contract) {
                markup.element("p", ["class": "speech"]) { $0.element("bdi", text: speech) }
            }
            if page.session != nil { writeDeeds(telephone, to: &markup) }
        }
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
            let incidents = announcement.incidents.compactMap { id in
                page.sight.board.recent.first { $0.id == id } ?? page.sight.board.waiting.first { $0.id == id }
            }
            return SpokenText.message(
                announcement, customer: terms.kana.isEmpty ? terms.customer : terms.kana,
                incidents: incidents.map { SpokenIncident($0) }, language: page.language)
        }
    }

    private func writeDeeds(_ telephone: SimulatedTelephone, to markup: inout MarkupText) {
        let language = page.language
        let owner = telephone.owner
        let path = "/telephones/\(owner.contract.text.pathSegment)/\(owner.contact.text.pathSegment)"
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
