import Foundation

/// What one run found out: names and numbers, printed as one line of JSON for `Tests/Bench/bench.py`.
struct Measurement {
    private var fields: [String] = []

    init(_ name: String) {
        fields.append("\"measure\": \"\(name)\"")
    }

    mutating func note(_ name: String, _ value: Int) {
        fields.append("\"\(name)\": \(value)")
    }

    mutating func note(_ name: String, _ value: Double) {
        fields.append("\"\(name)\": \(value)")
    }

    mutating func note(_ name: String, _ text: String) {
        fields.append("\"\(name)\": \"\(text)\"")
    }

    mutating func note(_ name: String, _ values: [Int]) {
        fields.append("\"\(name)\": [\(values.map(String.init).joined(separator: ", "))]")
    }

    /// Median, 99th percentile and maximum of some nanoseconds, in milliseconds.
    mutating func note(latencies nanoseconds: [Int64]) {
        let sorted = nanoseconds.sorted()
        func percentile(_ share: Double) -> Double {
            guard let last = sorted.indices.last else { return 0 }
            return Double(sorted[min(last, Int(share * Double(sorted.count)))]) / 1_000_000
        }
        note("samples", sorted.count)
        note("p50_ms", percentile(0.50))
        note("p99_ms", percentile(0.99))
        note("max_ms", percentile(1))
    }

    func print() {
        FileHandle.standardOutput.write(Data("{\(fields.joined(separator: ", "))}\n".utf8))
    }
}
