public import CallTree
import ServiceHours

/// The style sheet of every page of this room: light and dark by the reader's own setting, from the width of a telephone
/// upwards. Every text stands on its ground with a contrast of at least 4.5 (WCAG 2.2, 1.4.3).
public enum PageStyle {
    public static let css: StaticString = """
        :root{color-scheme:light dark;--ground:#fff;--card:#f6f8fa;--line:#d0d7de;--text:#1b1f24;--quiet:#57606a;\
        --good:#dafbe1;--good-text:#0a5227;--bad:#ffe3e0;--bad-text:#8a1410;--warn:#fff1cc;--warn-text:#6b4600;\
        --plain:#e7ebef;--plain-text:#32383f;--dial:#afb8c1;--ring:#4493f8;--talk:#57606a;--taken:#1a7f37}
        @media(prefers-color-scheme:dark){:root{--ground:#11151a;--card:#1a2028;--line:#36404b;--text:#e6edf3;--quiet:#9aa7b4;\
        --good:#123c22;--good-text:#a6f0bd;--bad:#4d1512;--bad-text:#ffc9c4;--warn:#453005;--warn-text:#ffdf9c;\
        --plain:#2a323b;--plain-text:#d0d9e2;--dial:#59636e;--ring:#4493f8;--talk:#c9d1d9;--taken:#3fb950}}
        *{box-sizing:border-box}
        body{margin:0;background:var(--ground);color:var(--text);\
        font:16px/1.6 system-ui,-apple-system,"Hiragino Sans","Noto Sans JP","IPAGothic",sans-serif;overflow-wrap:anywhere}
        main{max-width:60rem;margin:0 auto;padding:1rem}
        h1{font-size:1.4rem;line-height:1.3;margin:.2rem 0 .6rem}
        h2{font-size:1.1rem;margin:2rem 0 .6rem;padding-bottom:.2rem;border-bottom:1px solid var(--line)}
        p{margin:.3rem 0}
        .quiet{color:var(--quiet);font-size:.875rem}
        .summary{font-size:1.1rem}
        .badge{display:inline-block;padding:.15rem .7rem;border-radius:1rem;font-weight:600}
        .good{background:var(--good);color:var(--good-text)}
        .bad{background:var(--bad);color:var(--bad-text)}
        .warn{background:var(--warn);color:var(--warn-text)}
        .plain{background:var(--plain);color:var(--plain-text)}
        dl{display:grid;grid-template-columns:minmax(6rem,max-content) 1fr;gap:.3rem 1rem;margin:0}
        dt{color:var(--quiet)}
        dd{margin:0}
        .scroll{overflow-x:auto}
        table{border-collapse:separate;border-spacing:.25rem;width:100%}
        th{font-weight:600;text-align:left;vertical-align:bottom;padding:.2rem .3rem;font-size:.875rem}
        td{vertical-align:top;padding:.3rem .4rem;border-radius:.3rem;font-size:.875rem;line-height:1.4}
        .board{table-layout:fixed}
        .board th:first-child{width:4.2rem}
        .board th[scope=row]{vertical-align:top;padding-top:.4rem}
        .board td.none{border:1px dashed var(--line);color:var(--quiet)}
        .board b{display:block}
        .list th,.list td{border-bottom:1px solid var(--line);border-radius:0}
        .wide{min-width:46rem}.wide td,.wide th{overflow-wrap:break-word}.wide td:first-child{white-space:nowrap}.wide td:nth-child(2){min-width:9em}
        .lane{margin:.35rem 0}
        .lane svg{display:block;width:100%;height:1.1rem;background:var(--card);border:1px solid var(--line);border-radius:.2rem}
        .dial{fill:var(--dial)}.ring{fill:var(--ring)}.talk{fill:var(--talk)}.taken{fill:var(--taken)}
        .ok{fill:var(--taken)}.ng{fill:var(--bad-text)}.un{fill:var(--dial)}.act{fill:var(--ring)}
        .key.ok{background:var(--taken)}.key.ng{background:var(--bad-text)}.key.un{background:var(--dial)}.key.act{background:var(--ring)}
        .axis{display:flex;justify-content:space-between}
        .key{display:inline-block;width:.8rem;height:.8rem;border-radius:.15rem;margin:0 .3rem 0 .8rem;vertical-align:-.05rem}
        .key.dial{background:var(--dial)}.key.ring{background:var(--ring)}.key.talk{background:var(--talk)}.key.taken{background:var(--taken)}
        ol.events{list-style:none;margin:0;padding:0}
        ol.events li{display:grid;grid-template-columns:4.8rem 1fr;gap:.5rem;padding:.25rem 0;border-bottom:1px solid var(--line)}
        ol.events time{font-variant-numeric:tabular-nums;color:var(--quiet)}
        ol.events li.day{display:block;font-weight:600;padding-top:.8rem}
        ul{margin:.3rem 0;padding-left:1.2rem}
        details{margin:.3rem 0}
        summary{cursor:pointer;padding:.3rem 0}
        .aside{background:none;color:var(--quiet);border:1px solid var(--line)}
        footer{margin-top:2rem;padding-top:.6rem;border-top:1px solid var(--line)}
        @media(max-width:30rem){.board{border-spacing:.15rem}.board td,.board th{font-size:.75rem;padding:.2rem}\
        .board b{font-size:.7rem}.board th:first-child{width:3.2rem}}
        @media print{details>*{display:block}}
        """
}

extension MarkupText {
    /// A whole page of its own: nothing is loaded, nothing runs.
    ///
    /// - Parameter style: what this kind of page needs beside the sheet of all.
    static func page(
        _ language: Language, title: String, style: StaticString = "", _ body: (inout MarkupText) -> Void
    ) -> String {
        var page = MarkupText(.html)
        page.element("html", ["lang": language.tag]) { page in
            page.constant("\n<head>\n<meta charset=\"utf-8\">\n")
            page.empty("meta", ["name": "viewport", "content": "width=device-width, initial-scale=1"])
            page.constant("\n")
            page.empty(
                "meta",
                ["http-equiv": "Content-Security-Policy", "content": "default-src 'none'; style-src 'unsafe-inline'"])
            page.constant("\n")
            page.element("title", text: title)
            page.constant("\n")
            page.element("style") { page in
                page.constant(PageStyle.css)
                page.constant(style)
            }
            page.constant("\n</head>\n")
            page.element("body") { page in
                page.element("main") { body(&$0) }
            }
            page.constant("\n")
        }
        page.constant("\n")
        return page.text
    }

    public mutating func heading(_ text: String) {
        constant("\n")
        element("h2", text: text)
    }

    /// Labels and values.
    public mutating func facts(_ facts: [(label: String, value: String)]) {
        element("dl") { page in
            for fact in facts {
                page.constant("\n")
                page.element("dt", text: fact.label)
                page.element("dd", text: fact.value)
            }
        }
    }
}

/// How a word is coloured; the colour never says more than the word.
public enum Tone: String {
    case good, bad, warn, plain
}

extension Outcome {
    public var tone: Tone {
        switch self {
        case .acknowledged: .good
        case .passed, .rejected: .warn
        case .noInput, .voicemail, .hungUp, .noAnswer, .busy: .plain
        case .unreachableNumber, .lineFailure: .bad
        }
    }
}

extension End {
    public var tone: Tone {
        switch self {
        case .acknowledged, .recovered: .good
        case .exhausted, .undeliverable: .bad
        case .handedOver, .notCalled: .warn
        case .cancelled: .plain
        }
    }
}
