"""Everything that was learned from a customer's tickets, taken out of a workspace without learning anew."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Sequence, Set
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from deflect.clusters.decided.decisions import Decision
from deflect.clusters.decided.questions_file import FILE_NAME, forget, load
from deflect.clusters.following import forgetting, saved
from deflect.clusters.questions import Questions, from_plain, to_plain
from deflect.errors import ModelError
from deflect.kb import Library, Vocabulary
from deflect.kb.erasing import Gone, Rewrite
from deflect.models import Generation, current_generation, forget_all, forget_older, forget_texts, new_generation
from deflect.models.tuning import adopted
from deflect.models.tuning.adopted import encoder_in_use
from deflect.pipeline import unsaved
from deflect.pipeline.asked import as_asked
from deflect.pipeline.clean import cleaner_for
from deflect.pipeline.documentation import all_articles, links_to
from deflect.pipeline.known import known_since
from deflect.pipeline.leaking import tight
from deflect.pipeline.memory import Memory, open_memory
from deflect.pipeline.names import ASKED, CLUSTERS, DOCUMENTED, DRAFTS, QUESTIONS, SUMMARY
from deflect.pipeline.own_texts import own_texts
from deflect.pipeline.searched import customers_words
from deflect.suggest import prepare
from deflect.suggest.artefacts import boilerplate_of
from deflect.types import Article, CleanTicket, Cluster
from deflect.workspace import Workspace, atomic_write

if TYPE_CHECKING:
    from deflect.store import Store

_WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class Forgetter:
    """Takes tickets out of articles, decisions, questions, generations and vectors.

    Every step may be repeated: what a killed one left half done, the same step does again.

    Args:
        workspace: Locked by the caller.
        store: Holds the tickets still.
        refs: Of the tickets.
    """

    workspace: Workspace
    store: Store
    refs: Set[str]

    @cached_property
    def erasure(self) -> tuple[Rewrite, ...]:
        """What becomes of the articles; nothing is written yet."""
        questions = {cluster.id: self._labels.get(cluster.id, cluster.label) for cluster in self._touched}
        least = self.workspace.settings.drafting.customers
        return self._library.erasure(Gone(self.refs, self._is_theirs, questions, self._customers, least))

    def articles(self) -> None:
        """Write the articles without the tickets, and what is said of them in the decisions."""
        # Before the articles: what goes from an edit is told from what goes from its article.
        unsaved.forget(self.workspace, self.refs, self.erasure, self._is_theirs)
        self._library.rewrite(self.erasure)
        forget(self.workspace.root / FILE_NAME, self.refs, self._is_theirs)

    def learned(self, number: int) -> None:
        """Replace what was learned: encoder, generation, vectors and questions, for the last tells the first.

        Args:
            number: Of the new generation; if it is there already, it is not made again.
        """
        if self.tuned:
            adopted.step_back(self.workspace.models, self.tuned)
        self._generation(number)
        forget_older(self.workspace.models)
        # After the generation that was made with it: until then answers come from that.
        adopted.remove(self.workspace.models, self.tuned)
        self._vectors()
        if self._found:
            path, record = self.workspace.state / QUESTIONS, {**self._record, "questions": to_plain(self._left)}
            atomic_write(path, json.dumps(record).encode())

    @cached_property
    def tuned(self) -> Set[str]:
        """Names of the tuned encoders that may have learned from the tickets."""
        there = (self.store.get(ref) for ref in sorted(self.refs))
        oldest = min((ticket.created_at for ticket in there if ticket), default=None)
        return adopted.learned_from(self.workspace.models, oldest) if oldest else frozenset()

    def current(self) -> Generation | None:
        """The generation in use; a damaged one is none, and its files are removed."""
        try:
            return current_generation(self.workspace.models)
        except ModelError:
            forget_all(self.workspace.models)
            return None

    @cached_property
    def _record(self) -> dict[str, Any]:
        path = self.workspace.state / QUESTIONS
        found: dict[str, Any] = json.loads(path.read_bytes()) if path.exists() else {}
        return found

    @cached_property
    def _found(self) -> Questions | None:
        return from_plain(self._record["questions"]) if self._record else None

    @cached_property
    def _left(self) -> Questions:
        assert self._found
        chosen = {text for each in load(self.workspace.root / FILE_NAME) for text in _chosen_labels(each)}
        return forgetting.without(self._found, self.refs, self._near, self._is_theirs, chosen)

    @cached_property
    def _touched(self) -> tuple[Cluster, ...]:
        return forgetting.touched(self._found.clusters, self.refs) if self._found else ()

    @cached_property
    def _labels(self) -> dict[str, str]:
        return {cluster.id: cluster.label for cluster in self._left.clusters} if self._found else {}

    @cached_property
    def _near(self) -> dict[str, CleanTicket]:
        """The tickets, and those that ask the same, stand behind the same sentence or were decided about with them."""
        decided = (set(each.refs) for each in load(self.workspace.root / FILE_NAME))
        said = (set(each.evidence) for article in self._library.articles() for each in article.evidence)
        asked = (set(cluster.member_ids) for cluster in self._touched)
        near = set(self.refs).union(*(each for each in (*decided, *said, *asked) if each & self.refs))
        return {ticket.id: ticket for ticket in self.store.cleaned_by_ref(sorted(near))}

    @cached_property
    def _is_theirs(self) -> Callable[[str], bool]:
        theirs = [_spoken(ticket) for ref, ticket in self._near.items() if ref in self.refs]
        others = [_spoken(ticket) for ref, ticket in self._near.items() if ref not in self.refs]

        def is_theirs(text: str) -> bool:
            words = _words(text)
            return any(words in said for said in theirs) and not any(words in said for said in others)

        return is_theirs

    def _customers(self, article: Article) -> int:
        asking = {cluster.id: cluster.customers for cluster in self._left.clusters} if self._found else {}
        if article.cluster_id in asking:
            return asking[article.cluster_id]
        behind = {ref for each in article.evidence for ref in each.evidence} - self.refs
        return len({ticket.customer for ticket in self.store.cleaned_by_ref(sorted(behind))})

    @cached_property
    def _library(self) -> Library:
        return Library(self.workspace.kb, self.workspace.base)

    def _generation(self, number: int) -> None:
        previous = self.current()
        if previous is None or previous.number == number:
            return
        tickets = as_asked(self._others(), previous)
        if not tickets or not self._found:
            forget_all(self.workspace.models)
            return
        self._publish(previous, tickets, open_memory(self.workspace, tickets))

    def _others(self) -> Iterable[CleanTicket]:
        return (ticket for ticket in self.store.cleaned() if ticket.id not in self.refs)

    def _publish(self, previous: Generation, tickets: Sequence[CleanTicket], memory: Memory) -> None:
        vectors = memory.encode([ticket.question for ticket in tickets])
        clusters = tuple(each for each in self._left.clusters if each.standing != "rejected")
        articles, settings = all_articles(self.workspace), self.workspace.settings
        linking = links_to(self.workspace, articles).resolved(tickets)
        with new_generation(self.workspace.models) as draft:
            shown = tight(articles, self.workspace, cleaner_for(self.workspace))
            kept = [each for each in self.store.feedback.all() if each.ticket not in self.refs]
            since, left_out = known_since(self.workspace, self.store), boilerplate_of(previous)
            prepare(draft, shown, clusters, linking, vectors, memory.encode, settings, left_out, kept, since)
            draft.write_json(ASKED, self._asked(articles, clusters, tickets))
            draft.write_json(DOCUMENTED, self._documented(previous))
            draft.write_json(CLUSTERS, saved.to_plain(self._left.clusters))
            draft.write_json(DRAFTS, self._drafts(previous))
            draft.write_json(SUMMARY, self._summary(previous, {article.slug for article in articles}))
            covered = sum(len(cluster.member_ids) for cluster in clusters)
            counts = {"learned": len(tickets), "questions": len(clusters), "covered": covered}
            tuned = encoder_in_use(self.workspace.models, settings.encoder.model).tuned
            made = {"encoder": memory.encoder.fingerprint, "tuned": tuned}
            draft.publish({**previous.fields, **counts, **made})

    def _asked(
        self, articles: Sequence[Article], clusters: Sequence[Cluster], tickets: Sequence[CleanTicket]
    ) -> dict[str, dict[str, float]]:
        least = self.workspace.settings.drafting.customers
        vocabulary = Vocabulary.of(tickets, least, own_texts(self.workspace))
        leaks = cleaner_for(self.workspace).leaks
        return customers_words(articles, clusters, tickets, vocabulary, leaks, least)

    def _documented(self, previous: Generation) -> list[Any]:
        found: list[Any] = previous.json(DOCUMENTED) if DOCUMENTED in previous.files else []
        return [{**each, "label": self._labels.get(each["question"], each["label"])} for each in found]

    def _drafts(self, previous: Generation) -> dict[str, Any]:
        """Drafts of questions that the tickets do not ask; the others are drafted anew by the next run."""
        asked = {cluster.id for cluster in self._touched}
        drafts: dict[str, Any] = previous.json(DRAFTS) if DRAFTS in previous.files else {}
        return {source: each for source, each in drafts.items() if each["id"] not in asked and not self._names(each)}

    def _names(self, draft: dict[str, Any]) -> bool:
        return any(not self.refs.isdisjoint(each["evidence"]) for each in draft["evidence"])

    def _summary(self, previous: Generation, slugs: Set[str]) -> dict[str, Any]:
        found = previous.json(SUMMARY) if SUMMARY in previous.files else {}
        return {name: [slug for slug in each if slug in slugs] for name, each in found.items()}

    def _vectors(self) -> None:
        """Keep the vectors of what other tickets ask and answer; sentences are encoded again where they are needed."""
        others = as_asked(self._others(), self.current())
        texts = (text for ticket in others for text in (ticket.question, ticket.answer) if text)
        forget_texts(self.workspace.models / "vectors", texts)


def _chosen_labels(decision: Decision) -> Iterable[str]:
    return (decision.label, *(part.label for part in decision.parts))


def _spoken(ticket: CleanTicket) -> str:
    return _words(f"{ticket.subject}\n{ticket.question}\n{ticket.answer or ''}")


def _words(text: str) -> str:
    return f" {' '.join(_WORD.findall(text.casefold()))} "
