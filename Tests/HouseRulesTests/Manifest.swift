import Foundation

/// The targets of Package.swift and what each may import, read from the manifest's own text.
struct Manifest {
    struct Room {
        let name: String
        let folder: String
        /// Other rooms of this package.
        let rooms: Set<String>
        /// Modules of other packages that come with the products it names.
        let modules: Set<String>
    }

    let rooms: [Room]

    /// What each product of another package brings that a room may import.
    private static let brings: [String: Set<String>] = [
        "grdb": ["GRDB"],
        "yams": ["Yams"],
        "crypto": ["Crypto"], "cryptoExtras": ["CryptoExtras"],
        "nio": ["NIOCore", "NIOPosix", "NIOHTTP1", "NIOWebSocket"],
        "arguments": ["ArgumentParser"],
        // A path and an error of the system are values of swift-system's types.
        "subprocess": ["Subprocess", "SystemPackage"],
        // Hummingbird's own interface is made of these packages' types.
        "hummingbird": [
            "Hummingbird", "HummingbirdCore", "HTTPTypes", "NIOHTTPTypes", "NIOCore", "NIOPosix", "Logging",
            "ServiceLifecycle",
        ],
    ]

    init(text: String) throws {
        let target = try Regex(
            #"(room|tests|peers|\.executableTarget|\.target|\.systemLibrary)\(\s*(?:name:\s*)?"([A-Za-z0-9-]+)"([^)]*)\)"#
        )
        let quoted = try Regex(#""([A-Za-z0-9-]+)""#)
        var found: [Room] = []
        let names = Set(text.matches(of: target).compactMap { $0[2].substring.map(String.init) })
        for match in text.matches(of: target) {
            guard let kind = match[1].substring, let name = match[2].substring, let list = match[3].substring else {
                continue
            }
            let mentioned = Set(list.matches(of: quoted).compactMap { $0[1].substring.map(String.init) })
            let products = try Self.brings.filter { list.contains(try Regex("\\b\($0.key)\\b")) }
            found.append(
                Room(
                    name: String(name), folder: (kind == "tests" || kind == "peers" ? "Tests/" : "Sources/") + name,
                    rooms: mentioned.intersection(names), modules: products.values.reduce(into: []) { $0.formUnion($1) }
                ))
        }
        rooms = found
    }
}
