import EventBytes
import ServiceHours

/// The parts of events that hold names, numbers and words of people. They are kept beside the payload, so that they
/// can be erased without touching the journal's chain of hashes.
enum TextCoding {
    static func encode(_ alert: Alert) -> [UInt8] {
        var writer = ByteWriter()
        writer.write(alert.dedupKey)
        writer.write(alert.severityRaw ?? "")
        writer.write(byte: alert.severityRaw == nil ? 0 : 1)
        writer.write(alert.name)
        writer.write(alert.summary)
        writer.write(alert.labels) { writer, label in
            writer.write(label.name)
            writer.write(label.value)
        }
        return writer.bytes
    }

    /// What an alert says in words; the rest of it lies in the payload.
    struct AlertWords {
        var dedupKey = erased
        var severityRaw: String?
        var name = erased
        var summary = erased
        var labels: [Label] = []
    }

    static func alertWords(_ bytes: [UInt8]?) throws(EventCodingError) -> AlertWords {
        guard let bytes else { return AlertWords() }
        var reader = ByteReader(bytes)
        var words = AlertWords()
        words.dedupKey = try reader.text()
        let raw = try reader.text()
        words.severityRaw = try reader.byte() == 0 ? nil : raw
        words.name = try reader.text()
        words.summary = try reader.text()
        words.labels = try reader.list { reader throws(EventCodingError) in
            Label(name: try reader.text(), value: try reader.text())
        }
        try reader.finish()
        return words
    }

    static func encode(_ terms: CallTerms) -> [UInt8] {
        var writer = ByteWriter()
        writer.write(terms.customer)
        writer.write(terms.kana)
        writer.write(terms.contacts) { writer, contact in
            writer.write(contact.id.text)
            writer.write(contact.name)
            writer.write(contact.kana)
            writer.write(contact.phone.e164)
        }
        writer.write(terms.mail) { $0.write($1) }
        return writer.bytes
    }

    static func terms(
        _ id: ContractID, _ calls: CallPolicy, _ bytes: [UInt8]?
    ) throws(EventCodingError) -> CallTerms {
        guard let bytes else { return CallTerms(id: id, customer: erased, contacts: [], calls: calls) }
        var reader = ByteReader(bytes)
        let customer = try reader.text()
        let kana = try reader.text()
        let contacts = try reader.list { reader throws(EventCodingError) in
            let id = ContactID(try reader.text())
            let name = try reader.text()
            let kana = try reader.text()
            guard let phone = PhoneNumber(e164: try reader.text()) else {
                throw EventCodingError.unknown(field: "phone", value: 0)
            }
            return Contact(id: id, name: name, kana: kana, phone: phone)
        }
        let mail = try reader.list { reader throws(EventCodingError) in try reader.text() }
        try reader.finish()
        return CallTerms(id: id, customer: customer, kana: kana, contacts: contacts, calls: calls, mail: mail)
    }

    static func encode(_ texts: [String]) -> [UInt8] {
        var writer = ByteWriter()
        writer.write(texts) { $0.write($1) }
        return writer.bytes
    }

    static func texts(_ bytes: [UInt8]?) throws(EventCodingError) -> [String] {
        guard let bytes else { return [] }
        var reader = ByteReader(bytes)
        let texts = try reader.list { reader throws(EventCodingError) in try reader.text() }
        try reader.finish()
        return texts
    }

    /// Stands where a text was erased.
    static let erased = "(erased)"
}
