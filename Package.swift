// swift-tools-version: 6.2
import PackageDescription

// Warnings are errors, and a file sees only the modules that it imports itself: the walls between the rooms of
// CONTRIBUTING.md are kept by the compiler, and by Tests/HouseRulesTests where the compiler cannot see them.
let strict: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .treatAllWarnings(as: .error),
]

func room(_ name: String, _ dependencies: [Target.Dependency] = [], resources: [Resource] = []) -> Target {
    .target(name: name, dependencies: dependencies, resources: resources, swiftSettings: strict)
}

func tests(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
    .testTarget(name: name, dependencies: dependencies, swiftSettings: strict)
}

/// What several targets of tests share.
func peers(_ name: String) -> Target {
    .target(name: name, path: "Tests/\(name)", swiftSettings: strict)
}

let grdb = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")
let yams = Target.Dependency.product(name: "Yams", package: "Yams")
let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")
let cryptoExtras = Target.Dependency.product(name: "CryptoExtras", package: "swift-crypto")
let hummingbird = Target.Dependency.product(name: "Hummingbird", package: "hummingbird")
func nio(_ name: String) -> Target.Dependency { .product(name: name, package: "swift-nio") }
let subprocess = Target.Dependency.product(name: "Subprocess", package: "swift-subprocess")
let arguments = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")

