"""Ticket systems that call: who may, what they say, and how a private note gets back to them."""

from __future__ import annotations

from deflect.hooks.client import Client
from deflect.hooks.registry import Sources, names, source_class
from deflect.hooks.source import Arrival, Call, CallError, Field, Shown, Source, WriteError
from deflect.hooks.worker import Pace, Worker

__all__ = [
    "Arrival",
    "Call",
    "CallError",
    "Client",
    "Field",
    "Pace",
    "Shown",
    "Source",
    "Sources",
    "Worker",
    "WriteError",
    "names",
    "source_class",
]
