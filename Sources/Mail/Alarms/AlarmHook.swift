public import Reports
public import WebTransfer

/// A web address that reaches the operator: the alarm is posted to it as JSON, and he has been told when the answer is 2xx.
public struct AlarmHook: Sendable {
    private let address: WebAddress
    private let transfers: TransferEngine

    public init(_ address: WebAddress, transfers: TransferEngine) {
        self.address = address
        self.transfers = transfers
    }

    /// Nil when it was taken, otherwise why the operator may not have been told; the text names no path, which may be a
    /// secret.
    public func tell(_ text: AlarmText) async -> String? {
        var request = HTTPRequest(
            .post, address, fields: ["Content-Type": "application/json"], body: Array(text.json.utf8))
        request.timeoutMilliseconds = 30_000
        request.connectTimeoutMilliseconds = 10_000
        do {
            let response = try await transfers.perform(request)
            return (200..<300).contains(response.status) ? nil : "\(address) answers with status \(response.status)"
        } catch {
            return error.description
        }
    }
}
