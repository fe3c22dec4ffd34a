public import CallTree

/// The door for a kind of monitoring system: what its webhook bodies say, in the words of the domain.
///
/// A new kind is one folder with one conforming type, and one line in `SourceCatalogue`. Whoever conforms keeps three
/// promises, which are tested over the whole catalogue:
///
/// - One bad alert among good ones never spoils the good ones.
/// - A missing or odd field is never read as recovered: what cannot be told is firing.
/// - No body traps, and time and memory grow with its length at most.
public protocol AlertSource: Sendable {
    /// The word for this kind in the site folder and on the command line, such as `alertmanager`.
    static var kind: String { get }

    /// Reads one body of a webhook, already authenticated.
    static func read(_ body: [UInt8], source: SourceID) -> Result<ReadAlerts, UnreadableBody>
}
