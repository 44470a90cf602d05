"""Promise 2: no date of birth, number of an official paper, PIN or one-time code gets through."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deflect.cleaning.redaction import Redactor


def redact(text: str) -> str:
    return Redactor().start().redact(text)


@pytest.mark.parametrize(
    "label",
    [
        "My date of birth is {}",
        "DOB: {}",
        "born {}",
        "Born on {} in the north",
        "Geburtsdatum: {}",
        "Ich bin am 3. Tag geboren, also {}",
        "geb. {}",
        "Ma date de naissance : {}",
        "née le {}",
        "تاريخ الميلاد {}",
        "Fy nyddiad geni yw {}",
        "Ganwyd hi ar {}",
    ],
)
@pytest.mark.parametrize(
    "day",
    ["24/03/1961", "3.4.1961", "1961-03-24", "24 March 1961", "24. März 1961", "March 24, 1961", "24th of March 1961"],
)
def test_dates_of_birth_go(label: str, day: str) -> None:
    assert redact(label.format(day)) == label.format("[birth date]")


@pytest.mark.parametrize(
    "text",
    [
        "The backup of 24/03/2031 is empty.",
        "Geburtstag ist ein Pflichtfeld seit 5.2.1",
        "The birthday field shows 4 letters too many",
        "born to be wild",
        "Released on 2031-03-24, version 24.3.1961",
        "date de naissance vide depuis la mise à jour",
    ],
)
def test_other_dates_stay(text: str) -> None:
    assert redact(text) == text


@pytest.mark.parametrize(
    "label",
    [
        "My passport number is {}.",
        "ID card: {}",
        "driving licence {} expired",
        "Reisepass Nr. {}",
        "Personalausweisnummer: {}",
        "Mon passeport porte le numéro {}",
        "Carte d'identité n° {}",
        "رقم جواز السفر {}",
        "رقم الهوية: {}",
        "rhif fy mhasbort yw {}",
    ],
)
@pytest.mark.parametrize("number", ["533401372", "C4XK12Z7P", "AB 1234567", "1029384756"])
def test_numbers_of_papers_go(label: str, number: str) -> None:
    assert redact(label.format(number)) == label.format("[ID number]")


@pytest.mark.parametrize(
    "text",
    [
        "The passport field accepts 20 characters.",
        "ID card upload fails with error 413",
        "passport.js 0.7.0 and express 4.18.2",
        "Der Ausweis wird seit 2031 nicht gelesen",
    ],
)
def test_what_only_speaks_of_papers_stays(text: str) -> None:
    assert redact(text) == text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The PIN is 4711.", "The PIN is [password]."),
        ("your verification code: 880 213", "your verification code: [password]"),
        ("my OTP 774512 never works", "my OTP [password] never works"),
        ("2FA 774512", "2FA [password]"),
        ("CVV 339", "CVV [password]"),
        ("The SMS said 90210.", "The SMS said [password]."),
        ("I got 90210 by text", "I got [password] by text"),
        ("Die PIN lautet 4711", "Die PIN lautet [password]"),
        ("Sicherheitscode 880213", "Sicherheitscode [password]"),
        ("code de vérification : 880213", "code de vérification : [password]"),
        ("رمز التحقق هو ٨٨٠٢١٣", "رمز التحقق هو [password]"),
        ("Y cod dilysu yw 880213", "Y cod dilysu yw [password]"),
    ],
)
def test_codes_that_open_a_door_go(text: str, expected: str) -> None:
    assert redact(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "error code 4021",
        "The status code is 404, not 2000",
        "pin 4 of the connector",
        "post code lookup returns 500",
        "PIN entry fails with error 4711",
        "SMS gateway on port 2775",
        "the code is 12 lines long",
        "verification code is empty in 6.4.2",
    ],
)
def test_other_codes_stay(text: str) -> None:
    assert redact(text) == text


words = st.sampled_from("the form shows an empty page after update and 6.4.2 404 der die das la le".split())


@given(
    st.lists(words, max_size=8).map(" ".join), st.integers(1000, 99_999_999), st.lists(words, max_size=8).map(" ".join)
)
def test_a_labelled_pin_never_survives(before: str, pin: int, after: str) -> None:
    assert str(pin) not in redact(f"{before} My PIN is {pin}. {after}").split()
