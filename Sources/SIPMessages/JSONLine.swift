internal import JSONText

/// One object on a line of its own.
enum JSONLine {
    private static let limits = JSONLimits(depth: 8, values: 20_000, bytes: LineCutter.limit)

    static func bytes(_ value: JSONValue) -> [UInt8] { Array(value.text().utf8) + [UInt8(ascii: "\n")] }

    static func object(_ line: [UInt8]) -> JSONObject? {
        (try? JSONDocument(line, limits: limits))?.value.object
    }
}

extension JSONObject {
    func text(_ name: String) -> String? { self[name]?.string }

    func texts(_ name: String) -> [String]? {
        guard let values = self[name]?.array else { return nil }
        let texts = values.compactMap(\.string)
        return texts.count == values.count ? texts : nil
    }

    /// A whole number that is not negative.
    func count(_ name: String) -> Int? {
        guard case .number(let text)? = self[name], let number = Int(text), number >= 0 else { return nil }
        return number
    }
}
