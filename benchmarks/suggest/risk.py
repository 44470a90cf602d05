"""Confidence, risk and silence, measured on tickets that came later than all they were fitted on.

Walks forward: confidence and threshold are found as `deflect run` finds them, on what was there before a window, and
judged on the window. Judged are all tickets, right being the article that an agent linked or that of the ticket's
recurring question, which later tickets helped to find, and so flatters; and those with links alone.

Usage: python -m benchmarks.suggest risk [WORKSPACE] [--techqa DIR] [--windows 6]
WORKSPACE is one that `deflect run` was done in, that of Thunderbird tickets if none is named. DIR holds questions.jsonl
and docs.jsonl, ../shared/data/techqa if none is named.
"""

from __future__ import annotations

import argparse
import itertools
import json
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.clustering.sets import DATA, there
from benchmarks.suggest.summary import Row, at_most, share_row
from benchmarks.suggest.thunderbird import workspace_at
from deflect.config import Settings, SuggestSettings
from deflect.interval import wilson
from deflect.models import Encoder, current_generation, load_encoder, new_generation
from deflect.pipeline import clusters_of
from deflect.pipeline.asked import as_asked
from deflect.pipeline.documentation import all_articles, links_to
from deflect.pipeline.memory import open_memory
from deflect.store import Store
from deflect.suggest import Suggester, decide, prepare, replay, risk
from deflect.suggest.artefacts import Book
from deflect.suggest.calibration import Calibration
from deflect.suggest.fitting import Asked
from deflect.suggest.replay import History
from deflect.types import Article
from deflect.workspace import Workspace

RISKS = (0.02, 0.05, 0.1, 0.2, 0.3)
BINS = 10
DRAWS = 200
SUMMED = (0.05, 0.1, 0.2)
"""The risks that the last table speaks of."""
CALIBRATION = at_most(0.03, "0.03")
UNANSWERABLE = at_most(3, "3 of 96")
ANSWERABLE = 0.7
"""Share of the answerable questions at which the unanswerable ones that are answered are counted."""

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Window:
    """What was known before a window, and the tickets asked in it."""

    known: Calibration
    asked: Sequence[Asked]


class AsIs:
    """Questions that hold no personal data, in English."""

    def clean_question(self, text: str, subject: str = "") -> tuple[str, str]:
        return f"{subject}\n{text}".strip()[:2_000], "en"


def main(arguments: Sequence[str] | None = None) -> list[Row]:
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("workspace", nargs="?")
    ask.add_argument("--techqa", type=Path, default=DATA / "techqa")
    ask.add_argument("--windows", type=int, default=6)
    wanted = ask.parse_args(arguments)
    workspace = workspace_at(wanted.workspace)
    if workspace is None:
        return []
    past = history(workspace)
    found = []
    for name, judged in (("links and recurring questions", past), ("links alone", past.with_links_only())):
        print(f"\nby {name}\n", flush=True)
        found += report(f"by {name}", walk(judged, wanted.windows))
    return found + (unanswerable(wanted.techqa, workspace) if there(wanted.techqa, "techqa") else [])


def history(workspace: Workspace) -> History:
    generation = current_generation(workspace.models)
    assert generation is not None, "run it first: deflect run"
    with Store.open(workspace.database) as store:
        tickets = as_asked(store.cleaned(), generation)
    memory = open_memory(workspace, tickets)
    vectors = memory.encode([ticket.question for ticket in tickets])
    articles = all_articles(workspace)
    resolved = links_to(workspace, articles).resolved(tickets)
    return replay.history(resolved, vectors, articles, clusters_of(generation), memory.encode)


