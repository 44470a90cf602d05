from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deflect.cleaning import text


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("", ""),
        ("  \n \t\n", ""),
        ("a\r\nb\rc\n", "a\nb\nc"),
        ("a\n\n\n\nb", "a\n\nb"),
        ("one   two", "one two"),
        ("one\u00a0two\u202fthree", "one two three"),
        ("zero\u200bwidth\ufeff and soft\u00adhyphen", "zerowidth and softhyphen"),
        ("\u202eevil\u202c \u2067rtl\u2069", "evil rtl"),
        ("nul\x00byte \x07bell \x85", "nulbyte bell"),
        ("line\u2028break", "line\nbreak"),
        ("a\u200d@b.example", "a@b.example"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("trailing   \nspaces\t", "trailing\nspaces"),
        ("    indented   code", "    indented   code"),
        ("```\na    b\n\n\nc\n```", "```\na    b\n\n\nc\n```"),
        ("  - nested   item", "  - nested item"),
    ],
)
def test_brings_text_to_one_form(raw: str, expected: str) -> None:
    assert text.normalise(raw) == expected


def test_reads_no_more_than_the_limits() -> None:
    assert len(text.normalise("x" * (text.TEXT_LIMIT + 5))) == text.TEXT_LIMIT
    assert text.normalise("x\n" * (text.LINE_LIMIT + 5)).count("\n") == text.LINE_LIMIT - 1


@given(st.text())
def test_normalising_twice_changes_nothing(raw: str) -> None:
    once = text.normalise(raw)
    assert text.normalise(once) == once


@given(st.text(alphabet="a \n\t`>-\u200c\u200d\u200b\u202e\r"))
def test_normalising_hostile_spaces_twice_changes_nothing(raw: str) -> None:
    once = text.normalise(raw)
    assert text.normalise(once) == once


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("", []),
        ("One.", ["One."]),
        ("One. Two! Three? Four", ["One.", "Two!", "Three?", "Four"]),
        ("Version 3.2.1 is out. Update it.", ["Version 3.2.1 is out.", "Update it."]),
        ("Use e.g. the cache. Then save.", ["Use e.g. the cache.", "Then save."]),
        ("Das geht z. B. so. Danach speichern.", ["Das geht z. B. so.", "Danach speichern."]),
        ('He said "no." Then he left.', ['He said "no."', "Then he left."]),
        ("Est-ce possible ? Oui.", ["Est-ce possible ?", "Oui."]),
        ("هل هذا ممكن؟ نعم.", ["هل هذا ممكن؟", "نعم."]),
        ("See wp-config.php please", ["See wp-config.php please"]),
    ],
)
def test_splits_at_the_ends_of_sentences(line: str, expected: list[str]) -> None:
    assert text.sentences(line) == expected


@given(st.text())
def test_sentences_hold_every_letter_in_order(line: str) -> None:
    assert "".join("".join(text.sentences(line)).split()) == "".join(line.split())


@pytest.mark.parametrize(
    ("whole", "limit", "expected"),
    [
        ("short", 10, "short"),
        ("First one. Second one. Third one.", 25, "First one. Second one."),
        ("first line here\nsecond line here", 20, "first line here"),
        ("no sentence ends in here at all", 20, "no sentence ends in"),
        ("x" * 30, 10, "x" * 10),
        ("Do:\n```\na\nb\nc\nd\n```", 14, "Do:\n```\na\nb\nc\n```"),
    ],
)
def test_cuts_at_the_end_of_a_line_sentence_or_word(whole: str, limit: int, expected: str) -> None:
    assert text.cut(whole, limit) == expected


@given(st.text(), st.integers(1, 50))
def test_a_cut_is_a_beginning_of_the_text(whole: str, limit: int) -> None:
    shorter = text.cut(whole, limit)
    beginning = shorter.removesuffix(f"\n{text.FENCE}")
    assert whole.startswith((shorter, beginning))
    assert len(beginning) <= limit


def test_paragraphs_keep_fenced_code_whole() -> None:
    assert text.paragraphs("a\nb\n\n```\nx\n\ny\n```\n\nc") == ["a\nb", "```\nx\n\ny\n```", "c"]
