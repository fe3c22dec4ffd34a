import Foundation
import ServiceHours
import Synchronization
import Testing
import WebTransfer

@testable import Mail

/// A mailer whose server does not answer, and one that writes into a folder.
@Suite(.timeLimit(.minutes(2))) struct MailerTests {
    private let folder = FileManager.default.temporaryDirectory.appending(path: "nightcall-\(UUID().uuidString)")
    private let transfers: TransferEngine
    /// Nobody listens on port 1 of this machine.
    private let nobody = SMTPServer(host: "127.0.0.1", port: 1, security: .none)

    init() throws {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        transfers = try TransferEngine()
    }

    private var outbox: MailFolder { MailFolder(path: folder.path + "/outbox") }

    private func mail(_ name: String, to recipients: [String] = ["a@example.jp"]) -> MailFile {
        MailFile(
            name: name, at: Instant(microseconds: 1), sender: "n@example.jp", recipients: recipients, subject: "s",
            body: "b\n")
    }

    private func leaving(
        _ file: MailFile, _ news: AsyncStream<String>.Continuation, fails: Bool = false
    ) -> LeavingMail {
        LeavingMail(name: file.name) { failures in
            if fails { throw CancellationError() }
            return file
        } told: { said in
            switch said {
            case .refused(let addresses): news.yield("\(file.name) refused \(addresses)")
            case .left: news.yield("\(file.name) left")
            case .stopped: news.yield("\(file.name) stopped")
            }
        }
    }

    private func written() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder.path + "/outbox/new").sorted()
    }

    @Test func `without a server mails lie in the folder, whole, in their order, and each is told`() async throws {
        let (news, told) = AsyncStream<String>.makeStream()
        let mailer = Mailer(folder: outbox, server: nil, transfers: transfers, said: { _ in }, troubled: { _ in })
        for name in ["mail-1", "mail-2"] { mailer.send(leaving(mail(name), told)) }
        var lines = news.makeAsyncIterator()
        #expect(await lines.next() == "mail-1 left")
        #expect(await lines.next() == "mail-2 left")
        #expect(try written() == ["mail-1.eml", "mail-2.eml"])
        let bytes = try Data(contentsOf: folder.appending(path: "outbox/new/mail-1.eml"))
        #expect(Array(bytes) == mail("mail-1").bytes(.plain))
        await mailer.stop()
    }

    @Test func `a server that does not answer is told of, another takes over, and a mail to nobody lies in the folder`()
        async throws
    {
        let (news, told) = AsyncStream<String>.makeStream()
        let mailer = Mailer(
            folder: outbox, server: nobody, transfers: transfers, failingAfter: .zero, said: { told.yield($0) },
            troubled: { told.yield("\($0)") })
        mailer.send(leaving(mail("mail-1"), told))
        var lines = news.makeAsyncIterator()
        let said = await lines.next()
        #expect(
            said?.hasPrefix("mail-1: the mail server takes nothing, tried again in 5 s: smtp://127.0.0.1:1: ") == true)
        #expect(await lines.next() == "failing")
        mailer.change(nil)
        #expect(await lines.next() == "mail-1 left")
        mailer.change(nobody)
        mailer.send(leaving(mail("mail-2", to: []), told))
        #expect(await lines.next() == "mail-2 left")
        #expect(try written() == ["mail-1.eml", "mail-2.eml"])
        await mailer.stop()
    }

    @Test func `an address that no server takes is refused, and the mail is kept`() async throws {
        let (news, told) = AsyncStream<String>.makeStream()
        let mailer = Mailer(
            folder: outbox, server: nobody, transfers: transfers, said: { told.yield($0) }, troubled: { _ in })
        mailer.send(leaving(mail("mail-1", to: ["a@-b.example.jp"]), told))
        var lines = news.makeAsyncIterator()
        #expect(
            await lines.next()?.hasPrefix("mail-1: the mail server refuses a@-b.example.jp: not a mail address") == true
        )
        #expect(await lines.next() == #"mail-1 refused ["a@-b.example.jp"]"#)
        #expect(await lines.next()?.hasPrefix("mail-1: tried again in 5 s: nobody gets it: ") == true)
        await mailer.stop()
        #expect(await lines.next() == "mail-1 stopped")
    }

    @Test func `whoever sends after the end, or waits at the end, is told so`() async throws {
        let (news, told) = AsyncStream<String>.makeStream()
        let mailer = Mailer(
            folder: outbox, server: nobody, transfers: transfers, said: { told.yield($0) }, troubled: { _ in })
        mailer.send(leaving(mail("mail-1"), told, fails: true))
        var lines = news.makeAsyncIterator()
        #expect(await lines.next()?.hasPrefix("mail-1: tried again in 5 s") == true)
        await mailer.stop()
        mailer.send(leaving(mail("mail-2"), told))
        #expect(await lines.next() == "mail-1 stopped")
        #expect(await lines.next() == "mail-2 stopped")
    }
}
