/// Whose signature on the other side's certificate is believed.
public enum Trust: Hashable, Sendable {
    /// The authorities of the system.
    case system
    /// The authorities in this PEM file, and nobody else: for a private authority.
    case authorities(file: String)
}
