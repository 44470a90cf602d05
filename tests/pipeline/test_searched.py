"""The search learns words that several customers used, and never one customer's own."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from deflect.errors import InputError
from deflect.kb import Vocabulary
from deflect.models import current_generation
from deflect.pipeline import run
from deflect.pipeline.names import ASKED
from deflect.pipeline.searched import customers_words, searching, synonyms
from deflect.site.search.folding import tokenise
from deflect.site.search.languages import rules
from deflect.store import Store
from deflect.types import Article, CleanTicket, Cluster, Trend
from deflect.workspace import Workspace

LEAST = 3


def ticket(number: int, question: str, customer: str = "", subject: str = "") -> CleanTicket:
    who, day = customer or f"c{number}", datetime(2026, 1, 1, tzinfo=UTC)
    return CleanTicket(f"desk:{number}", subject, question, None, None, who, "en", day, True)


def cluster(name: str, numbers: range, documented: str = "") -> Cluster:
    refs = tuple(f"desk:{number}" for number in numbers)
    return Cluster(name, refs, (), "", "en", 1.0, len(refs), Trend((), ()), documented=documented)


def article(slug: str, cluster_id: str | None = None, language: str = "en") -> Article:
    return Article(slug, slug, slug, slug, "", cluster_id=cluster_id, language=language)


def words(
    tickets: list[CleanTicket], articles: list[Article], clusters: list[Cluster], least: int = LEAST
) -> dict[str, dict[str, float]]:
    vocabulary = Vocabulary.of(tickets, least)
    return customers_words(
        articles, clusters, tickets, vocabulary, lambda text: ["a number"] if "4111" in text else [], least
    )


def test_a_word_of_three_customers_is_learned_and_of_two_is_not() -> None:
    tickets = [ticket(n, f"the payment {'bounced' if n < 3 else 'failed twice'}") for n in range(5)]
    assert words(tickets, [article("pay", "q")], [cluster("q", range(5))]) == {"pay": {"payment": 1.0, "bounc": 0.6}}


def test_one_customer_who_writes_often_is_one() -> None:
    tickets = [ticket(n, "the plumbus broke", customer="same") for n in range(9)] + [
        ticket(n, "it broke") for n in (9, 10)
    ]
    assert words(tickets, [article("a", "q")], [cluster("q", range(11))]) == {"a": {"brok": 1.0}}


def test_a_name_of_two_words_that_one_customer_has_is_not_learned() -> None:
    tickets = [ticket(n, "Anna wrote. Then Weber wrote. The mail is lost") for n in range(3)]
    tickets.append(ticket(3, "Anna Weber lost the mail"))
    learned = words(tickets, [article("a", "q")], [cluster("q", range(3, 4))], least=1)
    assert {"lost", "mail"} <= set(learned["a"])
    few = customers_words(
        [article("a", "q")], [cluster("q", range(3, 4))], tickets, Vocabulary.of(tickets, LEAST), lambda _: [], 1
    )  # fmt: skip
    assert {"anna", "weber"}.isdisjoint(few["a"])


def test_what_was_hidden_is_no_word() -> None:
    tickets = [ticket(n, "my key [secret] and [phone] fail") for n in range(3)]
    learned = words(tickets, [article("a", "q")], [cluster("q", range(3))])["a"]
    assert set(learned) == {"kei", "fail"}


def test_what_leaks_is_not_learned_however_many_said_it() -> None:
    tickets = [ticket(n, "card 4111 fails") for n in range(3)]
    assert set(words(tickets, [article("a", "q")], [cluster("q", range(3))])["a"]) == {"card", "fail"}


def test_documentation_learns_from_the_questions_it_documents_and_folds_by_its_language() -> None:
    tickets = [ticket(n, "Die Einstellungen fehlen") for n in range(3)]
    found = words(
        tickets, [article("doc", language="de"), article("other")], [cluster("q", range(3), documented="doc")]
    )
    assert found == {"doc": dict.fromkeys(tokenise("Einstellungen fehlen", rules("de")), 1.0)}


@pytest.mark.usefixtures("hash_encoder")
def test_a_run_hands_them_to_the_site_and_none_of_fewer_customers(desk: Workspace) -> None:
    run(desk)
    learned = searching(desk, current_generation(desk.models)).asked
    assert learned
    with Store.open(desk.database) as store:
        tickets = list(store.cleaned())
    known = rules("en")
    for found in learned.values():
        for word in found:
            users = {each.customer for each in tickets if word in tokenise(f"{each.subject} {each.question}", known)}
            assert len(users) >= desk.settings.drafting.customers
    script = (desk.site / "search" / "en.js").read_text()
    assert script
    generation = current_generation(desk.models)
    assert generation is not None
    assert generation.json(ASKED) == learned


def test_synonyms_are_read_by_line(tmp_path: Path) -> None:
    desk = Workspace.create(tmp_path / "desk")
    assert synonyms(desk) == ()
    desk.synonyms.write_text(
        "\ufeff# what we call things\n\nrefund, money back , \n#channel, room\nدفع، سداد\n", encoding="utf-8"
    )
    assert synonyms(desk) == (("refund", "money back"), ("#channel", "room"), ("دفع", "سداد"))


@pytest.mark.parametrize(
    ("content", "match"), [(b"a, b\nalone\n", r"only one word .*synonyms.txt:2"), (b"\xff", "not UTF-8")]
)
def test_synonyms_that_cannot_be_read_are_refused_with_their_place(tmp_path: Path, content: bytes, match: str) -> None:
    desk = Workspace.create(tmp_path / "desk")
    desk.synonyms.write_bytes(content)
    with pytest.raises(InputError, match=match):
        synonyms(desk)


@pytest.mark.usefixtures("hash_encoder")
def test_a_changed_synonym_makes_the_site_anew(desk: Workspace) -> None:
    run(desk)
    assert "site" in run(desk).skipped
    desk.synonyms.write_text("refund, money back\n")
    assert "site" not in run(desk).skipped
    assert '[[["refund"],["monei"' in (desk.site / "search" / "en.js").read_text()
