"""A desk on which tuning helps, by an encoder that hides what a text is about under noise of its own."""

from __future__ import annotations

import hashlib
import re
import shutil
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from deflect.models.tuning.training import Budget
from deflect.pipeline import run
from deflect.store import Store
from deflect.types import Message, Requester, Ticket
from deflect.workspace import Workspace

TOPICS = 8
DIMENSION = 32
COUNT = 360
START = datetime(2024, 1, 1, tzinfo=UTC)
USERS = ("deflect.pipeline.memory", "deflect.suggest.suggester", "deflect.pipeline.tuning", "deflect.pipeline.tuner")
HELPS = np.diag([1.0] * TOPICS + [0.01] * (DIMENSION - TOPICS)).astype(np.float32)
HELPS_LESS = np.diag([1.0] * TOPICS + [0.8] * (DIMENSION - TOPICS)).astype(np.float32)
NOTHING = np.eye(DIMENSION, dtype=np.float32)


class Planted:
    """Eight directions tell a text's topic, by its last number; 24 are noise, six times as strong; `head` maps both."""

    name = "planted"
    dimension = DIMENSION
    max_tokens = 64

    def __init__(self, head: NDArray[np.float32] = NOTHING) -> None:
        self.head = head
        self.fingerprint = hashlib.sha256(head.tobytes()).hexdigest()

    def encode(
        self, texts: Sequence[str], *, progress: Callable[[int, int], None] | None = None
    ) -> NDArray[np.float32]:
        rows = np.array([self._row(text) for text in texts]).reshape(-1, DIMENSION).astype(np.float32) @ self.head
        if progress:
            progress(len(texts), len(texts))
        return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), dtype=np.float32)

    def _row(self, text: str) -> NDArray[np.float64]:
        digest = hashlib.sha256(text.encode()).digest()
        noise = np.random.default_rng(int.from_bytes(digest[:8], "big")).normal(size=DIMENSION - TOPICS)
        numbers = re.findall(r"\d+", text) or ["0"]
        signal = np.eye(TOPICS)[int(numbers[-1]) % TOPICS]
        return np.concatenate([signal, 6 * noise / np.linalg.norm(noise)])


def words(number: int, seed: str) -> str:
    """Words that no other text has, so that they tell nothing of the topic."""
    letters = (
        hashlib.sha256(f"{seed} {number}".encode()).hexdigest().translate(str.maketrans("0123456789", "ghijklmnop"))
    )
    return f"{letters[:7]} {letters[7:13]} {letters[13:20]} {letters[20:26]}"


def tickets() -> Iterator[Ticket]:
    """Questions and answers that share no word with any other; their number tells the page that was linked."""
    for number in range(COUNT):
        created = START + timedelta(hours=number)
        yield Ticket(
            id=f"{10_000 + number}",
            source="test",
            created_at=created,
            messages=(
                Message("customer", f"{words(number, 'asked')} k{number}", created),
                Message(
                    "agent", f"{words(number, 'answered')} v{number}", created + timedelta(minutes=5), agent_id="a"
                ),
            ),
            status="solved",
            language="en",
            requester=Requester(id=f"c{number}"),
            articles=(f"page-{number % TOPICS}",),
        )


def encoder_of(model: str, **_: Any) -> Planted:
    """What stands for `load_encoder`: a folder holds a map, a name is the encoder as it is."""
    return Planted(np.load(Path(model) / "head.npy")) if Path(model).is_dir() else Planted()


def write_head(_: object, head: NDArray[np.float32], folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    np.save(folder / "head.npy", head)


def writes_layers(head: NDArray[np.float32], steps: int = 5) -> Callable[..., int]:
    def train_layers(_source: object, _pairs: object, folder: Path, *_: object) -> int:
        write_head(None, head, folder)
        return steps

    return train_layers


def learns(head: NDArray[np.float32], steps: int = 7) -> Callable[..., tuple[NDArray[np.float32], int]]:
    def train_head(_vectors: object, _pairs: object, _budget: Budget, *_: object) -> tuple[NDArray[np.float32], int]:
        return head, steps

    return train_head


def stand_in(patch: pytest.MonkeyPatch, head: NDArray[np.float32] = HELPS) -> None:
    """Let everything use the planted encoder, and training find a given map."""
    for user in USERS:
        patch.setattr(f"{user}.load_encoder", encoder_of)
    patch.setattr("deflect.pipeline.tuning.check_trainer", lambda: None)
    patch.setattr("deflect.pipeline.tuner.write_head", write_head)
    patch.setattr("deflect.pipeline.tuner.train_head", learns(head))
    patch.setattr("deflect.pipeline.tuner.train_layers", writes_layers(HELPS_LESS))
    patch.setattr("deflect.suggest.tuning.measure.LEAST_HELD", 80)


def made(folder: Path) -> Workspace:
    """A workspace with these tickets, run once."""
    workspace = Workspace.create(folder)
    with Store.open(workspace.database) as store:
        store.put(tickets())
    run(workspace, "questions")
    return workspace


def copied(workspace: Workspace, folder: Path) -> Workspace:
    shutil.copytree(workspace.root, folder)
    return Workspace.open(folder)


def content(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
