import CallTree
import Mail
import NightEngine
import Reports
import RunbookModel
import RunbookSteps
import ServiceHours
import SiteSettings

/// What runs tell people in writing: notices of actions, and the report of each run that has ended.
struct RunLetters: Sendable {
    let mailer: Mailer
    let journal: JournalEvents
    /// Raises what a person must see.
    let alarm: @Sendable (Alarm) -> Void

    /// A notice, with the report so far. The name is the same however often it is sent, so that the folder keeps one of it.
    func send(_ notice: Notice, _ step: StepID, _ run: Run, _ facts: RunSiteFacts) async -> NoticeEnd {
        let recipients = recipients(of: notice, run, facts)
        guard !recipients.isEmpty else { return .nobody }
        let name = "run-\(step.run)-\(step.place)"
        // A notice goes out without it rather than not at all.
        let text = (try? journal.report(of: run.id))?.text(language: .japanese) ?? ""
        let at = RealClock.now()
        let isLeft = await withCheckedContinuation { continuation in
            mailer.send(
                LeavingMail(name: name, isUrgent: notice.recipient == .operator) { _ in
                    MailFile(
                        name: name, at: at, sender: facts.site.mailServer?.from ?? MailFile.noSender,
                        recipients: recipients,
                        subject: "[NightCall] \(run.order.target.title): \(run.order.runbook.title)",
                        body: notice.text + "\n\n" + text)
                } told: { news in
                    switch news {
                    case .refused: break
                    case .left: continuation.resume(returning: true)
                    case .stopped: continuation.resume(returning: false)
                    }
                })
        }
        return isLeft ? .taken(name) : .unclear("the server is ending")
    }

    private func recipients(of notice: Notice, _ run: Run, _ facts: RunSiteFacts) -> [String] {
        switch notice.recipient {
        case .customer: run.order.terms.recipients
        case .operator: [facts.site.operatorDesk.mail].compactMap(\.self)
        case .vendor(let name): [facts.settings(run.order.contract)?.vendors[name]].compactMap(\.self)
        }
    }

    /// The report of a run that has ended, to the contract's addresses and the operator. Where a person has to go on, the
    /// operator is alarmed as well.
    func report(_ run: Run, _ facts: RunSiteFacts, out: @escaping @Sendable () -> Void) {
        if run.needsPerson { alarm(run.alarm) }
        let desk = [facts.site.operatorDesk.mail].compactMap(\.self).filter { !run.order.terms.recipients.contains($0) }
        let recipients = run.isToldToNobody ? [] : run.order.terms.recipients + desk
        guard !recipients.isEmpty else { return out() }
        let name = "run-\(run.id)"
        let at = run.endedAt ?? RealClock.now()
        mailer.send(
            LeavingMail(name: name) { [self] _ in
                let report = try journal.report(of: run.id)
                return MailFile(
                    name: name, at: at, sender: facts.site.mailServer?.from ?? MailFile.noSender,
                    recipients: recipients,
                    subject: report?.subject(.japanese) ?? "[NightCall] run \(run.id)",
                    body: report?.text(language: .japanese) ?? "")
            } told: { news in
                switch news {
                case .refused, .stopped: break
                case .left: out()
                }
            })
    }
}

extension Run {
    /// Where many targets have one cause a person is called once, and not for each of them.
    fileprivate var alarm: Alarm {
        phase == .ended(.refused) && refusedBy.contains(.commonCause)
            ? .manyTargetsAbnormal(ContractID(order.contract)) : .runNeedsPerson(id.number)
    }

    /// A plan is for whoever asked, and a watch that found all well is what everybody expects.
    fileprivate var isToldToNobody: Bool {
        if case .watch(let watch) = order.asker, conclusion == .normal, !watch.isAwaited, !needsPerson { return true }
        return order.extent == .plan
    }

    /// Whether its end leaves something to a person.
    var needsPerson: Bool {
        switch phase {
        case .ended(.refused), .ended(.notRecovered), .ended(.handedOver): order.extent == .recover
        case .ended(.reported):
            // Nothing was to be done, and yet it is not well.
            conclusion == .abnormal || conclusion == .unknown
        case .ended(.planned), .ended(.recovered), .ended(.cancelled), .checking, .judging, .waiting, .guarding,
            .awaitingApproval, .refusing, .reading, .sending, .cleared, .acting, .rereading:
            false
        }
    }
}
