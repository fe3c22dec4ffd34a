internal import Dispatch
public import ServiceHours
internal import Synchronization
public import WebTransfer

/// Lets mails leave, one at a time, and tries each again until it has: by a mail server, or into a folder from which a
/// mail program of the site takes them.
///
///     let mailer = Mailer(folder: MailFolder(path: "var/outbox"), server: server, transfers: engine, …)
///     mailer.send(LeavingMail(name: "mail-4", compose: { _ in file }, told: { news in … }))
///
/// It remembers nothing over restarts: whoever sends a mail is told when it has left, and sends it again after a start
/// until then. A mail whose answer was lost goes again with the same message id.
public final class Mailer: Sendable {
    /// What the operator should see of the mailer itself.
    public enum Trouble: Hashable, Sendable {
        /// Mails wait, and for long the server has taken none.
        case failing
        /// The server takes mails; said at the first that it takes after a start, too.
        case over
    }

    private let folder: MailFolder
    private let server: Mutex<SMTPServer?>
    private let transfers: TransferEngine
    private let said: @Sendable (String) -> Void
    private let troubled: @Sendable (Trouble) -> Void
    private let inbox = WakingInbox<LeavingMail>()
    private let isStopped = Atomic(false)
    private let running = Mutex(Running())
    /// Composing and writing may wait for a disk, and the threads that answer requests are few.
    private let disk = DispatchQueue(label: "mailer", qos: .utility)

    private struct Running {
        var task: Task<Void, Never>?
        var isStopped = false
    }

    private let failingAfter: Span
    /// A mail that everybody refuses is kept for a day or so, by pauses of five minutes: the fault may be the server's or
    /// ours, and be mended.
    static let triesForNobody = 300
    private static let stopPatience = Span.milliseconds(1_500)

    /// - Parameters:
    ///   - server: nil for the folder.
    ///   - failingAfter: for how long the server may take nothing before that is told.
    ///   - said: what went wrong, in a line for standard error.
    public init(
        folder: MailFolder, server: SMTPServer?, transfers: TransferEngine, failingAfter: Span = .minutes(10),
        said: @escaping @Sendable (String) -> Void, troubled: @escaping @Sendable (Trouble) -> Void
    ) {
        self.folder = folder
        self.server = Mutex(server)
        self.transfers = transfers
        self.failingAfter = failingAfter
        self.said = said
        self.troubled = troubled
    }

    /// Takes the server that a reloaded site names; mails that wait are tried at once.
    public func change(_ server: SMTPServer?) {
        let isOther = self.server.withLock { current in
            defer { current = server }
            return current != server
        }
        if isOther { inbox.wake() }
    }

    /// Returns at once.
    public func send(_ mail: LeavingMail) {
        let isTaken = running.withLock { running in
            guard !running.isStopped else { return false }
            inbox.put(mail)
            if running.task == nil { running.task = Task.detached { [self] in await run() } }
            return true
        }
        if !isTaken { mail.told(.stopped) }
    }

    /// Takes nothing more, gives the mail under way a moment to be answered, and returns when nothing is composed,
    /// written, sent or told any more.
    public func stop() async {
        let task = running.withLock { running in
            running.isStopped = true
            return running.task
        }
        isStopped.store(true, ordering: .releasing)
        inbox.close()
        let patience = WakingTimer { task?.cancel() }
        patience.wake(after: Self.stopPatience)
        await task?.value
        patience.stop()
        for mail in inbox.take() { mail.told(.stopped) }
    }

    private func run() async {
        var desk = MailDesk(server: server.withLock { $0 })
        let start = ContinuousClock.now
        let timer = WakingTimer { [inbox] in inbox.wake() }
        for await _ in inbox.wakings {
            while !isStopped.load(ordering: .acquiring) {
                let now = Span(ContinuousClock.now - start)
                for mail in inbox.take() { desk.take(mail, at: now) }
                desk.use(server.withLock { $0 })
                let turn = desk.queue.next(at: now)
                if case .wait(let until) = turn { timer.wake(after: until + -now) }
                guard case .send(let name) = turn else { break }
                await attempt(name, &desk) { Span(ContinuousClock.now - start) }
            }
        }
        timer.stop()
        for mail in desk.mails.values { mail.told(.stopped) }
    }

