"""What a first query loads at 1,000 and 10,000 articles: main part, table of meaning, and the parts it needs."""

from __future__ import annotations

import bisect
import gzip
import json
import statistics
from itertools import accumulate

from benchmarks.search import made
from deflect.site.search import Index
from deflect.site.search.parts import files
from deflect.site.search.postings import DIGITS
from deflect.site.search.ranking import rank, understand

HITS = 7


def main() -> None:
    """Print a table of compressed sizes."""
    print("\n| articles | main part | articles' vectors | first query, median | all of it | files |")
    print("|---|---|---|---|---|---|")
    for count in (100, 1_000, 10_000):
        print(row(made.centre(count)), flush=True)


def row(found: Index) -> str:
    """The sizes of one index, in KB after gzip -9; a query has six words and shows seven hits."""
    content = files(found, "search/en.js")
    sizes = {path: len(gzip.compress(script, 9)) for path, script in content.items()}
    text = content["search/en.js"].decode()
    main = json.loads(text[text.index("]=") + 2 : -2])
    named = {
        name: [f"search/en/{main[name][at : at + 8]}.js" for at in range(0, len(main[name]), 8)]
        for name in ("words", "leaves", "vectors", "likes")
    }
    always = sizes["search/en.js"] + sum(sizes[path] for path in set(named["likes"]))
    needed = []
    for query in made.queries(25, 6):
        matches = [word.matches for word in understand(found, query)]
        paths = {named["words"][_part(main["cuts"], term)] for each in matches for term, _ in each}
        paths |= {named["vectors"][_part(main["vector_cuts"], each[0][0])] for each in matches if each}
        paths |= {named["leaves"][page // main["leaf"]] for page, _ in rank(found, query, HITS).hits}
        needed.append(sum(sizes[path] for path in paths))
    first = statistics.median(needed)
    shown = (sizes["search/en.js"], always - sizes["search/en.js"], first, always + first)
    return (
        f"| {len(found.pages):,} | " + " | ".join(f"{size / 1024:,.0f} KB" for size in shown) + f" | {len(content):,} |"
    )


def _part(cuts: str, term: int) -> int:
    """The part that a word is in, from the number of words in each."""
    sizes = [64 * DIGITS.index(high) + DIGITS.index(low) for high, low in zip(cuts[::2], cuts[1::2], strict=True)]
    return bisect.bisect_right(list(accumulate(sizes)), term)
