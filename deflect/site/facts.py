"""What is known of articles besides what they say."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from deflect.site.search import NOTHING_MORE, Searching


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of articles besides what they say.

    Attributes:
        related: Slugs of articles near each article, nearest first; those not published are left out.
        asked: Number of tickets that asked each article, by slug, which orders the home page; an article that is not
            named counts the tickets of its evidence.
        moved: Earlier slugs, each with that of the article that its address leads to now.
        updated: Day on which what an article says was last confirmed, by slug; for the rest no day is shown.
        searching: What the search knows besides the articles.
    """

    related: Mapping[str, Sequence[str]] = field(default_factory=dict)
    asked: Mapping[str, int] = field(default_factory=dict)
    moved: Mapping[str, str] = field(default_factory=dict)
    updated: Mapping[str, date] = field(default_factory=dict)
    searching: Searching = NOTHING_MORE
