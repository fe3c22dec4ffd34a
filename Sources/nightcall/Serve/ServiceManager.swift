import Dispatch
import Foundation
import Glibc

/// What started this process and waits for word of it: systemd, or whatever else speaks its protocol.
///
/// A message is one datagram to the socket that the environment names, lines of `NAME=value`
/// (https://www.freedesktop.org/software/systemd/man/252/sd_notify.html). Nobody answers, and a message that cannot be
/// delivered is let go: the manager then thinks the worst by itself.
final class ServiceManager: Sendable {
    private let socket: Int32
    private let path: [UInt8]
    /// How long the manager waits for a sign of life before it ends this process; nil when it does not.
    let watchdog: Duration?

    /// Nil where nobody waits. The environment forgets it, so that programs which this one starts cannot speak for it.
    convenience init?() {
        let environment = ProcessInfo.processInfo.environment
        for name in ["NOTIFY_SOCKET", "WATCHDOG_USEC", "WATCHDOG_PID"] { unsetenv(name) }
        self.init(environment, processID: getpid())
    }

    /// - Parameter environment: `NOTIFY_SOCKET` is a path, or a name without a file that begins with `@`;
    ///   `WATCHDOG_USEC` counts only for the process of `WATCHDOG_PID`, where that is given.
    init?(_ environment: [String: String], processID: pid_t) {
        guard let name = environment["NOTIFY_SOCKET"], name.hasPrefix("/") || name.hasPrefix("@"), name.utf8.count > 1
        else { return nil }
        // A name without a file begins with a byte 0 (unix(7)); any other ends with one.
        path = name.hasPrefix("@") ? [0] + name.utf8.dropFirst() : name.utf8 + [0]
        guard path.count <= MemoryLayout.size(ofValue: sockaddr_un().sun_path) else { return nil }
        let isOurs = environment["WATCHDOG_PID"].map { $0 == "\(processID)" } ?? true
        let microseconds = environment["WATCHDOG_USEC"].flatMap { Int64($0) } ?? 0
        watchdog = isOurs && microseconds > 0 ? .microseconds(microseconds) : nil
        socket = Glibc.socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard socket >= 0 else { return nil }
    }

    deinit {
        close(socket)
    }

    /// The server takes requests.
    func tellReady(at address: String) {
        tell(["READY=1", "STATUS=listening \(address)"])
    }

    /// The site folder is being taken again; `tellReady` ends that.
    func tellReloading() {
        tell(["RELOADING=1", "MONOTONIC_USEC=\(Self.monotonicMicroseconds)"])
    }

    func tellStopping() {
        tell(["STOPPING=1"])
    }

    /// A sign of life.
    func feedWatchdog() {
        tell(["WATCHDOG=1"])
    }

    private func tell(_ lines: [String]) {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path) }
        // The length tells where a name without a file ends.
        let length = socklen_t(MemoryLayout<sockaddr_un>.offset(of: \.sun_path).map { $0 + path.count } ?? 0)
        let message = Array(lines.joined(separator: "\n").utf8)
        _ = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                // A manager that hangs must not hold up the server.
                sendto(socket, message, message.count, Int32(MSG_NOSIGNAL) | Int32(MSG_DONTWAIT), $0, length)
            }
        }
    }

    /// Of the clock that counts from the start of the machine.
    private static var monotonicMicroseconds: UInt64 {
        DispatchTime.now().uptimeNanoseconds / 1_000
    }
}
