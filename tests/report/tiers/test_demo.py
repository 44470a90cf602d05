"""The rules agree with what the demo's generator knows of each ticket: whose work its story was."""

from __future__ import annotations

import functools
from collections import Counter
from random import Random

import pytest

from deflect.config import TierSettings
from deflect.report.tiers import Rules, agree, measure_tiers, repeated_answers
from deflect.types import CleanTicket
from tests.report.desk.demo import cleaned, truth

MISSED = 0.3


@functools.cache
def recurring() -> frozenset[str]:
    """What is known: answers that repeat, and recurring questions, of which nearly a third are not found in a run."""
    rng = Random(5)
    found = {ref for ref, row in truth().items() if row["kind"] == "recurring" and rng.random() >= MISSED}
    return repeated_answers(cleaned()) | found


def test_hardly_any_one_off_got_an_answer_that_others_got_too() -> None:
    repeated = repeated_answers(cleaned())
    kinds = Counter(truth()[ref]["kind"] for ref in repeated)
    assert kinds["one-off"] <= 0.02 * len(repeated)
    assert kinds["recurring"] >= 0.8 * sum(ticket.answer is not None for ticket in cleaned() if is_recurring(ticket))


def is_recurring(ticket: CleanTicket) -> bool:
    return bool(truth()[ticket.id]["kind"] == "recurring")


def test_the_rules_agree_with_the_truth_in_17_of_20_tickets_or_more() -> None:
    rules = Rules(TierSettings(), recurring(), ())
    pairs = [(truth()[each.id]["tier"], rules.of(each).tier) for each in cleaned()]
    both = [(one, other) for one, other in pairs if one and other]
    found = agree([one for one, _ in both], [other for _, other in both])
    assert found.share.low >= 0.85, found
    assert found.naive < 0.7
    assert found.kappa is not None
    assert found.kappa.low > 0.7


def test_what_nobody_answered_has_no_tier() -> None:
    rules = Rules(TierSettings(), recurring(), ())
    found = measure_tiers(cleaned(), rules)
    unanswered = sum(not ticket.replies for ticket in cleaned())
    assert found.unanswered == unanswered
    assert sum(each.share.part for each in found.tiers) == len(cleaned()) - unanswered


@pytest.mark.parametrize("rule", ["unknown", "exchanges", "replies"])
def test_each_rule_is_worth_its_place(rule: str) -> None:
    """Without it, no more tickets are put where they belong."""
    off = TierSettings.model_validate({rule: 0})
    assert right(Rules(TierSettings(), recurring(), ())) >= right(Rules(off, recurring(), ()))


def right(rules: Rules) -> int:
    return sum(truth()[each.id]["tier"] == rules.of(each).tier for each in cleaned())
