/// Names that must not come twice in one list.
package struct UniqueNames {
    private let what: String
    private var seen: [String: Place] = [:]

    /// - Parameter what: whose names they are, for instance `contact`.
    package init(of what: String) {
        self.what = what
    }

    /// False, after an error at the field, when the name has come before.
    package mutating func insert(_ name: String, _ field: Field) -> Bool {
        if let first = seen[name] {
            field.error(
                "the \(what) \(Quoted(name)) stands in line \(first.line) already",
                mend: "give it another name, or remove one")
            return false
        }
        seen[name] = field.place
        return true
    }
}
