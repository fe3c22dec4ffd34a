internal import EventBytes
import ServiceHours

/// The compact forms of what steps found and did. Excerpts lie beside the payload.
extension ByteWriter {
    mutating func write(_ words: Words) {
        write(words.japanese)
        write(words.english)
    }

    mutating func write(_ result: CheckResult) {
        write(raw: result.verdict)
        write(result.sentence)
        write(result.readings) { writer, reading in
            writer.write(reading.name)
            writer.write(reading.value)
            writer.write(reading.threshold)
        }
        write(result.evidence)
    }

    mutating func write(_ result: ActionResult) {
        write(raw: result.course)
        write(result.sentence)
        write(result.evidence)
    }

    mutating func write(_ standing: Standing) {
        write(raw: standing.goal)
        write(standing.identity)
        write(standing.sentence)
        write(standing.evidence)
    }

    mutating func write(_ answer: GuardAnswer) {
        write(raw: answer.kind)
        write(answer.passes)
        write(answer.reason)
    }

    private mutating func write(_ evidence: Evidence) {
        write(evidence.source)
        write(evidence.sourceTime)
        write(evidence.readAt)
        write(evidence.latency)
        write(evidence.attempts)
        write(evidence.requestID)
        write(evidence.digest)
        write(evidence.details) { writer, detail in
            writer.write(detail.name)
            writer.write(detail.value)
        }
    }
}

extension ByteReader {
    mutating func words() throws(EventCodingError) -> Words { Words(try text(), try text()) }

    mutating func checkResult(excerpt: String) throws(EventCodingError) -> CheckResult {
        let verdict: Verdict = try raw("verdict")
        let sentence = try words()
        let readings = try list { reader throws(EventCodingError) in
            Reading(try reader.text(), try reader.text(), threshold: try reader.optionalText())
        }
        return CheckResult(
            verdict: verdict, sentence: sentence, readings: readings, evidence: try evidence(excerpt: excerpt))
    }

    mutating func actionResult(excerpt: String) throws(EventCodingError) -> ActionResult {
        ActionResult(course: try raw("course"), sentence: try words(), evidence: try evidence(excerpt: excerpt))
    }

    mutating func standing(excerpt: String) throws(EventCodingError) -> Standing {
        Standing(
            goal: try raw("goal"), identity: try optionalText(), sentence: try words(),
            evidence: try evidence(excerpt: excerpt))
    }

    mutating func guardAnswer() throws(EventCodingError) -> GuardAnswer {
        GuardAnswer(try raw("guard"), passes: try flag(), try words())
    }

    private mutating func evidence(excerpt: String) throws(EventCodingError) -> Evidence {
        Evidence(
            source: try text(), sourceTime: try optionalInstant(), readAt: try instant(), latency: try span(),
            attempts: try number(), requestID: try optionalText(), digest: try optionalText(), excerpt: excerpt,
            details: try list { reader throws(EventCodingError) in
                Evidence.Detail(try reader.text(), try reader.text())
            })
    }
}
