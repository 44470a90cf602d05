"""What documentation would answer is told for all tickets, and not by those alone in which agents link articles."""

from __future__ import annotations

from dataclasses import replace

import pytest

from deflect.config import SuggestSettings
from deflect.interval import Share, wilson
from deflect.report.backtested import LEAST_JUDGED, backtested, carried_over
from deflect.suggest.backtest import BacktestResult, backtest
from deflect.suggest.backtest.result import LATELY
from deflect.suggest.risk import Rule
from deflect.types import Cluster
from tests.suggest.backtest.test_backtest import known
from tests.suggest.corpus import article, past, ticket


def asked(linked: int) -> BacktestResult:
    """A past of 400 tickets on four questions; of the first in time so many as said, every one, and the newest too."""
    tickets, clusters, articles = past(400)
    topics = {member: each.label for each in clusters for member in each.member_ids}
    step = max(len(tickets) // linked, 1) if linked else len(tickets) + 1
    marked = [
        ticket(place, each.question, articles=(topics[each.id],) if place % step == 0 and each.id in topics else ())
        for place, each in enumerate(tickets)
    ]
    kinds = [article(each.slug, origin="imported", cluster_id=each.cluster_id) for each in articles]
    found: list[Cluster] = clusters
    return backtest(known(marked, found, kinds), SuggestSettings(threshold=0.5))


def test_the_figure_of_the_report_is_that_of_the_links_on_all_tickets_that_came() -> None:
    result = asked(200)
    assert result.links is not None
    told, late = backtested(result), result.links
    assert late.lately.asked >= LEAST_JUDGED
    assert (told.judge, told.flatters) == ("links", False)
    assert told.windows == result.windows[-LATELY:]
    assert told.right.whole == late.said_lately.whole > late.lately.asked
    assert told.right.part == round(late.said_lately.part * late.lately.right.part / late.lately.covered.part)
    assert told.right.value <= late.said_lately.value
    assert told.flattering == result.all.lately.right


def test_with_too_few_links_the_figure_is_an_upper_bound_and_says_so() -> None:
    told = backtested(asked(0))
    assert told.flatters
    assert (told.flattering, told.judge) == (None, "links and recurring questions")
    assert told.right.whole == told.covered.whole == told.said.whole


def test_the_newest_windows_add_up_to_the_figures_of_each() -> None:
    found = asked(200).all
    assert found.lately.covered.part == sum(each.covered.part for each in found.windows[-LATELY:])
    assert found.lately.asked == sum(each.asked for each in found.windows[-LATELY:])


@pytest.mark.parametrize(
    ("said", "precision", "part"),
    [(Share(80, 200, 0.3, 0.5), Share(30, 40, 0.6, 0.9), 60), (wilson(0, 200), None, 0)],
)
def test_what_cannot_be_judged_is_taken_to_be_right_as_often(said: Share, precision: Share | None, part: int) -> None:
    """Of 200 tickets 80 were answered, and 3 in 4 of the answers that can be judged are right: 60, within 18 to 45%."""
    found = carried_over(said, precision)
    assert (found.part, found.whole) == (part, 200)
    low, high = (precision.low, precision.high) if precision else (0, 1)
    assert [found.low, found.high] == pytest.approx([said.low * low, said.high * high])


def test_what_is_missing_to_answer_is_told_with_it() -> None:
    result = asked(200)
    assert result.links is not None
    rule = Rule(None, "history", 0.05, reason="not-enough-history", missing=30)
    silent = replace(result, links=replace(result.links, rule=rule))
    assert (backtested(silent).missing, backtested(result).missing) == (120, 0)
