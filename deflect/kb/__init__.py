"""Recurring questions become articles: drafted from tickets, kept as Markdown files, merged with what people edit."""

from __future__ import annotations

from deflect.kb.draft import draft
from deflect.kb.library import Library, Overruled
from deflect.kb.publish import PublishResult
from deflect.kb.translations import tied

__all__ = ["Library", "Overruled", "PublishResult", "draft", "tied"]
