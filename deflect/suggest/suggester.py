"""A question comes in; an answer goes out, or an abstention."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from deflect.cleaning import Cleaner
from deflect.config import SuggestSettings
from deflect.errors import ModelError, WorkspaceError
from deflect.models import Encoder, cores, current_generation, load_encoder
from deflect.models.tuning.adopted import tuned_encoder
from deflect.suggest import decide, parts, risk
from deflect.suggest.artefacts import Book
from deflect.suggest.decide import Scored
from deflect.suggest.entries import NO_ARTICLE, Target
from deflect.suggest.retrieval import NEIGHBOURS, Near, by_vectors, by_words, rank, weights
from deflect.suggest.risk import Rule
from deflect.suggest.sensitive import Topics
from deflect.types import Abstention, AbstentionReason, Candidate, Suggestion
from deflect.workspace import Workspace

EVIDENCE = 5
PASSAGE_WORDS = 0.25
SAME_QUESTION = 0.6
"""Least similarity of a past ticket for it to have asked the same. Higher names fewer questions as asked in vain."""
VOTELESS_SHARE = 0.7
"""Least share of the weight of near entries without an article for a question to have none."""


class QuestionCleaner(Protocol):
    """What cleans and redacts a question before anything else sees it."""

    def clean_question(self, text: str, subject: str = "") -> tuple[str, str]:
        """Give the redacted question and its language, ISO 639-1 or `und`."""


@dataclass(frozen=True, slots=True)
class _Read:
    """A ticket as it is answered: its question redacted, its language, and the sensitive topic it touches."""

    question: str
    language: str | None
    topic: str


@dataclass(frozen=True, slots=True)
class _Found:
    """What was found for a question: every candidate, most confident first, and what was near it."""

    read: _Read
    vector: NDArray[np.float32]
    near: Near
    shared: NDArray[np.float64]
    every: Sequence[Scored]


class Suggester:
    """Answers questions from a workspace's articles and past tickets; load it with `Suggester.load`.

    It only reads what it loaded, so that threads may share it; what is published later is seen by loading again.
    One more of them is answered at a time than there are cores: with as many as cores, one often waits for the
    interpreter while a core is idle, and a fifth less is done; with far more they only take it from each other, which
    costs as much. Questions of several are not encoded together: that saves nothing, and makes each wait for the
    longest.

    Args:
        book: The prepared articles and evidence.
        encoder: The encoder whose vectors the book holds.
        cleaner: Redacts each question before it is encoded or compared.
        settings: The risk or threshold, what is sensitive, and how many further candidates to name.
    """

    def __init__(self, book: Book, encoder: Encoder, cleaner: QuestionCleaner, settings: SuggestSettings) -> None:
        self._book = book
        self._encoder = encoder
        self._cleaner = cleaner
        self._settings = settings
        self._topics = Topics.of(settings.sensitive)
        self._turns = threading.BoundedSemaphore(cores() + 1)
        known = book.calibration
        self._rule = risk.in_force(known.steps, known.measured, settings.threshold, settings.max_wrong)
        self._least = risk.NEVER if self._rule.threshold is None else self._rule.threshold

    @classmethod
    def load(cls, path: str | os.PathLike[str] = ".") -> Suggester:
        """Open what the last `deflect run` prepared.

        Args:
            path: The workspace, or a folder in it.

        Raises:
            WorkspaceError: There is no workspace, or nothing was prepared in it yet.
            ModelError: What was prepared is damaged, or was made with another encoder.
        """
        workspace = Workspace.open(path)
        settings = workspace.settings
        generation = current_generation(workspace.models)
        if generation is None:
            raise WorkspaceError("nothing is learned from the tickets yet", str(workspace.root), "Run: deflect run")
        # What was prepared tells which: after tuning, answers come from the encoder before until the next run.
        chosen = tuned_encoder(workspace.models, settings.encoder.model, generation.fields.get("tuned"))
        encoder = load_encoder(chosen.model, directory=chosen.directory, precision=settings.encoder.precision)
        if generation.fields.get("encoder", encoder.fingerprint) != encoder.fingerprint:
            raise ModelError(
                "the encoder is not the one the index was made with", str(generation.folder), "Run: deflect run"
            )
        book = Book.open(generation)
        cleaner = Cleaner(settings.vendor, settings.privacy, workspace.key())
        return cls(book, encoder, cleaner, settings.suggest)

    @property
    def rule(self) -> Rule:
        """When answers are given, and how that came about."""
        return self._rule

    def suggest(
        self, text: str, *, subject: str = "", language: str | None = None, drafts: bool = True
    ) -> Suggestion | Abstention:
        """Answer a question, or abstain and say why.

        The question is redacted first; neither it nor anything of it is kept.

        Args:
            text: What the customer wrote, plain text or an HTML mail; of a long one, the first 2,000 characters count.
            subject: The subject line, if there is one.
            language: The asker's, ISO 639-1; told from the text if None.
            drafts: Whether an article that nobody reviewed may be suggested or named: to an agent, who sees its state.
                What customers see must be validated.

        Returns:
            A suggestion at or above the threshold in force (`rule`: found so that at most `suggest.max_wrong` of the
            answers are wrong, or set by the owner; higher raises precision and lowers coverage), or an abstention.
            Both name the next candidates.
        """
        with self._turns:
            read = self._read(text, subject, language)
            return read if isinstance(read, Abstention) else self._answers(read, [read.question], drafts)[0]

    def suggest_all(
        self, text: str, *, subject: str = "", language: str | None = None, drafts: bool = True
    ) -> tuple[Suggestion | Abstention, ...]:
        """Answer each of the questions of one ticket, where different articles answer them; else the ticket as one.

        The risk was measured on whole tickets, not on their parts: a part is answered by the same threshold, and
        the guarantee does not speak of it.

        Args:
            text: What the customer wrote, as for `suggest`.
            subject: The subject line, if there is one.
            language: The asker's, ISO 639-1; told from the text if None.
            drafts: Whether an article that nobody reviewed may be suggested or named.

        Returns:
            For several questions what comes of each, in their order, no article twice; for one, what `suggest` returns.
        """
        with self._turns:
            read = self._read(text, subject, language)
            if isinstance(read, Abstention):
                return (read,)
            whole, *found = self._answers(read, [read.question, *parts.split(read.question)], drafts)
        articles = {each.article for each in found if isinstance(each, Suggestion)}
        if len(articles) < 2 or (isinstance(whole, Abstention) and whole.reason == "sensitive"):
            return (whole,)
        return tuple(_each_article_once(found))

    def _read(self, text: str, subject: str, language: str | None) -> _Read | Abstention:
        """Clean a question, or say why it is none."""
        whole = f"{subject}{text}".strip()
        question, told = self._cleaner.clean_question(_writable(text), _writable(subject))
        if not decide.asks_something(question):
            return self._silence("too-short" if whole else "empty-question")
        if not self._book.targets or self._book.index is None:
            return self._silence("no-articles")
        asked = self._book.boilerplate.out_of(question)
        main = decide.main_language(language) or decide.main_language(told)
        return _Read(asked, main, self._topics.touched(question))

    def _answers(self, read: _Read, questions: Sequence[str], drafts: bool) -> list[Suggestion | Abstention]:
        book = self._book
        assert book.index is not None
        vectors = self._encoder.encode(list(questions))
        similarities, entries = book.index.search(vectors, NEIGHBOURS)
        found = []
        for at, question in enumerate(questions):
            near, shared = by_vectors(entries[at], similarities[at]), book.words.scores(question)
            ranking = rank(near, by_words(shared), book.votes, book.profiles.of(vectors[at]))
            every = decide.score(ranking, book.calibration, book.targets)
            found.append(self._answer(_Found(read, vectors[at], near, shared, every), drafts))
        return found

    def _answer(self, found: _Found, drafts: bool) -> Suggestion | Abstention:
        book, every, language = self._book, found.every, found.read.language
        scored = [each for each in every if drafts or book.targets[each.target].state == "validated"]
        chosen = self._choose(scored, language)
        if isinstance(chosen, int) and (held := self._held(found.read, scored[chosen])):
            chosen = held
        elif isinstance(chosen, str) and len(scored) < len(every) and isinstance(self._choose(every, language), int):
            chosen = "not-reviewed"
        elif isinstance(chosen, str):
            chosen = self._named(chosen, found)
        if isinstance(chosen, str):
            return self._silence(chosen, found.read.topic, scored)
        return self._suggestion(scored.pop(chosen), scored, found)

    def _held(self, read: _Read, chosen: Scored) -> AbstentionReason | None:
        """Why an answer that is sure enough is held back all the same."""
        months = self._settings.stale_months
        if read.topic:
            return "sensitive"
        idle = self._book.idle[chosen.target] if self._book.idle else 0.0
        return "stale-article" if 0 < months <= idle else None

    def _named(self, reason: AbstentionReason, found: _Found) -> AbstentionReason:
        """Say more exactly why there is no answer, where more is known."""
        if found.read.topic:
            return "sensitive"
        if reason in ("not-sure", "ambiguous") and self._rule.reason:
            return self._rule.reason
        if reason == "ambiguous":
            return reason
        if self._is_strange(found.read.language):
            return "wrong-language"
        return "no-public-article" if self._was_asked_in_vain(found.near) else reason

    def _is_strange(self, language: str | None) -> bool:
        """Whether nothing is in the asker's language, and the encoder does not claim to read it."""
        known = self._book.languages | getattr(self._encoder, "languages", frozenset())
        return bool(language) and bool(self._book.languages) and language not in known

    def _was_asked_in_vain(self, near: Near) -> bool:
        """Whether the same was asked before, and most that is near has no article."""
        if not len(near.scores) or float(near.scores[0]) < SAME_QUESTION:
            return False
        weight = weights(near.scores)
        voteless = (self._book.votes[near.entries] == NO_ARTICLE).all(axis=1)
        return bool(weight[voteless].sum() > VOTELESS_SHARE * weight.sum())

    def _silence(self, reason: AbstentionReason, topic: str = "", scored: Sequence[Scored] = ()) -> Abstention:
        rule, least = self._rule, self._least
        open_between = decide.readings(scored, least, self._book.calibration.floor) if reason == "ambiguous" else ()
        return Abstention(
            reason=reason,
            confidence=decide.displayed(scored[0].confidence) if scored else 0.0,
            nearest=self._candidates(scored[: self._settings.alternatives]),
            readings=self._candidates(open_between),
            topic=topic if reason == "sensitive" else "",
            threshold=None if rule.threshold is None else decide.displayed(rule.threshold),
            threshold_from=rule.by,
            missing=rule.history if reason == "not-enough-history" else 0,
        )

    def _suggestion(self, picked: Scored, others: Sequence[Scored], found: _Found) -> Suggestion:
        target = self._book.targets[picked.target]
        return Suggestion(
            article=target.article,
            title=target.title,
            answer=self._passage(picked.target, found.vector, found.shared),
            confidence=decide.displayed(picked.confidence),
            language=target.language,
            url=target.url,
            evidence=self._evidence(picked.target, found.near),
            alternatives=self._candidates(others[: self._settings.alternatives]),
            state=target.state,
            origin=target.origin,
            asked_in=found.read.language or "",
            threshold=decide.displayed(self._least),
            threshold_from=self._rule.by,
        )

    def _choose(self, scored: Sequence[Scored], language: str | None) -> int | AbstentionReason:
        return decide.choose(scored, self._least, self._book.calibration.floor, language)

    def _candidates(self, scored: Sequence[Scored]) -> tuple[Candidate, ...]:
        named = [(self._book.targets[each.target], decide.displayed(each.confidence)) for each in scored]
        return tuple(Candidate(target.article, target.title, sure, target.url, target.state) for target, sure in named)

    def _passage(self, at: int, vector: NDArray[np.float32], shared: NDArray[np.float64]) -> str:
        """Pick the passage nearest to the question by vectors, and by words where it shares some."""
        book = self._book
        target = book.targets[at]
        if len(target.passages) < 2:
            return target.passages[0] if target.passages else _pointer(target)
        start, end = (int(place) for place in book.passage_starts[at : at + 2])
        first = int(book.passage_starts[0])
        by_word = shared[start:end] / max(float(shared[start:end].max()), 1e-12)
        fit = book.passage_vectors[start - first : end - first] @ vector + PASSAGE_WORDS * by_word
        return target.passages[int(np.argmax(fit))]

    def _evidence(self, at: int, near: Near) -> tuple[str, ...]:
        """Refs of the nearest past tickets that vote for an article, nearest first."""
        first = self._book.first_ticket
        voting = (self._book.votes[near.entries] == at).any(axis=1) & (near.entries >= first)
        return tuple(self._book.tickets[int(entry) - first] for entry in near.entries[voting][:EVIDENCE])


def _pointer(target: Target) -> str:
    """What to show of an article known only by its links."""
    return f"[{target.title}]({target.url})" if target.url else target.article


def _writable(text: str) -> str:
    """A text without halves of characters, which no encoder takes."""
    return text if text.isascii() else text.encode("utf-8", "replace").decode()


def _each_article_once(found: Sequence[Suggestion | Abstention]) -> Iterator[Suggestion | Abstention]:
    named: set[str] = set()
    for each in found:
        if isinstance(each, Abstention) or each.article not in named:
            yield each
        if isinstance(each, Suggestion):
            named.add(each.article)
