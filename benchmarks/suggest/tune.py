"""What `deflect tune` gains: which article did the agent link, asked with the encoder as it is and tuned.

Learned from: tickets before --learn-until. The best way is chosen, and confidence is fitted, on those from then to
--from, which no encoder learned from. Judged on those from --from to --until, each looked at once. The first row is
that of the section `retrieval`, whose confidence is fitted on more tickets.

Usage: python -m benchmarks.suggest tune [WORKSPACE] [--minutes N] [--learn-until DAY] [--from DAY] [--until DAY]
WORKSPACE as for `retrieval`; it is only read from, except for vectors of texts that were not encoded before.
"""

from __future__ import annotations

import argparse
import dataclasses
import tempfile
import time
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from benchmarks.clustering.tables import machine
from benchmarks.suggest import outcomes, retrieval
from benchmarks.suggest.ablation import reranked
from benchmarks.suggest.outcomes import Outcome, ordered
from benchmarks.suggest.summary import Row
from benchmarks.suggest.thunderbird import workspace_at
from deflect.models import VectorCache, load_encoder
from deflect.models.source import find_source
from deflect.models.tuning.training import Budget
from deflect.pipeline.clean import cleaner_for
from deflect.pipeline.memory import Memory, sample_of
from deflect.pipeline.threads import threads
from deflect.pipeline.tuner import AS_IS, Tuner
from deflect.store import Store
from deflect.suggest import replay
from deflect.suggest.replay import History
from deflect.suggest.tuning import measure
from deflect.suggest.tuning.measure import Split
from deflect.suggest.tuning.pairs import collect
from deflect.workspace import Workspace


def main(arguments: Sequence[str] | None = None) -> list[Row]:
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("workspace", nargs="?")
    ask.add_argument("--minutes", type=float, default=30.0)
    ask.add_argument("--maps-only", action="store_true", help="leave out training the layers, which takes longest")
    ask.add_argument("--learn-until", default="2024-01-01", help="day of the first ticket that is not learned from")
    ask.add_argument("--from", dest="start", default="2024-07-01", help="day of the first ticket judged on")
    ask.add_argument("--until", default="2025-01-01", help="day after the last")
    ask.add_argument("--language", default="en")
    wanted = ask.parse_args(arguments)
    workspace = workspace_at(wanted.workspace)
    if workspace is None:
        return []
    print(machine(), flush=True)
    days = [retrieval.day(each) for each in (wanted.learn_until, wanted.start, wanted.until)]
    return run(workspace, days, wanted.language, wanted.minutes, layers=not wanted.maps_only)


def run(
    workspace: Workspace, days: Sequence[datetime], language: str, minutes: float, *, layers: bool = True
) -> list[Row]:
    """Print the table and how it came about.

    Args:
        workspace: Where the tickets are.
        days: Of the first ticket that is not learned from, of the first judged on, and after the last.
        language: Of the tickets.
        minutes: For tuning.
        layers: Whether to try those.

    Returns:
        What the chosen encoder came to.
    """
    past = retrieval.history(workspace, days[2], language)
    cut = Split(*(sum(ticket.created_at < day for ticket in past.tickets) for day in days[:2]))
    with Store.open(workspace.database) as store:
        settled = {each.ref: max(message.created_at for message in each.messages) for each in store.tickets()}
        told = dataclasses.replace(past, known=replay.Known(settled))
        pairs = collect(told, cut.learned, threads(store.tickets, cleaner_for(workspace)))
    settings = workspace.settings.encoder
    encoder = load_encoder(settings.model, directory=workspace.models, sample=sample_of(past.tickets))
    base = Memory(encoder, VectorCache(workspace.models / "vectors", encoder.fingerprint))
    with tempfile.TemporaryDirectory() as name:
        begun, used = time.monotonic(), time.process_time()
        budget = Budget(begun + 60 * minutes)
        folder, source = Path(name), find_source(settings.model)
        tuner = Tuner(past, cut, base, source, settings.precision, folder, budget, _say, layers)
        found = tuner.tune(pairs)
        took, processor = time.monotonic() - begun, time.process_time() - used
        print(f"\npairs {found.pairs}, from {found.learned:,} tickets")
        print(f"{took:.0f} s, of the processor {processor:.0f} s; left out for want of time: {found.left_out}")
        for way in found.ways:
            print(f"{way.score:.4f} {way.name}: {way.pairs:,} pairs, {way.steps:,} steps")
        print(f"{'adopted' if found.adopted else 'not adopted'}: {found.reason}\n{found.comparison}\n")
        whole = replay.replay(past, cut.held)
        beside = {
            "ours": reranked(retrieval.replayed(past, cut.held), whole),
            "ours, confidence from the middle part": _outcome(past, cut),
        }
        chosen = f"tuned encoder ({found.chosen.name})"
        if found.chosen.name != AS_IS:
            beside[chosen] = _outcome(tuner.exported(folder / "model"), cut)
        retrieval.show(beside)
        return [outcomes.one_row("ablation", chosen, beside[chosen])] if chosen in beside else []


def _outcome(past: History, cut: Split) -> Outcome:
    known, found = measure.fitted(past, cut), replay.replay(past, cut.held)
    return ordered(found, lambda at: known.confidence(found.rankings[at].features))


def _say(stage: str, done: int, total: int) -> None:
    if done % max(total // 10, 1) == 0:
        print(f"{stage}: {done:,} of {total:,}", flush=True)
