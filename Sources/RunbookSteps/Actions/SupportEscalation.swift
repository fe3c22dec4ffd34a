internal import RunbookModel
internal import ServiceHours

/// A vendor that is told through its interface where the contract's plan allows that, and in writing where it does not.
struct SupportEscalation: Sendable {
    /// As the contract names it, for what is written.
    let vendor: String
    let text: String

    static let keys: [StepKey] = [
        .required(
            "vendor", .text, "example-cloud", "the vendor, as the contract names it, where it must be written to"),
        .required("text", .text, "仮想マシンが応答しません。調査をお願いします。", "what is told"),
    ]

    init(_ with: StepArguments) throws(StepRefusal) {
        guard let vendor = with.text("vendor"), !vendor.isEmpty else { throw StepRefusal("`vendor` is missing") }
        guard let text = with.text("text"), !text.isEmpty else { throw StepRefusal("`text` is missing") }
        self.vendor = vendor
        self.text = text
    }

    /// In writing, because the interface was surely not used; whether it was otherwise is told as it is.
    func instead(
        of trouble: CloudTrouble, by cloud: String, source: String, _ surroundings: Surroundings
    ) async -> ActionResult {
        guard trouble.isSurelyUndone else { return .failed(trouble, by: cloud, source: source, surroundings) }
        let why = trouble.words(cloud)
        let written = await Notice(to: .vendor(vendor), text: text).send(surroundings)
        return ActionResult(
            course: written.course,
            sentence: Words(
                why.japanese + written.sentence.japanese, why.english + " " + written.sentence.english),
            evidence: written.evidence)
    }
}
