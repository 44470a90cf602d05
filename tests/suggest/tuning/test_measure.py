"""The past is cut by time, refused where it is too small to judge by, and differs by encoder in its vectors only."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from deflect.suggest import words
from deflect.suggest.replay import History
from deflect.suggest.tuning import measure
from deflect.suggest.tuning.measure import (
    LEAST_CHOSEN,
    LEAST_HELD,
    Split,
    chosen_by,
    held_out,
    lacking,
    split,
    with_vectors,
)
from deflect.types import CleanTicket
from tests.suggest.corpus import ticket

SLUGS = ("a-page", "b-page", "c-page", "d-page")


def tickets(count: int, linked: range | None = None) -> list[CleanTicket]:
    chosen = linked or range(count)
    return [
        ticket(number, f"q{number}", articles=(SLUGS[number % 4],) if number in chosen else ())
        for number in range(count)
    ]


def past_of(every: list[CleanTicket], noise: float) -> History:
    """Vectors whose direction tells the article, drowned in noise; no two questions share a word."""
    random = np.random.default_rng(1)
    rows = np.concatenate(
        [np.eye(4)[[int(each.question[1:]) % 4 for each in every]], np.zeros((len(every), 12))], axis=1
    )
    rows = rows + noise * random.normal(size=rows.shape)
    unit = (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)
    hashes = words.hashed_texts(each.question for each in every)
    return History(every, unit, hashes, [], [], lambda texts: np.tile(unit[:1], (len(texts), 1)))


def test_the_past_is_cut_in_half_and_in_quarters() -> None:
    every = tickets(4 * LEAST_HELD)
    assert split(past_of(every, 0.1)) == Split(2 * LEAST_HELD, 3 * LEAST_HELD)


@pytest.mark.parametrize(
    ("linked", "said"),
    [
        (
            range(300 + LEAST_CHOSEN - 1),
            f"third quarter of the tickets has {LEAST_CHOSEN - 1}, {LEAST_CHOSEN} are needed, 1 more",
        ),
        (range(450 + 100), f"newest quarter of the tickets has 100, {LEAST_HELD} are needed, {LEAST_HELD - 100} more"),
    ],
)
def test_too_few_to_judge_by_is_said_with_how_many_are_missing(linked: range, said: str) -> None:
    past = past_of(tickets(600, linked), 0.1)
    found = lacking(past, split(past))
    assert said in found
    assert found.endswith("Have agents link articles in their answers, and tune when there are so many")


def test_enough_to_judge_by_lacks_nothing_and_no_ticket_at_all_lacks_everything() -> None:
    enough = past_of(tickets(600, range(600 - LEAST_HELD - LEAST_CHOSEN - 90, 600)), 0.1)
    assert lacking(enough, split(enough)) == ""
    nothing = dataclasses.replace(enough, tickets=[])
    assert f"has 0, {LEAST_CHOSEN} are needed" in lacking(nothing, split(nothing))


def test_an_encoder_that_tells_articles_apart_scores_higher_by_both_measures() -> None:
    every = tickets(400)
    cut = Split(200, 300)
    good, poor = past_of(every, 0.1), past_of(every, 1.5)
    assert chosen_by(good, cut) == 1.0
    assert chosen_by(poor, cut) < 0.8
    assert held_out(good, cut).shape == held_out(poor, cut).shape == (100, 3)
    assert held_out(good, cut)[:, 0].all()
    assert held_out(poor, cut)[:, 0].mean() < 0.8
    assert (held_out(poor, cut).sum(axis=1) <= 1).all()  # one article is right, and it stands in one place


def test_seen_by_another_encoder_only_vectors_change() -> None:
    every = tickets(400)
    poor, good = past_of(every, 1.5), past_of(every, 0.1)
    swapped = with_vectors(poor, good.vectors, good.encode)
    assert chosen_by(swapped, Split(200, 300)) == 1.0
    changed = {
        each.name for each in dataclasses.fields(History) if getattr(poor, each.name) is not getattr(swapped, each.name)
    }
    assert changed == {"vectors", "encode"}


def test_what_comes_after_the_middle_part_has_no_say_in_the_choice() -> None:
    every = tickets(400)
    cut = Split(200, 300)
    whole = past_of(every, 0.8)
    shuffled = dataclasses.replace(whole, vectors=np.concatenate([whole.vectors[:300], whole.vectors[:100][::-1]]))
    assert chosen_by(whole, cut) == chosen_by(shuffled, cut)
    assert measure.fitted(whole, cut) == measure.fitted(shuffled, cut)
