"""An article's shape is what most customers ask and most agents say, in five languages."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deflect.kb.shapes import shape_of
from deflect.types import CleanTicket

from .build import ticket

PLAIN = "Open the tools and press Rebuild."
ASKED = {
    "how-to": [
        "How do I put the calendar on a page?",
        "Wie kann ich den Kalender auf eine Seite setzen?",
        "Comment puis-je mettre le calendrier sur une page ?",
        "كيف أضع التقويم في صفحة؟",
        "Sut ydw i'n rhoi'r calendr ar dudalen?",
    ],
    "troubleshooting": [
        "The calendar doesn't show up on the page.",
        "Der Kalender wird auf der Seite nicht angezeigt.",
        "Le calendrier ne s'affiche pas sur la page.",
        "التقويم لا يظهر في الصفحة.",
        "Nid yw'r calendr yn ymddangos ar y dudalen.",
    ],
    "billing": [
        "Please send me the invoice for March.",
        "Bitte schicken Sie mir die Rechnung für März.",
        "Merci de m'envoyer la facture de mars.",
        "أرجو إرسال الفاتورة لشهر مارس.",
        "Anfonwch yr anfoneb ar gyfer mis Mawrth.",
    ],
    "feature-request": [
        "It would be nice to have a dark calendar.",
        "Es wäre schön, einen dunklen Kalender zu haben.",
        "Ce serait bien d'avoir un calendrier sombre.",
        "سيكون من الجيد أن يوجد تقويم داكن.",
        "Byddai'n braf cael calendr tywyll.",
    ],
}
TOLD = {
    "bug": [
        "This is a known bug. Please update to the newest version.",
        "Das ist ein bekannter Fehler. Bitte aktualisieren Sie.",
        "C'est un bug connu, la mise à jour le corrige.",
        "هذا خطأ معروف. يرجى التحديث.",
        "Mae hwn yn nam hysbys. Diweddarwch os gwelwch yn dda.",
    ],
    "known-limitation": [
        "Two calendars on one page are not supported.",
        "Zwei Kalender auf einer Seite sind nicht möglich.",
        "Deux calendriers sur une page ne sont pas possibles.",
        "وجود تقويمين في صفحة واحدة غير مدعوم.",
        "Nid yw'n bosibl cael dau galendr ar un dudalen.",
    ],
    "not-our-product": [
        "That slider is not our plugin. Please contact its author.",
        "Dieser Slider stammt nicht von uns. Bitte wenden Sie sich an den Hersteller.",
        "Ce carrousel ne vient pas de nous : contactez son auteur.",
        "هذه الإضافة ليست من منتجاتنا.",
        "Cysylltwch â'r datblygwr.",
    ],
    "feature-request": [
        "I have added it to the wish list.",
        "Das ist derzeit nicht geplant.",
        "Ce n'est pas prévu pour le moment.",
        "هذا قيد الدراسة.",
        "Mae hyn dan ystyriaeth.",
    ],
}


def asking(question: str, answers: tuple[str, ...] = (PLAIN, PLAIN)) -> list[CleanTicket]:
    return [ticket(number, answer, question=question) for number, answer in enumerate(answers)]


@pytest.mark.parametrize(("shape", "question"), [(shape, text) for shape, texts in ASKED.items() for text in texts])
def test_customers_tell_the_shape_by_what_they_ask(shape: str, question: str) -> None:
    assert shape_of(asking(question)) == shape


@pytest.mark.parametrize(("shape", "answer"), [(shape, text) for shape, texts in TOLD.items() for text in texts])
def test_agents_tell_the_shape_before_customers_do(shape: str, answer: str) -> None:
    assert shape_of(asking("The calendar doesn't show up on the page.", (answer, answer))) == shape


def test_one_agent_s_word_against_others_tells_nothing() -> None:
    told = TOLD["bug"][0]
    assert shape_of(asking("The calendar is blank.", (told, PLAIN, PLAIN))) == "troubleshooting"
    assert shape_of(asking("The calendar is blank.", (told,))) == "troubleshooting"


def test_more_who_ask_how_than_tell_of_a_failure_want_a_how_to() -> None:
    failing = [ticket(n, PLAIN, question="The calendar is blank.") for n in range(2)]
    how = [ticket(n, PLAIN, question="How do I add a calendar?") for n in range(2, 5)]
    assert shape_of([*failing, *how]) == "how-to"
    assert shape_of([*failing, *how[:1]]) == "troubleshooting"


def test_without_tickets_it_is_a_how_to() -> None:
    assert shape_of([]) == "how-to"


@given(st.lists(st.tuples(st.text(max_size=60), st.text(max_size=60)), max_size=4))
def test_no_text_breaks_it(said: list[tuple[str, str]]) -> None:
    tickets = [ticket(n, answer or None, question=question or "?") for n, (question, answer) in enumerate(said)]
    assert shape_of(tickets) == shape_of(list(reversed(tickets)))
