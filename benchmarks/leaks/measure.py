"""What comes through: the detector alone, the clean tickets, and everything that a workspace gives out."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.leaks.scan import Scanner, files_of, is_left
from benchmarks.leaks.tickets import Made, planted_in
from deflect.cleaning.redaction import Redactor
from deflect.store import Store
from deflect.workspace import Workspace

Cell = tuple[str, str]
"""A kind of value, and a language."""


@dataclass
class Detected:
    """What the detector did to texts.

    Attributes:
        planted: Values by kind and language.
        missed: Those that were still there, by kind and language.
        examples: What was left around some missed values, for whoever mends a rule.
        harmless: Harmless values by kind.
        damaged: Those that were not there any more as they were written.
    """

    planted: Counter[Cell] = field(default_factory=Counter)
    missed: Counter[Cell] = field(default_factory=Counter)
    examples: list[str] = field(default_factory=list)
    harmless: Counter[str] = field(default_factory=Counter)
    damaged: Counter[str] = field(default_factory=Counter)

    def recall(self, kinds: Iterable[str] = (), languages: Iterable[str] = ()) -> float:
        """The share of planted values that were taken out, 0 to 1; of some kinds or languages only, if named."""
        cells = [
            (kind, language)
            for kind, language in self.planted
            if (not kinds or kind in kinds) and (not languages or language in languages)
        ]
        planted = sum(self.planted[cell] for cell in cells)
        return 1 - sum(self.missed[cell] for cell in cells) / planted if planted else 1.0

    def damage(self) -> float:
        """The share of harmless values that were damaged, 0 to 1."""
        return self.damaged.total() / max(self.harmless.total(), 1)


@dataclass(frozen=True)
class Given:
    """What a workspace gave out.

    Attributes:
        left: Planted values in clean tickets, by kind.
        leaks: Planted values in files and in what commands printed: kind, value and place.
        files: Files that were read.
        drafts: Articles drafted.
        tickets: Tickets learned from.
    """

    left: Counter[str]
    leaks: tuple[tuple[str, str, str], ...]
    files: int
    drafts: int
    tickets: int


def detect(made: Sequence[Made]) -> Detected:
    """Redact every text as a ticket's, knowing only the names that the ticket itself tells."""
    redactor, found = Redactor(), Detected()
    for each in made:
        ticket = redactor.start(names=each.names)
        left = "\n\n".join(map(ticket.redact, each.texts))
        for planted in each.planted:
            cell = planted.kind, planted.language
            found.planted[cell] += 1
            if is_left(planted, left):
                found.missed[cell] += 1
                found.examples.append(f"{planted.kind} | {planted.language} | {planted.value} | {left!r}")
        for kind, value in each.harmless:
            found.harmless[kind] += 1
            if value not in left:
                found.damaged[kind] += 1
                found.examples.append(f"damaged {kind} | {value} | {left!r}")
    return found


def run(made: Sequence[Made], folder: Path) -> Given:
    """Import the tickets into a new workspace, run everything, and read what it wrote.

    Args:
        made: The tickets.
        folder: Empty; the workspace and the tickets are left there.
    """
    tickets, root = folder / "tickets.jsonl", folder / "workspace"
    tickets.write_text("".join(json.dumps(each.record, ensure_ascii=False) + "\n" for each in made), encoding="utf-8")
    printed = [deflect("init", str(root)), deflect("import", "jsonl", str(tickets), "-w", str(root))]
    printed += [deflect(*command, "-w", str(root)) for command in (("run",), _build(), ("status",), ("review",))]
    return given(made, root, "\n".join(printed))


def given(made: Sequence[Made], root: Path, printed: str = "") -> Given:
    """Read what a workspace that was run gives out.

    Args:
        made: The tickets it was run on.
        root: Its folder.
        printed: What its commands printed.
    """
    scanner = Scanner(planted_in(made))
    texts = {**dict(files_of(root)), "what commands printed": printed}
    leaks = tuple((each.kind, each.value, name) for name, text in texts.items() for each in scanner.find(text))
    clean = _clean(root)
    left = Counter(
        each.kind for ticket in made for each in ticket.planted if is_left(each, clean.get(ticket.record["id"], ""))
    )
    return Given(left, leaks, len(texts), len(list((root / "kb").rglob("*.md"))), len(clean))


def deflect(*arguments: str) -> str:
    """Run a command of deflect in a process of its own; what it printed, progress and errors included."""
    command = [sys.executable, "-m", "deflect", *arguments]
    return subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=True).stdout


def _build() -> tuple[str, ...]:
    """The command that builds every draft too: an option, where `build` leaves drafts out without it."""
    return ("build", "--drafts") if "--drafts" in deflect("build", "--help") else ("build",)


def _clean(root: Path) -> dict[str, str]:
    """The text of each clean ticket, by the ticket's id."""
    workspace = Workspace.open(root)
    with Store.open(workspace.database) as store:
        return {
            each.id.partition(":")[2]: "\n".join([each.subject, each.question, each.answer or "", *each.tags])
            for each in store.cleaned()
        }
