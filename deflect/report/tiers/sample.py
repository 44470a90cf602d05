"""A sample of tickets for a person to label, blind to what the rules say, and the labels read back."""

from __future__ import annotations

import csv
import io
import random
from collections.abc import Sequence

from deflect.errors import InputError
from deflect.report.sheets import sheet
from deflect.report.tiers.rules import MEANING, TIERS, Tier
from deflect.types import CleanTicket

HEADINGS = ("ticket", "tier", "question", "answer", "replies", "agents", "written back", "came back")
SHOWN = 1_500
FORMULA = "'"


def draw(tickets: Sequence[CleanTicket], size: int, seed: int) -> tuple[CleanTicket, ...]:
    """Draw answered tickets, each as likely as any other, in an order that tells nothing.

    Args:
        tickets: In any order; the same set gives the same sample.
        size: How many; all if there are no more.
        seed: Another one draws another sample.
    """
    answered = sorted((ticket for ticket in tickets if ticket.replies), key=lambda ticket: ticket.id)
    return tuple(random.Random(seed).sample(answered, min(size, len(answered))))  # noqa: S311 - a sample, no secret


def sample_sheet(tickets: Sequence[CleanTicket]) -> str:
    """Write the sample as CSV with an empty column for the tier; what the rules say is not in it."""
    return sheet(HEADINGS, (_row(ticket) for ticket in tickets))


def read_labels(text: str, place: str) -> dict[str, Tier]:
    """Read a labelled sample; rows without a tier are left out.

    Args:
        text: The file, with commas or semicolons, as a spreadsheet saved it.
        place: Its name, for errors.

    Raises:
        InputError: A column is missing, a ticket is there twice, or a tier is none of 1, 2 and 3.
    """
    head = text.lstrip("\ufeff").split("\n", 1)[0]
    rows = csv.DictReader(io.StringIO(text.lstrip("\ufeff")), delimiter=";" if ";" in head else ",")
    missing = [name for name in HEADINGS[:2] if name not in (rows.fieldnames or [])]
    if missing:
        raise InputError(
            f"no column {' and '.join(missing)}", place, "Draw a new sample: deflect tiers sample --file NEW.csv"
        )
    labels: dict[str, Tier] = {}
    line, read = 0, rows.line_num
    for row in rows:
        line, read = read + 1, rows.line_num  # where the row begins: the tier stands there, and texts have lines
        label, ticket = (row["tier"] or "").strip(), (row["ticket"] or "").strip().removeprefix(FORMULA)
        if not label:
            continue
        if ticket in labels:
            raise InputError(f"line {line} has a ticket that is there already", place, "Delete one of both")
        labels[ticket] = _tier(label, line, place)
    return labels


def _row(ticket: CleanTicket) -> tuple[object, ...]:
    came_back = "yes" if ticket.reopened else ""
    texts = ticket.question[:SHOWN], (ticket.answer or "")[:SHOWN]
    return ticket.id, "", *texts, ticket.replies, len(ticket.agents), ticket.exchanges, came_back


def _tier(label: str, line: int, place: str) -> Tier:
    for tier in TIERS:
        if label == str(tier):
            return tier
    said = ", ".join(f"{tier}: {text}" for tier, text in MEANING.items())
    raise InputError(f"line {line} has no tier of 1, 2 or 3", place, f"Write one ({said}), or leave it empty")
