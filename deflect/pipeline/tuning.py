"""Adapting the encoder to the workspace: trained on its older tickets, adopted only if newer ones show a gain."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from deflect.errors import ModelError, WorkspaceError
from deflect.models import VectorCache, load_encoder
from deflect.models.multilingual import MULTILINGUAL
from deflect.models.source import BUNDLED, Source, check_downloaded, find_source
from deflect.models.tuning import adopted
from deflect.models.tuning.training import Budget, check_trainer
from deflect.pipeline.clean import cleaner_for
from deflect.pipeline.clock import Progress, silent
from deflect.pipeline.figures import past_of, run_before
from deflect.pipeline.memory import Memory, sample_of
from deflect.pipeline.threads import threads
from deflect.pipeline.tuner import Tuner, Tuning, nothing_tried
from deflect.suggest.replay import History
from deflect.suggest.tuning.measure import lacking, split
from deflect.suggest.tuning.pairs import collect
from deflect.workspace import Workspace

MINUTES = 30.0
LEAST_PAIRS = 200
LEAST_DISK = 1 << 30


def tune(
    workspace: Workspace,
    minutes: float = MINUTES,
    progress: Progress = silent,
    *,
    dry_run: bool = False,
    clock: Callable[[], float] = time.monotonic,
) -> Tuning:
    """Adapt the encoder to the workspace's tickets, and adopt it if it is better beyond noise.

    Args:
        workspace: Locked while this runs. Stopped, it is as before; adopted, the next run encodes anew.
        minutes: Time that training, encoding and judging take at most.
        progress: Called with the stage, items done and items to do.
        dry_run: Adopt nothing.
        clock: Seconds from any start; never goes back.

    Raises:
        MissingExtraError: The trainer is not installed.
        ModelError: The model cannot be tuned, or is not there.
        WorkspaceError: Nothing was run yet, or there is no room.
    """
    from deflect.store import Store

    begun = clock()
    check_trainer()
    source = _source(workspace)
    _check_room(workspace.models)
    with workspace.lock("tune"), Store.open(workspace.database) as store:
        generation = run_before(workspace)
        past = past_of(workspace, store, generation, progress).with_links_only()
        cut = split(past)
        lack = lacking(past, cut)
        pairs = {} if lack else collect(past, cut.learned, threads(store.tickets, cleaner_for(workspace)))
        lack = lack or _too_few(sum(map(len, pairs.values())))
        if lack:
            return nothing_tried(lack, round(clock() - begun, 1))
        with _folder(workspace.models, generation.fields.get("tuned")) as folder:
            budget = Budget(begun + 60 * minutes, clock)
            precision = workspace.settings.encoder.precision
            tuner = Tuner(past, cut, _base(workspace, past), source, precision, folder, budget, progress)
            found = replace(tuner.tune(pairs), seconds=round(clock() - begun, 1))
            if not found.adopted or dry_run:
                return found
            kept = _keep_vectors(folder / "vectors", workspace.models / "vectors")
            gain = found.comparison.gain if found.comparison else 0.0
            said = {"way": found.chosen.name, "gain": gain, adopted.VECTORS: kept}
            bound = past.tickets[cut.learned].created_at
            adopted.adopt(folder, workspace.settings.encoder.model, found.until, bound, said)
    return found


def undo_tuning(workspace: Workspace) -> bool:
    """Put the encoder into use that was in use before the tuned one; the next run encodes with it.

    Args:
        workspace: Locked while this runs.

    Returns:
        Whether an encoder that was tuned earlier is in use now.

    Raises:
        ModelError: No tuned encoder is in use.
    """
    with workspace.lock("tune"):
        return adopted.undo(workspace.models) is not None


def _source(workspace: Workspace) -> Source:
    model = workspace.settings.encoder.model
    if model == MULTILINGUAL:
        raise ModelError(
            "this model cannot be tuned",
            f"encoder.model {model}",
            f"Set it to {BUNDLED}, or tune nothing",
        )
    source = find_source(model)
    check_downloaded(source)
    return source


def _check_room(models: Path) -> None:
    models.mkdir(parents=True, exist_ok=True)
    free = shutil.disk_usage(models).free
    if free < LEAST_DISK:
        raise WorkspaceError("the disk is too full to tune", f"{free >> 20} MB free", "Make room: 1 GB is needed")


def _too_few(there: int) -> str:
    if there >= LEAST_PAIRS:
        return ""
    missing = f"{there} of at least {LEAST_PAIRS}, {LEAST_PAIRS - there} are missing"
    return f"too few pairs to learn from: {missing}. Import more tickets with their answers, then: deflect run"


@contextmanager
def _folder(models: Path, used: str | None) -> Iterator[Path]:
    """A folder for the model, which is gone at the end unless the model was adopted."""
    folder = adopted.new_folder(models, [used])
    try:
        yield folder
    finally:
        if not (folder / adopted.CARD).exists():
            adopted.forget_folder(folder)


def _base(workspace: Workspace, past: History) -> Memory:
    """The model as the settings name it, whatever was tuned before, with what it encoded before."""
    settings, models = workspace.settings.encoder, workspace.models
    encoder = load_encoder(
        settings.model, directory=models, precision=settings.precision, sample=sample_of(past.tickets)
    )
    return Memory(encoder, VectorCache(models / "vectors", encoder.fingerprint))


def _keep_vectors(made: Path, known: Path) -> list[str]:
    """Spare the next run what was encoded to judge by; returns the names of these files, without their endings."""
    known.mkdir(parents=True, exist_ok=True)
    paths = sorted(made.glob("*"))
    for path in paths:
        path.replace(known / path.name)
    return sorted({path.stem for path in paths})
