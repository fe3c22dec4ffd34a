public import RunbookModel
public import ServiceHours

/// A runbook as the procedure that a person would follow by hand.
///
///     let procedure = Procedure(runbook, catalogue: StepKinds.catalogue, language: .japanese)
///     print(procedure.text)
///
/// It is made from the same document that is carried out, so that the two cannot part. The runbook's own words stay as
/// they were written, in whichever language that is; everything around them is said in the language asked for.
public struct Procedure: Sendable {
    let runbook: Runbook
    let catalogue: StepCatalogue
    let language: Language

    public init(_ runbook: Runbook, catalogue: StepCatalogue, language: Language) {
        self.runbook = runbook
        self.catalogue = catalogue
        self.language = language
    }

    var heading: String { language.says("手順書：\(runbook.title)", "Procedure: \(runbook.title)") }

    /// Where it comes from, for the foot of a page.
    var origin: String {
        language.says(
            "この手順書は、NightCallが実行する定義（\(runbook.id)）から作成しています。",
            "Made from the very definition that NightCall carries out (\(runbook.id)).")
    }

    /// All parts, in the order in which a person needs them.
    var passages: [ProcedurePassage] {
        var passages = [aim]
        if !runbook.parameters.isEmpty { passages.append(parameters) }
        passages += [checks, decision]
        passages += runbook.responses.map(response)
        if let verification = runbook.verification { passages.append(proof(verification)) }
        return passages
    }

    // What several parts say alike.

    /// `確認2「ページが表示される」`, as the list of checks counts them.
    func cited(_ id: CheckID) -> String {
        guard let place = runbook.checks.firstIndex(where: { $0.id == id }) else { return id.text }
        let title = runbook.checks[place].title
        return language.says("確認\(place + 1)「\(title)」", "check \(place + 1) “\(title)”")
    }

    func cited(_ response: Runbook.Response) -> String {
        language.says("「\(response.title)」", "“\(response.title)”")
    }
}

/// One part of a procedure: a heading, a few sentences, and what belongs to them.
struct ProcedurePassage {
    let title: String
    var lead: [String] = []
    var contents: [Content] = []

    enum Content {
        case facts([Fact])
        case table(head: [String], rows: [[String]])
        /// Done, or looked at, in this order.
        case steps([Step])
        /// All of them, in no order; with a heading when there is one.
        case list(String?, [String])
    }

    /// A label and one line or several.
    struct Fact {
        let label: String
        let lines: [String]

        init(_ label: String, _ lines: String...) {
            self.label = label
            self.lines = lines
        }

        init(_ label: String, lines: [String]) {
            self.label = label
            self.lines = lines
        }
    }

    struct Step {
        let title: String
        /// What the title announces, one by one.
        var points: [String] = []
        var facts: [Fact] = []
        /// What is concluded, with its colour.
        var badge: (word: String, tone: Tone)?
    }
}
