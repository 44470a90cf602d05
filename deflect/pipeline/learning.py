"""The stages from tickets to a published generation: clean, encode, cluster, draft, index."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from deflect.cleaning import Cleaner
from deflect.clusters import find_questions, saved, unread_languages
from deflect.errors import WorkspaceError
from deflect.kb import Library, PublishResult
from deflect.models import Generation, new_generation
from deflect.pipeline.clean import clean_new
from deflect.pipeline.clock import Clock, Progress
from deflect.pipeline.drafting import Drafter, to_plain
from deflect.pipeline.erase import forget_erased, was_erased
from deflect.pipeline.memory import Memory, open_memory
from deflect.pipeline.names import CLUSTERS, DRAFTS, SUMMARY, Goal
from deflect.plain import plain
from deflect.store import Store
from deflect.suggest import prepare
from deflect.types import Article, CleanTicket, Cluster
from deflect.workspace import Workspace, atomic_write


@dataclass(frozen=True)
class _Learned:
    """What the tickets taught.

    Attributes:
        tickets: n tickets, oldest first.
        vectors: (n, d) unit rows, one for each ticket's question.
        clusters: Recurring questions, largest first.
    """

    tickets: Sequence[CleanTicket]
    vectors: NDArray[np.float32]
    clusters: tuple[Cluster, ...]


@dataclass(frozen=True)
class Learner:
    """Does the stages for one workspace, whose lock the caller holds."""

    workspace: Workspace
    store: Store
    cleaner: Cleaner
    clock: Clock
    progress: Progress

    def learn(self, previous: Generation | None, learning: str, goal: Goal, inputs: Callable[[], str]) -> Generation:
        """Do every stage up to the goal and publish a generation.

        Args:
            previous: The generation in use; its recurring questions are taken over if nothing they depend on changed.
            learning: Fingerprint of what recurring questions depend on.
            goal: `questions` leaves the articles alone.
            inputs: Gives the fingerprint of all that the generation depends on, once the articles are written.

        Raises:
            WorkspaceError: No ticket is left to learn from.
        """
        with self.clock.stage("clean"):
            tickets = self._clean()
        with self.clock.stage("encode"):
            memory = open_memory(self.workspace, tickets, self._report("export"))
            vectors = memory.encode([ticket.question for ticket in tickets], self._report("encode"))
        with self.clock.stage("cluster"):
            learned = _Learned(tickets, vectors, self._clusters(tickets, vectors, memory, previous, learning))
        drafted, drafts = PublishResult(), dict[str, Article]()
        drafter = Drafter.after(previous, self.workspace.settings, memory)
        if goal != "questions":
            with self.clock.stage("draft"):
                drafts = drafter.drafts(self._chosen(learned), tickets, self._report("draft"))
                drafted = Library(self.workspace.kb, self.workspace.base, self.cleaner.leaks).publish(
                    list(drafts.values())
                )
        with self.clock.stage("index"):
            generation = self._publish(learned, drafted, drafts, memory, learning, inputs)
            # What a draft that was taken over says is not asked for again, and yet it is in use.
            if was_erased(self.workspace) or drafter.all_new(drafts):
                memory.forget_unused()
            forget_erased(self.workspace)
        return generation

    def _report(self, stage: str) -> Callable[[int, int], None]:
        return lambda done, total: self.progress(stage, done, total)

    def _clean(self) -> list[CleanTicket]:
        clean_new(self.store, self.cleaner, self._report("clean"))
        tickets = list(self.store.cleaned())
        if not tickets:
            raise WorkspaceError("no ticket is left to learn from", str(self.workspace.root), "See why: deflect status")
        return tickets

    def _clusters(
        self,
        tickets: Sequence[CleanTicket],
        vectors: NDArray[np.float32],
        memory: Memory,
        previous: Generation | None,
        learning: str,
    ) -> tuple[Cluster, ...]:
        if previous and previous.fields["learning"] == learning:
            self.clock.skipped.append("cluster")
            return saved.from_plain(previous.json(CLUSTERS))
        # Beside the articles that carry the ids, so that questions keep theirs although models/ was deleted.
        path = self.workspace.state / CLUSTERS
        earlier = saved.from_plain(json.loads(path.read_bytes())) if path.exists() else ()
        found = find_questions(tickets, vectors, memory.encode, self.workspace.settings.clusters, earlier)
        atomic_write(path, json.dumps(saved.to_plain(found)).encode())
        return found

    def _chosen(self, learned: _Learned) -> tuple[Cluster, ...]:
        return learned.clusters[: self.workspace.settings.drafting.articles]

    def _publish(
        self,
        learned: _Learned,
        drafted: PublishResult,
        drafts: Mapping[str, Article],
        memory: Memory,
        learning: str,
        inputs: Callable[[], str],
    ) -> Generation:
        tickets, vectors, clusters = learned.tickets, learned.vectors, learned.clusters
        articles = Library(self.workspace.kb, self.workspace.base).articles()
        with new_generation(self.workspace.models) as generation:
            prepare(generation, articles, clusters, tickets, vectors, memory.encode, self.workspace.settings)
            generation.write_json(CLUSTERS, saved.to_plain(clusters))
            generation.write_json(DRAFTS, to_plain(drafts))
            generation.write_json(SUMMARY, plain(drafted))
            return generation.publish(
                {
                    "learning": learning,
                    "inputs": inputs(),
                    "revision": self.store.revision(),
                    "encoder": memory.encoder.fingerprint,
                    "learned": len(tickets),
                    "questions": len(clusters),
                    "covered": sum(len(cluster.member_ids) for cluster in clusters),
                    "unread": unread_languages(tickets, vectors),
                }
            )
