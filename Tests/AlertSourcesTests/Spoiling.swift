import AlertSources
import JSONText

/// A body with one thing taken away or replaced.
struct SpoiltBody {
    let value: JSONNode
    /// Names and places from the body down to what was changed.
    let path: [String]

    /// Whether an alert may be gone or have another key by this change.
    var mayChangeKey: Bool {
        path.last == "fingerprint" || path.last == "dedupKey" || path.last.flatMap { Int($0) } != nil
    }

    fileprivate func below(_ step: String, _ wrapped: (JSONNode) -> JSONNode) -> SpoiltBody {
        SpoiltBody(value: wrapped(value), path: [step] + path)
    }
}

extension JSONNode {
    /// Each a value with one thing in it taken away or replaced by something odd. A name that stands twice is left
    /// alone: without one of the two the other is a plain statement.
    func spoilt() -> [SpoiltBody] {
        let odd: [JSONNode] = [.null, .string(""), .number("70017"), .array([.null])]
        switch self {
        case .null, .bool, .number, .string:
            return []
        case .array(let values):
            return values.indices.flatMap { index in
                let replaced = { (new: [JSONNode]) in
                    JSONNode.array(Array(values[..<index]) + new + values[(index + 1)...])
                }
                let changed = ([[]] + odd.map { [$0] }).map { SpoiltBody(value: replaced($0), path: [String(index)]) }
                return changed + values[index].spoilt().map { $0.below(String(index)) { replaced([$0]) } }
            }
        case .object(let object):
            let members = object.members
            return members.indices.flatMap { index in
                let name = members[index].name
                if object.values(named: name).count > 1 { return [SpoiltBody]() }
                let replaced = { (new: JSONNode?) in
                    let member = new.map { [JSONObject.Member(name: name, value: $0)] } ?? []
                    return JSONNode.object(JSONObject(members: members[..<index] + member + members[(index + 1)...]))
                }
                let changed = ([nil] + odd.map(Optional.some)).map { SpoiltBody(value: replaced($0), path: [name]) }
                return changed + members[index].value.spoilt().map { $0.below(name, replaced) }
            }
        }
    }

    /// This value as JSON.
    var text: String {
        switch self {
        case .null: "null"
        case .bool(let value): value ? "true" : "false"
        case .number(let text): text
        case .string(let text): Self.quoted(text)
        case .array(let values): "[" + values.map(\.text).joined(separator: ",") + "]"
        case .object(let object):
            "{" + object.members.map { Self.quoted($0.name) + ":" + $0.value.text }.joined(separator: ",") + "}"
        }
    }

    private static func quoted(_ text: String) -> String {
        let units = text.utf16.map { unit in
            let digits = String(unit, radix: 16)
            return "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
        }
        return "\"" + units.joined() + "\""
    }
}

/// A small generator with a seed (SplitMix64), so that a failure can be met again.
struct SeededChance: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
        return mixed ^ mixed >> 31
    }
}

extension [UInt8] {
    /// These bytes with up to eight changes.
    func mutated(_ chance: inout SeededChance) -> [UInt8] {
        let telling = Array(#"{}[]":,\u0efr-.9 "#.utf8) + [0, 0x7F, 0x80, 0xC3, 0xED, 0xFF]
        var bytes = self
        for _ in 0..<Int.random(in: 1...8, using: &chance) where !bytes.isEmpty {
            let place = Int.random(in: 0..<bytes.count, using: &chance)
            let end = Swift.min(bytes.count, place + Int.random(in: 1...12, using: &chance))
            switch Int.random(in: 0..<10, using: &chance) {
            case 0...4: bytes[place] = telling.randomElement(using: &chance) ?? 0
            case 5: bytes.insert(telling.randomElement(using: &chance) ?? 0, at: place)
            case 6: bytes.removeSubrange(place..<end)
            case 7: bytes.insert(contentsOf: bytes[place..<end], at: place)
            case 8: bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &chance)
            default: bytes.removeLast(Swift.min(bytes.count, Int.random(in: 0...3, using: &chance)))
            }
        }
        return bytes
    }
}
