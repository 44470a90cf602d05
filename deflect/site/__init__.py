"""Article → help centre: a folder of static pages with search, without a third party.

The road through this folder: `catalogue` says what is published and where, `markdown` reads answers, `links`
resolves them against one another, `pages` fills the templates, `search` makes the index, `output` writes what changed.
"""

from __future__ import annotations

from deflect.site.building import SiteResult, build
from deflect.site.catalogue import article_path
from deflect.site.facts import Facts

__all__ = ["Facts", "SiteResult", "article_path", "build"]
