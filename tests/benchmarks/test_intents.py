"""What benchmarks/suggest/intents counts, on questions few enough to count by hand."""

from __future__ import annotations

import numpy as np

from benchmarks.suggest.intents import Answerer, Question, shuffled, ticket
from deflect.suggest.calibration import Calibration
from deflect.suggest.fitting import Asked
from deflect.suggest.risk import Step

SURE, UNSURE = 4.0, -4.0


def asked(strength: float, *, right: bool) -> Asked:
    """A question with one candidate, as similar as can be, and so sure."""
    return Asked(np.array([[1.0, strength]]), np.array([right]), np.array([True]))


def test_an_answer_is_counted_when_it_is_as_sure_as_the_risk_asks() -> None:
    steps = (Step(0.9, 200, 0, 200, 0),)
    known = Calibration(0.0, (0.0, 1.0), floor=0.5, asked=400, steps=steps, measured=200)
    found = {"in scope": [asked(SURE, right=True), asked(SURE, right=False), asked(UNSURE, right=True)]}
    assert Answerer(known, found).given("in scope", 0.1) == [True, False]


def test_nothing_is_given_where_the_past_is_too_small_for_the_risk() -> None:
    known = Calibration(0.0, (0.0, 1.0), floor=0.5, asked=40, steps=(Step(0.9, 5, 0, 5, 0),), measured=5)
    assert Answerer(known, {"in scope": [asked(SURE, right=True)]}).given("in scope", 0.1) == []


def test_a_question_out_of_scope_is_a_ticket_without_a_link() -> None:
    assert ticket(0, Question("where is my card?", "card_arrival")).articles == ("card_arrival",)
    assert ticket(1, Question("what is the weather?", None)).articles == ()


def test_shuffling_keeps_every_question_and_gives_the_same_order_again() -> None:
    questions = [Question(str(at), None) for at in range(50)]
    assert shuffled(questions) == shuffled(questions) != questions
    assert sorted(shuffled(questions), key=lambda each: int(each.text)) == questions
