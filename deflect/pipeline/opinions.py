"""What people say of suggestions, kept: checked first, so that what never could count is not taken for heard."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from deflect.errors import UsageError
from deflect.kb.ties import nearest
from deflect.models.generation import current_generation
from deflect.store import Store
from deflect.suggest import artefacts, feedback
from deflect.types import Feedback, Verdict
from deflect.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Said:
    """What was kept.

    Attributes:
        feedback: The opinion itself.
        has_ticket: Whether the ticket is in the store; it counts for nothing before it is.
    """

    feedback: Feedback
    has_ticket: bool


def say(workspace: Workspace, ticket: str, article: str, verdict: Verdict, who: str) -> Said:
    """Keep what somebody says of a suggestion.

    Args:
        workspace: Where it was made.
        ticket: The ticket's ref, `source:id`; one that is not imported yet is kept and told.
        article: Slug of the article that was suggested. It cannot be checked before the first run.
        verdict: How it went.
        who: Whoever says so; only a keyed pseudonym is kept.

    Raises:
        UsageError: The ticket is not named by a ref, or there is no such article to suggest.
    """
    with Store.open(workspace.database) as store:
        _check_ticket(store, ticket)
        _check_article(workspace, article)
        return _kept(store, _opinion(workspace, ticket, article, verdict, who))


def take_back(workspace: Workspace, ticket: str, article: str, who: str) -> Said:
    """Take back what somebody said of an article for a ticket: it stays on record, and does not count.

    Raises:
        UsageError: They said nothing of it that counts.
    """
    withdrawn = _opinion(workspace, ticket, article, "withdrawn", who)
    about = (ticket, article, withdrawn.person)
    with Store.open(workspace.database) as store:
        theirs = [each.verdict for each in store.feedback.all() if (each.ticket, each.article, each.person) == about]
        if not theirs or theirs[-1] == "withdrawn":
            raise UsageError(
                f"{who} said nothing that counts of {article} for this ticket",
                ticket,
                "See what was said: deflect feedback list; say whose it is with --by NAME",
            )
        return _kept(store, withdrawn)


def _opinion(workspace: Workspace, ticket: str, article: str, verdict: Verdict, who: str) -> Feedback:
    return Feedback(ticket, article, verdict, feedback.person(workspace.key(), who), datetime.now(UTC))


def _kept(store: Store, said: Feedback) -> Said:
    store.feedback.add([said])
    return Said(said, store.get(said.ticket) is not None)


def _check_ticket(store: Store, ticket: str) -> None:
    source, _, number = ticket.partition(":")
    if source and number:
        return
    first = next(store.tickets(), None)
    such = f", such as {first.ref}" if first else ""
    raise UsageError("a ticket is named by its source and its id", ticket, f"Write source:id{such}")


def _check_article(workspace: Workspace, article: str) -> None:
    generation = current_generation(workspace.models)
    slugs = artefacts.slugs_of(generation) if generation else ()
    if slugs and article not in slugs:
        raise UsageError(
            f"no such article can be suggested{nearest(article, slugs)}",
            article,
            "Name it as deflect suggest does, in brackets behind its title",
        )
