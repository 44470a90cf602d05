"""A made workspace of any size: the demo's questions, mixed.

Where vectors lie decides how long an index takes, so random ones would not do: each is a real question's with 0.7 of
another's and 0.2 of noise added, about 0.8 near to the first. Its words are the first's with a third of the other's.
"""

from __future__ import annotations

import functools
import gzip
import json
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from deflect.cleaning import Cleaner
from deflect.demo import TICKETS
from deflect.models import Encoder, current_generation, load_encoder, new_generation, unit_rows
from deflect.pipeline.fingerprints import code_version
from deflect.suggest import prepare
from deflect.types import Article, CleanTicket, Cluster, Trend
from deflect.workspace import Workspace

CACHE = Path(tempfile.gettempdir()) / "deflect-benchmarks"
OTHER, NOISE = 0.7, 0.2
LEAST_CHARACTERS = 40
BLOCK = 50_000

Vectors = NDArray[np.float32]


@functools.cache
def mails() -> tuple[str, ...]:
    """What customers of the demo wrote first, in English, with greetings and signatures."""
    with gzip.open(TICKETS, "rt", encoding="utf-8") as file:
        tickets = [json.loads(line) for line in file]
    return tuple(each["messages"][0]["body"] for each in tickets if (each["language"] or "").startswith("en"))


def questions(workspace: Workspace) -> list[str]:
    """The mails as the index knows tickets: without greetings, signatures and personal data."""
    cleaner = Cleaner(workspace.settings.vendor, workspace.settings.privacy, b"benchmark" * 4)
    found = dict.fromkeys(cleaner.clean_question(mail)[0] for mail in mails())
    return [text for text in found if len(text) >= LEAST_CHARACTERS]


def mixed(base: Vectors, count: int, seed: int) -> tuple[NDArray[np.int64], Vectors]:
    """Make vectors of real ones.

    Returns:
        (count, 2) which two each is made of, the first of them in turn, and (count, d) unit rows.
    """
    random = np.random.default_rng(seed)
    pairs = np.stack([np.arange(count) % len(base), random.integers(len(base), size=count)], axis=1)
    rows = np.empty((count, base.shape[1]), np.float32)
    for start in range(0, count, BLOCK):
        one, other = pairs[start : start + BLOCK].T
        noise = random.standard_normal((len(one), base.shape[1]), dtype=np.float32) / np.sqrt(base.shape[1])
        rows[start : start + BLOCK] = unit_rows(base[one] + OTHER * base[other] + NOISE * noise)
    return pairs, rows


def encoded(workspace: Workspace, encoder: Encoder) -> tuple[list[str], Vectors]:
    """The questions and their vectors, kept beside the workspace."""
    texts, place = questions(workspace), workspace.root / "questions.npy"
    if not place.exists():
        np.save(place, encoder.encode(texts))
    return texts, np.load(place)


def workspace_of(tickets: int, articles: int) -> Workspace:
    """Make a workspace of a size, or open it if this version of deflect made it before."""
    folder = CACHE / f"suggest-{tickets}-{articles}-{code_version()[:12]}"
    workspace = Workspace.open(folder) if (folder / "deflect.toml").exists() else Workspace.create(folder)
    encoder = load_encoder(directory=workspace.models)
    if current_generation(workspace.models) is None:
        fill(workspace, encoder, tickets, articles)
    return workspace


def fill(workspace: Workspace, encoder: Encoder, count: int, articles: int) -> None:
    """Make so many tickets and articles the workspace's generation."""
    texts, base = encoded(workspace, encoder)
    pairs, vectors = mixed(base, count, seed=0)
    asked = _texts(texts, pairs)
    start = datetime(2024, 1, 1, tzinfo=UTC)
    tickets = [
        CleanTicket(f"made:{at}", "", text, None, None, f"c{at}", "en", start + timedelta(minutes=at), True)
        for at, text in enumerate(asked)
    ]
    clusters = [
        Cluster(f"c{at}", tuple(ticket.id for ticket in tickets[at :: len(base)]), (), "", "en", 0.5, 9, Trend((), ()))
        for at in range(min(articles, len(base)))
    ]
    written = [
        Article(f"a{at}", f"a{at}", text[:60], text[:120], f"{text}\n\n{asked[at]}", cluster_id=f"c{at}")
        for at, text in enumerate((texts * (articles // len(texts) + 1))[:articles])
    ]
    with new_generation(workspace.models) as draft:
        prepare(draft, written, clusters, tickets, vectors, encoder.encode, workspace.settings)
        draft.publish({})


def _texts(texts: list[str], pairs: NDArray[np.int64]) -> list[str]:
    words = [text.split() for text in texts]
    return [" ".join([*words[one], *words[other][at % 3 :: 3]]) for at, (one, other) in enumerate(pairs.tolist())]
