"""What was encoded is remembered, what is not used any more is forgotten, and what was erased is erased everywhere."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from deflect.errors import WorkspaceLockedError
from deflect.models import VectorCache, text_key
from deflect.pipeline import erase, memory, run
from deflect.pipeline.erase import Erasure
from deflect.pipeline.memory import Memory, open_memory
from deflect.store import Store
from deflect.testing import HashEncoder, small_desk
from deflect.types import CleanTicket
from deflect.workspace import Workspace


class Counting(HashEncoder):
    """Counts the texts that it was really asked to encode."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def encode(
        self, texts: Sequence[str], *, progress: Callable[[int, int], None] | None = None
    ) -> NDArray[np.float32]:
        self.asked += texts
        return super().encode(texts, progress=progress)


def opened(folder: Path, encoder: HashEncoder) -> Memory:
    return Memory(encoder, VectorCache(folder, encoder.fingerprint))


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.lists(st.sampled_from("abcdef"), max_size=4), max_size=5))
def test_each_text_is_encoded_once_ever_and_always_to_the_same_row(
    tmp_path_factory: pytest.TempPathFactory, batches: list[list[str]]
) -> None:
    folder, encoder = tmp_path_factory.mktemp("vectors"), Counting()
    for batch in batches:
        found = opened(folder, encoder).encode(batch)
        assert found.shape == (len(batch), HashEncoder.dimension)
        assert np.array_equal(found, HashEncoder().encode(batch))
    assert sorted(encoder.asked) == sorted({text for batch in batches for text in batch})


def test_what_was_not_asked_for_since_it_was_opened_is_forgotten(tmp_path: Path) -> None:
    opened(tmp_path, HashEncoder()).encode(["kept", "dropped"])
    again = opened(tmp_path, HashEncoder())
    again.encode(["kept", "new"])
    again.forget_unused()
    encoder = Counting()
    opened(tmp_path, encoder).encode(["kept", "dropped", "new"])
    assert encoder.asked == ["dropped"]


def test_an_interrupted_use_forgets_nothing(tmp_path: Path) -> None:
    opened(tmp_path, HashEncoder()).encode(["kept"])
    opened(tmp_path, HashEncoder()).encode(["other"])
    encoder = Counting()
    opened(tmp_path, encoder).encode(["kept", "other"])
    assert encoder.asked == []


def test_progress_counts_what_was_known_already(tmp_path: Path) -> None:
    opened(tmp_path, HashEncoder()).encode(["a", "b"])
    seen: list[tuple[int, int]] = []
    opened(tmp_path, HashEncoder()).encode(["a", "b", "c"], lambda done, total: seen.append((done, total)))
    assert (seen[0], seen[-1]) == ((2, 3), (3, 3))


def cleaned(desk: Workspace) -> list[CleanTicket]:
    with Store.open(desk.database) as store:
        return list(store.cleaned())


@pytest.mark.parametrize(("size", "expected"), [(4, 4), (5, 5), (12, 6), (44, 5)])
def test_the_encoder_is_judged_on_an_even_sample(
    desk: Workspace, monkeypatch: pytest.MonkeyPatch, size: int, expected: int
) -> None:
    given_to: list[dict[str, object]] = []

    def load(model: str, **options: object) -> HashEncoder:
        given_to.append({"model": model, **options})
        return HashEncoder()

    monkeypatch.setattr("deflect.pipeline.memory.load_encoder", load)
    monkeypatch.setattr("deflect.suggest.suggester.load_encoder", load)
    run(desk)
    given_to.clear()
    monkeypatch.setattr(memory, "SAMPLE", 5)
    tickets = cleaned(desk)[:size]
    open_memory(desk, tickets)
    sample = given_to[0]["sample"]
    questions = [ticket.question for ticket in tickets]
    assert sample == questions[:: max(1, size // 5)][:5]
    assert len(questions[:: max(1, size // 5)]) >= min(5, expected)
    assert (given_to[0]["model"], given_to[0]["precision"]) == ("all-MiniLM-L6-v2", "auto")
    assert given_to[0]["directory"] == desk.models


def customer(number: int = 0) -> str:
    address = small_desk()[number].requester.email
    assert address
    return address


@pytest.mark.usefixtures("hash_encoder")
def test_an_erased_question_leaves_the_vectors_at_once(desk: Workspace) -> None:
    run(desk)
    stray = next(ticket for ticket in small_desk() if ticket.id == "stray-0")
    question = next(ticket.question for ticket in cleaned(desk) if ticket.id == stray.ref)
    keys = desk.models / "vectors" / "hash-1.keys"
    assert text_key(question) in keys.read_bytes()
    assert erase(desk, stray.requester.email or "").erased == 1
    assert text_key(question) not in keys.read_bytes()
    run(desk)
    assert text_key(question) not in keys.read_bytes()


@pytest.mark.usefixtures("hash_encoder")
def test_erasing_removes_every_older_generation(desk: Workspace) -> None:
    run(desk)
    (desk.kb / "own.md").write_text("---\ntitle: Own\n---\nText.\n")
    run(desk)
    erase(desk, customer())
    assert {path.name for path in (desk.models / "gen").iterdir()} == {"3"}


def test_what_is_to_be_erased_is_noted_before_anything_is_deleted(
    desk: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(_store: Store, _customer: str) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr(Store, "erase", killed)
    with pytest.raises(KeyboardInterrupt):
        erase(desk, customer())
    assert (desk.state / "erasing.json").exists()


def test_a_customer_is_erased_by_address_in_any_case_or_by_id(desk: Workspace) -> None:
    first, last = small_desk()[0].requester, small_desk()[-1].requester
    of_first = sum(ticket.requester.email == first.email for ticket in small_desk())
    of_last = sum(ticket.requester.id == last.id for ticket in small_desk())
    assert erase(desk, (first.email or "").upper()).erased == of_first >= 1
    assert erase(desk, last.id or "").erased == of_last >= 1
    assert erase(desk, "nobody@example.org") == Erasure(0)
    with Store.open(desk.database) as store:
        assert store.count() == len(small_desk()) - of_first - of_last


def test_nobody_is_erased_while_another_process_writes(desk: Workspace) -> None:
    with desk.lock("run"), pytest.raises(WorkspaceLockedError, match="deflect run"):
        erase(desk, customer())
    assert not (desk.state / "erasing.json").exists()
