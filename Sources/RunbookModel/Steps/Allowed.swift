/// What a contract lets steps start. Everything else is refused, and nothing is ever handed to a shell.
public struct Allowed: Hashable, Sendable {
    /// Programs that only read, by absolute path: monitoring plugins.
    public var plugins: Set<String> = []
    /// Commands that may change something, word for word.
    public var commands: Set<[String]> = []
    /// Folders below which files may be looked at.
    public var folders: Set<String> = []

    public init() {}
}
