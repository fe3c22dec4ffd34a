internal import RunbookModel

/// The name of a virtual machine at Azure. Azure writes its parts now in small and now in capital letters: names are the
/// same whatever their case.
struct AzureMachineID: Hashable, Sendable, CustomStringConvertible {
    let subscription: String
    let group: String
    let name: String

    /// - Throws: when it is not written
    ///   `/subscriptions/…/resourceGroups/…/providers/Microsoft.Compute/virtualMachines/…`.
    init(_ text: String?) throws(StepRefusal) {
        let parts = (text ?? "").split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        let shape = [
            "", "subscriptions", nil, "resourcegroups", nil, "providers", "microsoft.compute", "virtualmachines", nil,
        ]
        let fits =
            parts.count == shape.count
            && zip(parts, shape).allSatisfy { part, wanted in
                wanted.map { $0 == part.lowercased() } ?? Self.isName(part)
            }
        guard fits else {
            throw StepRefusal(
                "`machine` is no id of a virtual machine at Azure, which is written "
                    + "/subscriptions/…/resourceGroups/…/providers/Microsoft.Compute/virtualMachines/…")
        }
        subscription = parts[2]
        group = parts[4]
        name = parts[8]
    }

    /// What stands in an address as it is.
    private static func isName(_ text: String) -> Bool {
        (1...90).contains(text.utf8.count) && text != "." && text != ".."
            && text.utf8.allSatisfy {
                switch $0 {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"):
                    true
                default: "-_.".utf8.contains($0)
                }
            }
    }

    var path: String {
        "/subscriptions/\(subscription)/resourceGroups/\(group)/providers/Microsoft.Compute/virtualMachines/\(name)"
    }

    var description: String { "\(group)/\(name)" }

    func isSame(as other: String) -> Bool { path.lowercased() == other.lowercased() }
}
