import Testing

@testable import RunbookSteps

/// Measurements of plugins, as Debian's own write them and as nobody should.
@Suite struct PerformanceDataTests {
    /// Label, value, unit, warning, critical, least and most; `-` for what is not there.
    private func written(_ item: PerformanceData.Item) -> [String] {
        [
            item.label, item.value ?? "-", item.unit, item.warning?.text ?? "-", item.critical?.text ?? "-",
            item.least ?? "-", item.most ?? "-",
        ]
    }

    @Test(arguments: [
        (
            "/=25232932864B;216442024755;243497277849;0;270552530944",
            ["/", "25232932864", "B", "216442024755", "243497277849", "0", "270552530944"]
        ),
        ("load1=4.270;5.000;10.000;0;", ["load1", "4.270", "", "5.000", "10.000", "0", "-"]),
        ("time=0.000352s;;;0.000000;10.000000", ["time", "0.000352", "s", "-", "-", "0.000000", "10.000000"]),
        ("procs=100;250;400;0;", ["procs", "100", "", "250", "400", "0", "-"]),
        (
            "rta=0.039000ms;100.000000;500.000000;0.000000",
            ["rta", "0.039000", "ms", "100.000000", "500.000000", "0.000000", "-"]
        ),
        ("pl=0%;20;60;0;", ["pl", "0", "%", "20", "60", "0", "-"]),
        ("swap=0B;0;0;0;0", ["swap", "0", "B", "0", "0", "0", "0"]),
        ("'/var/lib/a b'=1KB", ["/var/lib/a b", "1", "KB", "-", "-", "-", "-"]),
        ("'it''s'=1", ["it's", "1", "", "-", "-", "-", "-"]),
        ("''''=1", ["'", "1", "", "-", "-", "-", "-"]),
        ("'a=b'=1", ["a=b", "1", "", "-", "-", "-", "-"]),
        ("'a|b;c'=1c", ["a|b;c", "1", "c", "-", "-", "-", "-"]),
        ("ディスク=93.5%;80;90", ["ディスク", "93.5", "%", "80", "90", "-", "-"]),
        ("x=U", ["x", "-", "", "-", "-", "-", "-"]),
        ("x=U;1;2;0;9", ["x", "-", "", "1", "2", "0", "9"]),
        ("x=-12.5us", ["x", "-12.5", "us", "-", "-", "-", "-"]),
        ("x=+3", ["x", "+3", "", "-", "-", "-", "-"]),
        ("x=.5", ["x", ".5", "", "-", "-", "-", "-"]),
        ("x=5.", ["x", "5.", "", "-", "-", "-", "-"]),
        ("x=1e-05s", ["x", "1e-05", "s", "-", "-", "-", "-"]),
        ("x=2EB", ["x", "2", "EB", "-", "-", "-", "-"]),
        ("x=1;@10:20;~:30", ["x", "1", "", "@10:20", "~:30", "-", "-"]),
        ("x=1;10:;:20", ["x", "1", "", "10:", ":20", "-", "-"]),
        ("x=1;80%;ten;a;b", ["x", "1", "", "-", "-", "-", "-"]),
        ("x=1;;;;", ["x", "1", "", "-", "-", "-", "-"]),
        ("x=1;;;;;", ["x", "1", "", "-", "-", "-", "-"]),
    ])
    func `an item is read by the published grammar`(text: String, expected: [String]) throws {
        let data = PerformanceData(text)
        #expect(data.items.map(written) == [expected] && data.unreadable == 0)
    }

