"""Promise 2, for any text: what is planted never survives, nothing raises, and a second time changes nothing."""

from __future__ import annotations

import string

from hypothesis import given, settings
from hypothesis import strategies as st

from deflect.cleaning.redaction import Redactor, leaks
from deflect.cleaning.redaction.rules import KINDS
from tests.cleaning.redaction.made import card, iban

LETTERS = string.ascii_lowercase
UPPER = string.ascii_uppercase
DIGITS = string.digits

words = st.sampled_from(
    """
    the cart is empty after update please help plugin settings page error der Warenkorb ist leer nach dem Update bitte
    Hilfe Fehler Seite le panier est vide après la mise à jour merci erreur page السلة فارغة بعد التحديث الرجاء المساعدة
    mae'r fasged yn wag ar ôl y diweddariad gwall tudalen 404 6.4.2 -> > ... ! ? : ; " ' ( ) [ ] & < > / | * _ #4 €5
    """.split()
)
# A value is told from what surrounds it by a space, a line or a sign that people put there.
sentence = st.lists(words, max_size=12).map(" ".join)
before = st.tuples(sentence, st.sampled_from([" ", "\n", ": ", " (", ' "', "\t", " '", "> "])).map("".join)
after = st.tuples(st.sampled_from([" ", "\n", ".", ", ", ") ", '" ', "\t", "!", "?", "' "]), sentence).map("".join)

local_part = st.text(LETTERS + DIGITS, min_size=2, max_size=12).filter(lambda text: text[0] in LETTERS)
label = st.text(LETTERS, min_size=3, max_size=12)
ending = st.sampled_from(["com", "de", "fr", "co.uk", "cymru", "org", "ae", "example", "shop"])
email = st.builds("{}.{}@{}.{}".format, local_part, local_part, label, ending)
group = st.text(UPPER + DIGITS, min_size=5, max_size=5).filter(
    lambda text: any(letter in DIGITS for letter in text) and any(letter in UPPER for letter in text)
)
licence = st.lists(group, min_size=3, max_size=6).map("-".join)
german_iban = st.text(DIGITS, min_size=18, max_size=18).map(lambda account: iban("DE", account))
british_iban = st.tuples(st.text(UPPER, min_size=4, max_size=4), st.text(DIGITS, min_size=14, max_size=14)).map(
    lambda parts: iban("GB", "".join(parts))
)
card_number = st.text(DIGITS, min_size=5, max_size=9).map(lambda digits: card("4" + digits))
token = st.text(LETTERS + UPPER + DIGITS, min_size=24, max_size=40).filter(
    lambda text: sum(c in DIGITS for c in text) > 2
)
api_key = token.map(lambda text: "sk_" + "live_" + text)
phone = st.text(DIGITS, min_size=7, max_size=7).map(lambda digits: f"+44 20 7{digits[:3]} {digits[3:]}")
planted = st.one_of(email, licence, german_iban, british_iban, card_number, api_key, phone)


def hidden(value: str, places: list[int], sign: str) -> str:
    """The value with an invisible character between some of its letters."""
    letters = list(value)
    for place in places:
        letters.insert(1 + place % max(1, len(letters) - 1), sign)
    return "".join(letters)


def fragments(value: str) -> list[str]:
    return [value[start : start + 8] for start in range(max(1, len(value) - 7))]


@given(before, planted, after)
@settings(max_examples=400, deadline=None)
def test_a_planted_value_never_survives(start: str, value: str, end: str) -> None:
    redacted = Redactor().start().redact(start + value + end)
    assert value not in redacted
    assert not [part for part in fragments(value) if part in redacted]


@given(
    before,
    planted,
    after,
    st.lists(st.integers(0, 80), max_size=3),
    st.sampled_from(["\u200b", "\u00ad", "\u2060", "\ufeff", "\u200d"]),
)
@settings(max_examples=200, deadline=None)
def test_a_value_with_invisible_characters_never_survives(
    start: str, value: str, end: str, places: list[int], sign: str
) -> None:
    redacted = Redactor().start().redact(start + hidden(value, places, sign) + end)
    assert value not in redacted.replace(sign, "")


