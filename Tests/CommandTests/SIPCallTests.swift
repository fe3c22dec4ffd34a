import CallTree
import Foundation
import Telephony
import Testing

/// Whole calls to a softphone that nobody of this project wrote: what it hears, and what is heard of its keys.
@Suite(.serialized) struct SIPCallTests {
    @Test(arguments: ["rfc4733", "info", "inband"]) func `every way of pressing a key is heard, once and in order`(
        way: String
    ) async throws {
        let phone = try SoftPhone(
            #"{"default": [{"ring": 0.5, "keys": "9*21", "by": "\#(way)", "after": 1, "pause": 0.5}]}"#)
        let desk = try await SIPDesk(port: phone.port, answer: SIPDesk.answer)
        let request = SIPDesk.request(1)
        desk.driver.place(request, resumed: false)
        #expect(await desk.hears("\(request.id) key 1", withinSeconds: 20))
        desk.driver.hangUp(request.id)
        let keys = await desk.ended(request.id).filter { $0.hasPrefix("key") }
        #expect(keys == ["key 9", "key *", "key 2", "key 1"])
    }

    @Test func `the telephone hears the message as it was made`() async throws {
        let phone = try SoftPhone(#"{"default": [{"ring": 0.5}]}"#)
        let desk = try await SIPDesk(port: phone.port, answer: SIPDesk.answer)
        await desk.prepare()
        let request = SIPDesk.request(1)
        desk.driver.place(request, resumed: false)
        #expect(await desk.hears("\(request.id) promptEnded", withinSeconds: 40))
        desk.driver.hangUp(request.id)
        _ = await desk.ended(request.id)
        await phone.first(where: { $0.event == "over" })
        let heard = try phone.heard(1)
        // The key part stands at the end of the message, and nothing of its own was to be told.
        let keys = try #require(
            FileManager.default.contentsOfDirectory(atPath: desk.folder.path + "/voice").filter { $0.hasSuffix(".wav") }
                .map { try SpeechSamples.read(URL(filePath: desk.folder.path + "/voice/" + $0)) }.max {
                    $0.count < $1.count
                })
        let likeness = SpeechSamples.likeness(of: keys, in: heard)
        #expect(likeness > 0.8, "the best correlation is \(likeness)")
    }

    @Test func `who speaks on and on is a machine, and a person who says hello is none`() async throws {
        let folder = try ScratchFolder()
        for (name, repeats) in [("hello", 0), ("greeting", 6)] {
            // Noise of speech's level, in a speech's rhythm.
            let words = [
                "-n", "-r", "8000", "-c", "1", "-b", "16", folder.url.appending(path: name + ".wav").path, "synth",
                "1.1",
                "brownnoise", "norm", "-6", "pad", "0", "0.2", "repeat", "\(repeats)",
            ]
            let sox = try RunningProgram("/usr/bin/sox", words)
            #expect(sox.wait() == 0)
        }
        let plans =
            #"{"+819012345678": [{"play": "\#(folder.url.path)/hello.wav", "hangup": 9, "ring": 0.2}], "+819012345679": [{"play": "\#(folder.url.path)/greeting.wav", "hangup": 9, "ring": 0.2}]}"#
        let phone = try SoftPhone(plans)
        let desk = try await SIPDesk(port: phone.port, answer: SIPDesk.answer)
        let person = SIPDesk.request(1)
        let machine = SIPDesk.request(2, phone: "+819012345679")
        desk.driver.place(person, resumed: false)
        desk.driver.place(machine, resumed: false)
        #expect(await desk.ended(machine.id).contains("machineDetected"))
        #expect(await !desk.ended(person.id).contains("machineDetected"))
    }

    @Test func `speech is never taken for a key`() async throws {
        let folder = try ScratchFolder()
        let speech = try FileManager.default.contentsOfDirectory(atPath: NightCallProgram.shippedSpeech).sorted()
            .map { NightCallProgram.shippedSpeech + "/" + $0 }
        let file = folder.url.appending(path: "speech.wav").path
        let joined = try RunningProgram(
            "/usr/bin/sox", Array(speech.suffix(Soak.isOn ? 30 : 6)) + ["-e", "signed-integer", "-b", "16", file])
        #expect(joined.wait() == 0)
        let seconds = Soak.isOn ? 110 : 25
        let phone = try SoftPhone(#"{"default": [{"ring": 0.2, "play": "\#(file)", "hangup": \#(seconds)}]}"#)
        let desk = try await SIPDesk(port: phone.port)
        let request = SIPDesk.request(1)
        desk.driver.place(request, resumed: false)
        let reports = await desk.ended(request.id, withinSeconds: 130)
        #expect(reports.last == "ended hungUp" && reports.contains("machineDetected"))
        #expect(!reports.contains { $0.hasPrefix("key") })
    }
}
