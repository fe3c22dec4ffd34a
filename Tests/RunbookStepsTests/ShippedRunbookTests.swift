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

    /// The product's own expressions are another room's; here every value fits its pattern.
    private static let reader = RunbookReader(
        catalogue: StepKinds.catalogue, patterns: PatternJudge(fault: { _ in nil }, matches: { _, _ in true }))

    @Test func `what the service needs first is shipped`() {
        let wanted = [
            "machine-health", "web-server", "database", "mail-relay", "dns", "certificate", "backup", "cloud-itself",
            "service-recovery", "machine-recovery",
        ]
        #expect(wanted.allSatisfy { Self.names.contains("\($0).yaml") })
    }

    @Test(arguments: names) func `every shipped runbook is read without a complaint`(name: String) throws {
        let bytes = try Data(contentsOf: Self.folder.appending(path: name))
        switch Self.reader.read(Array(bytes), file: name, id: RunbookID(String(name.dropLast(5)))) {
        case .refused(let problems): Issue.record("\(problems.map(\.description).joined(separator: "\n"))")
        case .runbook(let runbook, let warnings):
            #expect(warnings.isEmpty, "\(warnings.map(\.description).joined(separator: "\n"))")
            #expect(!runbook.title.isEmpty && !runbook.purpose.isEmpty)
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
