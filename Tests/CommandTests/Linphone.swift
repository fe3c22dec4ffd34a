import Foundation
import TestPeers

/// Debian's linphonec as the telephone that is called: picks up at once, writes down what it hears, and presses keys.
final class Linphone {
    let port: Int
    private let folder: ScratchFolder
    private let program: RunningProgram

    struct NotStarted: Error {
        let said: [String]
    }

    init() throws {
        folder = try ScratchFolder()
        port = try FreePort.find()
        let home = folder.url.appending(path: "home")
        // It makes the file of its database there, but not the folder, and waits for ever without it.
        try FileManager.default.createDirectory(
            at: home.appending(path: ".local/share/linphone"), withIntermediateDirectories: true)
        try folder.write(
            "rc",
            """
            [sip]
            sip_port=\(port)
            sip_tcp_port=0
            sip_tls_port=0
            bind_address=127.0.0.1
            use_ipv6=0
            guess_hostname=0
            contact=sip:sato@127.0.0.1:\(port)
            [rtp]
            audio_rtp_port=\(try FreePort.find())
            [video]
            enabled=0
            """)
        program = try RunningProgram(
            "/usr/bin/linphonec", ["-c", folder.url.path + "/rc"],
            environment: ["HOME": home.path, "XDG_DATA_HOME": home.path + "/.local/share"], isAsked: true)
        try program.write("soundcard use files\nrecord \(recording.path)\nautoanswer enable\n")
        guard program.output.first(within: 30, where: { $0.contains("Auto answer enabled") }) != nil else {
            program.kill()
            throw NotStarted(said: program.output.all() + program.errors.all())
        }
    }

    private var recording: URL { folder.url.appending(path: "heard.wav") }

    /// Presses a key in the call under way.
    func press(_ key: String) throws {
        try program.write(key + "\n")
    }

    /// What it heard, when the call is over: samples at 8,000 a second.
    func heard() throws -> [Int16] {
        try program.write("quit\n")
        program.wait()
        let plain = folder.url.appending(path: "plain.wav")
        try RunningProgram(
            "/usr/bin/sox", [recording.path, "-r", "8000", "-c", "1", "-b", "16", plain.path]
        ).wait()
        return try SpeechSamples.read(plain)
    }

    deinit {
        if program.isRunning { program.kill() }
    }
}
