internal import ServiceHours

/// Texts as a Japanese voice should be given them: names of machines in kana, their digits one by one, no spaces that the
/// voice would pause at, and nothing that it would leave out.
///
/// A voice reads prose well and names badly: of `web01` it makes ウェブゼロイチ, of `db-1` ディービーイチ, and of `nginx`
/// five letters. What is said of a machine must be understood half asleep, so names are written out here. Whatever is still
/// wrong a contract puts right by its own `readings`.
public struct SpokenReading: Sendable {
    /// What is written, and how it is read; the longest is looked for first.
    private let readings: [(written: [Character], read: String)]

    /// - Parameter readings: of a contract; they come before our own.
    public init(readings: [String: String] = [:]) {
        self.readings = readings.map { (Array($0.key.lowercased()), $0.value) }
            .sorted { ($1.0.count, String($0.0)) < ($0.0.count, String($1.0)) }
    }

    /// A piece of a text.
    private enum Piece: Equatable {
        /// Read as it is written.
        case plain(String)
        /// Read like this.
        case read(String)
        /// A space between two names, or between two sentences.
        case gap
    }

    public func text(_ text: String) -> String {
        var rest = Array(Self.narrow(text))[...]
        var pieces: [Piece] = []
        while let first = rest.first {
            if let (count, read) = ownReading(rest, after: pieces.last) {
                pieces.append(.read(read))
                rest = rest.dropFirst(count)
            } else if Self.isNamePart(first) {
                let name = Self.name(at: rest)
                pieces.append(
                    name.contains { $0.isLetter } || Self.isAddress(name)
                        ? .read(Self.spelled(name)) : .plain(String(name)))
                rest = rest.dropFirst(name.count)
            } else {
                pieces.append(Self.piece(first))
                rest = rest.dropFirst()
            }
        }
        return Self.joined(pieces)
    }

    /// The words that neither a dictionary knows nor anybody could say as one, and that are therefore spelled.
    public func spelledWords(_ text: String) -> [String] {
        var rest = Array(Self.narrow(text))[...]
        var found: [String] = []
        var last: Piece?
        while let first = rest.first {
            if let (count, read) = ownReading(rest, after: last) {
                last = .read(read)
                rest = rest.dropFirst(count)
            } else if Self.isNamePart(first) {
                let name = Self.name(at: rest)
                found += Self.words(of: name).filter { $0.count > 3 && TechnicalReading.kana($0) == nil }
                last = .plain("")
                rest = rest.dropFirst(name.count)
            } else {
                last = nil
                rest = rest.dropFirst()
            }
        }
        return found
    }

    /// A reading of the contract's that begins here, unless it would begin or end within a word.
    private func ownReading(_ rest: ArraySlice<Character>, after last: Piece?) -> (Int, String)? {
        for (written, read) in readings where !written.isEmpty && rest.count >= written.count {
            let found = rest.prefix(written.count)
            guard zip(found, written).allSatisfy({ $0.lowercased() == String($1) }) else { continue }
            let next = rest.dropFirst(written.count).first
            if let end = written.last, Self.isLatin(end), let next, Self.isLatin(next) { continue }
            return (written.count, read)
        }
        return nil
    }

    // MARK: Names

    /// Full-width letters and digits as narrow ones.
    private static func narrow(_ text: String) -> String {
        String(
            String.UnicodeScalarView(
                text.unicodeScalars.map { scalar in
                    (0xFF01...0xFF5E).contains(scalar.value) ? Unicode.Scalar(scalar.value - 0xFEE0) ?? scalar : scalar
                }))
    }

    private static func isLatin(_ character: Character) -> Bool {
        character.isASCII && (character.isLetter || character.isNumber)
    }

    private static func isNamePart(_ character: Character) -> Bool { isLatin(character) }

    /// Letters, digits and the signs between them.
    private static func name(at rest: ArraySlice<Character>) -> [Character] {
        var name: [Character] = []
        var rest = rest
        while let first = rest.first {
            if isLatin(first) {
                name.append(first)
            } else if ".-_:/@".contains(first), let next = rest.dropFirst().first, isLatin(next) {
                name.append(first)
            } else {
                break
            }
            rest = rest.dropFirst()
        }
        return name
    }

    /// Numbers with more than one sign between them: an address, a version.
    private static func isAddress(_ name: [Character]) -> Bool {
        name.filter { ".:-/".contains($0) }.count > 1
    }

    private static func words(of name: [Character]) -> [String] {
        name.split { !$0.isLetter }.map { String($0).lowercased() }
    }

    private static func spelled(_ name: [Character]) -> String {
        var text = ""
        var rest = name[...]
        while let first = rest.first {
            if first.isLetter {
                let word = String(rest.prefix { $0.isLetter })
                text += TechnicalReading.kana(word.lowercased()) ?? TechnicalReading.letters(word)
                rest = rest.dropFirst(word.count)
            } else {
                text += TechnicalReading.sign(first)
                rest = rest.dropFirst()
            }
        }
        return text
    }

    // MARK: Everything else

    private static func piece(_ character: Character) -> Piece {
        switch character {
        case "%", "％": .plain("パーセント")
        case "&": .plain("アンド")
        case "+": .plain("プラス")
        case "=": .plain("イコール")
        case "°", "℃": .plain("度")
        case "「", "」", "『", "』", "\"", "'", "`", "(", ")", "（", "）", "[", "]", "{", "}", "<", ">", "*", "#", "|", "~":
            .gap
        case "-", ":", ";", ",", "/", "\\", "_", "・", "―", "–", "—", "→": .gap
        default: character.isWhitespace ? .gap : .plain(String(character))
        }
    }

    /// A gap is a short pause, unless one stands there anyway or the sentence goes on with a particle.
    private static func joined(_ pieces: [Piece]) -> String {
        var text = ""
        for (place, piece) in pieces.enumerated() {
            switch piece {
            case .plain(let words), .read(let words): text += words
            case .gap:
                guard let last = text.last, !"、。の".contains(last) else { continue }
                guard case .plain(let next)? = pieces.dropFirst(place + 1).first(where: { $0 != .gap }) else {
                    text += pieces.dropFirst(place + 1).contains { $0 != .gap } ? "、" : ""
                    continue
                }
                let isParticle = "、。がをはにへとのもで".contains(next)
                text += isParticle ? "" : "、"
            }
        }
        return text
    }
}
