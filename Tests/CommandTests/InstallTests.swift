import Foundation
import Testing

/// What `make install` puts on a machine, tried with the program of these tests.
@Suite struct InstallTests {
    @Test func `an installed program runs by its link, without the Swift that it was built with`() throws {
        let folder = try ScratchFolder()
        let script = NightCallProgram.root.appending(path: "Tests/Support/install.sh").path
        let installed = try RunningProgram(script, [NightCallProgram.path, folder.url.path, "/opt/own"])
        #expect(installed.wait() == 0, "\(installed.errors.all())")
        #expect(
            installed.output.all().contains {
                $0.contains("libsqlite3-0") && $0.contains("libcurl4") && $0.contains("libre0")
            })
        let program = folder.url.appending(path: "opt/own/bin/nightcall").path
        let linked = try FileManager.default.destinationOfSymbolicLink(atPath: program)
        #expect(linked == "../lib/nightcall/nightcall")

        // Root alone can hide a folder from one process.
        let hides =
            #"mount -t tmpfs none "$(dirname "$(dirname "$(readlink -f "$(command -v swift)")")")" && exec "$@""#
        let asRoot = ["/usr/bin/unshare", "--mount", "/bin/sh", "-c", hides, "sh"]
        // The helper is there, and a voice though none is installed.
        let beside = folder.url.appending(path: "opt/own/lib/nightcall")
        let helper = try RunningProgram(
            "/usr/bin/env", (geteuid() == 0 ? asRoot : []) + [beside.appending(path: "nightcall-sip").path, "--help"])
        #expect(helper.wait() == 0, "\(helper.errors.all())")
        let speech = try FileManager.default.contentsOfDirectory(
            atPath: beside.appending(path: "nightcall_Telephony.resources/Shipped").path)
        #expect(speech.count == 30)
        let command = (geteuid() == 0 ? asRoot : []) + [program, "holidays", "2026", "--format", "csv"]
        let run = try RunningProgram("/usr/bin/env", command)
        #expect(run.wait() == 0, "\(run.errors.all())")
        #expect(run.output.all().first == "date,name")
    }
}
