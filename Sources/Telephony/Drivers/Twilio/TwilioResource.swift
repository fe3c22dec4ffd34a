internal import CallTree
internal import FoundationEssentials
internal import ServiceHours

/// A call as Twilio's API tells it (twilio-oai, `api.v2010.account.call`); fields that are not used are left out.
struct TwilioResource: Decodable, Sendable {
    let sid: String
    let status: String
    let to: String?
    let from: String?
    /// RFC 2822, in whole seconds; null in the answer to a request that placed the call.
    let created: String?

    enum CodingKeys: String, CodingKey {
        case sid, status, to, from
        case created = "date_created"
    }

    var progress: TwilioStatus? { TwilioStatus(rawValue: status) }
    var createdAt: Instant? { created.flatMap(TwilioDate.instant) }
    /// `CA` and 32 hexadecimal digits.
    var isCall: Bool { sid.utf8.count == 34 && sid.hasPrefix("CA") }
}

/// One page of a list of calls.
struct TwilioPage: Decodable, Sendable {
    let calls: [TwilioResource]
    /// The path of the next one; null after the last.
    let next: String?

    enum CodingKeys: String, CodingKey {
        case calls
        case next = "next_page_uri"
    }
}

/// What Twilio answers when it does not do what was asked (https://www.twilio.com/docs/usage/twilios-response).
struct TwilioRefusal: Decodable, Sendable {
    let code: Int?

    /// What it means for a call that was to be placed.
    ///
    /// The number's fault: 21211, 21217 and 13224 invalid, 21214 cannot be reached. Everything else is the account's or
    /// the network's: 20003 credentials, 20429 too many requests, 21210 `From` not verified, 21215, 21216 and 21219 the
    /// account may not call there, 22005 its queue is full, 573005 a trial account.
    var ending: CallEnding {
        switch code {
        case 21211, 21217, 13224, 21214: .unreachableNumber
        default: .lineFailure
        }
    }
}

/// Dates as Twilio writes them: `Tue, 31 Aug 2010 20:36:28 +0000`.
enum TwilioDate {
    private static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]

    static func instant(_ text: String) -> Instant? {
        let words = text.split(separator: " ")
        guard words.count == 6, words[5] == "+0000" || words[5] == "GMT", let day = Int(words[1]),
            let month = months.firstIndex(of: String(words[2])), let year = Int(words[3])
        else { return nil }
        let clock = words[4].split(separator: ":").compactMap { Int($0) }
        guard clock.count == 3, (0...23).contains(clock[0]), (0...59).contains(clock[1]), (0...60).contains(clock[2]),
            let date = CivilDate(year: year, month: month + 1, day: day)
        else { return nil }
        return date.startInJapan + .hours(9 + clock[0]) + .minutes(clock[1]) + .seconds(clock[2])
    }

    /// The day in UTC, as lists are asked for: `2026-11-26`.
    static func day(_ instant: Instant) -> String { (instant - .hours(9)).japanTime.date.description }
}
