/// Who is under way and who waits, first come first served at each host.
///
/// libcurl has such bounds too, but lets a transfer that waits for its turn wait past its time limit.
struct Places {
    private let perHost: Int
    private let altogether: Int
    private var taken: [String: Int] = [:]
    private var takenAltogether = 0
    private var waiting: [Transfer] = []

    init(perHost: Int, altogether: Int) {
        self.perHost = perHost
        self.altogether = altogether
    }

    mutating func add(_ transfer: Transfer) {
        waiting.append(transfer)
    }

    /// The first that waits and has a place, which it takes.
    mutating func next() -> Transfer? {
        guard takenAltogether < altogether,
            let index = waiting.firstIndex(where: { taken[$0.place, default: 0] < perHost })
        else { return nil }
        let transfer = waiting.remove(at: index)
        taken[transfer.place, default: 0] += 1
        takenAltogether += 1
        return transfer
    }

    /// A transfer that was under way gives its place free.
    mutating func leave(_ transfer: Transfer) {
        takenAltogether -= 1
        taken[transfer.place, default: 0] -= 1
        if taken[transfer.place] == 0 { taken[transfer.place] = nil }
    }

    /// Takes out whoever waits and fulfils the condition.
    mutating func remove(where fits: (Transfer) -> Bool) -> [Transfer] {
        let removed = waiting.filter(fits)
        if !removed.isEmpty { waiting.removeAll(where: fits) }
        return removed
    }

    /// When the first of those who wait must have had its turn.
    var firstDeadline: ContinuousClock.Instant? { waiting.lazy.map(\.deadline).min() }
}
