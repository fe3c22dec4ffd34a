/// The last lines of iputils' ping with `-q`:
///
///     3 packets transmitted, 3 received, 0% packet loss, time 2040ms
///     rtt min/avg/max/mdev = 0.019/0.033/0.044/0.010 ms
struct PingSummary {
    /// Percent.
    let loss: Double
    /// Milliseconds; nil when nothing came back.
    let average: Double?

    init?(_ text: String) {
        let lines = text.split(separator: "\n")
        guard let counts = lines.first(where: { $0.contains("packet loss") }),
            let part = counts.split(separator: ",").first(where: { $0.contains("packet loss") }),
            let loss = Double(part.split(separator: "%").first?.filter { !$0.isWhitespace } ?? ""),
            (0...100).contains(loss)
        else { return nil }
        self.loss = loss
        let times = lines.first { $0.hasPrefix("rtt ") }?.split(separator: "=").last?.split(separator: "/")
        average = times.flatMap { $0.count >= 2 ? Double($0[1]) : nil }.flatMap { $0.isFinite && $0 >= 0 ? $0 : nil }
    }
}
