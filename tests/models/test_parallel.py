"""Which languages are read alike: made-up encoders whose answer is known, and the bundled one."""

from __future__ import annotations

import zlib
from collections.abc import Sequence

import numpy as np
import pytest

from deflect.models import Encoder, aligned_languages, unit_rows
from deflect.models.parallel import LEAST_ALIGNED, sentences, twins_found
from deflect.models.vectors import Vectors

LANGUAGES = ("en", "de", "fr", "ar", "cy")


class Polyglot:
    """Gives a sentence and its translations one direction, in the languages it reads; elsewhere a random one.

    Args:
        reads: Languages it reads.
        offset: How far it moves all texts of one language apart from the others'.
        slips: Of the sentences it reads, so many a hundred are not understood.
    """

    def __init__(self, reads: Sequence[str], offset: float = 0.0, slips: int = 0) -> None:
        self.places = {text: (name, number) for name, texts in sentences().items() for number, text in enumerate(texts)}
        self.reads, self.offset, self.slips = reads, offset, slips

    def encode(self, texts: Sequence[str]) -> Vectors:
        return unit_rows(np.array([self._row(text) for text in texts]))

    def _row(self, text: str) -> Vectors:
        name, number = self.places[text]
        understood = name in self.reads and not (name != "en" and number * 100 < self.slips * 40)
        meaning = _direction(str(number) if understood else text)
        return np.asarray(meaning + self.offset * _direction(name), np.float32)


def _direction(text: str) -> Vectors:
    row = np.random.default_rng(zlib.crc32(text.encode())).normal(size=64)
    return np.asarray(row / np.linalg.norm(row), np.float32)


def test_the_sentences_are_whole() -> None:
    texts = sentences()
    assert tuple(texts) == LANGUAGES
    assert {len(own) for own in texts.values()} == {40}
    for own in texts.values():
        assert len(set(own)) == 40
        assert all(text.strip() == text and 8 <= len(text) <= 90 for text in own)


def test_the_sentences_are_in_the_script_of_their_language() -> None:
    for name, own in sentences().items():
        arabic = [sum("\u0600" <= letter <= "\u06ff" for letter in text) > len(text) / 2 for text in own]
        assert all(arabic) if name == "ar" else not any(arabic)


def test_one_who_reads_all_is_found_to() -> None:
    assert aligned_languages(Polyglot(LANGUAGES).encode) == set(LANGUAGES)
    assert twins_found(Polyglot(LANGUAGES).encode) == dict.fromkeys(LANGUAGES[1:], 1.0)


def test_one_who_reads_english_only_is_found_to() -> None:
    assert aligned_languages(Polyglot(["en"]).encode) == {"en"}


@pytest.mark.parametrize("offset", [0.5, 2.0])
def test_an_offset_of_the_whole_language_does_not_count(offset: float) -> None:
    assert aligned_languages(Polyglot(["en", "de"], offset).encode) == {"en", "de"}


def test_more_slips_than_allowed_are_too_many() -> None:
    few, many = (Polyglot(["en", "fr"], slips=slips).encode for slips in (10, 25))
    assert twins_found(few)["fr"] == pytest.approx(0.90)
    assert twins_found(many)["fr"] == pytest.approx(0.75)
    assert 0.75 < LEAST_ALIGNED < 0.90
    assert aligned_languages(few) == {"en", "fr"}
    assert aligned_languages(many) == {"en"}


def test_all_texts_alike_are_no_understanding() -> None:
    def alike(texts: Sequence[str]) -> Vectors:
        return np.repeat(_direction("one")[None], len(texts), axis=0)

    assert aligned_languages(alike) == {"en"}


def test_a_claim_that_holds_where_it_can_be_checked_is_believed_elsewhere() -> None:
    encode = Polyglot(["en", "de", "fr"]).encode
    assert aligned_languages(encode, {"en", "de", "fr", "it", "nl"}) == {"en", "de", "fr", "it", "nl"}


def test_a_claim_that_fails_once_is_believed_nowhere() -> None:
    encode = Polyglot(["en", "de", "fr"]).encode
    assert aligned_languages(encode, {"de", "ar", "it"}) == {"en", "de", "fr"}


def test_a_claim_that_cannot_be_checked_at_all_is_not_believed() -> None:
    assert aligned_languages(Polyglot(["en"]).encode, {"it", "nl"}) == {"en"}


def test_the_bundled_model_reads_english_only(int8: Encoder, fp32: Encoder) -> None:
    for encoder in (int8, fp32):
        assert aligned_languages(encoder.encode) == {"en"}
        assert max(twins_found(encoder.encode).values()) < 0.5
