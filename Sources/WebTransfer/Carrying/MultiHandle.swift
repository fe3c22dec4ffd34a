internal import CCurl
internal import Synchronization

/// libcurl's multi handle, which holds the open connections. One thread uses it; any thread may wake that one.
final class MultiHandle: @unchecked Sendable {
    /// For the thread that carries alone, until `end`.
    let pointer: UnsafeMutableRawPointer
    private let isOpen = Mutex(true)

    /// - Parameter connections: how many connections are kept open for later use.
    init(connections: Int) throws(TransferError) {
        guard EasyHandle.isReady, let pointer = curl_multi_init() else {
            throw .invalid("libcurl cannot begin; is there memory left?")
        }
        self.pointer = pointer
        _ = ccurl_multi_set_long(pointer, CURLMOPT_MAXCONNECTS, connections)
    }

    /// Ends the wait that is under way, or the next one.
    func wake() {
        isOpen.withLock { if $0 { curl_multi_wakeup(pointer) } }
    }

    /// Closes the connections. No transfer is under way.
    func end() {
        isOpen.withLock { isOpen in
            if isOpen { curl_multi_cleanup(pointer) }
            isOpen = false
        }
    }

    deinit {
        end()
    }
}
