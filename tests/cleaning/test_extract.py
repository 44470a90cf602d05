from __future__ import annotations

from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deflect.cleaning import extract
from deflect.cleaning.extract import Part
from deflect.cleaning.text import normalise
from deflect.types import Message
from tests.cleaning.made import agent, customer, message

STEPS = "Open Settings > Permalinks and press Save. Then empty the cache of your browser."
OTHER_STEPS = "Deactivate the cache plugin, update to 3.2.1 and activate it again afterwards."


def parts(*told: tuple[Literal["c", "a", "b", "A"], str]) -> list[Part]:
    """`c` a customer, `a` and `A` two agents, `b` a bot."""

    def made(who: str, body: str) -> Message:
        if who == "c":
            return customer(body)
        return message("bot", body) if who == "b" else agent(body, agent_id={"a": "lea", "A": "tomos"}[who])

    return [Part(made(who, body), body) for who, body in told]


@pytest.mark.parametrize(
    ("raw", "line", "informative"),
    [
        ("Map stays white", "Map stays white", True),
        ("Re: Fwd: Map stays white", "Map stays white", True),
        ("AW: WG: Karte weiß", "Karte weiß", True),
        ("TR : Carte blanche", "Carte blanche", True),
        ("رد: الخريطة بيضاء", "الخريطة بيضاء", True),
        ("Atb: Map gwyn", "Map gwyn", True),
        ("RE[2]: Map", "Map", True),
        ("[Ticket#4711] Map stays white", "Map stays white", True),
        ("Map stays white (#4711)", "Map stays white", True),
        ("[EXTERNAL] Map", "Map", True),
        ("Error: 500 on save", "Error: 500 on save", True),
        ("Help!!!", "Help!!!", False),
        ("Question", "Question", False),
        ("Re:", "", False),
        ("", "", False),
        ("???", "???", False),
        ("Order 45455", "Order 45455", False),
        ("(kein Betreff)", "(kein Betreff)", False),
        ("Hilfe!", "Hilfe!", False),
        ("Frage", "Frage", False),
        ("Besoin d’aide", "Besoin d’aide", False),
        ("Problème :", "Problème :", False),
        ("سؤال", "سؤال", False),
        ("مشكلة!", "مشكلة!", False),
        ("Cwestiwn", "Cwestiwn", False),
        ("two\nlines   here", "two lines here", True),
    ],
)
def test_subjects(raw: str, line: str, informative: bool) -> None:
    assert extract.subject_line(raw) == line
    assert extract.is_informative(line) is informative


@pytest.mark.parametrize(
    ("subject", "body", "expected"),
    [
        ("Map stays white", "Since the update nothing shows.", "Map stays white\n\nSince the update nothing shows."),
        ("Map stays white", "The map stays white since the update.", "The map stays white since the update."),
        ("Map stays white", "", "Map stays white"),
        ("Help!", "Since the update nothing shows.", "Since the update nothing shows."),
        ("Help!", "", ""),
        ("Question", "Hope you are well. Where is my invoice? Thanks in advance!", "Where is my invoice?"),
        ("", "Vielen Dank im Voraus! Wo ist die Rechnung?", "Wo ist die Rechnung?"),
    ],
)
def test_subject_and_text_are_joined_without_saying_the_same_twice(subject: str, body: str, expected: str) -> None:
    assert extract.compose(subject, body) == expected


def test_the_question_ends_where_an_agent_first_answers() -> None:
    told = parts(("c", "The map is white."), ("c", "It is version 3.2."), ("a", STEPS), ("c", "And the list?"))
    assert extract.question("", told) == "The map is white.\n\nIt is version 3.2."


def test_impatience_and_out_of_office_notes_are_no_part_of_the_question() -> None:
    told = parts(
        ("c", "The map is white."), ("c", "Any news?"), ("c", "I am out of the office until Monday."), ("a", STEPS)
    )
    assert extract.question("", told) == "The map is white."


def test_if_the_first_message_says_nothing_the_next_counts() -> None:
    told = parts(("c", ""), ("a", "How can we help?"), ("c", "The map is white."), ("a", STEPS))
    assert extract.question("Help", told) == "The map is white."


def test_an_agent_who_writes_first_is_skipped() -> None:
    assert extract.question("", parts(("a", "Welcome!"), ("c", "The map is white."))) == "The map is white."


