internal import RunbookModel

/// The name of a protected item in a vault of Azure Backup.
struct AzureBackupItemID: Hashable, Sendable {
    let path: String
    /// The vault's own path.
    let vault: String
    /// The machine's name, as jobs call it.
    let machine: String

    static let example =
        "/subscriptions/0f0e0d0c-0000-4000-8000-000000000001/resourceGroups/shop/providers/Microsoft.RecoveryServices/vaults/shop/backupFabrics/Azure/protectionContainers/iaasvmcontainer;iaasvmcontainerv2;shop;web-1/protectedItems/vm;iaasvmcontainerv2;shop;web-1"

    /// - Throws: when it is not written `…/vaults/…/backupFabrics/…/protectedItems/…;…`.
    init(_ text: String?) throws(StepRefusal) {
        let parts = (text ?? "").split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        let shape: [String?] = [
            "", "subscriptions", nil, "resourcegroups", nil, "providers", "microsoft.recoveryservices", "vaults", nil,
            "backupfabrics", nil, "protectioncontainers", nil, "protecteditems", nil,
        ]
        let fits =
            parts.count == shape.count
            && zip(parts, shape).allSatisfy { part, wanted in
                wanted.map { $0 == part.lowercased() } ?? Self.isName(part)
            }
        guard fits, let machine = parts.last?.split(separator: ";").last else {
            throw StepRefusal("`item` is no id of a protected item, which is written /subscriptions/…/protectedItems/…")
        }
        path = parts.joined(separator: "/")
        vault = parts[..<9].joined(separator: "/")
        self.machine = String(machine)
    }

    private static func isName(_ text: String) -> Bool {
        (1...260).contains(text.utf8.count) && text != "." && text != ".."
            && text.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "-_.;()".contains($0)) }
    }
}
