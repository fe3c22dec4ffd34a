public import CallTree

/// How the other side of a line wants numbers.
public enum NumberForm: String, Hashable, Sendable, CaseIterable {
    /// `+819012345678` (ITU-T E.164).
    case international
    /// `09012345678`; numbers of other countries as `010` and the rest.
    case national

    public func text(_ phone: PhoneNumber) -> String {
        let number = phone.e164
        switch self {
        case .international: return number
        case .national: return number.hasPrefix("+81") ? "0" + number.dropFirst(3) : "010" + number.dropFirst()
        }
    }
}
