"""Imports all that a run needs, for processes that are forked from one that has it."""

from __future__ import annotations

import deflect.cleaning
import deflect.clusters
import deflect.connectors
import deflect.kb
import deflect.models.generation
import deflect.pipeline.learning
import deflect.site
import deflect.store
import deflect.suggest  # noqa: F401
