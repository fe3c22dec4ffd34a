import CallTree
import Synchronization

/// Which numbers may be dialled, as the site says today: asked by drivers, changed by a reload.
final class SharedRule: Sendable {
    private let current: Mutex<DiallingRule>

    init(_ rule: DiallingRule) {
        current = Mutex(rule)
    }

    var rule: DiallingRule {
        get { current.withLock { $0 } }
        set { current.withLock { $0 = newValue } }
    }
}
