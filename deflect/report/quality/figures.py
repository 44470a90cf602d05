"""How good replies are by their peers' marks: means, agreement and drift, and no verdict on few."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from statistics import fmean
from typing import Literal

from deflect.interval import Share, wilson
from deflect.report.desk.estimate import Estimate
from deflect.report.quality.agreement import FEWEST_SHARED, Agreement, agree
from deflect.report.quality.draw import Drawn, Sample
from deflect.report.quality.estimate import drift, mean_difference, stratified_mean
from deflect.report.quality.rubric import CRITERIA, GOOD

FEWEST = 20
"""Reviewed replies without which no verdict is given. Higher: surer, and later."""

FEWEST_WEEKS = 6
"""Weeks with reviews without which nothing is said of drift: fewer show one hard week. Higher: surer, and later."""

LATELY = 13
"""Weeks that were drawn, the newest, that the means are of. More: surer, and of longer ago."""

Movement = Literal["rises", "falls", "not known"]
Leaning = Literal["stricter", "milder", "not known"]
MOVEMENTS: Mapping[int, Movement] = {1: "rises", 0: "not known", -1: "falls"}
LEANINGS: Mapping[int, Leaning] = {1: "milder", 0: "not known", -1: "stricter"}

MEASURED = (
    "marks 1 to 4 of replies drawn each week from all strata, each stratum counted by the replies it stands for "
    "(Cochran, 1977); where two reviewed one, their mean; 95% score interval with the effective number of marks. "
    "Replies that were drawn and not reviewed yet are taken to be like those of their stratum that were. Agreement: on "
    "the replies that two or more marked; middle 95% of 2,000 samples of them. Drift: weighted straight line over the "
    "weeks, Student's t; another reviewer, or another rubric in their head, counts as drift of the replies"
)


@dataclass(frozen=True, slots=True)
class Review:
    """A reviewer's marks of one reply, at least one."""

    week: str
    reply: str
    reviewer: str
    marks: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Judged:
    """A reviewed reply: who wrote it and when, and whether no mark is below 3."""

    agent: str
    at: datetime
    good: bool


@dataclass(frozen=True, slots=True)
class Criterion:
    """One criterion of the rubric.

    Attributes:
        reviewed: Replies that have a mark for it.
        mean: Of all replies of the weeks, 1 to 4.
        met: Of those reviewed, the share with 3 or more by everyone who marked it; counted, not weighted.
    """

    name: str
    meaning: str
    reviewed: int
    mean: Estimate | None
    met: Share
    agreement: Agreement


@dataclass(frozen=True, slots=True)
class Week:
    """One week: its replies drawn, those reviewed, and their mean mark over all criteria."""

    week: str
    drawn: int
    reviewed: int
    mean: Estimate | None


@dataclass(frozen=True, slots=True)
class Reviewer:
    """One reviewer beside the others.

    Attributes:
        reviewed: Replies that they marked.
        shared: Those that another marked too, by the same criterion.
        against: Their mean mark less the others' of the same replies.
        leaning: `stricter` or `milder` if the whole interval is on that side of 0, of 10 shared replies or more.
        drift: By how much `against` moves in a quarter; None before six weeks.
    """

    name: str
    reviewed: int
    shared: int
    against: Estimate | None
    leaning: Leaning
    drift: Estimate | None


@dataclass(frozen=True, slots=True)
class Quality:
    """The quality of replies.

    Attributes:
        first: The oldest week that the means are of.
        last: The newest.
        drawn: Replies drawn in those weeks.
        reviewed: Those with a mark.
        waiting: Files of all weeks without any mark.
        gone: Files of all weeks that are not there any more.
        problems: Why files of all weeks cannot be read, each with its place and what to do.
        mean: Mean mark over all criteria.
        good: Of the reviewed replies, those with no mark below 3; counted, not weighted.
        criteria: In the order of the rubric.
        weakest: The criterion with the lowest mean, if that is surely below the mean over all; empty if it is not, or
            too few were reviewed.
        missing: How many more replies are to be reviewed before there is a verdict.
        drift: By how much the mean mark moves in a quarter, over all weeks; None before six weeks.
        movement: `rises` or `falls` if the whole interval is on that side of 0 and enough were reviewed.
        reviewers: By name.
    """

    first: str
    last: str
    drawn: int
    reviewed: int
    waiting: int
    gone: int
    problems: tuple[str, ...]
    mean: Estimate | None
    good: Share
    criteria: tuple[Criterion, ...]
    weakest: str
    missing: int
    drift: Estimate | None
    movement: Movement
    weeks: tuple[Week, ...]
    reviewers: tuple[Reviewer, ...]
    measured: str = MEASURED


@dataclass(frozen=True, slots=True)
class Files:
    """What became of the files: those without a mark, those that are not there, why some cannot be read."""

    waiting: int = 0
    gone: int = 0
    problems: tuple[str, ...] = ()


def measure_quality(samples: Sequence[Sample], reviews: Sequence[Review], files: Files | None = None) -> Quality:
    """Measure the quality of replies.

    Args:
        samples: Of one week or more, oldest first.
        reviews: In any order; each of a reply of those samples.
        files: What became of the files.
    """
    counted = files or Files()
    lately = samples[-LATELY:]
    told = _Told(lately, reviews)
    criteria = tuple(_criterion(name, told) for name in CRITERIA)
    reviewed = len(told.overall)
    missing = max(FEWEST - reviewed, 0)
    mean = told.mean(told.overall)
    weeks = tuple(_week(each, reviews) for each in samples)
    moved = _drift_of(weeks)
    return Quality(
        first=lately[0].week,
        last=lately[-1].week,
        drawn=sum(len(each.replies) for each in lately),
        reviewed=reviewed,
        waiting=counted.waiting,
        gone=counted.gone,
        problems=counted.problems,
        mean=mean,
        good=wilson(sum(is_good(own) for own in told.by_reply.values()), reviewed),
        criteria=criteria,
        weakest="" if missing else _weakest(criteria, mean),
        missing=missing,
        drift=moved,
        movement="not known" if missing else MOVEMENTS[_side(moved)],
        weeks=weeks,
        reviewers=_reviewers(reviews),
    )


