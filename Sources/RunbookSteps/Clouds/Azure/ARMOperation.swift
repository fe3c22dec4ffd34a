internal import JSONText
internal import RunbookModel
internal import ServiceHours
internal import WebTransfer

/// Something that Azure does for a while and tells about when it is asked
/// (https://learn.microsoft.com/en-us/azure/azure-resource-manager/management/async-operations).
struct ARMOperation: Sendable {
    /// How it is asked about.
    private enum Monitor: Sendable {
        /// `Azure-AsyncOperation`: a body with a status.
        case status(String)
        /// `Location`: 202 while it is under way.
        case location(String)
    }

    enum End: Hashable, Sendable {
        case succeeded
        /// Failed or cancelled, in Azure's words.
        case failed(String)
        /// Nobody knows: the time was over, or the last that was heard could not be read.
        case open(String)
    }

    private let monitor: Monitor
    private let firstWait: Span?

    /// Nil when the answer says that it is done.
    init?(begunBy answer: ARMAnswer, at now: Instant) {
        guard answer.status == 201 || answer.status == 202 else { return nil }
        if let address = answer.fields["Azure-AsyncOperation"] {
            monitor = .status(address)
        } else if let address = answer.fields["Location"] {
            monitor = .location(address)
        } else {
            return nil
        }
        firstWait = RetryAfter.span(answer.fields, at: now)
    }

    /// What Microsoft's own client waits between two questions where the server says nothing.
    private static let usualWait = Span.seconds(30)
    private static let shortestWait = Span.seconds(1)

    /// Asks until it has ended or `deadline` is there. An answer that fails says nothing of the operation.
    ///
    /// - Parameter noted: gets what each question has found, for the evidence.
    func end(
        _ client: ARMClient, until deadline: Instant, noted: (Instant, String) -> Void
    ) async -> End {
        var last = "accepted"
        var wait = firstWait ?? Self.usualWait
        while true {
            let now = client.surroundings.now()
            let pause = max(Self.shortestWait, wait)
            guard now + pause < deadline else { return .open(last) }
            do { try await client.surroundings.sleep(pause) } catch { return .open(last) }
            do throws(CloudTrouble) {
                let answer = try await client.follow(address)
                let found = judge(answer)
                last = found.said
                noted(client.surroundings.now(), last)
                if let end = found.end { return end }
                wait = RetryAfter.span(answer.fields, at: client.surroundings.now()) ?? Self.usualWait
            } catch {
                noted(client.surroundings.now(), error.words(ARMClient.cloud).english)
                wait = Self.usualWait
                if case .refused(let refusal) = error, let after = refusal.retryAfter { wait = after }
                if case .unusable = error { return .open(last) }
            }
        }
    }

    private var address: String {
        switch monitor {
        case .status(let address), .location(let address): address
        }
    }

    private func judge(_ answer: ARMAnswer) -> (end: End?, said: String) {
        switch monitor {
        case .location:
            return answer.status == 202 ? (nil, "202") : (.succeeded, "\(answer.status)")
        case .status:
            let object = answer.body?.object
            let status = ShownBytes.line(object?["status"]?.string ?? "", limit: 60)
            // Every other word, also one that nobody knows, means that it is under way.
            switch status.lowercased() {
            case "succeeded": return (.succeeded, status)
            case "failed", "canceled", "cancelled":
                let error = object?["error"]?.object
                let code = error?["code"]?.string ?? ""
                let message = error?["message"]?.string ?? ""
                let said = ShownBytes.line(
                    [status, code, message].filter { !$0.isEmpty }.joined(separator: ": "), limit: 400)
                return (.failed(said), said)
            default: return (nil, status.isEmpty ? "\(answer.status)" : status)
            }
        }
    }
}
