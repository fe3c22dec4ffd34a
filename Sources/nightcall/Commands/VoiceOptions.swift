import ArgumentParser
import CallTree
import Foundation
import ServiceHours
import SiteSettings
import Telephony
import WebTransfer

/// Which voice, and whose readings.
struct VoiceOptions: ParsableArguments {
    @Option(help: ArgumentHelp("The site folder, for its voice; without one, Debian's voices speak.", valueName: "dir"))
    var site: String?

    @Option(help: ArgumentHelp("The contract whose readings are used.", valueName: "id"))
    var contract: String?

    @Option(help: "japanese or english.")
    var language = Language.japanese

    /// The site, when one is named.
    func readSite() throws -> Site? { try site.map { try SiteFolder.site($0, purpose: .check) } }

    /// Gives the voice, and the readings of the contract. What is spoken here is kept nowhere.
    func speaking<Value>(
        _ site: Site?, _ body: (VoiceDesk, [String: String]) async throws -> Value
    ) async throws -> Value {
        let folder = FileManager.default.temporaryDirectory.appending(path: "nightcall-voice-\(getpid())").path
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let desk = try SiteVoice.desk(
            site?.voices ?? VoicesSettings(), folder: folder, transfers: TransferEngine(),
            trouble: { StandardError.print($0) })
        return try await body(desk, try readings(site))
    }

    private func readings(_ site: Site?) throws -> [String: String] {
        guard let contract else { return [:] }
        guard let site else { throw ValidationError("--contract needs --site.") }
        guard let found = site.contract(ContractID(contract)) else {
            throw ValidationError("The site has no contract \(contract).")
        }
        return found.readings
    }
}
