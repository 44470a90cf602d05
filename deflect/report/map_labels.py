"""Names beside the discs of a map: broken into lines, and placed so that no two cover each other."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Anchor = Literal["start", "middle", "end"]

# Widths as shares of the font's size, those of bold DejaVu Sans: other fonts that may stand in are narrower.
LETTER, NARROW, BROAD, CAPITAL = 0.69, 0.45, 1.05, 0.78
WIDE = 1.05  # of a Chinese, Japanese or Korean character
SLIM = frozenset(" ijlrtfI.,:;'’!|()[]-/")
STOUT = frozenset("mwMW@%—…«»")
LINE = 1.2  # from one line to the next, in the same unit
LEAST = 7.0  # width of the line with the count
GAP = 0.35  # between a disc and its name
CLEAN = 0.12  # share of a name's area beside its disc that may lie on others; more misleads more about whose name it is
MOST_HIDDEN = 0.5  # the same of a name on its own disc
BETTER = 0.02  # share less that a place which reads worse has to hide
# Where a name stands, in eighths of a turn clockwise from the right: below, above and beside read best.
TURNS = (2, 6, 0, 4, 1, 3, 7, 5)


@dataclass(frozen=True, slots=True)
class Name:
    """What is written beside a disc.

    Attributes:
        number: Of the disc.
        lines: The name, broken; one more line's room is kept below for the count.
        x: Where the text is anchored.
        y: Baseline of the first line.
        anchor: Which end of each line lies at x.
    """

    number: int
    lines: tuple[str, ...]
    x: float
    y: float
    anchor: Anchor
    box: tuple[float, float, float, float]


def width(text: str) -> float:
    """Width of a text, as a multiple of the font's size; an estimate, rather too wide."""
    return sum(_letter_width(letter) for letter in text)


def _letter_width(letter: str) -> float:
    if unicodedata.combining(letter):
        return 0.0
    if unicodedata.east_asian_width(letter) in "WF":
        return WIDE
    if letter in SLIM:
        return NARROW
    if letter in STOUT:
        return BROAD
    return CAPITAL if letter.isupper() else LETTER


def broken(text: str, most: float, lines: int) -> tuple[str, ...]:
    """Break a text into lines, shortened with an ellipsis if it needs more than there are.

    Args:
        text: Spaces are where it breaks; a word too long for a line breaks anywhere.
        most: Width of a line, as a multiple of the font's size, at least 4.
        lines: At least 1.
    """
    made: list[str] = []
    for word in text.split():
        while width(word) > most:
            made.append(_fitting(word, most))
            word = word[len(made[-1]) :]
        if made and width(f"{made[-1]} {word}") <= most:
            made[-1] = f"{made[-1]} {word}"
        elif word:
            made.append(word)
    if len(made) > lines:
        made[lines - 1] = _fitting(made[lines - 1], most - BROAD).rstrip(" ,.;:") + "…"
    return tuple(made[:lines])


def _fitting(text: str, most: float) -> str:
    """As many of its first letters as fit, at least one."""
    end = 1
    while end < len(text) and width(text[: end + 1]) <= most:
        end += 1
    return text[:end]


def place(
    texts: Sequence[str], centres: Floats, radii: Floats, *, font: float, line: float, lines: int, most: int
) -> list[Name]:
    """Name discs in a square of 1000 by 1000, greedily, the first first.

    Args:
        texts: k names, the most important first.
        centres: (k, 2).
        radii: (k,).
        font: Size of the letters.
        line: Width of a line as a multiple of the font's size.
        lines: Most lines of a name.
        most: How many discs are named if there is room.

    Returns:
        The names that found a place: within the square, on no other name, and hardly on a disc.
    """
    placed: list[Name] = []
    for number, text in enumerate(texts[:most]):
        found = _best(number, broken(text, line, lines), centres, radii, font, placed)
        if found:
            placed.append(found)
    return placed


def _best(
    number: int, lines: tuple[str, ...], centres: Floats, radii: Floats, font: float, placed: Sequence[Name]
) -> Name | None:
    """Beside the disc where the least of others is hidden; on the disc itself if that is too much."""
    *beside, middle = _choices(number, lines, centres[number], float(radii[number]), font)
    best, least = None, CLEAN + BETTER
    for name in beside:
        hidden = _hidden(name.box, centres, radii, number)
        if hidden < least - BETTER and _is_free(name, placed):
            best, least = name, hidden
    if best or not _is_free(middle, placed) or _hidden(middle.box, centres, radii, number) > MOST_HIDDEN:
        return best
    return middle


def _choices(number: int, lines: tuple[str, ...], centre: Floats, radius: float, font: float) -> list[Name]:
    """Boxes around the disc, all but touching it, those that read best first; the last lies on it."""
    wide = max([width(line) for line in lines] + [LEAST]) * font
    high = (len(lines) + 1) * LINE * font
    choices = []
    for turn in TURNS:
        right, down = np.cos(turn * np.pi / 4), np.sin(turn * np.pi / 4)
        x, y = (float(at) for at in centre + (radius + GAP * font) * np.array([right, down]))
        anchor: Anchor = "middle" if turn in (2, 6) else "start" if right > 0 else "end"
        left = x - {"start": 0.0, "middle": wide / 2, "end": wide}[anchor]
        top = y - {0: high / 2, 4: high / 2}.get(turn, 0.0 if down > 0 else high)
        choices.append(Name(number, lines, x, top + font, anchor, (left, top, left + wide, top + high)))
    x, top = float(centre[0]), float(centre[1]) - high / 2
    return [*choices, Name(number, lines, x, top + font, "middle", (x - wide / 2, top, x + wide / 2, top + high))]


def _is_free(name: Name, placed: Sequence[Name]) -> bool:
    return _inside(name.box) and not any(_overlap(name.box, other.box) for other in placed)


def _inside(box: tuple[float, float, float, float]) -> bool:
    return box[0] >= 0 and box[1] >= 0 and box[2] <= 1000 and box[3] <= 1000


def _overlap(one: tuple[float, float, float, float], other: tuple[float, float, float, float]) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _hidden(box: tuple[float, float, float, float], centres: Floats, radii: Floats, own: int) -> float:
    """Share of a box that lies on other discs, each disc taken as the square of its area."""
    half = radii * np.sqrt(np.pi) / 2
    wide = np.minimum(box[2], centres[:, 0] + half) - np.maximum(box[0], centres[:, 0] - half)
    high = np.minimum(box[3], centres[:, 1] + half) - np.maximum(box[1], centres[:, 1] - half)
    covered = np.maximum(wide, 0) * np.maximum(high, 0)
    covered[own] = 0
    return float(covered.sum() / ((box[2] - box[0]) * (box[3] - box[1])))
