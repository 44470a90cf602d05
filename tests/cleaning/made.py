"""Tickets made by hand, for the tests of this folder."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from deflect.types import Author, Format, Message, Requester, Status, Ticket

WHEN = datetime(2026, 3, 1, 9, 0, tzinfo=UTC)


def message(
    author: Author,
    body: str,
    *,
    public: bool = True,
    form: Format = "text",
    agent_id: str | None = None,
    is_solution: bool = False,
    minutes: int = 0,
) -> Message:
    return Message(author, body, WHEN + timedelta(minutes=minutes), public, form, agent_id, is_solution)


def customer(body: str, form: Format = "text") -> Message:
    return message("customer", body, form=form)


def agent(body: str, form: Format = "text", agent_id: str = "lea", is_solution: bool = False) -> Message:
    return message("agent", body, form=form, agent_id=agent_id, is_solution=is_solution)


def ticket(
    *messages: Message,
    subject: str = "",
    status: Status = "solved",
    requester: Requester | None = None,
    language: str | None = None,
    ticket_id: str = "7",
    merged_into: str | None = None,
    tags: tuple[str, ...] = (),
) -> Ticket:
    return Ticket(
        id=ticket_id,
        source="desk",
        created_at=WHEN,
        messages=messages,
        subject=subject,
        status=status,
        language=language,
        requester=requester or Requester(),
        tags=tags,
        merged_into=merged_into,
    )
