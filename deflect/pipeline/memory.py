"""The encoder of a workspace, together with everything it has encoded before."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from deflect.models import Encoder, VectorCache, load_encoder, text_key
from deflect.models.tuning.adopted import encoder_in_use
from deflect.types import CleanTicket
from deflect.workspace import Workspace

Progress = Callable[[int, int], None]

SAMPLE = 1_000


@dataclass(frozen=True)
class Memory:
    """The encoder with everything it has encoded before."""

    encoder: Encoder
    cache: VectorCache
    _used: set[bytes] = field(default_factory=set)

    def encode(self, texts: Sequence[str], progress: Progress | None = None) -> NDArray[np.float32]:
        """Encode texts, each only once ever.

        Args:
            texts: n texts.
            progress: Called with texts done and texts to do.

        Returns:
            (n, d) unit rows.
        """
        self._used.update(map(text_key, texts))
        vectors: NDArray[np.float32] = self.cache.encode(self.encoder, texts, progress=progress)
        return vectors

    def forget_unused(self) -> None:
        """Drop the vectors of texts that were not asked for since this was opened, such as erased tickets'."""
        self.cache.prune(self._used)


def open_memory(workspace: Workspace, tickets: Sequence[CleanTicket], progress: Progress | None = None) -> Memory:
    """Load the workspace's encoder, exporting it at first use, and what it encoded before.

    Args:
        workspace: Its settings name the model, which may have been tuned.
        tickets: int8 is judged on an even sample of their questions.
        progress: For the export.
    """
    settings = workspace.settings.encoder
    chosen = encoder_in_use(workspace.models, settings.model)
    encoder = load_encoder(
        chosen.model,
        directory=chosen.directory,
        precision=settings.precision,
        sample=sample_of(tickets),
        progress=progress,
    )
    return Memory(encoder, VectorCache(workspace.models / "vectors", encoder.fingerprint))


def sample_of(tickets: Sequence[CleanTicket]) -> list[str]:
    """The questions that int8 is judged on, spread evenly over the tickets."""
    step = max(1, len(tickets) // SAMPLE)
    return [ticket.question for ticket in tickets[::step]][:SAMPLE]