def test_bots_ask_nothing() -> None:
    assert extract.question("", parts(("b", "Please rate us"), ("c", "The map is white."))) == "The map is white."


def test_no_question_without_a_customer() -> None:
    assert extract.question("", parts(("a", STEPS), ("b", "note"))) == ""


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (STEPS, STEPS),
        (f"{STEPS} Let me know if that helps!", STEPS),
        (f"Thank you for contacting us. {STEPS}", STEPS),
        (f"I will check with our developers. {STEPS}\n\nIf you have any questions, write to us.", STEPS),
        ("Clear the cache and let me know if it works.", "Clear the cache."),
        ("If that fails, let us know how it goes.", ""),
        ("Feel free to delete the folder cache.", "Feel free to delete the folder cache."),
        (
            "Please use the code below, and don't hesitate to ask:\n\n```\nLet me know if = 1\n```",
            "Please use the code below, and don't hesitate to ask:\n\n```\nLet me know if = 1\n```",
        ),
        ("1. Save\n2. Reload\n\nHope this helps!", "1. Save\n2. Reload"),
        ("Öffnen Sie die Einstellungen und geben Sie uns Bescheid, ob es klappt.", "Öffnen Sie die Einstellungen."),
        (
            "Vielen Dank für Ihre Nachricht. Leeren Sie den Cache. Bei weiteren Fragen melden Sie sich gern.",
            "Leeren Sie den Cache.",
        ),
        ("Ich frage bei unseren Entwicklern nach. Leeren Sie den Cache.", "Leeren Sie den Cache."),
        ("Merci pour votre message. Videz le cache. N’hésitez pas à revenir vers nous.", "Videz le cache."),
        ("Je vais vérifier avec nos développeurs. Videz le cache.", "Videz le cache."),
        ("شكرا لتواصلك معنا. امسح ذاكرة التخزين المؤقت. لا تتردد في الكتابة إلينا.", "امسح ذاكرة التخزين المؤقت."),
        ("سأتحقق مع المطورين. امسح ذاكرة التخزين المؤقت.", "امسح ذاكرة التخزين المؤقت."),
        ("Diolch am gysylltu â ni. Cliriwch y storfa. Rhowch wybod os yw'n gweithio.", "Cliriwch y storfa."),
        ("Byddaf yn gofyn i'n datblygwyr. Cliriwch y storfa.", "Cliriwch y storfa."),
        (
            "See https://docs.acme.example/map and reply if needed.",
            "See https://docs.acme.example/map and reply if needed.",
        ),
        ("", ""),
    ],
)
def test_what_is_about_the_ticket_is_dropped_and_what_to_do_stays(text: str, expected: str) -> None:
    assert extract.answer_text(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Which version do you use?",
        "Could you send us a screenshot of the page?",
        "Please send us the log. We need more information to help.",
        "Können Sie uns einen Screenshot schicken?",
        "Bitte teilen Sie uns die Version mit.",
        "Pouvez-vous nous envoyer une capture d'écran ?",
        "هل يمكنك إرسال لقطة شاشة؟",
        "Allwch chi anfon sgrinlun atom?",
    ],
)
def test_knows_requests_for_information(text: str) -> None:
    assert extract.is_request(text)


@pytest.mark.parametrize(
    "text",
    [
        STEPS,
        "Could you open Settings > Mail?",
        "Did you try this?\n\n- save\n- reload",
        "See https://docs.acme.example/map for what to send us?",
        "Clear the cache of your browser and of the plugin, then reload the page twice. Does that help?",
    ],
)
def test_steps_are_no_request(text: str) -> None:
    assert not extract.is_request(text)


THANKS = [
    "That worked, thanks!",
    "Hat geklappt, danke",
    "Ça marche, merci",
    "تم حل المشكلة، شكرا",
    "Mae'n gweithio, diolch",
]
NO_LUCK = ["That did not work.", "Funktioniert nicht.", "Ça ne marche pas.", "لم يعمل ذلك.", "Wnaeth hynny ddim helpu."]


@pytest.mark.parametrize("thanks", THANKS)
def test_the_answer_is_the_last_before_the_customer_confirms(thanks: str) -> None:
    told = parts(
        ("c", "White."),
        ("a", OTHER_STEPS),
        ("c", "Hm, and where?"),
        ("a", STEPS),
        ("c", thanks),
        ("A", "Glad to hear it! Please rate us and take part in our long survey of customers."),
    )
    found = extract.answer(told, solved=True)
    assert found is not None
    assert (found.text, found.message.agent_id) == (STEPS, "lea")


