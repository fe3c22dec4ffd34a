import Foundation

/// What was installed beside this program.
enum ProgramFiles {
    /// The folder of this program itself, wherever it was started from.
    private static let folder = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
        .deletingLastPathComponent().path

    static let sipHelper = folder + "/nightcall-sip"
    static let shippedSpeech = folder + "/nightcall_Telephony.resources/Shipped"
}
