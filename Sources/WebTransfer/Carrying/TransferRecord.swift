/// What happened to one transfer, before it is read as an answer of its protocol.
struct TransferRecord: Hashable, Sendable {
    enum End: Hashable, Sendable {
        /// libcurl ended it; 0 is success: https://curl.se/libcurl/c/libcurl-errors.html
        case finished(code: Int)
        case cancelled
        /// The engine was stopped before it was done.
        case stopped
        /// Its time was over, and libcurl did not see to it: it waited for a free place, or for a mail server.
        case late
    }

    var end = End.stopped
    /// The connection stood, encrypted and logged in, and the request was given free: bytes of it may have left.
    var hasBegun = false
    /// All of the message was taken by libcurl, so that its end may have left. Mail only.
    var isHandedOver = false
    /// The other side's last status or reply code; 0 for none.
    var code = 0
    /// The lines of the answer's head without their ends: for the web those of the last block, for mail those since the
    /// last command, or since the message was handed over.
    var head: [String] = []
    /// Whether the head ended as it must: libcurl also counts it a success when the connection ends within the head.
    var isHeadComplete = false
    var body: [UInt8] = []
    var isOverLimit = false
    /// libcurl's own words on a failure.
    var detail = ""
    var timings = TransferTimings()
    var connection = ConnectionRecord()
    /// Of TLS, such as `TLSv1.3`; told of a connection that is only looked at.
    var protocolVersion: String?
}
