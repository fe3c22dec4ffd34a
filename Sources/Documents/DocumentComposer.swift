import Yams

/// Turns text into a tree of nodes that know their places. Whatever the text, this neither traps nor grows without bound.
///
/// Only the parser's node tree is used: its own typed reading traps on mappings as keys and changes `22:00` into a number.
package struct DocumentComposer {
    /// How many values one file may hold.
    package static let nodeLimit = 100_000
    /// How deep values may lie within one another.
    package static let depthLimit = 32

    private let log: ProblemLog
    private var nodeCount = 0

    /// Nil after an error has been logged: no YAML, nothing in it, or more of it than is allowed.
    package static func compose(_ text: String, log: ProblemLog) -> DocumentNode? {
        let shielded = AnchorShield.raised(over: text)
        do {
            guard let root = try Yams.compose(yaml: shielded, .basic) else {
                log.error(.wholeFile, "the file is empty", mend: "write its keys, or remove it")
                return nil
            }
            var composer = DocumentComposer(log: log)
            return composer.convert(root, depth: 1)
        } catch {
            logSyntaxError(error, shielded: shielded, log: log)
            return nil
        }
    }

    private init(log: ProblemLog) {
        self.log = log
    }

    private mutating func convert(_ node: Node, depth: Int) -> DocumentNode? {
        let place = Place(node.mark)
        nodeCount += 1
        guard nodeCount <= Self.nodeLimit else {
            if nodeCount == Self.nodeLimit + 1 {
                log.error(place, "more than 100,000 values in one file", mend: "remove what does not belong here")
            }
            return nil
        }
        guard depth <= Self.depthLimit else {
            log.error(place, "values lie deeper than \(Self.depthLimit) levels", mend: "close the brackets above")
            return nil
        }
        switch node {
        case .scalar(let scalar):
            return convert(scalar, at: place)
        case .sequence(let sequence):
            var items: [DocumentNode] = []
            for item in sequence {
                guard let value = convert(item, depth: depth + 1) else { return nil }
                items.append(value)
            }
            return DocumentNode(place: place, content: .list(items))
        case .mapping(let mapping):
            return convert(mapping, at: place, depth: depth)
        case .alias:
            logReference(at: place)
            return nil
        }
    }

    private func convert(_ scalar: Node.Scalar, at place: Place) -> DocumentNode? {
        let isQuoted = scalar.style != .plain && scalar.style != .any
        if !isQuoted, AnchorShield.marksReference(scalar.string) {
            logReference(at: place)
            return nil
        }
        // An escape such as "\0" in a quoted text can still bring one in.
        if scalar.string.unicodeScalars.contains(where: { DocumentText.isForbidden($0) && !AnchorShield.isStandIn($0) })
        {
            log.error(place, "the text holds a control character", mend: "remove its escape")
            return nil
        }
        return DocumentNode(
            place: place, content: .scalar(AnchorShield.lowered(from: scalar.string), isQuoted: isQuoted))
    }

    private mutating func convert(_ mapping: Node.Mapping, at place: Place, depth: Int) -> DocumentNode? {
        var entries: [DocumentNode.Entry] = []
        for (key, value) in mapping {
            guard let keyNode = convert(key, depth: depth + 1), let valueNode = convert(value, depth: depth + 1) else {
                return nil
            }
            guard case .scalar(let name, _) = keyNode.content else {
                log.error(
                    keyNode.place, "\(keyNode.kindName) stands where a key is wanted",
                    mend: "write `key: value`, and quote a text that begins with { or [")
                return nil
            }
            entries.append(DocumentNode.Entry(name: name, place: keyNode.place, value: valueNode))
        }
        return DocumentNode(place: place, content: .mapping(entries))
    }

    private func logReference(at place: Place) {
        log.error(
            place, "anchors (&) and aliases (*) are not used in settings",
            mend: "write the value out, or quote a text that begins with & or *")
    }
}

extension Place {
    fileprivate init(_ mark: Mark?) {
        self.init(line: mark?.line ?? 1, column: mark?.column ?? 1)
    }
}
