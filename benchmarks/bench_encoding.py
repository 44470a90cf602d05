"""How fast texts become vectors, against sentence-transformers' own encode of the same texts in the same run.

usage: python benchmarks/bench_encoding.py [--questions N] [--tickets N] [--rounds N]

Prints two Markdown tables. Texts come from ../shared/data (banking77's test questions; Thunderbird tickets of about 200
tokens); what is missing there is said and skipped. The three encoders take turns on slices of the texts, so that
whatever else the machine does slows all of them, and a ratio is the median over the slices. The model is exported
before, into a temporary folder; cold starts and peak memory are those of fresh processes.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from deflect.models import Encoder

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"
SLICES = 6
OWN = "sentence-transformers"
SPEED = ("texts", "count", "tokens", "encoder", "texts/s", "ratio", "largest difference", "agreement@10", "peak MB")
COLD = ("process start, load, one sentence", "s", "share")
COLD_PROGRAMS = {
    OWN: """
from sentence_transformers import SentenceTransformer
SentenceTransformer({place!r}, device="cpu").encode(["I cannot log in"], show_progress_bar=False)
""",
    "deflect {precision}, and a faiss search": """
from pathlib import Path
from deflect.models import Index, load_encoder
encoder = load_encoder(directory=Path({models!r}), precision={precision!r})
vectors = encoder.encode(["I cannot log in", "Where is my invoice?"])
assert Index.build(vectors).search(vectors[:1], 2)[1][0, 0] == 0
""",
}
PEAK_PROGRAM = """
import json, sys
from pathlib import Path
texts = json.loads(sys.stdin.read())
{load}
encode(texts)
status = Path("/proc/self/status")
# Not ru_maxrss: a process starts with its parent's.
print(int(status.read_text().split("VmHWM:")[1].split()[0]) // 1024 if status.exists() else -1)
"""
PEAK_LOADS = {
    OWN: """
from sentence_transformers import SentenceTransformer
model = SentenceTransformer({place!r}, device="cpu")
encode = lambda texts: model.encode(texts, show_progress_bar=False)
""",
    "deflect": """
from deflect.models import load_encoder
encode = load_encoder(directory=Path({models!r}), precision={precision!r}).encode
""",
}


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--questions", type=int, default=3080)
    ask.add_argument("--tickets", type=int, default=600)
    ask.add_argument("--rounds", type=int, default=3, help="cold starts of each kind; the fastest counts")
    args = ask.parse_args()
    sys.path.insert(0, str(ROOT))
    from deflect.models import load_encoder
    from deflect.models.source import find_source
    from deflect.models.torch_encoder import load_model

    with tempfile.TemporaryDirectory() as folder:
        models = Path(folder)
        ours = {precision: load_encoder(directory=models, precision=precision) for precision in ("fp32", "int8")}
        source = find_source("all-MiniLM-L6-v2")
        theirs = load_model(source)
        encoders: dict[str, Callable[[list[str]], Any]] = {
            OWN: lambda texts: theirs.encode(texts, show_progress_bar=False),
            "deflect fp32": ours["fp32"].encode,
            "deflect int8": ours["int8"].encode,
        }
        print(f"| {' | '.join(SPEED)} |\n|{'---|' * len(SPEED)}")
        for name, texts in texts_of(args.questions, args.tickets):
            bench(name, texts, mean_tokens(ours["fp32"], texts), encoders, source.place, models)
        print(f"\n| {' | '.join(COLD)} |\n|{'---|' * len(COLD)}")
        bench_cold(source.place, models, args.rounds)


def texts_of(questions: int, tickets: int) -> Iterator[tuple[str, list[str]]]:
    """The texts to encode, as many kinds as are there."""
    banking = SHARED / "data" / "banking77" / "test.jsonl"
    if banking.is_file():
        lines = banking.read_text(encoding="utf-8").splitlines()
        yield "short questions", [json.loads(line)["text"] for line in lines][:questions]
    else:
        print(f"short questions: skipped, there is no {banking}", file=sys.stderr)
    thunderbird = SHARED / "data" / "thunderbird" / "questions.jsonl.gz"
    if thunderbird.is_file():
        yield "200-token tickets", long_tickets(thunderbird, tickets)
    else:
        print(f"200-token tickets: skipped, there is no {thunderbird}", file=sys.stderr)


def long_tickets(path: Path, count: int) -> list[str]:
    """English tickets of 130 to 190 words, which is about 200 tokens."""
    found: list[str] = []
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            text = f"{row['title']}\n{unescape(re.sub('<[^>]+>', ' ', row['content_html']))}"
            if row["locale"] == "en-US" and 130 <= len(text.split()) <= 190:
                found.append(text)
                if len(found) == count:
                    break
    return found


def mean_tokens(encoder: Encoder, texts: list[str]) -> float:
    """Tokens of a text, on average."""
    from deflect.models.onnx_encoder import OnnxEncoder

    assert isinstance(encoder, OnnxEncoder)
    return statistics.mean(map(len, encoder.tokenize(texts)))


def bench(
    name: str,
    texts: list[str],
    tokens: float,
    encoders: dict[str, Callable[[list[str]], Any]],
    place: str,
    models: Path,
) -> None:
    """Encode the texts with each encoder, slice by slice in turn, and print a row for each."""
    import numpy as np

    from deflect.models.quality import agreement

    seconds: dict[str, list[float]] = {encoder: [] for encoder in encoders}
    parts: dict[str, list[Any]] = {encoder: [] for encoder in encoders}
    for encode in encoders.values():
        encode(texts[:50])
    for number in range(SLICES):
        part = texts[number::SLICES]
        for encoder, encode in encoders.items():
            start = time.perf_counter()
            parts[encoder].append(encode(part))
            seconds[encoder].append(time.perf_counter() - start)
    truth = np.concatenate(parts[OWN])
    for encoder in encoders:
        vectors = np.concatenate(parts[encoder])
        ratio = statistics.median(a / b for a, b in zip(seconds[OWN], seconds[encoder], strict=True))
        print(
            f"| {name} | {len(texts):,} | {tokens:.0f} | {encoder} | {len(texts) / sum(seconds[encoder]):,.0f} |"
            f" {ratio:.2f} | {np.abs(vectors - truth).max():.1e} | {agreement(truth, vectors):.3f} |"
            f" {peak(encoder, texts[:600], place, models):,} |",
            flush=True,
        )


def peak(encoder: str, texts: list[str], place: str, models: Path) -> int:
    """Peak memory of a fresh process that encodes some texts, MB; -1 where the system does not tell."""
    kind, _, precision = encoder.partition(" ")
    load = PEAK_LOADS[kind].format(place=place, models=str(models), precision=precision)
    command = [sys.executable, "-c", PEAK_PROGRAM.format(load=load)]
    done = subprocess.run(command, input=json.dumps(texts), text=True, capture_output=True, check=True, cwd=ROOT)
    return int(done.stdout.split()[-1])


def bench_cold(place: str, models: Path, rounds: int) -> None:
    """Start fresh processes that encode one sentence, in turn, and print the fastest of each kind."""
    programs = {}
    for name, code in COLD_PROGRAMS.items():
        for precision in ("fp32", "int8") if "{precision}" in name else ("",):
            known = {"place": place, "models": str(models), "precision": precision}
            programs[name.format(**known)] = code.format(**known)
    seconds: dict[str, list[float]] = {name: [] for name in programs}
    for _ in range(rounds):
        for name, code in programs.items():
            start = time.perf_counter()
            subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, cwd=ROOT)
            seconds[name].append(time.perf_counter() - start)
    for name, taken in seconds.items():
        print(f"| {name} | {min(taken):.2f} | {min(taken) / min(seconds[OWN]):.2f} |")


if __name__ == "__main__":
    main()
