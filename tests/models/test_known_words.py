"""An encoder's own vocabulary gives words, the frequent ones first."""

from __future__ import annotations

from deflect.models import frequent_words
from deflect.testing import HashEncoder


class Tokenizer:
    def get_vocab(self) -> dict[str, int]:
        return {"##ing": 3, "refund": 9, "[CLS]": 0, "the": 5, "of": 4, "word2": 6, "Key": 7, "money": 8}


class Known:
    tokenizer = Tokenizer()


def test_whole_words_come_in_the_vocabularys_order() -> None:
    assert frequent_words(Known(), 9) == ("the", "money", "refund")
    assert frequent_words(Known(), 2) == ("the", "money")


def test_an_encoder_without_a_tokenizer_knows_none() -> None:
    assert frequent_words(HashEncoder(), 9) == ()
