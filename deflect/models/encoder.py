"""What an encoder is: text in, unit vectors out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Literal, Protocol, runtime_checkable

from deflect.models.vectors import Vectors

Precision = Literal["auto", "fp32", "int8"]
Progress = Callable[[int, int], None]


@runtime_checkable
class Encoder(Protocol):
    """Turns texts into unit vectors; anything with these four attributes and one method serves."""

    @property
    def name(self) -> str:
        """The model as the user named it."""
        ...

    @property
    def fingerprint(self) -> str:
        """Hash of weights, tokenizer, pooling, precision and code version: vectors compare only if it is the same."""
        ...

    @property
    def dimension(self) -> int:
        """Length of a vector."""
        ...

    @property
    def max_tokens(self) -> int:
        """What of a text lies beyond this many tokens is not read."""
        ...

    def encode(self, texts: Sequence[str], *, progress: Progress | None = None) -> Vectors:
        """Encode texts.

        Args:
            texts: Any strings; an empty one has a vector too.
            progress: Called with (texts done, texts in all) now and then.

        Returns:
            (n, dimension) float32, rows of length 1 in the order of the texts; (0, dimension) for no texts.
        """
        ...
