import CallTree
import NightEngine
import ServiceHours

extension BenchCommand {
    /// From handing an alert to the engine until the line is asked to dial: the append and its sync lie between.
    ///
    /// Each alert is for another contract with numbers of its own, pacing is off and the line takes any number of calls,
    /// so that nothing but the engine makes a call wait.
    ///
    /// - Parameter perSecond: 0 for idle: the next alert follows 3 ms after the dial request before it.
    static func measureDialLatency(folder: String, alerts: Int, perSecond: Int) async throws {
        let engine = try BenchEngine(folder: folder, contracts: try BenchSite.contracts(alerts, policy: .unpaced))
        let inputs = (0..<alerts).map { Input.alertsReceived(BenchSite.name($0), [BenchSite.alert("host-\($0)")]) }
        await engine.settle()
        var sent: [Int64] = []
        let began = Machine.nanoseconds()
        for (index, input) in inputs.enumerated() {
            if perSecond > 0 {
                Machine.sleep(until: began + Int64(index) * 1_000_000_000 / Int64(perSecond))
            } else {
                Machine.sleep(milliseconds: 3)
            }
            sent.append(Machine.nanoseconds())
            engine.loop.tell(input)
            if perSecond == 0 { _ = try engine.line.waitForDial() }
        }
        await engine.settle()
        let dials = engine.line.takeDials()
        try engine.close()

        var found = Measurement("dial latency")
        found.note("per_second", perSecond)
        found.note("lost", alerts - dials.count)
        found.note(latencies: dials.map { $0.at - sent[BenchSite.index(of: $0.request.contract)] })
        found.print()
    }

    /// From the line's report that nobody answered until it is asked to dial the next contact.
    static func measureNextDial(folder: String, trees: Int) async throws {
        let engine = try BenchEngine(folder: folder, contracts: try BenchSite.contracts(trees, policy: .unpaced))
        var latencies: [Int64] = []
        for index in 0..<trees {
            engine.loop.tell(.alertsReceived(BenchSite.name(index), [BenchSite.alert("host-\(index)")]))
            var call = try engine.line.waitForDial().request.id
            // Three rounds of three contacts: eight times there is a next one.
            for _ in 1..<9 {
                engine.loop.tell(.callReported(call, .ringing))
                Machine.sleep(milliseconds: 2)
                let reported = Machine.nanoseconds()
                engine.loop.tell(.callReported(call, .ended(.noAnswer)))
                let next = try engine.line.waitForDial()
                latencies.append(next.at - reported)
                call = next.request.id
            }
        }
        try engine.close()
        var found = Measurement("next dial")
        found.note(latencies: latencies)
        found.print()
    }
}

extension CallPolicy {
    /// Calls to one number follow one another at once.
    static var unpaced: CallPolicy {
        var policy = CallPolicy()
        policy.numberPause = .zero
        return policy
    }
}

extension BenchSite {
    /// The place of a contract among the contracts.
    static func index(of contract: ContractID) -> Int {
        contract.text.utf8.suffix(6).reduce(0) { 10 * $0 + Int($1 &- UInt8(ascii: "0")) }
    }
}