def walk(past: History, windows: int) -> list[Window]:
    """The second half of a past in windows, each judged by what was known when it began."""
    edges = np.linspace(len(past.tickets) // 2, len(past.tickets), windows + 1).astype(int).tolist()
    return [
        Window(replay.calibrate(past.until(start)), replay.asked_of(replay.replay(past.until(end), start)))
        for start, end in itertools.pairwise(edges)
    ]


def report(judged: str, windows: Sequence[Window]) -> list[Row]:
    surest = [best(window) for window in windows]
    confidence = np.concatenate([sure for sure, _ in surest])
    right = np.concatenate([hits for _, hits in surest])
    print(f"tickets {len(right):,}, right at 1 {right.mean():.3f}, mean confidence {confidence.mean():.3f}")
    found, by_chance = error(confidence, right), noise(confidence)
    print(f"expected calibration error, {BINS} bins of equal mass: {found:.4f}; ", end="")
    print(f"of one that is never wrong about itself, at this size: {by_chance:.4f}")
    print("\n| max_wrong | windows answered | risk held | answered | wrong among answered |\n|---|---|---|---|---|")
    kept = [Kept.of(windows, share) for share in RISKS]
    for each in kept:
        print(each.line, flush=True)
    basis = f"{by_chance:.3f} by chance; n = {len(right):,}"
    calibration = Row("calibration", f"{judged}: expected error", found, f"{found:.3f}", basis, CALIBRATION)
    return [calibration, *(each.row(judged) for each in kept if each.share in SUMMED)]


def best(window: Window) -> tuple[Floats, NDArray[np.bool_]]:
    """The confidence of the surest candidate of each ticket, 0 without one, and whether it is right."""
    found = [(window.known.confidence(each.features), each.right) for each in window.asked]
    sure = np.array([confidence.max(initial=0.0) for confidence, _ in found])
    return sure, np.array([bool(len(right) and right[confidence.argmax()]) for confidence, right in found], dtype=bool)


def error(confidence: Floats, right: NDArray[np.bool_]) -> float:
    """Mean distance of confidence from the share right, over bins of equally many tickets."""
    parts = np.array_split(np.argsort(confidence, kind="stable"), BINS)
    return float(sum(abs(confidence[part].mean() - right[part].mean()) * len(part) for part in parts) / len(right))


def noise(confidence: Floats) -> float:
    """What `error` is on average where confidence is exactly the probability of being right."""
    random = np.random.default_rng(0)
    return float(np.mean([error(confidence, random.random(len(confidence)) < confidence) for _ in range(DRAWS)]))


@dataclass(frozen=True, slots=True)
class Kept:
    """How one risk was kept to.

    Attributes:
        share: The risk, `suggest.max_wrong`.
        windows: How many there are.
        spoken: In how many of them something was answered.
        held: In how many of those no more than the risk was wrong.
        asked: Tickets.
        given: Answers.
        wrong: Of those.
    """

    share: float
    windows: int
    spoken: int
    held: int
    asked: int
    given: int
    wrong: int

    @classmethod
    def of(cls, windows: Sequence[Window], share: float) -> Kept:
        """Answer each window at the threshold that its past gives for a risk."""
        rules = [risk.in_force(each.known.steps, each.known.measured, "history", share) for each in windows]
        answers = [
            shown(window, rule.threshold)
            for window, rule in zip(windows, rules, strict=True)
            if rule.threshold is not None
        ]
        wrong = [each.count(False) for each in answers]
        held = sum(bad <= share * len(each) for bad, each in zip(wrong, answers, strict=True))
        asked = sum(len(each.asked) for each in windows)
        return cls(share, len(windows), len(answers), held, asked, sum(map(len, answers)), sum(wrong))

    @property
    def line(self) -> str:
        counts = f"{self.spoken} of {self.windows} | {self.held} of {self.spoken} | {self.given / self.asked:.1%}"
        return f"| {self.share:.2f} | {counts} | {wilson(self.wrong, self.given)} |"

    def row(self, judged: str) -> Row:
        beside = f"{self.given / self.asked:.1%} answered, held in {self.held} of {self.spoken} windows"
        measure = f"{judged}, max_wrong {self.share:.2f}: wrong"
        return share_row(
            "risk", measure, wilson(self.wrong, self.given), at_most(self.share, f"{self.share:.0%}"), beside=beside
        )


def shown(window: Window, threshold: float) -> list[bool]:
    """Whether each answer given is right."""
    known = window.known
    places = [
        decide.shown(known.confidence(each.features), each.features[:, 0], each.own, threshold, known.floor)
        if len(each.right)
        else None
        for each in window.asked
    ]
    return [bool(each.right[at]) for each, at in zip(window.asked, places, strict=True) if at is not None]


def unanswerable(folder: Path, workspace: Workspace) -> list[Row]:
    """Ask questions of documents, with the confidence learned in a workspace of something else altogether."""
    questions, documents = (_rows(folder / name) for name in ("questions.jsonl", "docs.jsonl"))
    generation = current_generation(workspace.models)
    assert generation is not None
    known = Book.open(generation).calibration
    encoder = load_encoder(directory=workspace.models)
    with tempfile.TemporaryDirectory() as made:
        book = _book(Path(made), documents, encoder)
        asker = Suggester(book, encoder, AsIs(), SuggestSettings.model_validate({"threshold": 0.0, "sensitive": {}}))
        return _techqa_rows(asker, questions, known)


def _book(folder: Path, documents: Sequence[dict[str, Any]], encoder: Encoder) -> Book:
    articles = [_article(each["filename"], each["text"]) for each in documents]
    with new_generation(folder) as draft:
        vectors = np.zeros((0, encoder.dimension), dtype=np.float32)
        prepare(draft, articles, (), (), vectors, encoder.encode, Settings())
        draft.publish({})
    generation = current_generation(folder)
    assert generation is not None
    return Book.open(generation)


def _article(name: str, text: str) -> Article:
    head, _, body = text.partition("\n")
    title = head.removeprefix("Title:").strip()
    return Article(name, name, title, title, body.strip() or title, state="validated", origin="imported")


def _techqa_rows(asker: Suggester, questions: Sequence[dict[str, Any]], known: Calibration) -> list[Row]:
    results = [asker.suggest(each["question"]) for each in questions]
    confidence = np.array([each.confidence for each in results])
    answerable = np.array([not each["is_impossible"] for each in questions])
    print(f"\ntechqa: {answerable.sum()} answerable, {(~answerable).sum()} not; defaults, for nothing is learned here")
    print("\n| answerable answered | unanswerable answered | threshold |\n|---|---|---|")
    for share in (0.3, 0.5, ANSWERABLE, 0.9):
        _answered_at(float(np.quantile(confidence[answerable], 1 - share)), confidence, answerable)
    rule = risk.in_force(known.steps, known.measured, "history", 0.1)
    if rule.threshold is not None:
        _answered_at(rule.threshold, confidence, answerable, ", set elsewhere")
    over = confidence >= np.quantile(confidence[answerable], 1 - ANSWERABLE)
    wrong = wilson(int((over & ~answerable).sum()), int((~answerable).sum()))
    measure = f"techqa, unanswerable answered where {ANSWERABLE:.0%} of the answerable are"
    basis = f"{wrong.low:.1%}–{wrong.high:.1%}"
    return [Row("abstention", measure, wrong.part, f"{wrong.part} of {wrong.whole}", basis, UNANSWERABLE)]


def _answered_at(threshold: float, confidence: Floats, answerable: NDArray[np.bool_], said: str = "") -> None:
    over = confidence >= threshold
    print(f"| {over[answerable].mean():.0%} | {(over & ~answerable).sum()} | {threshold:.3f}{said} |")


def _rows(path: Path) -> list[dict[str, Any]]:
    with path.open(encoding="utf-8") as file:
        return [json.loads(line) for line in file]
