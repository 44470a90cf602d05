"""The scorecard of a workspace's partner."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from deflect.cleaning import pseudonym
from deflect.errors import UsageError
from deflect.pipeline.quality import judged_replies
from deflect.store import Store
from deflect.types import CleanTicket
from deflect.workspace import Workspace

if TYPE_CHECKING:
    from deflect.report.scorecard import Scorecard


def scorecard(workspace: Workspace, agents: Sequence[str], since: date | None) -> Scorecard:
    """Compare a partner with the desk before.

    Args:
        workspace: Only read.
        agents: Ids of the partner's agents, as the ticket system names them; may be empty if there is a day.
        since: The day from which on the partner works, by the desk's clock; None if agents are named.

    Raises:
        UsageError: Neither is given; or an agent answered no ticket, or nobody did on one side.
    """
    from deflect.report.scorecard import measure_scorecard

    if not agents and since is None:
        raise UsageError("nothing says which tickets are the partner's", "", "Give --agents or --since")
    with Store.open(workspace.database) as store:
        tickets = list(store.cleaned())
    known = {name for ticket in tickets for name in ticket.agents}
    for agent in agents:
        if known.isdisjoint(_pseudonyms(workspace, tickets, [agent])):
            raise UsageError("this agent answered no ticket", agent, "Give --agents ids as in the tickets' agent_id")
    found = measure_scorecard(
        tickets,
        partner=_pseudonyms(workspace, tickets, agents),
        since=_moment(workspace, since) if since else None,
        developers=_pseudonyms(workspace, tickets, workspace.settings.tiers.developers),
        reviewed=judged_replies(workspace),
    )
    if not found.before or not found.after:
        side = "before" if not found.before else "after"
        raise UsageError(f"there is no answered ticket {side}", "", "Give another --since, or other --agents")
    return found


def _pseudonyms(workspace: Workspace, tickets: Iterable[CleanTicket], names: Iterable[str]) -> set[str]:
    sources = {ticket.id.partition(":")[0] for ticket in tickets}
    key = workspace.key()
    return {pseudonym.agent_by_id(key, source, name) for source in sources for name in names}


def _moment(workspace: Workspace, day: date) -> datetime:
    return datetime.combine(day, time(), ZoneInfo(workspace.settings.desk.time_zone)).astimezone(UTC)
