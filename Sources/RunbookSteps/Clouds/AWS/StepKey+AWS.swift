internal import RunbookModel

extension StepKey {
    static let awsAccount = StepKey.required(
        "cloud", .text, "aws", "the account at AWS, by the name that the contract gives it under `clouds`")
    static let ec2Instance = StepKey.required("instance", .text, "i-0123456789abcdef0", "the id of the machine")
}

extension StepArguments {
    func account() throws(StepRefusal) -> String {
        guard let name = text("cloud"), !name.isEmpty else { throw StepRefusal("`cloud` is missing") }
        return name
    }
}
