public import RunbookModel

extension StepCatalogue {
    /// The checks that start programs, or look at this machine. A new kind is one line here.
    public static let programChecks: [any CheckStep.Type] = [PluginCheck.self, SSHCommandCheck.self]
}