@given(before, st.one_of(email, german_iban, card_number), after)
@settings(max_examples=150, deadline=None)
def test_a_full_width_value_never_survives(start: str, value: str, end: str) -> None:
    wide = "".join(chr(ord(letter) + 0xFEE0) for letter in value)
    assert wide not in Redactor().start().redact(start + wide + end)


@given(before, email, after)
@settings(max_examples=150, deadline=None)
def test_an_address_in_entities_never_survives(start: str, value: str, end: str) -> None:
    encoded = value.replace("@", "&#64;").replace(".", "&#46;")
    assert encoded not in Redactor().start().redact(start + encoded + end)


@given(st.lists(email, min_size=1, max_size=5, unique=True))
@settings(max_examples=100, deadline=None)
def test_as_many_placeholders_as_values(values: list[str]) -> None:
    redacted = Redactor().start().redact(" and ".join(values + values))
    expected = ["[e-mail]", *(f"[e-mail {number}]" for number in range(2, len(values) + 1))]
    assert redacted == " and ".join(expected + expected)


name = st.text("bcdfghjklmnprstvwz", min_size=3, max_size=5).map(lambda text: "Qu" + "a".join(text))


@given(before, name, name, after)
@settings(max_examples=200, deadline=None)
def test_a_known_name_never_survives(start: str, first: str, last: str, end: str) -> None:
    redacted = (
        Redactor().start(names=[f"{first} {last}"]).redact(f"{start}{first}{end} {last.upper()} {first.lower()}'s")
    )
    for part in (first, last):
        assert part.lower() not in redacted.lower()


anything = st.text(st.characters(codec=None), max_size=200)
spiced = st.lists(
    st.one_of(
        anything.map(lambda text: text[:12]),
        planted,
        words,
        st.sampled_from(KINDS).map("[{}]".format),
        st.sampled_from(
            """user: pass: password login key= token= Hi Mr Thanks, name is order # IBAN https:// /home/ wp-admin
            define( @ . -
            (at) dot +44 0171 شارع عزيزي كلمة المرور 1.2.3.4 ::1 &#64; \u200b [ ] \ue000 Straße 12 rue de""".split()
        ),
        st.sampled_from([" ", "\n", "", "-", "/", "'", '"']),
    ),
    max_size=20,
).map("".join)


@given(anything)
@settings(max_examples=300, deadline=None)
def test_any_text_is_read_without_error(text: str) -> None:
    once = Redactor().start(names=["Tomos Evans"]).redact(text)
    assert Redactor().start(names=["Tomos Evans"]).redact(once) == once


@given(spiced)
@settings(max_examples=500, deadline=None)
def test_a_second_time_changes_nothing_and_the_gate_agrees(text: str) -> None:
    redactor = Redactor(patterns=["SECRET[0-9]{2}"], keep=["acme.example"])
    ticket = redactor.start(names=["Tomos Evans", "Mark Rose"], emails=["tomos.evans@kunde.de"])
    once = ticket.redact(text)
    assert ticket.redact(once) == once
    assert redactor.start(names=["Tomos Evans", "Mark Rose"], emails=["tomos.evans@kunde.de"]).redact(once) == once
    assert redactor.leaks(once) == []


@given(anything)
@settings(max_examples=100, deadline=None)
def test_a_leak_lies_inside_the_text(text: str) -> None:
    found = leaks(text + " a@b.co")
    assert all(0 <= leak.start < leak.end <= len(text) + 7 for leak in found)
    assert found == sorted(found, key=lambda leak: leak.start)


@given(st.lists(words.filter(str.islower), max_size=30).map(" ".join))
@settings(max_examples=100, deadline=None)
def test_plain_words_survive(text: str) -> None:
    assert Redactor().start().redact(text) == text
