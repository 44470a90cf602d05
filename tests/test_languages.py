"""A language's code is told from its name, and a name leads to the code."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deflect.languages import NAMES, meant, named, two_letters


def test_every_code_has_two_letters_and_a_name_of_its_own() -> None:
    assert all(re.fullmatch("[a-z]{2}", code) for code in NAMES)
    assert len(set(NAMES.values())) == len(NAMES) == 184
    assert {"en", "de", "fr", "ar", "cy", "zh", "pt"} <= NAMES.keys()


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("English", "en"), ("english", "en"), ("Englisch", "en"), ("EN", "en"), ("en-GB", "en"), ("pt_BR", "pt"),
        ("German", "de"), ("Deutsch", "de"), (" Welsh ", "cy"), ("Cymraeg", "cy"), ("العربية", "ar"), ("Klingon", ""),
        ("", ""), ("x", ""),
    ],
)  # fmt: skip
def test_what_is_probably_meant(said: str, code: str) -> None:
    assert meant(said) == code


@given(st.text(max_size=30))
def test_whatever_is_said_a_code_or_nothing_is_meant(said: str) -> None:
    assert meant(said) in {"", *NAMES}


def test_every_name_leads_to_its_code() -> None:
    assert {name: meant(name) for name in NAMES.values()} == {name: code for code, name in NAMES.items()}


@pytest.mark.parametrize(
    ("code", "language", "name"),
    [
        ("ary", "en", "Moroccan Arabic"),
        ("ary", "fr", "arabe marocain"),
        ("ary", "ar", "Moroccan Arabic"),
        ("de", "cy", "Almaeneg"),
        ("pt-BR", "de", "Portugiesisch (Brasilien)"),
        ("und", "en", "Unknown language"),
        ("xx", "en", "xx"),
        ("", "en", ""),
    ],
)
def test_a_language_has_a_name_in_each_other_else_its_english_one_else_its_code(
    code: str, language: str, name: str
) -> None:
    assert named(code, language) == name


@given(st.text(max_size=20))
def test_whatever_stands_for_a_code_is_named(code: str) -> None:
    assert isinstance(named(code), str)


@pytest.mark.parametrize(
    ("code", "short"),
    [
        ("deu", "de"), ("ger", "de"), ("fra", "fr"), ("fre", "fr"), ("cym", "cy"), ("wel", "cy"), ("kik", "ki"),
        ("arb", "ar"), ("arz", "ar"), ("ary", "ar"), ("cmn", "zh"), ("yue", "zh"), ("swh", "sw"), ("prs", "fa"),
        ("tgl", "tl"), ("uzs", "uzs"), ("de", "de"), ("xx", "xx"), ("kab", "kab"), ("haw", "haw"), ("grc", "grc"),
        ("und", "und"), ("zxx", "zxx"), ("", ""), ("deutsch", "deutsch"),
    ],
)  # fmt: skip
def test_a_language_that_has_a_code_of_two_letters_is_known_by_it(code: str, short: str) -> None:
    assert two_letters(code) == short


@given(st.text(max_size=5) | st.text("abcdefghijklmnopqrstuvwxyz", min_size=3, max_size=3))
def test_whatever_stands_for_a_code_only_known_languages_are_put_in_its_place(code: str) -> None:
    short = two_letters(code)
    assert short == code or short in NAMES
    assert two_letters(short) == short
