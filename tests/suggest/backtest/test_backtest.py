"""Walking forward: exact figures on made-up pasts, and planted leaks that stay out."""

from __future__ import annotations

import dataclasses
from datetime import datetime, timedelta

import pytest

from deflect.config import SuggestSettings
from deflect.errors import WorkspaceError
from deflect.interval import wilson
from deflect.suggest import replay
from deflect.suggest.backtest import BacktestResult, backtest
from deflect.suggest.backtest.groups import LEAST_TICKETS, NO_CATEGORY, OTHERS
from deflect.suggest.replay import History, Known
from deflect.types import Article, CleanTicket, Cluster
from tests.suggest.corpus import BagEncoder, article, cluster, past, ticket

ENCODER = BagEncoder()
DAY = 24


def known(tickets: list[CleanTicket], clusters: list[Cluster], articles: list[Article]) -> History:
    vectors = ENCODER.encode([each.question for each in tickets])
    return replay.history(tickets, vectors, articles, clusters, ENCODER.encode)


def at(threshold: float) -> SuggestSettings:
    """Answer from a confidence on, whatever the past says, and leave nothing to a person."""
    return SuggestSettings.model_validate({"threshold": threshold, "sensitive": {}})


def judged(
    tickets: list[CleanTicket], clusters: list[Cluster], articles: list[Article], *, threshold: float = 0.5
) -> BacktestResult:
    return backtest(known(tickets, clusters, articles), at(threshold))


def linked_past() -> list[CleanTicket]:
    """Nine tickets on a first day; on the next three one on `a`, one on `b`, and one on a slug never seen before."""
    earlier = [ticket(at, "apple pie crust", articles=("a",)) for at in range(6)]
    earlier += [ticket(6 + at, "brass bell rope", articles=("b",)) for at in range(3)]
    later = [("apple pie crust", ("a",)), ("brass bell rope", ("b",)), ("cold cup", ("c",))]
    return earlier + [ticket(DAY * (at + 1), text, articles=slugs) for at, (text, slugs) in enumerate(later)]


def test_known_figures_judged_by_links() -> None:
    result = judged(linked_past(), [], [])
    figures = result.all
    assert (result.period, result.windows) == ("day", ("2024-01-02", "2024-01-03", "2024-01-04"))
    assert (result.learned, result.asked, figures.fitted) == (9, 3, 0)
    assert (figures.total.asked, figures.total.covered.part, figures.total.right.part) == (3, 2, 2)
    assert figures.total.precision == wilson(2, 2)
    assert (figures.total.ceiling.part, figures.later, figures.never) == (2, 1, 0)
    assert (figures.hit_1.part, figures.hit_3.part, figures.hit_3.whole) == (2, 2, 3)
    assert (figures.naive_1.part, figures.naive_3.part, figures.naive_precision.part) == (1, 2, 1)
    assert {reason: share.part for reason, share in figures.reasons.items()} == {"nothing-similar": 1}
    assert result.links == figures


def test_known_figures_judged_by_recurring_questions() -> None:
    """All later tickets are asked; the one that recurs with nothing makes any answer to it wrong."""
    tickets = [ticket(at, "apple pie crust") for at in range(8)] + [
        ticket(8 + at, "brass bell rope") for at in range(4)
    ]
    texts = ["apple pie crust", "brass bell rope", "apple pie crust zinc"]
    tickets += [ticket(DAY * (at + 1), text) for at, text in enumerate(texts)]
    clusters = [
        cluster("a", [f"test:{at}" for at in (*range(8), DAY)]),
        cluster("b", [f"test:{at}" for at in (8, 9, 10, 11, 2 * DAY)]),
    ]
    result = judged(tickets, clusters, [article("a"), article("b")])
    total = result.all.total
    assert (total.asked, total.covered.part, total.right.part, total.wrong.part) == (3, 3, 2, 1)
    assert (total.ceiling.part, result.all.later, result.all.never) == (2, 0, 1)
    assert (result.all.hit_1.part, result.all.hit_1.whole) == (2, 2)
    assert result.links is None
    assert any("flatter" in caveat for caveat in result.caveats)


def test_links_are_judged_without_recurring_questions() -> None:
    """A drafted article wins its own tickets by their cluster; judged by links, it takes no part."""
    tickets = linked_past()
    clusters = [cluster("drafted", [each.id for each in tickets])]
    result = judged(tickets, clusters, [article("drafted")])
    assert result.links == judged(tickets, [], []).links
    assert result.all.total.asked == 3


def test_a_planted_leak_stays_out() -> None:
    """Each window's tickets are posted twice by their customers, word for word, linked only in the later copy.

    A replay that looked into the window, or at links given after it began, would be right every time.
    """
    tickets = [ticket(at, "old tin", articles=("t",)) for at in range(4)]
    settled: dict[str, datetime] = {}
    for day in range(1, 8):
        text, slug = f"own{day} words{day}", f"s{day}"
        for other in range(2):
            first = ticket(DAY * day + other, text, articles=(slug,), customer=f"c{day}{other}")
            again = ticket(DAY * day + 4 + other, text, articles=(slug,), customer=f"c{day}{other}")
            tickets += [first, again]
            settled |= {each.id: first.created_at + timedelta(days=9) for each in (first, again)}
    past_tickets = dataclasses.replace(known(tickets, [], []), known=Known(settled=settled))
    total = backtest(past_tickets, at(0.0)).all.total
    assert (total.asked, total.right.part, total.ceiling.part) == (24, 0, 0)


