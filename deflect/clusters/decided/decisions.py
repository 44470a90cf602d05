"""What people decided about recurring questions, one decision at a time, and what all of them together come to.

A decided question (renamed, merged, a part of a split, rejected, pinned) keeps its id and every ticket that its
decisions name. `questions_file` beside this reads and writes decisions; `deciding` applies them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from deflect.types import Standing

Kind = Literal["merge", "split", "rename", "reject", "pin", "restore"]
Strings = Annotated[
    tuple[str, ...], BeforeValidator(lambda value: [value] if isinstance(value, str) and value else value or ())
]
Id = Annotated[str, Field(pattern=r"^\S+$")]
Text = Annotated[str, BeforeValidator(lambda value: " ".join(value.split()) if isinstance(value, str) else value)]
Day = Annotated[dt.date | None, BeforeValidator(lambda value: value or None)]


class Part(BaseModel):
    """One of the questions that were merged, or that a question was split into, with its tickets at that time.

    Attributes:
        asks: What it was called then, for people who read the file.
        label: What it is called from then on; empty: what deflect calls it.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    question: Id
    asks: Text = ""
    label: Text = ""
    tickets: Strings = ()


class Decision(BaseModel):
    """One decision about a recurring question.

    Attributes:
        question: Id of the question: of several that were merged, the one that stays.
        others: Ids of those merged into it; `with` in the file.
        label: What it is called from then on; empty: as before.
        asks: What it was called then, for people who read the file.
        on: The day (UTC) it was taken.
        parts: The questions that were merged, or the parts of a split.
        tickets: Refs of all tickets that asked the question at that time; parts name their own.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    decision: Kind
    question: Id
    asks: Text = ""
    others: Strings = Field((), alias="with")
    label: Text = ""
    reason: Text = ""
    on: Day = None
    parts: tuple[Part, ...] = ()
    tickets: Strings = ()

    @model_validator(mode="after")
    def _is_whole(self) -> Decision:
        if self.decision == "merge" and not set(self.others) - {self.question}:
            raise ValueError("a merge needs `with:` and the ids of other questions")
        if self.decision == "split" and len({part.question for part in self.parts}) < max(2, len(self.parts)):
            raise ValueError("a split needs two `parts:` or more, each with another `question:`")
        if self.decision == "rename" and not self.label:
            raise ValueError("a rename needs a `label:`")
        return self

    @property
    def about(self) -> frozenset[str]:
        """Ids of all questions it is about."""
        return frozenset((self.question, *self.others, *(part.question for part in self.parts)))

    @property
    def refs(self) -> tuple[str, ...]:
        """Refs of all tickets it names, each once."""
        return tuple(dict.fromkeys((*self.tickets, *(ref for part in self.parts for ref in part.tickets))))


Decisions = tuple[Decision, ...]


def effect(decisions: Sequence[Decision]) -> list[dict[str, Any]]:
    """All of the decisions that later runs depend on, as plain values to hash: without reasons and days."""
    return [decision.model_dump(mode="json", exclude={"reason", "on"}) for decision in decisions]


def undone(decisions: Decisions) -> dict[int, int]:
    """Which decision each `restore` undoes: the latest before it about its question that still counts.

    Returns:
        Positions of restores and of what they undo; a restore that undoes nothing is not named.
    """
    found: dict[int, int] = {}
    counting: dict[int, Decision] = {}
    for number, decision in enumerate(decisions):
        if decision.decision != "restore":
            counting[number] = decision
            continue
        latest = next((each for each in reversed(counting) if decision.question in counting[each].about), None)
        if latest is not None:
            del counting[latest]
            found[number] = latest
    return found


@dataclass
class State:
    """What the decisions come to, as far as they have been read.

    Attributes:
        holder: The question that each named ticket belongs to.
        decided: Ids that were decided about, in order; the values mean nothing.
        merged_away: For ids that were merged into another, that one's id.
    """

    previous: Mapping[str, Sequence[str]]
    holder: dict[str, str] = field(default_factory=dict)
    decided: dict[str, None] = field(default_factory=dict)
    label: dict[str, str] = field(default_factory=dict)
    standing: dict[str, Standing] = field(default_factory=dict)
    came_from: dict[str, tuple[str, ...]] = field(default_factory=dict)
    merged_away: dict[str, str] = field(default_factory=dict)

    def take(self, decision: Decision) -> None:
        """Take a decision that counts."""
        if decision.decision == "merge":
            self._merge(decision)
        elif decision.decision == "split":
            self._split(decision)
        else:
            self._claim(decision.question, self._known(decision.question, decision.refs))
        if decision.label:
            self.label[decision.question] = decision.label
        if decision.decision in ("reject", "pin"):
            self.standing[decision.question] = "rejected" if decision.decision == "reject" else "pinned"

    def take_back(self, decision: Decision) -> None:
        """Part what an undone merge had joined, and join what an undone split had parted; others leave nothing."""
        if decision.decision == "merge":
            for part in decision.parts:
                self._claim(part.question, part.tickets)
                if part.asks and part.question != decision.question:
                    self.label.setdefault(part.question, part.asks)
        elif decision.decision == "split":
            self._claim(decision.question, decision.refs)

    def current(self, question: str) -> str:
        """The id under which a question goes now: its own, or that of the one it was merged into."""
        seen = {question}
        while (into := self.merged_away.get(question)) and into not in seen:
            question = into
            seen.add(into)
        return question

    def _claim(self, question: str, refs: Collection[str], *, of: Collection[str] = ()) -> None:
        """Give tickets to a question: those that are free, and those of some other questions.

        A ticket that another question holds stays there. That happens only if a decision that moved it was undone, or
        the file was edited.
        """
        self.decided[question] = None
        self.merged_away.pop(question, None)
        mine = {question, *of}
        for ref in refs:
            if self.holder.get(ref, question) in mine:
                self.holder[ref] = question

    def _known(self, question: str, refs: Collection[str]) -> Collection[str]:
        """Refs of a decision; if it names none, as one written by hand, the tickets of the run before."""
        return refs or self.previous.get(question, ())

    def _merge(self, decision: Decision) -> None:
        others = [name for name in decision.others if name != decision.question]
        named = {part.question: part.tickets for part in decision.parts}
        own = [ref for ref, name in self.holder.items() if name in others]
        for name in (decision.question, *others):
            own += self._known(name, named.get(name, ()) or decision.tickets)
        self._claim(decision.question, own, of=others)
        for name in others:
            self.merged_away[name] = decision.question
            self.label.pop(name, None)
            self.standing.pop(name, None)
        self._add_origins(decision.question, others)

    def _split(self, decision: Decision) -> None:
        self._claim(decision.question, decision.tickets)
        for part in decision.parts:
            self._claim(part.question, part.tickets, of=(decision.question,))
            if part.question != decision.question:
                self._add_origins(part.question, (decision.question,))
            if part.label:
                self.label[part.question] = part.label

    def _add_origins(self, question: str, origins: Collection[str]) -> None:
        before = self.came_from.get(question, ())
        self.came_from[question] = tuple(dict.fromkeys((*before, *origins)))


def fold(decisions: Decisions, previous: Mapping[str, Sequence[str]]) -> State:
    """Read decisions in order.

    Args:
        decisions: In the order they were taken; one that a later `restore` undoes does not count.
        previous: Refs by question of the run before, for decisions that name no tickets.
    """
    state = State(previous)
    without = set(undone(decisions).values())
    for number, decision in enumerate(decisions):
        if number in without:
            state.take_back(decision)
        elif decision.decision != "restore":
            state.take(decision)
    return state


def merged_away(decisions: Decisions) -> frozenset[str]:
    """Ids of questions that are part of another now: their articles have nothing left to say."""
    return frozenset(fold(decisions, {}).merged_away)
