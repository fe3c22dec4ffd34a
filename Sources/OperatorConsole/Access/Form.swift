internal import Foundation

/// The fields of a form as browsers send it (`application/x-www-form-urlencoded`, WHATWG URL, section 5.1).
struct Form {
    private let fields: [(name: String, value: String)]

    init(_ body: [UInt8]) {
        fields = String(decoding: body, as: UTF8.self).split(separator: "&").prefix(50).compactMap { pair in
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(Self.decoded)
            guard let name = parts.first else { return nil }
            return (name, parts.count == 2 ? parts[1] : "")
        }
    }

    subscript(name: String) -> String? { fields.first { $0.name == name }?.value }

    private static func decoded(_ text: Substring) -> String {
        let spaced = text.replacing("+", with: " ")
        return spaced.removingPercentEncoding ?? String(spaced)
    }
}