    @Test(arguments: [
        "x", "=1", "x=", "x= 1", "''=1", "'x=1", "x=1,5", "x=NaN", "x=inf", "x=nan", "x=--1", "x=1.2.3", "x=0x10",
        "x=1e999",
        "x=1;2;3;4;5;6", "x=U5", "x=u", "a'b=1", "x=1 5", "x=１", "x=٣", "'a'b=1", "x=1s'", "x=\u{2212}1",
    ])
    func `an item that breaks the grammar is counted and spoils no other`(odd: String) {
        let data = PerformanceData("before=1s \(odd) after=2%")
        let labels = data.items.map(\.label)
        #expect(data.unreadable >= 1 && labels.first == "before")
        // An open quote takes everything behind it along.
        if odd != "'x=1" { #expect(labels.last == "after") }
        #expect(!data.items.contains { $0.label == "x" && $0.value != "1" })
    }

    @Test func `items are separated by any white space, and nothing is nothing`() {
        #expect(PerformanceData("").items.isEmpty && PerformanceData(" \t ").unreadable == 0)
        #expect(PerformanceData("  a=1\t b=2 \n 'c d'=3 ").items.map(\.label) == ["a", "b", "c d"])
    }

    @Test(arguments: [
        ("10", [-1.0, 10.5], [0.0, 10]), ("10:", [9.9, -1], [10, 1e300]), (":10", [-0.1, 11], [0, 10]),
        ("~:10", [10.1], [-1e300, 10]),
        ("10:20", [9.9, 20.1], [10, 20]), ("@10:20", [10, 15, 20], [9.9, 20.1]), ("@10", [0, 10], [-1, 11]),
        ("0", [1, -1], [0]),
        ("-5:5", [-6, 6], [-5, 5]), ("1.5:1.5", [1.4, 1.6], [1.5]), ("@~:0", [0, -9], [1]),
        ("~:", [], [-1e300, 1e300]),
    ])
    func `a range alerts where the guidelines say`(text: String, alerting: [Double], quiet: [Double]) throws {
        let range = try #require(PerformanceRange(text[...]))
        #expect(alerting.allSatisfy(range.alerts) && !quiet.contains(where: range.alerts))
        #expect(range.text == text)
    }

    @Test(arguments: [
        "", "@", ":::", "a", "1:a", "20:10", "~", "~:~", "10:~", "-5", "1e999", "10 ", "１０", "@@1", "0x1",
    ])
    func `a range that is none is none`(text: String) {
        #expect(PerformanceRange(text[...]) == nil)
    }

    @Test func `no change of any character makes the reader stop`() {
        let whole = "'/var a''b'=25.5%;@80:90;~:95;0;100 load1=4.2e1;5;10 x=U;;;; y=-3us"
        let odd: [Character] = [
            "'", "=", ";", " ", ":", "@", "~", "-", ".", "e", "U", "0", "|", "\n", "\0", "あ", "\u{301}",
        ]
        let characters = Array(whole)
        for place in characters.indices {
            var shorter = characters
            shorter.remove(at: place)
            #expect(PerformanceData(String(shorter)).items.count <= 8)
            #expect(PerformanceData(String(characters[..<place])).items.count <= 4)
            for other in odd {
                var changed = characters
                changed[place] = other
                let data = PerformanceData(String(changed))
                #expect(data.items.count + data.unreadable <= 10)
                for item in data.items { #expect(item.value.map { Double($0) != nil } ?? true) }
            }
        }
    }

    @Test func `no chance text makes the reader stop or go on without end`() {
        var generator = SeededNumbers(seed: 7)
        let alphabet = Array("'=;:@~ U0159.-+e%sKB|\t\n\0あé")
        for _ in 0..<5_000 {
            let text = String(
                (0..<generator.next(below: 60)).map { _ in alphabet[generator.next(below: alphabet.count)] })
            let data = PerformanceData(text)
            #expect(data.items.count + data.unreadable <= text.count)
            _ = PluginOutput(text)
            _ = PerformanceRange(text[...])
        }
    }

    @Test func `a flood of items is bounded`() {
        let data = PerformanceData((0..<20_000).map { "a\($0)=1" }.joined(separator: " "))
        #expect(data.items.count == PerformanceData.most && data.unreadable == PerformanceData.most + 1)
        #expect(PerformanceData(String(repeating: "'", count: 200_000)).items.isEmpty)
    }
}

/// The same numbers for the same seed (SplitMix64, Steele, Lea and Flood 2014).
struct SeededNumbers {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    mutating func next(below bound: Int) -> Int {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return Int((mixed ^ (mixed >> 31)) % UInt64(bound))
    }
}
