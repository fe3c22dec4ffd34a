import CallTree
import DrillSimulator
import ServiceHours
import Testing

/// Who or what picks up: only a key is received, whatever the line takes the answerer for.
struct AnswererTests {
    struct Course: Sendable, CustomTestStringConvertible {
        let testDescription: String
        var answerer = Answerer.unknown
        var isDetected = false
        var keys: [UInt8] = []
        /// Hangs up before we do.
        var hangsUp = false
        let outcome: Outcome
    }

    static let courses = [
        Course(testDescription: "voicemail, known at once", answerer: .machine, hangsUp: true, outcome: .voicemail),
        Course(testDescription: "voicemail that listens", isDetected: true, outcome: .voicemail),
        Course(testDescription: "fax", isDetected: true, hangsUp: true, outcome: .voicemail),
        Course(testDescription: "voicemail taken for a person", answerer: .person, outcome: .noInput),
        Course(testDescription: "transfer announcement", outcome: .noInput),
        Course(testDescription: "call screening that hangs up", hangsUp: true, outcome: .hungUp),
        Course(testDescription: "call screening with tones of its own", keys: [0, 5, 9], outcome: .noInput),
        Course(testDescription: "person who hangs up at once", answerer: .person, hangsUp: true, outcome: .hungUp),
        Course(testDescription: "person", answerer: .person, keys: [1], outcome: .acknowledged),
        Course(testDescription: "person taken for a machine", answerer: .machine, keys: [1], outcome: .acknowledged),
        Course(
            testDescription: "person in whom a machine is heard", isDetected: true, keys: [1], outcome: .acknowledged),
        Course(testDescription: "key pressed twice", answerer: .person, keys: [1, 1, 1], outcome: .acknowledged),
        Course(testDescription: "wrong keys, then the right one", keys: [3, 9, 1], outcome: .acknowledged),
    ]

    @Test(arguments: courses)
    func `only who presses the key has received, whatever the line takes him for`(course: Course) {
        var night = Night(.acme())
        night.fires("disk")
        night.reports(.ringing)
        night.passes(.seconds(15))
        night.reports(.answered(by: course.answerer))
        if course.isDetected { night.reports(.machineDetected) }
        for key in course.keys { night.presses(key) }
        if !course.hangsUp {
            night.reports(.promptEnded)
            if course.outcome != .acknowledged { night.reports(.promptEnded) }
            night.passes(.seconds(8))
        }
        night.reports(.ended(.hungUp))
        let told = night.news
        let ended = told.filter { $0.contains("attempt ") }
        #expect(
            ended.count == 1 && ended[0].contains("attempt 1.1 \(course.outcome.rawValue) after 5 rings"), "\(told)")
        #expect(told.count { $0.contains("decided") } == (course.outcome == .acknowledged ? 1 : 0))
        #expect(night.end(of: 1) == (course.outcome == .acknowledged ? .acknowledged : nil))
        #expect(night.call()?.id.attempt.number == (course.outcome == .acknowledged ? nil : 2))
        #expect(night.check.violations.isEmpty)
    }
}
