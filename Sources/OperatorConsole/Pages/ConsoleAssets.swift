internal import Reports

/// The style sheet and the script of the page; both come from this server alone.
enum ConsoleAssets {
    static let style = "\(PageStyle.css)\n\(own)\n\(turns)\n"

    private static let own = """
        [hidden]{display:none!important}
        header nav{display:flex;flex-wrap:wrap;gap:.6rem;align-items:center}
        h3{font-size:1rem;margin:.2rem 0}
        a{color:inherit}
        p.badge{display:block;border-radius:.4rem;padding:.4rem .7rem}
        .session{display:flex;flex-wrap:wrap;gap:.6rem;align-items:center}
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

    /// The field of the board whose call is under way: it must not look like one that has ended without success. The
    /// board itself does not say which it is, `TreePanel` does; at most 10 rounds of 4 contacts.
    private static let turns: String = {
        let fields = (1...10).flatMap { round in
            (1...4).map { place in
                ".turn-\(round)-\(place) tr:nth-child(\(round + 1)) td.plain:nth-child(\(place + 1))"
            }
        }
        return fields.joined(separator: ",") + "{background:var(--ring);color:#0b1a2b;outline:2px solid var(--text)}"
    }()

    /// Fetches what moves each second and exchanges what has changed: a part as a whole, or, where something in it has
    /// the focus or is folded out, child by child around that. Children are told apart by their ids.
    static let script = """
        "use strict";
        const lost = document.getElementById("lost");

        const isBusy = (node) => node.contains(document.activeElement) || node.matches("details[open]")
            || node.querySelector("details[open]") !== null;

        function exchange(shown, fresh) {
            if (shown.outerHTML === fresh.outerHTML) { return; }
            if (shown.getAttribute("role") === "status") {
                // Read out by screen readers, because the element itself stays.
                if (shown.textContent !== fresh.textContent) { shown.textContent = fresh.textContent; }
            } else if (isBusy(shown)) {
                exchangeChildren(shown, fresh);
            } else {
                shown.replaceWith(fresh);
            }
        }

        function exchangeChildren(shown, fresh) {
            const children = new Map([...shown.children].filter((child) => child.id).map((child) => [child.id, child]));
            const wanted = [...fresh.children].filter((child) => child.id);
            const ids = new Set(wanted.map((child) => child.id));
            for (const child of children.values()) {
                if (!ids.has(child.id) && !isBusy(child)) { child.remove(); }
            }
            let place = shown.firstElementChild;
            for (const child of wanted) {
                const known = children.get(child.id);
                if (known && isBusy(known)) {
                    // Never moved: it would lose the focus.
                    exchange(known, child);
                    place = known.nextElementSibling;
                    continue;
                }
                const kept = known && known.outerHTML === child.outerHTML ? known : child;
                if (known && known === place) { place = place.nextElementSibling; }
                if (known && known !== kept) { known.remove(); }
                if (kept.nextElementSibling !== place || kept.parentElement !== shown) { shown.insertBefore(kept, place); }
            }
        }

        async function look() {
            try {
                const answer = await fetch("/live" + location.search, {cache: "no-store"});
                if (answer.status === 401) {
                    // The session is over: the page itself says so.
                    location.reload();
                    return;
                }
                if (!answer.ok) { throw new Error(String(answer.status)); }
                const fresh = document.createElement("div");
                fresh.innerHTML = await answer.text();
                lost.hidden = true;
                for (const part of [...fresh.children]) {
                    const shown = document.getElementById(part.id);
                    if (shown) { exchange(shown, part); }
                }
            } catch {
                lost.hidden = false;
            }
            setTimeout(look, 1000);
        }
        setTimeout(look, 1000);
        """
}