    private func attempt(_ name: String, _ desk: inout MailDesk, uptime: () -> Span) async {
        guard let mail = desk.mails[name] else { return desk.queue.remove(name) }
        let failures = desk.failures[name, default: 0]
        let file: MailFile
        do {
            file = try await onDisk { try mail.compose(failures) }
        } catch {
            return putOff(name, "\(error)", &desk, at: uptime())
        }
        guard let server = desk.server, !file.recipients.isEmpty else {
            // Without a recipient nobody can be sent anything; in the folder it is not lost.
            do {
                try await onDisk { [folder] in try folder.put(file.bytes(.plain), name: "\(file.name).eml") }
                return leave(name, &desk)
            } catch {
                return putOff(name, "it cannot be written to \(folder.path): \(error)", &desk, at: uptime())
            }
        }
        var delivery = desk.deliveries[name] ?? MailDelivery()
        let (result, refusals) = await delivery.attempt(file.recipients) { addresses in
            await hand(file, to: addresses, server)
        }
        if isStopped.load(ordering: .acquiring), case .closed = result { return }
        let news = refusals.filter { !desk.told(name, refusedBefore: $0.address) }
        for refusal in news { said("\(name): the mail server refuses \(refusal.address): \(refusal.why)") }
        if !news.isEmpty { mail.told(.refused(news.map(\.address))) }
        switch result {
        case .left: leave(name, &desk)
        case .nobody(let why) where failures >= Self.triesForNobody:
            said("\(name): given up, nobody gets it: \(why)")
            leave(name, &desk)
        case .nobody(let why):
            delivery.forgetRefusals()
            putOff(name, "nobody gets it: \(why)", &desk, at: uptime())
        case .later(let why): putOff(name, why, &desk, at: uptime())
        case .closed(let why): close(name, why, &desk, at: uptime())
        }
        if desk.mails[name] != nil { desk.deliveries[name] = delivery }
        if case .closed = result { return }
        desk.queue.open()
        if desk.isFailingTold != false {
            desk.isFailingTold = false
            troubled(.over)
        }
    }

    private func hand(_ file: MailFile, to addresses: [String], _ server: SMTPServer) async -> MailVerdict {
        do {
            let message = try SMTPMessage(
                // A failure is seen in the server's answer; an automatic mail asks for no other word of it.
                from: try EnvelopeAddress(file.sender), to: addresses.map { try EnvelopeAddress($0) },
                bytes: file.bytes(.ascii))
            return MailVerdict(try await transfers.submit(message, to: server))
        } catch let error as TransferError {
            return MailVerdict(error)
        } catch {
            return .closed("\(error)")
        }
    }

    private func leave(_ name: String, _ desk: inout MailDesk) {
        desk.remove(name)?.told(.left)
    }

    private func putOff(_ name: String, _ why: String, _ desk: inout MailDesk, at now: Span) {
        desk.failures[name, default: 0] += 1
        let pause = desk.queue.putOff(name, at: now)
        said("\(name): tried again in \(pause.seconds) s: \(why)")
    }

    private func close(_ name: String, _ why: String, _ desk: inout MailDesk, at now: Span) {
        let pause = desk.queue.close(at: now)
        said("\(name): the mail server takes nothing, tried again in \(pause.seconds) s: \(why)")
        guard let since = desk.queue.closed?.since, now + -since >= failingAfter, desk.isFailingTold != true else {
            return
        }
        desk.isFailingTold = true
        troubled(.failing)
    }

    private func onDisk<Value: Sendable>(_ work: @escaping @Sendable () throws -> Value) async throws -> Value {
        try await withCheckedThrowingContinuation { continuation in
            disk.async { continuation.resume(with: Result { try work() }) }
        }
    }
}

/// What the mailer's task has before it.
private struct MailDesk {
    var queue = MailQueue<String>()
    var mails: [String: LeavingMail] = [:]
    var deliveries: [String: MailDelivery] = [:]
    var failures: [String: Int] = [:]
    private(set) var server: SMTPServer?
    /// Nil until the server has taken a mail or was told to be failing.
    var isFailingTold: Bool?
    private var refusedBefore: [String: Set<String>] = [:]

    init(server: SMTPServer?) {
        self.server = server
    }

    mutating func take(_ mail: LeavingMail, at now: Span) {
        guard mails[mail.name] == nil else { return }
        mails[mail.name] = mail
        queue.add(mail.name, isUrgent: mail.isUrgent, at: now)
    }

    mutating func use(_ server: SMTPServer?) {
        guard server != self.server else { return }
        self.server = server
        queue.open()
    }

    mutating func remove(_ name: String) -> LeavingMail? {
        queue.remove(name)
        deliveries[name] = nil
        failures[name] = nil
        refusedBefore[name] = nil
        return mails.removeValue(forKey: name)
    }

    /// Notes that it was refused, and gives whether it was before.
    mutating func told(_ name: String, refusedBefore address: String) -> Bool {
        !refusedBefore[name, default: []].insert(address).inserted
    }
}
