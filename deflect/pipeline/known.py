"""Since when what a workspace holds was known, for all who ask its past."""

from __future__ import annotations

from typing import TYPE_CHECKING

from deflect.pipeline.documentation import days_published
from deflect.workspace import Workspace

if TYPE_CHECKING:
    from deflect.store import Store
    from deflect.suggest.replay import Known


def known_since(workspace: Workspace, store: Store) -> Known:
    """Tell when each conversation ended, each page elsewhere last changed, and how many customers make a draft.

    Args:
        workspace: Only read.
        store: Its tickets.
    """
    from deflect.suggest.replay import Known

    return Known(
        settled={each.ref: max(message.created_at for message in each.messages) for each in store.tickets()},
        changed=days_published(workspace),
        customers=workspace.settings.drafting.customers,
    )
