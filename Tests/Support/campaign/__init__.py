"""A campaign against the real server: it is killed again and again while alerts come in, people are called over the fake
provider, and mails go out; at the end it is judged what was lost, doubled or not by the book.

    $ python3 Tests/Support/campaign storms --nightcall .build/release/nightcall --minutes 2
    $ python3 Tests/Support/campaign provider --nightcall … --minutes 60 --seed 7 --result result.json

    storms      storms in one contract and over many, resends, recoveries, operators, people of every kind
    provider    the provider fails in every way that the fake knows, and the site is reloaded, well and badly

Everything is on the loopback and in a folder of its own under --folder (default: a temporary one, which is removed when
nothing was found). Exit code 0: nothing lost, nothing doubled, all by the book. 1: something was found; it is printed, the
folder is kept, and the seed repeats the chances (not the moments: those are the machine's).
"""
