public import CallTree

/// One telephone connection of the site.
public struct LineSettings: Sendable {
    /// The kind of a line, with what its driver must know.
    public enum Driver: Sendable {
        /// Nobody is called: the line makes people up.
        case simulated(SimulatedLineSettings)

        /// How settings name each driver.
        static let names = ["simulated"]

        public var name: String {
            switch self {
            case .simulated: "simulated"
            }
        }
    }

    public let id: LineID
    /// Calls that the line carries at once; nil for as many as asked.
    public let slots: Int?
    public let driver: Driver
}
