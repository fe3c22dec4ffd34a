public import ServiceHours
public import SIPMessages

/// A line's account at a provider of SIP or at a PBX.
public struct SIPAccount: Sendable {
    public let trunk: SIPTrunk
    public let numbers: NumberForm
    public let language: Language

    public init(trunk: SIPTrunk, numbers: NumberForm, language: Language) {
        self.trunk = trunk
        self.numbers = numbers
        self.language = language
    }
}
