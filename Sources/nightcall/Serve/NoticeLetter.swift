import CallTree
import Mail
import Reports
import RunbookSteps
import ServiceHours
import SiteSettings

/// Passes on what a cloud tells, to the contract's addresses and the operator (R10).
struct NoticeLetter: Sendable {
    let mailer: Mailer

    /// Returns at once.
    ///
    /// - Parameters:
    ///   - isNew: whether nothing of it was told before.
    ///   - left: called when it is with the mail server, or nobody is to get it.
    func send(
        _ notice: CloudNotice, isNew: Bool, to contract: SiteContract, _ site: Site, name: String, at now: Instant,
        left: @escaping @Sendable () -> Void
    ) {
        let terms = contract.contract.terms
        let desk = [site.operatorDesk.mail].compactMap(\.self).filter { !terms.mail.contains($0) }
        let recipients = terms.mail + desk
        guard !recipients.isEmpty else { return left() }
        let kind = notice.kind == .issue ? "クラウドの障害" : "クラウドの計画作業"
        let course = notice.isOver ? "終了" : isNew ? "お知らせ" : "更新"
        let from = notice.from?.words(.japanese) ?? "未定"
        let until = notice.until?.words(.japanese) ?? "未定"
        let ending =
            notice.isOver
            ? "この件による操作の見合わせは終わりました。" : "この期間中、当社は対象への復旧操作を見合わせ、状況の確認と連絡を行います。"
        let body = """
            \(terms.customer) 様

            ご利用中のクラウドについて、事業者から次の情報が公表されています（\(course)）。

            種類　　：\(kind)
            題名　　：\(notice.title.shown(limit: 200))（事業者の原文）
            対象　　：\(notice.place.shown(limit: 200))
            期間　　：\(from)～\(until)
            追跡番号：\(notice.id.shown(limit: 200))

            \(ending)
            詳しくは、追跡番号によりクラウドの管理画面でご確認ください。

            """
        mailer.send(
            LeavingMail(name: name) { _ in
                MailFile(
                    name: name, at: now, sender: site.mailServer?.from ?? MailFile.noSender, recipients: recipients,
                    subject: "[NightCall] \(kind)（\(course)） \(notice.title.shown(limit: 80))", body: body)
            } told: { news in
                switch news {
                case .refused, .stopped: break
                case .left: left()
                }
            })
    }
}
