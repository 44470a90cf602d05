"""One article's life: drafts that change and a person who edits, and what must be true after each new draft.

The oracle knows nothing of merging. It remembers what the person did, line by line, and looks at the files.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from deflect.kb.front_matter import render
from deflect.kb.library import Library
from deflect.types import Article, Sentence

Step = tuple[str, int, int]
"""What happens, where, and how: two numbers that are taken modulo what there is."""

SAID = (
    "Open the settings.", "Press Reset.", "Wait a minute.", "- Choose the calendar", "- Choose the form",
    "1. Log in as an owner", "2. Open Tools > Import", "3. Press Save and wait", "```\nwp cache flush\n```",
    "> It may take a minute.", "Réglages → Permaliens : enregistrez.", "## Another way", "افتح الإعدادات ثم احفظ.",
)  # fmt: skip
OWN = (
    "Mine {}.", "- mine {}", "1. mine {}", "    mine {} indented", "مني {}", "我的 {} 🦓", "---", "",
    "\u00a0mine {}\u2028x", "Mine {}. <!-- tickets: shop:1 -->", "| mine | {} |", "```", "mine {}\ttab  ",
    "## Mine {}", "<!-- mine {} -->",
)  # fmt: skip
OPERATIONS = (
    "draft", "draft", "draft", "insert", "insert", "change", "delete", "unwrite", "title", "own key", "state",
    "drop key", "line ends", "last line", "move", "remove", "rewrite", "proposal", "settle", "take over", "freeze",
    "orphan",
)  # fmt: skip
QUIET = ("remove", "rewrite", "orphan", "freeze", "take over")
"""They end or change so much that what follows says little: drawn less often."""

_NUMBER = re.compile(r"^\d{1,4}\.(?= )")


class Lost(AssertionError):  # noqa: N818 - what it says
    """Something of a person's is gone."""


