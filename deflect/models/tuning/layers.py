"""The upper layers of a model trained, the others and the words left as they are."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from deflect.models.source import Source
from deflect.models.torch_encoder import load_model, quiet
from deflect.models.tuning.training import Budget, Pair, Recipe, train

RECIPE = Recipe(batch=32, rate=3e-5, epochs=2)
TRAINED_LAYERS = 2
# Of a longer text the start is trained on; a text's subject stands there, and time grows with its length.
TRAINED_TOKENS = 64


def train_layers(
    source: Source,
    pairs: Sequence[Pair],
    folder: Path,
    budget: Budget,
    progress: Callable[[int, int], None] | None = None,
    recipe: Recipe = RECIPE,
) -> int:
    """Train the upper layers of a model and write it.

    Args:
        source: The model; it is left as it is.
        pairs: What to learn from.
        folder: Made if missing.
        budget: Time to learn in, loading the model included.
        progress: See `train`.
        recipe: How.

    Returns:
        Steps done.
    """
    model = load_model(source)
    with quiet():
        import torch

        if torch.cuda.is_available():
            model.to("cuda")
    freeze_below(model, TRAINED_LAYERS)
    drop_nothing(model)
    length, model.max_seq_length = model.max_seq_length, min(TRAINED_TOKENS, model.max_seq_length or TRAINED_TOKENS)
    steps = train(model, pairs, recipe, budget, progress, bfloat16=model.device.type == "cpu" and has_bfloat16())
    model.max_seq_length = length
    with quiet():
        model.to("cpu").save(str(folder), create_model_card=False)
    return steps


def freeze_below(model: Any, count: int) -> None:
    """Leave only the last layers of a transformer to be trained; of a model without layers, all but its embeddings."""
    import torch

    inner = model[0].auto_model
    for weights in inner.get_input_embeddings().parameters():
        weights.requires_grad = False
    number = getattr(inner.config, "num_hidden_layers", None)
    stacks = [each for each in inner.modules() if isinstance(each, torch.nn.ModuleList) and len(each) == number]
    if not stacks:
        return
    for weights in inner.parameters():
        weights.requires_grad = False
    for layer in stacks[0][-count:]:
        for weights in layer.parameters():
            weights.requires_grad = True


def drop_nothing(model: Any) -> None:
    """Train without dropout: it keeps torch from its fast attention, and would blur the layers that are not trained.

    Against learning by heart stand the small rate and the few steps.
    """
    import torch

    for module in model.modules():
        if isinstance(module, torch.nn.Dropout):
            module.p = 0.0


def has_bfloat16() -> bool:
    """Whether the processor itself multiplies bfloat16; where it does not, that is slower than float32."""
    import torch

    capabilities: Mapping[str, Any] = getattr(torch.cpu, "get_capabilities", dict)()  # an older torch does not tell
    return any(capabilities.get(name, False) for name in ("amx_bf16", "avx512_bf16"))
