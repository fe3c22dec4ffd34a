import Glibc
import ServiceHours

/// What is read off the machine: the monotonic clock, the processor time used, and the memory held.
enum Machine {
    /// Nanoseconds of the monotonic clock, the same for every process of this machine.
    static func nanoseconds() -> Int64 {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
    }

    /// Processor time of this process so far, user and system.
    static func processorSeconds() -> Double {
        var usage = rusage()
        getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
        return seconds(usage.ru_utime) + seconds(usage.ru_stime)
    }

    private static func seconds(_ time: timeval) -> Double {
        Double(time.tv_sec) + Double(time.tv_usec) / 1_000_000
    }

    /// Memory in RAM now, in bytes (`VmRSS` of /proc/self/status).
    static func residentBytes() -> Int { status("VmRSS:") }

    /// The greatest memory in RAM so far, in bytes (`VmHWM` of /proc/self/status).
    static func peakResidentBytes() -> Int { status("VmHWM:") }

    private static func status(_ field: String) -> Int {
        guard let file = fopen("/proc/self/status", "r") else { return 0 }
        defer { fclose(file) }
        var line = [CChar](repeating: 0, count: 256)
        while fgets(&line, Int32(line.count), file) != nil {
            let text = String(decoding: line.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
            guard text.hasPrefix(field) else { continue }
            return (Int(text.filter(\.isNumber)) ?? 0) * 1_024
        }
        return 0
    }

    /// Waits until this instant of the monotonic clock.
    static func sleep(until nanoseconds: Int64) {
        var time = timespec(tv_sec: Int(nanoseconds / 1_000_000_000), tv_nsec: Int(nanoseconds % 1_000_000_000))
        while clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &time, nil) == EINTR {}
    }

    static func sleep(milliseconds: Int64) {
        sleep(until: nanoseconds() + milliseconds * 1_000_000)
    }
}
