/// The systemd unit of one site (systemd.service(5), systemd.exec(5); Debian 12 has systemd 252).
///
/// Its user may write the data folder and nothing else, and call for nothing that a server does not need. It is started
/// again without end: the server itself counts its starts, and calls nobody when there are too many.
struct ServiceUnit {
    /// Why there can be no unit.
    enum Fault: Error, CustomStringConvertible {
        case unspeakable(String)
        case dataNotInStateFolder(String)

        var description: String {
            switch self {
            case .unspeakable(let path): "\(path) holds a control character, which no unit can name; rename it"
            case .dataNotInStateFolder(let data):
                "a user that lives as long as the service can keep data under /var/lib alone, and not in \(data); "
                    + "write `data: /var/lib/nightcall`, or give --user"
            }
        }
    }

    let site: String
    let data: String
    let program: String
    /// Nil for a user that lives as long as the service.
    let user: String?
    let secrets: SecretNames
    /// Whether calls live in a helper that outlives the server.
    let hasHelper: Bool
    /// Folders beside the data that the server writes.
    let sounds: [String]

    /// - Parameters: paths from the root.
    init(
        site: String, data: String, program: String, user: String?, secrets: SecretNames, hasHelper: Bool,
        sounds: [String] = []
    ) throws(Fault) {
        for path in [site, data, program]
        where path.unicodeScalars.contains(where: { $0.value < 0x20 || $0.value == 0x7F }) {
            throw .unspeakable(path)
        }
        self.site = site
        self.data = data
        self.program = program
        self.user = user
        self.secrets = secrets
        self.hasHelper = hasHelper
        self.sounds = sounds
        if user == nil, stateFolder == nil { throw .dataNotInStateFolder(data) }
    }

    var text: String {
        let sections = [installation, unit, service.joined(separator: "\n"), "[Install]\nWantedBy=multi-user.target"]
        return sections.joined(separator: "\n\n") + "\n"
    }

    // MARK: Sections

    private var installation: String {
        var steps = ["  nightcall service unit … > /etc/systemd/system/nightcall.service"]
        if let user {
            steps.append("  adduser --system --group --home /nonexistent --no-create-home \(user)")
            if stateFolder == nil { steps.append("  install -d -o \(user) -m 0700 \(data)") }
        }
        if !secrets.variables.isEmpty {
            steps.append(
                "  /etc/nightcall/environment, mode 0600: \(secrets.variables.map { $0 + "=…" }.joined(separator: ", "))"
            )
        }
        if !secrets.credentials.isEmpty {
            steps.append("  /etc/nightcall/credentials/, mode 0700: \(secrets.credentials.joined(separator: ", "))")
        }
        steps.append("  systemctl daemon-reload && systemctl enable --now nightcall")
        return (["# NightCall, printed by `nightcall service unit`. To install it, as root:"] + steps.map { "#" + $0 })
            .joined(separator: "\n")
    }

    private var unit: String {
        """
        [Unit]
        Description=NightCall night desk
        Wants=network-online.target
        After=network-online.target time-sync.target
        StartLimitIntervalSec=0
        """
    }

    private var service: [String] {
        ["[Service]"] + running + [""] + access + [""] + hardening
    }

    private var running: [String] {
        [
            "Type=notify",
            "NotifyAccess=main",
            "ExecStart=\(command(["serve", "--site", site]))",
            "ExecReload=\(command(["reload", "--site", site]))",
            "Restart=always",
            "RestartSec=1s",
            "RestartPreventExitStatus=64",
            "# Ended and started again when the engine has not taken a turn for so long.",
            "WatchdogSec=30s",
            "TimeoutStartSec=5min",
            "TimeoutStopSec=20s",
        ]
            + (hasHelper
                ? [
                    "# The helper of the SIP lines keeps calls for the next start, and ends by itself.",
                    "KillMode=process",
                ]
                : ["KillMode=mixed"])
    }

    private var access: [String] {
        var lines = user.map { ["User=\($0)"] } ?? ["DynamicUser=yes"]
        if let stateFolder {
            lines += ["StateDirectory=\(quoted(stateFolder))", "StateDirectoryMode=0700"]
        } else {
            lines.append("ReadWritePaths=\(quoted(data))")
        }
        lines += sounds.map { "ReadWritePaths=\(quoted($0))" }
        lines += ["UMask=0077", "LimitNOFILE=65536", "LimitCORE=0", "OOMScoreAdjust=-500"]
        if !secrets.variables.isEmpty { lines.append("EnvironmentFile=/etc/nightcall/environment") }
        return lines + secrets.credentials.map { "LoadCredential=\($0):/etc/nightcall/credentials/\($0)" }
    }

    private var hardening: [String] {
        let isAtHome = [site, data, program].contains { path in
            ["/home/", "/root/", "/run/user/"].contains { path.hasPrefix($0) }
        }
        let isTemporary = [site, data, program].contains { path in
            ["/tmp/", "/var/tmp/"].contains { path.hasPrefix($0) }
        }
        return [
            "NoNewPrivileges=yes", "ProtectSystem=strict", "ProtectHome=\(isAtHome ? "read-only" : "yes")",
            "PrivateTmp=\(isTemporary ? "no" : "yes")", "PrivateDevices=yes", "ProtectClock=yes", "ProtectHostname=yes",
            "ProtectKernelLogs=yes", "ProtectKernelModules=yes", "ProtectKernelTunables=yes",
            "ProtectControlGroups=yes", "ProtectProc=invisible", "RemoveIPC=yes",
            "RestrictAddressFamilies=AF_UNIX AF_INET AF_INET6 AF_NETLINK", "RestrictNamespaces=yes",
            "RestrictRealtime=yes", "RestrictSUIDSGID=yes", "LockPersonality=yes", "MemoryDenyWriteExecute=yes",
            "CapabilityBoundingSet=", "AmbientCapabilities=", "SystemCallArchitectures=native",
            "SystemCallFilter=@system-service", "SystemCallErrorNumber=EPERM",
        ]
    }

    // MARK: Words

    /// The data folder below `/var/lib`, which systemd then makes and owns; nil when it lies elsewhere.
    private var stateFolder: String? {
        data.hasPrefix("/var/lib/") ? String(data.dropFirst("/var/lib/".count)) : nil
    }

    private func command(_ arguments: [String]) -> String {
        // `$` stands for variables in commands alone.
        ([program] + arguments).map {
            quoted($0).split(separator: "$", omittingEmptySubsequences: false).joined(separator: "$$")
        }
        .joined(separator: " ")
    }

    /// systemd.syntax(7): `%` stands for specifiers, spaces part words, quotes and backslashes quote.
    private func quoted(_ word: String) -> String {
        let isPlain = word.allSatisfy { $0 != " " && $0 != "\"" && $0 != "'" && $0 != "\\" && $0 != ";" }
        var written = ""
        for character in word {
            switch character {
            case "%": written += "%%"
            case "\"", "\\": written += "\\" + String(character)
            default: written.append(character)
            }
        }
        return isPlain ? written : "\"\(written)\""
    }
}
