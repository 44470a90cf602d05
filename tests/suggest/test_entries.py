"""What can be found, and what votes for what."""

from __future__ import annotations

import numpy as np
import pytest

from deflect.suggest import entries
from deflect.suggest.entries import NO_ARTICLE, Target
from deflect.types import Article
from tests.suggest.corpus import article, cluster, ticket


def linking(slug: str, customers: int = 2, language: str = "en") -> list[object]:
    return [ticket(at, "how", articles=(slug,), language=language, customer=f"c{at}") for at in range(customers)]


def slugs(found: tuple[Target, ...]) -> list[str]:
    return [target.article for target in found]


@pytest.mark.parametrize(
    "held_back",
    [
        article("a", state="archived"),
        article("a", audience="internal"),
        article("a", "MISSING: What should the customer do?"),
        article("a", "<!-- test:1 -->\nMISSING: x\n\nMISSING: y"),
        article("a", ""[:0] or "\n"),
    ],
)
def test_what_is_never_suggested_even_if_linked(held_back: Article) -> None:
    assert not entries.suggestible(held_back)
    assert entries.targets([held_back], linking("a")) == ()  # type: ignore[arg-type]


@pytest.mark.parametrize("state", ["work-in-progress", "not-validated", "validated"])
def test_current_public_articles_are_suggested(state: str) -> None:
    assert slugs(entries.targets([article("a", state=state)], [])) == ["a"]


def test_a_missing_line_does_not_hide_the_rest_of_the_answer() -> None:
    found = entries.targets([article("a", "Open it.\nMISSING: On Windows too?")], [])
    assert found[0].passages == ("Open it.",)


def test_an_article_known_by_its_links_alone_can_be_suggested() -> None:
    found = entries.targets([], linking("cannot-log-in", language="de"))  # type: ignore[arg-type]
    assert found == (Target("cannot-log-in", "Cannot log in", "de", "linked", ("Cannot log in",), (), None),)


def test_a_link_that_one_customer_alone_was_sent_stays_private() -> None:
    twice = [ticket(at, "how", articles=("private-page",), customer="same") for at in range(5)]
    assert entries.targets([], twice) == ()


def test_the_token_of_an_address_is_cut_off() -> None:
    tickets = [
        ticket(at, "how", articles=(f"https://help.example/kb/log-in.html?token=s3cret{at}#x",)) for at in range(2)
    ]
    found = entries.targets([], tickets)
    assert slugs(found) == ["https://help.example/kb/log-in.html"]
    assert (found[0].title, found[0].url) == ("Log in", "https://help.example/kb/log-in.html")


def test_a_mail_address_is_no_article() -> None:
    assert entries.targets([], linking("mailto:someone@example.com")) == ()  # type: ignore[arg-type]


def test_a_linked_article_that_is_written_stays_the_written_one() -> None:
    found = entries.targets([article("a")], linking("a"))  # type: ignore[arg-type]
    assert [(target.article, target.origin) for target in found] == [("a", "drafted")]


def test_targets_are_in_order_of_slug_whatever_the_order_given() -> None:
    given = [article("b"), article("a")]
    assert entries.targets(given, []) == entries.targets(given[::-1], [])


def test_questions_are_not_repeated() -> None:
    found = entries.targets([article("a", title="Why?", question="why?", also_asked=("WHY?", "How?", " "))], [])
    assert found[0].questions == ("Why?", "How?")


@pytest.mark.parametrize(
    ("base_url", "expected"),
    [
        ("", None),
        ("https://h.example", "https://h.example/articles/a%20b.html"),
        ("https://h.example/", "https://h.example/articles/a%20b.html"),
    ],
)
def test_address_of_an_article(base_url: str, expected: str | None) -> None:
    assert entries.article_url("a b", base_url) == expected


@pytest.mark.parametrize(
    ("state", "expected"),
    [("work-in-progress", None), ("not-validated", None), ("validated", "https://h.example/articles/a.html")],
)
def test_only_an_article_that_is_published_has_an_address(state: str, expected: str | None) -> None:
    assert entries.targets([article("a", state=state)], [], "https://h.example")[0].url == expected


def test_tickets_vote_for_links_first_and_then_their_question() -> None:
    articles = [article("mail"), article("zoo", cluster_id=None)]
    tickets = [
        ticket(0, "x"),
        ticket(1, "x", articles=("zoo",)),
        ticket(2, "x", articles=("mail",)),
        ticket(3, "x", articles=("unknown",)),
        ticket(4, "x", articles=("zoo",)),
    ]
    found = entries.targets(articles, tickets)
    clusters = [cluster("mail", ["test:0", "test:1", "test:2"])]
    assert slugs(found) == ["mail", "zoo"]
    assert entries.ticket_votes(tickets, found, articles, clusters) == [(0,), (1, 0), (0,), (), (1,)]


def test_tickets_of_an_article_that_is_held_back_vote_for_nothing() -> None:
    articles = [article("mail", "MISSING: x")]
    tickets = [ticket(0, "x")]
    assert entries.ticket_votes(tickets, (), articles, [cluster("mail", ["test:0"])]) == [()]


def test_at_most_four_votes() -> None:
    tickets = [ticket(at, "x", articles=tuple("abcdef")) for at in range(2)]
    found = entries.targets([], tickets)
    votes = entries.ticket_votes(tickets, found, [], [])
    assert votes == [(0, 1, 2, 3)] * 2
    assert entries.vote_table([*votes, ()]).tolist() == [[0, 1, 2, 3]] * 2 + [[NO_ARTICLE] * 4]


def test_entries_are_questions_then_passages_then_tickets() -> None:
    long = "x" * 600
    found = entries.targets([article("a", f"{long}\n\n{long}"), article("b", "B.")], [])
    gathered = entries.gather(found, [ticket(0, "asked")], [(1,)])
    assert gathered.texts == ("A", "a?", "B", "b?", f"A\n{long}", f"A\n{long}", "B\nB.", "asked")
    assert gathered.votes[:, 0].tolist() == [0, 0, 1, 1, 0, 0, 1, 1]
    assert gathered.passage_starts.tolist() == [4, 6, 7]
    assert (gathered.first_ticket, gathered.tickets) == (7, ("test:0",))


def test_nothing_at_all() -> None:
    gathered = entries.gather((), [], [])
    assert gathered.texts == ()
    assert gathered.votes.shape == (0, entries.VOTES)
    assert gathered.passage_starts.tolist() == [0]


def test_only_the_newest_tickets_are_evidence_in_order_of_time() -> None:
    tickets = [ticket(number, "x") for number in (5, 1, 9, 3)]
    assert entries.recent(tickets, 3) == [3, 0, 2]
    assert entries.recent(tickets) == [1, 3, 0, 2]


@pytest.mark.parametrize(
    ("slug", "expected"),
    [
        ("cannot-log-in", "Cannot log in"),
        ("https://x.example/kb/Reset_password.php", "Reset password"),
        ("https://x.example/kb/a/", "A"),
        ("---", "---"),
    ],
)
def test_a_readable_title(slug: str, expected: str) -> None:
    assert entries.readable(slug) == expected


def test_votes_are_int32_for_the_index() -> None:
    assert entries.vote_table([(1,)]).dtype == np.int32
