"""Promise 2: who is named in full inside a sentence goes; products, places and headings with capitals stay."""

from __future__ import annotations

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deflect.cleaning.redaction import Redactor


def redact(text: str, keep: tuple[str, ...] = ()) -> str:
    return Redactor(keep=keep).start().redact(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Since then Nicole Zandbergen cannot log in.", "Since then [name] cannot log in."),
        ("Seither kommt Wolfgang Zandbergen nicht hinein.", "Seither kommt [name] nicht hinein."),
        ("Depuis, Sylvie van der Zand ne peut plus entrer.", "Depuis, [name] ne peut plus entrer."),
        ("Ers hynny mae Ffion ap Zandryd wedi'i chloi allan.", "Ers hynny mae [name] wedi'i chloi allan."),
        ("the order of Matthew O'Zandrey, paid twice", "the order of [name], paid twice"),
        ("منذ ذلك الحين محمود الزندي في انتظار", "منذ ذلك الحين [name] في انتظار"),
        ("تحدثت مع فاطمة الزندي عن ذلك", "تحدثت مع [name] عن ذلك"),
    ],
)
def test_a_given_name_before_a_family_name_goes(text: str, expected: str) -> None:
    assert redact(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("I spoke to Xandrine Quorley about it", "I spoke to [name] about it"),
        ("It was ordered by Xandrine Quorley in May", "It was ordered by [name] in May"),
        ("Xandrine Quorley, our developer, left", "[name], our developer, left"),
        ("our accountant (Xandrine Quorley) sees it twice", "our accountant ([name]) sees it twice"),
        ("Bestellt wurde es von Xandrine Quorley", "Bestellt wurde es von [name]"),
        ("J'ai parlé avec Xandrine Quorley", "J'ai parlé avec [name]"),
        ("Siaradais gyda Xandrine Quorley ddoe", "Siaradais gyda [name] ddoe"),
    ],
)
def test_a_name_that_a_sentence_introduces_goes(text: str, expected: str) -> None:
    assert redact(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Add Contact Form to the page",
        "I asked Google Analytics for the count",
        "It was made by Elementor Pro",
        "Open Site Health and Local Pickup",
        "Stephanie is a font",
        "the Florian theme and Sebastian Builder",
        "Nicole_Zandbergen.php and /home-page/Nicole",
        "class Martina Extends Base".replace("Martina Extends", "martina extends"),
        "Settings > Products > Inventory",
        "نظام الدفع كامل بعد التحديث",
        "محفوظ في الإعدادات",
        "Der Lagerbestand Und Die Kasse",
    ],
)
def test_what_only_has_capitals_stays(text: str) -> None:
    assert redact(text) == text


def test_a_name_that_the_owner_keeps_stays() -> None:
    assert redact("Ask for Nicole Zandbergen there", keep=("Nicole Zandbergen",)) == "Ask for Nicole Zandbergen there"


family = st.text(string.ascii_lowercase, min_size=4, max_size=10).map(lambda text: "Zq" + text)


@given(st.sampled_from(["Nicole", "Wolfgang", "Sylvie", "Ffion", "Matthew"]), family)
def test_no_family_name_after_a_given_name_survives(given_name: str, family_name: str) -> None:
    redacted = redact(f"The cart of {given_name} {family_name} is empty after the update.")
    assert redacted == "The cart of [name] is empty after the update."
