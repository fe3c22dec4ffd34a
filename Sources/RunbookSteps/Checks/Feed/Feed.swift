internal import Markup
internal import ServiceHours

/// What is read of a feed: RSS 2.0 (https://www.rssboard.org/rss-specification), RSS 1.0 or Atom (RFC 4287).
struct Feed {
    struct Item {
        let title: String
        /// What the item is about: its title and its categories, and where it has none the description as well.
        let subject: String
        /// What else it says. A region that is named there may be named because it is well.
        let description: String
        let at: Instant?
    }

    /// When it was built, or its newest item where it does not say.
    let builtAt: Instant?
    let items: [Item]

    /// Nil for what is no feed.
    init?(_ bytes: [UInt8]) {
        guard let document = try? MarkupDocument(xml: bytes), let root = document.root else { return nil }
        switch root.name {
        case "rss", "RDF":
            guard let channel = root.elements.first(where: { $0.name == "channel" }) else { return nil }
            // RSS 1.0, and some who write 2.0, put items beside the channel.
            let found = (channel.elements + root.elements).filter { $0.name == "item" }
            items = found.map { Self.item($0, time: ["pubDate", "date"], text: ["description", "encoded"]) }
            builtAt = Self.time(channel, ["lastBuildDate", "pubDate", "date"]) ?? items.compactMap(\.at).max()
        case "feed":
            items = root.elements.filter { $0.name == "entry" }.map {
                Self.item($0, time: ["updated", "published"], text: ["summary", "content"])
            }
            builtAt = Self.time(root, ["updated"]) ?? items.compactMap(\.at).max()
        default: return nil
        }
    }

    private static func item(_ node: MarkupNode, time: [String], text: [String]) -> Item {
        let parts = node.elements
        let title = parts.first { $0.name == "title" }?.text ?? ""
        let more = parts.filter { text.contains($0.name) }.map(\.text)
        // RSS writes the category's name, Atom gives it as an attribute (RFC 4287, 4.2.2).
        let categories = parts.filter { $0.name == "category" }.map { $0.attribute("term") ?? $0.text }
        let description = more.joined(separator: "\n")
        return Item(
            title: title,
            subject: ([title] + (categories.isEmpty ? [description] : categories)).joined(separator: "\n"),
            description: description, at: self.time(node, time))
    }

    private static func time(_ node: MarkupNode, _ names: [String]) -> Instant? {
        for name in names {
            if let text = node.elements.first(where: { $0.name == name })?.text, let at = FeedTime.instant(text) {
                return at
            }
        }
        return nil
    }
}

/// Times in feeds: RFC 3339 in Atom, RFC 822 with years of four digits in RSS (`Tue, 25 Nov 2026 20:00:00 GMT`).
enum FeedTime {
    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]
    /// RFC 822, 5.1, as far as it is unambiguous. `Z` is what some write for GMT.
    private static let zones = ["GMT": "+00:00", "UT": "+00:00", "UTC": "+00:00", "Z": "+00:00"]

    static func instant(_ text: String) -> Instant? {
        var parts = text.split { $0.isWhitespace }
        guard parts.joined().utf8.count <= 64 else { return nil }
        if parts.count == 1 { return try? Instant(rfc3339: String(parts[0])) }
        if parts.first?.hasSuffix(",") == true { parts.removeFirst() }
        guard parts.count == 5, let month = months.firstIndex(of: String(parts[1].prefix(3))), parts[2].utf8.count == 4
        else { return nil }
        func two(_ text: Substring) -> String { text.utf8.count == 1 ? "0\(text)" : String(text) }
        let clock = parts[3].utf8.count == 5 ? "\(parts[3]):00" : String(parts[3])
        var zone = zones[String(parts[4])] ?? String(parts[4])
        if zone.utf8.count == 5, zone.utf8.allSatisfy({ $0 < 0x80 }) { zone = "\(zone.prefix(3)):\(zone.suffix(2))" }
        return try? Instant(rfc3339: "\(parts[2])-\(two(Substring("\(month + 1)")))-\(two(parts[0]))T\(clock)\(zone)")
    }
}
