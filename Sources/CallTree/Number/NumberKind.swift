/// What a telephone number is for, told by its first digits (`JapaneseNumberPlan`).
public enum NumberKind: Hashable, Sendable, CaseIterable {
    /// A fixed line, by its area: 03, 06, 011, 0123 …
    case fixed
    /// A telephone over the internet: 050.
    case internetTelephone
    /// 060, 070, 080 and 090.
    case mobile
    /// 090-0…: the plan gives such a number to nobody, so the demo site, the drills and the tests use them. A call to one
    /// rings nowhere.
    case rehearsal
    /// 0120 and 0800: the called pays.
    case freephone
    /// 0570: one number for a whole company, at a rate of its own.
    case uniform
    /// 0990: the caller pays for what is offered.
    case premium
    /// 0180: takes the calls of thousands at once, with a recording.
    case massCalling
    /// 0170: the message board of the telephone company.
    case messageBoard
    /// 020: machines.
    case machine
    /// 0204: pagers.
    case pager
    /// 0600: follows its owner from fixed to mobile.
    case followMe
    /// 091: leads into another network.
    case specialConnection
    /// +870, +881, +882, +883, +888 and +979: satellites and services of no country.
    case worldwide
    /// Any other country.
    case foreign
    /// Japanese, but with first digits or a length that the plan does not have.
    case unassigned

    public init(of number: PhoneNumber) {
        let digits = number.e164.dropFirst()
        guard digits.hasPrefix("81") else {
            let isWorldwide = ["870", "881", "882", "883", "888", "979"].contains { digits.hasPrefix($0) }
            self = isWorldwide ? .worldwide : .foreign
            return
        }
        let national = digits.dropFirst(2)
        let hasLength = JapaneseNumberPlan.lengths(of: national).contains(national.count)
        self = hasLength ? JapaneseNumberPlan.kind(of: national) : .unassigned
    }
}