class Life:
    """An article from its first draft on.

    Args:
        folder: Empty; holds `kb` and `base`.
    """

    def __init__(self, folder: Path) -> None:
        self.lib = Library(folder / "kb", folder / "base", lambda _: [])
        self.lib.kb.mkdir(parents=True)
        self.bystander = self.lib.kb / "own.md"
        self.bystander.write_bytes(b"---\r\ntitle: Own\r\n---\r\nMine.")
        self.path: Path | None = None
        self.said = [SAID[0], SAID[1], SAID[2], SAID[5]]
        self.tickets = 5
        self.count = 0
        self.lines: list[str] = []
        self.keys: list[str] = []
        self.deleted: set[str] = set()
        self.noted: list[str] = []
        self.frozen = self.orphan = False
        self.publish()

    # What happens

    def take(self, step: Step) -> None:
        """Do one step; what cannot be done now is passed over."""
        name, where, how = step
        if name == "draft":
            self.draft(where, how)
            self.publish()
        elif name in ("proposal", "settle", "take over"):
            if self.path and self.proposal.exists():
                self._with_proposal(name, where, how)
        elif self.path and not self.orphan:
            ways: dict[str, Callable[[int, int], None]] = {
                "insert": self._insert, "change": self._change, "delete": self._delete, "unwrite": self._unwrite,
                "title": self._title, "own key": self._own_key, "state": self._state, "drop key": self._drop_key,
                "line ends": self._line_ends, "last line": self._last_line, "move": self._move,
                "remove": self._remove, "rewrite": self._rewrite, "freeze": self._freeze, "orphan": self._orphan,
            }  # fmt: skip
            ways[name](where, how)

    def draft(self, where: int, how: int) -> None:
        """Let the tickets say something else: one piece more, less, another or in another place."""
        new = [text for text in SAID if text not in self.said]
        place = where % (len(self.said) + 1)
        if how % 5 == 0 and new:
            self.said.insert(place, new[how % len(new)])
        elif how % 5 == 1 and len(self.said) > 1:
            self.said.pop(where % len(self.said))
        elif how % 5 == 2 and new:
            self.said[where % len(self.said)] = new[how % len(new)]
        elif how % 5 == 3:
            self.said.insert(place, self.said.pop(how % len(self.said)))
        self.tickets += how % 3
        self.deleted &= set(self.said)

    def article(self) -> Article:
        """The draft as it is now."""
        said = tuple(text for text in self.said if not text.startswith("##"))
        evidence = tuple(Sentence(text, (f"shop:{SAID.index(text)}", f"shop:{self.tickets}")) for text in said)
        asked = (f"Way {self.tickets % 4}?", "Why?")
        return Article(
            "q1", "reset-it", "Reset it", "Reset it", "\n".join(self.said),
            also_asked=asked, cluster_id="q1", evidence=evidence, tickets=self.tickets,
        )  # fmt: skip

    def _text(self) -> str:
        assert self.path
        return self.path.read_bytes().decode().replace("\r\n", "\n")

    def _save(self, text: str) -> None:
        assert self.path
        windows = b"\r\n" in self.path.read_bytes()
        self.path.write_bytes((text.replace("\n", "\r\n") if windows else text).encode())

    def _parts(self) -> tuple[list[str], list[str]]:
        lines = self._text().split("\n")
        end = lines.index("---", 1)
        return lines[: end + 1], lines[end + 1 :]

    def _new(self, how: int) -> str:
        self.count += 1
        return OWN[how % len(OWN)].format(f"h{self.count}")

    def _insert(self, where: int, how: int) -> None:
        front, body = self._parts()
        line = self._new(how)
        body.insert(where % (len(body) + 1), line)
        self._save("\n".join([*front, *body]))
        self._remember(body)

    def _change(self, where: int, how: int) -> None:
        front, body = self._parts()
        if not body:
            return
        at = where % len(body)
        self._forget(body[at])
        body[at] = f"{body[at].partition(' <!--')[0]} {self._new(0)}"
        self._save("\n".join([*front, *body]))
        self._remember(body)

    def _delete(self, where: int, _how: int) -> None:
        front, body = self._parts()
        if not body:
            return
        at = where % len(body)
        text = _bare(body[at])
        if text in map(_bare, self.said) and body.count(body[at]) == 1 and text not in map(_bare, self.lines):
            self.deleted |= {each for each in self.said if _bare(each) == text}
        self._forget(body[at])
        del body[at]
        self._save("\n".join([*front, *body]))

    def _unwrite(self, where: int, _how: int) -> None:
        front, body = self._parts()
        if not self.lines:
            return
        gone = self.lines[where % len(self.lines)]
        self.lines.remove(gone)
        at = next(at for at, line in enumerate(body) if _bare(line) == _bare(gone))
        del body[at]
        self._save("\n".join([*front, *body]))

    def _title(self, _where: int, how: int) -> None:
        self._key("title", f"title: 'Mine {how % 9}: ä'  # mine")

    def _own_key(self, _where: int, how: int) -> None:
        self._key("owner", f"owner:   'dana {how % 9}'  # asks weekly")

    def _state(self, _where: int, how: int) -> None:
        self._key("state", f"state: {('validated', 'archived', 'not-validated')[how % 3]}")

    def _drop_key(self, _where: int, _how: int) -> None:
        self._key("tickets", "")

    def _freeze(self, _where: int, _how: int) -> None:
        self._key("deflect", "deflect: frozen")
        self.frozen = True

    def _key(self, name: str, line: str) -> None:
        front, body = self._parts()
        front = [each for each in front if not each.startswith(f"{name}:")]
        self.keys = [each for each in self.keys if not each.startswith((f"{name}:", f"-{name}:"))]
        if line:
            front.insert(1, line)
        self.keys.append(line or f"-{name}:")
        self._save("\n".join([*front, *body]))

    def _line_ends(self, _where: int, _how: int) -> None:
        assert self.path
        raw = self.path.read_bytes()
        text = raw.replace(b"\r\n", b"\n")
        self.path.write_bytes(text if b"\r\n" in raw else text.replace(b"\n", b"\r\n"))

    def _last_line(self, _where: int, how: int) -> None:
        front, body = self._parts()
        while body and not body[-1].strip() and body[-1] not in self.lines:
            body.pop()
        self._save("\n".join([*front, *body, *([""] * (how % 3))]))

    def _move(self, _where: int, how: int) -> None:
        assert self.path
        target = self.lib.kb / ("guides", "", "a b")[how % 3] / f"moved {how % 7}.md"
        if target.exists():
            return
        target.parent.mkdir(exist_ok=True)
        if self.proposal.exists():
            self.proposal.rename(target.with_name(f"{target.stem}.proposal.md"))
        self.path = self.path.rename(target)

    def _remove(self, _where: int, _how: int) -> None:
        assert self.path
        self.path.unlink()
        self.path = None

    def _rewrite(self, _where: int, how: int) -> None:
        front, _ = self._parts()
        body = [self._new(how + number) for number in range(1 + how % 4)]
        self.lines, self.deleted = [], set()
        self._save("\n".join([*front, "", *body, ""]))
        self._remember(body)

    def _orphan(self, _where: int, _how: int) -> None:
        front, body = self._parts()
        kept = [line for line in front if not line.startswith(("id:", "cluster:", "slug:"))]
        self._save("\n".join([*kept, *body]))
        self.orphan = True

    def _with_proposal(self, name: str, where: int, how: int) -> None:
        assert self.path
        if name == "settle":
            self.proposal.unlink()
            self.noted = []
        elif name == "take over" and not self.orphan:
            self.path.write_bytes(self.proposal.read_bytes())
            self.keys, self.deleted, self.frozen = [], set(), False
            self._remember(self._parts()[1])
        elif name == "proposal":
            lines = self.proposal.read_bytes().decode().replace("\r\n", "\n").split("\n")
            note = self._new(0)
            end = lines.index("---", 1)
            lines.insert(end + 1 + where % (len(lines) - end), note)
            self.proposal.write_text("\n".join(lines))
            self.noted.append(note)

    # What the person may rely on

    def _remember(self, body: Sequence[str]) -> None:
        """Keep the person's lines, in the order in which they stand; blank ones, rules and fences are anybody's."""
        self.lines = [line for line in body if re.search(r"h\d+", line)]

    def _forget(self, line: str) -> None:
        self.lines = [each for each in self.lines if _bare(each) != _bare(line)]

    @property
    def proposal(self) -> Path:
        """Where a draft waits beside the file."""
        assert self.path
        return self.path.with_name(f"{self.path.stem}.proposal.md")

    def publish(self) -> None:
        """Publish the draft as it is now and look at what became of the files.

        Raises:
            Lost: Something of the person's.
        """
        before = self.path.read_bytes() if self.path else None
        first = before is None and not any(self.lib.base.glob("*.md"))
        result = self.lib.publish([self.article()])
        if first:
            self.path = self.lib.kb / "reset-it.md"
        elif self.path is None or before is None:
            found = [path for path in self.lib.kb.rglob("*.md") if "q1" in path.read_text()]
            _is(all(path.name.endswith(".proposal.md") for path in found), "a deleted article")
        else:
            self._check(before, bool(result.conflicts))
        _is(self.bystander.read_bytes() == b"---\r\ntitle: Own\r\n---\r\nMine.", "another article")

    def _check(self, before: bytes, conflict: bool) -> None:
        assert self.path
        after = self.path.read_bytes()
        if self.frozen or self.orphan:
            _is(after == before, "a frozen or nameless article")
        if conflict:
            _is(after == before, "an article in conflict")
            self._check_proposal()
        _is(b"\r\n" not in before or after.count(b"\r\n") == after.count(b"\n"), "line ends")
        self._check_lines()
        if self.noted:
            _is(self.proposal.exists(), "an edited proposal")
            there = self.proposal.read_bytes().decode().replace("\r\n", "\n").split("\n")
            _is(set(self.noted) <= set(there), "a line in a proposal")

    def _check_lines(self) -> None:
        front, body = self._parts()
        _is(_in_order(self.lines, body), "a line")
        for key in self.keys:
            there = any(line.startswith(key[1:]) for line in front) if key.startswith("-") else key in front
            _is(there != key.startswith("-"), f"a key: {key}")
        here = set(map(_bare, body))
        back = [text for text in self.deleted if "\n" not in text and _bare(text) in here]
        _is(not back, f"a deletion: {back}")

    def _check_proposal(self) -> None:
        _is(self.proposal.exists(), "a proposal")
        if not self.noted:
            expected = render(replace(self.article(), slug="reset-it"))
            _is(self.proposal.read_bytes().decode().replace("\r\n", "\n") == expected, "the draft beside the file")

    def rest(self) -> None:
        """Publish the same draft once more, which must change no byte."""
        before = _bytes(self.lib.kb)
        self.lib.publish([self.article()])
        _is(_bytes(self.lib.kb) == before, "peace: the same draft changed something again")


