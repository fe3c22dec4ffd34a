import Foundation
import JSONText
import RunbookModel
import ServiceHours
import Testing

@testable import Reports

/// The published schema, asked of a validator that is not ours: python3-jsonschema of Debian.
@Suite struct RunSchemaTests {
    private static let validator = """
        import json, sys
        from jsonschema import Draft202012Validator
        schema = json.load(open(sys.argv[1]))
        Draft202012Validator.check_schema(schema)
        errors = list(Draft202012Validator(schema).iter_errors(json.load(open(sys.argv[2]))))
        for error in errors[:3]:
            print(list(error.path), error.message[:200])
        sys.exit(1 if errors else 0)
        """

    /// What the validator says; empty when the text is valid.
    private func complaints(_ json: JSONValue) throws -> String {
        let folder = FileManager.default.temporaryDirectory.appending(path: "nightcall-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let (schema, report) = (folder.appending(path: "schema.json"), folder.appending(path: "report.json"))
        try Data(RunReport.schema.text(.pretty).utf8).write(to: schema)
        try Data(json.text().utf8).write(to: report)
        let result = try Program.run("/usr/bin/python3", ["-c", Self.validator, schema.path, report.path])
        #expect(result.code == 0 || !result.output.isEmpty, "the validator itself failed: \(result.errors)")
        return result.output
    }

    @Test func `the JSON is valid after the events of every stage of a run, in both languages`() throws {
        var night = RunReportTests.Night()
        night.take(.runOrdered(try RunReportTests.Night.order()))
        var reports = [try #require(night.report)]
        night = RunReportTests.Night()
        night.untilActing(try RunReportTests.Night.order())
        reports.append(try #require(night.report))
        night.acted()
        night.passes(.seconds(30))
        night.checks(["page": .unknown, "process": .skipped])
        reports.append(try #require(night.report))
        for _ in 1...2 {
            night.passes(.seconds(30))
            night.checks()
        }
        reports.append(try #require(night.report))
        #expect(reports.last?.story.end == .recovered)
        for report in reports {
            for language in Language.allCases { #expect(try complaints(report.json(language: language)) == "") }
        }
    }

    @Test func `a member that is missing, of another form, or unknown is found`() throws {
        var night = RunReportTests.Night()
        night.untilActing(try RunReportTests.Night.order())
        let json = try #require(night.report).json()
        guard case .object(let members) = json else { preconditionFailure("a report is an object") }
        for place in members.indices {
            let fewer = members.filter { $0.name != members[place].name }
            #expect(try complaints(.object(fewer)).contains(members[place].name))
        }
        #expect(try complaints(.object(members + [JSONMember("more", 1)])).contains("more"))
        #expect(try complaints(json.replacing("verdict", by: "fine")).contains("fine"))
        #expect(try complaints(json.replacing("lastBad", by: "22:05")).contains("22:05"))
    }
}

extension JSONValue {
    /// Every member of that name holds the text instead, however deep it lies.
    fileprivate func replacing(_ name: String, by text: String) -> JSONValue {
        switch self {
        case .object(let members):
            .object(
                members.map { member in
                    let value = member.name == name ? .string(text) : member.value.replacing(name, by: text)
                    return JSONMember(member.name, value)
                })
        case .array(let values): .array(values.map { $0.replacing(name, by: text) })
        case .null, .bool, .integer, .double, .string: self
        }
    }
}
