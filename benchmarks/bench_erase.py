"""How long it takes to erase one customer from a large workspace, and what of them is left in its bytes.

usage: python -m benchmarks.bench_erase [--tickets 100000] [--folder DIR]

Makes a workspace of generated tickets, runs everything once, erases a customer who planted 40 values in tickets of six
recurring questions, and searches every file of the workspace for each of the values, for the customer's e-mail address
and name and for the ids of their tickets, before and after. Texts are encoded by `deflect.testing.HashEncoder`, which
needs no model: the encoder has no part in erasing but for the texts of changed articles.
"""

from __future__ import annotations

import argparse
import mmap
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import deflect.pipeline.memory
from deflect.pipeline import erase, run
from deflect.store import Store
from deflect.testing import HashEncoder
from deflect.types import Message, Requester, Ticket
from deflect.workspace import Workspace

NAME, ADDRESS = "Quillon Verbruggensen", "quillon@verbruggensen.example"
QUESTIONS, PLANTED = 400, 40
START = datetime(2024, 1, 1, tzinfo=UTC)
SYLLABLES = [first + vowel for first in "bdfgklmnprstvz" for vowel in "aeiou"]
_VERBS = ("export", "import", "sync", "print", "rename", "restore", "archive", "share")


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--tickets", type=int, default=100_000)
    ask.add_argument("--folder", type=Path, help="where to make the workspace; a temporary folder if not given")
    args = ask.parse_args()
    vars(deflect.pipeline.memory)["load_encoder"] = lambda *_, **__: HashEncoder()
    with tempfile.TemporaryDirectory() as folder:
        measure((args.folder or Path(folder)) / "workspace", args.tickets)


def measure(root: Path, count: int) -> None:
    workspace = Workspace.create(root, "[drafting]\narticles = 1000\n")
    values = planted(random.Random(5))
    with Store.open(workspace.database) as store:
        store.put(tickets(count, values))
    start = time.perf_counter()
    summary = run(workspace)
    print(f"run: {summary.questions} questions in {time.perf_counter() - start:.0f} s", file=sys.stderr)
    report(workspace, values)


def report(workspace: Workspace, values: Sequence[str]) -> None:
    """Erase the customer and print a row: how long that took, and how often they are found before and after."""
    with Store.open(workspace.database) as store:
        refs, count = store.refs_of(ADDRESS), store.count()
    sought = [*values, NAME, ADDRESS, *refs]
    before = scan(workspace.root, sought)
    start, cpu = time.perf_counter(), time.process_time()
    found = erase(workspace, ADDRESS)
    seconds, cpu = time.perf_counter() - start, time.process_time() - cpu
    after = scan(workspace.root, sought)
    print("| tickets | of the customer | seconds | CPU s | articles changed | withdrawn | found before | after |")
    print("|---|---|---|---|---|---|---|---|")
    cells = (f"{count:,}", found.erased, f"{seconds:.1f}", f"{cpu:.1f}", len(found.changed), len(found.withdrawn))
    print(f"| {' | '.join(map(str, cells))} | {sum(before.values()):,} | {sum(after.values())} |")
    for place, number in sorted(before.items()):
        print(f"before: {number:5,} in {place}", file=sys.stderr)
    if after:
        sys.exit(f"left: {dict(after)}")


def planted(chance: random.Random) -> list[str]:
    """Words that stand nowhere else."""
    return [f"{''.join(chance.choices(SYLLABLES, k=5))}{number:02}" for number in range(PLANTED)]


def tickets(count: int, values: Sequence[str]) -> Iterator[Ticket]:
    """Tickets about `QUESTIONS` questions, and the customer's among six small ones of two other customers each."""
    chance = random.Random(7)
    topics = [_topic(chance) for _ in range(QUESTIONS)]
    theirs = list(_of_the_customer(chance, values))
    for number in range(count - len(theirs)):
        topic = topics[min(int(chance.expovariate(5 / QUESTIONS)), QUESTIONS - 1)]
        extra = " ".join("".join(chance.choices(SYLLABLES, k=2)) for _ in range(chance.randrange(4, 12)))
        asked = f"How do I {topic}? {_again(topic, chance)} {extra}."
        answer = f"Open Tools > {topic.title()}. Press the {topic.split()[-1]} button and wait. {extra.capitalize()}."
        yield _ticket(f"t{number}", f"user{chance.randrange(40_000)}", asked, answer, chance)
    yield from theirs


def _of_the_customer(chance: random.Random, values: Sequence[str]) -> Iterator[Ticket]:
    """Six questions: theirs and those of two, or in the last three of four, others."""
    for place in range(6):
        topic = _topic(chance)
        own = values[place * 6 : place * 6 + 6]
        for number in range(2):
            asked = f"How do I {topic} {own[0]}? {_again(topic, chance)} {own[1 + number]} {own[3]}."
            answer = (
                f"Open Tools > {topic.title()} for {own[4]}. Press {own[5]} and wait. Set {values[36 + place % 4]}."
            )
            yield _ticket(f"own{place}-{number}", "", asked, answer, chance)
        for number in range(6):
            answer = f"Open Tools > {topic.title()}. Press the {topic.split()[-1]} button and wait."
            who = f"other{place}-{number % (2 if place < 3 else 4)}"
            asked = f"How do I {topic}? {_again(topic, chance)}."
            yield _ticket(f"{who}-{number}", who, asked, answer, chance)


def _topic(chance: random.Random) -> str:
    words = ["".join(chance.choices(SYLLABLES, k=3)) for _ in range(3)]
    return f"{chance.choice(_VERBS)} the {words[0]} {words[1]} {words[2]}"


def _again(topic: str, chance: random.Random) -> str:
    """The topic's words in another order, so that tickets of one question are alike and no two the same."""
    words = topic.split()[2:] * 2
    chance.shuffle(words)
    return " ".join(words).capitalize()


def _ticket(name: str, customer: str, asked: str, answer: str, chance: random.Random) -> Ticket:
    created = START + timedelta(minutes=chance.randrange(60 * 24 * 700))
    who = Requester(customer, None, f"{customer}@customers.example") if customer else Requester("q1", NAME, ADDRESS)
    body = asked if customer else f"{asked}\n\nRegards\n{NAME}\n{ADDRESS}"
    return Ticket(
        id=name,
        source="desk",
        created_at=created,
        subject=asked.partition("?")[0],
        status="solved",
        requester=who,
        messages=(
            Message("customer", body, created),
            Message("agent", answer, created + timedelta(hours=2), agent_id=chance.choice("abc")),
        ),
    )


def scan(root: Path, sought: Sequence[str]) -> Counter[str]:
    """How often the values stand in each file as written or in small letters; a ref only where its id ends."""
    needles = {form.encode() for each in sought for form in (each, each.lower())}
    counts: Counter[str] = Counter()
    for path in root.rglob("*"):
        if path.is_file() and path.stat().st_size:
            with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
                counts[path.relative_to(root).as_posix()] += sum(occurrences(content, needle) for needle in needles)
    return +counts


def occurrences(content: mmap.mmap, needle: bytes) -> int:
    found, place = 0, content.find(needle)
    while place >= 0:
        end = place + len(needle)
        found += not content[end : end + 1].isalnum()
        place = content.find(needle, end)
    return found


if __name__ == "__main__":
    main()
