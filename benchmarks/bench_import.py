"""How fast tickets go into the store, and how much memory that takes.

usage: python benchmarks/bench_import.py [NAME …]   (thunderbird and firefox by default)

Prints a row of a Markdown table for each set of public forum threads in ../shared/data; one that is not there is
skipped with a message. The tickets are made and imported in processes of their own, so that the peak is the import's.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"
HEADINGS = ("tickets", "count", "MB", "first import, s", "tickets/s", "again, s", "peak memory, MB")


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("names", nargs="*", default=["thunderbird", "firefox"])
    ask.add_argument("--measure", nargs=2, type=Path, metavar=("DATABASE", "FILE"), help=argparse.SUPPRESS)
    args = ask.parse_args()
    if args.measure:
        measure(*args.measure)
        return
    print(f"| {' | '.join(HEADINGS)} |\n|{'---|' * len(HEADINGS)}")
    for name in args.names:
        bench(name)


def bench(name: str) -> None:
    """Make the tickets of a data set, import them in a fresh process, and print what it measured."""
    data, tool = SHARED / "data" / name, SHARED / "tools" / "sumo_to_tickets.py"
    if not data.is_dir() or not tool.is_file():
        print(f"{name}: skipped, there is no {data}", file=sys.stderr)
        return
    with tempfile.TemporaryDirectory() as folder:
        tickets = Path(folder) / "tickets.jsonl"
        with tickets.open("wb") as file:
            subprocess.run([sys.executable, str(tool), str(data)], stdout=file, stderr=subprocess.DEVNULL, check=True)
        command = [sys.executable, __file__, "--measure", str(Path(folder) / "tickets.sqlite"), str(tickets)]
        found = json.loads(subprocess.run(command, stdout=subprocess.PIPE, check=True).stdout)
        size = tickets.stat().st_size / 1e6
    rate = found["count"] / found["first"]
    print(
        f"| {name} | {found['count']:,} | {size:.0f} | {found['first']:.1f} | {rate:,.0f} | {found['again']:.1f} |"
        f" {found['peak']:.0f} |"
    )


def measure(database: Path, tickets: Path) -> None:
    """Import a file twice and print what it took, as JSON."""
    import resource

    sys.path.insert(0, str(ROOT))
    from deflect.config import Settings
    from deflect.connectors import import_file
    from deflect.store import Store

    with Store.open(database) as store:
        first = import_file(store, "jsonl", tickets, settings=Settings())
        again = import_file(store, "jsonl", tickets, settings=Settings())
    assert (first.skipped_count, again.added, again.updated) == (0, 0, 0)
    unit = 1e6 if sys.platform == "darwin" else 1e3  # bytes there, kilobytes elsewhere
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit
    print(json.dumps({"count": first.added, "first": first.seconds, "again": again.seconds, "peak": peak}))


if __name__ == "__main__":
    main()
