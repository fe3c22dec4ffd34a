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
    private let asterisk: [AsteriskLine]
    /// What a reload changes.
    let dialling: SharedRule
    let readings: SharedReadings

    /// What lines are built for.
    enum Purpose {
        /// The site's server.
        case serving
        /// One call, perhaps beside the server.
        case testing
        /// They are only asked, perhaps beside the server, and never called over.
        case trying
    }

    /// - Parameters:
    ///   - socket: where the helper of SIP lines is met.
    ///   - purpose: what they are for; beside a running server they must not be taken for its own.
    init(
        _ site: Site, transfers: TransferEngine, clock: any EngineClock, engine: EngineLoop, socket: String,
        purpose: Purpose = .serving
    ) {
        let dialling = SharedRule(site.dialling)
        let readings = SharedReadings(site)
        self.dialling = dialling
        self.readings = readings
        // What a trial finds is told by its answer.
        let trouble: @Sendable (String) -> Void = { if purpose != .trying { StandardError.print($0) } }
        let report: CallReporter = { await engine.submit($0) }
        let notice: NoticeFinder = { await engine.notice(of: $0, $1, readings: readings.of($0.contract)) }
        link = SIPLink(socket: socket, program: ProgramFiles.sipHelper, trouble: trouble)
        let voice = SiteVoice.desk(
            site.voices, folder: site.speechFolder, transfers: transfers, trouble: trouble)
        var drivers: [LineID: any LineDriver] = [:]
        var sip: [SIPLine] = []
        var asterisk: [AsteriskLine] = []
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
                    id: line.id, account: Self.account(line.id, settings, purpose), link: link, voice: voice,
                    dialling: { dialling.rule }, clock: clock, report: report, notice: notice,
                    upcoming: { await engine.announcement(of: $0) }, trouble: trouble)
                drivers[line.id] = driver
                sip.append(driver)
            case .http(let settings):
                drivers[line.id] = HTTPLine(
                    id: line.id, account: HTTPAccount(settings), engine: transfers, dialling: { dialling.rule },
                    clock: clock, report: report, notice: notice,
                    upcoming: { await engine.announcement(of: $0) }, trouble: trouble)
            case .asterisk(let settings):
                // The reader of the site lets no password be missing.
                guard let password = settings.password.revealed else { break }
                let application = (settings.app ?? "nightcall-\(line.id)") + (purpose == .serving ? "" : "-test")
                let account = AsteriskAccount(
                    address: settings.address, user: settings.user, password: password, endpoint: settings.endpoint,
                    from: settings.from, numbers: NumberForm(settings.numbers),
                    application: application, sounds: settings.sounds, language: settings.language)
                let driver = AsteriskLine(
                    id: line.id, account: account, engine: transfers, voice: voice, dialling: { dialling.rule },
                    clock: clock, report: report, notice: notice, upcoming: { await engine.announcement(of: $0) },
                    trouble: trouble)
                drivers[line.id] = driver
                asterisk.append(driver)
            }
        }
        self.drivers = drivers
        self.sip = sip
        self.asterisk = asterisk
    }

    /// Connects to the helper of SIP lines and to every Asterisk, where there are any.
    func begin() {
        link.begin(sip)
        for line in asterisk { line.begin() }
    }

    /// Returns when calls can be placed over this line, or after some seconds.
    func waitUntilReady(_ line: LineID) async {
        if sip.contains(where: { $0.id == line }) { await link.waitUntilReady(line, seconds: 5) }
        await asterisk.first { $0.id == line }?.waitUntilReady(seconds: 5)
    }

    /// Lets calls under way be taken up by the next server.
    func stop() {
        link.stop()
        for line in asterisk { line.stop() }
    }

    /// Ends calls under way: nobody would take them up.
    func end() async {
        link.end()
        for line in asterisk { await line.end() }
    }

    private static func account(_ line: LineID, _ settings: SIPLineSettings, _ purpose: Purpose) -> SIPAccount {
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
        // The site's server may hold the port.
        if purpose != .serving { trunk.localPort = 0 }
        // A line that neither registers nor asks must be asked now.
        if purpose == .trying, trunk.optionsSeconds == 0 { trunk.optionsSeconds = 30 }
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
