"""Many callers at once, and an index that is not exact: the answers stay those of one caller and an exact one."""

from __future__ import annotations

import threading
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from deflect.config import SuggestSettings
from deflect.models import cores
from deflect.models.encoder import Progress
from deflect.suggest import Suggester, artefacts
from deflect.suggest.artefacts import Book
from deflect.types import Suggestion
from tests.suggest.corpus import BagEncoder, asked, past
from tests.suggest.test_suggester import ENCODER, FixedCleaner, opened, suggester

SETTINGS = SuggestSettings.model_validate({"threshold": 0.5})
CALLERS = 24


class Crowded(BagEncoder):
    """Counts who encodes at a time, and fails for one question."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self.now = self.most = 0

    def encode(self, texts: Sequence[str], *, progress: Progress | None = None) -> NDArray[np.float32]:
        with self._lock:
            self.now += 1
            self.most = max(self.most, self.now)
        try:
            time.sleep(0.002)
            if "broken" in texts[0]:
                raise RuntimeError("broken")
            return super().encode(texts, progress=progress)
        finally:
            with self._lock:
                self.now -= 1


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Book:
    tickets, clusters, articles = past(240)
    return opened(tmp_path_factory.mktemp("models"), articles, tickets, clusters)


def test_one_that_fails_leaves_its_turn_to_others(book: Book) -> None:
    asker = Suggester(book, Crowded(), FixedCleaner(), SETTINGS)
    for _ in range(cores() + 2):
        with pytest.raises(RuntimeError):
            asker.suggest("broken broken broken")
        with pytest.raises(RuntimeError):
            asker.suggest_all("broken broken broken")
    assert isinstance(asker.suggest("My licence key was rejected, how do I renew?"), Suggestion)


def test_at_most_one_more_is_answered_at_a_time_than_there_are_cores(book: Book) -> None:
    encoder = Crowded()
    asker = Suggester(book, encoder, FixedCleaner(), SETTINGS)
    questions = [text for _, text in asked(CALLERS, seed=5)]
    alone = [suggester(book).suggest(text) for text in questions]
    with ThreadPoolExecutor(CALLERS) as pool:
        assert list(pool.map(asker.suggest, questions)) == alone
    assert 1 <= encoder.most <= cores() + 1


def test_a_compressed_index_answers_as_an_exact_one_does(
    book: Book, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(artefacts, "EXACT_FOR_ONE", 50)
    tickets, clusters, articles = past(240)
    coded = opened(tmp_path, articles, tickets, clusters)
    assert (coded.index and coded.index.recall, book.index and book.index.recall) == (None, 1.0)
    for _, text in asked(40, seed=7):
        found, expected = suggester(coded).suggest(text), suggester(book).suggest(text)
        assert isinstance(found, Suggestion)
        assert isinstance(expected, Suggestion)
        assert (found.article, found.answer) == (expected.article, expected.answer)
        assert found.confidence == pytest.approx(expected.confidence, abs=0.01)


def test_several_questions_at_once_are_encoded_and_searched_as_one_alone_is(book: Book) -> None:
    """The parts of a ticket go through encoder and index together."""
    assert book.index is not None
    questions = [text for _, text in asked(12, seed=3)]
    together = book.index.search(ENCODER.encode(questions), 50)
    for at, text in enumerate(questions):
        alone = book.index.search(ENCODER.encode([text]), 50)
        assert np.allclose(together[0][at], alone[0][0], atol=1e-5)
