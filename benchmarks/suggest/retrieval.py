"""Which article did the agent link? Asked of later tickets, from what earlier ones knew.

Right is an article that an agent linked in the ticket; all later tickets with a link are asked, also those whose
article was never linked before. The ways beside ours are the plain ones: the most frequent article, and votes of the
nearest earlier tickets with a link, by TF-IDF or by vectors. Ours is deflect's own ranking, its confidence fitted on
four stretches of the earlier tickets, each asked of what was before it; the later tickets are seen once, to be asked.
A second table takes ours apart: what each part adds to those before it (`ablation`).

Usage: python -m benchmarks.suggest retrieval [WORKSPACE] [--from DAY] [--until DAY] [--language en]
WORKSPACE holds imported tickets in which agents linked articles, and had a `deflect run`; it is only read from, except
for vectors of texts that were not encoded before. Without one, that of Thunderbird tickets is asked.
"""

from __future__ import annotations

import argparse
import itertools
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

import numpy as np
from numpy.typing import NDArray

from benchmarks.clustering.tables import heading, machine, row
from benchmarks.suggest import ablation, outcomes
from benchmarks.suggest.ablation import by_vectors, reranked
from benchmarks.suggest.outcomes import MEASURES, Floats, Outcome, by_scores, estimates
from benchmarks.suggest.summary import Row, at_least
from benchmarks.suggest.thunderbird import workspace_at
from deflect.pipeline.memory import open_memory
from deflect.store import Store
from deflect.suggest import entries, replay
from deflect.suggest.replay import History, Replayed
from deflect.workspace import Workspace

NEIGHBOURS = 80
STRETCHES = 4
STRETCH_SHARE = 0.75
BARS = (at_least(42, "42%"), at_least(62, "62%"), at_least(80, "80%"))
OURS = "ours"
WITHOUT: dict[str, tuple[str, ...]] = {
    OURS: (),
    "without the regression's feature": ("learned",),
    "without centres": ("centre",),
    "without words": ("words", "agreement"),
    "without near tickets": ("similarity", "votes", "margin", "agreement"),
}


def main(arguments: Sequence[str] | None = None) -> list[Row]:
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("workspace", nargs="?")
    ask.add_argument("--from", dest="start", default="2024-07-01", help="day of the first ticket asked")
    ask.add_argument("--until", default="2025-01-01", help="day after the last")
    ask.add_argument("--language", default="en")
    wanted = ask.parse_args(arguments)
    workspace = workspace_at(wanted.workspace)
    if workspace is None:
        return []
    print(machine(), flush=True)
    return run(workspace, day(wanted.start), day(wanted.until), wanted.language)


def day(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def run(workspace: Workspace, start: datetime, until: datetime, language: str) -> list[Row]:
    """Print both tables.

    Args:
        workspace: Where the tickets are.
        start: Tickets from here on are asked.
        until: Tickets from here on are not looked at.
        language: Of the tickets.

    Returns:
        What ours came to, and what each part adds.
    """
    past = history(workspace, until, language)
    split = sum(ticket.created_at < start for ticket in past.tickets)
    found = replay.replay(past, split)
    print(f"\n{split:,} earlier tickets, {len(found.tickets)} later ones with a link; 95% intervals.\n")
    plain = ablation.nothing_learned(past, split, stretches(split))
    beside = ways(past, split, found, plain)
    show(beside)
    added = ablation.ways(past, split, found, plain, beside[OURS])
    print()
    show(added)
    return [
        *outcomes.rows("retrieval", "the article that was linked", beside[OURS], BARS),
        *(outcomes.one_row("ablation", name, outcome) for name, outcome in added.items()),
    ]


def history(workspace: Workspace, until: datetime, language: str) -> History:
    """The tickets of a language before a day, judged by their links alone."""
    with Store.open(workspace.database) as store:
        tickets = [each for each in store.cleaned() if each.language == language and each.created_at < until]
    memory = open_memory(workspace, tickets)
    return replay.history(tickets, memory.encode([each.question for each in tickets]), [], [], memory.encode)


def show(found: Mapping[str, Outcome]) -> None:
    print(heading(("way", *MEASURES)))
    for name, outcome in found.items():
        print(row((name, *map(str, estimates(outcome)))), flush=True)


def ways(past: History, split: int, found: Replayed, plain: ablation.Nothing) -> dict[str, Outcome]:
    """Rank the articles of later tickets in the plain ways, in ours, and in ours with something left out."""
    votes = entries.vote_table(entries.ticket_votes(past.tickets[:split], found.targets, [], []))
    frequent = np.bincount(votes[votes >= 0], minlength=len(found.targets)).astype(np.float64)
    beside = {
        "most frequent": by_scores(found, np.tile(frequent, (len(found.tickets), 1))),
        "TF-IDF neighbours": by_scores(found, _voted(_tfidf(past, split, found), votes)),
        "vector neighbours": by_scores(found, _voted(by_vectors(past, split, found), votes)),
    }
    fitted = replayed(past, split)
    parts = {name: reranked(fitted, found, without) for name, without in WITHOUT.items()}
    return beside | parts | {"nothing learned": reranked(plain.fitted, plain.asked)}


def stretches(split: int) -> list[tuple[int, int]]:
    """Where the stretches of earlier tickets begin and end that confidence is fitted on."""
    ends = (np.linspace(1 - STRETCH_SHARE, 1, STRETCHES + 1) * split).astype(int).tolist()
    return list(itertools.pairwise(ends))


def replayed(past: History, split: int) -> list[Replayed]:
    """Each stretch asked of what was before it."""
    return [replay.replay(past.until(end), begin) for begin, end in stretches(split)]


def _voted(similarities: Floats, votes: NDArray[np.int32]) -> Floats:
    """Votes of the nearest tickets with a link, weighed by the square of how far they stand out."""
    linked = np.flatnonzero((votes >= 0).any(axis=1))
    scores = np.zeros((len(similarities), int(votes.max()) + 1))
    for at, every in enumerate(similarities):
        near = linked[np.argsort(-every[linked], kind="stable")[:NEIGHBOURS]]
        weight = (every[near] - every[near].min()) ** 2
        weight /= max(float(weight.sum()), 1e-12)
        given = np.array(votes[near])
        rows, columns = np.nonzero(given >= 0)
        np.add.at(scores[at], given[rows, columns], weight[rows])
    return scores


def _tfidf(past: History, split: int, found: Replayed) -> Floats:
    from sklearn.feature_extraction.text import TfidfVectorizer

    model = TfidfVectorizer(sublinear_tf=True, min_df=2, stop_words="english")
    earlier = model.fit_transform([ticket.question for ticket in past.tickets[:split]])
    similarities: Floats = (model.transform([ticket.question for ticket in found.tickets]) @ earlier.T).toarray()
    return similarities
