"""What waits for a person, in the order to work it off; and figures that need a run first."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deflect.errors import InputError, WorkspaceError, WorkspaceLockedError
from deflect.kb import Library
from deflect.kb.edits import with_keys
from deflect.kb.review_log import FILE_NAME, Review, add
from deflect.pipeline import clusters_of, load_report, run, run_backtest, write_backtest
from deflect.pipeline.demand import a_month
from deflect.pipeline.questions import generation_of
from deflect.pipeline.review import ORDER, Reason, Waiting, review
from deflect.store import Store
from deflect.suggest import BacktestResult
from deflect.suggest.replay import History
from deflect.testing import TOPICS, small_desk
from deflect.types import Cluster, State, Trend
from deflect.workspace import Workspace
from tests.kb.build import dispute

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


def put(path: Path, **keys: object) -> Path:
    """Set keys of an article's front matter."""
    path.write_text(with_keys(path.read_text(), keys, path))
    return path


def accepted(path: Path, on: date) -> None:
    put(path, state="validated", owner="kim", reviewed=on, review_by=on + timedelta(days=180))


def found(workspace: Workspace, path: Path, today: date | None = None) -> Waiting | None:
    return next((each for each in review(workspace, today) if each.file.endswith(f"/{path.name}")), None)


def test_a_drafted_title_with_a_gap_is_pointed_at(ready: Workspace) -> None:
    put(article_of(ready, "calendar"), title="Why is the form of … blank?")
    put(own(ready, "mine"), title="How do I write … in a form?")
    about = {each.title: each.about for each in review(ready)}
    assert "gap" in about["Why is the form of … blank?"]
    assert about["How do I write … in a form?"] == ""


def test_what_takes_most_tickets_a_month_comes_first_then_the_more_urgent_reason(desk: Workspace) -> None:
    with Store.open(desk.database) as store:
        store.put(ticket for ticket in small_desk(each=11) if ticket.id.startswith("captcha"))
    run(desk)
    calendar, vat = article_of(desk, "calendar"), article_of(desk, "vat")
    calendar.with_name(f"{calendar.stem}.proposal.md").write_text(calendar.read_text())
    vat.write_text(vat.read_text() + "\nMISSING: what to do abroad.\n")
    own(desk, "b-own")
    own(desk, "a-own").with_name("a-own.proposal.md").write_text("---\ntitle: New\n---\nText.\n")
    listed = review(desk)
    rates = [each.a_month for each in listed]
    assert rates == sorted(rates, reverse=True)
    clusters = {each.id: a_month(each.trend) for each in clusters_of(generation_of(desk))}
    for article in Library(desk.kb, desk.base).articles():
        each = next(each for each in listed if each.article == article.slug)
        assert each.a_month == round(clusters.get(article.cluster_id or "", 0.0), 1)
    assert {(each.reason, each.tickets, each.article) for each in listed} == {
        ("conflict", 8, calendar.stem),
        ("missing answer", 8, vat.stem),
        ("new draft", 11, article_of(desk, "captcha").stem),
        ("new draft", 8, article_of(desk, "export").stem),
        ("conflict", 0, "a-own"),
        ("new draft", 0, "b-own"),
    }
    assert [each.article for each in listed[-2:]] == ["a-own", "b-own"]
    assert next(each.also for each in listed if each.article == vat.stem) == ("new draft",)


def test_files_are_named_from_the_workspace_with_the_article_title(desk: Workspace) -> None:
    own(desk, "deep/inside")
    (each,) = review(desk)
    assert (each.article, each.title, each.file) == ("inside", "About inside", "kb/deep/inside.md")
    assert (each.tickets, each.a_month, each.evidence) == (0, 0.0, 0)
    assert each.command == "deflect review accept inside"


def test_evidence_is_the_number_of_different_tickets(desk: Workspace) -> None:
    own(desk, "a", answer="One. <!-- tickets: s:1, s:2 -->\nTwo. <!-- tickets: s:2, s:3 -->")
    assert review(desk)[0].evidence == 3


def test_what_somebody_stands_behind_or_put_away_does_not_wait(desk: Workspace) -> None:
    own(desk, "done", state="validated")
    own(desk, "away", state="archived", answer="MISSING: all of it")
    assert review(desk) == ()
    own(desk, "done", state="validated", answer="MISSING: the rest")
    assert waiting(desk) == [("missing answer", 0, "done")]


def test_an_article_that_was_never_validated_waits_because_it_is_not_published(desk: Workspace) -> None:
    own(desk, "read", state="not-validated")
    assert waiting(desk) == [("not validated", 0, "read")]


def test_an_archived_article_with_a_proposal_still_waits(desk: Workspace) -> None:
    own(desk, "away", state="archived").with_name("away.proposal.md").write_text("---\ntitle: New\n---\nText.\n")
    assert waiting(desk) == [("conflict", 0, "away")]


def test_a_new_answer_beside_a_validated_article_is_changed_evidence(desk: Workspace) -> None:
    own(desk, "done", state="validated").with_name("done.proposal.md").write_text("---\ntitle: New\n---\nText.\n")
    assert waiting(desk) == [("changed evidence", 0, "done")]


