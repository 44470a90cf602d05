"""How good suggestions are, how far they keep to a risk, and how fast they come.

usage, from the top of the repository: python -m benchmarks.suggest [SECTION] [its arguments]

Sections: retrieval, intents, truth, risk, backtest, speed, tune. Each tells its arguments with --help. Without one
named, all but `tune`, which takes half an hour, are measured, those on tickets in a workspace made of
../shared/data/thunderbird, or in the one that DEFLECT_THUNDERBIRD names. Prints Markdown tables.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence

from benchmarks.clustering.sets import DATA, there
from benchmarks.suggest import backtest, intents, retrieval, risk, speed, truth, tune

TECHQA = DATA / "techqa"

SECTIONS: dict[str, Callable[[Sequence[str] | None], None]] = {
    "retrieval": retrieval.main,
    "intents": intents.main,
    "truth": truth.main,
    "risk": risk.main,
    "backtest": backtest.main,
    "speed": speed.main,
    "tune": tune.main,
}


def main(arguments: Sequence[str]) -> None:
    if not arguments:
        every()
    elif arguments[0] in SECTIONS:
        SECTIONS[arguments[0]](arguments[1:])
    else:
        sys.exit(f"unknown: {arguments[0]}; there are {', '.join(SECTIONS)}")


def every() -> None:
    workspace = backtest.thunderbird()
    if workspace is not None:
        retrieval.main([str(workspace.root)])
        risk.main([str(workspace.root), *(["--techqa", str(TECHQA)] if there(TECHQA, "techqa") else [])])
        backtest.main([])
    intents.main([])
    truth.main([])
    speed.main([])


if __name__ == "__main__":
    main(sys.argv[1:])
