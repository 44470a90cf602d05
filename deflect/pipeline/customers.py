"""The owner's list of customers, matched with tickets: past this file nobody is named."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from deflect.connectors.customers import read_renewals
from deflect.store import Store
from deflect.store.erased import ErasedList
from deflect.store.payload import address_key
from deflect.types import CleanTicket, Ticket
from deflect.workspace import Workspace

if TYPE_CHECKING:
    from deflect.connectors.customers import Renewal
    from deflect.report.retention import Due, Retention


def retention(workspace: Workspace, tickets: Sequence[CleanTicket], customers: Path | None = None) -> Retention | None:
    """Measure renewals by the support that customers had.

    Args:
        workspace: Only read.
        tickets: All that were learned from.
        customers: The list; goes before that of the settings.

    Returns:
        None if there is no list.

    Raises:
        InputError: The list cannot be read; what it holds is not repeated.
    """
    from deflect.report.retention import Rules, measure_retention

    settings = workspace.settings.report
    path = customers or (workspace.root / settings.customers if settings.customers else None)
    if path is None:
        return None
    renewals, bad = read_renewals(path)
    refs, last = _tickets(workspace)
    sources = {ref.partition(":")[0] for ref in last}
    erased = ErasedList(workspace.database.parent).among({each.customer for each in renewals}, sources)
    kept = [each for each in renewals if each.customer not in erased]
    rules = Rules(settings.renewal_days, settings.waited_hours)
    dues = [_due(each, refs) for each in kept]
    return measure_retention(tickets, dues, last, rules, bad=bad, erased=len(renewals) - len(kept))


def _due(renewal: Renewal, refs: Mapping[str, tuple[str, ...]]) -> Due:
    from deflect.report.retention import Due

    name = address_key(renewal.customer)
    own = refs.get(name, ())
    # By their tickets, so that one who stands there by address and by id counts once.
    return Due("\0".join(own) or name, own, renewal.on, renewal.renewed)


def _tickets(workspace: Workspace) -> tuple[Mapping[str, tuple[str, ...]], Mapping[str, datetime]]:
    """Tickets by what their requester is called, address or id, and when somebody last wrote in each."""
    refs: defaultdict[str, list[str]] = defaultdict(list)
    last: dict[str, datetime] = {}
    with Store.open(workspace.database) as store:
        for ticket in store.tickets():
            last[ticket.ref] = max(_talked(ticket), default=ticket.created_at)
            for name in {address_key(each) for each in (ticket.requester.email, ticket.requester.id) if each}:
                refs[name].append(ticket.ref)
    return {name: tuple(found) for name, found in refs.items() if name}, last


def _talked(ticket: Ticket) -> Iterator[datetime]:
    """When customer and agents wrote to each other: a note, or a robot that closes it later, is no part of it."""
    for message in ticket.messages:
        if message.public and message.author in ("customer", "agent"):
            yield message.created_at
