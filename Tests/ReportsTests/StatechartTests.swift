import Reports
import Testing

struct StatechartTests {
    private let chart = Statechart(
        title: "An attempt", states: ["dialling", "ringing", "hanging up"],
        arrows: [
            .init(from: "ringing", to: "hanging up", label: "deadline: 29 s"),
            .init(from: "dialling", to: "ringing", label: "rang"),
            .init(from: "ringing", to: "hanging up", label: "asked"),
            .init(from: "hanging up", to: "ended", label: ""),
        ], start: "dialling", ends: ["ended"])

    @Test func `Mermaid names states plainly where it can and merges arrows between the same two`() {
        #expect(
            chart.mermaid == """
                stateDiagram-v2
                    %% An attempt
                    state "hanging up" as s3
                    [*] --> dialling
                    dialling --> ringing : rang
                    ringing --> s3 : asked, deadline#58; 29 s
                    s3 --> ended
                    ended --> [*]

                """)
    }

    @Test func `Graphviz gets the same arrows with quoted names`() {
        #expect(
            chart.dot == """
                digraph "An attempt" {
                    node [shape=box, style=rounded];
                    "[*]" [shape=point, label=""];
                    "dialling";
                    "ringing";
                    "hanging up";
                    "ended" [peripheries=2];
                    "[*]" -> "dialling";
                    "dialling" -> "ringing" [label="rang"];
                    "ringing" -> "hanging up" [label="asked, deadline: 29 s"];
                    "hanging up" -> "ended";
                }

                """)
    }

    @Test func `the text depends on the arrows and not on their order`() {
        let turned = Statechart(
            title: chart.title, states: ["dialling", "ringing", "hanging up", "ended"],
            arrows: [
                .init(from: "hanging up", to: "ended", label: ""),
                .init(from: "ringing", to: "hanging up", label: "asked"),
                .init(from: "ringing", to: "hanging up", label: "asked"),
                .init(from: "dialling", to: "ringing", label: "rang"),
                .init(from: "ringing", to: "hanging up", label: "deadline: 29 s"),
            ], start: "dialling", ends: ["ended"])
        #expect(turned == chart)
    }

    @Test func `names and labels cannot break out of their place`() {
        let hostile = Statechart(
            title: "a\n\"b", states: ["x\" y\\", "end", "s1"],
            arrows: [.init(from: "end", to: "s1", label: "\"; } \n--> z")])
        #expect(hostile.mermaid.split(separator: "\n").count == 6)
        #expect(hostile.dot.split(separator: "\n").count == 7)
        #expect(hostile.dot.contains(#""x\" y\\";"#))
        #expect(hostile.mermaid.contains(#"state "x#34; y\" as s1"#))
        #expect(hostile.mermaid.contains("s2 --> s3 : #34;#59; #125; --#62; z"))
    }
}
