"""What waits for a person, in the order to work it off; and figures that need a run first."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deflect.errors import WorkspaceError, WorkspaceLockedError
from deflect.pipeline import load_report, run, run_backtest
from deflect.pipeline.review import ORDER, Reason, _reason, review
from deflect.store import Store
from deflect.testing import TOPICS, small_desk
from deflect.types import Article, State
from deflect.workspace import Workspace

pytestmark = pytest.mark.usefixtures("hash_encoder")


def own(workspace: Workspace, slug: str, *, answer: str = "Text.", state: str = "work-in-progress") -> Path:
    path = workspace.kb / f"{slug}.md"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"---\ntitle: About {path.stem}\nstate: {state}\n---\n{answer}\n")
    return path


def article_of(workspace: Workspace, word: str) -> Path:
    return next(path for path in workspace.kb.glob("*.md") if word in path.name)


def waiting(workspace: Workspace) -> list[tuple[str, int, str]]:
    return [(each.reason, each.tickets, each.article) for each in review(workspace)]


def test_conflicts_come_first_then_missing_answers_then_drafts_each_by_tickets(desk: Workspace) -> None:
    with Store.open(desk.database) as store:
        store.put(ticket for ticket in small_desk(each=11) if ticket.id.startswith("captcha"))
    run(desk)
    calendar, vat = article_of(desk, "calendar"), article_of(desk, "vat")
    calendar.with_name(f"{calendar.stem}.proposal.md").write_text(calendar.read_text())
    vat.write_text(vat.read_text() + "\nMISSING: what to do abroad.\n")
    own(desk, "b-own")
    own(desk, "a-own")
    assert waiting(desk) == [
        ("conflict", 8, calendar.stem),
        ("missing answer", 8, vat.stem),
        ("new draft", 11, article_of(desk, "captcha").stem),
        ("new draft", 8, article_of(desk, "export").stem),
        ("new draft", 0, "a-own"),
        ("new draft", 0, "b-own"),
    ]


def test_files_are_named_from_the_workspace_with_the_article_title(desk: Workspace) -> None:
    own(desk, "deep/inside")
    (found,) = review(desk)
    assert (found.article, found.title, found.file) == ("inside", "About inside", "kb/deep/inside.md")
    assert found.tickets == 0


def test_what_somebody_stands_behind_or_put_away_does_not_wait(desk: Workspace) -> None:
    own(desk, "done", state="validated")
    own(desk, "away", state="archived", answer="MISSING: all of it")
    assert review(desk) == ()
    own(desk, "done", state="validated", answer="MISSING: the rest")
    assert waiting(desk) == [("missing answer", 0, "done")]


def test_an_archived_article_with_a_proposal_still_waits(desk: Workspace) -> None:
    own(desk, "away", state="archived").with_name("away.proposal.md").write_text("---\ntitle: New\n---\nText.\n")
    assert waiting(desk) == [("conflict", 0, "away")]


states: st.SearchStrategy[State] = st.sampled_from(["work-in-progress", "not-validated", "validated", "archived"])


@given(states, st.booleans(), st.booleans())
def test_the_reason_is_the_first_in_order_that_applies(state: State, missing: bool, proposal: bool) -> None:
    article = Article("a", "a", "A", "Why?", "MISSING: x" if missing else "Text.", state=state)
    applies: dict[Reason, bool] = {
        "conflict": proposal,
        "missing answer": missing and state != "archived",
        "new draft": state == "work-in-progress",
    }
    assert _reason(article, proposal) == next((reason for reason in ORDER if applies[reason]), None)


def test_figures_before_any_run_name_the_command(desk: Workspace) -> None:
    with pytest.raises(WorkspaceError, match=r"nothing was run yet .*deflect run"):
        load_report(desk)
    with pytest.raises(WorkspaceError, match=r"nothing was run yet .*deflect run"):
        run_backtest(desk, 0.25)


def test_the_report_is_of_the_last_run(desk: Workspace) -> None:
    summary = run(desk)
    load = load_report(desk)
    assert load.tickets == summary.learned
    assert (load.recurring.part, load.recurring.whole) == (summary.covered, summary.learned)
    assert [each.tickets for each in load.questions] == [8] * len(TOPICS)
    assert load.first_response_p50 == 2.0


@pytest.mark.parametrize(("holdout", "asked"), [(0.25, 11), (0.5, 22)])
def test_a_backtest_asks_the_held_out_share_twice_alike_and_changes_no_result(
    desk: Workspace, holdout: float, asked: int
) -> None:
    run(desk)
    before = {path: path.read_bytes() for folder in (desk.kb, desk.site, desk.models) for path in folder.rglob("*.*")}
    result = run_backtest(desk, holdout)
    assert (result.all.asked, result.learned) == (asked, len(small_desk()) - asked)
    assert result.links is None
    assert run_backtest(desk, holdout) == result
    assert {path: path.read_bytes() for path in before} == before


def test_no_backtest_while_another_process_writes(desk: Workspace) -> None:
    run(desk)
    with desk.lock("run"), pytest.raises(WorkspaceLockedError, match="deflect run"):
        run_backtest(desk, 0.25)
