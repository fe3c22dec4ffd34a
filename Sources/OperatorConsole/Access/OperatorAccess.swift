internal import AlertSources
internal import Hummingbird
internal import NIOCore
internal import ServiceHours
internal import Synchronization

/// Who may act: an operator who shows his token (programs) or has signed in with it (the page).
///
/// A session lives in memory alone, for an hour without use and twelve at most. Its cookie is not sent along from another
/// site (`SameSite=Strict`) nor seen by a script, and every form carries a secret of the session besides.
final class OperatorAccess: Sendable {
    /// A signed-in operator.
    struct Session: Hashable, Sendable {
        let name: String
        /// What each form of the page must carry.
        let formSecret: String
        fileprivate let begunAt: Instant
        fileprivate var usedAt: Instant
    }

    static let cookieName = "nightcall_session"
    static let idleLimit = Span.hours(1)
    static let sessionLimit = Span.hours(12)
    static let countLimit = 200

    private let sessions = Mutex<[String: Session]>([:])
    private let now: @Sendable () -> Instant

    private let attributes: String

    /// - Parameter cookieNeedsTLS: the cookie is sent over TLS alone.
    init(cookieNeedsTLS: Bool, now: @escaping @Sendable () -> Instant) {
        self.now = now
        attributes = "; Path=/; HttpOnly; SameSite=Strict" + (cookieNeedsTLS ? "; Secure" : "")
    }

    /// The operator whose token the request shows. Every token is compared, so that the time tells nothing.
    func operatorShown(in request: Request, site: ConsoleSite) -> String? {
        operatorName(for: request.headers[.authorization], site: site)
    }

    /// Opens a session for whoever holds the token; gives the value of the cookie.
    func signIn(token: String, site: ConsoleSite) -> String? {
        guard let name = operatorName(for: "Bearer \(token)", site: site) else { return nil }
        let id = Self.secret()
        let at = now()
        sessions.withLock { sessions in
            sessions = sessions.filter { $0.value.isAlive(at: at) }
            if sessions.count >= Self.countLimit, let oldest = sessions.min(by: { $0.value.usedAt < $1.value.usedAt }) {
                sessions[oldest.key] = nil
            }
            sessions[id] = Session(name: name, formSecret: Self.secret(), begunAt: at, usedAt: at)
        }
        return "\(Self.cookieName)=\(id)\(attributes); Max-Age=43200"
    }

    /// The session of the request's cookie. An operator who has left the site folder has none.
    func session(of request: Request, site: ConsoleSite) -> Session? {
        guard let id = Self.cookie(in: request) else { return nil }
        let at = now()
        return sessions.withLock { sessions in
            guard var session = sessions[id], session.isAlive(at: at),
                site.operators.contains(where: { $0.name == session.name })
            else {
                sessions[id] = nil
                return nil
            }
            session.usedAt = at
            sessions[id] = session
            return session
        }
    }

    func signOut(_ request: Request) -> String {
        if let id = Self.cookie(in: request) { sessions.withLock { $0[id] = nil } }
        return "\(Self.cookieName)=\(attributes); Max-Age=0"
    }

    private func operatorName(for authorization: String?, site: ConsoleSite) -> String? {
        var name: String?
        for candidate in site.operators where candidate.credential.admits(authorization: authorization, query: nil) {
            name = name ?? candidate.name
        }
        return name
    }

    private static func cookie(in request: Request) -> String? {
        for field in request.headers[values: .cookie] {
            for pair in field.split(separator: ";") {
                let parts = pair.split(separator: "=", maxSplits: 1).map { $0.filter { $0 != " " } }
                if parts.count == 2, parts[0] == cookieName { return parts[1] }
            }
        }
        return nil
    }

    /// 128 bits of chance, in hexadecimal digits.
    private static func secret() -> String {
        var chance = SystemRandomNumberGenerator()
        return (0..<2).map { _ in
            let digits = String(chance.next() as UInt64, radix: 16)
            return String(repeating: "0", count: 16 - digits.count) + digits
        }.joined()
    }
}

extension OperatorAccess.Session {
    fileprivate func isAlive(at now: Instant) -> Bool {
        let unused = now.since(usedAt)
        return unused < OperatorAccess.idleLimit && now.since(begunAt) < OperatorAccess.sessionLimit && unused >= .zero
    }
}
