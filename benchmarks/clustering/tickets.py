"""Tickets of which something is known: the demo's with their truth, Thunderbird's threads with what helpers linked."""

from __future__ import annotations

import gzip
import json
import re
import subprocess
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from scipy.sparse import csr_array

from benchmarks.clustering.sets import DATA, ROOT, there
from deflect.cleaning import Cleaner
from deflect.config import PrivacySettings, VendorSettings
from deflect.demo import SETTINGS, TICKETS
from deflect.store.record import ticket_from_record
from deflect.types import CleanTicket

TRUTH = ROOT / "tests" / "demo" / "truth.jsonl.gz"
TOOL = DATA.parent / "tools" / "sumo_to_tickets.py"
MOST_THREADS = 4_000
START = 300

_LINK = re.compile(r"<a\b.*?</a>|https?://\S+", re.DOTALL | re.IGNORECASE)
_TAG = re.compile(r"<[^>]*>")


@dataclass(frozen=True, slots=True)
class Threads:
    """Threads in which a helper linked something.

    Attributes:
        tickets: n threads, without the links in their answers.
        together: (n, n) whether two belong together: the same article was linked in both, or one links the other.
        known: (n, n) whether that can be told: an article was linked in both, or one links the other.
    """

    tickets: Sequence[CleanTicket]
    together: csr_array
    known: csr_array


def demo_tickets() -> list[CleanTicket]:
    """The demo's tickets as the stages above cleaning see them."""
    vendor, privacy = (SETTINGS[name] for name in ("vendor", "privacy"))
    cleaner = Cleaner(VendorSettings.model_validate(vendor), PrivacySettings.model_validate(privacy), b"benchmark")
    with gzip.open(TICKETS) as lines:
        return _cleaned(cleaner, map(json.loads, lines))


def demo_truth() -> dict[str, str]:
    """What each ticket of the demo asks, by ref; one that recurs with nothing asks something of its own."""
    with gzip.open(TRUTH) as lines:
        rows = [json.loads(line) for line in lines]
    return {f"helpdesk:{each['id']}": each["question"] or f"alone {each['id']}" for each in rows}


def recurs(question: str) -> bool:
    """Tell whether a value of `demo_truth` is asked by several tickets."""
    return not question.startswith("alone ")


def thunderbird_threads() -> Threads | None:
    """Read English threads with links; None if they are not there."""
    folder = DATA / "thunderbird"
    if not there(folder, "Thunderbird threads"):
        return None
    command = [sys.executable, str(TOOL), str(folder), "--locale", "en-US"]
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=True)
    records = [json.loads(line) for line in done.stdout.splitlines()]
    pairs = _pairs(folder / "linked_pairs.jsonl.gz", {record["id"] for record in records})
    linked = {name for pair in pairs for name in pair}
    records = [record for record in records if record["articles"] or record["id"] in linked]
    chosen = np.random.default_rng(0).permutation(len(records))[:MOST_THREADS]
    cleaner = Cleaner(VendorSettings(), PrivacySettings(), b"benchmark")
    tickets = _cleaned(cleaner, (_without_links(records[place]) for place in sorted(chosen)))
    return Threads(tickets, *_relations(tickets, pairs))


def starts(path: Path, count: int) -> list[str]:
    """Read title and first words of forum questions, evenly spread over a file, each once.

    Args:
        path: A questions.jsonl.gz.
        count: At most how many.
    """
    with gzip.open(path) as lines:
        rows = [json.loads(line) for line in lines]
    texts = [f"{each['title']}\n{_TAG.sub(' ', each['content_html'])}"[:START] for each in rows]
    texts = list(dict.fromkeys(texts))
    return [texts[place] for place in np.linspace(0, len(texts) - 1, min(count, len(texts))).astype(int)]


def _cleaned(cleaner: Cleaner, records: Iterable[Any]) -> list[CleanTicket]:
    found = (cleaner.clean(ticket_from_record(record, "helpdesk")) for record in records)
    return [ticket for ticket in found if isinstance(ticket, CleanTicket)]


def _without_links(record: dict[str, Any]) -> dict[str, Any]:
    """Take links out of the replies: they are the truth, and must not be what is grouped by."""
    messages = [
        message if message["author"] == "customer" else {**message, "body": _LINK.sub(" ", message["body"])}
        for message in record["messages"]
    ]
    return {**record, "messages": messages}


def _pairs(path: Path, names: set[str]) -> list[tuple[str, str]]:
    with gzip.open(path) as lines:
        pairs = [(str(each["a"]), str(each["b"])) for each in map(json.loads, lines)]
    return [(first, second) for first, second in pairs if first in names and second in names]


def _relations(tickets: Sequence[CleanTicket], pairs: Sequence[tuple[str, str]]) -> tuple[csr_array, csr_array]:
    slugs = {slug: number for number, slug in enumerate(sorted({each for t in tickets for each in t.articles}))}
    entries = [(place, slugs[slug]) for place, ticket in enumerate(tickets) for slug in set(ticket.articles)]
    linked = _marked(entries, (len(tickets), len(slugs)))
    some = csr_array((linked.sum(axis=1) > 0).astype(np.int32)[:, None])
    place_of = {ticket.id.partition(":")[2]: place for place, ticket in enumerate(tickets)}
    both = [(place_of[a], place_of[b]) for a, b in pairs if a in place_of and b in place_of]
    joined = _marked([*both, *((b, a) for a, b in both)], (len(tickets), len(tickets)))
    return ((linked @ linked.T) + joined) > 0, ((some @ some.T) + joined) > 0


def _marked(entries: Sequence[tuple[int, int]], shape: tuple[int, int]) -> csr_array:
    rows, columns = np.array(entries, dtype=np.int64).reshape(-1, 2).T
    return csr_array((np.ones(len(rows), dtype=np.int32), (rows, columns)), shape=shape)
