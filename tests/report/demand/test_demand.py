"""The ledger counts customers, says what fell, and gives a sheet that no spreadsheet runs."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import numpy as np
import pytest

from deflect.report.demand import Documentation, demand_sheet, interrupted, measure_demand
from deflect.types import CleanTicket, Cluster, Shape, Trend

FIRST = date(2025, 1, 6)
AT = datetime(2026, 1, 5, tzinfo=UTC)


DESK = {(FIRST + timedelta(weeks=number)).isoformat(): 10 for number in range(52)}


def weeks(count: int) -> tuple[str, ...]:
    return tuple((FIRST + timedelta(weeks=number)).isoformat() for number in range(count))


def ticket(number: int, replies: int = 2, minutes: float | None = None) -> CleanTicket:
    return CleanTicket(
        f"desk:{number}", "", "Why?", "So.", "a", f"c-{number}", "en", AT, True, replies=replies, minutes=minutes
    )


def cluster(name: str, members: Sequence[int], label: str = "Why?", trend: Trend | None = None) -> Cluster:
    refs = tuple(f"desk:{number}" for number in members)
    return Cluster(name, refs, refs[:1], label, "en", 0.9, len(refs), trend or Trend((), ()))


@pytest.mark.parametrize("effect", [1.0, 0.5])
@pytest.mark.parametrize("clumps", [1, 3])
def test_the_interval_holds_the_true_change_in_95_of_100_series(effect: float, clumps: int) -> None:
    """Desks of 40 weeks that double meanwhile; the article comes in week 24; tickets come alone or in threes."""
    rng, held, names, day = np.random.default_rng(int(10 * effect) + clumps), 0, weeks(42), FIRST + timedelta(weeks=24)
    grows = np.exp(np.log(2) * np.arange(42) / 42)
    for _ in range(400):
        mean = 9 * grows * np.where(np.arange(42) > 24, effect, 1.0)
        own = clumps * rng.poisson(mean / clumps)
        desk = own + rng.poisson(100 * grows)
        found = interrupted(Trend(names, tuple(own.tolist())), dict(zip(names, desk.tolist(), strict=True)), day)
        assert found.change is not None
        held += found.change.low <= effect <= found.change.high
    assert 0.92 <= held / 400 <= 0.985


def test_a_question_that_halved_fell_and_one_that_goes_on_did_not() -> None:
    desk, names, day = [200] * 40, weeks(40), FIRST + timedelta(weeks=20)
    fell = interrupted(Trend(names, (20,) * 20 + (10,) * 20), dict(zip(names, desk, strict=True)), day)
    assert (fell.outcome, fell.before, fell.after) == ("fell", 19, 18)
    assert fell.change is not None
    assert fell.change.value == pytest.approx(0.5 * (180 / 190), rel=0.02)
    stays = interrupted(Trend(names, (60,) * 40), dict(zip(names, desk, strict=True)), day)
    assert stays.outcome == "did not"


def test_a_desk_that_shrinks_is_not_the_articles_doing() -> None:
    names, day = weeks(40), FIRST + timedelta(weeks=20)
    own, desk = (20,) * 20 + (10,) * 20, [200] * 20 + [100] * 20
    found = interrupted(Trend(names, own), dict(zip(names, desk, strict=True)), day)
    assert found.change is not None
    assert found.change.value == pytest.approx(1, abs=0.02)
    assert found.outcome != "fell"


def test_no_ticket_since_is_a_fall_only_if_some_were_to_be_expected() -> None:
    names, day = weeks(40), FIRST + timedelta(weeks=30)
    many = interrupted(Trend(names, (5,) * 31 + (0,) * 9), dict.fromkeys(names, 100), day)
    few = interrupted(Trend(names, (1,) + (0,) * 8 + (1,) + (0,) * 30), dict.fromkeys(names, 100), day)
    assert (many.outcome, few.outcome) == ("fell", "not known")


@pytest.mark.parametrize("week", [3, 37])
def test_too_few_weeks_on_either_side_say_nothing(week: int) -> None:
    names = weeks(40)
    found = interrupted(Trend(names, (9,) * 40), dict.fromkeys(names, 90), FIRST + timedelta(weeks=week))
    assert (found.change, found.outcome) == (None, "not known")


def test_a_ledger_is_by_customers_and_fixes_are_by_hours() -> None:
    tickets = [ticket(number, replies=1 + number % 2) for number in range(20)]
    clusters = [cluster("q-1", range(3)), cluster("q-2", range(3, 12)), cluster("q-3", range(12, 16))]
    shapes: dict[str, Shape] = {"q-1": "bug", "q-3": "known-limitation"}
    found = measure_demand(
        tickets,
        clusters,
        desk=DESK,
        shapes=shapes,
        monthly={"q-1": 6.0, "q-2": 9.0, "q-3": 4.0},
        documented={},
        minutes_a_reply=10,
    )
    assert [each.question for each in found.entries] == ["q-2", "q-3", "q-1"]
    assert found.fixes == ("q-1", "q-3")
    assert [each.kind for each in found.entries] == ["question", "known limitation", "bug"]
    # Tickets 0, 1 and 2 took 1, 2 and 1 replies: 4/3 × 10 minutes × 6 a month.
    assert found.entries[2].hours_a_month == pytest.approx(6 * 40 / 3 / 60)
    assert (found.kinds["question"].part, found.kinds["question"].whole) == (9, 20)


def test_minutes_a_reply_go_before_those_noted_as_for_the_options() -> None:
    """Two tickets of two replies each: at 5 minutes a reply a ticket takes 10, 2 a month a third of an hour."""
    tickets = [ticket(1, minutes=30.0), ticket(2)]
    given = {"desk": DESK, "shapes": {}, "monthly": {"q": 2.0}, "documented": {}}
    said = measure_demand(tickets, [cluster("q", [1, 2])], minutes_a_reply=5, **given)  # type: ignore[arg-type]
    assert said.entries[0].hours_a_month == pytest.approx(1 / 3)
    noted = measure_demand(tickets, [cluster("q", [1, 2])], minutes_a_reply=None, **given)  # type: ignore[arg-type]
    assert noted.entries[0].hours_a_month == pytest.approx(1)
    unknown = measure_demand([ticket(2)], [cluster("q", [2])], minutes_a_reply=None, **given)  # type: ignore[arg-type]
    assert unknown.entries[0].hours_a_month is None


def test_what_is_documented_says_since_when_and_a_ticket_erased_since_is_not_counted() -> None:
    page = {"q": Documentation("how", date(2025, 8, 1)), "r": Documentation("what", None)}
    names = weeks(52)
    both = [cluster("q", [1, 9], trend=Trend(names, (3,) * 52)), cluster("r", [2])]
    found = measure_demand(
        [ticket(1), ticket(2)], both, desk=DESK, shapes={}, monthly={}, documented=page, minutes_a_reply=None
    )
    became = {each.question: each.became for each in found.entries}
    assert became["q"] is not None
    assert (became["q"].since, became["r"]) == ("2025-08-01", None)
    assert {each.stage for each in found.entries} == {"documented"}
    assert found.entries[0].tickets == 1


def test_the_sheet_holds_every_question_and_no_formula() -> None:
    evil = '=HYPERLINK("http://x.example","see")'
    found = measure_demand(
        [ticket(1)],
        [cluster("q", [1], label=evil)],
        desk=DESK,
        shapes={},
        monthly={},
        documented={},
        minutes_a_reply=None,
    )
    (row,) = csv.DictReader(io.StringIO(demand_sheet(found)))
    assert row["question"] == f"'{evil}"
    assert (row["customers"], row["tickets"], row["stage"], row["outcome"]) == ("1", "1", "tracked", "")


def test_months_and_the_pareto_are_counted_from_the_tickets() -> None:
    """Of ten tickets six ask one question and three another; two of the six came a month earlier."""
    early = datetime(2025, 12, 5, tzinfo=UTC)
    tickets = [replace(ticket(number), created_at=early if number < 2 else AT) for number in range(10)]
    clusters = [cluster("few", range(6, 9)), cluster("many", range(6))]
    found = measure_demand(tickets, clusters, desk={}, shapes={}, monthly={}, documented={}, minutes_a_reply=None)
    assert found.months == ("2025-12", "2026-01")
    assert {each.question: each.by_month for each in found.entries} == {"many": (2, 4), "few": (0, 3)}
    pareto = [(each.question, each.together.part, each.together.whole) for each in found.pareto]
    assert pareto == [("many", 6, 10), ("few", 9, 10)]
