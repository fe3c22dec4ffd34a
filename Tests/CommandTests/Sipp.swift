import Foundation
import TestPeers

/// Debian's sipp as the telephone that is called: it answers by a scenario, and looks at what the caller does meanwhile.
struct Sipp {
    let port: Int
    private let program: RunningProgram
    private let folder: ScratchFolder

    /// - Parameter calls: how many it takes; it ends by itself after them.
    init(_ steps: [SippStep], calls: Int = 1, port: Int? = nil, transport: String = "u1") throws {
        folder = try ScratchFolder()
        self.port = try port ?? FreePort.find()
        try folder.write("scenario.xml", SippStep.scenario(steps))
        program = try RunningProgram(
            "/usr/bin/sipp",
            [
                "-sf", "scenario.xml", "-i", "127.0.0.1", "-p", "\(self.port)", "-mp", "\(try FreePort.find())",
                "-t", transport, "-m", "\(calls)", "-nostdin", "-timeout", "100s", "-trace_err", "-error_file",
                "errors.txt", "-trace_msg", "-message_file", "messages.txt",
            ], in: folder.url)
        // It says nothing when it listens.
        while !Self.isListening(self.port, isTCP: transport.hasPrefix("t")), program.isRunning { sched_yield() }
    }

    /// 0 when the caller did everything as the scenario says.
    func wait() async -> Int32 { await OffPool.run { [program] in program.wait() } }

    func stop() { if program.isRunning { program.kill() } }

    /// Every message that it took or sent.
    var messages: String {
        (try? String(contentsOf: folder.url.appending(path: "messages.txt"), encoding: .utf8)) ?? ""
    }

    var errors: String {
        (try? String(contentsOf: folder.url.appending(path: "errors.txt"), encoding: .utf8)) ?? ""
    }

    private static func isListening(_ port: Int, isTCP: Bool) -> Bool {
        let local = String(format: ":%04X", port)
        let table = (try? String(contentsOfFile: "/proc/net/\(isTCP ? "tcp" : "udp")", encoding: .utf8)) ?? ""
        return table.split(separator: "\n").contains { line in
            let columns = line.split(separator: " ")
            return columns.count > 3 && columns[1].hasSuffix(local) && (!isTCP || columns[3] == "0A")
        }
    }
}

/// One step of a scenario.
enum SippStep {
    case receive(String)
    case pause(Int)
    /// A provisional answer; `withMedia` for one that carries a description of media, as announcements do.
    case progress(Int, withMedia: Bool = false)
    /// A final refusal, and its ACK. `fields` are further fields of the answer.
    case refuse(Int, fields: String = "")
    case pickUp
    /// Answers the CANCEL, ends the INVITE, and awaits the ACK.
    case isCancelled
    /// Answers the CANCEL and picks up all the same: both have crossed.
    case picksUpWhileCancelled
    case hangUp
    case isHungUp
    /// Presses 1 by telephone events.
    case pressOne

    static func scenario(_ steps: [SippStep]) -> String {
        """
        <?xml version="1.0" encoding="UTF-8"?>
        <scenario name="callee">
        \(([receive("INVITE")] + steps).map(\.xml).joined(separator: "\n"))
        </scenario>
        """
    }

    private static let head = """
        [last_Via:]
        [last_From:]
        [last_To:];tag=callee[call_number]
        [last_Call-ID:]
        [last_CSeq:]
        Contact: <sip:[local_ip]:[local_port];transport=[transport]>
        """

    private static let media = """
        Content-Type: application/sdp
        Content-Length: [len]

        v=0
        o=callee 1 1 IN IP4 [local_ip]
        s=-
        c=IN IP4 [media_ip]
        t=0 0
        m=audio [media_port] RTP/AVP 0 101
        a=rtpmap:0 PCMU/8000
        a=rtpmap:101 telephone-event/8000
        a=fmtp:101 0-15
        """

    private static func send(_ first: String, _ rest: String, again: Bool = false) -> String {
        """
        <send\(again ? " retrans=\"500\"" : "")><![CDATA[

        \(first)
        \(rest)

        ]]></send>
        """
    }

    private static func answer(_ code: Int, _ rest: String = "Content-Length: 0", again: Bool = false) -> String {
        send("SIP/2.0 \(code) Answer", head + "\n" + rest, again: again)
    }

    private static func take(_ method: String) -> String { "<recv request=\"\(method)\"/>" }

    /// The INVITE's transaction, when another request has come since.
    private static let inviteHead = """
        [$via]
        [last_From:]
        [last_To:];tag=callee[call_number]
        [last_Call-ID:]
        CSeq: [$cseq] INVITE
        Contact: <sip:[local_ip]:[local_port];transport=[transport]>
        """

    var xml: String {
        switch self {
        case .receive("INVITE"):
            """
            <recv request="INVITE"><action>
            <ereg regexp="Via: [][A-Za-z0-9/.:;= -]*" search_in="msg" check_it="true" assign_to="via"/>
            <ereg regexp="[0-9]+" search_in="hdr" header="CSeq:" check_it="true" assign_to="cseq"/>
            <ereg regexp="[^;]*;tag=[a-z0-9]*" search_in="hdr" header="From:" check_it="true" assign_to="from"/>
            <ereg regexp="sip:[^&gt;;]*" search_in="hdr" header="Contact:" check_it="true" assign_to="contact"/>
            </action></recv>
            <Reference variables="via,cseq,from,contact"/>
            \(Self.answer(100))
            """
        case .receive(let method): Self.take(method)
        case .pause(let milliseconds): "<pause milliseconds=\"\(milliseconds)\"/>"
        case .progress(let code, let withMedia): Self.answer(code, withMedia ? Self.media : "Content-Length: 0")
        case .refuse(let code, let fields):
            Self.answer(code, (fields.isEmpty ? "" : fields + "\n") + "Content-Length: 0", again: true)
                + Self.take("ACK")
        case .pickUp: Self.answer(200, Self.media, again: true) + Self.take("ACK")
        case .isCancelled:
            Self.take("CANCEL") + Self.answer(200)
                + Self.send("SIP/2.0 487 Request Terminated", Self.inviteHead + "\nContent-Length: 0", again: true)
                + Self.take("ACK")
        case .picksUpWhileCancelled:
            Self.take("CANCEL") + Self.answer(200)
                + Self.send("SIP/2.0 200 OK", Self.inviteHead + "\n" + Self.media, again: true) + Self.take("ACK")
        case .hangUp:
            Self.send(
                "BYE [$contact] SIP/2.0",
                """
                Via: SIP/2.0/[transport] [local_ip]:[local_port];branch=[branch]
                From: <sip:callee@[local_ip]>;tag=callee[call_number]
                To:[$from]
                [last_Call-ID:]
                CSeq: 2 BYE
                Max-Forwards: 70
                Content-Length: 0
                """, again: true) + "<recv response=\"200\"/>"
        case .isHungUp: Self.take("BYE") + Self.answer(200)
        case .pressOne:
            #"<nop><action><exec play_pcap_audio="/usr/share/sip-tester/dtmf_2833_1.pcap"/></action></nop>"#
        }
    }
}
