"""The figures of articles are counted as their definitions say, worked out by hand here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime

from hypothesis import given
from hypothesis import strategies as st

from deflect.cli.figures_text import kcs_lines
from deflect.kb.documentation import Links
from deflect.report import ArticleFigures, Kcs, measure_kcs, measure_load
from deflect.report.kcs import DEFINITIONS
from deflect.types import Article, CleanTicket, Cluster
from tests.kb.build import cluster, ticket

TODAY = date(2026, 6, 1)
DRAFT = Article("q-a", "draft", "Draft", "Draft", "Text.", origin="drafted", cluster_id="q-a")
GUIDE = Article(
    "doc", "guide", "Guide", "Guide", "Text.", "validated", origin="imported", url="https://x.example/guide"
)
OTHER = Article(
    "oth", "other", "Other", "Other", "Text.", "validated", origin="imported", url="https://x.example/other"
)
GONE = Article("old", "gone", "Gone", "Gone", "Text.", "archived", origin="imported", url="https://x.example/gone")


def said(number: int, *links: str, answer: str | None = "Press Reset.", day: date = TODAY) -> CleanTicket:
    return ticket(number, answer, articles=links, created_at=datetime(day.year, day.month, day.day, tzinfo=UTC))


def measured(tickets: Sequence[CleanTicket], clusters: Sequence[Cluster], *articles: Article, **changed: date) -> Kcs:
    return measure_kcs(tickets, clusters, articles, links=Links.to(articles), changed=changed, today=TODAY)


def of(kcs: Kcs, slug: str) -> ArticleFigures:
    return next(each for each in kcs.articles if each.article == slug)


A = [said(0, "draft"), said(1, "guide"), said(2), said(3, answer=None), said(4, "draft", "guide", answer=None)]
B = [said(10, "guide"), said(11, "other"), said(12)]
STRAY = [said(20, "guide"), said(21)]
ALL = [*A, *B, *STRAY]
CLUSTERS = [cluster(A, id="q-a"), cluster(B, id="q-b", documented="guide")]


def test_the_figures_of_a_small_desk_worked_out_by_hand() -> None:
    kcs = measured(ALL, CLUSTERS, DRAFT, GUIDE, OTHER, GONE, draft=date(2026, 5, 22))
    assert [each.article for each in kcs.articles] == ["guide", "draft", "other"]
    draft, guide, other = of(kcs, "draft"), of(kcs, "guide"), of(kcs, "other")
    # Linked in tickets 0 and 4, both of its own question, of whose tickets all but 3 were answered.
    assert (draft.tickets, draft.linked, draft.known, draft.new, draft.age_days) == (5, 2, 2, 2, 10)
    assert draft.link_accuracy
    assert (draft.link_accuracy.part, draft.link_accuracy.whole) == (2, 2)
    # Linked in 1, 4, 10 and the stray 20; only 10 asks the question that it was matched with.
    assert (guide.tickets, guide.linked, guide.known, guide.new, guide.age_days) == (3, 4, 1, 2, None)
    assert guide.link_accuracy
    assert (guide.link_accuracy.part, guide.link_accuracy.whole) == (1, 3)
    # Matched with nothing: judged by the question it is linked under.
    assert (other.tickets, other.linked, other.known, other.new) == (3, 1, 1, 2)
    assert other.link_accuracy
    assert (other.link_accuracy.part, other.link_accuracy.whole) == (1, 1)
    # Nine tickets were answered or linked in (3 was not), six of them with a link.
    assert (kcs.link_rate.part, kcs.link_rate.whole) == (6, 9)
    # All of both questions, and the stray with a link.
    assert (kcs.known_share.part, kcs.known_share.whole) == (9, 10)


def test_an_article_that_nobody_links_has_no_accuracy_and_an_archived_one_no_figures() -> None:
    kcs = measured(ALL, CLUSTERS[:1], Article("own", "own", "Own", "Own", "Text.", origin="imported"), GONE)
    (own,) = kcs.articles
    assert (own.tickets, own.linked, own.link_accuracy, own.known, own.new) == (0, 0, None, 0, 0)
    assert (kcs.link_rate.part, kcs.known_share.part) == (0, 0)


def test_known_and_new_are_of_the_last_90_days() -> None:
    old = [said(n, "draft", day=date(2026, 1, 1)) for n in range(3)]
    kcs = measured([*old, said(9), said(8, day=date(2026, 3, 3)), said(7, day=date(2026, 3, 2))], [], DRAFT)
    assert (kcs.known_share.part, kcs.known_share.whole) == (0, 2)


def test_a_link_to_an_archived_article_is_no_link() -> None:
    kcs = measured([said(1, "gone")], [], GONE)
    assert (kcs.articles, kcs.link_rate.part) == ((), 0)


def test_every_figure_is_defined_and_shown_with_its_definition() -> None:
    kcs = measured(ALL, CLUSTERS, DRAFT, GUIDE)
    shown = {"article", "title", "origin", "state", "tickets"}
    assert set(ArticleFigures.__slots__) - shown | {"link_rate", "known_share"} == set(DEFINITIONS)
    assert kcs.definitions == DEFINITIONS
    load = measure_load(ALL, CLUSTERS)
    assert kcs_lines(load) == []
    lines = kcs_lines(replace(load, kcs=kcs))
    assert "      3       4       33%        1:2           –  Guide" in lines
    text = " ".join(" ".join(lines).split())
    assert all(definition in text for definition in DEFINITIONS.values())


tickets = st.lists(
    st.tuples(st.integers(0, 2), st.lists(st.sampled_from(["draft", "guide", "none"]), max_size=2)), max_size=20
)


@given(tickets)
def test_counts_are_never_more_than_what_they_are_counted_from(asked: list[tuple[int, list[str]]]) -> None:
    made = [said(number, *links) for number, (_, links) in enumerate(asked)]
    groups = [[made[at] for at, (group, _) in enumerate(asked) if group == name] for name in (0, 1)]
    clusters = [cluster(group, id=f"q-{name}") for group, name in zip(groups, "ab", strict=True) if group]
    kcs = measured(made, clusters, DRAFT, GUIDE)
    for each in kcs.articles:
        assert each.linked == sum(each.article in links for _, links in asked)
        assert each.known + each.new == each.tickets
        assert each.known <= each.linked
        assert not each.link_accuracy or each.link_accuracy.whole <= each.linked
