import CallTree
import Documents

extension Field {
    /// A text to be met exactly, or a regular expression in slashes.
    func pattern() -> TextPattern? {
        guard let text = scalar(wanted: "a text or a regular expression in slashes") else { return nil }
        guard text.utf8.count <= 512 else {
            error("\(label) is longer than 512 bytes", mend: "shorten the text or the regular expression")
            return nil
        }
        do throws(PatternFault) {
            // A null says as little as a blank, and its sign must not be taken for a text.
            return try TextPattern(node.isEmpty ? "" : text)
        } catch {
            self.error("\(label) \(error.what)", mend: error.mending)
            return nil
        }
    }
}
