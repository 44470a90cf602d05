"""Asking the past: no ticket helps itself, and nothing that came later helps an earlier one."""

from __future__ import annotations

import dataclasses
from datetime import date, timedelta

import pytest

from deflect.suggest import replay
from deflect.suggest.replay import History, Known
from deflect.types import Article, CleanTicket, Cluster
from tests.suggest.corpus import START, BagEncoder, article, cluster, past, ticket

ENCODER = BagEncoder()


def known(tickets: list[CleanTicket], articles: list[Article], clusters: list[Cluster]) -> History:
    vectors = ENCODER.encode([each.question for each in tickets])
    return replay.history(tickets, vectors, articles, clusters, ENCODER.encode)


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


def asked_again(settled: int) -> History:
    """A ticket whose answer came at hour `settled`, and the same one posted again by its customer at hour 4."""
    texts = [("brass bell", ("b",)), ("brass bell", ("b",)), ("lost pearl", ("p",)), ("old tin", ("p",))]
    tickets = [ticket(at, text, articles=slugs, customer=f"c{at}") for at, (text, slugs) in enumerate(texts)]
    tickets.append(ticket(4, "lost pearl", articles=("p",), customer="c2"))
    ends = {each.id: each.created_at for each in tickets} | {"test:2": START + timedelta(hours=settled)}
    return dataclasses.replace(known(tickets, [], []), known=Known(settled=ends))


@pytest.mark.parametrize(("settled", "votes"), [(3, True), (4, False), (9, False)])
def test_a_link_given_after_the_window_began_is_not_known_in_it(settled: int, votes: bool) -> None:
    """The planted leak: the same text of the same customer, linked while the later ticket is asked already."""
    found = replay.replay(asked_again(settled), 4)
    slugs = [found.targets[at].article for at in found.rankings[0].targets]
    assert ("p" in slugs) is votes
    assert found.truth == (frozenset({"p"}),)


def test_a_ticket_posted_again_within_the_window_is_no_evidence() -> None:
    tickets = [ticket(0, "old tin", articles=("p",)), ticket(1, "old tin", articles=("p",))]
    tickets += [ticket(at, "lost pearl", articles=("p",), customer="same") for at in (2, 3)]
    found = replay.replay(known(tickets, [], []), 2)
    assert [ranking.features[:, 0].max(initial=0) for ranking in found.rankings] == [0, 0]


def test_an_article_is_not_there_before_enough_customers_asked() -> None:
    tickets = [ticket(at, "apple pie", customer=f"c{at // 2}") for at in range(6)]
    past_tickets = known(tickets, [article("a")], [cluster("a", [each.id for each in tickets])])
    needs_two = dataclasses.replace(past_tickets, known=Known(customers=2))
    assert [len(replay.replay(needs_two, split).targets) for split in (1, 2, 3, 4)] == [0, 0, 1, 1]
    assert replay.replay(needs_two, 1).truth[0] == frozenset({"a"}), "what is right does not depend on when it is asked"


@pytest.mark.parametrize(("days", "similar"), [(-1, 1.0), (0, 0.0), (30, 0.0)])
def test_words_of_documentation_that_was_changed_later_are_not_known(days: int, similar: float) -> None:
    tickets = [ticket(0, "early bird", articles=("a",)), ticket(1, "late words here", articles=("a",))]
    articles = [article("a", origin="imported", question="late words here", title="late words here", cluster_id=None)]
    changed = {"a": (START + timedelta(days=days)).date()}
    assert isinstance(changed["a"], date)
    found = replay.replay(dataclasses.replace(known(tickets, articles, []), known=Known(changed=changed)), 1)
    assert found.rankings[0].features[:, 0].max(initial=0) == pytest.approx(similar, abs=1e-6)


def test_what_comes_after_a_window_changes_nothing_in_it() -> None:
    tickets, clusters, articles = past(200)
    whole = known(tickets, articles, clusters)
    other = known(
        [*tickets[:120], *(ticket(at, "planted", articles=("x",)) for at in range(120, 200))], articles, clusters
    )
    first, second = (replay.replay(each.until(120), 100) for each in (whole, other))
    assert [each.fused.tolist() for each in first.rankings] == [each.fused.tolist() for each in second.rankings]
    assert first.targets == second.targets
