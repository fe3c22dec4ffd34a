import AlertSources
import CallTree
import ServiceHours
import Testing

/// What one body may say about one key, and how much it may say at all.
struct OneBodyTests {
    /// The moments are minutes; nil stands for a field that is not there.
    struct Said: Sendable {
        var status: String
        var starts: Int?
        var ends: Int?

        var text: String {
            let time = { (minute: Int) in "\"2026-11-20T10:\(minute < 10 ? "0" : "")\(minute):00Z\"" }
            let fields = [
                "\"fingerprint\":\"f\"", "\"status\":\"\(status)\"", starts.map { "\"startsAt\":" + time($0) },
                ends.map { "\"endsAt\":" + time($0) },
            ]
            return "{" + fields.compactMap(\.self).joined(separator: ",") + "}"
        }
    }

    @Test(
        arguments: [
            ([.init(status: "firing", starts: 1), .init(status: "resolved", starts: 1, ends: 5)], .resolved),
            ([.init(status: "firing", starts: 6), .init(status: "resolved", starts: 1, ends: 5)], .firing),
            ([.init(status: "firing", starts: 5), .init(status: "resolved", starts: 1, ends: 5)], .firing),
            ([.init(status: "firing", starts: 1), .init(status: "resolved", starts: 1)], .firing),
            ([.init(status: "firing", starts: 1), .init(status: "resolved")], .firing),
            ([.init(status: "firing"), .init(status: "resolved", starts: 1, ends: 59)], .firing),
            ([.init(status: "firing"), .init(status: "resolved")], .firing),
            (
                [.init(status: "resolved", starts: 1, ends: 5), .init(status: "resolved", starts: 6, ends: 7)],
                .resolved
            ),
            (
                [
                    .init(status: "firing", starts: 1), .init(status: "resolved", starts: 1, ends: 5),
                    .init(status: "firing"),
                ],
                .firing
            ),
        ] as [([Said], Alert.Status)])
    func `lets the later moment count, and what fires where they are equal, in any order`(
        said: [Said], expected: Alert.Status
    ) throws {
        for ordered in [said, said.reversed(), said + said] {
            let read = try alertmanager(ordered.map(\.text))
            #expect(read.alerts.map(\.status) == [expected])
            #expect(read.notes.count { $0.oddity == .sameKey } == ordered.count - 1)
        }
    }

    @Test func `takes what was said last of two alerts that are equal in status and moment`() throws {
        let said = ["first", "last"].map { text in
            "{\"fingerprint\":\"f\",\"status\":\"firing\",\"annotations\":{\"summary\":\"\(text)\"}}"
        }
        #expect(try alertmanager(said).alerts.map(\.summary) == ["last"])
    }

