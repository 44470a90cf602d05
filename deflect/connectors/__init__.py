"""Tickets out of files: one module a source, each giving tickets and bad rows."""

from __future__ import annotations

from deflect.connectors.importing import FORMATS, ImportFormat, ImportSummary, import_file
from deflect.connectors.rows import BadRow, Progress, Row

__all__ = ["FORMATS", "BadRow", "ImportFormat", "ImportSummary", "Progress", "Row", "import_file"]
