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
        let path = folder.url.path
        try FileManager.default.createDirectory(
            atPath: path + "/.local/share/linphone", withIntermediateDirectories: true)
        try folder.write(
            "linphonerc",
            """
            [sip]
            use_ipv6=0
            sip_port=\(port)
            sip_tcp_port=0
            [net]
            mtu=0
            """)
        program = try RunningProgram(
            "/usr/bin/linphonec", ["-c", path + "/linphonerc"], environment: ["HOME": path], isAsked: true)
        for command in ["soundcard use files", "ports sip \(port)", "autoanswer enable", "record \(path)/heard.wav"] {
            try program.write(command + "\n")
        }
        let listening = String(format: ":%04X", port)
        while program.isRunning {
            let table = (try? String(contentsOfFile: "/proc/net/udp", encoding: .utf8)) ?? ""
            if table.contains(listening) { return }
            sched_yield()
        }
        throw NotStarted(said: program.output.all() + program.errors.all())
    }

    func press(_ key: String) throws { try program.write(key + "\n") }

    /// What it heard, when the call is over: samples as its file has them, and how many a second.
    func heard() throws -> [Int16] {
        try program.write("quit\n")
        program.wait()
        let narrow = folder.url.appending(path: "narrow.wav")
        let sox = try RunningProgram(
            "/usr/bin/sox",
            [folder.url.path + "/heard.wav", "-r", "8000", "-c", "1", "-b", "16", narrow.path])
        sox.wait()
        return try SpeechSamples.read(narrow)
    }

    deinit {
        if program.isRunning { program.kill() }
    }
}