def test_a_disagreement_waits_until_somebody_settled_it_and_again_when_it_is_another(desk: Workspace) -> None:
    path = put(own(desk, "a", state="validated"), disagreements=dispute())
    first = review(desk)[0]
    assert (first.reason, first.about.partition(":")[0]) == ("disagreement", "contradiction")
    add(desk.root / FILE_NAME, said("a", settled=first.settles))
    assert review(desk) == ()
    put(path, disagreements=dispute(newer=2))
    assert waiting(desk) == [("disagreement", 0, "a")]


def test_an_article_past_its_review_date_is_stale(desk: Workspace) -> None:
    path = put(own(desk, "a", state="validated"), review_by=date(2026, 3, 1))
    assert found(desk, path, date(2026, 3, 1)) is None
    late = found(desk, path, date(2026, 3, 2))
    assert late is not None
    assert (late.reason, late.about) == ("stale", "was to be read again by 2026-03-01")


def test_an_article_long_unread_is_stale_only_if_its_tickets_say_other_things(ready: Workspace) -> None:
    path = put(article_of(ready, "vat"), state="validated", reviewed=date(2026, 1, 1))
    later = date(2026, 8, 1)
    assert "stale" not in reasons(found(ready, path, later))
    path.write_text("".join(line for line in path.read_text().splitlines(keepends=True) if "tickets:" not in line[5:]))
    path.write_text(path.read_text() + "\nSomething entirely unlike it.\n")
    assert "stale" in reasons(found(ready, path, later))
    assert "stale" not in reasons(found(ready, path, date(2026, 6, 30)))


def reasons(each: Waiting | None) -> tuple[Reason, ...]:
    return (each.reason, *each.also) if each else ()


FIRST = date(2026, 1, 5)
SINCE = FIRST + timedelta(weeks=12, days=2)
LATER = FIRST + timedelta(weeks=22)


def asked(monkeypatch: pytest.MonkeyPatch, **weekly: tuple[int, ...]) -> None:
    """Let questions be asked so often in each week of the year, whatever tickets there are."""
    clusters = []
    for name, counts in weekly.items():
        weeks = tuple((FIRST + timedelta(weeks=number)).isoformat() for number in range(len(counts)))
        refs = tuple(f"s:{name}{number}" for number in range(sum(counts)))
        clusters.append(Cluster(name, refs, (), "Why?", "en", 1.0, 3, Trend(weeks, counts)))
    made = SimpleNamespace(files=())
    for what, value in (("current_generation", made), ("clusters_of", clusters), ("alike", ())):
        monkeypatch.setattr(f"deflect.pipeline.review.{what}", lambda *_, value=value: value)


