"""The stages from tickets to a published generation: clean, encode, cluster, draft, index."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from deflect.cleaning import Cleaner
from deflect.cleaning.boilerplate import Boilerplate
from deflect.clusters import find_questions
from deflect.clusters.decided.decisions import merged_away
from deflect.clusters.decided.questions_file import FILE_NAME, load
from deflect.clusters.following import saved
from deflect.clusters.questions import Questions, from_plain, to_plain
from deflect.clusters.repeated import find_boilerplate
from deflect.errors import WorkspaceError
from deflect.kb import Library, PublishResult, Vocabulary
from deflect.kb.documentation import Documented
from deflect.models import Generation, aligned_languages, check_model, new_generation
from deflect.models.tuning.adopted import encoder_in_use
from deflect.pipeline import drafting
from deflect.pipeline.clean import clean_new
from deflect.pipeline.clock import Clock, Progress
from deflect.pipeline.documentation import all_articles, find_documented, links_to, marked
from deflect.pipeline.drafting import Drafter
from deflect.pipeline.finding import finding_key
from deflect.pipeline.known import known_since
from deflect.pipeline.leaking import tight
from deflect.pipeline.memory import Memory, open_memory
from deflect.pipeline.names import ASKED, CLUSTERS, DOCUMENTED, DRAFTS, MEANING, QUESTIONS, SUMMARY, Goal
from deflect.pipeline.own_texts import own_texts
from deflect.pipeline.searched import customers_words, meanings
from deflect.plain import plain
from deflect.store import Store
from deflect.suggest import prepare
from deflect.types import Article, CleanTicket, Cluster
from deflect.workspace import Workspace, atomic_write


@dataclass(frozen=True)
class _Learned:
    """What the tickets taught.

    Attributes:
        tickets: n tickets, their questions without boilerplate.
        boilerplate: What was left out of them.
        vectors: (n, d) unit rows, one for each ticket's question.
        questions: What was found in them.
        documented: Those of them that people have documented.
    """

    tickets: Sequence[CleanTicket]
    boilerplate: Boilerplate
    vectors: NDArray[np.float32]
    questions: Questions
    documented: Sequence[Documented]

    @property
    def clusters(self) -> tuple[Cluster, ...]:
        """Recurring questions that nobody rejected, largest first."""
        return tuple(cluster for cluster in self.questions.clusters if cluster.standing != "rejected")


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
            ModelError: The encoder's model is not there; nothing is done then.
            ConfigError: The key of the language model cannot be read; nothing is done then.
            MissingExtraError: What asks it is not installed; the same.
        """
        encoder = self.workspace.settings.encoder
        chosen = encoder_in_use(self.workspace.models, encoder.model)
        check_model(chosen.model, chosen.directory, encoder.precision)
        worder = drafting.open_worder(self.workspace, self.cleaner.leaks) if goal != "questions" else None
        with self.clock.stage("clean"):
            tickets = self._clean()
            boilerplate = find_boilerplate(tickets)
            asked = [boilerplate.out_of_ticket(ticket) for ticket in tickets]
        with self.clock.stage("encode"):
            memory = open_memory(self.workspace, asked, self._report("export"))
            vectors = memory.encode([ticket.question for ticket in asked], self._report("encode"))
        with self.clock.stage("cluster"):
            questions = self._questions(asked, vectors, memory, learning)
            known = find_documented(self.workspace, questions.clusters, asked, memory.encode)
            questions = replace(questions, clusters=marked(questions.clusters, known))
            learned = _Learned(asked, boilerplate, vectors, questions, known)
        drafter = Drafter.after(previous, self.workspace.settings, memory, worder, boilerplate)
        drafted, drafts = PublishResult(), drafter.earlier
        vocabulary = Vocabulary.of(tickets, self._least, own_texts(self.workspace))
        if goal != "questions":
            with self.clock.stage("draft"):
                shapes = self._library().overruled()
                found = drafter.drafts(self._chosen(learned), tickets, vocabulary, self._report("draft"), shapes)
                drafted = self._shelve(learned, found, vocabulary)
                drafts = drafting.to_plain(found)
        with self.clock.stage("index"):
            # A draft that the server failed to word is due again: what the generation depends on is not all there.
            whole = (lambda: "") if worder and worder.failed else inputs
            wording = dict(worder.outcomes) if worder else {}
            generation = self._publish(learned, drafted, drafts, memory, learning, whole, wording, vocabulary)
            # What a draft that was taken over says is not asked for again, and yet it is in use.
            if drafter.earlier.keys().isdisjoint(drafts):
                memory.forget_unused()
        return generation

    def _report(self, stage: str) -> Callable[[int, int], None]:
        return lambda done, total: self.progress(stage, done, total)

    def _clean(self) -> list[CleanTicket]:
        clean_new(self.store, self.cleaner, self._report("clean"))
        tickets = list(self.store.cleaned())
        if not tickets:
            raise WorkspaceError("no ticket is left to learn from", str(self.workspace.root), "See why: deflect status")
        return tickets

    def _questions(
        self,
        tickets: Sequence[CleanTicket],
        vectors: NDArray[np.float32],
        memory: Memory,
        learning: str,
    ) -> Questions:
        learned, before = self._before()
        if before and learned == learning:
            self.clock.skipped.append("cluster")
            return before
        found = find_questions(
            tickets,
            vectors,
            memory.encode,
            self.workspace.settings.clusters,
            answers=self._answers(tickets, memory),
            known=before.known if before else None,
            basis=finding_key(self.workspace, self.cleaner),
            decisions=load(self.workspace.root / FILE_NAME),
            language=self.workspace.settings.vendor.language,
            aligned=_aligned(tickets, memory),
        )
        record = {"learning": learning, "questions": to_plain(found)}
        atomic_write(self.workspace.state / QUESTIONS, json.dumps(record).encode())
        return found

    def _answers(self, tickets: Sequence[CleanTicket], memory: Memory) -> NDArray[np.float32]:
        """(n, d) unit rows, one for each ticket's answer; zeros where nobody answered."""
        answered = [place for place, ticket in enumerate(tickets) if ticket.answer]
        vectors = memory.encode([tickets[place].answer or "" for place in answered], self._report("encode"))
        answers = np.zeros((len(tickets), memory.encoder.dimension), dtype=np.float32)
        answers[answered] = vectors
        return answers

    def _before(self) -> tuple[str, Questions | None]:
        """What was found before, and what from: kept beside the articles that carry the ids, not in models/."""
        path = self.workspace.state / QUESTIONS
        if not path.exists():
            return "", None
        try:
            record = json.loads(path.read_bytes())
            return record["learning"], from_plain(record["questions"])
        except (ValueError, KeyError, TypeError) as error:
            raise WorkspaceError(
                "the record of recurring questions is damaged",
                str(path),
                "Put it back from a backup, or delete it: questions without a decision or an article get new ids",
            ) from error

    def _shelve(self, learned: _Learned, drafts: Mapping[str, Article], vocabulary: Vocabulary) -> PublishResult:
        """Publish drafts, and withdraw those of questions that are to have none (any more)."""
        rejected = {cluster.id for cluster in learned.questions.clusters if cluster.standing == "rejected"}
        gone = merged_away(load(self.workspace.root / FILE_NAME)) - {each.id for each in learned.questions.clusters}
        documented = {each.question for each in learned.documented}
        few = [cluster.id for cluster in learned.clusters if not self._asked_by_enough(cluster)]
        library = Library(self.workspace.kb, self.workspace.base, self.cleaner.leaks, vocabulary.strange)
        withdrawn, unwanted = library.withdraw(rejected | gone | documented | set(few))
        found = library.publish(list(drafts.values()))
        stale = tuple(slug for slug in found.stale if slug not in withdrawn)
        return replace(found, withdrawn=withdrawn, unwanted=unwanted, stale=stale, too_few=tuple(few))

    def _library(self) -> Library:
        return Library(self.workspace.kb, self.workspace.base)

    def _chosen(self, learned: _Learned) -> tuple[Cluster, ...]:
        """The largest questions and those that people pinned; never one that only a few customers ask."""
        most = self.workspace.settings.drafting.articles
        asked = [each for each in learned.clusters if self._asked_by_enough(each) and not each.documented]
        return tuple(each for place, each in enumerate(asked) if place < most or each.standing == "pinned")

    def _asked_by_enough(self, cluster: Cluster) -> bool:
        return cluster.customers >= self._least

    @property
    def _least(self) -> int:
        return self.workspace.settings.drafting.customers

    def _publish(
        self,
        learned: _Learned,
        drafted: PublishResult,
        drafts: Mapping[str, Mapping[str, Any]],
        memory: Memory,
        learning: str,
        inputs: Callable[[], str],
        wording: Mapping[str, int],
        vocabulary: Vocabulary,
    ) -> Generation:
        tickets, vectors, clusters = learned.tickets, learned.vectors, learned.clusters
        found = learned.questions
        articles = all_articles(self.workspace)
        shown = tight(articles, self.workspace, self.cleaner)
        linking = links_to(self.workspace, articles).resolved(tickets)
        with new_generation(self.workspace.models) as generation:
            settings = self.workspace.settings
            said, since = self.store.feedback.all(), known_since(self.workspace, self.store)
            left_out = learned.boilerplate
            prepare(generation, shown, clusters, linking, vectors, memory.encode, settings, left_out, said, since)
            words = customers_words(articles, clusters, tickets, vocabulary, self.cleaner.leaks, self._least)
            generation.write_json(ASKED, words)
            learnt = meanings(articles, clusters, tickets, vocabulary, words, memory)
            generation.write_json(MEANING, learnt)
            generation.write_json(DOCUMENTED, plain(learned.documented))
            generation.write_json(CLUSTERS, saved.to_plain(found.clusters))
            generation.write_json(DRAFTS, drafts)
            generation.write_json(SUMMARY, plain(drafted))
            return generation.publish(
                {
                    "learning": learning,
                    "inputs": inputs(),
                    "wording": wording,
                    "revision": self.store.revision(),
                    "encoder": memory.encoder.fingerprint,
                    "tuned": encoder_in_use(self.workspace.models, settings.encoder.model).tuned,
                    "learned": len(tickets),
                    "questions": len(clusters),
                    "covered": sum(len(cluster.member_ids) for cluster in clusters),
                    "rejected": len(found.clusters) - len(clusters),
                    "bursts": len(found.bursts),
                    "set_apart": sum(burst.tickets for burst in found.bursts),
                    "finding": found.drift.reason,
                    "unread": found.unread,
                }
            )


def _aligned(tickets: Sequence[CleanTicket], memory: Memory) -> frozenset[str]:
    """Languages that the encoder reads alike; on a desk with one language there is nothing to ask."""
    if len({ticket.language for ticket in tickets}) < 2:
        return frozenset()
    return aligned_languages(memory.encode, getattr(memory.encoder, "languages", frozenset()))
