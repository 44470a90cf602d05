"""From which confidence on a workspace answers, and what is missing where it does not: one line."""

from __future__ import annotations

from deflect.models import current_generation
from deflect.suggest.risk import CERTAINTY, Rule
from deflect.workspace import Workspace


def answering(workspace: Workspace) -> str:
    """Say in one line when answers are given.

    Args:
        workspace: Only read.

    Returns:
        Empty if nothing was learned yet.

    Raises:
        ModelError: What was learned is damaged or of another version.
    """
    from deflect.suggest.artefacts import rule_of

    generation = current_generation(workspace.models)
    return said(rule_of(generation, workspace.settings.suggest)) if generation else ""


def said(rule: Rule) -> str:
    """Put a rule into words."""
    share = rule.allowed
    if rule.by == "settings":
        return f"from confidence {rule.threshold:.2f} on, as deflect.toml says; no risk is kept to"
    if rule.threshold is not None:
        measured = f"{rule.wrong:,} of {rule.answered:,} answers were wrong on past tickets"
        return f"from confidence {rule.threshold:.2f} on, at most {share} wrong ({CERTAINTY:.0%} sure): {measured}"
    if rule.reason == "too-often-wrong":
        return f"nothing: at no confidence were at most {share} of the answers wrong; see deflect backtest"
    needed = f"about {rule.history:,} more past tickets with a known answer are needed"
    return f"nothing yet: to keep to {share} wrong, {needed} ({rule.reckoned})"
