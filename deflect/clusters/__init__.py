"""vectors → recurring questions: find, label, identity across runs, trends."""

from __future__ import annotations

from deflect.clusters.find import QuestionClusterer
from deflect.clusters.questions import find_questions

__all__ = ["QuestionClusterer", "find_questions"]
