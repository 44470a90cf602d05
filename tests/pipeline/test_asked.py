"""What customers write whatever they ask is in no question, phrasing or suggestion, and stays in the tickets."""

from __future__ import annotations

from pathlib import Path

import pytest

from deflect.cleaning.boilerplate import pieces
from deflect.kb import Library
from deflect.models import Generation, current_generation, new_generation
from deflect.pipeline import erase, run
from deflect.pipeline.asked import as_asked
from deflect.pipeline.figures import run_backtest
from deflect.pipeline.questions import draw_map
from deflect.store import Store
from deflect.suggest import Suggester
from deflect.suggest.artefacts import BOILERPLATE, boilerplate_of
from deflect.testing import small_desk
from deflect.types import CleanTicket
from deflect.workspace import Workspace

pytestmark = pytest.mark.usefixtures("hash_encoder")

SAID = ("This happens since Monday.", "This happens since the update.", "This happens since today.")
KEYS = {key for sentence in SAID for _, key, _ in pieces(sentence)}


@pytest.fixture
def busy(tmp_path: Path) -> Workspace:
    """A desk with enough tickets to learn what is boilerplate; every customer says since when it happens."""
    workspace = Workspace.create(tmp_path / "busy")
    with Store.open(workspace.database) as store:
        store.put(small_desk(each=30))
    run(workspace)
    return workspace


def generation(workspace: Workspace) -> Generation:
    found = current_generation(workspace.models)
    assert found
    return found


def tickets(workspace: Workspace) -> list[CleanTicket]:
    with Store.open(workspace.database) as store:
        return list(store.cleaned())


def test_a_run_learns_it_and_leaves_it_out_of_all_but_the_tickets(busy: Workspace) -> None:
    assert boilerplate_of(generation(busy)).keys == KEYS
    assert all("This happens since" in ticket.question for ticket in tickets(busy))
    assert not any("This happens" in ticket.question for ticket in as_asked(tickets(busy), generation(busy)))
    articles = Library(busy.kb, busy.base).articles()
    assert articles
    assert not any("This happens" in text for each in articles for text in (each.title, *each.also_asked))


def test_with_and_without_it_a_question_gets_the_same_suggestion(busy: Workspace) -> None:
    suggester, asked = Suggester.load(busy.root), "Where is the invoice with our VAT number?"
    plain = suggester.suggest(asked)
    assert plain == suggester.suggest(f"{asked} {SAID[0]}") == suggester.suggest(f"{SAID[1]}\n\n{asked} {SAID[2]}")
    assert plain != suggester.suggest(SAID[0])


def test_what_reads_the_tickets_later_reads_them_as_the_run_did(
    busy: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing is encoded anew: what the run encoded is there."""

    def fail(*_: object, **__: object) -> None:
        raise AssertionError("encoded anew")

    monkeypatch.setattr("deflect.testing.HashEncoder.encode", fail)
    assert draw_map(busy)
    assert run_backtest(busy).all.total.asked


def test_after_an_erasure_it_is_still_left_out(busy: Workspace) -> None:
    gone = small_desk(each=30)[0].requester.email
    assert gone
    erase(busy, gone)
    assert generation(busy).number == 2
    assert boilerplate_of(generation(busy)).keys == KEYS


def test_an_older_generation_left_out_nothing(tmp_path: Path, busy: Workspace) -> None:
    with new_generation(tmp_path / "models") as draft:
        draft.publish({})
    older = current_generation(tmp_path / "models")
    assert older
    assert BOILERPLATE not in older.files
    assert as_asked(tickets(busy), older) == as_asked(tickets(busy), None) == tickets(busy)
