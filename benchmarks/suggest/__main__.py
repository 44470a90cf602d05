"""How good suggestions are, how far they keep to a risk, and how fast they come.

usage, from the top of the repository: python -m benchmarks.suggest [SECTION …]
                                       python -m benchmarks.suggest SECTION [its arguments]

Sections: retrieval, intents, truth, risk, backtest, speed, tune. Each tells its arguments with --help. Without one
named, all but `tune`, which takes half an hour, are measured, those on tickets in a workspace made of
../shared/data/thunderbird, or in the one that DEFLECT_THUNDERBIRD names. Prints what each section finds as it is found,
and at the end one Markdown table of all that was measured: each figure, its interval or on how much it was measured,
the bar that it has to clear, and whether it does.
"""

from __future__ import annotations

import itertools
import sys
from collections.abc import Callable, Sequence

from benchmarks.suggest import backtest, intents, retrieval, risk, speed, truth, tune
from benchmarks.suggest.summary import Row, table

SECTIONS: dict[str, Callable[[Sequence[str] | None], list[Row]]] = {
    "retrieval": retrieval.main,
    "intents": intents.main,
    "truth": truth.main,
    "risk": risk.main,
    "backtest": backtest.main,
    "speed": speed.main,
    "tune": tune.main,
}
LEFT_OUT = ("tune",)


def main(arguments: Sequence[str]) -> None:
    named = list(itertools.takewhile(SECTIONS.__contains__, arguments))
    rest = arguments[len(named) :]
    if rest and len(named) != 1:
        sys.exit(f"unknown: {rest[0]}; there are {', '.join(SECTIONS)}, and one alone takes arguments")
    chosen = named or [name for name in SECTIONS if name not in LEFT_OUT]
    rows = [row for name in chosen for row in SECTIONS[name](rest)]
    print(f"\n{table(rows)}")


if __name__ == "__main__":
    main(sys.argv[1:])
