"""A page of existing documentation as it was read, and what was not read and why."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

LONGEST_TITLE = 300
LONGEST_TEXT = 400_000
"""Characters of a page's text above which it is taken for something else than an article."""


@dataclass(frozen=True, slots=True)
class Page:
    """A page of documentation.

    Attributes:
        place: The file in its folder, or the address: names the page among those of its source.
        title: One line, not empty.
        text: Markdown without the title; empty if only the address is known.
        address: Where customers read it, if that is known.
        language: What the page says, such as `en-US`; empty if it does not.
        changed: Day of its last change as the source gives it, `YYYY-MM-DD`; empty if it does not.
    """

    place: str
    title: str
    text: str
    address: str | None = None
    language: str = ""
    changed: str = ""


@dataclass(frozen=True, slots=True)
class SkippedPage:
    """A page that was not taken, and why.

    Attributes:
        bad: Whether something is wrong with it; otherwise it was left out on purpose, such as one never published.
    """

    place: str
    reason: str
    bad: bool = True


@dataclass(frozen=True, slots=True)
class OtherList(SkippedPage):
    """A sitemap that another one names; its pages are read only where addresses are fetched.

    Attributes:
        reason: Its address, until it is told why it was not read.
    """

    @property
    def untold(self) -> SkippedPage:
        """What to say where it is not fetched."""
        return SkippedPage(self.place, "it names another sitemap: save that one and import it, or fetch the pages")


Read = Page | SkippedPage


def page(place: str, title: str, text: str, address: str | None = None, language: str = "", changed: str = "") -> Read:
    """Make a page of what was read, unless it has no title, has no text or is too long.

    Args:
        place: As in `Page`, like all others.
        title: Of any length; the start counts.
        text: Markdown with any line ends.
        address: None or empty if it is not known.
        language: Empty if the page does not say.
        changed: A date or time; anything else counts as nothing.
    """
    title = " ".join(title.split())[:LONGEST_TITLE].strip()
    text = text.replace("\r\n", "\n").replace("\r", "\n").strip("\n")
    if not title:
        return SkippedPage(place, "it has no title")
    if not text.strip():
        return SkippedPage(place, "it has no text")
    if len(text) > LONGEST_TEXT:
        return SkippedPage(place, f"it is longer than {LONGEST_TEXT:,} characters")
    return Page(place, title, text, address or None, language.strip(), _day(changed))


def _day(value: str) -> str:
    """The day of an ISO date or time; empty for anything else, and for WordPress's `0000-00-00`."""
    try:
        return date.fromisoformat(value.strip()[:10]).isoformat()
    except ValueError:
        return ""
