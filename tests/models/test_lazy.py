"""Heavy libraries are loaded by those who use them, and torch by nobody after a model's first use."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

import deflect.models
from deflect.models.encoder import Encoder

HEAVY = ("faiss", "numpy", "onnx", "onnxruntime", "scipy", "sentence_transformers", "sklearn", "tokenizers", "torch")


def loaded(code: str, **environment: str) -> set[str]:
    """Which modules a fresh process has loaded after running some code."""
    program = f"{code}\nimport sys\nprint('\\n'.join(name for name in sys.modules))"
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", program],
        capture_output=True,
        text=True,
        env=os.environ | environment,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return set(done.stdout.split())


def test_importing_the_room_loads_no_heavy_library() -> None:
    assert not loaded("import deflect.models") & set(HEAVY)


def test_the_loader_itself_loads_no_library_that_runs_models() -> None:
    found = loaded("from deflect.models import load_encoder")
    assert not found & (set(HEAVY) - {"numpy"})


def test_after_first_use_neither_torch_nor_its_friends_are_imported(models: Path, fp32: Encoder) -> None:
    code = f"""
from pathlib import Path
from deflect.models import Index, load_encoder
encoder = load_encoder(directory=Path({str(models)!r}), precision="fp32")
vectors = encoder.encode(["I cannot log in", "Where is my invoice?"])
similarities, positions = Index.build(vectors).search(vectors, 2)
assert positions[:, 0].tolist() == [0, 1], positions
assert encoder.fingerprint == {fp32.fingerprint!r}
"""
    banned = {"torch", "transformers", "sentence_transformers", "onnx", "scipy", "sklearn", "sympy"}
    assert not loaded(code) & banned


def test_every_name_of_the_room_is_found_where_it_is_said_to_be() -> None:
    for name in deflect.models.__all__:
        assert getattr(deflect.models, name).__module__.startswith("deflect.models.")
    assert dir(deflect.models) == sorted(deflect.models.__all__)


def test_a_name_that_is_not_there_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'load_decoder'"):
        _ = deflect.models.load_decoder
