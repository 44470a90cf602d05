"""How good suggestions are on tickets of which it is known what was right.

usage, from the top of the repository: python -m benchmarks.suggest retrieval WORKSPACE [--from DAY] [--until DAY]

WORKSPACE holds imported tickets in which agents linked articles, and had a `deflect run`; it is only read from, except
for vectors of texts that were not encoded before. Prints Markdown tables.
"""

from __future__ import annotations

import argparse
from datetime import UTC, datetime

from benchmarks.clustering.tables import machine
from benchmarks.suggest import retrieval


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("section", choices=["retrieval"])
    ask.add_argument("workspace")
    ask.add_argument("--from", dest="start", default="2024-07-01", help="day of the first ticket asked")
    ask.add_argument("--until", default="2025-01-01", help="day after the last")
    ask.add_argument("--language", default="en")
    wanted = ask.parse_args()
    print(machine(), flush=True)
    retrieval.run(wanted.workspace, _day(wanted.start), _day(wanted.until), wanted.language)


def _day(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


if __name__ == "__main__":
    main()