def judged(samples: Iterable[Sample], reviews: Iterable[Review]) -> tuple[Judged, ...]:
    """List the reviewed replies, for `deflect.report.scorecard`."""
    told = _Told(list(samples), list(reviews))
    return tuple(
        Judged(drawn.agent, datetime.fromisoformat(drawn.at), is_good(told.by_reply[key]))
        for key, drawn in told.drawn.items()
        if key in told.by_reply
    )


def is_good(reviews: Iterable[Review]) -> bool:
    """Whether no reviewer of a reply gave any mark below `GOOD`."""
    return all(mark >= GOOD for each in reviews for mark in each.marks.values())


class _Told:
    """The reviews of some weeks, by reply."""

    def __init__(self, samples: Sequence[Sample], reviews: Sequence[Review]) -> None:
        self.sizes = {f"{each.week}|{name}": many for each in samples for name, many in each.strata.items()}
        self.drawn: dict[tuple[str, str], Drawn] = {
            (each.week, reply.name): reply for each in samples for reply in each.replies
        }
        self.by_reply: defaultdict[tuple[str, str], list[Review]] = defaultdict(list)
        for each in reviews:
            if (each.week, each.reply) in self.drawn:
                self.by_reply[each.week, each.reply].append(each)
        self._strata = {key: f"{key[0]}|{self.drawn[key].stratum}" for key in self.by_reply}
        self.overall = {key: fmean(fmean(each.marks.values()) for each in own) for key, own in self.by_reply.items()}

    def mean(self, marks: Mapping[tuple[str, str], float]) -> Estimate | None:
        return stratified_mean([(self._strata[key], mark) for key, mark in marks.items()], self.sizes)

    def of(self, criterion: str) -> dict[tuple[str, str], dict[str, int]]:
        """Marks for a criterion by reviewer, of each reply that has one."""
        given = {
            key: {each.reviewer: each.marks[criterion] for each in own if criterion in each.marks}
            for key, own in self.by_reply.items()
        }
        return {key: marks for key, marks in given.items() if marks}


def _criterion(name: str, told: _Told) -> Criterion:
    marks = told.of(name)
    return Criterion(
        name=name,
        meaning=CRITERIA[name],
        reviewed=len(marks),
        mean=told.mean({key: fmean(own.values()) for key, own in marks.items()}),
        met=wilson(sum(min(own.values()) >= GOOD for own in marks.values()), len(marks)),
        agreement=agree([marks[key] for key in sorted(marks)]),
    )


def _weakest(criteria: Sequence[Criterion], mean: Estimate | None) -> str:
    told = [(each.mean.value, each.mean.high, each.name) for each in criteria if each.mean and each.reviewed >= FEWEST]
    if not told or mean is None:
        return ""
    _, high, name = min(told)
    return name if high < mean.value else ""


def _week(sample: Sample, reviews: Sequence[Review]) -> Week:
    told = _Told([sample], reviews)
    return Week(sample.week, len(sample.replies), len(told.overall), told.mean(told.overall))


def _drift_of(weeks: Sequence[Week]) -> Estimate | None:
    when = [float(number(each.week)) for each in weeks if each.mean]
    means = [each.mean.value for each in weeks if each.mean]
    counts = [float(each.reviewed) for each in weeks if each.mean]
    return drift(when, means, counts) if len(when) >= FEWEST_WEEKS else None


def number(week: str) -> int:
    """An ISO week, `2026-W47`, as a number that grows by 1 a week."""
    return date.fromisoformat(f"{week}-1").toordinal() // 7


def _reviewers(reviews: Sequence[Review]) -> tuple[Reviewer, ...]:
    by_reply: defaultdict[tuple[str, str], list[Review]] = defaultdict(list)
    for each in reviews:
        by_reply[each.week, each.reply].append(each)
    names = sorted({each.reviewer for each in reviews})
    return tuple(_reviewer(name, by_reply) for name in names)


def _reviewer(name: str, by_reply: Mapping[tuple[str, str], Sequence[Review]]) -> Reviewer:
    weeks: list[float] = []
    beside: list[float] = []
    many = 0
    for (week, _), own in sorted(by_reply.items()):
        mine = next((each for each in own if each.reviewer == name), None)
        many += mine is not None
        apart = _apart(mine, [each for each in own if each is not mine]) if mine else None
        if apart is not None:
            weeks.append(number(week))
            beside.append(apart)
    against = mean_difference(beside)
    moved = drift(weeks, beside, [1.0] * len(beside)) if len(set(weeks)) >= FEWEST_WEEKS else None
    leaning = LEANINGS[_side(against)] if len(beside) >= FEWEST_SHARED else "not known"
    return Reviewer(name, many, len(beside), against, leaning, moved)


def _apart(mine: Review, others: Sequence[Review]) -> float | None:
    """One's marks less the others' mean, over the criteria that both marked; None if there is none."""
    found = []
    for name, mark in mine.marks.items():
        theirs = [each.marks[name] for each in others if name in each.marks]
        if theirs:
            found.append(mark - fmean(theirs))
    return fmean(found) if found else None


def _side(found: Estimate | None) -> int:
    """On which side of 0 the whole interval is; 0 if on none."""
    return 0 if found is None else (found.low > 0) - (found.high < 0)
