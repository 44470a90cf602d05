"""The ways in which an encoder is adapted, tried one after the other, and the best of them judged."""

from __future__ import annotations

import math
import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from deflect.models import VectorCache, load_encoder, unit_rows
from deflect.models.encoder import Precision
from deflect.models.source import Source
from deflect.models.tuning.head import train_head, write_head
from deflect.models.tuning.layers import train_layers
from deflect.models.tuning.training import Budget, Pair
from deflect.pipeline.clock import Progress
from deflect.pipeline.memory import Memory, sample_of
from deflect.suggest.replay import History
from deflect.suggest.tuning import measure
from deflect.suggest.tuning.gate import Comparison, compare
from deflect.suggest.tuning.measure import Split
from deflect.suggest.tuning.pairs import LINKS, TALK

FROM = {"conversations": TALK, "conversations and links": (*TALK, *LINKS)}
"""What is learned from, by name. Links say most of the article, and are learned by heart soonest: both are tried."""

EXPORT_SECONDS = 60.0
"""Of the time given, what is set aside for exporting a model."""
JUDGED = 4
"""How often as long as judging once took is set aside for judging."""
SLACK = 1.3
"""By how much longer encoding may take than a sample of the texts lets expect."""
LEAST_TRAINING = 60.0
"""Seconds left below which layers are not trained: some dozens of steps teach them nothing."""
PROBED = 64
AS_IS = "the encoder in use"
MAP = "linear map, from "
LAYERS = "upper layers, from "
NOT_HIGHER = (
    "nothing that was tried puts the right article higher on the tickets to choose by, so that the newest tickets were "
    "not looked at"
)
TOO_SHORT = "encoding and judging alone take longer here than the time given: give it {} more --minutes at least"
NO_TIME = "the time was over before the result was judged: give it more --minutes"

Encode = Callable[[Sequence[str]], NDArray[np.float32]]


@dataclass(frozen=True, slots=True)
class Way:
    """One way in which the encoder was adapted.

    Attributes:
        name: What was trained, from what.
        pairs: How many pairs.
        steps: How many batches.
        score: By which ways are chosen, 0 to 1: see `deflect.suggest.tuning.measure.chosen_by`.
    """

    name: str
    pairs: int
    steps: int
    score: float


@dataclass(frozen=True, slots=True)
class Tuning:
    """What tuning came to.

    Attributes:
        adopted: Whether the next run encodes with the tuned encoder.
        reason: Why, or why not, in a sentence.
        pairs: Pairs there were to learn from, by kind.
        learned: Tickets they are from.
        until: Day of the newest of these tickets, ISO 8601; empty if nothing was learned from.
        ways: All that was tried, the encoder in use first; none if there is too little to learn from or to judge by.
        comparison: The best of them against the encoder in use, on tickets that nothing was learned from or chosen by;
            None if the encoder in use was the best already, or time ran out.
        left_out: Ways that there was no time to try.
        seconds: How long it took.
    """

    adopted: bool
    reason: str
    pairs: dict[str, int]
    learned: int
    until: str
    ways: tuple[Way, ...]
    comparison: Comparison | None
    left_out: tuple[str, ...]
    seconds: float

    @property
    def chosen(self) -> Way:
        """The best of the ways by their score; there has to be one."""
        return best_of(self.ways)


def nothing_tried(reason: str, seconds: float) -> Tuning:
    """What tuning comes to where there is too little to learn from or to judge by."""
    return Tuning(False, reason, {}, 0, "", (), None, (), seconds)


class OutOfTimeError(Exception):
    """The time given is over, or too short; caught where tuning ends, and says what helps."""


