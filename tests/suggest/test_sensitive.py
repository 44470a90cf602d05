"""Topics that a person answers: found in five languages however a word is inflected, and the owner's to change."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deflect.suggest.sensitive import BUILT_IN, Topics

TOPICS = Topics.of({})


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("I want my money back!", "refund"),
        ("Please reimburse us, we were CHARGED TWICE", "refund"),
        ("money-back guarantee", "refund"),
        ("Wann kommt die Rückerstattung?", "refund"),
        ("wann kommt die Rueckerstattung", ""),
        ("Je veux être remboursée", "refund"),
        ("أريد استرداد المبلغ", "refund"),
        ("وبالاسترداد", "refund"),
        ("Hoffwn gael ad-daliad", "refund"),
        ("my lawyers will write to you", "legal"),
        ("Mein Rechtsanwalt meldet sich", "legal"),
        ("meine Anwältin", "legal"),
        ("je vais porter plainte", "legal"),
        ("سأذهب إلى المحكمة", "legal"),
        ("fy nghyfreithiwr", "legal"),
        ("siarad â chyfreithiwr", "legal"),
        ("our site was hacked", "security"),
        ("Es gibt eine Sicherheitslücke", "security"),
        ("une faille de sécurité", "security"),
        ("تم اختراق موقعنا", "security"),
        ("mae'r wefan wedi'i hacio", "security"),
        ("This is outrageous", "angry"),
        ("So eine Frechheit", "angry"),
        ("c'est inadmissible", "angry"),
        ("هذا غير مقبول", "angry"),
        ("mae hyn yn annerbyniol", "angry"),
        ("Please delete\nmy account", "account"),
        ("Bitte mein Konto löschen", "account"),
        ("supprimer mon compte", "account"),
        ("أريد حذف حسابي", "account"),
        ("dileu fy nghyfrif", "account"),
    ],
)
def test_a_sensitive_topic_is_found_in_every_language(text: str, topic: str) -> None:
    assert TOPICS.touched(text) == topic


@pytest.mark.parametrize(
    "text",
    [
        "", "How do I add an account?", "Sue cannot log in", "prefund the balance", "scampi recipes",
        "the lawn is green", "Gericht der Woche anzeigen", "ich erstelle ein Konto", "un compte rendu",
        "كيف أضيف حسابا", "sut mae ychwanegu cyfrif", "hackathon calendar", "where do I find my invoices",
    ],
)  # fmt: skip
def test_an_ordinary_question_touches_none(text: str) -> None:
    assert TOPICS.touched(text) == ""


def test_the_owners_phrases_stand_in_place_of_the_built_in_ones_and_may_name_new_topics() -> None:
    own = Topics.of({"refund": ["cashback*"], "legal": [], "press": ["journalist*"]})
    assert own.touched("I want a refund") == ""
    assert own.touched("I want my cashbacks") == "refund"
    assert own.touched("my lawyer") == ""
    assert own.touched("I am a journalist") == "press"
    assert own.touched("our site was hacked") == "security"


def test_all_topics_off_touch_nothing() -> None:
    assert Topics.of({topic: [] for topic in BUILT_IN}).touched("refund lawyer hacked") == ""
    assert Topics.of({topic: [" "] for topic in BUILT_IN}).touched("refund lawyer hacked") == ""


@given(st.sampled_from([phrase for phrases in BUILT_IN.values() for phrase in phrases]), st.sampled_from(["", "x y "]))
def test_every_built_in_phrase_finds_itself(phrase: str, before: str) -> None:
    assert TOPICS.touched(f"{before}{phrase.replace('*', '').replace('?', 's').upper()}, please")


@given(st.text(max_size=60))
def test_the_owner_may_write_any_phrase(phrase: str) -> None:
    assert isinstance(Topics.of({"own": [phrase]}).touched(f"a {phrase} b"), str)


@pytest.mark.parametrize("text", ["a" * 1_000_000, "refun " * 200_000, "money-" * 200_000, "و" * 1_000_000])
def test_a_huge_text_is_read_in_bounded_time(text: str) -> None:
    start = time.process_time()
    TOPICS.touched(text)
    assert time.process_time() - start < 2
