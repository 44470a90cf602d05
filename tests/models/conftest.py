"""Models that tests share: the bundled one, exported once, and small random ones."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from deflect.models.encoder import Encoder
from deflect.models.load import load_encoder
from deflect.models.source import find_source
from deflect.models.torch_encoder import load_model, quiet

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

MakeModel = Callable[..., Path]


@pytest.fixture(scope="session")
def models(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("models")


@pytest.fixture(scope="session")
def fp32(models: Path) -> Encoder:
    return load_encoder(directory=models, precision="fp32")


@pytest.fixture(scope="session")
def int8(models: Path) -> Encoder:
    return load_encoder(directory=models, precision="int8")


@pytest.fixture(scope="session")
def original() -> SentenceTransformer:
    return load_model(find_source("all-MiniLM-L6-v2"))


@pytest.fixture(scope="session")
def make_model(tmp_path_factory: pytest.TempPathFactory) -> MakeModel:
    """Make a folder with a random sentence-transformers model of a few thousand weights a layer."""

    def make(kind: str = "Bert", pooling: str = "mean", **changes: Any) -> Path:
        import torch
        import transformers

        with quiet():
            from sentence_transformers import SentenceTransformer
            from sentence_transformers.sentence_transformer.modules import Pooling, Transformer

            folder = tmp_path_factory.mktemp(kind)
            sizes = {"hidden_size": 32, "num_hidden_layers": 2, "num_attention_heads": 4, "intermediate_size": 64}
            config = getattr(transformers, f"{kind}Config")(vocab_size=30522, **(sizes | changes))
            torch.manual_seed(7)
            getattr(transformers, f"{kind}Model")(config).save_pretrained(folder / "inner")
            bundled = find_source("all-MiniLM-L6-v2").place
            transformers.AutoTokenizer.from_pretrained(bundled).save_pretrained(folder / "inner")
            inner = Transformer(str(folder / "inner"), max_seq_length=64)
            SentenceTransformer(modules=[inner, Pooling(32, pooling)], device="cpu").save(str(folder / "model"))
        return folder / "model"

    return make
