"""A text falls into words, numbers, links, paths and names of things in code, each with its place."""

from __future__ import annotations

import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deflect.kb.tokens import LEAST_STEM, read, stem, tokens


def said(text: str) -> list[str]:
    return [text[each.start : each.end] for each in tokens(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Open Bookings > Tools (once).", ["Open", "Bookings", "Tools", "once"]),
        ("See https://docs.shop.example/a?b=1&c=2, go.", ["See", "https://docs.shop.example/a?b=1&c=2", "go"]),
        ("Write to anna.b+x@shop.example!", ["Write", "to", "anna.b+x@shop.example"]),
        ("in /var/www/acme/x.php and wp-content/y", ["in", "/var/www/acme/x.php", "and", "wp-content/y"]),
        (r"in C:\Users\Ann\x.txt or \\nas\share", ["in", r"C:\Users\Ann\x.txt", "or", r"\nas\share"]),
        ("from 2.4.1 at 10:30 for 1,250.00", ["from", "2.4.1", "at", "10:30", "for", "1,250.00"]),
        ("define( 'FL_SAFE', true ); // #4711", ["define", "FL_SAFE", "true", "4711"]),
        ("don't l’export read-only", ["don't", "l’export", "read-only"]),
        ("[e-mail 2] of [customer word] is [site]", ["of", "is"]),
        ("<b>Bold</b><br/>", ["b", "Bold", "b", "br"]),
        ("كَلِمَة واحدة", ["كَلِمَة", "واحدة"]),
        ("… – “” !?", []),
        ("", []),
    ],
)  # fmt: skip
def test_what_a_text_says(text: str, expected: list[str]) -> None:
    assert said(text) == expected


@pytest.mark.parametrize(
    ("raw", "key", "parts"),
    [
        ("Read-Only", "read-only", ("read", "only")),
        ("on/off", "on/off", ("on", "off")),
        ("64-bit", "64-bit", ("64", "bit")),
        ("555-1234", "555-1234", ()),
        ("2024-03-05", "2024-03-05", ()),
        ("a/b/c", "a/b/c", ()),
        ("acme.example", "acme.example", ()),
        ("acme_live", "acme_live", ()),
        ("ﬁne", "fine", ()),
        ("Straße", "strasse", ()),
        ("設定を", "設定を", ("設定", "定を")),
        ("設", "設", ("設",)),
    ],
)
def test_what_may_stand_for_a_token(raw: str, key: str, parts: tuple[str, ...]) -> None:
    reading = read(raw)
    assert (reading.key, reading.parts) == (key, parts)


@pytest.mark.parametrize(
    ("raw", "is_plain", "may_name"),
    [
        ("calendar", True, False),
        ("Calendar", False, True),
        ("iPhone", False, True),
        ("8.1", False, True),
        ("read-only", True, False),
        ("/var/www", False, False),
        ("https://A.example/b1", False, False),
        ("إعدادات", True, False),
        ("كَلِمَة", True, False),
    ],
)
def test_words_are_told_from_names_by_their_case(raw: str, is_plain: bool, may_name: bool) -> None:
    assert (read(raw).is_plain, read(raw).may_name) == (is_plain, may_name)


@pytest.mark.parametrize(
    "forms",
    [
        ["connect", "connects", "connected", "connecting"],
        ["booking", "bookings"],
        ["verhindere", "verhindert", "verhindern"],
        ["synchronisé", "synchronisée", "synchronisés", "synchronisez", "synchroniser"],
        ["الإعدادات", "والإعدادات", "بالإعدادات", "إعدادات"],
    ],
)
def test_forms_of_a_word_have_one_stem(forms: list[str]) -> None:
    assert len({stem(form) for form in forms}) == 1


@pytest.mark.parametrize(("one", "other"), [("user", "use"), ("sent", "send"), ("page", "pager"), ("bakery", "baker")])
def test_short_and_other_words_keep_apart(one: str, other: str) -> None:
    assert stem(one) != stem(other)


@given(st.text(alphabet="abcdefgnst é", max_size=40))
def test_a_stem_begins_its_word_and_is_its_own_stem(word: str) -> None:
    found = stem(word)
    assert word.startswith(found)
    assert stem(found) == found
    assert len(found) >= min(LEAST_STEM, len(word))


@given(st.text(max_size=80))
def test_tokens_lie_in_order_and_hold_every_letter_and_digit(text: str) -> None:
    found = list(tokens(text))
    assert all(one.end <= other.start for one, other in pairwise(found))
    inside = {place for each in found for place in range(each.start, each.end)}
    assert all(place in inside for place, char in enumerate(text) if char.isalnum() and "[" not in text)


@pytest.mark.parametrize(
    "hostile", ["ent" * 20_000, "a." * 20_000, "a/" * 20_000, "a@" * 20_000, "1," * 20_000, "[" * 40_000]
)
def test_a_hostile_text_takes_no_longer_than_others(hostile: str) -> None:
    started = time.process_time()
    list(tokens(hostile))
    assert time.process_time() - started < 2.0
