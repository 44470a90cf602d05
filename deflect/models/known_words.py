"""Words that an encoder knows whole: the frequent ones of its language."""

from __future__ import annotations

from typing import Any

SHORTEST = 3


def frequent_words(encoder: Any, count: int) -> tuple[str, ...]:
    """Give words of the encoder's own vocabulary, which tokenizers keep from frequent to rare.

    Args:
        encoder: One without a tokenizer of its own knows none.
        count: Most words to give.
    """
    tokenizer = getattr(encoder, "tokenizer", None)
    if tokenizer is None:
        return ()
    places: dict[str, int] = tokenizer.get_vocab()
    known = sorted(places, key=lambda token: places[token])
    return tuple(token for token in known if len(token) >= SHORTEST and token.isalpha() and token.islower())[:count]
