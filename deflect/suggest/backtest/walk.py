"""Walk forward through time: each window is asked of what was known before it, with confidence fitted before it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from deflect.config import SuggestSettings
from deflect.suggest import decide, replay
from deflect.suggest.backtest.windows import Window
from deflect.suggest.calibration import Calibration
from deflect.suggest.replay import History, Replayed
from deflect.suggest.risk import NEVER, Rule, in_force
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
        said: Slug of the article that was said; None if nothing was.
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
    said: str | None = None

    @property
    def wrong(self) -> bool:
        """Whether something was said that is not right."""
        return self.silent is None and not self.right


@dataclass(frozen=True, slots=True)
class Walked:
    """All windows, asked.

    Attributes:
        outcomes: Of every ticket, oldest first.
        rules: For each window the threshold in force, as the past before it gave it.
        fitted: For each window the number of earlier tickets that confidence was fitted on; 0 for the stated defaults.
    """

    outcomes: tuple[Outcome, ...]
    rules: tuple[Rule, ...]
    fitted: tuple[int, ...]


def walk(
    past: History,
    windows: Sequence[Window],
    settings: SuggestSettings,
    progress: Progress,
    held: Callable[[str], str],
) -> Walked:
    """Ask the tickets of each window.

    Args:
        past: All tickets; of those after a window nothing is seen while it is asked.
        windows: Oldest first.
        settings: The risk or the threshold that the owner states.
        progress: Called with the number of tickets of a window once it is done.
        held: Why a question is left to a person whatever the answer, empty if it is not.
    """
    outcomes: list[Outcome] = []
    rules, fitted = [], []
    for window in windows:
        known = replay.calibrate(past.until(window.start), held)
        rule = in_force(known.steps, known.measured, settings.threshold, settings.max_wrong)
        found = replay.replay(past.until(window.end), window.start, unjudged=True)
        asked = _Asked(found, known, rule, held, window.name)
        outcomes += [asked.outcome(at) for at in range(len(found.tickets))]
        rules.append(rule)
        fitted.append(known.asked)
        progress(window.end - window.start)
    return Walked(tuple(outcomes), tuple(rules), tuple(fitted))


@dataclass(frozen=True, slots=True)
class _Asked:
    found: Replayed
    known: Calibration
    rule: Rule
    held: Callable[[str], str]
    window: str

    def outcome(self, at: int) -> Outcome:
        found, ticket, truth = self.found, self.found.tickets[at], self.found.truth[at]
        scored = decide.score(found.rankings[at], self.known, found.targets)
        chosen = self._choose(ticket, scored)
        said = None if isinstance(chosen, str) else found.targets[scored[chosen].target].article
        return Outcome(
            window=self.window,
            ticket=ticket,
            truth=truth,
            known=truth & found.slugs,
            confidence=scored[0].confidence if scored else 0.0,
            hits=tuple(found.targets[each.target].article in truth for each in scored[:3]),
            naive=tuple(found.targets[place].article in truth for place in found.frequent[:3]),
            silent=chosen if isinstance(chosen, str) else None,
            right=said in truth,
            said=said,
        )

    def _choose(self, ticket: CleanTicket, scored: Sequence[decide.Scored]) -> int | AbstentionReason:
        if not decide.asks_something(ticket.question):
            return "too-short"
        if not self.found.targets:
            return "no-articles"
        if self.held(ticket.question):
            return "sensitive"
        least = NEVER if self.rule.threshold is None else self.rule.threshold
        chosen = decide.choose(scored, least, self.known.floor, decide.main_language(ticket.language))
        return self.rule.reason if chosen in ("not-sure", "ambiguous") and self.rule.reason else chosen
