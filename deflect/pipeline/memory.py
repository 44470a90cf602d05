"""The encoder of a workspace, together with everything it has encoded before."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from deflect.models import Encoder, VectorCache, load_encoder, text_key
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
        workspace: Its settings name the model.
        tickets: int8 is judged on an even sample of their questions.
        progress: For the export.
    """
    settings = workspace.settings.encoder
    step = max(1, len(tickets) // SAMPLE)
    encoder = load_encoder(
        settings.model,
        directory=workspace.models,
        precision=settings.precision,
        sample=[ticket.question for ticket in tickets[::step]][:SAMPLE],
        progress=progress,
    )
    return Memory(encoder, VectorCache(workspace.models / "vectors", encoder.fingerprint))
