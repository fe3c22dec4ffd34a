public import CallTree
public import NightEngine

/// The door for a kind of telephone line: carries calls, and tells what happens to them.
///
/// A new kind is one folder under `Drivers` with one conforming type, and one line in `DriverCatalogue`. Whoever conforms
/// keeps four promises:
///
/// - Every function about a call returns at once; what happens is reported later.
/// - A call that was placed is reported `ended` once at least, whatever happens.
/// - A placed call is dialled at once or fails; it is never queued.
/// - After `forget` nothing more is kept of the call.
public protocol LineDriver: Sendable {
    /// The word for this kind in the site folder, such as `simulated`.
    static var kind: String { get }

    /// Dials. After a restart (`resumed`) it finds out instead whether the call exists: reports what has become of it,
    /// then `adopted`, and goes on; or reports `denied` or `cannotTell`.
    func place(_ request: DialRequest, resumed: Bool)

    /// Ends the call, and reports its end all the same.
    func hangUp(_ id: TryID)

    /// The call is no longer owed.
    func forget(_ id: TryID)

    /// Asks the other side whether it takes the line's credentials. Rings nobody, and answers within some 10 s.
    func tryCredentials() async -> CredentialTrial
}

/// Takes what lines report to the engine, and gives back what it answers once that is durable.
public typealias CallReporter = @Sendable (Input) async -> Submission
