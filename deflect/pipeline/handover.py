"""The pack for a partner who takes over tier 1: gathered from what is known, past the last wall, into a folder."""

from __future__ import annotations

import dataclasses
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from deflect.cleaning.manners import Manners, manners
from deflect.errors import WorkspaceError
from deflect.interval import wilson
from deflect.kb import Vocabulary, publishable_label
from deflect.kb.publishable import has_placeholder, is_publishable
from deflect.kb.sentences import split
from deflect.kb.wording import ELSEWHERE
from deflect.models import current_generation
from deflect.pipeline.asked import as_asked
from deflect.pipeline.clean import cleaner_for
from deflect.pipeline.documentation import all_articles
from deflect.pipeline.handover_folder import write_pack
from deflect.pipeline.leaking import leaks_of
from deflect.pipeline.ledger import ledger
from deflect.pipeline.own_texts import own_texts
from deflect.pipeline.run import clusters_of
from deflect.pipeline.tiers import rules_for
from deflect.store import Store
from deflect.types import Article, CleanTicket, Cluster
from deflect.workspace import Workspace

if TYPE_CHECKING:
    from deflect.report.handover import Material
    from deflect.report.handover.material import Asked
    from deflect.report.tiers import Rules, Tiered

EXAMPLES = 3
"""Tickets quoted for each rule of escalation."""

WORDS = range(4, 31)
"""Words of a sentence that is quoted as an example: fewer say nothing, more are a story."""

Safe = Callable[[str], bool]


@dataclass(frozen=True, slots=True)
class HandedOver:
    """What was written.

    Attributes:
        folder: Where the pack lies.
        files: Its files.
        questions: Recurring questions in it.
        answered: Those with an answer to hand out.
        withheld: Questions that are not in it: too few customers ask them, or their name may not be shown.
    """

    folder: str
    files: tuple[str, ...]
    questions: int
    answered: int
    withheld: int


def hand_over(workspace: Workspace, folder: Path) -> HandedOver:
    """Write the pack for a partner.

    Args:
        workspace: Only read.
        folder: Where to: a new or empty folder, or one that holds an earlier pack nobody edited.

    Raises:
        WorkspaceError: Nothing was run yet.
        UsageError: The folder holds something else, or an edited file.
    """
    from deflect.report.handover import handover_pack

    desk = _Desk(workspace)
    material = desk.material()
    files = handover_pack(material)
    write_pack(folder, files)
    answered = sum(each.canned is not None for each in material.questions)
    count = len(material.questions)
    return HandedOver(str(folder), tuple(files), count, answered, len(desk.clusters) - count)


