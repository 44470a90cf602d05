"""What the answers add: tickets that agents answered the same way are likely the same question."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from benchmarks.clustering.measures import alone, measure
from benchmarks.clustering.sets import Vectors, vectors_of
from benchmarks.clustering.tables import heading, row
from benchmarks.clustering.tickets import Threads, demo_tickets, demo_truth, recurs, thunderbird_threads
from deflect import QuestionClusterer
from deflect.clusters.finding.telling import telling
from deflect.clusters.repeated import find_boilerplate
from deflect.types import CleanTicket

Labels = NDArray[np.int64]


def run() -> None:
    """Print a table for the demo's English tickets and one for Thunderbird's threads."""
    truth = demo_truth()
    tickets = [ticket for ticket in demo_tickets() if ticket.language == "en"]
    asked = np.array([truth[ticket.id] for ticket in tickets])
    print(f"Demo, {len(tickets):,} English tickets, {_answered(tickets):.0%} answered:\n")
    print(
        heading(("view", "BCubed P", "R", "F1", "ARI", "purity", "found", "recurring unassigned", "one-offs grouped"))
    )
    for name, labels in views(tickets):
        print(row([name, *_demo_cells(asked, labels)]), flush=True)
    threads = thunderbird_threads()
    if threads:
        _threads(threads)


def views(tickets: Sequence[CleanTicket]) -> list[tuple[str, Labels]]:
    """Group tickets by their questions alone, and by question and answer."""
    questions = _encoded(tickets)
    answers = np.load(vectors_of([ticket.answer or "" for ticket in tickets], "int8"))
    answers[[ticket.answer is None for ticket in tickets]] = 0.0
    boilerplate = find_boilerplate(tickets)
    asked = _encoded([boilerplate.out_of_ticket(ticket) for ticket in tickets])
    return [
        ("questions", QuestionClusterer().fit_predict(questions)),
        ("questions and all answers", with_answers(questions, answers)),
        ("questions and telling answers", with_answers(questions, telling(questions, answers))),
        ("the same without boilerplate, as in a run", with_answers(asked, telling(asked, answers))),
    ]


def _encoded(tickets: Sequence[CleanTicket]) -> Vectors:
    vectors: Vectors = np.load(vectors_of([ticket.question for ticket in tickets], "int8"))
    return vectors


def with_answers(questions: Vectors, answers: Vectors) -> Labels:
    """Group by both.

    Args:
        questions: (n, d) unit rows.
        answers: (n, d) unit rows; zeros where nobody answered.
    """
    return QuestionClusterer().fit_predict(questions, answers=answers)


def pair_figures(labels: Labels, together: csr_array, known: csr_array) -> tuple[float, float]:
    """Precision and recall over pairs of different rows.

    Args:
        labels: (n,) group of each, -1 for none.
        together: (n, n) pairs that belong together.
        known: (n, n) pairs of which that is known, whether they do or not; precision is among them.

    Returns:
        Of the known pairs in one group, the share that belongs together, 1 if there is none; of the pairs that belong
        together, the share in one group.
    """
    groups = alone(labels)
    grouped = csr_array((np.ones(len(groups), dtype=np.int32), (np.arange(len(groups)), groups)))
    same = (grouped @ grouped.T) > 0
    right, judged = (_pairs(same.multiply(relation)) for relation in (together, known))
    return right / judged if judged else 1.0, right / max(1, _pairs(together))


def _pairs(relation: csr_array) -> int:
    return int((relation.sum() - relation.diagonal().sum()) // 2)


def _threads(threads: Threads) -> None:
    together, known = _pairs(threads.together), _pairs(threads.known)
    print(
        f"\nThunderbird, {len(threads.tickets):,} English threads, {_answered(threads.tickets):.0%} answered; ", end=""
    )
    print("two belong together if helpers linked the same article in both, or one from the other: ", end="")
    print(f"{together:,} of {known:,} pairs ({together / known:.1%}). Links are taken out of the answers first.\n")
    print(heading(("view", "pairs: precision", "recall", "F1", "found", "assigned")))
    for name, labels in views(threads.tickets):
        print(row([name, *_thread_cells(threads, labels)]), flush=True)


def _thread_cells(threads: Threads, labels: Labels) -> list[str]:
    precision, recall = pair_figures(labels, threads.together, threads.known)
    both = 2 * precision * recall / max(precision + recall, 1e-9)
    figures = [f"{figure:.3f}" for figure in (precision, recall, both)]
    return [*figures, str(labels.max() + 1), f"{(labels >= 0).mean():.3f}"]


def _demo_cells(asked: NDArray[np.str_], labels: Labels) -> list[str]:
    found = measure(asked, labels)
    recurring = np.array([recurs(name) for name in asked])
    figures = [found.precision, found.recall, found.f1, found.ari, found.purity]
    shares = [(labels[recurring] < 0).mean(), (labels[~recurring] >= 0).mean()]
    return [*(f"{x:.3f}" for x in figures), str(found.found), *(f"{share:.3f}" for share in shares)]


def _answered(tickets: Sequence[CleanTicket]) -> float:
    return float(np.mean([ticket.answer is not None for ticket in tickets]))