def test_what_comes_later_changes_no_earlier_window() -> None:
    tickets, clusters, articles = past(160)
    cut = next(at for at, each in enumerate(tickets) if each.created_at >= tickets[0].created_at + timedelta(days=5))
    changed = tickets[:cut] + [ticket(at, "planted", articles=("x",)) for at in range(cut, 160)]
    before, after = judged(tickets, clusters, articles).all, judged(changed, clusters, articles).all
    assert before.windows[:-2] == after.windows[: len(before.windows) - 2]
    assert before.reliability != after.reliability


def test_every_ticket_is_right_wrong_or_silent_in_every_group() -> None:
    figures = judged(*past(300)).all
    for group in (figures.total, *figures.windows, *figures.languages, *figures.categories):
        assert group.right.part + group.wrong.part + group.abstained.part == group.asked
        assert (
            group.right.part + group.wrong.part
            == group.covered.part
            == (group.precision.whole if group.precision else 0)
        )
        assert group.right.part <= group.ceiling.part
    assert sum(group.asked for group in figures.windows) == figures.total.asked
    assert sum(share.part for share in figures.reasons.values()) == figures.total.abstained.part


def test_categories_are_tags_and_small_ones_stand_together() -> None:
    tickets, clusters, articles = past(300)
    tagged = [
        dataclasses.replace(each, tags=("even", "all") if at % 2 == 0 else ("rare",) if at > 295 else ("all",))
        for at, each in enumerate(tickets)
    ]
    found = {group.name: group.asked for group in judged(tagged, clusters, articles).all.categories}
    asked = judged(tagged, clusters, articles).asked
    assert (found["all"], found["even"], found[OTHERS]) == (asked - 2, asked // 2, 2)


def test_without_tags_categories_are_those_of_the_right_articles() -> None:
    tickets, clusters, articles = past(300)
    money = [dataclasses.replace(each, category="Money") if each.slug == "invoice" else each for each in articles]
    found = {group.name: group.asked for group in judged(tickets, clusters[:3], money).all.categories}
    assert set(found) == {"Money", "General", NO_CATEGORY}
    assert all(count >= LEAST_TICKETS for count in found.values())


def test_languages_are_counted_apart() -> None:
    tickets, clusters, articles = past(300)
    mixed = [dataclasses.replace(each, language="de" if at % 3 == 0 else "en") for at, each in enumerate(tickets)]
    assert {group.name for group in judged(mixed, clusters, articles).all.languages} == {"en", "de"}


def test_the_order_tickets_come_in_changes_nothing() -> None:
    tickets, clusters, articles = past(120)
    assert judged(tickets, clusters, articles) == judged(tickets[::-1], clusters, articles)


def test_an_easy_past_is_answered_and_the_naive_figure_stands_beside_it() -> None:
    figures = judged(*past(300)).all
    assert figures.hit_1.value > 0.95
    assert figures.naive_1.value < 0.5
    assert figures.total.precision is not None
    assert figures.total.precision.value > 0.95


def test_a_higher_threshold_covers_less() -> None:
    covered = [judged(*past(120), threshold=threshold).all.total.covered.part for threshold in (0, 0.3, 0.6, 0.9, 1)]
    assert covered == sorted(covered, reverse=True)
    assert covered[0] > covered[-1]


def test_a_question_that_asks_nothing_is_met_with_silence() -> None:
    tickets = [*linked_past(), ticket(DAY * 4, "hi", articles=("a",))]
    assert "too-short" in judged(tickets, [], []).all.reasons


@pytest.mark.parametrize("count", [0, 1])
def test_too_few_tickets(count: int) -> None:
    with pytest.raises(WorkspaceError, match="too few tickets"):
        judged([ticket(at, "x") for at in range(count)], [], [])


def test_nothing_can_be_judged() -> None:
    result = judged([ticket(DAY * at, f"x{at}") for at in range(8)], [], [])
    assert (result.links, result.all.total.asked, result.all.said.part) == (None, 0, 0)
    assert (result.all.windows, result.all.expected, result.all.curve) == ((), (), ())


def test_progress_counts_every_ticket_asked_and_may_stop_the_work() -> None:
    seen: list[tuple[int, int]] = []
    backtest(known(*past(120)), at(0.5), progress=lambda done, total: seen.append((done, total)))
    assert seen[0][0] == 0
    assert seen[-1][0] == seen[-1][1] == 2 * judged(*past(120)).asked
    assert [done for done, _ in seen] == sorted(done for done, _ in seen)

    def stop(done: int, total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        backtest(known(*past(120)), at(0.5), progress=stop)
