import Testing
import WebTransfer

@testable import Mail

/// What one server says to each address, and what becomes of a mail to several.
@Suite struct MailDeliveryTests {
    /// A server that says this about an address, and the worst of it about several: one refused recipient refuses the
    /// message for all.
    private final class Server {
        var says: [String: MailVerdict]
        private(set) var asked: [[String]] = []

        init(_ says: [String: MailVerdict]) {
            self.says = says
        }

        func ask(_ addresses: [String]) -> MailVerdict {
            asked.append(addresses)
            return addresses.lazy.compactMap { self.says[$0] }.first ?? .taken
        }
    }

    @Test func `all get it at once where nobody has anything against it`() async {
        let server = Server([:])
        var delivery = MailDelivery()
        let (result, refusals) = await delivery.attempt(["a", "b", "a"]) { server.ask($0) }
        #expect(result == .left && refusals.isEmpty)
        #expect(server.asked == [["a", "b"]])
    }

    @Test func `one that is refused for good keeps it from nobody`() async {
        let server = Server(["b": .refused("550 no such person")])
        var delivery = MailDelivery()
        let (result, refusals) = await delivery.attempt(["a", "b", "c"]) { server.ask($0) }
        #expect(result == .left)
        #expect(refusals == [MailDelivery.Refusal(address: "b", why: "550 no such person")])
        #expect(delivery.taken == ["a", "c"] && delivery.refused == ["b"])
        #expect(server.asked == [["a", "b", "c"], ["a"], ["b"], ["c"]])
    }

    @Test func `one that is put off is asked for again, and only that one`() async {
        let server = Server(["b": .later("451 come back"), "c": .refused("550 no")])
        var delivery = MailDelivery()
        let (first, _) = await delivery.attempt(["a", "b", "c"]) { server.ask($0) }
        #expect(first == .later("451 come back"))
        server.says = [:]
        let (second, refusals) = await delivery.attempt(["a", "b", "c"]) { server.ask($0) }
        #expect(second == .left && refusals.isEmpty)
        #expect(server.asked.last == ["b"])
    }

    @Test func `refused by all, it is kept, and asked about again`() async {
        let server = Server(["a": .refused("550 no"), "b": .refused("554 no")])
        var delivery = MailDelivery()
        let (result, refusals) = await delivery.attempt(["a", "b"]) { server.ask($0) }
        #expect(result == .nobody("554 no"))
        #expect(refusals.count == 2)
        delivery.forgetRefusals()
        server.says = [:]
        #expect(await delivery.attempt(["a", "b"]) { server.ask($0) }.result == .left)
    }

    @Test func `a server that takes nothing is asked once, and those that had the mail do not get it again`() async {
        let server = Server(["b": .later("451 come back")])
        var delivery = MailDelivery()
        _ = await delivery.attempt(["a", "b"]) { server.ask($0) }
        server.says = ["b": .closed("421 bye")]
        #expect(await delivery.attempt(["a", "b"]) { server.ask($0) }.result == .closed("421 bye"))
        #expect(server.asked.suffix(1) == [["b"]])
    }

    @Test(arguments: [
        (250, SMTPReply.Stage.message, MailVerdict.taken),
        (550, .envelope, .refused("550 x")), (554, .message, .refused("554 x")), (553, .envelope, .refused("553 x")),
        (451, .envelope, .later("451 x")), (452, .message, .later("452 x")),
        (421, .envelope, .closed("421 x")), (530, .envelope, .closed("530 x")), (535, .session, .closed("535 x")),
        (554, .session, .closed("554 x")), (454, .session, .closed("454 x")),
    ])
    func `each answer of a server has its meaning`(code: Int, stage: SMTPReply.Stage, verdict: MailVerdict) {
        #expect(MailVerdict(SMTPReply(code: code, text: "x", stage: stage)) == verdict)
    }

    @Test func `no answer is no refusal, and what cannot be sent at all is one`() {
        let fault = TransferFault(peer: "smtp://mail.example.jp:587", kind: .timedOut)
        for error in [TransferError.notSent(fault), .answerLost(fault)] {
            #expect(MailVerdict(error) == .closed(error.description))
        }
        #expect(MailVerdict(TransferError.invalid("no address")) == .refused("no address"))
    }
}
