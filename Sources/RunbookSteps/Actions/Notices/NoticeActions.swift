internal import RunbookModel
internal import ServiceHours

/// Tells the contract's addresses.
struct CustomerNotifyAction: ActionStep {
    static let kind = ActionKind(
        "customer.notify", Words("お客様への連絡", "Notice to the customer"), effect: .outward,
        with: [.required("text", .text, "ウェブサーバーを再起動しました。", "what is told; the findings are added")])

    private let notice: Notice

    init(with: StepArguments) throws(StepRefusal) { notice = try Notice(to: .customer, with) }
    func standing(_ surroundings: Surroundings) async -> Standing { .untold(surroundings) }
    func act(_ surroundings: Surroundings) async -> ActionResult { await notice.send(surroundings) }
}

/// Tells a vendor, in writing; where nobody can be written to, a person telephones with the sheet and notes the number.
struct VendorEscalateAction: ActionStep {
    static let kind = ActionKind(
        "vendor.escalate", Words("ベンダーへのエスカレーション", "Escalation to a vendor"), effect: .outward,
        with: [
            .required("vendor", .text, "example-cloud", "the vendor, as the contract names it"),
            .required("text", .text, "仮想マシンが応答しません。調査をお願いします。", "what is told; the findings are added"),
        ])

    private let notice: Notice

    init(with: StepArguments) throws(StepRefusal) {
        guard let vendor = with.text("vendor"), !vendor.isEmpty else { throw StepRefusal("`vendor` is missing") }
        notice = try Notice(to: .vendor(vendor), with)
    }
    func standing(_ surroundings: Surroundings) async -> Standing { .untold(surroundings) }
    func act(_ surroundings: Surroundings) async -> ActionResult { await notice.send(surroundings) }
}

/// Tells the operator on duty, with everything that was found.
struct OperatorHandoverAction: ActionStep {
    static let kind = ActionKind(
        "operator.handover", Words("担当者への引き継ぎ", "Handover to the operator"), effect: .inward,
        with: [.required("text", .text, "当社側の確認をお願いします。", "what is told; the findings are added")])

    private let notice: Notice

    init(with: StepArguments) throws(StepRefusal) { notice = try Notice(to: .operator, with) }
    func standing(_ surroundings: Surroundings) async -> Standing { .untold(surroundings) }
    func act(_ surroundings: Surroundings) async -> ActionResult { await notice.send(surroundings) }
}

extension Standing {
    static func untold(_ surroundings: Surroundings) -> Standing {
        Standing(.open, Words("まだ連絡していません。", "Nobody was told yet."), source: "NightCall", surroundings)
    }
}

extension Notice {
    fileprivate init(to recipient: Recipient, _ with: StepArguments) throws(StepRefusal) {
        guard let text = with.text("text"), !text.isEmpty else { throw StepRefusal("`text` is missing") }
        self.init(to: recipient, text: text)
    }

    private var whom: Words {
        switch recipient {
        case .customer: Words("お客様", "the customer")
        case .vendor(let name): Words(name, name)
        case .operator: Words("担当者", "the operator")
        }
    }

    func send(_ surroundings: Surroundings) async -> ActionResult {
        switch await surroundings.notify(self) {
        case .taken(let name):
            ActionResult(
                .done, Words("\(whom.japanese)に書面で連絡しました。", "\(whom.english) was told in writing."), source: "mail",
                surroundings, requestID: name)
        case .nobody:
            ActionResult(
                .notDone,
                Words(
                    "\(whom.japanese)の宛先が登録されていません。報告書を手元に電話で連絡し、受付番号を記録してください。",
                    "There is no address of \(whom.english). Telephone with the report at hand, and note the number that is given."
                ),
                source: "mail", surroundings)
        case .unclear(let why):
            ActionResult(
                .unclear,
                Words(
                    "\(whom.japanese)への連絡が届いたか分かりません（\(why)）。", "Whether \(whom.english) was told is not known: \(why)."
                ),
                source: "mail", surroundings)
        }
    }
}
