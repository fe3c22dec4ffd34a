internal import Reports

/// The style sheet and the script of the page; both come from this server alone.
enum ConsoleAssets {
    static let style = "\(PageStyle.css)\n\(own)\n"

    private static let own = """
        [hidden]{display:none!important}
        header nav{display:flex;flex-wrap:wrap;gap:.6rem;align-items:center}
        h3{font-size:1rem;margin:.2rem 0}
        a{color:inherit}
        p.badge{display:block;border-radius:.4rem;padding:.4rem .7rem}
        .card{background:var(--card);border:1px solid var(--line);border-radius:.5rem;padding:.6rem .8rem;margin:.5rem 0}
        .row{padding:.5rem 0;border-bottom:1px solid var(--line)}
        .row p{margin:.1rem 0}
        .plainlist{list-style:none;padding:0}
        .speech{border-left:.25rem solid var(--talk);padding-left:.6rem}
        form{display:inline-flex;flex-wrap:wrap;gap:.4rem;align-items:center;margin:.2rem 0}
        .actions{display:flex;flex-wrap:wrap;gap:.6rem;align-items:flex-start}
        label{display:inline-flex;gap:.4rem;align-items:center}
        button,input{font:inherit;font-size:.9rem;color:var(--text);background:var(--ground);border:1px solid var(--line);\
        border-radius:.4rem;padding:.3rem .7rem;min-height:2.2rem}
        button{cursor:pointer;background:var(--plain);color:var(--plain-text)}
        button:focus-visible,input:focus-visible,a:focus-visible,summary:focus-visible{outline:2px solid var(--ring);outline-offset:2px}
        """

    /// Fetches what moves each second and exchanges the parts that have changed, so that no button moves away under a
    /// finger without reason. A part in which somebody types or has opened a form is left alone.
    static let script = """
        "use strict";
        const lost = document.getElementById("lost");
        const isBusy = (part) => part.querySelector("details[open]") !== null
            || (part.contains(document.activeElement) && document.activeElement.tagName === "INPUT");
        async function look() {
            try {
                const answer = await fetch("/live" + location.search, {cache: "no-store"});
                if (!answer.ok) { throw new Error(String(answer.status)); }
                const fresh = document.createElement("div");
                fresh.innerHTML = await answer.text();
                lost.hidden = true;
                for (const part of fresh.children) {
                    const shown = document.getElementById(part.id);
                    if (shown && shown.innerHTML !== part.innerHTML && !isBusy(shown)) {
                        shown.innerHTML = part.innerHTML;
                    }
                }
            } catch {
                lost.hidden = false;
            }
            setTimeout(look, 1000);
        }
        setTimeout(look, 1000);
        """
}
