"""Each rule puts a ticket where it says, and can be switched off."""

from __future__ import annotations

import dataclasses
from datetime import UTC, datetime

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import cohen_kappa_score

from deflect.config import TierSettings
from deflect.errors import InputError
from deflect.report.sheets import safe, sheet
from deflect.report.tiers import Rules, Tier, agree, draw, measure_tiers, read_labels, sample_sheet
from deflect.types import CleanTicket

AT = datetime(2026, 5, 4, tzinfo=UTC)
PLAIN = CleanTicket("desk:1", "", "Why?", "So.", "a-1", "c-1", "en", AT, solved=True, replies=1, agents=("a-1",))
OFF = TierSettings(handed_over=False, unknown=False, replies=0, exchanges=0, agents=0, reopened=False)


def tier(settings: TierSettings, **more: object) -> tuple[int | None, str]:
    ticket = dataclasses.replace(PLAIN, **more)  # type: ignore[arg-type]
    found = Rules(settings, {"desk:1"}, {"a-dev"}).of(ticket)
    return found.tier, found.reason


def test_a_known_question_answered_at_once_is_tier_1() -> None:
    assert tier(TierSettings()) == (1, "")


def test_what_nobody_answered_has_none() -> None:
    assert tier(TierSettings(), replies=0) == (None, "")


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ({"agents": ("a-1", "a-dev")}, (3, "a developer answered")),
        ({"handed_over": True}, (3, "developers were asked")),
        ({"id": "desk:2"}, (2, "asks nothing known")),
        ({"id": "desk:2", "articles": ("a",)}, (1, "")),
        ({"reopened": True}, (2, "came back")),
        ({"exchanges": 1}, (2, "the customer had to write back")),
        ({"exchanges": 1, "technical": True}, (2, "the customer had to write back with code or a log")),
        ({"agents": ("a-1", "a-2")}, (2, "several agents")),
        ({"replies": 2}, (2, "several replies")),
    ],
)
def test_each_rule(more: dict[str, object], expected: tuple[int, str]) -> None:
    assert tier(TierSettings(), **more) == expected
    if expected[1] != "a developer answered":
        assert tier(OFF, **more)[0] == 1


def test_minutes_count_only_if_asked_for() -> None:
    assert tier(TierSettings(), minutes=90.0)[0] == 1
    assert tier(TierSettings(minutes=30), minutes=90.0) == (2, "much work")
    assert tier(TierSettings(minutes=30))[0] == 1


def test_the_rules_in_force_are_told_in_words() -> None:
    assert len(Rules(TierSettings(), (), {"a-dev"}).in_words()) == 8
    assert Rules(OFF, (), ()).in_words() == ("tier 1: everything else that was answered",)


def test_figures_of_a_tier_without_tickets() -> None:
    found = measure_tiers([PLAIN], Rules(OFF, (), ()))
    assert [(each.share.part, each.mean_replies) for each in found.tiers] == [(1, 1), (0, None), (0, None)]


tiers = st.sampled_from([1, 2, 3])


@given(st.lists(st.tuples(tiers, tiers), min_size=1, max_size=60))
def test_kappa_is_that_of_scikit_learn(pairs: list[tuple[Tier, Tier]]) -> None:
    one, other = [pair[0] for pair in pairs], [pair[1] for pair in pairs]
    found = agree(one, other).kappa
    if found is None:
        assert len({*one, *other}) == 1
        return
    assert found.value == pytest.approx(cohen_kappa_score(one, other))
    assert found.low <= found.value <= found.high


def test_kappas_interval_holds_the_truth_in_about_95_of_100_samples_of_50() -> None:
    """Tiers 60/30/10; the rules err in a tenth, then each tier alike: kappa of the whole is reckoned from the table."""
    truth = np.array([0.6, 0.3, 0.1])
    table = 0.9 * np.diag(truth) + 0.1 * np.outer(truth, np.ones(3) / 3)
    chance = float((table.sum(0) * table.sum(1)).sum())
    exact = (float(np.trace(table)) - chance) / (1 - chance)
    rng, held = np.random.default_rng(2), 0
    for _ in range(60):
        cells = rng.choice(9, size=50, p=table.ravel())
        found = agree((cells // 3 + 1).tolist(), (cells % 3 + 1).tolist()).kappa
        assert found is not None
        held += found.low <= exact <= found.high
    assert held >= 52


def test_a_sample_is_drawn_by_its_seed_from_answered_tickets_alone() -> None:
    tickets = [dataclasses.replace(PLAIN, id=f"desk:{number}", replies=number % 3) for number in range(90)]
    drawn = draw(tickets, 20, 1)
    assert drawn == draw(tickets[::-1], 20, 1) != draw(tickets, 20, 2)
    assert all(ticket.replies for ticket in drawn)
    assert len(draw(tickets, 500, 1)) == 60


def test_a_labelled_sample_is_read_back_and_does_not_tell_what_the_rules_say() -> None:
    tickets = [dataclasses.replace(PLAIN, id=name) for name in ("desk:1", "=desk:2", "desk:3")]
    text = sample_sheet(tickets)
    assert "tier 2" not in text
    assert "asks nothing known" not in text
    labelled = text.replace("desk:1,,", "desk:1, 3 ,").replace("desk:2,,", "desk:2,1,")
    assert read_labels("\ufeff" + labelled, "f.csv") == {"desk:1": 3, "=desk:2": 1}
    assert read_labels("ticket;tier\r\ndesk:9;2\r\n", "f.csv") == {"desk:9": 2}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "no column ticket and tier"),
        ("ticket,question\r\n1,2\r\n", "no column tier"),
        ("ticket,tier\r\ndesk:1,4\r\n", "line 2 has no tier"),
        ("ticket,tier\r\ndesk:1,one\r\n", "line 2 has no tier"),
        ("ticket,tier\r\ndesk:1,1\r\ndesk:1,2\r\n", "line 3 has a ticket that is there already"),
        ('ticket,tier,question\r\ndesk:1,1,"a\r\n\r\nb"\r\ndesk:2,4,"c\r\nd"\r\n', "line 5 has no tier"),
    ],
)
def test_a_sample_that_cannot_be_read_is_refused_with_its_line(text: str, said: str) -> None:
    with pytest.raises(InputError, match=said):
        read_labels(text, "f.csv")


@given(st.text())
def test_no_cell_begins_like_a_formula(text: str) -> None:
    written = safe(text)
    assert not written.lstrip(" \xa0\ufeff\u200b").startswith(("=", "+", "-", "@", "\t", "\r", "＝"))
    assert written.removeprefix("'") == text.replace("\0", "").removeprefix("'")


def test_numbers_stay_numbers_and_nothing_is_empty() -> None:
    assert sheet(["a", "b"], [[-1, None], [0.5, "=1+1"]]) == "a,b\r\n-1,\r\n0.5,'=1+1\r\n"
