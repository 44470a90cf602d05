"""`load_encoder`: exported at first use, and from then on opened without torch."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from deflect.errors import ModelError
from deflect.models.card import CARD, MODEL, TOKENIZER, Card, check_files, fingerprint, read_card
from deflect.models.encoder import Encoder, Precision, Progress
from deflect.models.multilingual import MULTILINGUAL, open_multilingual
from deflect.models.source import BUNDLED, Source, check_downloaded, find_source, user_cache


def load_encoder(
    model: str = BUNDLED,
    *,
    directory: Path | None = None,
    precision: Precision = "auto",
    sample: Sequence[str] = (),
    progress: Progress | None = None,
) -> Encoder:
    """Open an encoder, exporting it first if this is its first use.

    Args:
        model: The bundled model's name, `multilingual`, a folder, or a sentence-transformers name whose model was
            downloaded to this machine before; nothing is fetched.
        directory: Where the export is kept, under `encoders/`; a workspace's models folder. None: the user's cache.
        precision: `auto` takes int8 if it keeps at least 0.95 of the ten nearest neighbours of the sample, else fp32;
            `int8` takes it whatever it keeps.
        sample: Texts to check int8 on, best the workspace's own; few or none: texts that come with deflect. Read at
            first use only.
        progress: Called with (steps done, steps in all) while exporting.

    Returns:
        The encoder. torch is imported at first use only, unless the model does not export to ONNX. `multilingual`
        needs the extra of that name, is not exported, and has one precision.

    Raises:
        ModelError: There is no such model, it is not on this machine, or its export is damaged.
    """
    if model == MULTILINGUAL:
        return open_multilingual()
    source = find_source(model)
    folder = encoder_folder(source, directory or user_cache(), precision)
    if not folder.exists():
        check_downloaded(source)
        from deflect.models.export import export_encoder

        export_encoder(source, folder, precision, sample, progress)
    return open_encoder(source, folder)


def check_model(model: str, directory: Path, precision: Precision) -> None:
    """Refuse at once, before any work, a model that `load_encoder` could not open because it is not there.

    Args:
        model: As for `load_encoder`.
        directory: The same.
        precision: The same.

    Raises:
        ModelError: There is no such model, or it is not on this machine.
    """
    if model == MULTILINGUAL:
        return
    source = find_source(model)
    if not encoder_folder(source, directory, precision).exists():
        check_downloaded(source)


def encoder_folder(source: Source, directory: Path, precision: Precision) -> Path:
    """Where the export of a model belongs; another one when the model or deflect's code changes."""
    return directory / "encoders" / f"{source.slug}-{precision}-{fingerprint(source.identity, precision)[:12]}"


def open_encoder(source: Source, folder: Path) -> Encoder:
    """Open an exported encoder.

    Raises:
        ModelError: A file of it is missing or damaged.
    """
    card = read_card(folder)
    check_files(folder, card)
    if card.kind == "torch":
        from deflect.models.torch_encoder import SentenceTransformerEncoder, load_model

        return SentenceTransformerEncoder(
            card.name, card.fingerprint, card.dimension, card.max_tokens, load_model(source)
        )
    return open_onnx(folder, card)


def open_onnx(folder: Path, card: Card) -> Encoder:
    """Open the files of an exported model, which are known to be whole."""
    from deflect.models.onnx_encoder import OnnxEncoder

    return OnnxEncoder.open(
        folder / MODEL,
        folder / TOKENIZER,
        name=card.name,
        fingerprint=card.fingerprint,
        dimension=card.dimension,
        max_tokens=card.max_tokens,
    )


def check_encoders(directory: Path | None = None) -> list[Card | ModelError]:
    """Look at every exported encoder, hashing all of its files.

    Args:
        directory: As given to `load_encoder`.

    Returns:
        For each, its card, or what is wrong with it.
    """
    folders = sorted(((directory or user_cache()) / "encoders").glob(f"*/{CARD}"))
    return [_checked(path.parent) for path in folders if not path.parent.name.startswith(".")]


def _checked(folder: Path) -> Card | ModelError:
    try:
        card = read_card(folder)
        check_files(folder, card)
    except ModelError as error:
        return error
    return card
