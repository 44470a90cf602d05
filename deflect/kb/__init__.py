"""Recurring questions become articles: drafted from tickets, kept as Markdown files, merged with what people edit."""

from __future__ import annotations

from deflect.kb.draft import draft
from deflect.kb.library import Library, Overruled
from deflect.kb.memory import Memory
from deflect.kb.publish import PublishResult
from deflect.kb.refusal import KINDS, Refusal, line_of, would_be_published
from deflect.kb.ties import nearest, unknown
from deflect.kb.title import publishable_label
from deflect.kb.translations import tied
from deflect.kb.vocabulary import Vocabulary

__all__ = [
    "KINDS",
    "Library",
    "Memory",
    "Overruled",
    "PublishResult",
    "Refusal",
    "Vocabulary",
    "draft",
    "line_of",
    "nearest",
    "publishable_label",
    "tied",
    "unknown",
    "would_be_published",
]
