internal import RunbookModel
internal import ServiceHours

/// One piece of work on the backups of a target, at the cloud that keeps them.
protocol BackupWork: Sendable {
    /// - Throws: why it cannot be told.
    func standing(_ surroundings: Surroundings) async throws(CloudTrouble) -> Standing
    /// - Throws: why it was not done; where it may have been done it says so itself.
    func act(_ surroundings: Surroundings) async throws(CloudTrouble) -> ActionResult
    /// What it asks, as a person would write it.
    var source: String { get }
    /// As the cloud is called.
    var cloud: String { get }
}

/// The work, or the sheet by which a person does it where the contract gives us no rights (R9).
struct BackupDoing: Sendable {
    /// Nil where the contract names nothing that we may reach.
    private let work: (any BackupWork)?
    private let sheet: String

    static let cloudKey = StepKey.optional(
        "cloud", .text, default: "none: it is handed over with the sheet", "azure",
        "the account that we may work in, by the name that the contract gives it under `clouds`")
    static let sheetKey = StepKey.required(
        "sheet", .text, "バックアップ管理画面で、対象のバックアップを今すぐ実行してください。",
        "what the customer does by hand where we have no rights; what was found is added")

    /// - Parameter work: made where an account is named.
    init(_ with: StepArguments, _ work: (String) throws(StepRefusal) -> any BackupWork) throws(StepRefusal) {
        guard let sheet = with.text("sheet"), !sheet.isEmpty else { throw StepRefusal("`sheet` is missing") }
        self.sheet = sheet
        if let account = with.text("cloud"), !account.isEmpty { self.work = try work(account) } else { self.work = nil }
    }

    func standing(_ surroundings: Surroundings) async -> Standing {
        guard let work else {
            return Standing(.open, Self.noRights, source: "NightCall", surroundings)
        }
        do throws(CloudTrouble) { return try await work.standing(surroundings) } catch {
            // Where we may not, it is handed over.
            guard error.isForbidden else { return .untold(error, by: work.cloud, source: work.source, surroundings) }
            let said = error.words(work.cloud)
            return Standing(
                .open,
                Words(said.japanese + Self.noRights.japanese, said.english + " " + Self.noRights.english),
                source: work.source, surroundings, received: error.received)
        }
    }

    func act(_ surroundings: Surroundings) async -> ActionResult {
        guard let work else { return await handOver(Words("", ""), surroundings) }
        do throws(CloudTrouble) { return try await work.act(surroundings) } catch {
            if error.isForbidden { return await handOver(error.words(work.cloud), surroundings) }
            return .failed(error, by: work.cloud, source: work.source, surroundings)
        }
    }

    private static let noRights = Words(
        "この契約では当社に操作の権限がないため、手順書をお渡しします。", "We have no rights there: it is handed over with a sheet.")

    /// Nothing was done, so that nothing is proven; whether the customer has the sheet is told.
    private func handOver(_ why: Words, _ surroundings: Surroundings) async -> ActionResult {
        let sent = await Notice(to: .customer, text: sheet).send(surroundings)
        return ActionResult(
            course: sent.course == .unclear ? .unclear : .notDone,
            sentence: Words(
                "実行していません。" + why.japanese + Self.noRights.japanese + sent.sentence.japanese,
                "It was not done. " + why.english + " " + Self.noRights.english + " " + sent.sentence.english),
            evidence: sent.evidence)
    }
}

extension CloudTrouble {
    /// Whether we are known and may not.
    var isForbidden: Bool { if case .refused(let refusal) = self { refusal.kind == .forbidden } else { false } }
}
