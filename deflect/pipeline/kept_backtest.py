"""The last whole backtest of a workspace, kept until something that it depends on changes."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from pydantic import TypeAdapter, ValidationError

from deflect.pipeline import fingerprints
from deflect.plain import as_json
from deflect.workspace import Workspace, atomic_write

if TYPE_CHECKING:
    from deflect.models import Generation
    from deflect.store import Store
    from deflect.suggest import BacktestResult

NAME = "backtest.json"


def key_of(workspace: Workspace, store: Store, generation: Generation) -> str:
    """Fingerprint all that a backtest depends on: tickets as they were cleaned, what the last run learned, articles.

    Args:
        workspace: Its settings, articles and documentation as they are now.
        store: Its tickets.
        generation: Of the last run, whose recurring questions the backtest uses.
    """
    from deflect.models.tuning.adopted import encoder_in_use

    settings = workspace.settings
    return fingerprints.of(
        store.revision(),
        store.cleaners(),
        dict(generation.files),
        generation.fields["encoder"],
        encoder_in_use(workspace.models, settings.encoder.model).tuned,
        fingerprints.folder(workspace.kb),
        fingerprints.hash_files([path for path in (workspace.documentation,) if path.exists()], workspace.state),
        settings.suggest,
        settings.encoder,
        settings.drafting.customers,
        settings.site.base_url,
        fingerprints.code_version(),
    )


def kept(workspace: Workspace, key: str) -> BacktestResult | None:
    """Read the backtest that was kept.

    Args:
        workspace: Only read.
        key: What `key_of` gives now.

    Returns:
        None if there is none, it is of another key, or its file is damaged: then it is due again.
    """
    from deflect.suggest import BacktestResult

    try:
        found = json.loads((workspace.reports / NAME).read_bytes())
        if found["key"] != key:
            return None
        return TypeAdapter(BacktestResult).validate_python(found["result"])
    except (OSError, ValueError, KeyError, TypeError, ValidationError):
        return None


def keep(workspace: Workspace, key: str, result: BacktestResult) -> None:
    """Keep a whole backtest in place of the one before; its counts and names of tags and languages, no text."""
    atomic_write(workspace.reports / NAME, as_json({"key": key, "result": result}).encode())
