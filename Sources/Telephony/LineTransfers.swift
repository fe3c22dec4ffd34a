public import WebTransfer

extension TransferSettings {
    /// How the requests of lines are carried. A line dials at once or fails: with a provider that takes 2 s for an answer,
    /// a hundred calls a second are placed before one would have to wait for another's place.
    public static let lines = TransferSettings(simultaneousPerHost: 200, simultaneous: 400)
}
