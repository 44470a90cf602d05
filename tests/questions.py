"""Which question is which on the small desk."""

from __future__ import annotations

from deflect.pipeline.questions import Question, questions
from deflect.workspace import Workspace


def topic(workspace: Workspace, name: str) -> Question:
    """The question that most tickets of a topic ask."""
    return max(questions(workspace), key=lambda each: sum(ref.startswith(f"desk:{name}") for ref in each.refs))


def refs(name: str, count: int = 8) -> set[str]:
    """The first tickets of a topic, all of them unless told otherwise."""
    return {f"desk:{name}-{number}" for number in range(count)}
