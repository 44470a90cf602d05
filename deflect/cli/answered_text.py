"""What would have been answered, and what the tickets do not tell, in the words of the page."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from deflect.report import Load

WIDTH = 110


def unanswered_text(load: Load) -> str:
    """Say that nothing would have been answered, and what it takes to; empty if something would have been."""
    from deflect.report.page.words import WORDS

    past, words = load.backtest, WORDS["en"]
    if past is None or past.said.part or load.desk is None:
        return ""
    said = [words["answered_none"].format(tickets=f"{load.desk.volume.lately.value:,.0f}", n=f"{past.said.whole:,}")]
    if past.missing:
        needed = words["answered_missing_known" if past.flatters else "answered_missing"]
        said.append(needed.format(n=f"{past.missing:,}"))
    return " ".join(said)


def gap_lines(load: Load) -> list[str]:
    """List what cannot be told from the tickets, or is doubtful."""
    from deflect.report.page.gaps import gaps_of
    from deflect.report.page.words import WORDS

    words = WORDS["en"]
    found = gaps_of(load).items() if load.desk else ()
    said = [words[key].format(n=f"{there:,}", least=f"{least:,}") for key, (there, least) in found]
    lines = (line for each in said for line in textwrap.wrap(f"- {each}", WIDTH, subsequent_indent="  "))
    return ["", words["gaps"], *lines] if said else []
