"""How long a run takes: everything, nothing new, 1% new tickets; and how much memory the largest of them needs.

usage: python benchmarks/bench_run.py [demo | thunderbird] …   (demo by default)

`demo` needs nothing but deflect; `thunderbird` is the English threads of 2023-2024 in ../shared/data, and is skipped
with a message where they are not. Prints a Markdown table: each run is a process of its own.
"""

from __future__ import annotations

import argparse
import gzip
import json
import resource
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"
HEADINGS = (
    "tickets", "count", "import, s", "run, s", "of it: clean", "encode", "cluster", "draft", "index", "site",
    "again, s", "1% new, s", "1% new / run", "peak memory, MB",
)  # fmt: skip


@dataclass(frozen=True)
class Measured:
    """One process: how long it took, and what it printed as JSON."""

    seconds: float
    said: dict[str, dict[str, float]]


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("names", nargs="*", default=["demo"])
    print(f"| {' | '.join(HEADINGS)} |\n|{'---|' * len(HEADINGS)}")
    for name in ask.parse_args().names:
        lines = demo() if name == "demo" else threads(name)
        if lines:
            print(bench(name, lines), flush=True)


def demo() -> list[bytes]:
    from deflect.demo import TICKETS

    with gzip.open(TICKETS) as file:
        return file.readlines()


def threads(name: str) -> list[bytes]:
    data, tool = SHARED / "data" / name, SHARED / "tools" / "sumo_to_tickets.py"
    if not data.is_dir():
        print(f"{name}: skipped, there is no {data}", file=sys.stderr)
        return []
    command = [sys.executable, str(tool), str(data), "--until", "2025-01-01", "--locale", "en-US"]
    return subprocess.run(command, capture_output=True, check=True).stdout.splitlines(keepends=True)


def bench(name: str, lines: list[bytes]) -> str:
    """Import 99% of the tickets, run, run again, import the rest, run again; return a row of the table."""
    with tempfile.TemporaryDirectory() as folder:
        root, most, rest = (Path(folder) / part for part in ("workspace", "most.jsonl", "rest.jsonl"))
        split = len(lines) - len(lines) // 100
        most.write_bytes(b"".join(lines[:split]))
        rest.write_bytes(b"".join(lines[split:]))
        deflect("init", str(root))
        imported = deflect("import", "jsonl", str(most), "-w", str(root))
        whole, again = deflect("run", "-w", str(root)), deflect("run", "-w", str(root))
        deflect("import", "jsonl", str(rest), "-w", str(root))
        more = deflect("run", "-w", str(root))
    stages = whole.said["seconds"]
    cells = [
        name, f"{len(lines):,}", f"{imported.seconds:.1f}", f"{whole.seconds:.1f}",
        *(f"{stages[stage]:.1f}" for stage in ("clean", "encode", "cluster", "draft", "index", "site")),
        f"{again.seconds:.2f}", f"{more.seconds:.1f}", f"{more.seconds / whole.seconds:.0%}", f"{peak():.0f}",
    ]  # fmt: skip
    return f"| {' | '.join(cells)} |"


def deflect(*arguments: str) -> Measured:
    start = time.perf_counter()
    command = [sys.executable, "-m", "deflect", *arguments, "--json"]
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=True)
    return Measured(time.perf_counter() - start, json.loads(done.stdout))


def peak() -> float:
    """Peak resident memory of the largest child process so far, in MB."""
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024


if __name__ == "__main__":
    main()
