"""Ticket to CleanTicket: text, redaction, question and answer."""

from __future__ import annotations

from deflect.cleaning.cleaner import Cleaner

__all__ = ["Cleaner"]
