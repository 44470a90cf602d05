"""Days as people write them in a language."""

from __future__ import annotations

import functools
from datetime import date

from deflect.site.strings import interface_language


@functools.cache
def written(day: date, language: str) -> str:
    """Write a day out, such as `5 mars 2026`, in the language that the interface has on a page.

    Args:
        day: To write.
        language: Of the page; where the interface has no words of it, English.
    """
    from babel.dates import format_date

    return format_date(day, "long", locale=interface_language(language))


@functools.cache
def locale_with_territory(language: str) -> str:
    """A language as OpenGraph names it, such as `de_DE`, with the territory that most of its readers live in."""
    from babel.core import get_global

    base, _, region = language.partition("-")
    likely = str(get_global("likely_subtags").get(base, base)).split("_")
    territory = region.upper() if len(region) == 2 else likely[-1]
    return f"{base}_{territory}" if len(territory) == 2 and territory.isupper() else base