@dataclass
class Tuner:
    """Tries the ways on one past; whoever uses it holds the workspace's lock.

    Attributes:
        past: Tickets in order of time, as the encoder in use sees them.
        cut: Where they are cut.
        base: The model that the settings name, which is adapted.
        source: Where that comes from.
        precision: Of exported encoders.
        folder: Gets `model/`, `encoders/` with its export, and `vectors/` of the tickets.
        budget: Time for all of it.
        progress: Called with the stage, items done and items to do.
        layers: Whether to try those, if there is time.
        ways: What was tried.
        left_out: What there was no time for.
    """

    past: History
    cut: Split
    base: Memory
    source: Source
    precision: Precision
    folder: Path
    budget: Budget
    progress: Progress
    layers: bool = True
    ways: list[Way] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)
    _reserve: float = 0.0
    _write: dict[str, Callable[[], None]] = field(default_factory=dict)

    def tune(self, pairs: Mapping[str, Sequence[Pair]]) -> Tuning:
        """Try all ways there is time for, and judge the best.

        Args:
            pairs: By kind; nothing in them is of tickets from `cut.learned` on.

        Returns:
            Adopted means here that it should be; `seconds` is left to the caller.
        """
        comparison: Comparison | None = None
        try:
            self._begin()
            self._try_all(pairs)
            comparison = self._judge()
            reason = _reason(comparison)
        except OutOfTimeError as error:
            reason = str(error)
        return Tuning(
            adopted=bool(comparison and comparison.passes),
            reason=reason,
            pairs={kind: len(each) for kind, each in pairs.items()},
            learned=self.cut.learned,
            until=self.past.tickets[self.cut.learned - 1].created_at.date().isoformat(),
            ways=tuple(self.ways),
            comparison=comparison,
            left_out=tuple(self.left_out),
            seconds=0.0,
        )

    def _begin(self) -> None:
        """Score the encoder in use, and learn from that how much time has to be set aside."""
        clock = self.budget.clock
        begun = clock()
        self._add(AS_IS, 0, 0, self.past)
        judged = clock()
        sample = sample_of(self.past.tickets)[:PROBED]
        self.base.encoder.encode(sample)
        encoded = (clock() - judged) / len(sample) * len(self.past.tickets)
        self._reserve = EXPORT_SECONDS + SLACK * encoded + JUDGED * (judged - begun)
        if self.budget.left < self._reserve:
            raise OutOfTimeError(TOO_SHORT.format(math.ceil((self._reserve - self.budget.left) / 60)))

    def _try_all(self, pairs: Mapping[str, Sequence[Pair]]) -> None:
        some = {name: [each for kind in kinds for each in pairs.get(kind, ())] for name, kinds in FROM.items()}
        for name, chosen in some.items():
            self._map(name, chosen)
        name = max(self.ways[1:], key=lambda way: way.score).name.removeprefix(MAP)
        # Judged is what scores best. Where that may still be a map, its export has to see all tickets as well.
        rounds = 1 if best_of(self.ways).name == AS_IS else 2
        time = Budget(self.budget.end - rounds * self._reserve, self.budget.clock)
        if self.layers and time.left >= LEAST_TRAINING:
            self._layers(name, some[name], time)
        else:
            self.left_out.append(LAYERS + name)

    def _map(self, name: str, pairs: Sequence[Pair]) -> None:
        """A linear map of the vectors that are known already."""
        texts = list(dict.fromkeys(text for each in pairs for text in (each.first, each.second)))
        known = dict(zip(texts, self.base.encode(texts, self._within("encode")), strict=True))
        time = Budget(self.budget.end - self._reserve, self.budget.clock)
        head, steps = train_head(known, pairs, time, self._within("map"))

        def encode(texts: Sequence[str]) -> NDArray[np.float32]:
            return unit_rows(self.base.encode(texts) @ head)

        self._write[MAP + name] = lambda: write_head(self.source, head, self.folder / "model")
        self._add(MAP + name, len(pairs), steps, self._seen(encode))

    def _layers(self, name: str, pairs: Sequence[Pair], time: Budget) -> None:
        """The upper layers themselves; their vectors have to be computed, by the export that would be used."""
        folder = self.folder / "layers"
        steps = train_layers(self.source, pairs, folder, time, self._within("layers"))
        self._write[LAYERS + name] = lambda: _move(folder, self.folder / "model")
        self._add(LAYERS + name, len(pairs), steps, self.exported(folder))

    def _judge(self) -> Comparison | None:
        """Compare the best way, exported as it would be used, with the encoder in use."""
        best = best_of(self.ways)
        if best.name == AS_IS:
            return None
        self._write[best.name]()
        after = measure.held_out(self.exported(self.folder / "model"), self.cut)
        self._check_time()
        return compare(measure.held_out(self.past, self.cut), after)

    def _add(self, name: str, pairs: int, steps: int, past: History) -> None:
        self._check_time()
        self.ways.append(Way(name, pairs, steps, round(measure.chosen_by(past, self.cut), 4)))

    def exported(self, model: Path) -> History:
        """The past as an exported model sees it; vectors stay in the folder, so that they are made once."""
        self._check_time()
        encoder = load_encoder(
            str(model), directory=self.folder, precision=self.precision, sample=sample_of(self.past.tickets)
        )
        cache = VectorCache(self.folder / "vectors", encoder.fingerprint)
        return self._seen(lambda texts: cache.encode(encoder, texts, progress=self._within("encode")))

    def _seen(self, encode: Encode) -> History:
        vectors = encode([ticket.question for ticket in self.past.tickets])
        return measure.with_vectors(self.past, vectors, encode)

    def _within(self, stage: str) -> Callable[[int, int], None]:
        def report(done: int, total: int) -> None:
            self._check_time()
            self.progress(stage, done, total)

        return report

    def _check_time(self) -> None:
        if self.budget.left < 0:
            raise OutOfTimeError(NO_TIME)


def best_of(ways: Sequence[Way]) -> Way:
    """The way with the highest score; of equals the first, so that nothing is changed for nothing."""
    return max(ways, key=lambda way: way.score)


def _move(source: Path, target: Path) -> None:
    shutil.rmtree(target, ignore_errors=True)
    source.rename(target)


def _reason(found: Comparison | None) -> str:
    if found is None:
        return NOT_HIGHER
    if found.passes:
        return "the right article comes first more often, beyond noise"
    if found.short <= 0:
        return "the right article comes first more often, but is among three less often, beyond noise"
    return f"within noise: of the tickets on which they differ, {found.short} more had to be gained and not lost"
