public import CallTree
public import NightEngine
internal import Synchronization

/// Hands each dial request to the driver of its line.
///
/// A request for a line that the site does not have fails at once, so that the tree goes to its next route.
public final class Exchange: CallPerformer {
    private let drivers: [LineID: any LineDriver]
    private let report: CallReporter
    /// Which line carries a call; until it is forgotten.
    private let carriers = Mutex<[TryID: LineID]>([:])

    public init(drivers: [LineID: any LineDriver], report: @escaping CallReporter) {
        self.drivers = drivers
        self.report = report
    }

    public func place(_ request: DialRequest, resumed: Bool) {
        guard let driver = drivers[request.line] else {
            let report = report
            Task { _ = await report(.callReported(request.id, .ended(.lineFailure))) }
            return
        }
        carriers.withLock { $0[request.id] = request.line }
        driver.place(request, resumed: resumed)
    }

    public func hangUp(_ id: TryID) {
        driver(of: id)?.hangUp(id)
    }

    public func forget(_ id: TryID) {
        driver(of: id)?.forget(id)
        carriers.withLock { $0[id] = nil }
    }

    /// Hands a provider's callback to its line.
    public func answer(_ callback: LineCallback, line: LineID) async -> LineAnswer {
        guard let driver = drivers[line] as? any CalledBackLine else { return .unknown }
        return await driver.answer(callback)
    }

    /// How many calls are under way.
    public var callCount: Int { carriers.withLock(\.count) }

    private func driver(of id: TryID) -> (any LineDriver)? {
        carriers.withLock { $0[id] }.flatMap { drivers[$0] }
    }
}
