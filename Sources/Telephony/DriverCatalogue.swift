/// Every kind of line that NightCall knows.
public enum DriverCatalogue {
    public static let all: [any LineDriver.Type] = [
        SimulatedLine.self, TwilioLine.self, SIPLine.self, HTTPLine.self, AsteriskLine.self,
    ]

    /// Nil when there is no driver of this kind.
    public static func driver(ofKind kind: String) -> (any LineDriver.Type)? {
        all.first { $0.kind == kind }
    }
}
