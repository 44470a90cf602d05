"""How long the help centre takes to build, new and again, by number of articles.

usage: python benchmarks/bench_site.py [COUNT …]   (100 and 1000 by default)

The articles are made up of random words. Prints a Markdown table.
"""

from __future__ import annotations

import argparse
import random
import resource
import tempfile
import time
from pathlib import Path

from deflect.config import Settings
from deflect.site import build
from deflect.types import Article

HEADINGS = ("articles", "pages", "first build, s", "again, s", "search index, KB", "peak memory, MB")
WORDS = ["".join(random.Random(seed).choices("abcdefghiklmnoprstuvw", k=3 + seed % 6)) for seed in range(3000)]


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("counts", nargs="*", type=int, default=[100, 1000])
    print(f"| {' | '.join(HEADINGS)} |\n|{'---|' * len(HEADINGS)}")
    for count in ask.parse_args().counts:
        bench(count)


def bench(count: int) -> None:
    articles = [article(number) for number in range(count)]
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "site"
        times = []
        for _ in range(2):
            start = time.perf_counter()
            result = build(articles, Settings(), out)
            times.append(time.perf_counter() - start)
        index = max(path.stat().st_size for path in out.rglob("*.js")) / 1024
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"| {count:,} | {result.pages:,} | {times[0]:.1f} | {times[1]:.1f} | {index:,.0f} | {memory:.0f} |", flush=True
    )


def article(number: int) -> Article:
    chance = random.Random(number)

    def some(words: int) -> str:
        return " ".join(chance.choices(WORDS, k=words))

    answer = "\n\n".join(f"## {some(4)}\n\n{some(90)}." for _ in range(3))
    return Article(f"a{number}", f"article-{number}", some(7), some(9), answer, category=f"Category {number % 12}")


if __name__ == "__main__":
    main()
