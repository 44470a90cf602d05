"""Redaction: personal data and secrets out, everything else as it was written."""

from __future__ import annotations

from deflect.cleaning.redaction.redactor import RULES_VERSION, Leak, Redactor, TicketRedaction, leaks

__all__ = ["RULES_VERSION", "Leak", "Redactor", "TicketRedaction", "leaks"]
