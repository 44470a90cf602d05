"""A vendor's one colour → the colours of the help centre, light and dark, all of them readable.

Contrast is that of WCAG 2.2: 4.5 for text (1.4.3).
"""

from __future__ import annotations

from collections.abc import Mapping

TEXT = 4.5
STEPS = (0.92, 0.95, 0.97, 0.985, 1.0)  # how much of the ground is in a tint: the first that can be read is taken
LIGHT = {"page": "#ffffff", "raised": "#ffffff", "text": "#171c28", "soft": "#566073"}
DARK = {"page": "#10141c", "raised": "#181d28", "text": "#e8ebf2", "soft": "#a4aec0"}


def contrast(one: str, other: str) -> float:
    """The contrast of two colours, 1 to 21.

    Args:
        one: As `#rrggbb`.
        other: The same.
    """
    low, high = sorted([_luminance(one), _luminance(other)])
    return (high + 0.05) / (low + 0.05)


def mixed(one: str, other: str, share: float) -> str:
    """Mix two colours, with this share of the second."""
    pairs = zip(_parts(one), _parts(other), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in pairs)


def light(accent: str) -> dict[str, str] | None:
    """The colours on white that follow from one; None if it is too light to be read there."""
    return _around(accent, "#ffffff", "#000000", LIGHT)


def dark(accent: str) -> dict[str, str] | None:
    """The colours on a dark ground that follow from one; None if it is too dark to be read there."""
    return _around(accent, DARK["page"], "#ffffff", DARK)


def lightened(accent: str) -> str:
    """The colour, with as much white in it as a dark ground needs."""
    tones = (mixed(accent, "#ffffff", share / 20) for share in range(20))
    return next(tone for tone in tones if contrast(tone, DARK["raised"]) >= 7)


def _around(accent: str, on_accent: str, strong: str, grounds: Mapping[str, str]) -> dict[str, str] | None:
    page, raised = grounds["page"], grounds["raised"]
    if contrast(accent, on_accent) < TEXT or contrast(accent, raised) < TEXT:
        return None
    stronger = mixed(accent, strong, 0.15)
    texts = (accent, stronger, grounds["text"], grounds["soft"])
    tint = next(t for s in STEPS if _can_be_read(t := mixed(accent, raised, s), texts))
    hero = next(t for s in STEPS if _can_be_read(t := mixed(accent, page, s), texts))
    return {
        "accent": accent,
        "accent-strong": stronger,
        "on-accent": on_accent,
        "tint": tint,
        "hero-a": hero,
        "hero-b": mixed(hero, page, 0.6),
    }


def _can_be_read(ground: str, texts: tuple[str, ...]) -> bool:
    return all(contrast(text, ground) >= TEXT for text in texts)


def _luminance(colour: str) -> float:
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in map(_unit, _parts(colour)))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _unit(part: int) -> float:
    return part / 255


def _parts(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)
