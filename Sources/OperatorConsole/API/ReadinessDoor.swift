/// The way to whoever checks whether the night is armed.
public struct ReadinessDoor: Sendable {
    let check: @Sendable () -> Void

    /// - Parameter check: begins a check and returns at once.
    public init(_ check: @escaping @Sendable () -> Void) {
        self.check = check
    }

    /// Of a server that makes no such checks.
    public static let none = ReadinessDoor {}
}
