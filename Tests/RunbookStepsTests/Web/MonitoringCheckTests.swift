import Foundation
import RunbookModel
import ServiceHours
import TestPeers
import Testing

@testable import RunbookSteps

/// Against Debian's prometheus and prometheus-node-exporter.
@Suite(.timeLimit(.minutes(5))) struct MonitoringCheckTests {
    @Test func `every sample of a query is held against the comparison, and no sample is no health`() async throws {
        let folder = try TestFolder()
        let port = try FreePort.find()
        let config = try folder.write("prometheus.yml", "global: {scrape_interval: 1h}\nscrape_configs: []\n")
        let server = try await TestProcess([
            "/usr/bin/prometheus", "--config.file=\(config)", "--storage.tsdb.path=\(folder.path("data"))",
            "--web.listen-address=127.0.0.1:\(port)",
        ])
        try await server.wait(for: "Server is ready to receive web requests")

        func look(_ query: String, _ expect: [String: StepValue]) async throws -> Observation {
            let check = try PrometheusQueryCheck(
                ["url": .text("http://127.0.0.1:\(port)"), "query": .text(query)], expect: expect)
            return await check.look(try TestSurroundings().made())
        }
        let good = try await look("vector(12)", ["value": .text("< 90")])
        #expect(good.verdict == .normal && good.reading("value") == "12" && good.reading("samples") == "1")
        #expect(try await look("vector(95)", ["value": .text("< 90")]).verdict == .abnormal)
        #expect(try await look("scalar(vector(95))", ["value": .text(">= 95")]).verdict == .normal)
        let both = "label_replace(vector(1), \"a\", \"b\", \"\", \"\") or vector(99)"
        #expect(try await look(both, ["value": .text("< 90")]).verdict == .abnormal)
        #expect(try await look(both, ["value": .text("< 100"), "samples": .integer(3)]).verdict == .unknown)
        #expect(try await look("absent_metric", ["value": .text("< 90")]).verdict == .unknown)
        #expect(try await look("vector(0) / 0", ["value": .text("< 90")]).verdict == .unknown)
        let wrong = try await look("this is no query", ["value": .text("< 90")])
        #expect(wrong.verdict == .unknown && wrong.sentence.english.contains("refused"))
        // A store that has not answered: a good value says nothing then, a bad one is believed.
        func told(_ value: String) async throws -> Verdict {
            let page = try await WebServer(try TestFolder())
            try page.page(
                "api/v1/query",
                #"{"status":"success","warnings":["store x is away"],"data":{"resultType":"vector","result":[{"metric":{},"value":[\#(RealClock.now().microseconds / 1_000_000),"\#(value)"]}]}}"#
            )
            let check = try PrometheusQueryCheck(
                ["url": page.url(""), "query": .text("up")], expect: ["value": .text("< 90")])
            return await check.look(try TestSurroundings().made()).verdict
        }
        #expect(try await told("12") == .unknown)
        #expect(try await told("95") == .abnormal)
        var late = TestSurroundings()
        late.now = { RealClock.now() + .hours(1) }
        let old = try PrometheusQueryCheck(
            ["url": .text("http://127.0.0.1:\(port)"), "query": .text("vector(1)")], expect: ["value": .text("< 90")])
        #expect(await old.look(try late.made()).verdict == .unknown)
    }

    @Test func `the figures of this machine are read from its exporter`() async throws {
        let port = try FreePort.find()
        let exporter = try await TestProcess([
            "/usr/bin/prometheus-node-exporter", "--web.listen-address=127.0.0.1:\(port)",
        ])
        try await exporter.wait(for: "127.0.0.1:\(port)")
        try await WebServer.wait(forPort: port)
        let check = try NodeExporterCheck(
            ["url": .text("http://127.0.0.1:\(port)/metrics"), "between": .span(.seconds(1))],
            expect: ["cpu": .integer(100), "memory": .integer(100), "disk": .integer(100), "inodes": .integer(100)])
        let seen = await check.look(try TestSurroundings().made())
        for name in ["memory", "bootTime", "clockSkew", "collectorsFailed"] {
            #expect(seen.reading(name).flatMap { Double($0) } != nil, "\(name): \(seen.readings)")
        }
        let boot = try #require(seen.reading("bootTime").flatMap { Double($0) })
        #expect(boot > 1_600_000_000)
        let nobody = try NodeExporterCheck(["url": .text("http://127.0.0.1:\(try FreePort.find())/metrics")])
        #expect(await nobody.look(try TestSurroundings().made()).verdict == .unknown)
    }

    private static func scrape(idle: Double, user: Double, available: Double = 6e9, read: Int = 0) -> String {
        """
        # TYPE node_cpu_seconds_total counter
        node_cpu_seconds_total{cpu="0",mode="idle"} \(idle)
        node_cpu_seconds_total{cpu="0",mode="user"} \(user)
        node_cpu_seconds_total{cpu="0",mode="steal"} 0
        node_memory_MemAvailable_bytes \(available)
        node_memory_MemTotal_bytes 8e+09
        node_filesystem_size_bytes{device="/dev/vda1",fstype="ext4",mountpoint="/"} 1000
        node_filesystem_free_bytes{device="/dev/vda1",fstype="ext4",mountpoint="/"} 300
        node_filesystem_avail_bytes{device="/dev/vda1",fstype="ext4",mountpoint="/"} 250
        node_filesystem_size_bytes{device="tmpfs",fstype="tmpfs",mountpoint="/run"} 10
        node_filesystem_free_bytes{device="tmpfs",fstype="tmpfs",mountpoint="/run"} 0
        node_filesystem_avail_bytes{device="tmpfs",fstype="tmpfs",mountpoint="/run"} 0
        node_filesystem_files{device="/dev/vda1",fstype="ext4",mountpoint="/"} 100
        node_filesystem_files_free{device="/dev/vda1",fstype="ext4",mountpoint="/"} 40
        node_filesystem_readonly{device="/dev/vda1",fstype="ext4",mountpoint="/"} \(read)
        node_boot_time_seconds 1.7956e+09
        node_time_seconds 1.795604401e+09
        node_scrape_collector_success{collector="mdadm"} 0
        node_scrape_collector_success{collector="cpu"} 1
        odd{label="with \\"quotes\\" and } brace"} 1

        """
    }

    private func figures(_ first: String, _ second: String, mounts: [String] = []) -> MachineFigures {
        func read(_ text: String) -> MetricsText { MetricsText(Array(text.utf8), keeping: MachineFigures.names) }
        return MachineFigures(read(first), read(second), mounts: mounts, now: 1_795_604_400)
    }

    @Test func `use is reckoned as the field does: the CPU between two scrapes, the disk as df shows it`() {
        let found = figures(Self.scrape(idle: 100, user: 10), Self.scrape(idle: 103, user: 17))
        #expect(found.cpu == 70 && found.steal == 0 && found.memory == 25)
        #expect(found.disk?.mount == "/" && abs((found.disk?.percent ?? 0) - 100 * 700 / 950) < 0.001)
        #expect(found.inodes == 60 && found.clockSkew == 1 && found.bootTime == 1_795_600_000)
        #expect(found.failedCollectors == ["mdadm"] && found.readOnly.isEmpty)
        #expect(figures(Self.scrape(idle: 1, user: 1), Self.scrape(idle: 2, user: 1, read: 1)).readOnly == ["/"])
    }

    @Test
    func `a mount that could not be looked into is named, and one without a count of inodes cannot run out of them`() {
        let failed = "node_filesystem_device_error{device=\"/dev/vdb\",fstype=\"ext4\",mountpoint=\"/data\"} 1\n"
        let found = figures(Self.scrape(idle: 1, user: 1), Self.scrape(idle: 2, user: 1) + failed)
        #expect(found.unreadable == ["/data"] && found.disk?.mount == "/")
        let uncounted = Self.scrape(idle: 2, user: 1).replacingOccurrences(
            of: "mountpoint=\"/\"} 100\n", with: "mountpoint=\"/\"} 0\n")
        #expect(figures(Self.scrape(idle: 1, user: 1), uncounted).inodes == 0)
    }

    @Test(arguments: [
        (0, "", Verdict.normal), (1, "", .warning),
        (0, "node_filesystem_device_error{device=\"/dev/vdb\",fstype=\"ext4\",mountpoint=\"/data\"} 1\n", .warning),
    ]) func `a mount that has become read-only, or cannot be read, is no health`(
        read: Int, more: String, verdict: Verdict
    ) async throws {
        let server = try await WebServer(try TestFolder())
        try server.page("metrics", Self.scrape(idle: 100, user: 10, read: read) + more)
        let check = try NodeExporterCheck(["url": server.url("metrics"), "between": .span(.seconds(1))])
        var surroundings = TestSurroundings()
        // Between the two scrapes.
        surroundings.sleep = { _ in try server.page("metrics", Self.scrape(idle: 107, user: 11, read: read) + more) }
        let seen = await check.look(try surroundings.made())
        #expect(seen.verdict == verdict, "\(seen.sentence.english)")
    }

    @Test func `what is missing or has gone back is no figure`() {
        #expect(figures(Self.scrape(idle: 103, user: 17), Self.scrape(idle: 2, user: 1)).cpu == nil)
        #expect(figures("", Self.scrape(idle: 2, user: 1)).cpu == nil)
        #expect(figures("", "").memory == nil && figures("", "").disk == nil)
        #expect(
            figures(Self.scrape(idle: 1, user: 1), Self.scrape(idle: 2, user: 1), mounts: ["/", "/data"]).disk == nil)
    }

    @Test(arguments: [
        "node_memory_MemTotal_bytes", "node_memory_MemTotal_bytes{", "node_memory_MemTotal_bytes{a=\"b",
        "node_memory_MemTotal_bytes NaN",
        "node_memory_MemTotal_bytes{a=b} 1", "node_memory_MemTotal_bytes{a=\"\\", "node_memory_MemTotal_bytes +Inf",
        String(repeating: "node_memory_MemTotal_bytes{", count: 10_000),
    ]) func `a line that is no sample is passed over`(line: String) {
        let text = MetricsText(
            Array((line + "\nnode_memory_MemTotal_bytes{cpu=\"0\"} 42 1700000000\n").utf8),
            keeping: MachineFigures.names)
        #expect(text.one("node_memory_MemTotal_bytes") == 42)
    }
}
