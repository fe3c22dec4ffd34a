internal import CCurl

extension Transfer {
    /// Lets libcurl call back. It keeps a pointer to this object without holding it: whoever carries a transfer holds
    /// it until libcurl is done.
    func listen() throws(TransferError) {
        let curl = handle.pointer
        let me = Unmanaged.passUnretained(self).toOpaque()
        for option in [
            CURLOPT_WRITEDATA, CURLOPT_HEADERDATA, CURLOPT_READDATA, CURLOPT_PREREQDATA, CURLOPT_XFERINFODATA,
        ] {
            try handle.accept(ccurl_set_pointer(curl, option, me))
        }
        // Any number but the one that came in means to stop.
        try handle.accept(
            ccurl_set_data_function(curl, CURLOPT_WRITEFUNCTION) { bytes, size, count, context in
                guard let transfer = Transfer.at(context), let bytes else { return 0 }
                let data = UnsafeRawBufferPointer(start: bytes, count: size * count)
                return transfer.bodyArrived(data) ? data.count : 0
            })
        try handle.accept(
            ccurl_set_data_function(curl, CURLOPT_HEADERFUNCTION) { bytes, size, count, context in
                guard let transfer = Transfer.at(context), let bytes else { return 0 }
                let data = UnsafeRawBufferPointer(start: bytes, count: size * count)
                return transfer.headArrived(data) ? data.count : 0
            })
        try handle.accept(
            ccurl_set_data_function(curl, CURLOPT_READFUNCTION) { bytes, size, count, context in
                guard let transfer = Transfer.at(context), let bytes else { return Int(CURL_READFUNC_ABORT) }
                return transfer.messageWanted(UnsafeMutableRawBufferPointer(start: bytes, count: size * count))
            })
        try handle.accept(
            ccurl_set_request_function(curl) { context, _, _, _, _ in
                Transfer.at(context)?.requestIsReady() == true ? CURL_PREREQFUNC_OK : CURL_PREREQFUNC_ABORT
            })
        try handle.accept(
            ccurl_set_progress_function(curl) { context, _, _, _, _ in
                Transfer.at(context)?.goesOn() == true ? 0 : 1
            })
    }

    private static func at(_ context: UnsafeMutableRawPointer?) -> Transfer? {
        context.map { Unmanaged<Transfer>.fromOpaque($0).takeUnretainedValue() }
    }
}

extension TransferTimings {
    init(_ handle: EasyHandle) {
        self.init()
        nameMicroseconds = handle.microseconds(CURLINFO_NAMELOOKUP_TIME_T)
        connectedMicroseconds = handle.microseconds(CURLINFO_CONNECT_TIME_T)
        encryptedMicroseconds = handle.microseconds(CURLINFO_APPCONNECT_TIME_T)
        firstByteMicroseconds = handle.microseconds(CURLINFO_STARTTRANSFER_TIME_T)
        totalMicroseconds = handle.microseconds(CURLINFO_TOTAL_TIME_T)
        connectionsOpened = handle.number(CURLINFO_NUM_CONNECTS)
    }
}
