/// What two scrapes of node_exporter tell of a machine (version 1.5). A figure whose series are missing is nil: a missing
/// series is no zero.
struct MachineFigures {
    var cpu: Double?
    var steal: Double?
    var memory: Double?
    var disk: (mount: String, percent: Double)?
    var inodes: Double?
    var bootTime: Double?
    /// The machine's clock less ours, in seconds.
    var clockSkew: Double?
    var readOnly: [String] = []
    /// Mounts that the exporter could not look into: nothing is known of them.
    var unreadable: [String] = []
    var failedCollectors: [String] = []

    /// What is read; everything else of a scrape is dropped.
    static let names: Set<String> = [
        "node_cpu_seconds_total", "node_memory_MemAvailable_bytes", "node_memory_MemTotal_bytes",
        "node_filesystem_size_bytes", "node_filesystem_free_bytes", "node_filesystem_avail_bytes",
        "node_filesystem_files", "node_filesystem_files_free", "node_filesystem_readonly",
        "node_filesystem_device_error", "node_boot_time_seconds",
        "node_time_seconds", "node_scrape_collector_success",
    ]

    /// File systems that hold nobody's data, or are always full.
    private static let unreal: Set<String> = [
        "tmpfs", "devtmpfs", "overlay", "squashfs", "proc", "sysfs", "ramfs", "autofs", "iso9660", "nsfs", "cgroup2fs",
        "rpc_pipefs", "fuse.lxcfs", "efivarfs", "debugfs", "tracefs",
    ]

    /// - Parameters:
    ///   - mounts: those that are looked at; empty for all real ones.
    ///   - now: our own time at the second scrape, in seconds since 1970.
    init(_ first: MetricsText, _ second: MetricsText, mounts: [String], now: Double) {
        readCPU(first, second)
        if let available = second.one("node_memory_MemAvailable_bytes"),
            let total = second.one("node_memory_MemTotal_bytes"), total > 0
        {
            memory = 100 * (1 - available / total)
        }
        readDisks(second, mounts)
        bootTime = second.one("node_boot_time_seconds")
        clockSkew = second.one("node_time_seconds").map { $0 - now }
        failedCollectors = second.all("node_scrape_collector_success").filter { $0.value == 0 }
            .compactMap { $0.labels["collector"] }.sorted()
    }

    /// 100 × (1 − idle / all), over the time between the scrapes.
    private mutating func readCPU(_ first: MetricsText, _ second: MetricsText) {
        func sums(_ text: MetricsText) -> [String: Double] {
            text.all("node_cpu_seconds_total").reduce(into: [:]) { $0[$1.labels["mode"] ?? "", default: 0] += $1.value }
        }
        let (before, after) = (sums(first), sums(second))
        guard !before.isEmpty, Set(before.keys) == Set(after.keys) else { return }
        // A counter that went back was started anew: the machine has booted between the scrapes.
        let spent = after.mapValues { $0 }.merging(before) { $0 - $1 }
        guard spent.values.allSatisfy({ $0 >= 0 }) else { return }
        let all = spent.values.reduce(0, +)
        guard all > 0, let idle = spent["idle"] else { return }
        cpu = 100 * (1 - idle / all)
        steal = spent["steal"].map { 100 * $0 / all }
    }

    /// As df shows it: (size − free) / (size − free + available).
    private mutating func readDisks(_ text: MetricsText, _ mounts: [String]) {
        func values(_ name: String) -> [String: Double] {
            var values: [String: Double] = [:]
            for sample in text.all(name) {
                guard let mount = sample.labels["mountpoint"], let type = sample.labels["fstype"] else { continue }
                if mounts.isEmpty ? Self.unreal.contains(type) : !mounts.contains(mount) { continue }
                values[mount] = sample.value
            }
            return values
        }
        let (sizes, frees, available) = (
            values("node_filesystem_size_bytes"), values("node_filesystem_free_bytes"),
            values("node_filesystem_avail_bytes")
        )
        for mount in sizes.keys.sorted() {
            guard let size = sizes[mount], let free = frees[mount], let left = available[mount], size > 0 else {
                continue
            }
            let used = size - free
            guard used + left > 0 else { continue }
            let percent = 100 * used / (used + left)
            if percent > disk?.percent ?? -1 { disk = (mount, percent) }
        }
        let (files, freeFiles) = (values("node_filesystem_files"), values("node_filesystem_files_free"))
        // A file system that has no fixed number of them, as btrfs, says 0: they cannot run out.
        inodes = files.compactMap { mount, all in
            all > 0 ? freeFiles[mount].map { 100 * (1 - $0 / all) } : 0
        }.max()
        // Of a mount that must be there and is not nothing can be said.
        if mounts.contains(where: { sizes[$0] == nil }) { disk = nil }
        readOnly = values("node_filesystem_readonly").filter { $0.value == 1 }.keys.sorted()
        unreadable = values("node_filesystem_device_error").filter { $0.value == 1 }.keys.sorted()
    }
}
