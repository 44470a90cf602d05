"""Which encoder a workspace uses: the one its settings name, or one adapted from it.

models/tuned/NAME/model/      an adapted model, as sentence-transformers keeps it
models/tuned/NAME/encoders/   its exports
models/tuned/NAME/tuned.json  what it was made of, and what was in use before it; written last
models/tuned/CURRENT          the name of the one in use; no such file: none

Names are never used twice. A folder that neither CURRENT nor the current generation names is a leftover.
"""

from __future__ import annotations

import json
import secrets
import shutil
from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from deflect.errors import ModelError
from deflect.workspace import atomic_write, sync_folder

ROOM = "tuned"
CARD = "tuned.json"
BOUND = "learned_before"
VECTORS = "vectors"
BACK = "Go back to the encoder before it with: deflect tune --undo"


@dataclass(frozen=True, slots=True)
class Choice:
    """What `load_encoder` is to open.

    Attributes:
        model: A name, or the folder of an adapted model.
        directory: Where its export is kept.
        tuned: Name of the adapted model; None if it is the one that the settings name.
        until: Day of the newest ticket that an adapted model learned from, ISO 8601.
    """

    model: str
    directory: Path
    tuned: str | None = None
    until: str | None = None


def encoder_in_use(models: Path, model: str) -> Choice:
    """Tell which encoder texts are to be encoded with from now on.

    Args:
        models: The workspace's models folder.
        model: What the settings name; a model that was adapted from another one is not used.

    Raises:
        ModelError: The adapted model is damaged or missing.
    """
    name = _current(models)
    return tuned_encoder(models, model, name) if name else Choice(model, models)


def tuned_encoder(models: Path, model: str, name: str | None) -> Choice:
    """The encoder that a generation was made with.

    Args:
        models: The workspace's models folder.
        model: What the settings name.
        name: Of the adapted model; None if there was none.

    Raises:
        ModelError: The adapted model is damaged or missing.
    """
    if name is None:
        return Choice(model, models)
    card = _card(models, name)
    if card["base"] != model:
        return Choice(model, models)
    folder = models / ROOM / name
    return Choice(str(folder / "model"), folder, name, card["until"])


def new_folder(models: Path, kept: Iterable[str | None]) -> Path:
    """Make the folder of an adapted model, and remove leftovers; whoever does holds the workspace's lock.

    Args:
        models: The workspace's models folder.
        kept: Names that something else refers to.

    Raises:
        ModelError: What tells which is in use is damaged.
    """
    name = _current(models)
    needed = {name, _before(models, name), *kept}
    for folder in (models / ROOM).glob("*/"):
        if folder.name not in needed:
            shutil.rmtree(folder)
    folder = models / ROOM / secrets.token_hex(6)
    folder.mkdir(parents=True)
    return folder


def forget_folder(folder: Path) -> None:
    """Remove the folder of an adapted model that was not adopted, and the room if nothing else is in it."""
    shutil.rmtree(folder, ignore_errors=True)
    if folder.parent.is_dir() and not any(folder.parent.iterdir()):
        folder.parent.rmdir()


def adopt(folder: Path, base: str, until: str, learned_before: datetime, fields: Mapping[str, Any]) -> None:
    """Put an adapted model into use, in one step.

    Args:
        folder: As `new_folder` gave it, with `model/` in it.
        base: The model it was adapted from, as the settings name it.
        until: Day of the newest ticket it learned from, ISO 8601.
        learned_before: It learned from nothing that was said at this time or later.
        fields: What else to say about it: JSON values.
    """
    room = folder.parent
    known = {"base": base, "before": _current(room.parent), "until": until, BOUND: learned_before.isoformat()}
    card = {**known, **fields}
    atomic_write(folder / CARD, json.dumps(card, indent=1, sort_keys=True).encode())
    atomic_write(room / "CURRENT", folder.name.encode())


def undo(models: Path) -> str | None:
    """Put the encoder into use that was in use before the adapted one.

    Args:
        models: The workspace's models folder.

    Returns:
        Name of the adapted model that is in use now; None for the one that the settings name.

    Raises:
        ModelError: No adapted model is in use.
    """
    name = _current(models)
    if name is None:
        raise ModelError("no tuned encoder is in use", str(models / ROOM), "Make one with: deflect tune")
    before = _before(models, name)
    current = models / ROOM / "CURRENT"
    if before is not None and (models / ROOM / before / CARD).exists():
        atomic_write(current, before.encode())
        return before
    current.unlink()
    sync_folder(current.parent)
    return None


def learned_from(models: Path, created: datetime) -> frozenset[str]:
    """Names of the adapted models that may have learned from a ticket.

    Args:
        models: The workspace's models folder.
        created: When the ticket came in.

    Returns:
        All but those that say that they learned from older tickets only: also leftovers, and damaged ones.
    """
    folders = (folder for folder in (models / ROOM).glob("*/") if folder.is_dir())
    return frozenset(folder.name for folder in folders if not _is_older(folder, created))


def step_back(models: Path, dropped: Set[str]) -> None:
    """Put the newest adapted model into use that stays, if there is one.

    Args:
        models: The workspace's models folder.
        dropped: Names of those that are to go.
    """
    name = used = _current_or_damaged(models)
    while name and (name in dropped or not (models / ROOM / name / CARD).exists()):
        name = _before(models, name)
    if name:
        atomic_write(models / ROOM / "CURRENT", name.encode())
    elif used is not None:
        (models / ROOM / "CURRENT").unlink()
        sync_folder(models / ROOM)


def remove(models: Path, dropped: Set[str]) -> None:
    """Remove adapted models that are not in use, and the vectors that they made.

    Args:
        models: The workspace's models folder.
        dropped: Their names; those that are gone already are passed over.
    """
    for folder in (models / ROOM / name for name in sorted(dropped)):
        for stem in _vectors_of(models, folder.name):
            for path in (models / "vectors").glob(f"{stem}.*"):
                path.unlink()
        if folder.exists():
            shutil.rmtree(folder)
        forget_folder(folder)


def _vectors_of(models: Path, name: str) -> list[str]:
    try:
        return [str(stem) for stem in _card(models, name).get(VECTORS, [])]
    except ModelError:
        return []


def _current_or_damaged(models: Path) -> str | None:
    """What is in use; empty if its name is damaged, None if there is none."""
    try:
        return _current(models)
    except ModelError:
        return ""


def _is_older(folder: Path, created: datetime) -> bool:
    try:
        return datetime.fromisoformat(_card(folder.parent.parent, folder.name)[BOUND]) <= created
    except (ModelError, KeyError, TypeError, ValueError):
        return False


def _current(models: Path) -> str | None:
    try:
        return (models / ROOM / "CURRENT").read_text(encoding="ascii").strip() or None
    except FileNotFoundError:
        return None
    except ValueError as error:
        raise ModelError("the name of the tuned encoder is damaged", str(models / ROOM / "CURRENT"), BACK) from error


def _before(models: Path, name: str | None) -> str | None:
    """What was in use before; unknown counts as none, so that a damaged model can be undone."""
    try:
        found = _card(models, name)["before"] if name else None
    except ModelError:
        return None
    return str(found) if found else None


def _card(models: Path, name: str) -> dict[str, Any]:
    path = models / ROOM / name / CARD
    try:
        card: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        if not {"base", "before", "until"} <= card.keys():
            raise ValueError("a field is missing")
    except (OSError, ValueError, AttributeError) as error:
        raise ModelError("the tuned encoder is damaged or missing", str(path), BACK) from error
    return card
