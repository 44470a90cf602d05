"""The demo asked for real: deflect knows the older tickets only, and answers the newer, whose questions are known.

The backtest judges by links and by recurring questions found on all tickets at once: what is asked helped to find the
question that it is then held to ask. Here nothing of the newer tickets is known when questions are found, articles
drafted and the threshold set. An answer is right if the ticket asks what most tickets behind the article ask. Where
questions were mixed up, an article can answer a second one as well: the kinder figure counts each question that a
quarter of the article's tickets ask. Beside it stands what was measured on the older tickets at the same threshold.

Usage: python -m benchmarks.suggest truth [--share 0.75]
"""

from __future__ import annotations

import argparse
import gzip
import json
import tempfile
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path

from benchmarks.clustering.tables import heading, row
from benchmarks.clustering.tickets import demo_truth
from benchmarks.suggest.summary import Row, at_most, share_row
from deflect.config_template import settings_text
from deflect.demo import SETTINGS, TICKETS
from deflect.interval import Share, wilson
from deflect.models import current_generation
from deflect.pipeline import clusters_of, run
from deflect.pipeline.asked import as_asked
from deflect.pipeline.documentation import all_articles, links_to
from deflect.store import Store
from deflect.store.record import ticket_from_record
from deflect.suggest import Suggester
from deflect.suggest.entries import articles_of_tickets, linked_slugs
from deflect.types import Suggestion, Ticket
from deflect.workspace import Workspace

COVERED = 0.25
RISKS = (0.05, 0.1, 0.15, 0.2, 0.3)
SOURCE = "helpdesk"


def main(arguments: Sequence[str] | None = None) -> list[Row]:
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--share", type=float, default=0.75, help="part of the tickets, the oldest, that deflect knows")
    share = ask.parse_args(arguments).share
    tickets = read()
    split = int(len(tickets) * share)
    with tempfile.TemporaryDirectory() as folder:
        workspace = learned(Path(folder) / "desk", tickets[:split])
        return report(workspace, tickets[split:])


def read() -> list[Ticket]:
    """The demo's tickets, oldest first."""
    with gzip.open(TICKETS, "rt", encoding="utf-8") as lines:
        found = [ticket_from_record(json.loads(line), SOURCE) for line in lines]
    return sorted(found, key=lambda ticket: ticket.created_at)


def learned(folder: Path, tickets: Sequence[Ticket]) -> Workspace:
    """Make a workspace of tickets with the demo's settings, and run it."""
    workspace = Workspace.create(folder, settings_text(SETTINGS))
    with Store.open(workspace.database) as store:
        store.put(tickets)
    run(workspace)
    return workspace


def report(workspace: Workspace, tickets: Sequence[Ticket]) -> list[Row]:
    """Print what later tickets are answered at several risks, by the known truth, and what was expected."""
    truth, behind = demo_truth(), questions_behind(workspace)
    print(f"\n{len(tickets):,} newer tickets of the demo; 95% intervals\n")
    print(
        heading(("max_wrong", "answered", "wrong, by the truth", "a second question allowed", "measured on the older"))
    )
    rows = []
    for share in RISKS:
        chosen = SETTINGS | {"suggest": {"max_wrong": share}}
        (workspace.root / "deflect.toml").write_text(settings_text(chosen), encoding="utf-8")
        asker = Suggester.load(workspace.root)
        found = [(truth.get(ticket.ref, ""), asked(asker, ticket)) for ticket in tickets]
        answered, wrong, kinder = judged(found, behind)
        rule = asker.rule
        cells = [str(wrong), str(kinder)] if answered.part else ["silent", rule.in_words]
        measured = str(wilson(rule.wrong, rule.answered)) if rule.answered else "–"
        print(row((f"{share:.2f}", str(answered), *cells, measured)), flush=True)
        measure, beside = f"the demo by its truth, max_wrong {share:.2f}: wrong", f"{answered.value:.1%} answered"
        rows.append(share_row("risk", measure, wrong, at_most(share, f"{share:.0%}"), beside=beside))
    return rows


def judged(
    found: Sequence[tuple[str, Suggestion | None]], behind: Mapping[str, Counter[str]]
) -> tuple[Share, Share, Share]:
    """Count answers by the known truth.

    Args:
        found: For each ticket what it asks, and the answer it got.
        behind: For each article, how many of the tickets behind it ask what.

    Returns:
        Tickets answered; of those, answered wrongly; and wrongly even if an article may answer a second question.
    """
    given = [(question, behind.get(each.article, Counter())) for question, each in found if each is not None]
    wrong = sum(main_question(asks) != question for question, asks in given)
    kinder = sum(question not in covered(asks) for question, asks in given)
    return wilson(len(given), len(found)), wilson(wrong, len(given)), wilson(kinder, len(given))


def asked(asker: Suggester, ticket: Ticket) -> Suggestion | None:
    found = asker.suggest(ticket.messages[0].body, subject=ticket.subject)
    return found if isinstance(found, Suggestion) else None


def questions_behind(workspace: Workspace) -> Mapping[str, Counter[str]]:
    """For each article, how many of the tickets that it was made of, or that link it, ask what."""
    generation, truth = current_generation(workspace.models), demo_truth()
    assert generation is not None
    articles = all_articles(workspace)
    with Store.open(workspace.database) as store:
        tickets = links_to(workspace, articles).resolved(as_asked(store.cleaned(), generation))
    of_question = articles_of_tickets(articles, clusters_of(generation))
    behind: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for ticket in tickets:
        for slug in {*linked_slugs(ticket), *([of_question[ticket.id]] if ticket.id in of_question else [])}:
            behind[slug][truth.get(ticket.id, "")] += 1
    return behind


def main_question(asks: Counter[str]) -> str | None:
    return asks.most_common(1)[0][0] if asks else None


def covered(asks: Counter[str]) -> set[str]:
    """The questions that a quarter of the tickets behind an article ask, or more."""
    return {question for question, count in asks.items() if count >= COVERED * asks.total()}
