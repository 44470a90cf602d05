"""From clean tickets and their vectors to the recurring questions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import asdict, dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from deflect.clusters.bursts import Burst, find_bursts
from deflect.clusters.decided.deciding import Outcome, apply, by_mean_vector, names_put_back
from deflect.clusters.decided.decisions import Decision
from deflect.clusters.describing.describe import Desk, Draft, Encode, described
from deflect.clusters.following import identity
from deflect.clusters.following import known as known_questions
from deflect.clusters.following.drift import Drift
from deflect.clusters.following.known import Known
from deflect.clusters.grouping import group, unread_languages
from deflect.config import ClusterSettings
from deflect.types import CleanTicket, Cluster


@dataclass(frozen=True, slots=True)
class Questions:
    """What a run found.

    Attributes:
        clusters: Recurring questions, the one with the most tickets first.
        bursts: Spam that was set apart, the earliest first.
        drift: Whether the questions were found anew, and why.
        unread: Tickets by language, of languages that the encoder does not read: no questions are claimed there.
        known: For the next run.
    """

    clusters: tuple[Cluster, ...]
    bursts: tuple[Burst, ...]
    drift: Drift
    unread: dict[str, int]
    known: Known


def to_plain(questions: Questions) -> dict[str, Any]:
    """Turn what a run found into lists and dictionaries."""
    return {
        "known": known_questions.to_plain(questions.known),
        "bursts": [asdict(burst) for burst in questions.bursts],
        "drift": asdict(questions.drift),
        "unread": questions.unread,
    }


def from_plain(value: Mapping[str, Any]) -> Questions:
    """Turn what `to_plain` gave, also after a round trip through JSON, into what a run found again."""
    known = known_questions.from_plain(value["known"])
    bursts = tuple(Burst(**{**each, "member_ids": tuple(each["member_ids"])}) for each in value["bursts"])
    return Questions(known.clusters, bursts, Drift(**value["drift"]), value["unread"], known)


def find_questions(
    tickets: Sequence[CleanTicket],
    vectors: NDArray[np.float32],
    encode: Encode,
    settings: ClusterSettings,
    *,
    answers: NDArray[np.float32] | None = None,
    known: Known | None = None,
    basis: str = "",
    decisions: Sequence[Decision] = (),
    language: str = "en",
    aligned: Set[str] = frozenset(),
) -> Questions:
    """Find the questions that recur, largest first, or give new tickets to those known if that does.

    Languages are kept apart unless the encoder reads them alike, because it places all tickets of another language near
    each other, whatever they ask. In a language it hardly reads, no question is claimed; see `unread_languages`.

    Args:
        tickets: n tickets.
        vectors: (n, d) unit rows, one for each ticket's question.
        encode: Turns sentences into (m, d) unit rows, for labels.
        settings: Smallest size and granularity.
        answers: (n, d) unit rows, one for each ticket's answer, zeros where nobody answered: tickets that agents
            answered alike are likely the same question. None: nobody answered any.
        known: Of the run before: a question that continues one of its keeps id and label.
        basis: Hash of what finding questions depends on besides tickets: with another one they are found anew.
        decisions: What people decided, in order.
        language: Of the workspace, ISO 639-1; questions asked in several are told in it.
        aligned: Languages in which the encoder gives the same question nearly the same vector.

    Returns:
        The questions, what was set apart as spam, and what the next run has to know of this one.
    """
    known = known or Known()
    decided = {ref for decision in decisions for ref in decision.refs}
    # What a person decided about is no spam.
    bursts = tuple(burst for burst in find_bursts(tickets, vectors) if decided.isdisjoint(burst.member_ids))
    aside = {ref for burst in bursts for ref in burst.member_ids}
    kept = np.array([place for place, ticket in enumerate(tickets) if ticket.id not in aside], dtype=np.int64)
    desk = Desk([tickets[place] for place in kept], vectors[kept], language)
    answered = np.zeros_like(desk.vectors) if answers is None else answers[kept]
    found = group(desk.tickets, desk.vectors, answered, settings, known=known, basis=basis, aligned=aligned)
    groups = [[desk.tickets[place].id for place in own] for own in found.groups]
    drafts = _identified(desk, groups, known, tuple(decisions), settings.min_size)
    clusters = sorted(described(drafts, desk, encode), key=lambda cluster: (-len(cluster.member_ids), cluster.id))
    unread = unread_languages(desk.tickets, desk.vectors, aligned)
    return Questions(
        tuple(clusters), bursts, found.drift, unread, _known(clusters, desk.tickets, known, found.drift, basis)
    )


def _identified(
    desk: Desk, groups: Sequence[Sequence[str]], known: Known, decisions: tuple[Decision, ...], min_size: int
) -> list[Draft]:
    """Give each group its id, and keep to what people decided."""
    refs = [ticket.id for ticket in desk.tickets]
    outcome = apply(
        decisions,
        groups,
        refs,
        previous={cluster.id: cluster.member_ids for cluster in known.clusters},
        min_size=min_size,
        nearest=by_mean_vector(refs, desk.vectors),
    )
    places = {ref: place for place, ref in enumerate(refs)}
    earlier = names_put_back(decisions, known.clusters)
    return [
        *_decided(outcome, earlier, desk, places),
        *_continued(outcome, earlier, desk, places, {name for decision in decisions for name in decision.about}),
    ]


def _decided(outcome: Outcome, earlier: Sequence[Cluster], desk: Desk, places: dict[str, int]) -> list[Draft]:
    known = {cluster.id: cluster for cluster in earlier}
    drafts = []
    for each in outcome.decided:
        before = known.get(each.id)
        label = each.label or (before.label if before else None)
        origins = tuple(dict.fromkeys((*(before.came_from if before else ()), *each.came_from)))
        draft = _draft(each.id, each.refs, desk, places)
        drafts.append(replace(draft, label=label, came_from=origins, standing=each.standing))
    return drafts


def _continued(
    outcome: Outcome, earlier: Sequence[Cluster], desk: Desk, places: dict[str, int], named: Set[str]
) -> list[Draft]:
    free = [cluster for cluster in earlier if cluster.id not in outcome.closed]
    taken = {cluster.id for cluster in earlier} | outcome.closed | named
    drafts = []
    for refs, match in zip(outcome.rest, identity.match(outcome.rest, free), strict=True):
        name = match.continues.id if match.continues else identity.new_id(refs, taken)
        label = match.continues.label if match.continues else None
        drafts.append(replace(_draft(name, refs, desk, places), label=label, came_from=match.lineage))
    return drafts


def _draft(name: str, refs: Sequence[str], desk: Desk, places: dict[str, int]) -> Draft:
    """A question with its tickets, nearest to their centre first."""
    own = np.array([places[ref] for ref in refs])
    similarity = desk.vectors[own] @ desk.vectors[own].mean(axis=0)
    own = own[np.argsort(-similarity, kind="stable")]
    return Draft(name, [desk.tickets[place] for place in own], desk.vectors[own])


def _known(
    clusters: Sequence[Cluster], tickets: Sequence[CleanTicket], before: Known, drift: Drift, basis: str
) -> Known:
    asked = {ref for cluster in clusters for ref in cluster.member_ids}
    alone = tuple(ticket.id for ticket in tickets if ticket.id not in asked)
    there, placed = before.labels, set(before.since)
    since = () if drift.refit else tuple(t.id for t in tickets if t.id in placed or t.id not in there)
    return Known(tuple(clusters), alone, since, basis)
