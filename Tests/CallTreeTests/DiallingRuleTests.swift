import CallTree
import Testing

/// Which numbers are dialled, number by number.
@Suite struct DiallingRuleTests {
    static let table: [(number: String, kind: NumberKind)] = [
        // Fixed lines of all regions, area codes of one to four digits.
        ("+81312345678", .fixed), ("+81352345678", .fixed), ("+81661234567", .fixed), ("+81112345678", .fixed),
        ("+81119123456", .fixed), ("+81123456789", .fixed), ("+81126712345", .fixed), ("+81133212345", .fixed),
        ("+81154712345", .fixed), ("+81163212345", .fixed), ("+81177123456", .fixed), ("+81187123456", .fixed),
        ("+81196123456", .fixed), ("+81222123456", .fixed), ("+81220123456", .fixed), ("+81240123456", .fixed),
        ("+81250123456", .fixed), ("+81260123456", .fixed), ("+81280123456", .fixed), ("+81299123456", .fixed),
        ("+81422123456", .fixed), ("+81471234567", .fixed), ("+81460512345", .fixed), ("+81499221234", .fixed),
        ("+81522123456", .fixed), ("+81561123456", .fixed), ("+81576912345", .fixed), ("+81599123456", .fixed),
        ("+81725123456", .fixed), ("+81740123456", .fixed), ("+81752123456", .fixed), ("+81770123456", .fixed),
        ("+81790123456", .fixed), ("+81822123456", .fixed), ("+81838712345", .fixed), ("+81847712345", .fixed),
        ("+81851212345", .fixed), ("+81878123456", .fixed), ("+81880123456", .fixed), ("+81899123456", .fixed),
        ("+81922123456", .fixed), ("+81952123456", .fixed), ("+81969123456", .fixed), ("+81979123456", .fixed),
        ("+81980123456", .fixed), ("+81991312345", .fixed), ("+81997123456", .fixed),
        // Telephones that people carry, and those on the internet.
        ("+819012345678", .mobile), ("+818012345678", .mobile), ("+817012345678", .mobile), ("+816012345678", .mobile),
        ("+815012345678", .internetTelephone), ("+819000000001", .rehearsal),
        // What is refused.
        ("+81120123456", .freephone), ("+818001234567", .freephone), ("+81570012345", .uniform),
        ("+81990123456", .premium), ("+81180123456", .massCalling), ("+81170123456", .messageBoard),
        ("+812012345678", .machine), ("+812001234567890", .machine), ("+812041234567", .pager),
        ("+816001234567", .followMe), ("+81910123456", .specialConnection), ("+819101234567", .specialConnection),
        ("+815001234567", .unassigned), ("+817001234567", .unassigned), ("+813012345678", .unassigned),
        ("+814012345678", .unassigned), ("+81211234567", .unassigned), ("+81412345678", .unassigned),
        ("+81512345678", .unassigned), ("+81712345678", .unassigned), ("+81812345678", .unassigned),
        ("+81111234567", .unassigned), ("+81121234567", .unassigned), ("+811191234567", .unassigned),
        ("+81110110", .unassigned), ("+81118118", .unassigned), ("+8131234567", .unassigned),
        ("+813123456789", .unassigned), ("+81901234567", .unassigned), ("+8190123456789", .unassigned),
        ("+81120123", .unassigned), ("+810312345678", .unassigned), ("+8100112345678", .unassigned),
        // Other countries, and none.
        ("+14155550123", .foreign), ("+442079460958", .foreign), ("+8613812345678", .foreign),
        ("+821012345678", .foreign), ("+85212345678", .foreign), ("+2201234567", .foreign), ("+371123456789", .foreign),
        ("+870773111632", .worldwide), ("+881612345678", .worldwide), ("+88213123456", .worldwide),
        ("+883510012345", .worldwide), ("+97912345678", .worldwide),
    ]

    private static let dialled: Set<NumberKind> = [.fixed, .internetTelephone, .mobile, .rehearsal]

    @Test(arguments: table)
    func `a number is told by its first digits and dialled only when it is ordinary`(text: String, kind: NumberKind)
        throws
    {
        let number = try #require(PhoneNumber(e164: text))
        #expect(NumberKind(of: number) == kind)
        let refusal = DiallingRule().refusal(of: number)
        #expect(refusal?.kind == (Self.dialled.contains(kind) ? nil : kind))
        #expect(DiallingRule(permitting: [number]).refusal(of: number) == nil)
    }

    @Test func `the table has every kind`() {
        #expect(Self.table.count >= 80)
        #expect(Set(Self.table.map(\.kind)) == Set(NumberKind.allCases))
    }

    @Test func `a number that is permitted opens the way to no other`() throws {
        let permitted = try #require(PhoneNumber(e164: "+81120123456"))
        let other = try #require(PhoneNumber(e164: "+81120123457"))
        #expect(DiallingRule(permitting: [permitted]).refusal(of: other)?.kind == .freephone)
    }

    @Test func `every refusal says what is wrong and how to mend it, and never the number`() throws {
        var sentences: Set<String> = []
        for (text, kind) in Self.table where !Self.dialled.contains(kind) {
            let number = try #require(PhoneNumber(e164: text))
            let refusal = try #require(DiallingRule().refusal(of: number))
            sentences.insert(refusal.description)
            for sentence in [refusal.what, refusal.mending, refusal.description] {
                #expect(!sentence.isEmpty && !sentence.contains(text.suffix(6)))
            }
        }
        #expect(sentences.count == NumberKind.allCases.count - Self.dialled.count)
    }

    /// Every number of nine digits after +81 that begins with one of a thousand prefixes is told the same way whatever
    /// follows, and 090 and its like need ten.
    @Test func `no prefix traps, and only ten digits make a mobile telephone`() throws {
        for prefix in 0..<1_000 {
            let digits = String(repeating: "0", count: 3 - "\(prefix)".count) + "\(prefix)"
            for length in 2...12 {
                let rest = String(repeating: "1", count: length)
                guard let number = PhoneNumber(e164: "+81" + digits + rest) else { continue }
                let kind = NumberKind(of: number)
                if kind == .mobile { #expect(length == 7, "\(digits)") }
                if kind == .fixed { #expect(length == 6, "\(digits)") }
                if digits.hasPrefix("0") { #expect(kind == .unassigned, "\(digits)") }
            }
        }
    }
}
