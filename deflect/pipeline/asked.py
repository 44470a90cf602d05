"""Tickets as the stages after cleaning compare them: with what says nothing of their question left out."""

from __future__ import annotations

from collections.abc import Iterable

from deflect.models import Generation
from deflect.suggest.artefacts import boilerplate_of
from deflect.types import CleanTicket


def as_asked(tickets: Iterable[CleanTicket], generation: Generation | None) -> list[CleanTicket]:
    """Leave out of questions what a run left out of them.

    Args:
        tickets: Of the workspace.
        generation: Made by that run; None leaves everything in.

    Raises:
        ModelError: The artefact is damaged.
    """
    if generation is None:
        return list(tickets)
    boilerplate = boilerplate_of(generation)
    return [boilerplate.out_of_ticket(ticket) for ticket in tickets]
