import Foundation
import RunbookModel
import Testing

/// A report in a real browser: what a person sees who opens the file, and what a printer gets.
@Suite(.timeLimit(.minutes(5))) struct BrowserTests {
    private static let runbook = """
        version: 1
        id: web
        title: 生存ファイルの確認
        for: [service]
        parameters: {file: {title: 生存ファイル, type: path}}
        checks: [{id: alive, title: 動いている, use: file.age, with: {path: "{file}"}, expect: {youngerThan: 1h}, attempts: 1}]
        decide:
          - {when: {alive: abnormal}, conclusion: abnormal, say: 停止しています。}
          - {when: {all: normal}, conclusion: normal, say: 正常です。}
          - {conclusion: unknown, say: 判定できません。}

        """

    private func reported(_ folder: ScratchFolder) async throws {
        try folder.write("alive", "")
        try RunbookSite.write(
            folder, runbook: Self.runbook, parameters: "{file: \(folder.url.path)/alive}",
            allowed: "{folders: [\(folder.url.path)]}")
        let server = try RunningServer(serving: folder)
        let ordered = await server.post(
            #"{"contract": "acme", "target": "web-1", "runbook": "web"}"#, to: "/api/runs/order",
            token: "operator-secret")
        try #require(ordered == 200)
        #expect(try server.end(ofRun: 1) == .reported)
    }

    private func chromium(_ folder: ScratchFolder, _ arguments: [String]) throws -> RunningProgram {
        let program = try RunningProgram(
            "/usr/bin/chromium",
            [
                "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--lang=ja",
                "--user-data-dir=\(folder.url.path)/profile",
                // Nothing but the loopback is asked, whatever the page would want.
                "--host-resolver-rules=MAP * ~NOTFOUND",
            ] + arguments, environment: ["HOME": folder.url.path])
        #expect(program.wait() == 0, "\(program.errors.all().suffix(5))")
        return program
    }

    @Test func `the report opens in a browser with all its parts, its timeline and nothing to fetch`() async throws {
        let folder = try ScratchFolder()
        try await reported(folder)
        let html = try NightCallProgram.run(
            "report", "show", "--site", folder.url.path, "R-1", "--format", "html", environment: RunningServer.secrets)
        #expect(html.code == 0, "\(html.errors)")
        // What the page does is written into it by a script of the test's own: how it is laid out at a telephone's width.
        let asks = """
            <script>addEventListener("load", () => { const all = [...document.querySelectorAll("h2")];
            document.documentElement.dataset.seen = [all.length, all.filter(h => h.getBoundingClientRect().height > 0).length,
            document.querySelectorAll("svg").length, document.querySelector("svg").getBoundingClientRect().width > 50,
            document.documentElement.scrollWidth <= innerWidth, performance.getEntriesByType("resource").length].join(" ") })</script>
            """
        try folder.write("report.html", html.text)
        // The page's own rule forbids scripts: the test's copy is without it.
        let open = html.text.replacing(#/<meta[^>]*Content-Security-Policy[^>]*>/#.ignoresCase(), with: "")
        try folder.write("asked.html", open.replacing("</body>", with: asks + "</body>"))
        let page = try chromium(
            folder, ["--window-size=390,844", "--dump-dom", folder.url.appending(path: "asked.html").absoluteString])
        let dom = page.output.all().joined(separator: "\n")
        #expect(dom.contains(#"data-seen="13 13 1 true true 0""#), "\(dom.prefix(300))")
        // As it is, it is drawn: more than an empty page.
        _ = try chromium(
            folder,
            [
                "--window-size=1280,1600", "--screenshot=\(folder.url.path)/report.png",
                folder.url.appending(path: "report.html").absoluteString,
            ])
        let picture = try Data(contentsOf: folder.url.appending(path: "report.png"))
        #expect(picture.prefix(8) == Data([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]))
        #expect(picture.count > 30_000)
    }

    @Test func `the report is printed as PDF`() async throws {
        let folder = try ScratchFolder()
        try await reported(folder)
        let program = try RunningProgram(
            NightCallProgram.path, ["report", "show", "--site", folder.url.path, "R-1", "--format", "pdf"],
            environment: RunningServer.secrets)
        let code = program.wait()
        #expect(code == 0, "\(program.errors.all())")
        #expect(program.output.all().first?.hasPrefix("%PDF-") == true)
    }
}
