"""Asking the past: exact figures on a made-up past, and no ticket that helps itself."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from deflect.config import Settings
from deflect.errors import WorkspaceError
from deflect.interval import wilson
from deflect.suggest import replay
from deflect.suggest.backtest import BacktestResult, backtest, curve
from deflect.types import Article, CleanTicket, Cluster
from tests.suggest.corpus import BagEncoder, article, cluster, past, ticket

ENCODER = BagEncoder()


def judged(
    tickets: list[CleanTicket],
    clusters: list[Cluster],
    articles: list[Article],
    *,
    threshold: float = 0.5,
    holdout: float = 0.25,
) -> BacktestResult:
    settings = Settings.model_validate({"suggest": {"threshold": threshold}})
    vectors = ENCODER.encode([each.question for each in tickets])
    return backtest(tickets, vectors, clusters, articles, ENCODER.encode, settings, holdout)


def linked_past() -> list[CleanTicket]:
    """Six earlier tickets on `a`, three on `b`; then one on `a`, one on `b`, one on a slug never seen, one unlinked."""
    earlier = [ticket(at, "apple pie crust", articles=("a",)) for at in range(6)]
    earlier += [ticket(6 + at, "brass bell rope", articles=("b",)) for at in range(3)]
    later = [("apple pie crust", ("a",)), ("brass bell rope", ("b",)), ("cold cup", ("c",)), ("apple pie", ())]
    return earlier + [ticket(9 + at, text, articles=slugs) for at, (text, slugs) in enumerate(later)]


def test_known_figures_judged_by_links() -> None:
    result = judged(linked_past(), [], [], holdout=4 / 13)
    figures = result.all
    assert (result.learned, result.fitted) == (9, 0)
    assert (figures.asked, figures.answerable) == (3, 3)
    assert (figures.hit_1.part, figures.hit_3.part) == (2, 2)
    assert (figures.naive_1.part, figures.naive_3.part) == (1, 2)
    assert (figures.coverage.part, figures.coverage.whole) == (2, 3)
    assert (figures.precision.part, figures.precision.whole) == (2, 2)
    assert (figures.naive_precision.part, figures.naive_precision.whole) == (1, 3)
    assert result.links == figures


def test_known_figures_judged_by_recurring_questions() -> None:
    """All later tickets are asked; the one that recurs with nothing makes any answer to it wrong."""
    tickets = [ticket(at, "apple pie crust") for at in range(8)] + [
        ticket(8 + at, "brass bell rope") for at in range(4)
    ]
    tickets += [ticket(12, "apple pie crust"), ticket(13, "brass bell rope"), ticket(14, "apple pie crust zinc")]
    clusters = [
        cluster("a", [f"test:{at}" for at in (*range(8), 12)]),
        cluster("b", [f"test:{at}" for at in (8, 9, 10, 11, 13)]),
    ]
    result = judged(tickets, clusters, [article("a"), article("b")], holdout=0.2)
    figures = result.all
    assert (figures.asked, figures.answerable) == (3, 2)
    assert (figures.hit_1.part, figures.hit_1.whole) == (2, 2)
    assert (figures.coverage.part, figures.precision.part, figures.precision.whole) == (3, 2, 3)
    assert (figures.naive_precision.part, figures.naive_precision.whole) == (1, 3)
    assert result.links is None
    assert "flatter" in result.caveat


def test_links_are_judged_without_recurring_questions() -> None:
    """A drafted article wins its own tickets by their cluster; judged by links, it takes no part."""
    tickets = linked_past()
    clusters = [cluster("drafted", [each.id for each in tickets])]
    result = judged(tickets, clusters, [article("drafted")], holdout=4 / 13)
    assert result.links == judged(tickets, [], [], holdout=4 / 13).links
    assert result.all.answerable == 4


@pytest.mark.parametrize("seed", [0, 1])
def test_a_ticket_is_never_among_its_own_evidence(seed: int) -> None:
    """Each later ticket's words are its own: it is as far from all evidence as from a stranger's."""
    tickets = [ticket(at, f"only{seed}x{at}", articles=(f"s{at % 3}",)) for at in range(40)]
    history = replay.history(tickets, ENCODER.encode([t.question for t in tickets]), [], [], ENCODER.encode)
    found = replay.replay(history, 20)
    strangers = ENCODER.encode([*(each.question for each in tickets[:20]), "S0", "S1", "S2"])
    for row, each in enumerate(found.tickets):
        nearest = float((strangers @ ENCODER.encode([each.question])[0]).max())
        highest = float(found.rankings[row].features[:, 0].max(initial=0))
        assert highest == pytest.approx(nearest, abs=1e-6)
        assert found.rankings[row].features[:, 2].max(initial=0) == 0


def test_a_drafted_articles_own_words_are_left_out() -> None:
    """Its question may be that of a later ticket."""
    tickets = [ticket(at, f"early{at}") for at in range(4)] + [ticket(4, "late words here")]
    articles = [article("a", question="late words here", also_asked=("late words here",))]
    clusters = [cluster("a", [each.id for each in tickets])]
    history = replay.history(tickets, ENCODER.encode([t.question for t in tickets]), articles, clusters, ENCODER.encode)
    found = replay.replay(history, 4)
    assert found.truth == (frozenset({"a"}),)
    assert found.rankings[0].features[:, 0].max(initial=0) < 0.5


def test_an_imported_articles_own_words_take_part() -> None:
    tickets = [ticket(at, f"early{at}") for at in range(4)] + [ticket(4, "late words here", articles=("a",))]
    articles = [article("a", origin="imported", question="late words here", cluster_id=None)]
    history = replay.history(tickets, ENCODER.encode([t.question for t in tickets]), articles, [], ENCODER.encode)
    assert replay.replay(history, 4).rankings[0].features[0, 0] == pytest.approx(1, abs=1e-6)


def test_an_article_linked_only_later_is_not_known_before() -> None:
    tickets = [ticket(0, "x y"), ticket(1, "x y", articles=("new",)), ticket(2, "x y", articles=("new",))]
    history = replay.history(tickets, ENCODER.encode([t.question for t in tickets]), [], [], ENCODER.encode)
    assert replay.replay(history, 1).targets == ()


def test_later_tickets_do_not_change_what_confidence_is_fitted_on() -> None:
    tickets, clusters, articles = past(400)
    vectors = ENCODER.encode([each.question for each in tickets])
    history = replay.history(tickets, vectors, articles, clusters, ENCODER.encode)
    changed = [*tickets[:300], *(ticket(300 + at, "altogether other words") for at in range(100))]
    other = replay.history(
        changed, ENCODER.encode([each.question for each in changed]), articles, clusters, ENCODER.encode
    )
    assert replay.calibrate(history.until(300)) == replay.calibrate(other.until(300))


def test_the_order_tickets_come_in_changes_nothing() -> None:
    tickets, clusters, articles = past(80)
    assert judged(tickets, clusters, articles) == judged(tickets[::-1], clusters, articles)


def test_an_easy_past_is_answered_and_the_naive_figure_stands_beside_it() -> None:
    figures = judged(*past(200)).all
    assert figures.hit_1.value > 0.95
    assert figures.naive_1.value < 0.5
    assert figures.precision.value > 0.95


def test_a_higher_threshold_covers_less() -> None:
    covered = [judged(*past(80), threshold=threshold).all.coverage.part for threshold in (0, 0.3, 0.6, 0.9, 1)]
    assert covered == sorted(covered, reverse=True)
    assert covered[0] > covered[-1]


@pytest.mark.parametrize("count", [0, 1])
def test_too_few_tickets(count: int) -> None:
    with pytest.raises(WorkspaceError, match="too few tickets"):
        judged([ticket(at, "x") for at in range(count)], [], [])


def test_no_articles_at_all() -> None:
    figures = judged([ticket(at, f"x{at}") for at in range(8)], [cluster("a", ["test:0"])], []).all
    assert (figures.asked, figures.answerable, figures.coverage.part) == (2, 0, 0)
    assert figures.hit_1.value == 0


@pytest.mark.parametrize(
    ("part", "whole", "low", "high"),
    [(0, 10, 0.0, 0.2775), (5, 10, 0.2366, 0.7634), (10, 10, 0.7225, 1.0), (81, 263, 0.2553, 0.3662), (0, 0, 0.0, 1.0)],
)
def test_wilson_intervals_as_published(part: int, whole: int, low: float, high: float) -> None:
    """81 of 263 is the example of Newcombe, "Two-sided confidence intervals for the single proportion" (1998)."""
    found = wilson(part, whole)
    assert (found.low, found.high) == pytest.approx((low, high), abs=1e-4)


@given(st.integers(0, 500).flatmap(lambda whole: st.tuples(st.integers(0, whole), st.just(whole))))
def test_an_interval_holds_its_share(counts: tuple[int, int]) -> None:
    found = wilson(*counts)
    assert 0 <= found.low <= found.value + 1e-12
    assert found.value - 1e-12 <= found.high <= 1


def test_a_share_never_stands_without_its_interval() -> None:
    assert str(wilson(5, 10)) == "50.0% (23.7% to 76.3%; 5 of 10)"


def test_the_curve_by_hand() -> None:
    points = curve([0.9, 0.8, 0.8, 0.1], [True, False, True, False])
    assert [(each.coverage, each.threshold) for each in points] == [(0.25, 0.9), (0.75, 0.8), (1.0, 0.1)]
    assert [each.precision for each in points] == pytest.approx([1, 2 / 3, 0.5])


@given(st.lists(st.tuples(st.integers(0, 20).map(lambda n: n / 20), st.booleans()), max_size=40))
def test_each_point_is_what_its_threshold_gives(answers: list[tuple[float, bool]]) -> None:
    for point in curve([sure for sure, _ in answers], [right for _, right in answers]):
        given_out = [right for sure, right in answers if sure >= point.threshold]
        assert point.coverage == pytest.approx(len(given_out) / len(answers))
        assert point.precision == pytest.approx(np.mean(given_out))


def test_no_tickets_no_curve() -> None:
    assert curve([], []) == ()
