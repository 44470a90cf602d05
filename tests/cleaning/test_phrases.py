from __future__ import annotations

import pytest

from deflect.cleaning import extract, noise, phrases, quotes, signatures

MATTER = "The map stays white since the update."


@pytest.mark.parametrize("greeting", phrases.GREETINGS)
def test_each_greeting_goes(greeting: str) -> None:
    for mark in (",", "!", "،", ""):
        assert signatures.strip(f"{greeting.capitalize()}{mark}\n\n{MATTER}").text == MATTER


@pytest.mark.parametrize("sign_off", phrases.SIGN_OFFS)
def test_each_sign_off_goes_with_the_name_below_it(sign_off: str) -> None:
    for mark in (",", "!", ""):
        found = signatures.strip(f"{MATTER}\n\n{sign_off.capitalize()}{mark}\nGwen Price")
        assert found == signatures.Stripped(MATTER, ("Gwen Price",))


@pytest.mark.parametrize("sign_off", phrases.SIGN_OFFS)
def test_each_sign_off_stays_if_a_statement_follows_in_its_line(sign_off: str) -> None:
    text = f"{sign_off.capitalize()} is what the form shows in place of error 500"
    assert signatures.strip(text).text == text


@pytest.mark.parametrize("device", phrases.DEVICES)
def test_each_line_of_a_telephone_goes(device: str) -> None:
    assert signatures.strip(f"{MATTER}\n\n{device.capitalize()} Phone").text == MATTER


@pytest.mark.parametrize("disclaimer", phrases.DISCLAIMERS)
def test_each_disclaimer_goes_with_its_paragraph(disclaimer: str) -> None:
    assert signatures.strip(f"{MATTER}\n\nNB {disclaimer.upper()} and so on.\nTo the end.").text == MATTER


@pytest.mark.parametrize("phrase", [*phrases.PROMISES, *phrases.CLOSINGS, *phrases.PLEASANTRIES])
def test_each_phrase_about_the_ticket_is_dropped_from_an_answer(phrase: str) -> None:
    said = f"{phrase.capitalize()} x".replace(". x", "") + "."
    assert extract.answer_text(f"{MATTER} {said}") == MATTER
    assert extract.answer_text(f"```\n{phrase}\n```") == f"```\n{phrase}\n```"


@pytest.mark.parametrize("phrase", phrases.PLEASANTRIES)
def test_each_pleasantry_is_dropped_from_a_question(phrase: str) -> None:
    assert extract.compose("", f"{phrase.capitalize()}. {MATTER}") == MATTER


@pytest.mark.parametrize("subject", sorted(phrases.VAGUE_SUBJECTS))
def test_each_vague_subject_says_nothing(subject: str) -> None:
    assert not extract.is_informative(extract.subject_line(f"{subject.capitalize()}!"))


@pytest.mark.parametrize("prefix", phrases.SUBJECT_PREFIXES)
def test_each_mark_before_a_subject_goes(prefix: str) -> None:
    assert extract.subject_line(f"{prefix.upper()}: Map is white") == "Map is white"


@pytest.mark.parametrize("subject", phrases.AUTO_SUBJECTS)
def test_each_automatic_subject_is_known_before_a_colon_only(subject: str) -> None:
    assert noise.is_auto_reply(f"{subject.capitalize()}: Map", "")
    assert not noise.is_auto_reply(f"{subject.capitalize()} does not work", "The plugin does not send it.")


@pytest.mark.parametrize("phrase", phrases.AUTO_REPLIES)
def test_each_automatic_phrase_is_known_unless_something_is_asked(phrase: str) -> None:
    assert noise.is_auto_reply("Map", f"{phrase.capitalize()}.")
    assert not noise.is_auto_reply("Map", f"{phrase.capitalize()}. What can I do?")


@pytest.mark.parametrize(("first", "second"), list(zip(phrases.OFFERS, phrases.OFFERS[1:], strict=False)))
def test_one_phrase_of_an_offer_is_no_spam_and_two_are(first: str, second: str) -> None:
    if first not in second and second not in first:
        assert noise.is_spam("", f"{first} and {second}")
    assert not noise.is_spam("Map", "The map is white.")


def test_failures_are_never_also_confirmations() -> None:
    for failure in phrases.FAILURES:
        assert failure not in phrases.CONFIRMATIONS


def test_no_phrase_is_listed_twice() -> None:
    for name in dir(phrases):
        table = getattr(phrases, name)
        if name.isupper() and isinstance(table, tuple):
            assert len(table) == len(set(table)), name


def test_no_line_of_code_is_history() -> None:
    for line in ("$from: a", "to: $b", "date: now()", "{ subject: x }"):
        assert quotes.strip(line) == line
