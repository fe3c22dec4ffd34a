internal import CCurl
internal import Glibc

extension Transfer {
    /// Reads what the other side says on its own, until what is awaited has come, the other side closes, the limit is
    /// reached or the time is over. Runs on the carrier's thread, once the connection stands.
    func readGreeting() {
        guard case .connection(let awaited?) = kind else { return }
        while record.body.count < ConnectionLook.greetingLimitBytes, !isLate, !isCancelled, !isStopped {
            var buffer = [UInt8](repeating: 0, count: ConnectionLook.greetingLimitBytes - record.body.count)
            var count = 0
            let code = curl_easy_recv(handle.pointer, &buffer, buffer.count, &count)
            if code == CURLE_AGAIN {
                guard waitForBytes() else { return }
                continue
            }
            guard code == CURLE_OK, count > 0 else { return }
            record.body += buffer.prefix(count)
            if Self.contains(record.body, awaited) { return }
        }
    }

    /// A short wait at most, so that a cancelled one ends soon. False when there is nothing to wait for any more.
    private func waitForBytes() -> Bool {
        var socket = curl_socket_t(-1)
        guard ccurl_get_socket(handle.pointer, &socket) == CURLE_OK, socket >= 0 else { return false }
        var waited = pollfd(fd: socket, events: Int16(POLLIN), revents: 0)
        let left = Milliseconds.until(deadline, from: .now)
        return poll(&waited, 1, Int32(max(1, min(left, 200)))) >= 0 || errno == EINTR
    }

    private static func contains(_ bytes: [UInt8], _ wanted: [UInt8]) -> Bool {
        guard wanted.count <= bytes.count else { return false }
        return (0...(bytes.count - wanted.count)).contains { bytes[$0...].starts(with: wanted) }
    }
}

extension Transfer {
    /// libcurl tells the version of the protocol in its talk alone; there is no other question for it.
    func listenToHandshake() throws(TransferError) {
        let curl = handle.pointer
        try handle.accept(ccurl_set_pointer(curl, CURLOPT_DEBUGDATA, Unmanaged.passUnretained(self).toOpaque()))
        try handle.accept(
            ccurl_set_debug_function(curl) { _, kind, bytes, count, context in
                guard kind == CURLINFO_TEXT, let bytes, let context, count < 1_000 else { return 0 }
                let line = String(decoding: UnsafeRawBufferPointer(start: bytes, count: count), as: UTF8.self)
                Unmanaged<Transfer>.fromOpaque(context).takeUnretainedValue().handshakeSaid(line)
                return 0
            })
        try handle.set(CURLOPT_VERBOSE, true)
    }

    private func handshakeSaid(_ line: String) {
        let beginning = "SSL connection using "
        guard line.hasPrefix(beginning) else { return }
        let version = line.dropFirst(beginning.count).prefix { $0 != " " && $0 != "/" && $0 != "\n" }
        record.protocolVersion = String(version.prefix(20))
    }
}
