import Foundation
import Glibc
import Testing

@testable import NightEngine

@Suite struct GateTests {
    @Test func `time at a gate passes by the clock that nobody sets`() {
        #expect(Gate.clock == CLOCK_MONOTONIC)
        #expect(Gate().wait(atMostNanoseconds: 0) == false)
        #expect(Gate().wait(atMostNanoseconds: 1_999_999) == false)
    }

    @Test func `an open gate lets everybody through until it is closed`() {
        let gate = Gate()
        gate.open()
        #expect(gate.wait(atMostNanoseconds: 0))
        #expect(gate.wait(atMostNanoseconds: .max))
        gate.close()
        #expect(gate.wait(atMostNanoseconds: 0) == false)
    }

    @Test func `whoever waits goes on as soon as it opens`() {
        let gate = Gate()
        Thread { gate.open() }.start()
        #expect(gate.wait(atMostNanoseconds: 60_000_000_000))
    }
}
