"""Recurring questions become articles: drafted from tickets, kept as Markdown files, merged with what people edit."""

from __future__ import annotations

from deflect.kb.draft import draft
from deflect.kb.library import Library
from deflect.kb.publish import PublishResult
from deflect.kb.refusal import KINDS, Refusal, line_of, would_be_published
from deflect.kb.title import publishable_label
from deflect.kb.vocabulary import Vocabulary

__all__ = [
    "KINDS",
    "Library",
    "PublishResult",
    "Refusal",
    "Vocabulary",
    "draft",
    "line_of",
    "publishable_label",
    "would_be_published",
]
