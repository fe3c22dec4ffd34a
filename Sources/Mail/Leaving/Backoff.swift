public import ServiceHours

/// How long to wait after so many failures in a row: 5 s, doubled each time, 300 s at most.
///
/// Without chance in it: one sender alone does not come back in step with others.
public enum Backoff {
    /// - Parameter failures: at least 1.
    public static func pause(after failures: Int) -> Span {
        .seconds(min(5 << min(max(failures - 1, 0), 6), 300))
    }
}
