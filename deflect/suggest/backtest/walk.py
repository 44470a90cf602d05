"""Walk forward through time: each window is asked of what was known before it, with confidence fitted before it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from deflect.suggest import decide, replay
from deflect.suggest.backtest.windows import Window
from deflect.suggest.calibration import Calibration
from deflect.suggest.replay import History, Replayed
from deflect.types import AbstentionReason, CleanTicket

Progress = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one ticket.

    Attributes:
        window: Name of the window it came in.
        ticket: The ticket.
        truth: Slugs that are right; empty if no article answers it.
        known: Those of them that could be suggested before its window.
        confidence: Of the surest candidate, 0 to 1; 0 if there is none.
        hits: For each of the three surest candidates whether it is right, whether shown or not.
        naive: The same for the three articles that were most frequent before the window.
        silent: Why nothing was said; None if something was.
        right: Whether what was said is right; False if nothing was.
    """

    window: str
    ticket: CleanTicket
    truth: frozenset[str]
    known: frozenset[str]
    confidence: float
    hits: tuple[bool, ...]
    naive: tuple[bool, ...]
    silent: AbstentionReason | None
    right: bool

    @property
    def wrong(self) -> bool:
        """Whether something was said that is not right."""
        return self.silent is None and not self.right


@dataclass(frozen=True, slots=True)
class Walked:
    """All windows, asked.

    Attributes:
        outcomes: Of every ticket, oldest first.
        fitted: For each window the number of earlier tickets that confidence was fitted on; 0 for the stated defaults.
    """

    outcomes: tuple[Outcome, ...]
    fitted: tuple[int, ...]


def walk(past: History, windows: Sequence[Window], threshold: float, progress: Progress) -> Walked:
    """Ask the tickets of each window.

    Args:
        past: All tickets; of those after a window nothing is seen while it is asked.
        windows: Oldest first.
        threshold: Least confidence to answer with: higher raises precision and lowers coverage.
        progress: Called with the number of tickets of a window once it is done.
    """
    outcomes: list[Outcome] = []
    fitted = []
    for window in windows:
        known = replay.calibrate(past.until(window.start))
        found = replay.replay(past.until(window.end), window.start, unjudged=True)
        outcomes += [_outcome(found, at, known, threshold, window.name) for at in range(len(found.tickets))]
        fitted.append(known.asked)
        progress(window.end - window.start)
    return Walked(tuple(outcomes), tuple(fitted))


def _outcome(found: Replayed, at: int, known: Calibration, threshold: float, window: str) -> Outcome:
    ticket, truth = found.tickets[at], found.truth[at]
    scored = decide.score(found.rankings[at], known, found.targets)
    chosen = _choose(ticket, scored, found, threshold, known.floor)
    said = None if isinstance(chosen, str) else found.targets[scored[chosen].target].article
    return Outcome(
        window=window,
        ticket=ticket,
        truth=truth,
        known=truth & found.slugs,
        confidence=scored[0].confidence if scored else 0.0,
        hits=tuple(found.targets[each.target].article in truth for each in scored[:3]),
        naive=tuple(found.targets[place].article in truth for place in found.frequent[:3]),
        silent=chosen if isinstance(chosen, str) else None,
        right=said in truth,
    )


def _choose(
    ticket: CleanTicket, scored: Sequence[decide.Scored], found: Replayed, threshold: float, floor: float
) -> int | AbstentionReason:
    if not decide.asks_something(ticket.question):
        return "too-short"
    if not found.targets:
        return "no-articles"
    return decide.choose(scored, threshold, floor, decide.main_language(ticket.language))
