internal import CallTree
internal import FoundationEssentials

/// A channel as ARI tells it (asterisk/asterisk, `rest-api/api-docs/channels.json`); what is not used is left out.
struct AsteriskChannel: Decodable, Hashable, Sendable {
    let id: String
    let state: String

    /// What the state says of the call; nil while it says nothing. `Down` and `Rsrved` come before the dialling.
    var news: AsteriskNews? {
        switch state {
        case "Ring", "Ringing": .ringing
        case "Up": .answered
        default: nil
        }
    }

    var isDialled: Bool { state != "Down" && state != "Rsrved" }
}

/// What has become of a call.
enum AsteriskNews: Hashable, Sendable {
    case ringing
    /// Sound without an answer (183): ringing, or an announcement.
    case progress
    case answered
    case key(Key)
    /// The playback of this id has come to its end.
    case played(String)
    /// The channel is gone.
    ///
    /// - Parameters:
    ///   - cause: of Q.850; 0 for none.
    ///   - status: of SIP, where the channel is one of SIP's; 0 for none.
    case ended(cause: Int, status: Int)
}

/// An event of ARI (`rest-api/api-docs/events.json`). Whatever Asterisk adds to one, and every event of another kind, is
/// passed over.
struct AsteriskEvent: Decodable, Sendable {
    let type: String
    private let channel: AsteriskChannel?
    private let peer: AsteriskChannel?
    private let playback: Playback?
    private let dialStatus: String?
    private let digit: String?
    private let cause: Int?
    private let techCause: Int?

    private struct Playback: Decodable {
        let id: String
        let target: String

        enum CodingKeys: String, CodingKey {
            case id
            case target = "target_uri"
        }
    }

    private enum CodingKeys: String, CodingKey {
        case type, channel, peer, playback, digit, cause
        case dialStatus = "dialstatus"
        case techCause = "tech_cause"
    }

    /// - Throws: only when there is no type: a field of an unexpected form counts as missing.
    init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        type = try fields.decode(String.self, forKey: .type)
        channel = try? fields.decode(AsteriskChannel.self, forKey: .channel)
        peer = try? fields.decode(AsteriskChannel.self, forKey: .peer)
        playback = try? fields.decode(Playback.self, forKey: .playback)
        dialStatus = try? fields.decode(String.self, forKey: .dialStatus)
        digit = try? fields.decode(String.self, forKey: .digit)
        cause = try? fields.decode(Int.self, forKey: .cause)
        techCause = try? fields.decode(Int.self, forKey: .techCause)
    }

    /// Nil for what is no event.
    init?(_ text: [UInt8]) {
        guard let event = try? JSONDecoder().decode(AsteriskEvent.self, from: Data(text)) else { return nil }
        self = event
    }

    /// Which channel it is about, and what it says; nil when nothing that matters.
    ///
    /// `StasisStart` is none: with create and dial it comes as soon as the channel is made, long before the answer.
    var news: (channel: String, what: AsteriskNews)? {
        switch type {
        case "Dial":
            guard let peer, let dialStatus else { return nil }
            switch dialStatus {
            case "RINGING": return (peer.id, .ringing)
            case "PROGRESS": return (peer.id, .progress)
            case "ANSWER": return (peer.id, .answered)
            // BUSY, NOANSWER and the like: the end of the channel tells the cause.
            default: return nil
            }
        case "ChannelStateChange": return channel.flatMap { channel in channel.news.map { (channel.id, $0) } }
        case "ChannelDtmfReceived":
            guard let channel, let key = digit.flatMap({ Key($0) }) else { return nil }
            return (channel.id, .key(key))
        case "PlaybackFinished":
            guard let playback, playback.target.hasPrefix("channel:") else { return nil }
            return (String(playback.target.dropFirst("channel:".count)), .played(playback.id))
        case "ChannelDestroyed":
            return channel.map { ($0.id, .ended(cause: cause ?? 0, status: techCause ?? 0)) }
        default: return nil
        }
    }
}
