"""Greeting and sign-off are what most replies have, by language."""

from __future__ import annotations

from deflect.cleaning.manners import Manners
from deflect.interval import wilson
from deflect.report.handover import Convention, conventions


def test_what_most_replies_have_is_the_convention() -> None:
    told = [Manners("Hi", True, "Cheers")] * 4 + [Manners("Hello", False, "")] * 3 + [Manners("", False, "")]
    assert conventions({"en": told}) == {
        "en": Convention(
            language="en",
            replies=8,
            greeted=wilson(7, 8),
            greeting="Hi",
            named=wilson(4, 7),
            signed=wilson(4, 8),
            sign_off="",  # half is not most
            greetings=(("Hi", 4), ("Hello", 3)),
            sign_offs=(("Cheers", 4),),
        )
    }


def test_too_few_replies_and_an_unknown_language_say_nothing() -> None:
    assert conventions({"de": [Manners("Hallo", False, "")] * 4, "und": [Manners("Hi", False, "")] * 50}) == {}


def test_of_two_as_frequent_the_first_in_the_alphabet_is_taken() -> None:
    told = [Manners("Hi", False, "")] * 3 + [Manners("Hello", False, "")] * 3
    assert conventions({"en": told})["en"].greeting == "Hello"
