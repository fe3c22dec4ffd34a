import CallTree
import NightEngine
import SIPMessages
import ServiceHours
import SiteSettings
import Telephony
import WebTransfer

/// The lines of a site that call people, ready to call, and what they share.
struct SiteLines: Sendable {
    let drivers: [LineID: any LineDriver]
    private let link: SIPLink
    private let sip: [SIPLine]
    /// What a reload changes.
    let dialling: SharedRule
    let readings: SharedReadings

    /// - Parameters:
    ///   - socket: where the helper of SIP lines is met.
    ///   - isTrial: whether the lines are only asked, perhaps beside a server that uses them, and never called over.
    init(
        _ site: Site, transfers: TransferEngine, clock: any EngineClock, engine: EngineLoop, socket: String,
        isTrial: Bool = false
    ) {
        let dialling = SharedRule(site.dialling)
        let readings = SharedReadings(site)
        self.dialling = dialling
        self.readings = readings
        // What a trial finds is told by its answer.
        let trouble: @Sendable (String) -> Void = { if !isTrial { StandardError.print($0) } }
        let report: CallReporter = { await engine.submit($0) }
        let notice: NoticeFinder = { await engine.notice(of: $0, $1, readings: readings.of($0.contract)) }
        link = SIPLink(socket: socket, program: ProgramFiles.sipHelper, trouble: trouble)
        let voice = SiteVoice.desk(
            site.voices, folder: site.dataFolder.appendingPathSegment("voice"), transfers: transfers, trouble: trouble)
        var drivers: [LineID: any LineDriver] = [:]
        var sip: [SIPLine] = []
        for line in site.lines {
            switch line.driver {
            case .simulated: break
            case .twilio(let settings):
                // The reader of the site lets neither token nor address be missing.
                guard let token = settings.token.revealed, let publicURL = site.publicURL else { break }
                let account = TwilioAccount(
                    id: settings.account, token: token, from: settings.from, api: settings.api, publicURL: publicURL,
                    voice: settings.voice, language: settings.language)
                drivers[line.id] = TwilioLine(
                    id: line.id, account: account, dialling: { dialling.rule }, engine: transfers, clock: clock,
                    report: report, notice: notice, trouble: trouble)
            case .sip(let settings):
                let driver = SIPLine(
                    id: line.id, account: Self.account(line.id, settings, isTrial: isTrial), link: link, voice: voice,
                    dialling: { dialling.rule }, clock: clock, report: report, notice: notice,
                    upcoming: { await engine.announcement(of: $0) }, trouble: trouble)
                drivers[line.id] = driver
                sip.append(driver)
            case .http(let settings):
                drivers[line.id] = HTTPLine(
                    id: line.id, account: HTTPAccount(settings), engine: transfers, dialling: { dialling.rule },
                    clock: clock, report: report, notice: notice,
                    upcoming: { await engine.announcement(of: $0) }, trouble: trouble)
            }
        }
        self.drivers = drivers
        self.sip = sip
    }

    /// Connects to the helper of SIP lines, where there are any.
    func begin() { link.begin(sip) }

    /// Returns when calls can be placed over this line, or after some seconds.
    func waitUntilReady(_ line: LineID) async {
        if sip.contains(where: { $0.id == line }) { await link.waitUntilReady(line, seconds: 5) }
    }

    /// Lets calls under way be taken up by the next server.
    func stop() { link.stop() }

    /// Ends calls under way: nobody would take them up.
    func end() { link.end() }

    private static func account(_ line: LineID, _ settings: SIPLineSettings, isTrial: Bool) -> SIPAccount {
        var trunk = SIPTrunk(
            line: line.text, transport: SIPTrunk.Transport(settings.transport), host: settings.host,
            port: settings.port, domain: settings.domain, from: settings.from)
        trunk.local = settings.local
        trunk.localPort = settings.localPort
        trunk.identity = settings.identity
        trunk.user = settings.user
        trunk.password = settings.password?.revealed
        trunk.registerSeconds = Int(settings.register?.seconds ?? 0)
        trunk.optionsSeconds = Int(settings.keepAlive?.seconds ?? 0)
        if isTrial {
            // The site's server may hold the port; and a line that neither registers nor asks must be asked now.
            trunk.localPort = 0
            if trunk.optionsSeconds == 0 { trunk.optionsSeconds = 30 }
        }
        trunk.isALawFirst = settings.codec == .pcma
        trunk.certificate = settings.certificate
        return SIPAccount(trunk: trunk, numbers: NumberForm(settings.numbers), language: settings.language)
    }
}

extension SIPTrunk.Transport {
    fileprivate init(_ transport: SIPLineSettings.Transport) {
        switch transport {
        case .udp: self = .udp
        case .tcp: self = .tcp
        case .tls: self = .tls
        }
    }
}
