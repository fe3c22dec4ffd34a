internal import CallTree

/// The addresses at which Twilio tells and asks about one call. The id of the try travels in them, because Twilio keeps no
/// id of ours.
struct TwilioAddresses {
    /// What a callback is about.
    enum Subject: String, CaseIterable {
        /// The call has come further.
        case status
        /// A machine was recognised, or a person.
        case machine
        /// The call was answered: what shall be said?
        case answer
        /// What was being said has come to its end.
        case said
        /// A key was pressed.
        case key
        /// Nothing was pressed for a while.
        case waited
    }

    let publicURL: String
    let line: LineID
    let id: TryID

    /// - Parameter query: what must be known when the address is called, by this process or the one after it.
    func address(_ subject: Subject, _ query: String = "") -> String {
        publicURL + LineCallback.path(line, id, subject.rawValue) + (query.isEmpty ? "" : "?" + query)
    }
}
