internal import RunbookModel

extension StepKey {
    static let azureAccount = StepKey.required(
        "cloud", .text, "azure", "the account at Azure, by the name that the contract gives it under `clouds`")
    static let azureMachine = StepKey.required(
        "machine", .text,
        "/subscriptions/0f0e0d0c-0000-4000-8000-000000000001/resourceGroups/shop/providers/Microsoft.Compute/virtualMachines/web-1",
        "the resource id of the machine")
}
