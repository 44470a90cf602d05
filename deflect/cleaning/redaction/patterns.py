"""The owner's own patterns: refused if they could run away, and run over short pieces in any case."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator, Sequence
from typing import Any

from deflect.cleaning.redaction.rules import Span
from deflect.cleaning.redaction.view import View
from deflect.errors import ConfigError

LONGEST_SECRET = 256
"""Characters of the longest value that an own pattern surely finds."""

_WINDOW = 2 * LONGEST_SECRET
_LONGEST_PATTERN = 1000
_SECONDS = 0.002
_WHERE = "privacy.secret_patterns"


def compile_all(patterns: Sequence[str]) -> tuple[re.Pattern[str], ...]:
    """Compile the owner's patterns.

    Two things are refused: a repetition inside a repetition, whose time can grow exponentially, and a pattern that
    takes over 2 ms on a hostile text of 512 characters, measured here. Each is run over pieces of that length only, so
    that the whole time is linear whatever the pattern.

    Args:
        patterns: Regular expressions in Python's syntax; matched without regard to case only if they say so.

    Raises:
        ConfigError: One does not compile, matches the empty text, or is refused; it is named by its position.
    """
    return tuple(_compile(pattern, position) for position, pattern in enumerate(patterns, start=1))


def find_own(view: View, patterns: Sequence[re.Pattern[str]]) -> Iterator[Span]:
    """What the owner's patterns find."""
    text = view.folded
    for pattern in patterns:
        for start in range(0, max(1, len(text)), LONGEST_SECRET):
            for match in pattern.finditer(text, start, min(len(text), start + _WINDOW)):
                yield Span(match.start(), match.end(), "secret")
            if start + _WINDOW >= len(text):
                break


def _compile(pattern: str, position: int) -> re.Pattern[str]:
    where = f"{_WHERE}, number {position}"
    if len(pattern) > _LONGEST_PATTERN:
        raise ConfigError(f"the pattern is longer than {_LONGEST_PATTERN} characters", where, "Split it")
    try:
        compiled = re.compile(pattern)
        tree = re._parser.parse(pattern)  # type: ignore[attr-defined]  # no public way to see a pattern's parts
    except (re.error, OverflowError, RecursionError) as error:
        raise ConfigError(f"the pattern does not compile: {error}", where, "Correct it") from error
    if _nests(tree, inside=False):
        raise ConfigError(
            "a repetition inside a repetition can run for hours",
            where,
            "Write it without nesting, such as [A-Z0-9-]{8,40}",
        )
    if compiled.search("") or compiled.search("  ") or any(not found.group() for found in compiled.finditer("a 1-")):
        raise ConfigError(
            "the pattern matches the empty text or plain spaces", where, "Make it name at least one character"
        )
    if _is_slow(compiled, tree):
        raise ConfigError("the pattern is too slow on hostile text", where, "Bound its repetitions, such as {1,40}")
    return compiled


def _nests(node: Any, inside: bool) -> bool:
    if isinstance(node, (list, tuple)) and len(node) == 2 and str(node[0]) in {"MAX_REPEAT", "MIN_REPEAT"}:
        least, most, body = node[1]
        varies = most != least and most > 1
        return (inside and varies and int(most) > 8) or _nests(body, inside or (varies and int(most) > 8))
    if isinstance(node, (list, tuple)) or type(node).__name__ == "SubPattern":
        return any(_nests(part, inside) for part in node)
    return False


def _letters(node: Any) -> set[str]:
    if isinstance(node, (list, tuple)) and len(node) == 2 and str(node[0]) in {"LITERAL", "RANGE"}:
        code = node[1] if isinstance(node[1], int) else node[1][0]
        return {chr(code)}
    if isinstance(node, (list, tuple)) or type(node).__name__ == "SubPattern":
        return {letter for part in node for letter in _letters(part)}
    return set()


def _is_slow(pattern: re.Pattern[str], tree: Any) -> bool:
    letters = [*sorted(_letters(tree))[:20], "a", "A", "0", " ", "-", ".", "é"]
    # From short to long, so that a pattern of any growth is caught before it takes long itself.
    for length in (8, 16, 32, 64, 128, 256, _WINDOW):
        for letter in letters:
            texts = (letter * length, letter * (length // 2) + "0" * (length // 2))
            if any(_seconds(pattern, text) > _SECONDS for text in texts):
                return True
    return False


def _seconds(pattern: re.Pattern[str], text: str) -> float:
    best = float("inf")
    for _ in range(3):
        start = time.thread_time()
        for _match in pattern.finditer(text):
            pass
        best = min(best, time.thread_time() - start)
        if best <= _SECONDS:
            break
    return best
