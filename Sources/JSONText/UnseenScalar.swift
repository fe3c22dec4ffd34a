extension Unicode.Scalar {
    /// Whether the character is obeyed rather than seen: C0 and C1 controls, line and paragraph separators, the marks,
    /// embeddings, overrides and isolates of the bidirectional algorithm (UAX #9, table 4), and the byte-order mark.
    public var isUnseen: Bool {
        switch value {
        case 0x00...0x1F, 0x7F...0x9F: true
        case 0x061C, 0x200E, 0x200F, 0x2028...0x202E, 0x2066...0x2069, 0xFEFF: true
        default: false
        }
    }
}
