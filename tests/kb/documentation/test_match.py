"""A question is documented if agents link an article under it, or the article asks it; and by nothing less."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

import numpy as np
import pytest
from numpy.typing import NDArray

from deflect.kb.documentation import Documented, Links, documented
from deflect.testing import HashEncoder
from deflect.types import Article, CleanTicket, Cluster
from tests.kb.build import cluster, ticket

BLANK = "Why is the calendar blank?"


def doc(slug: str, title: str = "Something else entirely", answer: str = "Text.") -> Article:
    return Article(f"doc-{slug}", slug, title, title, answer, origin="imported", url=f"https://x.example/{slug}/")


def asked(count: int, linking: int = 0, *, start: int = 0, question: str = BLANK, **more: str) -> list[CleanTicket]:
    """Tickets of different customers; the first of them were answered with a link."""
    return [
        ticket(start + n, "See https://x.example/export." if n < linking else "Press Reset.", question=question, **more)
        for n in range(count)
    ]


def find(
    members: Sequence[CleanTicket], others: Sequence[CleanTicket] = (), *articles: Article, **more: str
) -> tuple[Documented, ...]:
    given = articles or (doc("export"),)
    found: Cluster = cluster(members)
    return documented(
        [found], given, [*members, *others], HashEncoder().encode, links=Links.to(given), changed=more or None
    )


@pytest.mark.parametrize(("linking", "expected"), [(0, None), (2, None), (3, 0.3), (10, 1.0)])
def test_links_in_a_quarter_of_the_answers_document_a_question(linking: int, expected: float | None) -> None:
    found = find(asked(10, linking))
    assert [(each.article, each.sign, each.strength) for each in found] == (
        [] if expected is None else [("export", "links", expected)]
    )


def test_links_sent_to_one_customer_alone_document_nothing() -> None:
    assert find(asked(4, 4, customer="c-1")) == ()


def test_an_article_that_is_linked_everywhere_documents_nothing() -> None:
    members = asked(4, 2)
    assert find(members, asked(12, 6, start=100)) == ()
    assert len(find(members, asked(12, 2, start=100))) == 1


def test_what_the_ticket_system_noted_counts_like_a_link_in_the_answer() -> None:
    noted = [ticket(n, None, articles=("export",) if n < 2 else ()) for n in range(8)]
    (found,) = find(noted)
    assert (found.sign, found.strength) == ("links", 1.0)


def test_the_most_linked_article_is_the_one() -> None:
    both = [ticket(n, "https://x.example/a https://x.example/b" if n else "https://x.example/b") for n in range(4)]
    (found,) = find(both, (), doc("a"), doc("b"))
    assert (found.article, found.strength) == ("b", 1.0)


@pytest.mark.parametrize(
    "article",
    [
        doc("blank", title=BLANK),
        doc("faq", answer=f"Text.\n\n### {BLANK} ##\n\nPress Reset."),
        Article("own", "own", "Blank", BLANK, "Text.", origin="imported"),
    ],
)
def test_an_article_that_asks_the_question_documents_it(article: Article) -> None:
    (found,) = find(asked(5), (), doc("other"), article)
    assert (found.article, found.sign, found.strength) == (article.slug, "similarity", 1.0)
    assert found.url == article.url


def test_a_title_near_the_label_alone_is_not_enough() -> None:
    members = asked(5, question="Refund my annual licence, please, bought twice yesterday")
    assert find(members, (), doc("blank", title=BLANK)) == ()
    assert find(asked(5), (), doc("near", title="Why is the invoice late?")) == ()


class Fixed:
    """Label and article at a given cosine similarity, exemplars at another."""

    def __init__(self, label: float, exemplars: float) -> None:
        self.rows = {BLANK: label, "title": 1.0}
        self.exemplars = exemplars

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        near = [self.rows.get(text, self.exemplars) for text in texts]
        return np.array([[each, (1 - each * each) ** 0.5] for each in near], dtype=np.float32)


@pytest.mark.parametrize(
    ("label", "exemplars", "expected"), [(0.76, 0.51, 1), (0.74, 0.51, 0), (0.76, 0.49, 0), (1.0, 1.0, 1)]
)
def test_the_thresholds_are_what_they_say(label: float, exemplars: float, expected: int) -> None:
    members = asked(5, question="Something that only the tickets say")
    article = doc("a", title="title")
    found = documented(
        [cluster(members)], [article], members, Fixed(label, exemplars).encode, links=Links.to([article])
    )
    assert len(found) == expected


def test_still_asked_counts_the_last_90_days_and_nothing_before_the_article_changed() -> None:
    days = [datetime(2026, month, 1, tzinfo=UTC) for month in (1, 2, 3, 4, 5)]
    members = [ticket(n, "https://x.example/export", created_at=day) for n, day in enumerate(days)]
    later = ticket(99, None, created_at=datetime(2026, 5, 31, tzinfo=UTC))
    assert [each.recent for each in find(members, [later])] == [2]
    assert [each.recent for each in find(members, [later], export="2026-04-15")] == [1]
    assert [each.recent for each in find(members, [later], export="2026-06-15")] == [0]


def test_without_articles_or_questions_nothing_is_documented() -> None:
    assert documented([cluster(asked(3))], [], asked(3), HashEncoder().encode, links=Links.to([])) == ()
    assert documented([], [doc("a")], asked(3), HashEncoder().encode, links=Links.to([])) == ()
