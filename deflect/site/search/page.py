"""What the search reads of an article."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

FIELDS = {"title": 6.0, "asked": 3.0, "headings": 2.0, "category": 1.0, "body": 1.0}
"""Weight of each text of an article."""


@dataclass(frozen=True, slots=True)
class Page:
    """What is searched of one article.

    Attributes:
        fields: Text by field, the names of `FIELDS`.
        snippet: Text that a snippet is cut from.
        tickets: Words of past tickets, folded, each with the share of customers who used it, 0 to 1, in thousandths.
        slug: Of the article.
        key: Equal for equal fields and tickets only; worked out where it is not given.
    """

    path: str
    title: str
    category: str
    fields: Mapping[str, str]
    snippet: str
    tickets: Mapping[str, float] = field(default_factory=dict)
    slug: str = ""
    key: str = ""
