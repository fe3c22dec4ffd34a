/// One mail that is to leave, whatever it is about.
public struct LeavingMail: Sendable {
    /// What has become of it, once each.
    public enum News: Sendable {
        /// The server refuses these addresses for good; the others get it.
        case refused([String])
        /// It is with the server, or in the folder: nobody waits for it any more.
        case left
        /// The mailer has ended before; the next start sends it.
        case stopped
    }

    /// The same for the same mail; one that waits already is not taken twice.
    public let name: String
    /// Goes before all that are not.
    public let isUrgent: Bool
    /// Makes the mail, on a thread that may wait for a disk.
    let compose: @Sendable (_ failures: Int) throws -> MailFile
    let told: @Sendable (News) -> Void

    /// - Parameters:
    ///   - compose: asked for again at each try. What it throws is tried again like a failure of the server.
    ///   - told: called on a thread of the mailer; it returns at once.
    public init(
        name: String, isUrgent: Bool = false, compose: @escaping @Sendable (_ failures: Int) throws -> MailFile,
        told: @escaping @Sendable (News) -> Void
    ) {
        self.name = name
        self.isUrgent = isUrgent
        self.compose = compose
        self.told = told
    }
}
