import Foundation
import Testing

/// Runs the README's shell blocks, so that no promise in it goes stale.
///
/// `make run` is run as it stands, on the program that was built for these tests. `make test` is what runs this test;
/// of it only the recipe is looked at.
@Suite struct ReadmeTests {
    /// The two READMEs have the same blocks, which run once.
    @Test func `every shell block of the README runs`() throws {
        let blocks = try Self.shellBlocks(of: "README.md")
        #expect(blocks.count >= 3)
        #expect(try Self.shellBlocks(of: "README.ja.md") == blocks)
        for block in blocks {
            // The program that was built beside these tests, in whatever form.
            let folder = URL(filePath: NightCallProgram.path).deletingLastPathComponent().path
            let script = block.replacing("make test", with: "make --dry-run test")
                .replacing("$PWD/.build/debug", with: folder)
            let program = try RunningProgram(
                "/bin/bash", ["-euo", "pipefail", "-c", script],
                environment: ["NIGHTCALL_BINARY": NightCallProgram.path], in: NightCallProgram.root)
            let code = program.wait()
            #expect(code == 0, "\(block)\n\(program.errors.all().joined(separator: "\n"))")
        }
    }

    @Test func `the README fits on two screens`() throws {
        for name in ["README.md", "README.ja.md"] {
            let text = try String(contentsOf: NightCallProgram.root.appending(path: name), encoding: .utf8)
            #expect(text.split(separator: "\n", omittingEmptySubsequences: false).count < 150)
        }
    }

    private static func shellBlocks(of name: String) throws -> [String] {
        let text = try String(contentsOf: NightCallProgram.root.appending(path: name), encoding: .utf8)
        var blocks: [String] = []
        var current: [Substring]?
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            if let open = current {
                if line == "```" {
                    blocks.append(open.joined(separator: "\n"))
                    current = nil
                } else {
                    current = open + [line]
                }
            } else if line == "```sh" {
                current = []
            }
        }
        return blocks
    }
}
