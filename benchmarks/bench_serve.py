"""Measure `deflect serve` with a large workspace: acknowledged calls, suggestions, and ten times too many of both.

    python -m benchmarks.bench_serve [--tickets 100000] [--seconds 10] [--overload 60] [--workspace DIR]

The service is the command itself, in a process of its own, with its log going to a file. Clients run in further
processes and share its cores; what they take of the processor is told beside what it takes. Calls are signed before the
clock starts, and each tells of a ticket of its own; its worker tries all the while to reach a ticket system at which
nobody answers. At the end of the acknowledged calls the service is killed (-9) with calls under way, and what it
acknowledged is looked for in the database. In the overload, clients ask again at once whatever they are told.

With `--workspace` the made-up workspace is kept there, and used again the next time.
"""

from __future__ import annotations

import argparse
import os
import sqlite3
import sys
import tempfile
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

from benchmarks.clustering.tables import heading, machine, row
from benchmarks.serving import calls
from benchmarks.serving.place import made
from benchmarks.serving.service import Found, Load, Running, loaded, running
from deflect.web.rules import add_key
from deflect.workspace import Workspace

CLIENTS = 24
TIMES = 10
MOST_A_SECOND = 5_000
WARMING = 2.0
COLUMNS = (
    "what", "clients", "answered well/s", "well", "503", "others", "p50 ms", "p99 ms", "slowest ms",
    "of the processor, ms each", "of the clients", "memory grown, MB",
)  # fmt: skip


def main(arguments: Sequence[str] | None = None) -> None:
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--tickets", type=int, default=100_000)
    ask.add_argument("--seconds", type=float, default=10.0)
    ask.add_argument("--overload", type=float, default=60.0, help="seconds of ten times the clients")
    ask.add_argument("--workspace", type=Path, help="a folder in which the made-up workspace is kept")
    wanted = ask.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        workspace = made(wanted.workspace or Path(folder) / "desk", wanted.tickets)
        spread = os.getloadavg()[0] / (os.cpu_count() or 1)
        print(f"{machine()}\n\n{wanted.tickets:,} tickets; programs to each core before: {spread:.1f}\n")
        print(heading(COLUMNS), flush=True)
        bare(wanted.seconds)
        kept = acknowledged(workspace, wanted.seconds)
        suggested(workspace, wanted.seconds)
        overloaded(workspace, wanted.overload)
    print(f"\nAfter kill -9 under load: {kept[0]:,} calls acknowledged, {kept[1]:,} in the database.")
    if kept[1] < kept[0]:
        raise SystemExit("acknowledged calls were lost")


def bare(seconds: float) -> None:
    with running([sys.executable, "-m", "benchmarks.serving.bare"]) as service:
        measured("a bare Starlette app", service, [Load("", calls.plain(), CLIENTS)], seconds)


def acknowledged(workspace: Workspace, seconds: float) -> tuple[int, int]:
    """Measure, then kill under load; the calls that were acknowledged, and those that are in the database."""
    before = in_database(workspace)
    signed = calls.zendesk(int(MOST_A_SECOND * (seconds + 2 * WARMING)), first=before)
    warming, rest = signed[: int(MOST_A_SECOND * WARMING)], signed[int(MOST_A_SECOND * WARMING) :]
    with running(serve(workspace)) as service:
        first, _, _ = loaded(service, [Load("", warming, CLIENTS)], WARMING)
        found = measured("a hook acknowledged, signed and durable", service, [Load("", rest, CLIENTS)], seconds)
        last = Load("", rest[found[0].statuses.total() :], CLIENTS)
        killed, _, _ = loaded(service, [last], WARMING, kill_after=WARMING / 2)
    return sum(each.fine for each in (*first, *found, *killed)), in_database(workspace) - before


def suggested(workspace: Workspace, seconds: float) -> None:
    load = Load("", calls.questions(add_key(workspace.state, "bench")), CLIENTS)
    with running(serve(workspace)) as service:
        loaded(service, [load], WARMING)
        measured("/suggest", service, [load], seconds)


def overloaded(workspace: Workspace, seconds: float) -> None:
    signed = calls.zendesk(20_000, first=10_000_000)
    questions = calls.questions(add_key(workspace.state, "bench"))
    with running(serve(workspace)) as service:
        loaded(service, [Load("", questions, CLIENTS), Load("", signed[:5_000], CLIENTS)], WARMING)
        both = [Load(", /suggest", questions, TIMES * CLIENTS), Load(", hooks", signed, TIMES * CLIENTS)]
        measured("ten times too many at once", service, both, seconds)


def measured(what: str, service: Running, loads: list[Load], seconds: float) -> list[Found]:
    found, cpu, grown = loaded(service, loads, seconds)
    each = 1000 * cpu / max(sum(one.statuses.total() for one in found), 1)
    for one in found:
        print(
            row([what + one.load.name, *cells(one), f"{each:.2f}", f"{one.client_ms:.2f}", f"{grown:.0f}"]), flush=True
        )
    return found


def cells(found: Found) -> list[str]:
    busy = found.statuses[503]
    others = found.statuses.total() - found.fine - busy
    times = (found.percentile(0.5), found.percentile(0.99), found.percentile(1.0))
    counts = (found.fine / found.took, found.fine, busy, others)
    return [str(found.load.lines), *(f"{each:,.0f}" for each in counts), *(f"{each:.1f}" for each in times)]


def serve(workspace: Workspace) -> list[str]:
    return [sys.executable, "-m", "deflect", "serve", "-w", str(workspace.root)]


def in_database(workspace: Workspace) -> int:
    with closing(sqlite3.connect(workspace.database)) as opened:
        tables = opened.execute("SELECT count(*) FROM sqlite_master WHERE name = 'inbox'").fetchone()[0]
        return int(opened.execute("SELECT count(*) FROM inbox").fetchone()[0]) if tables else 0


if __name__ == "__main__":
    main()
