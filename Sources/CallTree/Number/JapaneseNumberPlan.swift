/// The telephone numbers of Japan by their first digits, without the leading 0.
///
/// From the Telecommunications Numbering Plan (電気通信番号計画, notice 6 of 2019 of the Ministry of Internal Affairs and
/// Communications, with 060 for mobile telephones since December 2024) as summed up at
/// <https://www.soumu.go.jp/joho_tsusin/top/tel_number>, and its list of area codes (市外局番の一覧).
enum JapaneseNumberPlan {
    /// The first entry that fits counts, so what is more exact stands first. Lengths are digits without the leading 0.
    private static let services: [(prefix: String, kind: NumberKind, lengths: ClosedRange<Int>)] = [
        ("120", .freephone, 9...9), ("800", .freephone, 10...10),
        ("570", .uniform, 9...9), ("990", .premium, 9...9), ("180", .massCalling, 9...9), ("170", .messageBoard, 9...9),
        ("200", .machine, 13...13), ("204", .pager, 10...10), ("20", .machine, 10...10),
        ("600", .followMe, 10...10), ("91", .specialConnection, 9...12),
        // After 050, 060, 070, 080 and 090 the plan has no 0.
        ("500", .unassigned, 10...10), ("700", .unassigned, 10...10), ("900", .rehearsal, 10...10),
        ("50", .internetTelephone, 10...10), ("60", .mobile, 10...10), ("70", .mobile, 10...10),
        ("80", .mobile, 10...10), ("90", .mobile, 10...10),
    ]

    /// Fixed lines: the first two digits, and the third ones that follow them. An area code has one to four digits; where
    /// it has fewer than three, the third digit belongs to the exchange.
    private static let areas: [String: String] = [
        "11": "23456789", "12": "3456", "13": "3456789", "14": "23456", "15": "2345678", "16": "234567",
        "17": "23456789", "18": "2345678", "19": "123456789",
        "22": any, "23": any, "24": any, "25": any, "26": any, "27": any, "28": any, "29": any,
        "31": any, "32": any, "33": any, "34": any, "35": any, "36": any, "37": any, "38": any, "39": any,
        "42": any, "43": any, "44": any, "45": any, "46": "02345678", "47": any, "48": any, "49": "23459",
        "52": any, "53": any, "54": any, "55": any, "56": "123456789", "57": "2345678", "58": any, "59": any,
        "61": any, "62": any, "63": any, "64": any, "65": any, "66": any, "67": any, "68": any, "69": any,
        "72": any, "73": "456789", "74": "023456789", "75": any, "76": any, "77": any, "78": any, "79": any,
        "82": any, "83": "23456789", "84": "56789", "85": "123456789", "86": any, "87": any, "88": "03456789",
        "89": any,
        "92": any, "93": any, "94": any, "95": any, "96": "123456789", "97": "123456789", "98": any, "99": "123456789",
    ]

    private static let any = "0123456789"

    /// - Parameter digits: what follows +81.
    static func kind(of digits: some StringProtocol) -> NumberKind {
        if let service = services.first(where: { digits.hasPrefix($0.prefix) }) { return service.kind }
        guard let thirds = areas[String(digits.prefix(2))], let third = digits.dropFirst(2).first else {
            return .unassigned
        }
        return thirds.contains(third) ? .fixed : .unassigned
    }

    /// How many digits a number that begins so has. The plan may grow: what begins with unassigned digits may have as many
    /// as fixed lines or mobile telephones.
    static func lengths(of digits: some StringProtocol) -> ClosedRange<Int> {
        if let service = services.first(where: { digits.hasPrefix($0.prefix) }) { return service.lengths }
        return kind(of: digits) == .fixed ? 9...9 : 9...10
    }
}
