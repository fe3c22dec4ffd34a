internal import CallTree

/// Which of Twilio's calls belong to which of our tries: no try takes a call that another one holds or held.
struct TwilioClaims {
    /// More than a desk places in a night; the oldest are forgotten.
    private static let limit = 10_000

    private var owners: [String: TryID] = [:]
    private var order: [String] = []

    /// False when it belongs to another try.
    mutating func claim(_ sid: String, for id: TryID) -> Bool {
        if let owner = owners[sid] { return owner == id }
        owners[sid] = id
        order.append(sid)
        if order.count > Self.limit { owners[order.removeFirst()] = nil }
        return true
    }

    func isFree(_ sid: String, for id: TryID) -> Bool { owners[sid].map { $0 == id } ?? true }
}
