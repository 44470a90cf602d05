"""One ticket, several questions: where each of them begins and ends."""

from __future__ import annotations

import re

MOST_PARTS = 5
LEAST_WORDS = 3

_ITEM = re.compile(r"\s{0,8}(?:[-*+•–]|\(?\d{1,2}[.):]|\(?[a-hA-H][.)])\s+\S")
_MARK = re.compile(r"(?<=[?؟？])\s+|(?<=[؟？])")
_WORD = re.compile(r"\w+")


def split(question: str) -> tuple[str, ...]:
    """Tell the questions of a ticket apart: the items of a list, else what ends in question marks.

    What is said before the first of several items stands with each of them; what is said between two question marks
    stands with the second, and what follows the last with the last.

    Args:
        question: Redacted.

    Returns:
        In order, at most `MOST_PARTS`, the last with all that remains; empty if there are not two of at least
        `LEAST_WORDS` words.
    """
    found = _items(question) or _sentences(question)
    if len(found) > MOST_PARTS:
        found = [*found[: MOST_PARTS - 1], "\n".join(found[MOST_PARTS - 1 :])]
    return tuple(found) if len(found) > 1 else ()


def _items(question: str) -> list[str]:
    lines = question.splitlines()
    starts = [at for at, line in enumerate(lines) if _ITEM.match(line)]
    if len(starts) < 2:
        return []
    above = "\n".join(lines[: starts[0]]).strip()
    items = ["\n".join(lines[start:end]).strip() for start, end in zip(starts, [*starts[1:], None], strict=True)]
    return [f"{above}\n{item}".strip() for item in items if _says_something(item)]


def _sentences(question: str) -> list[str]:
    found: list[str] = []
    waiting = ""
    for piece in _MARK.split(question):
        waiting = f"{waiting} {piece}".strip()
        if waiting.endswith(("?", "؟", "？")) and _says_something(waiting):
            found.append(waiting)
            waiting = ""
    return [*found[:-1], f"{found[-1]} {waiting}".strip()] if found else []


def _says_something(text: str) -> bool:
    # A sign of a script without spaces counts as a word would: such a script has no other.
    return len(_WORD.findall(text)) >= LEAST_WORDS or (not text.isascii() and len(text) >= 2 * LEAST_WORDS)
