/// A state of the walk without instants, ids and past outcomes, as 128 bits.
///
/// Two walks of 64 bits each, with different constants (the finaliser of SplitMix64). Among a million states the chance
/// that any two share a key is below 1 in 10^26.
struct StateKey: Hashable, Sendable {
    private(set) var high: UInt64 = 0x6A09_E667_F3BC_C908
    private(set) var low: UInt64 = 0xBB67_AE85_84CA_A73B

    init(_ words: [UInt64]) {
        for word in words {
            high = Self.mixed(high ^ word, 0xBF58_476D_1CE4_E5B9)
            low = Self.mixed(low &+ word &+ 0x9E37_79B9_7F4A_7C15, 0x94D0_49BB_1331_11EB)
        }
    }

    private static func mixed(_ value: UInt64, _ factor: UInt64) -> UInt64 {
        let folded = (value ^ (value >> 30)) &* factor
        return folded ^ (folded >> 27)
    }
}
