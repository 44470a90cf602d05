"""How many lines that a person wrote are lost when articles are drafted anew: none may be.

usage: python -m benchmarks.bench_edits [--sequences 100000] [--seed 1]

Each sequence is one article's life: drafts that change and a person who adds, changes and deletes lines, edits the
front matter, moves, rewrites, freezes or deletes the file, and writes in proposals. After each draft the files are held
against what the person did; see `tests/kb/edits.py`. Hypothesis draws the same steps in the tests, and makes a failure
small; here they are drawn by plain pseudo-random numbers, for speed. The files are in memory where the system has
/dev/shm.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import sys
import tempfile
import time
from collections import Counter
from functools import lru_cache
from pathlib import Path

from deflect.kb import front_matter, library
from tests.kb.edits import Lost, drawn, live

SHOWN = 5


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--sequences", type=int, default=100_000)
    ask.add_argument("--seed", type=int, default=1)
    args = ask.parse_args()
    vars(os)["fsync"] = lambda _: None  # what is measured is what is written, not whether a power cut leaves it
    # Articles are read and written as ever, but the same front matter only once: YAML takes most of the time.
    vars(front_matter)["_load"] = lru_cache(20_000)(vars(front_matter)["_load"])
    for name in ("parse", "render"):
        vars(library)[name] = lru_cache(20_000)(getattr(front_matter, name))
    memory = Path("/dev/shm")
    folder = Path(tempfile.mkdtemp(dir=memory if memory.is_dir() else None))
    lost: Counter[str] = Counter()
    steps = 0
    start = time.process_time()
    for number in range(args.sequences):
        life = drawn(random.Random(args.seed * 1_000_003 + number))
        steps += len(life)
        what = failure(folder / "life", life)
        if what:
            lost[what] += 1
            if lost.total() <= SHOWN:
                print(f"sequence {number} lost {what}: {life}", file=sys.stderr)
        if number % 10_000 == 9_999:
            print(f"{number + 1:,} sequences, {lost.total()} with a loss", file=sys.stderr)
    shutil.rmtree(folder)
    print("| sequences | steps | CPU s | sequences with a loss |\n|---|---|---|---|")
    print(f"| {args.sequences:,} | {steps:,} | {time.process_time() - start:.0f} | {lost.total()} |")
    if lost:
        sys.exit(f"lost: {dict(lost)}")


def failure(folder: Path, life: list[tuple[str, int, int]]) -> str:
    """What a life loses; empty if nothing."""
    try:
        live(folder, life)
    except Lost as error:
        return str(error)
    except Exception as error:  # noqa: BLE001  # an article that can no longer be read is a loss as well
        return f"{type(error).__name__}: {error}".partition("(")[0]
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return ""


if __name__ == "__main__":
    main()
