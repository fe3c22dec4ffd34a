import AlertSources
import CallTree
import Foundation
import Testing

/// A promise of every source: time grows with the length of a body at most. Each shape is read with so many parts and
/// with four times as many; what is not linear takes some sixteen times as long, what is linear about four times.
///
/// Measured is the time of the processor in this thread, which waiting and other tests do not lengthen.
@Suite(.serialized) struct GrowthTests {
    struct Shape: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let parts: Int
        let body: @Sendable (Int) -> String
    }

    /// A part of each body is an alert for Alertmanager and one for `json`, where the shape allows it.
    static let shapes: [Shape] = [
        Shape(testDescription: "alerts without a word, in a group of as many members", parts: 6_000) { count in
            let members = (0..<count).map { "\"m\($0)\":0," }.joined()
            return "{\(members)\"alerts\":[\(list(count) { _ in "{\"status\":\"firing\"}" })]}"
        },
        Shape(testDescription: "alerts without a word, in a group with a long key", parts: 4_000) { count in
            let key = String(repeating: "k", count: count * 20)
            return "{\"groupKey\":\"\(key)\",\"alerts\":[\(list(count) { _ in "{\"status\":\"firing\"}" })]}"
        },
        Shape(testDescription: "alerts in a list", parts: 2_000) { count in
            "[\(list(count) { "{\"dedupKey\":\"\($0)\",\"status\":\"resolved\",\"startedAt\":\"x\"}" })]"
        },
        Shape(testDescription: "labels of one alert", parts: 4_000) { count in
            alone("\"status\":\"firing\",\"labels\":{\(list(count) { "\"l\($0)\":\"\($0)\"" })}")
        },
        Shape(testDescription: "one label again and again", parts: 4_000) { count in
            alone("\"status\":\"firing\",\"labels\":{\(list(count) { _ in "\"l\":[]" })}")
        },
        Shape(testDescription: "one key again and again", parts: 4_000) { count in
            alone("\"fingerprint\":\"f\",\(list(count) { "\"dedupKey\":\"\($0)\"" })")
        },
        Shape(testDescription: "empty lists of alerts", parts: 8_000) { count in
            "{\(list(count) { _ in "\"alerts\":[]" })}"
        },
        Shape(testDescription: "one character with many accents, as a key, a name and a text", parts: 4_000) { count in
            let text = "a" + String(repeating: "\u{301}\u{323}", count: count)
            return alone(
                "\"\(text)\":1,\"fingerprint\":\"\(text)\",\"dedupKey\":\"\(text)\",\"summary\":\"\(text)\","
                    + "\"status\":\"\(text)\",\"labels\":{\"\(text)\":\"\(text)\",\"\(text)\":\"\(text)\"}")
        },
        Shape(testDescription: "half pairs of surrogates", parts: 4_000) { count in
            alone("\"dedupKey\":\"\(String(repeating: #"\ud83d"#, count: count))\"")
        },
    ]

    @Test(arguments: shapes, SourceCatalogue.all.map { $0.kind })
    func `reads four times as much in about four times the time`(shape: Shape, kind: String) throws {
        let source = try #require(SourceCatalogue.source(ofKind: kind))
        let small = seconds(toRead: Array(shape.body(shape.parts).utf8), source)
        let large = seconds(toRead: Array(shape.body(shape.parts * 4).utf8), source)
        // What a kind refuses at its first byte takes no time that could be compared.
        #expect(large < max(small, 0.000_5) * 8, "\(small) s and \(large) s")
    }

    /// The shortest of three, which is the one with the least disturbance.
    private func seconds(toRead body: [UInt8], _ source: any AlertSource.Type) -> Double {
        (0..<3).map { _ in
            let start = processorSeconds()
            _ = source.read(body, source: SourceID("s"))
            return processorSeconds() - start
        }.min() ?? 0
    }

    private func processorSeconds() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1_000_000_000
    }

    private static func list(_ count: Int, _ part: (Int) -> String) -> String {
        (0..<count).map(part).joined(separator: ",")
    }

    /// One alert that both kinds read: as a group it holds itself.
    private static func alone(_ fields: String) -> String {
        "{\(fields),\"alerts\":[{\(fields)}]}"
    }
}
