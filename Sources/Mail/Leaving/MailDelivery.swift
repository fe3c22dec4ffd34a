/// What has become of one mail for each of its recipients, over all tries. One that the server refuses for good, or puts
/// off, keeps none of the others waiting.
struct MailDelivery: Hashable {
    /// Why an address gets no mail.
    struct Refusal: Hashable {
        let address: String
        let why: String
    }

    private(set) var taken: Set<String> = []
    private(set) var refused: Set<String> = []

    /// Who is still to get it, in their order, each once.
    func open(of recipients: [String]) -> [String] {
        var seen = taken.union(refused)
        return recipients.filter { seen.insert($0).inserted }
    }

    /// What one try led to.
    enum Result: Hashable {
        /// Nobody waits for it any more, and at least one has got it.
        case left
        /// Everybody was refused. It is kept, because the fault may be the server's or ours.
        case nobody(String)
        /// Some have to wait.
        case later(String)
        /// The server takes nothing.
        case closed(String)
    }

    /// Asks for all at once; where the server has something against it, for each alone.
    ///
    /// - Parameter ask: hands the mail over for these addresses, and gives what the server says.
    /// - Returns: the result, and who was newly refused.
    mutating func attempt(
        _ recipients: [String], ask: ([String]) async -> MailVerdict
    ) async -> (result: Result, refusals: [Refusal]) {
        let open = open(of: recipients)
        var refusals: [Refusal] = []
        var later: String?
        if !open.isEmpty {
            let all = await ask(open)
            let isSplit = open.count > 1 && all.isAboutRecipients
            for (place, address) in open.enumerated() {
                let group = isSplit ? [address] : open
                // The whole group shares the first answer.
                if !isSplit, place > 0 { break }
                switch isSplit ? await ask(group) : all {
                case .taken: taken.formUnion(group)
                case .refused(let why):
                    refused.formUnion(group)
                    refusals += group.map { Refusal(address: $0, why: why) }
                case .later(let why): later = why
                case .closed(let why): return (.closed(why), refusals)
                }
            }
        }
        if let later { return (.later(later), refusals) }
        guard taken.isEmpty, let last = refusals.last else { return (.left, refusals) }
        return (.nobody(last.why), refusals)
    }

    /// Everybody who was refused is asked for again.
    mutating func forgetRefusals() {
        refused = []
    }
}
