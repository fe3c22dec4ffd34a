import CallTree
import Documents

extension Field {
    /// A telephone number of any kind; its text never appears in a message.
    func phone() -> PhoneNumber? {
        guard let text = scalar(wanted: "a telephone number") else { return nil }
        do throws(WrittenNumberFault) {
            return try PhoneNumber(written: text)
        } catch {
            self.error("\(label) \(error.what)", mend: error.mending)
            return nil
        }
    }

    /// A number that is to be dialled.
    /// - Parameter rule: nil where the site's own exceptions are not known, and only the form can be judged.
    func phone(dialledBy rule: DiallingRule?) -> PhoneNumber? {
        guard let number = phone() else { return nil }
        if let refusal = rule?.refusal(of: number) {
            error("\(label) \(refusal.what)", mend: refusal.mending)
            return nil
        }
        return number
    }
}
