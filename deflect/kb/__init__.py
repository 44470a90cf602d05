"""Recurring questions become articles: drafted from tickets, kept as Markdown files, merged with what people edit."""

from __future__ import annotations

from deflect.kb.draft import draft
from deflect.kb.library import Library
from deflect.kb.publish import PublishResult

__all__ = ["Library", "PublishResult", "draft"]
