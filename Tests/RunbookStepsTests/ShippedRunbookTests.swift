import CallTree
import Documents
import Foundation
import RunbookModel
import RunbookSteps
import Testing

/// The runbooks that are shipped, read with the kinds of steps that there are.
@Suite struct ShippedRunbookTests {
    private static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "Runbooks")

    static let names: [String] = {
        let all = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        return all.filter { $0.hasSuffix(".yaml") }.sorted()
    }()

    /// With the product's own expressions, so that defaults are held against their patterns.
    private static let reader = RunbookReader(
        catalogue: StepKinds.catalogue,
        patterns: PatternJudge(
            fault: { expression in
                do throws(PatternFault) {
                    _ = try TextPattern("/\(expression)/")
                    return nil
                } catch {
                    return PatternJudge.Fault(what: error.what, mending: error.mending)
                }
            },
            matches: { expression, value in (try? TextPattern("/\(expression)/"))?.matches(value) ?? false }))

    static func read(_ name: String) throws -> RunbookReader.Reading {
        let bytes = try Data(contentsOf: folder.appending(path: "\(name).yaml"))
        return reader.read(Array(bytes), file: "\(name).yaml", id: RunbookID(name))
    }

    static func runbook(_ name: String, at place: SourceLocation = #_sourceLocation) throws -> Runbook {
        switch try read(name) {
        case .runbook(let runbook, _): return runbook
        case .refused(let problems):
            return try #require(
                nil as Runbook?, "\(problems.map(\.description).joined(separator: "\n"))", sourceLocation: place)
        }
    }

    static func changes(_ response: Runbook.Response) -> Bool {
        response.actions.contains { StepKinds.catalogue.action($0.use)?.effect.changesTarget ?? true }
    }

    @Test func `what the service needs first is shipped`() {
        let wanted = [
            "machine-health", "web-server", "database", "mail-relay", "dns", "certificate", "backup", "cloud-itself",
            "service-recovery", "machine-recovery",
        ]
        #expect(wanted.allSatisfy { Self.names.contains("\($0).yaml") })
    }

    @Test(arguments: names) func `every shipped runbook is read without a complaint`(name: String) throws {
        switch try Self.read(String(name.dropLast(5))) {
        case .refused(let problems): Issue.record("\(problems.map(\.description).joined(separator: "\n"))")
        case .runbook(let runbook, let warnings):
            #expect(warnings.isEmpty, "\(warnings.map(\.description).joined(separator: "\n"))")
            #expect(!runbook.title.isEmpty && !runbook.purpose.isEmpty)
        }
    }

    @Test(arguments: names) func `a shipped runbook speaks in whole, polite sentences`(name: String) throws {
        let runbook = try Self.runbook(String(name.dropLast(5)))
        let told = runbook.responses.flatMap(\.actions).filter { $0.use != "suppress.self" }.compactMap {
            $0.with["text"]
        }
        for sentence in [runbook.purpose] + runbook.rules.map(\.sentence) + told.flatMap(\.allTexts) {
            for part in sentence.split(separator: "。", omittingEmptySubsequences: false).dropLast() {
                #expect(["す", "ん", "た", "い"].contains(part.last), "\(sentence)")
            }
            #expect(sentence.hasSuffix("。"), "\(sentence)")
        }
        for title in runbook.checks.map(\.title) + runbook.parameters.map(\.title) + [runbook.title] {
            #expect(!title.hasSuffix("。"), "\(title)")
        }
    }

    /// Of parameters that are not any text.
    private static let examples = [
        "machine":
            "/subscriptions/0f0e0d0c-0000-4000-8000-000000000001/resourceGroups/shop/providers/Microsoft.Compute/virtualMachines/web-1",
        "item":
            "/subscriptions/0f0e0d0c-0000-4000-8000-000000000001/resourceGroups/shop/providers/Microsoft.RecoveryServices/vaults/shop/backupFabrics/Azure/protectionContainers/iaasvmcontainer;iaasvmcontainerv2;shop;web-1/protectedItems/vm;iaasvmcontainerv2;shop;web-1",
        "instance": "i-0123456789abcdef0", "volume": "vol-0123456789abcdef0", "at": "01:30",
    ]

    /// A step that cannot be made from its values would be found out on the first night that it is needed.
    @Test(arguments: names) func `every step of a shipped runbook can be made`(name: String) throws {
        let runbook = try Self.runbook(String(name.dropLast(5)))
        var values: [String: String] = [:]
        for parameter in runbook.parameters {
            let example =
                switch parameter.kind {
                case .text: Self.examples[parameter.name] ?? "example"
                case .integer: "443"
                case .host: "www.example.jp"
                case .url: "https://www.example.jp/metrics"
                case .path: "/var/backups/shop.dump"
                }
            values[parameter.name] = parameter.byDefault ?? example
        }
        for check in runbook.checks {
            let step = try #require(StepKinds.checks.first { $0.kind.name == check.use })
            #expect(throws: Never.self, "\(check.id)") {
                _ = try step.init(
                    with: StepArguments(check.with, keys: step.kind.with, parameters: values),
                    expect: StepArguments(check.expect, keys: step.kind.expect, parameters: values))
            }
        }
        for action in runbook.responses.flatMap(\.actions) {
            let step = try #require(StepKinds.actions.first { $0.kind.name == action.use })
            #expect(throws: Never.self, "\(action.id)") {
                _ = try step.init(with: StepArguments(action.with, keys: step.kind.with, parameters: values))
            }
        }
    }

    @Test func `every shipped runbook is valid by the schema for editors, and a broken one is not`() async throws {
        let schema = FileManager.default.temporaryDirectory.appending(path: "nightcall-\(UUID().uuidString).json")
        defer { try? FileManager.default.removeItem(at: schema) }
        try Data(RunbookSchema.schema(of: StepKinds.catalogue).utf8).write(to: schema)
        let script = """
            import copy, glob, json, sys, yaml, jsonschema
            schema = json.load(open(sys.argv[1]))
            validator = jsonschema.validators.validator_for(schema)
            validator.check_schema(schema)
            judge = validator(schema)
            files = sorted(glob.glob(sys.argv[2] + "/*.yaml"))
            for file in files:
                for error in judge.iter_errors(yaml.safe_load(open(file))):
                    print(file.split("/")[-1], list(error.path), error.message[:200])
            whole = yaml.safe_load(open(files[0]))
            def broken(change):
                copied = copy.deepcopy(whole)
                change(copied)
                return not judge.is_valid(copied)
            def drop(key): return lambda book: book.pop(key)
            def put(key, value): return lambda book: book.__setitem__(key, value)
            changes = [drop("version"), drop("id"), drop("checks"), drop("decide"), put("version", 2), put("colour", 1),
                       put("for", ["spaceship"]), put("checks", []), lambda book: book["checks"][0].pop("use"),
                       lambda book: book["checks"][0].__setitem__("use", "telepathy"),
                       lambda book: book["checks"][0].__setitem__("attempts", "many")]
            for number, change in enumerate(changes):
                if not broken(change): print("a broken runbook is valid:", number)
            print(len(files), "runbooks")
            """
        let said = try await TestProcess.run(["/usr/bin/python3", "-c", script, schema.path, Self.folder.path])
        #expect(said == "\(Self.names.count) runbooks\n", "\(said)")
    }
}
