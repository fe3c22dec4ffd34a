import ArgumentParser
import SiteSettings

/// `nightcall service proxy`: nginx in front of a site, for callbacks and TLS.
struct ServiceProxyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "proxy",
        abstract: "Print how nginx stands in front of a site: TLS, webhooks and callbacks for all, pages for the desk.",
        discussion: """
            NightCall itself speaks plain HTTP. The site must say `publicURL: https://NAME/`, and `trustedProxies: \
            [127.0.0.1]` (or the address of another machine's nginx): then pages are shown to operators alone who have \
            signed in, and connections that go around the proxy are refused.

            Exit code 2: the site cannot be read.

            Example:
              nightcall service proxy --site /srv/nightcall --desk 192.0.2.0/24 > /etc/nginx/sites-available/nightcall
            """)

    @Option(help: ArgumentHelp("The site folder.", valueName: "dir"))
    var site: String

    @Option(
        help: ArgumentHelp("An address or network from which pages may be opened; repeatable.", valueName: "network"))
    var desk: [String] = []

    @Option(help: ArgumentHelp("The certificate with its chain, PEM.", valueName: "file"))
    var certificate: String?

    @Option(help: ArgumentHelp("The certificate's key, PEM.", valueName: "file"))
    var key: String?

    @Option(help: ArgumentHelp("The port of the server, where its own is any free one.", valueName: "port"))
    var serverPort: Int?

    @Option(help: ArgumentHelp("The port for the world outside.", valueName: "port"))
    var port = 443

    func validate() throws {
        let isNetwork = desk.allSatisfy { $0.allSatisfy { $0.isHexDigit || $0 == "." || $0 == ":" || $0 == "/" } }
        guard isNetwork, !desk.contains("") else {
            throw ValidationError("--desk takes an address or a network, such as 192.0.2.0/24.")
        }
        guard [serverPort ?? 1, port].allSatisfy((1...65_535).contains) else {
            throw ValidationError("A port is from 1 to 65535.")
        }
    }

    func run() throws {
        let read = try SiteFolder.site(site, purpose: .check)
        if read.trustedProxies.isEmpty {
            StandardError.print(
                "\(site): without `trustedProxies: [127.0.0.1]` whoever reaches the proxy could read the pages")
        }
        let recipe = ProxyRecipe(
            server: read.listen, serverPort: serverPort, publicURL: read.publicURL, port: port, desk: desk,
            certificate: certificate, key: key)
        print(recipe.text, terminator: "")
    }
}
