"""A question comes in; an answer goes out, or an abstention."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from deflect.cleaning import Cleaner
from deflect.config import SuggestSettings
from deflect.errors import ModelError, WorkspaceError
from deflect.models import Encoder, current_generation, load_encoder
from deflect.suggest import decide
from deflect.suggest.artefacts import Book
from deflect.suggest.decide import Scored
from deflect.suggest.entries import Target
from deflect.suggest.retrieval import NEIGHBOURS, Near, by_vectors, by_words, rank
from deflect.types import Abstention, AbstentionReason, Candidate, Suggestion
from deflect.workspace import Workspace

EVIDENCE = 5
PASSAGE_WORDS = 0.25


class QuestionCleaner(Protocol):
    """What cleans and redacts a question before anything else sees it."""

    def clean_question(self, text: str, subject: str = "") -> tuple[str, str]:
        """Give the redacted question and its language, ISO 639-1 or `und`."""


class Suggester:
    """Answers questions from a workspace's articles and past tickets; load it with `Suggester.load`.

    It only reads what it loaded, so that threads may share it; what is published later is seen by loading again.

    Args:
        book: The prepared articles and evidence.
        encoder: The encoder whose vectors the book holds.
        cleaner: Redacts each question before it is encoded or compared.
        settings: Threshold, and how many further candidates to name.
    """

    def __init__(self, book: Book, encoder: Encoder, cleaner: QuestionCleaner, settings: SuggestSettings) -> None:
        self._book = book
        self._encoder = encoder
        self._cleaner = cleaner
        self._settings = settings

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
        encoder = load_encoder(settings.encoder.model, directory=workspace.models, precision=settings.encoder.precision)
        if generation.fields.get("encoder", encoder.fingerprint) != encoder.fingerprint:
            raise ModelError(
                "the encoder is not the one the index was made with", str(generation.folder), "Run: deflect run"
            )
        book = Book.open(generation)
        cleaner = Cleaner(settings.vendor, settings.privacy, workspace.key())
        return cls(book, encoder, cleaner, settings.suggest)

    def suggest(
        self, text: str, *, subject: str = "", language: str | None = None, drafts: bool = True
    ) -> Suggestion | Abstention:
        """Answer a question, or abstain and say why.

        The question is redacted first; neither it nor anything of it is kept.

        Args:
            text: What the customer wrote, plain text or an HTML mail.
            subject: The subject line, if there is one.
            language: The asker's, ISO 639-1; told from the text if None.
            drafts: Whether an article that nobody reviewed may be suggested or named: to an agent, who sees its state.
                What customers see must be validated.

        Returns:
            A suggestion at or above the threshold (`suggest.threshold`: higher raises precision and lowers coverage),
            or an abstention. Both name the next candidates.
        """
        question, told = self._cleaner.clean_question(text, subject)
        if not decide.asks_something(question):
            return Abstention("too-short" if f"{subject}{text}".strip() else "empty-question")
        if not self._book.targets or self._book.index is None:
            return Abstention("no-articles")
        asked = self._book.boilerplate.out_of(question)
        return self._answer(asked, decide.main_language(language) or decide.main_language(told), drafts)

    def _answer(self, question: str, language: str | None, drafts: bool) -> Suggestion | Abstention:
        book = self._book
        assert book.index is not None
        vector = self._encoder.encode([question])
        similarities, entries = book.index.search(vector, NEIGHBOURS)
        near, shared = by_vectors(entries[0], similarities[0]), book.words.scores(question)
        ranking = rank(near, by_words(shared), book.votes, book.profiles.of(vector[0]))
        every = decide.score(ranking, book.calibration, book.targets)
        scored = [each for each in every if drafts or book.targets[each.target].state == "validated"]
        chosen = self._choose(scored, language)
        if isinstance(chosen, str):
            best = scored[0].confidence if scored else 0.0
            hidden = len(scored) < len(every) and isinstance(self._choose(every, language), int)
            return Abstention("not-reviewed" if hidden else chosen, best, self._candidates(scored))
        picked = scored.pop(chosen)
        target = book.targets[picked.target]
        return Suggestion(
            article=target.article,
            title=target.title,
            answer=self._passage(picked.target, vector[0], shared),
            confidence=picked.confidence,
            language=target.language,
            url=target.url,
            evidence=self._evidence(picked.target, near),
            alternatives=self._candidates(scored),
            state=target.state,
            origin=target.origin,
        )

    def _choose(self, scored: Sequence[Scored], language: str | None) -> int | AbstentionReason:
        return decide.choose(scored, self._settings.threshold, self._book.calibration.floor, language)

    def _candidates(self, scored: Sequence[Scored]) -> tuple[Candidate, ...]:
        named = [(self._book.targets[each.target], each) for each in scored[: self._settings.alternatives]]
        return tuple(
            Candidate(target.article, target.title, each.confidence, target.url, target.state) for target, each in named
        )

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