class _Desk:
    """What a workspace knows of its desk, and what of it may be shown."""

    def __init__(self, workspace: Workspace) -> None:
        generation = current_generation(workspace.models)
        if generation is None:
            raise WorkspaceError("nothing was run yet", str(workspace.root), "Run it first: deflect run")
        self.workspace = workspace
        self.clusters = [each for each in clusters_of(generation) if each.standing != "rejected"]
        with Store.open(workspace.database) as store:
            self.tickets = list(store.cleaned())
            self.asked = list(as_asked(self.tickets, generation))
            languages = {ticket.id: ticket.language for ticket in self.tickets}
            self.manners: dict[str, list[Manners]] = defaultdict(list)
            for ticket in store.tickets():
                if ticket.ref in languages:
                    self.manners[languages[ticket.ref]].extend(manners(ticket))
        if not self.tickets:
            raise WorkspaceError("there are no tickets", str(workspace.root), "Bring some in: deflect import")
        self.least = workspace.settings.drafting.customers
        self.vocabulary = Vocabulary.of(self.tickets, self.least, own_texts(workspace))
        self.leaks = leaks_of(workspace, cleaner_for(workspace))

    def safe(self, text: str) -> bool:
        """Whether a text may leave the house: no placeholder, no leak, no word of one customer alone."""
        return not (has_placeholder(text) or self.vocabulary.strange(text) or self.leaks(text))

    def material(self) -> Material:
        """Gather what the pack tells."""
        from deflect.report import measure_desk
        from deflect.report.handover import Material, conventions
        from deflect.report.tiers import measure_tiers

        rules = rules_for(self.workspace, self.tickets, self.clusters)
        settings = self.workspace.settings
        days = sorted(ticket.created_at for ticket in self.tickets)
        return Material(
            vendor=settings.vendor.name,
            since=days[0].date().isoformat(),
            until=days[-1].date().isoformat(),
            tickets=len(self.tickets),
            tiers=measure_tiers(self.tickets, rules),
            examples=self._examples(rules),
            questions=self._questions(rules),
            conventions=conventions(self.manners),
            desk=measure_desk(self.tickets, settings.desk),
            arrivals=self._arrivals(),
            time_zone=settings.desk.time_zone,
        )

    def _questions(self, rules: Rules) -> tuple[Asked, ...]:
        from deflect.report.handover import canned_answer
        from deflect.report.handover.material import Asked

        known = {ticket.id: ticket for ticket in self.tickets}
        articles = all_articles(self.workspace)
        pages = {each.slug: each for each in articles if each.audience == "public"}
        clusters = {each.id: each for each in self.clusters}
        found = []
        costs = self.workspace.settings.costs
        for entry in ledger(self.workspace, self.tickets, self.clusters, articles, costs).entries:
            cluster = clusters[entry.question]
            members = [known[ref] for ref in cluster.member_ids if ref in known]
            label = self._label(cluster, members)
            if not label or entry.customers < self.least:
                continue
            canned = canned_answer(members, cluster.language, self.safe)
            tiers = [rules.of(ticket).tier for ticket in members if ticket.replies]
            found.append(
                Asked(
                    entry=dataclasses.replace(entry, label=label),
                    tier_1=wilson(tiers.count(1), len(tiers)),
                    canned=canned if canned and not self.leaks(canned.text) else None,
                    article=self._article(pages.get(entry.article)),
                    owner=self._owner(members) if entry.kind == "third party's product" else "",
                )
            )
        return tuple(found)

    def _label(self, cluster: Cluster, members: Sequence[CleanTicket]) -> str:
        masked = [self.vocabulary.masked_ticket(each) for each in members]
        label = publishable_label(cluster, masked, self.vocabulary)
        return label if self.safe(label) else ""

    def _article(self, article: Article | None) -> str:
        said = (article.url or article.title) if article else ""
        return said if not self.leaks(said) else ""

    def _owner(self, members: Iterable[CleanTicket]) -> str:
        """What most agents say of whose product it is; of two said as often, the one nearest to the question."""
        said = Counter(
            piece.text
            for ticket in members
            for piece in split(ticket.answer or "")
            if ELSEWHERE.search(piece.text) and is_publishable(piece, ticket.language) and self.safe(piece.text)
        )
        return max(said, key=lambda text: said[text], default="")

    def _examples(self, rules: Rules) -> Mapping[str, tuple[str, ...]]:
        """What tickets ask that each rule put into tier 2 or 3: a sentence of each, and each of another customer."""
        found: dict[str, dict[str, str]] = defaultdict(dict)
        for ticket in sorted(self.asked, key=lambda each: each.id):
            tiered: Tiered = rules.of(ticket)
            if not tiered.reason or len(found[tiered.reason]) == EXAMPLES or ticket.customer in found[tiered.reason]:
                continue
            first = self._first(ticket.question)
            if first and first not in found[tiered.reason].values():
                found[tiered.reason][ticket.customer] = first
        return {reason: tuple(own.values()) for reason, own in found.items()}

    def _first(self, question: str) -> str:
        said = (piece.text for piece in split(question) if piece.kind == "sentence")
        return next((text for text in said if len(text.split()) in WORDS and self.safe(text)), "")

    def _arrivals(self) -> Counter[tuple[int, int, str]]:
        from deflect.report.desk.hours import opening_hours

        hours = opening_hours(self.workspace.settings.desk)
        moments = ((hours.local(ticket.created_at), ticket.language) for ticket in self.tickets)
        return Counter((here.weekday(), here.hour, language) for here, language in moments)
