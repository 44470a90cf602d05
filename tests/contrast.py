"""How well one colour can be told from another, as WCAG 2 measures it."""

from __future__ import annotations


def contrast(one: str, other: str) -> float:
    """1 for the same colours to 21 for black and white; text needs 4.5 and edges 3."""
    low, high = sorted([_luminance(one), _luminance(other)])
    return (high + 0.05) / (low + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
