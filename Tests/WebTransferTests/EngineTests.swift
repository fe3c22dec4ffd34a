import Testing
import WebTransfer

/// Many transfers at once, their cancellation, and the end of the engine.
@Suite(.timeLimit(.minutes(5))) struct EngineTests {
    @Test func `a thousand requests at once are all answered, on few connections`() async throws {
        let engine = try TransferEngine()
        let peer = try await Peer.web()
        var request = HTTPRequest(.get, try peer.address("/hello"))
        request.timeoutMilliseconds = 120_000
        let statuses = await withTaskGroup(of: Int?.self) { [request] group in
            for _ in 1...1_000 { group.addTask { try? await engine.perform(request).status } }
            return await group.reduce(into: []) { $0.append($1) }
        }
        #expect(statuses.count { $0 == 200 } == 1_000)
        _ = try await engine.perform(HTTPRequest(.get, peer.address("/status?code=200")))
        let seen = await peer.all(until: "request 1 GET /status")
        // The rest after the thousandth may stand behind that line; the connections stand before it.
        #expect(seen.count { $0.hasPrefix("connected") } <= 32)
    }

    @Test func `a connection is used again by the next request`() async throws {
        let engine = try TransferEngine()
        let peer = try await Peer.web()
        for expected in [1, 0, 0] {
            let response = try await engine.perform(HTTPRequest(.post, peer.address("/echo"), body: [1]))
            #expect(response.timings.connectionsOpened == expected)
        }
        let seen = [await peer.next(), await peer.next(), await peer.next(), await peer.next()]
        #expect(seen == ["connected 1"] + Array(repeating: "request 1 POST /echo", count: 3))
    }

    @Test func `cancelling ends a transfer and its connection`() async throws {
        let engine = try TransferEngine()
        let peer = try await Peer.web()
        let request = HTTPRequest(.get, try peer.address("/slow"))
        let waiting = Task { try await failure { () throws(TransferError) in try await engine.perform(request) } }
        await peer.next(beginning: "request")
        waiting.cancel()
        #expect(try await waiting.value == .cancelled(peer: "http://127.0.0.1:\(peer.port)", mayHaveArrived: true))
        await peer.next(beginning: "closed")
    }

    @Test func `cancelling two hundred at once answers each`() async throws {
        let engine = try TransferEngine(TransferSettings(simultaneousPerHost: 100))
        let peer = try await Peer.web()
        var request = HTTPRequest(.get, try peer.address("/slow"))
        request.timeoutMilliseconds = 120_000
        let tasks = (1...200).map { [request] _ in
            Task { try await failure { () throws(TransferError) in try await engine.perform(request) } }
        }
        for _ in 1...100 { await peer.next(beginning: "request") }
        for task in tasks { task.cancel() }
        var arrived = 0
        for task in tasks {
            guard case .cancelled(_, let mayHaveArrived) = try await task.value else {
                Issue.record("not cancelled")
                continue
            }
            arrived += mayHaveArrived ? 1 : 0
        }
        // The other hundred waited; some found a place that was given free meanwhile.
        #expect(arrived >= 100)
    }

    @Test func `who is cancelled before he begins has sent nothing`() async throws {
        let engine = try TransferEngine()
        let peer = try await Peer.web()
        let request = HTTPRequest(.get, try peer.address("/hello"))
        let task = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            return try await failure { () throws(TransferError) in try await engine.perform(request) }
        }
        #expect(try await task.value == .cancelled(peer: "http://127.0.0.1:\(peer.port)", mayHaveArrived: false))
        // It was not even connected to.
        _ = try await engine.perform(HTTPRequest(.get, peer.address("/status?code=200")))
        #expect(await peer.all(until: "request 1 GET /status") == ["connected 1"])
    }

    @Test func `who waits for a place does not wait past his time`() async throws {
        let engine = try TransferEngine(TransferSettings(simultaneousPerHost: 1))
        let peer = try await Peer.web()
        let held = Task { [address = try peer.address("/held")] in try await engine.perform(HTTPRequest(.get, address))
        }
        await peer.next(beginning: "request")
        var request = HTTPRequest(.post, try peer.address("/echo"))
        request.timeoutMilliseconds = 200
        let error = try await failure { [request] () throws(TransferError) in try await engine.perform(request) }
        #expect(error.isNotSent && error.kind == .timedOut)
        // A second that waits has its turn when the first is done.
        request.timeoutMilliseconds = 60_000
        let next = Task { [request] in try await engine.perform(request) }
        try peer.release()
        #expect(try await held.value.text == "released")
        #expect(try await next.value.status == 201)
    }

    @Test func `a slow host holds no place of another`() async throws {
        let engine = try TransferEngine(TransferSettings(simultaneousPerHost: 1))
        let slow = try await Peer.web()
        let quick = try await Peer.web()
        let held = Task { [address = try slow.address("/held")] in try await engine.perform(HTTPRequest(.get, address))
        }
        await slow.next(beginning: "request")
        #expect(try await engine.perform(HTTPRequest(.get, quick.address("/hello"))).status == 200)
        try slow.release()
        #expect(try await held.value.status == 200)
    }

    @Test func `stopping lets what is under way finish, and takes nothing more`() async throws {
        let engine = try TransferEngine()
        let peer = try await Peer.web()
        let address = try peer.address("/held")
        let held = Task { try await engine.perform(HTTPRequest(.get, address)) }
        await peer.next(beginning: "request")
        let stopping = Task { await engine.stop(graceMilliseconds: 60_000) }
        try peer.release()
        #expect(try await held.value.text == "released")
        await stopping.value
        // The kept connection is closed with the thread.
        await peer.next(beginning: "closed")

        let late = try await failure { () throws(TransferError) in
            try await engine.perform(HTTPRequest(.get, address))
        }
        #expect(late.isNotSent && late.kind == .stopped && late.canPass)
        let message = try SMTPMessage(from: nil, to: [EnvelopeAddress("a@b.jp")], bytes: Array("x\r\n".utf8))
        let lateMail = try await failure { () throws(TransferError) in
            try await engine.submit(message, to: peer.server())
        }
        #expect(lateMail.isNotSent && lateMail.kind == .stopped)
        await engine.stop()
    }

    @Test func `stopping cuts off what is not done in time`() async throws {
        let engine = try TransferEngine()
        let peer = try await Peer.web()
        let request = HTTPRequest(.get, try peer.address("/slow"))
        let waiting = Task { try await failure { () throws(TransferError) in try await engine.perform(request) } }
        await peer.next(beginning: "request")
        await engine.stop(graceMilliseconds: 50)
        let error = try await waiting.value
        #expect(error.isAnswerLost && error.kind == .stopped)
        await peer.next(beginning: "closed")
    }

    @Test func `an engine that nobody holds any more ends its thread and connections`() async throws {
        let peer = try await Peer.web()
        do {
            let engine = try TransferEngine()
            _ = try await engine.perform(HTTPRequest(.get, peer.address("/hello")))
        }
        #expect(await peer.next(beginning: "closed") == "closed 1")
    }
}
