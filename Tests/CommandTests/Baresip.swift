import Foundation
import TestPeers

/// Debian's baresip as the telephone that is called: picks up at once, writes down what it hears, and presses keys.
///
/// It wants a network address that is not this machine's loopback for its media, and takes calls on the loopback alone.
final class Baresip {
    let port: Int
    private let control: Int
    private let folder: ScratchFolder
    private let program: RunningProgram

    struct NotStarted: Error {
        let said: [String]
    }

    init() throws {
        folder = try ScratchFolder()
        port = try FreePort.find()
        control = try FreePort.find()
        let path = folder.url.path
        let silence = try RunningProgram(
            "/usr/bin/sox", ["-n", "-r", "8000", "-c", "1", "-b", "16", path + "/silence.wav", "trim", "0", "120"])
        silence.wait()
        let modules = ["g711.so", "aufile.so", "sndfile.so", "uuid.so"].map { "module \($0)" }
        try folder.write(
            "config",
            """
            poll_method epoll
            sip_listen 127.0.0.1:\(port)
            audio_source aufile,\(path)/silence.wav
            ausrc_srate 8000
            auplay_srate 8000
            ausrc_channels 1
            auplay_channels 1
            ausrc_format s16
            auenc_format s16
            module_path /usr/lib/baresip/modules
            \(modules.joined(separator: "\n"))
            snd_path \(path)
            module_tmp account.so
            module_app menu.so
            module_app ctrl_tcp.so
            ctrl_tcp_listen 127.0.0.1:\(control)
            """)
        try folder.write(
            "accounts",
            "<sip:+819012345678@127.0.0.1>;regint=0;audio_codecs=pcmu,pcma;dtmfmode=rtpevent;answermode=auto\n")
        try folder.write("contacts", "")
        try folder.write("uuid", "")
        program = try RunningProgram("/usr/bin/baresip", ["-f", path])
        guard program.output.first(within: 20, where: { $0.contains("baresip is ready") }) != nil else {
            program.kill()
            throw NotStarted(said: program.output.all() + program.errors.all())
        }
    }

    /// Presses a key in the call under way, by its control socket (netstrings of JSON).
    func press(_ key: String) throws {
        let sending = """
            import json, socket, sys
            text = json.dumps({"command": "sndcode", "params": sys.argv[2], "token": "1"})
            control = socket.create_connection(("127.0.0.1", int(sys.argv[1])))
            control.sendall(f"{len(text)}:{text},".encode())
            control.settimeout(10)
            control.recv(4096)
            """
        let program = try RunningProgram("/usr/bin/python3", ["-c", sending, "\(control)", key])
        program.wait()
    }

    /// What it heard, when the call is over: samples at 8,000 a second.
    func heard() throws -> [Int16] {
        program.kill()
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.url.path)
        guard let name = names.first(where: { $0.hasPrefix("dump-") && $0.contains("-dec") }) else { return [] }
        return try SpeechSamples.read(folder.url.appending(path: name))
    }

    deinit {
        if program.isRunning { program.kill() }
    }
}