    @Test func `takes the last of two labels with one name`() throws {
        let read = try alertmanager([#"{"fingerprint":"f","status":"firing","labels":{"a":"1","b":"2","a":"3"}}"#])
        #expect(read.alerts.map(\.labels) == [[Label(name: "a", value: "3"), Label(name: "b", value: "2")]])
    }

    @Test(arguments: [
        "null", "1", "\"\"", "\"ok\"", "\"recovered\"", "\"resolved \"", "true", "[\"resolved\"]",
        "\"resolved\",\"status\":\"firing\"", "\"firing\",\"status\":\"resolved\"", "\"resolved\",\"status\":null",
    ])
    func `reads an unclear status as firing`(status: String) throws {
        let read = try alertmanager(["{\"fingerprint\":\"f\",\"status\":\(status)}"])
        #expect(read.alerts.map(\.status) == [.firing])
        #expect(read.notes.map(\.oddity) == [.statusUnclear])
    }

    @Test func `reads the good alerts around any bad one`() throws {
        let good = #"{"fingerprint":"g","status":"firing","labels":{"alertname":"Good"}}"#
        let last = #"{"fingerprint":"l","status":"resolved"}"#
        for bad in ["null", "0", "\"x\"", "[]", "[[[]]]", "{}", #"{"status":"resolved"}"#, #"{"labels":17}"#] {
            let read = try alertmanager([good, bad, last])
            #expect(read.alerts.map(\.dedupKey) == ["g", "l"], "\(bad)")
            #expect(read.alerts.map(\.status) == [.firing, .resolved])
            #expect(read.rejected.map(\.index) == [1])
        }
    }

    @Test func `makes the same key of the same labels in any order, and another one of others`() throws {
        let key = { (labels: String) in
            try alertmanager(["{\"status\":\"firing\",\"labels\":{\(labels)}}"]).alerts.map(\.dedupKey)
        }
        #expect(try key(#""b":"2","a":"1""#) == [#"{a="1",b="2"}"#])
        #expect(try key(#""a":"1","b":"2""#) == [#"{a="1",b="2"}"#])
        #expect(try key(#""a":"1\",b=\"2""#) != [#"{a="1",b="2"}"#])
        #expect(try key(#""a":"1","b":[]"#) != key(#""a":"1""#))
        #expect(try key(#""a":"1","b":[]"#) != key(#""a":"1","b":"?""#))
    }

    @Test func `keeps 200 labels and says that there were more`() throws {
        let labels = (0..<250).map { "\"l\($0)\":\"\($0)\"" }.joined(separator: ",")
        let read = try alertmanager(["{\"fingerprint\":\"f\",\"status\":\"firing\",\"labels\":{\(labels)}}"])
        #expect(read.alerts.map(\.labels.count) == [200])
        #expect(read.notes.map(\.oddity) == [.tooManyLabels])
    }

    @Test(arguments: [
        ("0", 0), ("7", 7), ("\"7\"", 7), ("-7", 0), ("1.5", 0), ("null", 0), ("[]", 0), ("\"\"", 0), ("\"many\"", 0),
        (String(repeating: "9", count: 400), 1_000_000),
    ])
    func `carries on how many alerts the sender left out`(text: String, expected: Int) throws {
        let body = "{\"alerts\":[],\"truncatedAlerts\":\(text)}"
        #expect(try Alertmanager.read(Array(body.utf8), source: SourceID("s")).get().truncated == expected)
    }

    @Test(arguments: [
        ("0001-01-01T00:00:00Z", nil), ("0001-01-01T00:00:00-12:00", nil), ("", nil), ("soon", nil),
        ("2026-11-20T10:00:00+09:00", "2026-11-20T10:00:00+09:00"),
        ("1969-07-20T20:17:40Z", "1969-07-21T05:17:40+09:00"),
        ("9999-12-31T23:59:59Z", "9999-12-31T23:59:59+09:00"), ("2026-11-20T10:00:00", nil),
    ])
    func `reads the start where there is one`(text: String, expected: String?) throws {
        let read = try alertmanager(["{\"fingerprint\":\"f\",\"status\":\"firing\",\"startsAt\":\"\(text)\"}"])
        #expect(read.alerts.map { $0.startedAt?.rfc3339 } == [expected])
    }

    /// Ten thousand alerts in one body fit, and a body full of brackets ends soon.
    @Test func `takes a storm in one body`() throws {
        let alerts = (0..<10_000).map { number in
            """
            {"status":"firing","labels":{"alertname":"InstanceDown","instance":"web-\(number)","severity":"critical"},\
            "annotations":{"summary":"web-\(number) does not answer"},"startsAt":"2026-11-20T10:00:00Z",\
            "endsAt":"0001-01-01T00:00:00Z","generatorURL":"http://p.example.jp","fingerprint":"\(number)"}
            """
        }
        let read = try alertmanager(alerts)
        #expect(read.alerts.count == 10_000)
        #expect(read.rejected.isEmpty && read.notes.isEmpty)
    }

    @Test(arguments: SourceCatalogue.all.map { $0.kind })
    func `answers hostile bodies of four megabytes`(kind: String) throws {
        let source = try #require(SourceCatalogue.source(ofKind: kind))
        let size = 4 << 20
        let hostile: [[UInt8]] = [
            Array(repeating: UInt8(ascii: "["), count: size), Array(repeating: UInt8(ascii: "\""), count: size),
            Array(repeating: 0, count: size), Array(repeating: 0xFF, count: size),
            [UInt8(ascii: "\"")] + Array(repeating: 0xFF, count: size - 2) + [UInt8(ascii: "\"")],
            [UInt8(ascii: "\"")] + Array(repeating: UInt8(ascii: "\\"), count: size - 2) + [UInt8(ascii: "\"")],
            Array(repeating: UInt8(ascii: "9"), count: size),
            Array(("[" + String(repeating: "0,", count: size / 2)).utf8),
            Array(repeating: UInt8(ascii: " "), count: size), Array(repeating: UInt8(ascii: "["), count: size + 1),
        ]
        for body in hostile {
            guard case .failure = source.read(body, source: SourceID("s")) else {
                Issue.record("\(body.prefix(8)) was read")
                continue
            }
        }
    }

    private func alertmanager(_ alerts: [String]) throws -> ReadAlerts {
        let body = "{\"version\":\"4\",\"status\":\"resolved\",\"alerts\":[\(alerts.joined(separator: ","))]}"
        return try Alertmanager.read(Array(body.utf8), source: SourceID("s")).get()
    }
}
