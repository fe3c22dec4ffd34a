import ArgumentParser

/// `nightcall service`: what runs a site day and night, and what stands in front of it.
struct ServiceCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "service",
        abstract: "Print the systemd unit of a site, and how nginx stands in front of it.",
        discussion: """
            Example:
              nightcall service unit --site /srv/nightcall --user nightcall
            """,
        subcommands: [ServiceUnitCommand.self, ServiceProxyCommand.self])
}