def test_an_article_whose_question_keeps_coming_waits_and_is_quiet_once_accepted_again(
    desk: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked(monkeypatch, q1=(4,) * 22, q2=(50,) * 22)
    path = own(desk, "a", state="validated")
    put(path, cluster="q1")
    assert review(desk, LATER) == ()
    accepted(path, SINCE)
    still = found(desk, path, LATER)
    assert still is not None
    assert (still.reason, still.about, still.tickets) == ("still asked", f"as many ask since {SINCE}", 88)
    assert (still.a_month, still.command) == (17.4, "deflect review edit a")
    accepted(path, LATER - timedelta(days=1))
    assert found(desk, path, LATER) is None


def test_an_article_that_works_is_told_last_and_once(desk: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    asked(monkeypatch, q1=(*(9,) * 13, *(1,) * 9), q2=(50,) * 22)
    path = own(desk, "a", state="validated")
    put(path, cluster="q1")
    accepted(path, SINCE)
    own(desk, "b")
    listed = review(desk, LATER)
    assert [(each.article, each.reason) for each in listed] == [("b", "new draft"), ("a", "demand fell")]
    assert listed[-1].a_month > listed[0].a_month == 0
    assert listed[-1].command == "deflect review accept a"
    add(desk.root / FILE_NAME, said("a", settled=listed[-1].settles))
    assert found(desk, path, LATER) is None


def test_the_day_an_article_was_first_accepted_is_the_day_it_was_published(
    desk: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked(monkeypatch, q1=(*(9,) * 13, *(1,) * 9), q2=(50,) * 22)
    path = own(desk, "a", state="validated")
    put(path, cluster="q1")
    accepted(path, LATER - timedelta(days=1))
    assert found(desk, path, LATER) is None
    add(desk.root / FILE_NAME, Review(verdict="accept", article="a", number=1, on=SINCE))
    assert reasons(found(desk, path, LATER)) == ("demand fell",)


def test_of_two_articles_that_say_the_same_the_lesser_waits(desk: Workspace) -> None:
    text = "Open Bookings, choose Export and press Download to save every booking of this year as one file."
    own(desk, "kept", answer=text, state="validated")
    own(desk, "copy", answer=text)
    (copy,) = review(desk)
    assert (copy.article, copy.reason, copy.also, copy.other) == ("copy", "new draft", ("duplicate",), "kept")
    own(desk, "copy", answer=text, state="validated")
    (listed,) = review(desk)
    assert (listed.article, listed.other) == ("copy", "kept")
    assert listed.command == "deflect review merge copy kept"
    add(desk.root / FILE_NAME, said("copy", settled=listed.settles))
    assert review(desk) == ()


def said(article: str, settled: tuple[str, ...], on: date = date(2026, 6, 20)) -> Review:
    return Review(verdict="edit", article=article, number=1, on=on, settled=settled)


states: st.SearchStrategy[State] = st.sampled_from(["work-in-progress", "not-validated", "validated", "archived"])


@given(states, st.booleans(), st.booleans(), st.booleans())
def test_the_reason_is_the_first_in_order_that_applies(
    tmp_path_factory: pytest.TempPathFactory, state: State, missing: bool, proposal: bool, disagree: bool
) -> None:
    desk = Workspace.create(tmp_path_factory.mktemp("review") / "desk")
    path = own(desk, "a", state=state, answer="MISSING: x" if missing else "Text.")
    if disagree:
        put(path, disagreements=dispute())
    if proposal:
        path.with_name("a.proposal.md").write_text(path.read_text())
    applies: dict[Reason, bool] = {
        "conflict": proposal and state != "validated",
        "changed evidence": proposal and state == "validated",
        "disagreement": disagree and state != "archived",
        "missing answer": missing and state != "archived",
        "new draft": state == "work-in-progress",
        "not validated": state == "not-validated",
    }
    expected = tuple(reason for reason in ORDER if applies.get(reason))
    listed = review(desk)
    assert (reasons(listed[0]) if listed else ()) == expected


def test_looking_changes_nothing(ready: Workspace) -> None:
    before = {path: path.read_bytes() for path in ready.root.rglob("*") if path.is_file()}
    review(ready)
    assert {path: path.read_bytes() for path in ready.root.rglob("*") if path.is_file()} == before


def test_a_damaged_line_of_decisions_is_named(desk: Workspace) -> None:
    (desk.root / FILE_NAME).write_text("nonsense\n")
    with pytest.raises(InputError, match=r"reviews.jsonl, line 1"):
        review(desk)


def test_figures_before_any_run_name_the_command(desk: Workspace) -> None:
    with pytest.raises(WorkspaceError, match=r"nothing was run yet .*deflect run"):
        load_report(desk)
    with pytest.raises(WorkspaceError, match=r"nothing was run yet .*deflect run"):
        run_backtest(desk)


def test_the_report_is_of_the_last_run(desk: Workspace) -> None:
    summary = run(desk)
    load = load_report(desk)
    assert load.tickets == summary.learned
    assert (load.recurring.part, load.recurring.whole) == (summary.covered, summary.learned)
    assert [each.tickets for each in load.questions] == [8] * len(TOPICS)
    assert load.first_response_p50 == 2.0


def test_a_backtest_asks_twice_alike_and_changes_no_result(ready: Workspace) -> None:
    before = {
        path: path.read_bytes() for folder in (ready.kb, ready.site, ready.models) for path in folder.rglob("*.*")
    }
    result = run_backtest(ready)
    assert result.all.total.asked == result.asked
    assert result.learned + result.asked == len(small_desk())
    assert result.links is None
    assert run_backtest(ready) == result
    assert {path: path.read_bytes() for path in before} == before


def test_a_backtest_of_the_latest_window_asks_less(ready: Workspace) -> None:
    whole, latest = run_backtest(ready), run_backtest(ready, 1)
    assert latest.windows == whole.windows[-1:]
    assert latest.all.windows == whole.all.windows[-1:]


def test_a_link_counts_once_the_conversation_it_stands_in_has_ended(
    desk: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[History] = []

    def asked(past: History, *_: object) -> BacktestResult:
        seen.append(past)
        raise InterruptedError

    monkeypatch.setattr("deflect.suggest.backtest", asked)
    run(desk)
    with pytest.raises(InterruptedError):
        run_backtest(desk)
    last = {each.ref: max(message.created_at for message in each.messages) for each in small_desk()}
    assert seen[0].known.settled == last
    assert seen[0].known.customers == desk.settings.drafting.customers


@pytest.mark.usefixtures("without_charts")
def test_the_page_goes_where_it_is_wanted_and_nowhere_if_it_cannot(ready: Workspace, tmp_path: Path) -> None:
    result = run_backtest(ready, 1)
    assert write_backtest(ready, result) == ready.state / "reports" / "backtest.html"
    assert (
        write_backtest(ready, result, tmp_path / "new" / "page.html").read_bytes()
        == write_backtest(ready, result).read_bytes()
    )
    (tmp_path / "file").write_text("")
    with pytest.raises(OSError, match="file"):
        write_backtest(ready, result, tmp_path / "file" / "page.html")


def test_no_backtest_while_another_process_writes(ready: Workspace) -> None:
    with ready.lock("run"), pytest.raises(WorkspaceLockedError, match="deflect run"):
        run_backtest(ready)
