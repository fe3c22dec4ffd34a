import CallTree
import JSONText
import ServiceHours
import Testing
import WebTransfer

@testable import Telephony

/// Values in requests that a site describes, and what a provider says of a call.
struct ProviderRequestTests {
    /// What would end a text, an address, a header or a field, if it were not encoded.
    private let hostile = "a\"b\\c\r\nX: y&z=1#?/../{text}%00é日"

    @Test func `in an address a value is percent-encoded whole`() throws {
        let request = ProviderRequest(.get, "https://voice.example/calls/{id}?reference={id}")
        let address = try request.filled(["id": hostile]).address
        let encoded = "a%22b%5Cc%0D%0AX%3A%20y%26z%3D1%23%3F%2F..%2F%7Btext%7D%2500%C3%A9%E6%97%A5"
        #expect(address.text == "https://voice.example/calls/\(encoded)?reference=\(encoded)")
    }

    @Test func `in JSON a value is one text, and seconds are a number where they stand alone`() throws {
        let body: JSONValue = [
            "text": "<{text}>", "ring": "{ringSeconds}", "both": "in {ringSeconds} s",
            "list": ["{text}", 1, true, nil],
        ]
        let request = ProviderRequest(.post, "https://voice.example/", .json(body))
        let filled = try request.filled(["text": hostile, "ringSeconds": "29"])
        let document = try JSONDocument(filled.body)
        func text(_ pointer: String) throws -> String? {
            document.value.value(at: try JSONPointer(pointer))?.scalarText
        }
        #expect(try text("/text") == "<\(hostile)>")
        #expect(try text("/list/0") == hostile)
        #expect(try text("/both") == "in 29 s")
        #expect(String(decoding: filled.body, as: UTF8.self).contains(#""ring":29,"#))
        #expect(filled.fields["Content-Type"] == "application/json; charset=utf-8")
    }

    @Test func `in a form a value is encoded, and what has no value stays as it is written`() throws {
        let request = ProviderRequest(
            .post, "https://voice.example/", .form([.init("To", "{number}"), .init("Note", "{unknown} {")]))
        let filled = try request.filled(["number": "+81 90&x=1"])
        #expect(String(decoding: filled.body, as: UTF8.self) == "To=%2B81+90%26x%3D1&Note=%7Bunknown%7D+%7B")
    }

    private func call() throws -> HTTPCall {
        let id = TryID(attempt: AttemptID(escalation: EscalationID(1), number: 1), number: 1)
        return HTTPCall(
            DialRequest(
                id: id, line: LineID("voice"), contract: ContractID("acme"), contact: ContactID("sato"),
                phone: try #require(PhoneNumber(e164: "+819012345678")), round: 1, ringTime: .seconds(29),
                placedAt: Instant(microseconds: 0)))
    }

    private func words(_ inputs: [Input]) -> [String] {
        inputs.map { input in
            switch input {
            case .callReported(_, let report): "\(report)"
            case .keyPressed(_, let key): "key \(key.text)"
            default: "odd"
            }
        }
    }

    @Test func `each thing is told once, however often the provider says it`() throws {
        var call = try call()
        #expect(words(call.hear(.dialling, keys: "")).isEmpty)
        #expect(words(call.hear(.ringing, keys: "")) == ["ringing"])
        #expect(words(call.hear(.ringing, keys: "")).isEmpty)
        #expect(words(call.hear(.answered, keys: "")) == ["answered(by: CallTree.Answerer.unknown)"])
        #expect(words(call.hear(.answered, keys: "9")) == ["key 9"])
        #expect(words(call.hear(.answered, keys: "9*1")) == ["key *", "key 1"])
        #expect(words(call.hear(.machine, keys: "9*1")) == ["machineDetected"])
        #expect(words(call.hear(.ended, keys: "9*1")) == ["ended(CallTree.CallEnding.hungUp)"])
        #expect(words(call.hear(.ended, keys: "9*1")).isEmpty)
    }

    @Test func `a provider that tells only the latest key is understood, and what is no key is left out`() throws {
        var call = try call()
        _ = call.hear(.answered, keys: "")
        #expect(words(call.hear(.answered, keys: "2")) == ["key 2"])
        #expect(words(call.hear(.answered, keys: "1")) == ["key 1"])
        #expect(words(call.hear(.answered, keys: "x １\n#")) == ["key #"])
    }

    @Test func `a call that is over before an answer was not answered, and one that the provider forgets has ended`()
        throws
    {
        var call = try call()
        _ = call.hear(.ringing, keys: "")
        #expect(words(call.vanish()) == ["ended(CallTree.CallEnding.noAnswer)"])
    }
}
