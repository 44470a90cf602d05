"""What a run did, for people and machines."""

from __future__ import annotations

from dataclasses import dataclass, field

from deflect.kb import PublishResult
from deflect.types import Abstention, Suggestion


@dataclass(frozen=True, slots=True)
class Asked:
    """A question asked after the run, and what deflect said."""

    question: str
    result: Suggestion | Abstention


@dataclass(frozen=True, slots=True)
class RunSummary:
    """What a run found.

    Attributes:
        tickets: Tickets in the store.
        left_out: Tickets nothing is learned from, by reason.
        learned: Tickets that questions were looked for in.
        questions: Recurring questions found.
        covered: Tickets that ask one of them.
        finding: Whether the questions were found anew at the last change, and why.
        rejected: Recurring questions that a person rejected; they do not count among the others.
        bursts: Bursts of spam that were set apart.
        set_apart: Tickets in them.
        unread: Tickets by language, of languages that the model does not read: no questions are claimed there.
        drafted: What became of the drafts.
        pages: Pages of the help centre.
        home: Its first page.
        generation: Number of the generation in use.
        skipped: Stages skipped because nothing they depend on changed.
        seconds: Time each stage took, in order.
        asked: Questions asked after the run.
        preview: Whether the help centre is a preview of drafts, because nobody has validated an article yet.
        waiting: Articles that `deflect build` refuses to publish.
        wording: Drafts that a language model was asked to word in this run, by what became of them: `worded`, or why
            they stand as agents wrote them. Empty if none was asked.
        unreadable: Articles that were passed over because their file cannot be read, by file and line.
    """

    tickets: int
    left_out: dict[str, int]
    learned: int
    questions: int
    covered: int
    finding: str
    rejected: int
    bursts: int
    set_apart: int
    unread: dict[str, int]
    drafted: PublishResult
    pages: int
    home: str
    generation: int
    skipped: tuple[str, ...]
    seconds: dict[str, float]
    asked: tuple[Asked, ...] = ()
    preview: bool = False
    waiting: int = 0
    wording: dict[str, int] = field(default_factory=dict)
    unreadable: tuple[str, ...] = ()

    @property
    def share(self) -> float:
        """Share of the learned tickets that ask a recurring question, 0 to 1."""
        return self.covered / self.learned if self.learned else 0.0
