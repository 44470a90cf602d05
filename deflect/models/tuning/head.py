"""A linear map on top of a model, trained on vectors that are known already: seconds instead of minutes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from deflect.models.source import Source
from deflect.models.torch_encoder import load_model, quiet
from deflect.models.tuning.training import Budget, Pair, Recipe, train
from deflect.models.vectors import Vectors

# Four epochs turn vectors about as far as eight or ten at up to three times the rate did, and those put the right
# article no higher on newer tickets.
RECIPE = Recipe(batch=128, rate=1e-3, epochs=4, decay=0.1)


def train_head(
    vectors: dict[str, NDArray[np.float32]],
    pairs: Sequence[Pair],
    budget: Budget,
    progress: Callable[[int, int], None] | None = None,
    recipe: Recipe = RECIPE,
) -> tuple[Vectors, int]:
    """Learn a map under which the two texts of a pair are nearer to each other than to other pairs' texts.

    Args:
        vectors: Of each text of the pairs, (d,) unit.
        pairs: What to learn from.
        budget: Time to learn in.
        progress: See `train`.
        recipe: How.

    Returns:
        (d, d) by which vectors are multiplied from the right, and steps done. It starts as the identity, and weight
        decay draws it back there.
    """
    with quiet():
        import torch
        from sentence_transformers import SentenceTransformer
        from sentence_transformers.sentence_transformer.modules import Dense

        size = len(next(iter(vectors.values())))
        change = Dense(size, size, False, None, torch.zeros(size, size), use_residual=True)
        model = SentenceTransformer(modules=[_known(vectors), change], device="cpu")
    steps = train(model, pairs, recipe, budget, progress)
    learned: Vectors = change.linear.weight.detach().numpy().T + np.eye(size, dtype=np.float32)
    return learned, steps


def write_head(source: Source, head: Vectors, folder: Path) -> None:
    """Write a model with a linear map between its pooling and its normalisation.

    Args:
        source: The model.
        head: (d, d) as `train_head` gives it.
        folder: Made if missing.
    """
    with quiet():
        import torch
        from sentence_transformers import SentenceTransformer
        from sentence_transformers.sentence_transformer.modules import Dense, Normalize

        inner = [module for module in load_model(source) if not isinstance(module, Normalize)]
        linear = Dense(head.shape[0], head.shape[1], False, None, torch.from_numpy(np.ascontiguousarray(head.T)))
        model = SentenceTransformer(modules=[*inner, linear, Normalize()], device="cpu")
        model.save(str(folder), create_model_card=False)


def _known(vectors: dict[str, NDArray[np.float32]]) -> Any:
    """The first module of a model that looks vectors up instead of computing them."""
    import torch
    from sentence_transformers.base.modules import InputModule

    class Known(InputModule):
        def preprocess(self, inputs: Any, prompt: str | None = None, **_: Any) -> dict[str, torch.Tensor]:
            del prompt  # there is none
            return {"sentence_embedding": torch.from_numpy(np.stack([vectors[text] for text in inputs]))}

        def forward(self, features: dict[str, torch.Tensor], **_: Any) -> dict[str, torch.Tensor]:
            return features

        def save(self, *_: Any, **__: Any) -> None:
            raise NotImplementedError

    known: Any = Known
    return known()
