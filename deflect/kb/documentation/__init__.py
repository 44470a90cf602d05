"""Documentation that a vendor has already: read, compared with recurring questions, linked, never rewritten."""

from __future__ import annotations

from deflect.kb.documentation.links import Links
from deflect.kb.documentation.match import Documented, documented
from deflect.kb.documentation.shelf import DocsSummary, Document, Documentation
from deflect.kb.documentation.source import pages

__all__ = ["DocsSummary", "Document", "Documentation", "Documented", "Links", "documented", "pages"]
