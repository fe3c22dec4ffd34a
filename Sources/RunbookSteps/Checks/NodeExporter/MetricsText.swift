/// The text format of Prometheus (https://prometheus.io/docs/instrumenting/exposition_formats/, version 0.0.4), as far as
/// values are read from it. A line that cannot be read is passed over, since no other rests on it.
struct MetricsText {
    struct Sample {
        let labels: [String: String]
        let value: Double
    }

    private var samples: [String: [Sample]] = [:]

    /// How many samples are kept; an exporter of a large machine gives a few thousand.
    private static let limit = 100_000

    /// - Parameter names: the metrics that are kept.
    init(_ bytes: [UInt8], keeping names: Set<String>) {
        var count = 0
        for line in bytes.split(separator: UInt8(ascii: "\n")) where line.first != UInt8(ascii: "#") {
            let end = line.firstIndex { $0 == UInt8(ascii: "{") || $0 == UInt8(ascii: " ") } ?? line.endIndex
            let name = String(decoding: line[..<end], as: UTF8.self)
            guard names.contains(name), count < Self.limit, let sample = Self.sample(line[end...]) else { continue }
            samples[name, default: []].append(sample)
            count += 1
        }
    }

    func all(_ name: String) -> [Sample] { samples[name] ?? [] }

    /// The one sample of this name; nil when there is none or more than one.
    func one(_ name: String) -> Double? {
        let found = all(name)
        return found.count == 1 ? found[0].value : nil
    }

    var isEmpty: Bool { samples.isEmpty }

    private static func sample(_ text: ArraySlice<UInt8>) -> Sample? {
        var rest = text
        var labels: [String: String] = [:]
        if rest.first == UInt8(ascii: "{") {
            rest.removeFirst()
            while true {
                skip(&rest, [UInt8(ascii: " "), UInt8(ascii: ",")])
                if rest.first == UInt8(ascii: "}") {
                    rest.removeFirst()
                    break
                }
                guard let (name, value) = label(&rest) else { return nil }
                labels[name] = value
            }
        }
        skip(&rest, [UInt8(ascii: " "), UInt8(ascii: "\t")])
        // A time may follow the value.
        let word = rest.prefix { $0 != UInt8(ascii: " ") && $0 != UInt8(ascii: "\r") }
        guard let value = Double(String(decoding: word, as: UTF8.self)), value.isFinite else { return nil }
        return Sample(labels: labels, value: value)
    }

    private static func label(_ rest: inout ArraySlice<UInt8>) -> (String, String)? {
        guard let sign = rest.firstIndex(of: UInt8(ascii: "=")) else { return nil }
        let name = String(decoding: rest[..<sign], as: UTF8.self)
        rest = rest[(sign + 1)...]
        guard rest.popFirst() == UInt8(ascii: "\"") else { return nil }
        var value: [UInt8] = []
        while let byte = rest.popFirst() {
            switch byte {
            case UInt8(ascii: "\""): return (name, String(decoding: value, as: UTF8.self))
            case UInt8(ascii: "\\"):
                guard let next = rest.popFirst() else { return nil }
                value.append(next == UInt8(ascii: "n") ? UInt8(ascii: "\n") : next)
            default: value.append(byte)
            }
        }
        return nil
    }

    private static func skip(_ rest: inout ArraySlice<UInt8>, _ bytes: [UInt8]) {
        while let first = rest.first, bytes.contains(first) { rest.removeFirst() }
    }
}
