"""Send mutated signed calls of every ticket system to the service: none may be taken, and none may break anything.

    python -m benchmarks.bench_mutations [--number 100000] [--seed 7]

They go straight to the app, in one process, with all sources connected, each with a secret of its own. What a mutant is
stands in tests/web/mutants.py: something that proves the call is changed, so that no mutant is the signed call in other
clothes. One in twenty is a call that is signed as it should be, more than five minutes ago or ahead. At the end the
calls as they are must be taken, so that what is refused is not refused for another reason.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Sequence
from pathlib import Path

from starlette.applications import Starlette

from benchmarks.clustering.tables import heading, machine, row
from deflect.web import make_app
from deflect.web.desk import Desk
from deflect.web.rules import Rules
from deflect.workspace import Workspace
from tests.web import mutants
from tests.web.mutants import SignedCall
from tests.web.service import Answers, call

EACH = 50
RENEWED = 20_000
"""Mutants after which calls are signed anew: a signature of five minutes ago is refused for its time alone."""
Seen = dict[str, Counter[int]]


def main(arguments: Sequence[str] | None = None) -> None:
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--number", type=int, default=100_000)
    ask.add_argument("--seed", type=int, default=7)
    wanted = ask.parse_args(arguments)
    print(f"{machine()}\n")
    started = time.process_time()
    with tempfile.TemporaryDirectory() as folder:
        workspace = Workspace.create(Path(folder) / "desk")
        sources = mutants.connect_all(workspace)
        desk = Desk.open(workspace, Answers(), workers=0)
        app = make_app(Answers(), desk, rules=Rules(per_minute=1_000_000_000))
        seen = asyncio.run(attack(app, sources, wanted.number, random.Random(wanted.seed)))
        kept = sum(desk.inbox.counts().values())
        genuine = asyncio.run(taken(app, sources))
        desk.stop()
    report(seen, kept, genuine)
    print(f"\n{time.process_time() - started:.0f} s of the processor.")


async def attack(app: Starlette, sources: Sequence[str], number: int, chance: random.Random) -> Seen:
    seen: Seen = defaultdict(Counter)
    sent = 0
    while sent < number:
        calls, old = mutants.pool(sources, EACH), mutants.old_pool(sources, EACH)
        for _ in range(min(RENEWED, number - sent)):
            changed = None
            while changed is None:
                late = chance.random() < 0.05
                changed = chance.choice(old) if late else mutants.mutant(chance, calls[chance.choice(sources)])
            seen[changed.source][await status(app, changed)] += 1
            sent += 1
    return seen


async def taken(app: Starlette, sources: Sequence[str]) -> Counter[int]:
    """What is answered to the calls as they are."""
    calls = mutants.pool(sources, EACH)
    return Counter([await status(app, each) for source in sources for each in calls[source]])


async def status(app: Starlette, told: SignedCall) -> int:
    return (await call(app, "POST", told.path, told.headers, told.body)).status


def report(seen: Seen, kept: int, genuine: Counter[int]) -> None:
    statuses = sorted({status for found in seen.values() for status in found})
    print(heading(("source", "mutants", "taken (2xx)", "5xx", *map(str, statuses))))
    for source, found in [*sorted(seen.items()), ("all", sum(seen.values(), Counter[int]()))]:
        well, broken = (sum(found[each] for each in statuses if each // 100 == kind) for kind in (2, 5))
        print(row([source, f"{found.total():,}", str(well), str(broken), *(f"{found[each]:,}" for each in statuses)]))
    print(f"\nIn the inbox after that: {kept}. Then the calls as they are: {dict(genuine)}.")
    if kept or any(status < 400 or status >= 500 for status in statuses) or set(genuine) - {200, 202}:
        raise SystemExit("not as it must be")


if __name__ == "__main__":
    main()
