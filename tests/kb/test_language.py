"""A draft is in the vendor's language where enough customers were answered in it, else in the question's."""

from __future__ import annotations

import numpy as np

from deflect.kb.draft import draft
from deflect.kb.language import ENOUGH, language_of, title_of
from deflect.types import Article, CleanTicket

from .build import cluster, ticket

GERMAN = "Öffnen Sie die Werkzeuge und klicken Sie auf Neu aufbauen."
ENGLISH = "Open the tools of the plugin and press Rebuild."
ASKED = "Warum ist der Kalender leer?"


def mixed(english: int, german: int) -> list[CleanTicket]:
    tickets = [ticket(n, ENGLISH, f"a{n}", question="My calendar is quite blank.") for n in range(english)]
    return tickets + [ticket(50 + n, GERMAN, f"b{n}", language="de", question=ASKED) for n in range(german)]


def drafted(tickets: list[CleanTicket], vendor: str) -> Article:
    found = cluster(tickets, ASKED, language="de")
    return draft(found, {each.id: each for each in tickets}, language=vendor, limit=8)


def test_enough_customers_in_the_vendor_s_language_decide_whatever_most_write() -> None:
    article = drafted(mixed(ENOUGH, 9), "en")
    assert (article.language, article.title) == ("en", "My calendar is quite blank")
    assert article.answer.endswith(ENGLISH)
    assert "Werkzeuge" not in article.answer


def test_too_few_leave_it_in_the_question_s_language() -> None:
    article = drafted(mixed(ENOUGH - 1, 9), "en")
    assert (article.language, article.title) == ("de", ASKED)
    assert article.answer.endswith(GERMAN)


def test_one_customer_many_times_and_unanswered_ones_are_not_enough() -> None:
    same = [ticket(n, ENGLISH, customer="c1") for n in range(5)]
    silent = [ticket(10 + n, None) for n in range(5)]
    found = cluster(same + silent, ASKED, language="de")
    assert language_of(found, same + silent, "en") == "de"


def test_the_title_is_the_label_where_that_is_in_the_article_s_language() -> None:
    tickets = mixed(3, 3)
    assert title_of(cluster(tickets, ASKED, language="de"), tickets, "de", None) == ASKED
    assert title_of(cluster(tickets, " Two  words ", language="und"), tickets, "en", None) == "Two words"


def test_vectors_choose_the_title_nearest_to_what_is_asked() -> None:
    questions = ["It is an old site of ours. Nothing is shown in the calendar."] * 3
    tickets = [ticket(n, ENGLISH, question=text) for n, text in enumerate(questions)]

    def near(texts: object) -> np.ndarray:
        return np.array([[1.0, 0.0] if "calendar" in str(text) else [0.0, 1.0] for text in list(texts)])  # type: ignore[call-overload]

    found = cluster(tickets, ASKED, language="de")
    assert title_of(found, tickets, "en", near) == "Nothing is shown in the calendar"
