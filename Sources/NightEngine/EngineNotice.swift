/// What the engine has to say to whoever watches the process, once each time that it happens.
public enum EngineNotice: Hashable, Sendable {
    case journalUnwritable(why: String)
    case journalWritable
    /// The reserve of the journal's disk is in use: new alerts are refused.
    case spaceTight
    case spaceBack
    /// The events of a subject could not be read at the start; which, and why.
    case setAside(String)
}

extension EngineNotice: CustomStringConvertible {
    public var description: String {
        switch self {
        case .journalUnwritable(let why): "alerts are refused and nobody new is called, because \(why)"
        case .journalWritable: "the journal can be written again"
        case .spaceTight:
            "new alerts are refused until the journal's disk has space again; the trees under way go on with its reserve"
        case .spaceBack: "the journal's disk has space again; alerts are taken"
        case .setAside(let subject): "\(subject): left out, because its events cannot be read; everything else runs"
        }
    }
}
