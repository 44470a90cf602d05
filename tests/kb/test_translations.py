"""Articles in different languages are tied together where agents sent customers of both to the same page."""

from __future__ import annotations

from collections.abc import Sequence

from deflect.kb.translations import tied
from deflect.types import Article, CleanTicket, Cluster

from . import build

Pages = Sequence[tuple[str, ...]]


def tie(*linked: tuple[str, str, Pages]) -> dict[str, tuple[str, ...]]:
    """The translations of each article, for ids, languages and the pages linked in each of its tickets."""
    tickets: dict[str, CleanTicket] = {}
    drafts: list[Article] = []
    clusters: list[Cluster] = []
    for name, language, pages in linked:
        start = len(tickets)
        own = [build.ticket(start + n, None, articles=each) for n, each in enumerate(pages)]
        tickets |= {each.id: each for each in own}
        clusters.append(build.cluster(own, id=name))
        drafts.append(build.article(name, language=language, id=name))
    return {each.id: each.translations for each in tied(drafts, clusters, tickets)}


MAIL, LOGIN = [("mail",)] * 2, [("login",)] * 2


def test_one_page_ties_each_language_to_the_others() -> None:
    assert tie(("e", "en", MAIL), ("d", "de", MAIL), ("f", "fr", MAIL), ("x", "en", LOGIN)) == {
        "e": ("d", "f"), "d": ("e", "f"), "f": ("d", "e"), "x": (),
    }  # fmt: skip


def test_two_questions_of_one_language_with_one_page_are_not_tied() -> None:
    assert tie(("e", "en", MAIL), ("g", "en", MAIL), ("d", "de", MAIL)) == {"e": (), "g": (), "d": ()}
    assert tie(("e", "en", MAIL), ("g", "en", MAIL), ("d", "de", MAIL), ("f", "fr", MAIL))["d"] == ("f",)


def test_one_customer_sent_there_or_a_page_among_many_tells_nothing() -> None:
    assert tie(("e", "en", MAIL), ("d", "de", [("mail",), ()])) == {"e": (), "d": ()}
    many = [("mail",), ("mail",), ("a",), ("b",), ("c",)]
    assert tie(("e", "en", MAIL), ("d", "de", many)) == {"e": (), "d": ()}


def test_without_links_nothing_is_tied_and_an_earlier_tie_is_undone() -> None:
    assert tie(("e", "en", [()]), ("d", "de", [])) == {"e": (), "d": ()}
    before = build.article("e", translations=("d",))
    assert tied([before], [], {})[0].translations == ()
