import Crypto
import RunbookModel
import RunbookSteps
import ServiceHours
import SiteSettings
import WebTransfer

extension Surroundings {
    /// What a contract lets steps work with. Without its contract a run may start and reach nothing.
    init(
        _ settings: RunSettings?, transfers: TransferEngine, sessions: CloudSessions, clock: RoundClock,
        dataFolder: String
    ) {
        let secrets = settings?.secrets ?? [:]
        let clouds = settings?.clouds ?? [:]
        self.init(
            transfers: transfers, clock: clock, timeout: .minutes(2), secret: { secrets[$0]?.revealed },
            cloud: { clouds[$0] }, sessions: sessions, allowed: settings?.allowed ?? Allowed(),
            digest: { SHA256.hash(data: $0).hexadecimal },
            dataFolder: dataFolder)
        certificate = { Certificate(pem: $0) }
    }
}
