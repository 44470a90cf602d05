"""Days and months as a language writes them, each with its plain form for machines."""

from __future__ import annotations

import functools
from datetime import date

from markupsafe import Markup

MONTH = 7  # as many characters as 2024-03 has


def when(told: str, language: str) -> Markup:
    """Write a day or month out, as a `time` element.

    Args:
        told: `YYYY-MM` or `YYYY-MM-DD`.
        language: Of the page.
    """
    return Markup('<time datetime="{}">{}</time>').format(told, named(told, language))


@functools.cache
def named(told: str, language: str) -> str:
    """Write a day or month out in short, such as `Mar 2024`, or as it is if it is neither."""
    from babel.dates import format_skeleton

    is_month = len(told) == MONTH
    try:
        day = date.fromisoformat(f"{told}-01" if is_month else told)
    except ValueError:
        return told
    return str(format_skeleton("yMMM" if is_month else "yMMMd", day, locale=language))