@pytest.mark.parametrize("no_luck", NO_LUCK)
def test_an_answer_that_failed_is_passed_over(no_luck: str) -> None:
    told = parts(("c", "White."), ("a", OTHER_STEPS), ("c", no_luck))
    assert extract.answer(told, solved=False) is None
    later = extract.answer([*told, *parts(("A", STEPS))], solved=False)
    assert later is not None
    assert (later.text, later.message.agent_id) == (STEPS, "tomos")
    failed = extract.answer(told, solved=True)
    assert failed is not None
    assert failed.text == OTHER_STEPS


@pytest.mark.parametrize("solved", [True, False])
def test_a_marked_solution_counts_first(solved: bool) -> None:
    told = [
        Part(customer("White."), "White."),
        Part(agent(STEPS, is_solution=True), STEPS),
        *parts(("c", "Hm"), ("A", OTHER_STEPS)),
    ]
    found = extract.answer(told, solved)
    assert found is not None
    assert found.text == STEPS


def test_a_customers_own_marked_solution_counts_too() -> None:
    own = message("customer", "I removed the theme's old jQuery and now it runs.", is_solution=True)
    told = [*parts(("c", "White."), ("a", "Which theme?")), Part(own, own.body)]
    assert extract.answer(told, solved=True) == extract.Answer(own.body, own)


@pytest.mark.parametrize("solved", [True, False])
@pytest.mark.parametrize(
    "told",
    [
        [],
        [("c", "White.")],
        [("c", "White."), ("a", "Which version do you use?")],
        [("c", "White."), ("a", "Hello!")],
        [("c", "White."), ("a", "")],
        [("c", "White."), ("a", "I will check with our developers.")],
        [("c", "White."), ("b", STEPS)],
        [("c", "White."), ("a", "We have received your request and will answer within a day.")],
    ],
)
def test_no_answer(told: list[tuple[Literal["c", "a", "b", "A"], str]], solved: bool) -> None:
    assert extract.answer(parts(*told), solved) is None


def test_a_remark_does_not_hide_the_answer_before_it() -> None:
    told = parts(("c", "White."), ("a", STEPS), ("c", "Does it work on phones?"), ("A", "Yes, it does as well."))
    found = extract.answer(told, solved=True)
    assert found is not None
    assert found.text == STEPS


def test_a_remark_is_better_than_nothing() -> None:
    found = extract.answer(parts(("c", "White?"), ("a", "Update to version four.")), solved=True)
    assert found is not None
    assert found.text == "Update to version four."


def test_what_one_agent_writes_in_a_row_is_one_answer() -> None:
    told = parts(("c", "White."), ("a", STEPS), ("a", "P.S. You should then not have two copies of the map any more."))
    found = extract.answer(told, solved=False)
    assert found is not None
    assert found.text == f"{STEPS}\n\nP.S. You should then not have two copies of the map any more."


def test_an_open_ticket_may_have_an_answer() -> None:
    found = extract.answer(parts(("c", "White."), ("a", STEPS)), solved=False)
    assert found is not None
    assert found.text == STEPS


SAID = st.sampled_from(
    [
        STEPS,
        OTHER_STEPS,
        "",
        "Which version?",
        "Thanks, that worked!",
        "That did not work.",
        "Let me know if it helps.",
        "Any news?",
    ]
)


@given(st.lists(st.tuples(st.sampled_from(["c", "a", "A", "b"]), SAID), max_size=12), st.booleans())
def test_answers_are_only_agents_words(told: list[tuple[Literal["c", "a", "b", "A"], str]], solved: bool) -> None:
    found = extract.answer(parts(*told), solved)
    if found is not None:
        assert found.message.author == "agent"
        spoken = {body for who, body in told if who in "aA"}
        assert set(found.text.split("\n\n")) <= spoken


@given(st.text())
def test_dropping_noise_twice_changes_nothing(text: str) -> None:
    once = extract.answer_text(normalise(text))
    assert extract.answer_text(once) == once


@given(st.text(), st.text())
def test_any_subject_and_text_never_raise(subject: str, body: str) -> None:
    extract.compose(extract.subject_line(subject), normalise(body))
