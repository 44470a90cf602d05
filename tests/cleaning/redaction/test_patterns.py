"""The owner's own patterns find their secrets, and none can make redaction run away."""

from __future__ import annotations

from functools import partial

import pytest

from deflect.cleaning.redaction import Redactor
from deflect.errors import ConfigError
from tests.timing import shares_of_plain_work


@pytest.mark.parametrize(
    ("pattern", "reason"),
    [
        ("(", "does not compile"),
        ("[a-", "does not compile"),
        ("(?P<x>a)(?P<x>b)", "does not compile"),
        ("a{99999999999}", "does not compile"),
        ("", "empty text"),
        ("a*", "empty text"),
        (r"\s*", "empty text"),
        ("x?", "empty text"),
        (".*", "empty text"),
        (r"\b", "empty text"),
        (" +", "plain spaces"),
        ("(a+)+b", "repetition inside a repetition"),
        ("(?:[a-z]+)*$", "repetition inside a repetition"),
        (r"(\d+-?)+x", "repetition inside a repetition"),
        ("(?:a|b+)*c", "repetition inside a repetition"),
        ("((x{1,50}y?){1,50}z)", "repetition inside a repetition"),
        (r"a.*a.*a.*a.*a.*a.*b", "too slow"),
        (r"\w*\w*\w*\w*\w*!", "too slow"),
        ("x" * 1001, "longer than"),
    ],
)
def test_dangerous_patterns_are_refused_by_position(pattern: str, reason: str) -> None:
    with pytest.raises(ConfigError) as caught:
        Redactor(patterns=["ACME-[0-9]{4}", pattern])
    assert reason in str(caught.value)
    assert "privacy.secret_patterns, number 2" in str(caught.value)


@pytest.mark.parametrize(
    ("pattern", "text", "expected"),
    [
        (r"ACME-[A-Z0-9]{6}", "my ACME-4F7K2P here", "my [secret] here"),
        (r"(?i)acme_[a-z]+", "ACME_abc", "[secret]"),
        (r"\bcust\d{3,9}\b", "cust123 and cust4567", "[secret] and [secret 2]"),
        (r"zz[a-f0-9]+-[a-f0-9]+", "zzab-12 zzab-12", "[secret] [secret]"),
        (r"(?:AB|CD)[0-9]{2}(?:-[0-9]{2}){3}", "CD12-34-56-78", "[secret]"),
        (r"Geheim:\s\w{3,20}", "Geheim: abc", "[secret]"),
        (r"كود[0-9]{3}", "كود١٢٣", "[secret]"),
    ],
)
def test_patterns_find_what_they_name(pattern: str, text: str, expected: str) -> None:
    ticket = Redactor(patterns=[pattern]).start()
    assert ticket.redact(text) == expected
    assert ticket.redact(expected) == expected


@pytest.mark.parametrize("place", [0, 100, 255, 256, 257, 400, 511, 512, 513, 767, 768, 1000, 5000])
@pytest.mark.parametrize("length", [5, 100, 256])
def test_a_value_is_found_wherever_it_stands(place: int, length: int) -> None:
    secret = "Q" * length
    text = "-" * place + secret + "-" * 300
    assert Redactor(patterns=["Q{5,256}"]).start().redact(text) == "-" * place + "[secret]" + "-" * 300


def test_a_pattern_that_matches_everything_leaves_placeholders_and_ends() -> None:
    ticket = Redactor(patterns=["[^ ]+"]).start()
    once = ticket.redact("all of this [name] goes a@b.co")
    assert ticket.redact(once) == once
    assert "a@b.co" not in once
    assert "[name]" in once


def test_an_accepted_pattern_is_quick_on_hostile_text() -> None:
    redactor = Redactor(patterns=[r"ACME-[A-Z0-9]+-[A-Z0-9]+", r"key\d{2,40}x"])
    for text in ("ACME-" * 200_000, "A" * 1_000_000, "key1" * 250_000, "key" + "1" * 1_000_000):
        assert shares_of_plain_work(partial(redactor.start().redact, text), 60) < 60
