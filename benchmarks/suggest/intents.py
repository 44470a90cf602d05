"""Which intent is a question's? Intents stand for articles, questions with a known intent for past tickets with a link.

Right at 1 and 3 on banking77, beside the plain ways that `retrieval` names. Then how well deflect is silent: with some
intents held out, questions of those and of other subjects altogether have no answer, and the threshold is found on the
past alone. In the past they are missing, which no desk's past is; or among it without a link, which then may mean
that no article answers or that nobody linked it, so that confidence is not fitted to them; or known as a recurring
question without an article, as `deflect run` finds them.

Usage: python -m benchmarks.suggest intents
Reads ../shared/data/banking77 and banking77_oos; says so where they are missing.
"""

from __future__ import annotations

import argparse
import itertools
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import numpy as np

from benchmarks.clustering.sets import DATA, vectors_of
from benchmarks.clustering.tables import heading, row
from benchmarks.suggest import ablation, outcomes, retrieval
from benchmarks.suggest.summary import Row, at_most, share_row
from deflect.interval import Share, wilson
from deflect.models import load_encoder
from deflect.suggest import decide, replay, risk
from deflect.suggest.calibration import Calibration
from deflect.suggest.fitting import Asked
from deflect.suggest.replay import History
from deflect.types import CleanTicket, Cluster, Trend

OUT_OF_SCOPE = "oos"
RISKS = (0.05, 0.1, 0.2)
SUMMED = 0.1
"""The risk that the last table speaks of."""

BEGINNING = datetime(2024, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Question:
    """A question and its intent; no intent has an article that answers."""

    text: str
    intent: str | None


def main(arguments: Sequence[str] | None = None) -> list[Row]:
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.parse_args(arguments)
    missing = [name for name in ("banking77", "banking77_oos") if not (DATA / name).is_dir()]
    if missing:
        print(f"left out: ../shared/data/{' and '.join(missing)} not there")
        return []
    return [*by_intent(), *held_out()]


def by_intent() -> list[Row]:
    """Print how often the right intent is first or among three."""
    earlier, later = shuffled(read("banking77/train.jsonl")), read("banking77/test.jsonl")
    past = history([*earlier, *later])
    found = replay.replay(past, len(earlier))
    print(f"\nbanking77: {len(earlier):,} past questions, {len(later):,} asked; 95% intervals.\n")
    plain = ablation.nothing_learned(past, len(earlier), retrieval.stretches(len(earlier)))
    ways = retrieval.ways(past, len(earlier), found, plain)
    retrieval.show(ways)
    return outcomes.rows("retrieval", "banking77's intent", ways[retrieval.OURS])


def held_out() -> list[Row]:
    """Print who is answered at the thresholds that the past gives for several risks."""
    known, unknown = read("banking77_oos/train.jsonl"), read("banking77_oos/id-oos_train.jsonl")
    asked = {
        "in scope": read("banking77_oos/test.jsonl"),
        "intents held out": read("banking77_oos/id-oos_test.jsonl"),
        "other subjects": read("banking77_oos/ood-oos_test.jsonl"),
    }
    print("\nbanking77, 27 of 77 intents held out; 95% intervals.\n")
    print(heading(("past", "max_wrong", "in scope answered", "wrong among those", *list(asked)[1:])))
    pasts = (
        ("without the intents held out", known, ()),
        ("with those, without a link", [*known, *unknown], ()),
        ("with those, known to have no article", [*known, *unknown], (undocumented(),)),
    )
    found = []
    for name, past, clusters in pasts:
        answer = Answerer.of(shuffled(past), asked, clusters)
        for share in RISKS:
            given = {kind: answer.given(kind, share) for kind in asked}
            said = {kind: wilson(len(given[kind]), len(asked[kind])) for kind in asked}
            wrong = wilson(given["in scope"].count(False), len(given["in scope"]))
            shares = [f"{each.value:.1%}" for each in said.values()]
            print(row((name, f"{share:.2f}", shares[0], told(wrong), *shares[1:])), flush=True)
            if share == SUMMED:
                found += summed(name, said, wrong)
    return found


def summed(past: str, said: Mapping[str, Share], wrong: Share) -> list[Row]:
    """What the last table shows of one kind of past.

    Args:
        past: Its name.
        said: For each kind of question, how many are answered.
        wrong: Of the answers in scope.
    """
    begun = f"banking77, max_wrong {SUMMED:.2f}, past {past}"
    coverage = f"{said['in scope'].value:.1%} answered"
    return [
        share_row("risk", f"{begun}: wrong", wrong, at_most(SUMMED, f"{SUMMED:.0%}"), beside=coverage),
        *(
            share_row("abstention", f"{begun}: {kind} answered", share)
            for kind, share in said.items()
            if kind != "in scope"
        ),
    ]


def told(wrong: Share) -> str:
    return str(wrong) if wrong.whole else "silent"


@dataclass(frozen=True)
class Answerer:
    """What was learned of a past, and what it finds for each kind of question."""

    known: Calibration
    found: dict[str, list[Asked]]

    @classmethod
    def of(cls, earlier: Sequence[Question], asked: dict[str, list[Question]], clusters: Sequence[Cluster]) -> Answerer:
        later = [question for every in asked.values() for question in every]
        past = history([*earlier, *later], clusters)
        found = iter(replay.asked_of(replay.replay(past, len(earlier), unjudged=True)))
        known = replay.calibrate(past.until(len(earlier)))
        return cls(known, {kind: list(itertools.islice(found, len(every))) for kind, every in asked.items()})

    def given(self, kind: str, share: float) -> list[bool]:
        """Whether each answer that is given at a risk is right."""
        known = self.known
        threshold = risk.in_force(known.steps, known.measured, "history", share).threshold
        if threshold is None:
            return []
        places = [
            decide.shown(known.confidence(each.features), each.features[:, 0], each.own, threshold, known.floor)
            for each in self.found[kind]
        ]
        return [bool(each.right[at]) for each, at in zip(self.found[kind], places, strict=True) if at is not None]


def undocumented() -> Cluster:
    """A recurring question without an article: with it, each ticket counts as having all its right answers known."""
    return Cluster("q", (), (), "", "en", 1.0, 0, Trend((), ()))


def history(questions: Sequence[Question], clusters: Sequence[Cluster] = ()) -> History:
    """Questions as tickets, a minute apart, in their order."""
    tickets = [ticket(at, question) for at, question in enumerate(questions)]
    vectors = np.load(vectors_of([question.text for question in questions]))
    return replay.history(tickets, vectors, [], clusters, load_encoder().encode)


def ticket(at: int, question: Question) -> CleanTicket:
    return CleanTicket(
        id=f"made:{at}",
        subject="",
        question=question.text,
        answer=None,
        agent=None,
        customer=f"customer {at}",
        language="en",
        created_at=BEGINNING + timedelta(minutes=at),
        solved=True,
        articles=(question.intent,) if question.intent else (),
    )


def shuffled(questions: Sequence[Question]) -> list[Question]:
    """In an order that does not go by intent, the same each time."""
    return [questions[at] for at in np.random.default_rng(0).permutation(len(questions))]


def read(name: str) -> list[Question]:
    with (DATA / name).open(encoding="utf-8") as file:
        rows = [json.loads(line) for line in file]
    return [Question(each["text"], None if each["label"] == OUT_OF_SCOPE else each["label"]) for each in rows]
