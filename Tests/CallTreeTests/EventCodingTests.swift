import ServiceHours
import Testing

@testable import CallTree
import EventBytes

/// Events are for ever: what this version writes, every later version must read.
@Suite struct EventCodingTests {
    @Test(arguments: Samples.events)
    func `an event is read back as it was written`(event: Event) throws {
        let encoded = event.encoded
        let read = try Event(
            kind: encoded.kind, version: encoded.version, payload: encoded.payload, texts: encoded.texts)
        #expect(read == event)
    }

    @Test func `the form of every event is the one in the golden file`() throws {
        let lines = Samples.events.map { event in
            let encoded = event.encoded
            let texts = encoded.texts.map(hex).joined(separator: ",")
            return "\(encoded.kind) \(encoded.version) \(hex(encoded.payload)) \(texts.isEmpty ? "-" : texts)"
        }
        #expect(try Golden.lines("Events/version-2.txt", regenerateAs: lines) == lines)
    }

    @Test func `every event that version 1 wrote is still read, whatever form this version writes`() throws {
        var forms: Set<String> = []
        for line in try Golden.lines("Events/version-1.txt", regenerateAs: nil) {
            let words = line.split(separator: " ").map(String.init)
            let kind = try #require(words.first.flatMap { UInt16($0) })
            let event = try Event(
                kind: kind, version: 1, payload: bytes(words[2]),
                texts: words[3] == "-" ? [] : words[3].split(separator: ",").map { bytes(String($0)) })
            if case .escalationStarted(_, let terms, _, _) = event {
                #expect(terms.calls.callsPerNumberAndDay == CallPolicy().callsPerNumberAndDay)
            }
            // Read and written again it is the same, but for the kinds that have a newer form.
            let again = event.encoded
            if again.version == 1 { #expect(hex(again.payload) == words[2]) } else { forms.insert("\(kind)") }
        }
        #expect(forms == ["20", "67"])
    }

    @Test func `the samples hold every kind of event`() {
        let kinds = Set(Samples.events.map(\.encoded.kind))
        #expect(kinds.count == 37)
    }

    @Test func `a payload cut at any byte, or with a byte more, is refused and never traps`() {
        for event in Samples.events {
            let encoded = event.encoded
            for count in 0..<encoded.payload.count {
                #expect(throws: EventCodingError.self) {
                    try Event(
                        kind: encoded.kind, version: encoded.version, payload: Array(encoded.payload.prefix(count)),
                        texts: encoded.texts)
                }
            }
            #expect(throws: EventCodingError.self) {
                try Event(
                    kind: encoded.kind, version: encoded.version, payload: encoded.payload + [0], texts: encoded.texts)
            }
        }
    }

    @Test func `any single byte of a payload or a text may be wrong without a trap`() {
        for event in Samples.events {
            let encoded = event.encoded
            for place in encoded.payload.indices {
                for value: UInt8 in [0, 1, 0x7F, 0x80, 0xFF] {
                    var payload = encoded.payload
                    payload[place] = value
                    _ = try? Event(kind: encoded.kind, version: encoded.version, payload: payload, texts: encoded.texts)
                }
            }
            for (index, text) in encoded.texts.enumerated() {
                for place in text.indices {
                    var texts = encoded.texts
                    texts[index][place] = 0xFF
                    _ = try? Event(
                        kind: encoded.kind, version: encoded.version, payload: encoded.payload, texts: texts)
                }
            }
        }
    }

    @Test func `an event whose texts were erased can still be read`() throws {
        for event in Samples.events {
            let encoded = event.encoded
            let read = try Event(
                kind: encoded.kind, version: encoded.version, payload: encoded.payload,
                texts: encoded.texts.map { _ in nil })
            #expect(read.subject == event.subject)
        }
    }

    @Test func `an event of a later version is refused by name`() {
        #expect(throws: EventCodingError.unknownKind(2, version: 9)) {
            try Event(kind: 2, version: 9, payload: [], texts: [])
        }
        #expect(throws: EventCodingError.unknownKind(999, version: 1)) {
            try Event(kind: 999, version: 1, payload: [], texts: [])
        }
    }

    private func bytes(_ hex: String) -> [UInt8] {
        var digits = hex.compactMap(\.hexDigitValue)[...]
        var bytes: [UInt8] = []
        while let high = digits.popFirst(), let low = digits.popFirst() { bytes.append(UInt8(high << 4 | low)) }
        return bytes
    }

    private func hex(_ bytes: [UInt8]) -> String {
        bytes.isEmpty ? "-" : bytes.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
    }
}
