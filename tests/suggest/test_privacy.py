"""No personal data and no text of a ticket reaches a generation or a result."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from deflect.config import SuggestSettings
from deflect.plain import as_json
from deflect.suggest import Suggester
from tests.suggest.corpus import BagEncoder, past
from tests.suggest.test_suggester import CLEANER, opened

PERSONAL = ("jane.roe@mail-of-jane.net", "+49 171 2345678", "sk_live_" + "4f9d0c1b2a3e4d5f6a7b8c9d")
QUESTION = f"My licence key activation was rejected, write to {PERSONAL[0]} or call {PERSONAL[1]}, key {PERSONAL[2]}"


class WatchedEncoder(BagEncoder):
    """Remembers what it was given."""

    def __init__(self) -> None:
        self.seen: list[str] = []

    def encode(
        self, texts: Sequence[str], *, progress: Callable[[int, int], None] | None = None
    ) -> NDArray[np.float32]:
        self.seen += texts
        return super().encode(texts)


@pytest.mark.parametrize("threshold", [0.0, 1.0])
def test_what_a_question_holds_goes_nowhere(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str], threshold: float
) -> None:
    tickets, clusters, articles = past(80)
    encoder = WatchedEncoder()
    book = opened(tmp_path, articles, tickets, clusters)
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    with caplog.at_level(logging.DEBUG):
        asker = Suggester(book, encoder, CLEANER, SuggestSettings.model_validate({"threshold": threshold}))
        result = asker.suggest(QUESTION, subject=f"From {PERSONAL[0]}")
    after = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    assert after == before
    written = [as_json(result), caplog.text, *capfd.readouterr(), *encoder.seen]
    for secret in PERSONAL:
        assert not any(secret in text for text in written)
    assert encoder.seen


def test_no_text_of_a_ticket_is_in_a_generation(tmp_path: Path) -> None:
    """Not even redacted: articles are what is shown, tickets only vote."""
    tickets, clusters, articles = past(80)
    opened(tmp_path, articles, tickets, clusters)
    content = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    assert articles[0].answer.encode() in content
    for each in tickets:
        assert each.question.rsplit(" ", 1)[1].encode() not in content
        assert each.customer.encode() not in content


def test_no_pickle_is_written(tmp_path: Path) -> None:
    tickets, clusters, articles = past(40)
    opened(tmp_path, articles, tickets, clusters)
    for path in tmp_path.rglob("*.npy"):
        np.load(path, allow_pickle=False)
    assert not list(tmp_path.rglob("*.pkl"))
