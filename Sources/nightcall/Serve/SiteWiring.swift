import AlertSources
import CallTree
import DrillSimulator
import NightEngine
import OperatorConsole
import ServiceHours
import SiteSettings
import Telephony
import WebTransfer

/// Turns what a site folder says into what the rooms take. The one place that knows both sides.
struct SiteWiring {
    let site: Site

    /// Those of the customers, and those of the calls of NightCall to itself.
    var contracts: [Contract] {
        let selfCalls = SelfCalls(site)
        return site.contracts.map(\.contract) + selfCalls.lines.compactMap { selfCalls.contracts[$0] }
    }

    var capacities: [LineID: LineCapacity] {
        Dictionary(site.lines.map { ($0.id, $0.capacity) }, uniquingKeysWith: { first, _ in first })
    }

    var consoleSite: ConsoleSite {
        ConsoleSite(
            contracts: site.contracts.map(consoleContract),
            operators: site.operators.map { ConsoleOperator(name: $0.name, credential: credential($0.token)) },
            lines: site.lines.map { ConsoleLine(id: $0.id, kind: $0.driver.name, slots: $0.capacity.slots) },
            operatorGetsMails: site.operatorDesk.mail != nil, checksReadiness: site.readinessAt != nil)
    }

    /// - Parameter openFiles: how many files and connections the process may have open at once; some are for the journal,
    ///   the mails and the lines.
    func consoleSettings(port: Int?, openFiles: Int) -> ConsoleSettings {
        var settings = ConsoleSettings(unreadableFolder: site.dataFolder.appendingPathSegment("unreadable"))
        settings.host = site.listen.host
        settings.port = port ?? site.listen.port
        settings.connectionLimit = max(16, min(2_000, openFiles - 256))
        // The journal is closed within the ten seconds as well.
        settings.stopSeconds = 5
        settings.readingNeedsToken = !site.listen.isLoopback || !site.trustedProxies.isEmpty
        settings.trustedNetworks = site.trustedProxies.compactMap(PeerNetwork.init)
        return settings
    }

    var mailSite: Outbox.Site {
        let selfCalls = SelfCalls(site)
        return Outbox.Site(
            operatorDesk: site.operatorDesk.mail, sender: site.mailServer?.from,
            terms: { [site] in site.contract($0)?.contract.terms }, isSelfCall: selfCalls.isSelfCall)
    }

    var alarmSite: OperatorAlarms.Site {
        OperatorAlarms.Site(desk: site.operatorDesk, sender: site.mailServer?.from)
    }

    var headAddresses: DailyHead.Addresses {
        DailyHead.Addresses(operatorDesk: site.operatorDesk.mail, sender: site.mailServer?.from)
    }

    /// Nil when mails are written into the folder.
    var mailServer: SMTPServer? {
        site.mailServer.map { settings in
            let security: SMTPServer.Security =
                switch settings.security {
                case .starttls: .startTLSRequired
                case .tls: .implicitTLS
                case .none: .none
                }
            var server = SMTPServer(host: settings.host, port: settings.port, security: security)
            if let user = settings.user, let password = settings.password?.revealed {
                server.credentials = Credentials(user: user, secret: password)
            }
            if let file = settings.authoritiesFile { server.trust = .authorities(file: file) }
            return server
        }
    }

    /// How the people behind each simulated line behave.
    var behaviours: [(line: LineID, behaviour: SimulatedLine.Behaviour)] {
        site.lines.compactMap { line in
            switch line.driver {
            case .simulated(let settings): (line.id, Self.behaviour(settings))
            case .twilio, .sip, .http, .asterisk: nil
            }
        }
    }

    private static func behaviour(_ settings: SimulatedLineSettings) -> SimulatedLine.Behaviour {
        var times = CalleeTimes()
        times.ringAfter = settings.times.ringAfter
        times.pickUpAfter = settings.times.pickUpAfter
        times.voicemailAfter = settings.times.voicemailAfter
        times.keyAfter = settings.times.keyAfter
        times.busyAfter = settings.times.busyAfter
        return SimulatedLine.Behaviour(times: times) { request in
            // The n-th answer belongs to the n-th round, whatever escalation it is: each tree is walked alike, and
            // a restart gives the same answer again.
            let answer = settings.answer(
                call: request.round, contract: request.contract, contact: request.contact, phone: request.phone)
            return reaction(answer, for: request.id.attempt)
        }
    }

    /// Chance follows from the attempt alone, so that asking again gives the same reaction.
    private static func reaction(_ answer: Scenario.Answer, for attempt: AttemptID) -> CalleeReaction {
        switch answer {
        case .always(let reaction): return CalleeReaction(reaction)
        case .drawn(let chances):
            let seed =
                UInt64(truncatingIfNeeded: attempt.escalation.number) << 20 ^ UInt64(truncatingIfNeeded: attempt.number)
            var generator = SeededGenerator(seed: seed)
            var place = generator.nextFraction() * chances.reduce(0) { $0 + $1.weight }
            for chance in chances {
                if place < chance.weight { return CalleeReaction(chance.reaction) }
                place -= chance.weight
            }
            return chances.last.map { CalleeReaction($0.reaction) } ?? .noAnswer
        }
    }

    private func consoleContract(_ contract: SiteContract) -> ConsoleContract {
        let sources = contract.sources.compactMap { source in
            SourceCatalogue.source(ofKind: source.kind).map { kind in
                ConsoleSource(id: source.id, kind: kind, credential: credential(source.token))
            }
        }
        return ConsoleContract(contract.contract, sources: sources)
    }

    /// The reader of the site lets no token through that cannot be compared; one that is not there admits nobody.
    private func credential(_ secret: Secret) -> SourceCredential {
        secret.revealed.flatMap { SourceCredential(token: $0) } ?? .nobody
    }
}

extension CalleeReaction {
    init(_ reaction: Scenario.Reaction) {
        switch reaction {
        case .acknowledge: self = .acknowledge
        case .pass: self = .pass
        case .answer: self = .answer
        case .hangUp: self = .hangUp
        case .voicemail: self = .voicemail
        case .noAnswer: self = .noAnswer
        case .busy: self = .busy
        case .rejected: self = .rejected
        case .unreachable: self = .unreachable
        case .lineFailure: self = .lineFailure
        }
    }
}

extension String {
    /// The path of something in this folder.
    func appendingPathSegment(_ name: String) -> String {
        hasSuffix("/") ? self + name : self + "/" + name
    }
}
