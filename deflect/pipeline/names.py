"""How far a run may go, and the files of a generation that the pipeline itself writes."""

from __future__ import annotations

from typing import Literal

Goal = Literal["questions", "articles", "site"]

CLUSTERS = "clusters.json"
QUESTIONS = "questions.json"
SUMMARY = "summary.json"
DRAFTS = "drafts.json"
DOCUMENTED = "documented.json"
ASKED = "asked.json"
MEANING = "meaning.json"
