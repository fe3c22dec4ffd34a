internal import ServiceHours

/// Keeps what we ask of a cloud within what it lets one principal ask, however many machines are looked at side by side.
///
/// Azure Resource Manager gives each a bucket of 250 reads that fills again by 25 a second; what else the customer's own tools
/// ask as the same principal comes out of it as well
/// (https://learn.microsoft.com/en-us/azure/azure-resource-manager/management/request-limits-and-throttling).
actor RequestPace<Holder: Hashable & Sendable> {
    private struct Bucket {
        /// Below zero: so many wait.
        var left: Double
        var at: Instant
    }

    private static var size: Double { 200 }
    private static var perSecond: Double { 20 }

    private var buckets: [Holder: Bucket] = [:]

    /// Takes a turn.
    ///
    /// - Parameter limit: the longest that a turn is waited for.
    /// - Returns: how long to wait for it; nil when that is longer, and then none was taken.
    func turn(of holder: Holder, at now: Instant, within limit: Span) -> Span? {
        var bucket = buckets[holder] ?? Bucket(left: Self.size, at: now)
        // A clock that was set back fills nothing.
        let passed = max(0, Double(now.since(bucket.at).microseconds) / 1_000_000)
        bucket.left = min(Self.size, bucket.left + passed * Self.perSecond)
        bucket.at = now
        let wait = bucket.left >= 1 ? 0 : (1 - bucket.left) / Self.perSecond
        guard wait <= Double(limit.microseconds) / 1_000_000 else {
            buckets[holder] = bucket
            return nil
        }
        bucket.left -= 1
        buckets[holder] = bucket
        return Span(microseconds: Int64(wait * 1_000_000))
    }
}
