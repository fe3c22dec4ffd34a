import Foundation

/// Whether the tests take their long forms (`make soak`).
enum Soak {
    static let isOn = ProcessInfo.processInfo.environment["NIGHTCALL_SOAK"] == "1"
}
