"""Write deflect's demo: a year of tickets of a made-up vendor, and the truth about them.

`python -m tests.demo.generate` writes `deflect/demo/tickets.jsonl.gz`, which ships with the package, and
`tests/demo/truth.jsonl.gz`, which does not. The same content gives the same bytes.
"""

import gzip
import json
import sys
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

from tests.demo import clock
from tests.demo.conversation import known, planted_in, stamp
from tests.demo.oddities import Stray, auto_reply, bounce, deleted, requester_of, spam
from tests.demo.plan import Slot, plan
from tests.demo.planted import Planted
from tests.demo.sources import Noise, load_noise, load_one_offs, load_questions
from tests.demo.story import Story, ask_again, tell
from tests.demo.wording import Wording

Row = dict[str, Any]

SEED = "fernleaf"
ROOT = Path(__file__).parents[2]
TICKETS = ROOT / "deflect" / "demo" / "tickets.jsonl.gz"
TRUTH = Path(__file__).parent / "truth.jsonl.gz"

_STRAYS = {"auto-reply": auto_reply, "bounce": bounce, "spam": spam, "deleted": deleted}
_TAGS = ("how-to", "bug", "pre-sales", "vip", "agency-plan", "urgent", "waiting", "docs", "needs-dev", "billing")


@dataclass(frozen=True)
class Demo:
    """All tickets as records, and the truth about each."""

    tickets: list[Row]
    truth: list[Row]


def make() -> Demo:
    """Make the whole demo in memory."""
    noise = load_noise()
    rng = Random(SEED)
    slots = plan(rng, noise, load_questions(), load_one_offs())
    ids = _ids(rng, slots)
    wording = Wording(noise)
    demo = Demo([], [])
    for slot in slots:
        record, truth = _ticket(noise, wording, slot, ids)
        demo.tickets.append(record)
        demo.truth.append(truth)
    return demo


def write(demo: Demo, tickets: Path, truth: Path) -> None:
    """Write both files."""
    for path, rows in ((tickets, demo.tickets), (truth, demo.truth)):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(_packed(rows))


def main() -> None:
    """Write the demo and say what is in it."""
    demo = make()
    write(demo, TICKETS, TRUTH)
    kinds = Counter(row["kind"] for row in demo.truth)
    sys.stdout.write(f"{len(demo.tickets)} tickets: {dict(kinds.most_common())}\n")


def _packed(rows: Iterable[Mapping[str, Any]]) -> bytes:
    lines = "".join(json.dumps(row, ensure_ascii=False, separators=(",", ":")) + "\n" for row in rows)
    return gzip.compress(lines.encode(), compresslevel=9, mtime=0)


def _ids(rng: Random, slots: Sequence[Slot]) -> dict[int, str]:
    number = 10000
    ids = {}
    for slot in slots:
        number += rng.choices([1, 2, 3], [85, 12, 3])[0]
        ids[slot.key] = f"FL-{number}"
    return ids


def _ticket(noise: Noise, wording: Wording, slot: Slot, ids: Mapping[int, str]) -> tuple[Row, Row]:
    ticket = ids[slot.key]
    rng = Random(f"{SEED} {ticket}")
    tier: int | None = None
    if slot.kind in _STRAYS and slot.question is None:
        record, planted = _stray_record(rng, slot, ticket, _STRAYS[slot.kind](rng, noise, slot, ticket))
    elif slot.target is not None:
        story = ask_again(rng, noise, wording, slot, ticket, ids[slot.target])
        record, planted = _story_record(rng, slot, ticket, story)
        record["merged_into"] = ids[slot.target]
    else:
        story = tell(rng, noise, wording, slot, ticket)
        tier = story.tier
        record, planted = _story_record(rng, slot, ticket, story)
    return record, {
        "id": ticket,
        "kind": slot.kind,
        "question": slot.question.id if slot.question else None,
        "language": slot.language,
        "tier": tier,
        "planted": [{"type": item.type, "value": item.value} for item in planted],
    }


def _story_record(rng: Random, slot: Slot, ticket: str, story: Story) -> tuple[Row, list[Planted]]:
    thread = story.thread
    messages = [thread.messages[0], *(m for m in thread.messages[1:] if m.at < clock.END)]
    cut = len(messages) < len(thread.messages)
    answered = story.answered and any(m.author == "agent" and m.public for m in messages)
    status = _status(rng, slot, answered=answered, cut=cut)
    record = {
        "id": ticket,
        "source": "helpdesk",
        "subject": thread.subject,
        "created_at": stamp(slot.at),
        "status": status,
        "language": None if rng.random() < 0.1 else thread.person.locale,
        "requester": requester_of(thread),
        "tags": _tags(rng, slot, reopened=story.reopened and not cut),
        "rating": _rating(rng) if answered and status in {"solved", "closed"} else None,
        "url": f"https://support.fernleaf.example/tickets/{ticket}",
        "articles": list(story.articles) if answered and not cut else [],
        "merged_into": None,
        "messages": [message.record() for message in messages],
    }
    person = thread.person
    planted = planted_in(messages, person.name, person.first, person.last, known(thread))
    if not (cut or set(thread.vault.values.values()) <= {item.value for item in planted}):
        raise AssertionError(f"{ticket} lost planted data: {thread.vault.values}")
    return record, planted


def _stray_record(rng: Random, slot: Slot, ticket: str, stray: Stray) -> tuple[Row, list[Planted]]:
    caught = rng.random() < 0.9
    status = {"spam": "spam" if caught else "closed", "deleted": "deleted"}.get(slot.kind, "closed")
    record = {
        "id": ticket,
        "source": "helpdesk",
        "subject": stray.subject,
        "created_at": stamp(slot.at),
        "status": status,
        "language": None,
        "requester": stray.requester,
        "tags": ["spam"] if slot.kind == "spam" and not caught else [],
        "rating": None,
        "url": f"https://support.fernleaf.example/tickets/{ticket}",
        "articles": [],
        "merged_into": None,
        "messages": [message.record() for message in stray.messages],
    }
    return record, stray.planted


def _status(rng: Random, slot: Slot, *, answered: bool, cut: bool) -> str:
    if slot.kind == "deleted":
        return "deleted"
    if slot.target is not None:
        return "closed"
    if cut or not answered:
        return rng.choice(["open", "open", "pending", "closed"])
    return rng.choices(["solved", "closed", "pending", "open"], [60, 33, 5, 2])[0]


def _rating(rng: Random) -> str | None:
    return rng.choices(["good", "bad", None], [15, 4, 81])[0]


def _tags(rng: Random, slot: Slot, *, reopened: bool) -> list[str]:
    tags = [slot.question.area] if slot.question and rng.random() < 0.35 else []
    if rng.random() < 0.2:
        tags.append(rng.choice(_TAGS))
    if slot.question and slot.question.since and rng.random() < 0.4:
        tags.append("release")
    return [*tags, "reopened"] if reopened else tags


if __name__ == "__main__":
    main()
