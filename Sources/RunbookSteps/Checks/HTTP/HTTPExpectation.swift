internal import JSONText
internal import Markup
internal import RunbookModel
internal import ServiceHours
internal import WebTransfer

/// What an answer must look like.
struct HTTPExpectation: Sendable {
    let status: Int
    let within: Span?
    private let contains: String?
    private let absent: String?
    private let fields: [StepValue.Pair]
    private let pointers: [(pointer: JSONPointer, written: String, value: String)]
    private let paths: [(query: XPathQuery, value: String)]

    init(_ expect: StepArguments) throws(StepRefusal) {
        status = expect.integer("status") ?? 200
        within = expect.span("within")
        contains = expect.text("contains")
        absent = expect.text("absent")
        fields = expect.pairs("field")
        var pointers: [(JSONPointer, String, String)] = []
        for pair in expect.pairs("pointer") {
            do throws(JSONPointerError) {
                pointers.append((try JSONPointer(pair.name), pair.name, pair.value))
            } catch {
                throw StepRefusal("`pointer`: \(error)")
            }
        }
        self.pointers = pointers
        var paths: [(XPathQuery, String)] = []
        for pair in expect.pairs("xpath") {
            do throws(XPathError) { paths.append((try XPathQuery(pair.name), pair.value)) } catch {
                throw StepRefusal("`xpath`: \(error)")
            }
        }
        self.paths = paths
    }

    var looksIntoBody: Bool { contains != nil || absent != nil || !pointers.isEmpty || !paths.isEmpty }

    func judge(_ response: HTTPResponse, took: Span) -> (Verdict, Words) {
        if let wrong = wrong(response) { return wrong }
        if let within, took > within {
            return (
                .warning,
                Words(
                    "内容は正しいですが、応答に\(took.shown.japanese)かかりました（目安\(within.shown.japanese)）。",
                    "The answer is right and took \(took.shown.english), of \(within.shown.english).")
            )
        }
        return (
            .normal,
            Words("状態\(response.status)で、内容も正しく返りました。", "Answered with \(response.status), as it should.")
        )
    }

    /// The first thing that is not as it should be.
    private func wrong(_ response: HTTPResponse) -> (Verdict, Words)? {
        if response.status != status {
            return (
                .abnormal,
                Words("状態\(response.status)が返りました（期待は\(status)）。", "The status is \(response.status), not \(status).")
            )
        }
        for field in fields where !response.fields.values(of: field.name).contains(where: { $0.contains(field.value) })
        {
            return (
                .abnormal,
                Words(
                    "応答の\(field.name)に「\(field.value)」がありません。",
                    "The field \(field.name) does not contain \(field.value).")
            )
        }
        let text = absent == nil && contains == nil ? "" : response.text
        if let absent, text.contains(absent) {
            return (.abnormal, Words("あってはならない「\(absent)」が表示されています。", "The body contains \(absent)."))
        }
        if let contains, !text.contains(contains) {
            return (.abnormal, Words("「\(contains)」が表示されていません。", "The body does not contain \(contains)."))
        }
        return wrongJSON(response.body) ?? wrongMarkup(response)
    }

    private func wrongJSON(_ body: [UInt8]) -> (Verdict, Words)? {
        if pointers.isEmpty { return nil }
        let document: JSONDocument
        do throws(JSONError) { document = try JSONDocument(body) } catch {
            return (.abnormal, Words("応答がJSONではありません（\(error)）。", "The answer is no JSON: \(error)."))
        }
        for (pointer, written, value) in pointers {
            let found = document.value.value(at: pointer)?.scalarText
            guard found != value else { continue }
            let shown = found.map { ShownBytes.line($0, limit: 100) }
            return (
                .abnormal,
                Words(
                    "\(written)の値が\(shown.map { "「\($0)」" } ?? "ありません")（期待は「\(value)」）。",
                    "\(written) is \(shown ?? "missing"), not \(value).")
            )
        }
        return nil
    }

    private func wrongMarkup(_ response: HTTPResponse) -> (Verdict, Words)? {
        if paths.isEmpty { return nil }
        let document: MarkupDocument
        do throws(MarkupError) { document = try Self.document(response) } catch {
            return (
                error.isOfTheDocument ? .abnormal : .unknown,
                Words("応答を文書として読めません（\(error)）。", "The answer cannot be read: \(error).")
            )
        }
        for (query, value) in paths {
            let found: String
            do throws(XPathError) { found = try document.string(at: query) } catch {
                return (
                    .unknown, Words("XPathを評価できません（\(error)）。", "The XPath cannot be evaluated: \(error).")
                )
            }
            if ShownBytes.line(found, limit: 1_000) == value { continue }
            let shown = ShownBytes.line(found, limit: 100)
            return (
                .abnormal,
                Words(
                    "\(query.expression)の値が「\(shown)」です（期待は「\(value)」）。",
                    "\(query.expression) is \(shown.isEmpty ? "empty" : shown), not \(value).")
            )
        }
        return nil
    }

    /// XML where the server or the text says so, HTML otherwise.
    private static func document(_ response: HTTPResponse) throws(MarkupError) -> MarkupDocument {
        let type = (response.fields["Content-Type"] ?? "").lowercased()
        if !type.contains("html"), type.contains("xml") || response.body.starts(with: Array("<?xml".utf8)) {
            return try MarkupDocument(xml: response.body, encoding: response.charset)
        }
        return try MarkupDocument(html: response.body, encoding: response.charset)
    }
}

extension MarkupError {
    /// Whether the document is at fault, and not what can be read here.
    fileprivate var isOfTheDocument: Bool {
        if case .malformed = self { true } else { false }
    }
}
