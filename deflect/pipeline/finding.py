"""What the recurring questions of a workspace depend on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from deflect.cleaning import Cleaner
from deflect.clusters.decided.decisions import effect
from deflect.clusters.decided.questions_file import FILE_NAME, load
from deflect.models.tuning.adopted import encoder_in_use
from deflect.pipeline import fingerprints
from deflect.workspace import Workspace

if TYPE_CHECKING:
    from deflect.store import Store


def learning_key(workspace: Workspace, store: Store, cleaner: Cleaner) -> str:
    """Fingerprint what the recurring questions of a workspace depend on."""
    decisions = effect(load(workspace.root / FILE_NAME))
    return fingerprints.of(store.revision(), finding_key(workspace, cleaner), decisions)


def finding_key(workspace: Workspace, cleaner: Cleaner) -> str:
    """Fingerprint what finding questions depends on besides tickets and decisions."""
    settings = workspace.settings
    return fingerprints.of(
        cleaner.version,
        settings.encoder,
        encoder_in_use(workspace.models, settings.encoder.model).tuned,
        settings.clusters,
        settings.vendor.language,
        fingerprints.code_version("cleaning", "models", "clusters"),
    )