let package = Package(
    name: "nightcall",
    products: [
        .executable(name: "nightcall", targets: ["nightcall"]),
        .executable(name: "nightcall-sip", targets: ["nightcall-sip"]),
        .executable(name: "nightcall-bench", targets: ["nightcall-bench"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser.git", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-crypto.git", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-nio.git", from: "2.101.2"),
        .package(url: "https://github.com/groue/GRDB.swift.git", from: "7.10.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird.git", from: "2.28.1"),
        .package(url: "https://github.com/jpsim/Yams.git", from: "6.2.2"),
        .package(url: "https://github.com/swiftlang/swift-subprocess.git", from: "1.0.2"),
    ],
    targets: [
        // Pure rooms: values only. No input or output, no clock, no chance, no Foundation.
        room("ServiceHours"),
        room("EventBytes", ["ServiceHours"]),
        room("CallTree", ["ServiceHours", "EventBytes"]),
        room("JSONText"),
        room("Reports", ["ServiceHours", "RunbookModel", "CallTree", "JSONText"]),

        // Documents that people write, and what is wrong in them.
        room("Documents", ["ServiceHours", yams]),
        room("RunbookModel", ["ServiceHours", "EventBytes", "Documents"]),

        // Mechanisms: each knows the pure rooms at most, never one another.
        room("EventJournal", [grdb, crypto]),
        .systemLibrary(name: "CCurl", pkgConfig: "libcurl", providers: [.apt(["libcurl4-openssl-dev"])]),
        room("WebTransfer", ["CCurl"]),
        room("AlertSources", ["ServiceHours", "CallTree", "JSONText"]),
        .systemLibrary(name: "CLibXML2", pkgConfig: "libxml-2.0", providers: [.apt(["libxml2-dev"])]),
        room("Markup", ["CLibXML2"]),
        .systemLibrary(name: "CTimex"),
        room(
            "RunbookSteps", ["ServiceHours", "RunbookModel", "WebTransfer", "JSONText", "Markup", "CTimex", subprocess]),

        // Telephone calls over SIP, in a process of their own: see `nightcall-sip`.
        room("SIPMessages", ["JSONText"]),
        .systemLibrary(name: "CLibRe", pkgConfig: "librem", providers: [.apt(["libre-dev", "librem-dev"])]),
        .target(
            name: "CSIPAgent", dependencies: ["CLibRe"],
            cSettings: [.define("HAVE_INTTYPES_H"), .unsafeFlags(["-Wall", "-Wextra", "-Werror"])]),

        // Assembly.
        room("NightEngine", ["ServiceHours", "EventBytes", "CallTree", "RunbookModel", "EventJournal"]),
        room(
            "Telephony",
            [
                "ServiceHours", "CallTree", "JSONText", "WebTransfer", "Markup", "SIPMessages", "NightEngine", crypto,
                subprocess, nio("NIOCore"), nio("NIOPosix"), nio("NIOHTTP1"), nio("NIOWebSocket"),
            ], resources: [.copy("Voice/Shipped")]),
        room("Mail", ["ServiceHours", "CallTree", "Reports", "WebTransfer"]),
        room("DrillSimulator", ["ServiceHours", "EventBytes", "CallTree", "JSONText", "Reports", "NightEngine"]),
        room(
            "SiteSettings", ["ServiceHours", "RunbookModel", "CallTree", "JSONText", "DrillSimulator", "Documents"]),
        room(
            "OperatorConsole",
            [
                "ServiceHours", "CallTree", "RunbookModel", "JSONText", "Reports", "NightEngine", "AlertSources",
                "Telephony", hummingbird,
            ]),

        // Commands: the composition root.
        .executableTarget(
            name: "nightcall",
            dependencies: [
                "ServiceHours", "CallTree", "JSONText", "Reports", "EventJournal", "WebTransfer", "AlertSources",
                "NightEngine", "SIPMessages", "Telephony", "Mail", "RunbookModel", "RunbookSteps", "DrillSimulator",
                "Documents",
                "SiteSettings", "OperatorConsole", crypto, cryptoExtras, arguments,
            ], swiftSettings: strict),
        .executableTarget(
            name: "nightcall-sip", dependencies: ["SIPMessages", "CSIPAgent"], swiftSettings: strict),
        .executableTarget(
            name: "nightcall-bench",
            dependencies: [
                "ServiceHours", "CallTree", "EventJournal", "WebTransfer", "AlertSources", "NightEngine", "Telephony",
                "RunbookModel", "RunbookSteps", "DrillSimulator", "OperatorConsole", crypto,
            ],
            swiftSettings: strict),

        peers("TestPeers"),
        tests("ServiceHoursTests", ["ServiceHours"]),
        tests("CallTreeTests", ["ServiceHours", "EventBytes", "CallTree", "Reports", "NightEngine", "DrillSimulator"]),
        tests(
            "ReportsTests",
            ["ServiceHours", "Documents", "RunbookModel", "RunbookSteps", "CallTree", "JSONText", "Reports"]),
        tests("EventJournalTests", ["EventJournal"]),
        tests("WebTransferTests", ["WebTransfer"]),
        tests("JSONTextTests", ["JSONText"]),
        tests("AlertSourcesTests", ["ServiceHours", "CallTree", "JSONText", "AlertSources"]),
        tests("MarkupTests", ["Markup"]),
        tests("RunbookModelTests", ["ServiceHours", "EventBytes", "CallTree", "Documents", "RunbookModel"]),
        tests(
            "RunbookStepsTests",
            [
                "ServiceHours", "CallTree", "Documents", "RunbookModel", "WebTransfer", "JSONText", "Markup", "CTimex",
                "RunbookSteps", "TestPeers", subprocess,
            ]),
        tests(
            "TelephonyTests",
            ["ServiceHours", "CallTree", "JSONText", "WebTransfer", "SIPMessages", "NightEngine", "Telephony"]),
        tests("MailTests", ["ServiceHours", "CallTree", "Reports", "WebTransfer", "Mail"]),
        tests(
            "NightEngineTests",
            [
                "ServiceHours", "JSONText", "EventBytes", "Documents", "RunbookModel", "CallTree", "Reports",
                "EventJournal",
                "NightEngine",
                "DrillSimulator",
            ]),
        tests("SiteSettingsTests", ["ServiceHours", "CallTree", "DrillSimulator", "Documents", "SiteSettings"]),
        tests(
            "DrillSimulatorTests",
            [
                "ServiceHours", "JSONText", "CallTree", "Reports", "NightEngine", "DrillSimulator", "Documents",
                "SiteSettings",
            ]),
        tests(
            "OperatorConsoleTests",
            [
                "ServiceHours", "CallTree", "Reports", "EventJournal", "AlertSources", "Telephony", "NightEngine",
                "OperatorConsole",
            ]),
        tests(
            "CommandTests",
            [
                "ServiceHours", "EventBytes", "RunbookModel", "CallTree", "WebTransfer", "EventJournal", "SIPMessages",
                "NightEngine", "Telephony", "DrillSimulator", "TestPeers",
            ]),
        tests("HouseRulesTests"),
    ]
)