def _bytes(folder: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def _is(truth: bool, what: str) -> None:
    if not truth:
        raise Lost(what)


def _bare(line: str) -> str:
    """A line without the number of its step and the tickets behind it: those are counted anew by each draft."""
    return _NUMBER.sub("", re.sub(r"[ \t]*<!-- tickets:[^>]*-->$", "", line))


def _in_order(wanted: Iterable[str], lines: Sequence[str]) -> bool:
    """Whether all lines stand there, each once more than the one before it, in that order."""
    rest = iter(map(_bare, lines))
    return all(any(_bare(each) == line for line in rest) for each in wanted)


def drawn(chance: random.Random, most: int = 10) -> list[Step]:
    """Draw the steps of a life; the last is a draft."""
    steps: list[Step] = []
    for _ in range(chance.randint(2, most)):
        name = chance.choice(OPERATIONS)
        if name in QUIET and chance.random() < 0.6:
            name = "insert"
        steps.append((name, chance.randrange(64), chance.randrange(120)))
    return [*steps, ("draft", chance.randrange(64), chance.randrange(120))]


def live(folder: Path, steps: Iterable[Step]) -> None:
    """Live through the steps in an empty folder.

    Raises:
        Lost: Something of the person's, at some step.
    """
    life = Life(folder)
    for step in steps:
        life.take(step)
    life.rest()
