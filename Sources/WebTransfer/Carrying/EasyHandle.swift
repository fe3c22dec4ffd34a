internal import CCurl

/// One of libcurl's easy handles, with the lists that it reads from and the buffer that it explains itself in.
///
/// Not thread-safe: one thread at a time may use it, and it may pass from one to another.
final class EasyHandle {
    let pointer: UnsafeMutableRawPointer
    private var lists: [UnsafeMutablePointer<curl_slist>] = []
    private let explanation = UnsafeMutablePointer<CChar>.allocate(capacity: Int(CURL_ERROR_SIZE))

    /// libcurl is prepared once, before its first use: https://curl.se/libcurl/c/curl_global_init.html
    static let isReady = ccurl_start() == CURLE_OK

    init() throws(TransferError) {
        explanation.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
        guard Self.isReady, let pointer = curl_easy_init() else {
            explanation.deallocate()
            throw .invalid("libcurl cannot begin a transfer; is there memory left?")
        }
        self.pointer = pointer
        try accept(ccurl_set_pointer(pointer, CURLOPT_ERRORBUFFER, explanation))
    }

    deinit {
        curl_easy_cleanup(pointer)
        for list in lists { curl_slist_free_all(list) }
        explanation.deallocate()
    }

    /// What libcurl said about the last failure, as one line of at most 200 characters: part of it may be the other
    /// side's.
    var detail: String {
        let line = String(cString: explanation).unicodeScalars.map {
            $0.properties.generalCategory == .control ? " " : String($0)
        }
        return line.prefix(200).joined()
    }

    func set(_ option: CURLoption, _ value: Int) throws(TransferError) {
        try accept(ccurl_set_long(pointer, option, value))
    }

    func set(_ option: CURLoption, _ value: Bool) throws(TransferError) {
        try set(option, value ? 1 : 0)
    }

    /// libcurl keeps a copy.
    func set(_ option: CURLoption, _ value: String?) throws(TransferError) {
        // A C text ends at the first zero; what comes behind it would be lost without a word.
        if let value, value.utf8.contains(0) { throw .invalid("a text of the request holds a zero byte") }
        try accept(ccurl_set_text(pointer, option, value))
    }

    func set(_ option: CURLoption, _ values: [String]) throws(TransferError) {
        var list: UnsafeMutablePointer<curl_slist>?
        for value in values {
            guard !value.utf8.contains(0), let longer = curl_slist_append(list, value) else {
                curl_slist_free_all(list)
                throw .invalid("a text of the request holds a zero byte")
            }
            list = longer
        }
        if let list { lists.append(list) }
        try accept(ccurl_set_list(pointer, option, list))
    }

    /// libcurl keeps a copy.
    func setBody(_ body: [UInt8]) throws(TransferError) {
        // The size first, because the copy is made by it.
        try accept(ccurl_set_offset(pointer, CURLOPT_POSTFIELDSIZE_LARGE, body.count))
        let code = body.withUnsafeBytes {
            ccurl_set_pointer(pointer, CURLOPT_COPYPOSTFIELDS, UnsafeMutableRawPointer(mutating: $0.baseAddress))
        }
        try accept(code)
    }

    func number(_ information: CURLINFO) -> Int {
        var value = 0
        return ccurl_get_long(pointer, information, &value) == CURLE_OK ? value : 0
    }

    func microseconds(_ information: CURLINFO) -> Int {
        var value: curl_off_t = 0
        return ccurl_get_offset(pointer, information, &value) == CURLE_OK ? Int(value) : 0
    }

    func accept(_ code: CURLcode) throws(TransferError) {
        guard code == CURLE_OK else {
            throw .invalid("libcurl refuses a setting of the request: \(String(cString: curl_easy_strerror(code)))")
        }
    }
}
