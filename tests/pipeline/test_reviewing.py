"""What a person says about an article happens at once, is kept by every later run, and can be taken back."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from deflect.clusters.decided.questions_file import load as decisions
from deflect.errors import ArticleError, UsageError, WorkspaceLockedError
from deflect.kb import Library
from deflect.kb.edits import MIDDLE, OURS, THEIRS, with_keys
from deflect.kb.review_log import FILE_NAME, load
from deflect.pipeline import build_site, run, undoing
from deflect.pipeline.editing import closed_unsaved, edit, open_article
from deflect.pipeline.erase import erase
from deflect.pipeline.questions import decisions_file
from deflect.pipeline.review import find, review
from deflect.pipeline.reviewing import REVIEW_AFTER, accept, merge, reject, undo
from deflect.store import Store
from deflect.testing import small_desk
from deflect.types import Article
from deflect.workspace import Workspace
from tests.kb.build import dispute

pytestmark = pytest.mark.usefixtures("hash_encoder")

NEW = "Open the Billing tab first. Then press Invoice and enter the VAT number."


def today() -> date:
    return datetime.now(UTC).date()


def own(workspace: Workspace, slug: str, answer: str = "Press it.", **keys: object) -> Path:
    path = workspace.kb / f"{slug}.md"
    text = f"---\ntitle: About {slug}\nstate: work-in-progress\n---\n{answer}\n"
    path.write_text(with_keys(text, keys, path))
    return path


def proposed(path: Path, answer: str = "Pull it.") -> Path:
    place = path.with_name(f"{path.stem}.proposal.md")
    place.write_text(f"---\ntitle: New\n---\n{answer}\n")
    return place


def slug_of(workspace: Workspace, word: str) -> str:
    return next(path.stem for path in sorted(workspace.kb.glob("*.md")) if word in path.name)


def article(workspace: Workspace, slug: str) -> Article:
    return Library(workspace.kb, workspace.base).shelf()[slug].article


def everything(workspace: Workspace) -> dict[str, bytes]:
    folders = (workspace.kb, workspace.base)
    return {str(path): path.read_bytes() for folder in folders for path in folder.rglob("*") if path.is_file()}


def tell_otherwise(workspace: Workspace, answer: str = NEW) -> None:
    """Let agents answer the question about invoices differently from now on."""
    with Store.open(workspace.database) as store:
        for ticket in small_desk(each=10):
            if ticket.id.startswith("invoice"):
                messages = (ticket.messages[0], replace(ticket.messages[1], body=answer))
                store.put([replace(ticket, messages=messages)])


def test_an_accepted_article_is_validated_with_an_owner_and_a_review_date(ready: Workspace) -> None:
    slug = slug_of(ready, "vat")
    began = today()
    done = accept(ready, slug, "kim")
    upkeep = Library(ready.kb, ready.base).shelf()[slug].upkeep
    day = upkeep.reviewed
    assert day is not None
    assert day in {began, today()}, "midnight may come in between"
    assert (upkeep.owner, upkeep.review_by) == ("kim", day + timedelta(days=180))
    assert (done.state, done.owner, done.review_by) == ("validated", "kim", day + REVIEW_AFTER)
    assert article(ready, slug).state == "validated"
    assert find(ready, slug) is None
    (kept,) = load(ready.root / FILE_NAME)
    assert (kept.verdict, kept.article, kept.by, kept.on) == ("accept", slug, "kim", day)


def test_an_owner_stays_unless_another_is_named(ready: Workspace) -> None:
    slug = slug_of(ready, "vat")
    assert accept(ready, slug, "kim", owner="dana").owner == "dana"
    assert accept(ready, slug, "kim", review_by=date(2030, 1, 1)).owner == "dana"
    assert Library(ready.kb, ready.base).shelf()[slug].upkeep.review_by == date(2030, 1, 1)


def test_an_answer_with_a_gap_cannot_be_accepted(desk: Workspace) -> None:
    path = own(desk, "a", "Press it.\n\nMISSING: How long?")
    before = path.read_bytes()
    with pytest.raises(ArticleError, match=r"not whole .*a.md, line 7.*deflect review edit a"):
        accept(desk, "a", "kim")
    assert path.read_bytes() == before
    assert load(desk.root / FILE_NAME) == ()


def test_later_runs_keep_an_accepted_answer_and_propose_what_is_new(ready: Workspace) -> None:
    slug = slug_of(ready, "vat")
    accept(ready, slug, "kim")
    said = article(ready, slug).answer
    tell_otherwise(ready)
    assert run(ready).drafted.proposed == (slug,)
    assert article(ready, slug).answer == said
    assert article(ready, slug).state == "validated"
    waiting = find(ready, slug)
    assert waiting is not None
    assert waiting.reason == "changed evidence"

    accept(ready, slug, "kim")
    assert "Billing tab" in article(ready, slug).answer
    assert run(ready).drafted.proposed == ()
    assert find(ready, slug) is None


def test_a_new_draft_that_was_turned_down_stays_away_until_it_changes(ready: Workspace) -> None:
    slug = slug_of(ready, "vat")
    accept(ready, slug, "kim")
    said = article(ready, slug).answer
    tell_otherwise(ready)
    run(ready)
    done = reject(ready, slug, "the old way is right", "kim")
    assert (done.state, done.question) == ("validated", "")
    assert article(ready, slug).answer == said
    assert not list(ready.kb.glob("*.proposal.md"))
    run(ready)
    assert find(ready, slug) is None
    tell_otherwise(ready, "Open the Invoice page. Write to us there.")
    assert run(ready).drafted.conflicts == (slug,)
    assert article(ready, slug).answer == said
    waiting = find(ready, slug)
    assert waiting is not None
    assert waiting.reason == "changed evidence"


def test_the_next_step_is_the_one_that_answers_follow_too(ready: Workspace, tmp_path: Path) -> None:
    slug = next(iter(Library(ready.kb, ready.base).shelf()))
    assert accept(ready, slug, "kim").next_step == undo(ready).next_step == "deflect run"
    docs = Workspace.create(tmp_path / "docs")
    (docs.kb / "a.md").write_text("---\ntitle: A\nstate: work-in-progress\n---\nPress it.\n")
    assert accept(docs, "a", "kim").next_step == "deflect build", "without tickets there is nothing to run"


@pytest.mark.parametrize("days", [0, -1, -4000])
def test_a_day_to_read_it_again_that_is_not_to_come_is_refused(ready: Workspace, days: int) -> None:
    slug = next(iter(Library(ready.kb, ready.base).shelf()))
    with pytest.raises(UsageError, match=r"the day to read it again is past .*--again \d{4}-"):
        accept(ready, slug, "kim", review_by=today() + timedelta(days=days))
    assert Library(ready.kb, ready.base).shelf()[slug].article.state == "work-in-progress"


def test_a_rejected_draft_is_archived_and_its_question_never_drafted_again(ready: Workspace) -> None:
    slug = slug_of(ready, "vat")
    key = article(ready, slug).cluster_id
    done = reject(ready, slug, "our bank answers this", "kim")
    assert (done.state, done.question) == ("archived", key)
    (decision,) = decisions(decisions_file(ready))
    assert (decision.decision, decision.question, decision.reason) == ("reject", key, "our bank answers this")
    assert load(ready.root / FILE_NAME)[0].reason == "our bank answers this"
    tell_otherwise(ready)
    run(ready)
    assert article(ready, slug).state == "archived"
    assert find(ready, slug) is None


def test_a_rejected_article_of_peoples_own_is_archived(desk: Workspace) -> None:
    path = own(desk, "a")
    before = path.read_text()
    assert reject(desk, "a", "out of date", "kim").question == ""
    assert path.read_text() == before.replace("work-in-progress", "archived")


@pytest.mark.parametrize("reason", ["", "  "])
def test_a_rejection_needs_a_reason(desk: Workspace, reason: str) -> None:
    own(desk, "a")
    with pytest.raises(UsageError, match="needs a reason"):
        reject(desk, "a", reason, "kim")


def test_a_merged_article_leads_to_the_other_with_its_questions_and_text_kept(desk: Workspace) -> None:
    gone = own(desk, "gone", "See [kept](kept.md).", also_asked=("How?", "Why?"), redirects=("older",))
    kept = own(desk, "kept", also_asked=("why?",), state="validated")
    own(desk, "third", "See [gone](gone.md).", state="validated")
    done = merge(desk, "gone", "kept", "kim")
    assert (done.into, done.state, done.question) == ("kept", "archived", "")
    found = Library(desk.kb, desk.base).shelf()["kept"]
    assert found.article.also_asked == ("why?", "About gone", "How?")
    assert found.upkeep.redirects == ("gone", "older")
    assert found.article.state == "validated"
    assert gone.read_text().endswith("---\nSee [kept](kept.md).\n")
    assert "Press it." in kept.read_text()
    build_site(desk)
    for old in ("gone", "older"):
        assert "url=kept.html" in (desk.site / "articles" / f"{old}.html").read_text()
    assert 'href="kept.html"' in (desk.site / "articles" / "third.html").read_text()


def test_merged_drafts_have_one_question_and_later_runs_draft_it_once(ready: Workspace) -> None:
    one, other = slug_of(ready, "vat"), slug_of(ready, "calendar")
    asked = {article(ready, slug).cluster_id for slug in (one, other)}
    done = merge(ready, one, other, "kim")
    assert done.question in asked
    assert done.next_step == "deflect run"
    run(ready)
    assert article(ready, one).state == "archived"
    assert article(ready, other).tickets == 16
    assert Library(ready.kb, ready.base).redirects() == {one: other}
    assert find(ready, one) is None
    merged = undo(ready)
    assert merged.undid == "merge"
    run(ready)
    assert Library(ready.kb, ready.base).redirects() == {}
    assert {article(ready, slug).state for slug in (one, other)} == {"work-in-progress"}
    assert {article(ready, slug).tickets for slug in (one, other)} == {8}


def test_merging_again_after_a_kill_ends_the_same(desk: Workspace) -> None:
    own(desk, "gone", state="archived")
    own(desk, "kept")
    merge(desk, "gone", "kept", "kim")
    once = everything(desk)
    merge(desk, "gone", "kept", "kim")
    assert everything(desk) == once


def test_what_cannot_be_merged_is_said(desk: Workspace) -> None:
    own(desk, "a")
    own(desk, "away", state="archived")
    own(desk, "de", language="de")
    for into, why in (("a", "two different"), ("away", "can take up nothing"), ("de", "in en, the other in de")):
        with pytest.raises(UsageError, match=why):
            merge(desk, "a", into, "kim")


def test_what_is_settled_stays_settled(desk: Workspace) -> None:
    text = "Open Bookings, choose Export and press Download to save every booking of this year as one file."
    own(desk, "kept", text, state="validated")
    own(desk, "copy", text, state="validated", disagreements=dispute())
    assert [each.reason for each in review(desk)] == ["disagreement"]
    accept(desk, "copy", "kim")
    assert review(desk) == ()
    assert load(desk.root / FILE_NAME)[0].settled[-1] == "duplicate kept"
    undo(desk)
    assert [each.reason for each in review(desk)] == ["disagreement"]


def test_every_decision_is_undone_to_the_letter_one_after_the_other(ready: Workspace) -> None:
    slug, other = slug_of(ready, "vat"), slug_of(ready, "calendar")
    own(ready, "mine")
    proposed(own(ready, "edited"))
    steps = [everything(ready)]
    decisions_taken: tuple[Callable[[], object], ...] = (
        lambda: accept(ready, slug, "kim"),
        lambda: accept(ready, "edited", "kim"),
        lambda: merge(ready, "mine", slug, "kim"),
        lambda: reject(ready, other, "not ours", "kim"),
        lambda: edit(ready, open_article(ready, "mine"), (ready.kb / "mine.md").read_text() + "More.\n", "kim"),
    )
    for decide in decisions_taken:
        decide()
        steps.append(everything(ready))
    for verdict in ("edit", "reject", "merge", "accept", "accept"):
        assert everything(ready) == steps.pop()
        assert undo(ready).undid == verdict
    assert everything(ready) == steps.pop()
    with pytest.raises(UsageError, match="nothing was decided"):
        undo(ready)


def test_the_latest_about_one_article_is_undone_by_its_name(desk: Workspace) -> None:
    own(desk, "a")
    own(desk, "b")
    accept(desk, "a", "kim")
    accept(desk, "b", "kim")
    assert undo(desk, "a").article == "a"
    assert (article(desk, "a").state, article(desk, "b").state) == ("work-in-progress", "validated")


def test_an_undo_takes_back_the_decision_and_not_what_was_edited_since(desk: Workspace) -> None:
    path = own(desk, "a")
    accept(desk, "a", "kim")
    path.write_text(path.read_text() + "A later remark.\n")
    undo(desk)
    assert article(desk, "a").state == "work-in-progress"
    assert path.read_text().endswith("Press it.\nA later remark.\n")
    assert "owner" not in path.read_text()


def test_an_undo_that_would_lose_a_later_edit_is_refused(desk: Workspace) -> None:
    path = own(desk, "a")
    proposed(path)
    accept(desk, "a", "kim")
    path.write_text(path.read_text().replace("Pull it.", "Pull it twice."))
    before = path.read_text()
    with pytest.raises(ArticleError, match="changed since in the same place"):
        undo(desk)
    assert path.read_text() == before


def test_an_undone_rejection_lets_its_question_be_drafted_again(ready: Workspace) -> None:
    slug = slug_of(ready, "vat")
    reject(ready, slug, "not ours", "kim")
    undo(ready)
    assert [each.decision for each in decisions(decisions_file(ready))] == ["reject", "restore"]
    assert article(ready, slug).state == "work-in-progress"
    assert slug in run(ready).drafted.unchanged


def test_what_was_decided_about_the_question_since_is_not_undone(ready: Workspace) -> None:
    from deflect.pipeline import decide

    slug = slug_of(ready, "vat")
    key = article(ready, slug).cluster_id or ""
    reject(ready, slug, "not ours", "kim")
    decide.pin(ready, key, "ours after all")
    undo(ready)
    assert [each.decision for each in decisions(decisions_file(ready))] == ["reject", "pin"]


def test_what_was_forgotten_cannot_be_undone(desk: Workspace) -> None:
    own(desk, "a")
    accept(desk, "a", "kim")
    undoing.forget(desk)
    with pytest.raises(UsageError, match="not known any more"):
        undo(desk)


def test_only_the_latest_texts_are_kept(desk: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(undoing, "KEPT", 2)
    own(desk, "a")
    for _ in range(4):
        accept(desk, "a", "kim")
    assert [path.name for path in sorted((desk.state / "undo").iterdir())] == ["000003.json", "000004.json"]
    assert set(json.loads((desk.state / "undo" / "000004.json").read_bytes())) == {"before", "after", "question"}


def test_an_edit_is_written_and_its_article_waits_until_it_is_accepted(desk: Workspace) -> None:
    path = own(desk, "a", "MISSING: all of it")
    done = edit(desk, open_article(desk, "a"), path.read_text().replace("MISSING: all of it", "Press it."), "kim")
    assert (done.state, done.changed, done.next_step) == ("work-in-progress", True, "deflect review accept a")
    assert article(desk, "a").answer == "Press it."


def test_an_editor_that_was_closed_unsaved_changes_nothing(desk: Workspace) -> None:
    path = own(desk, "a")
    before = path.read_bytes()
    opened = open_article(desk, "a")
    assert not closed_unsaved(desk, opened).changed
    assert not edit(desk, opened, opened.text, "kim").changed
    assert path.read_bytes() == before
    assert load(desk.root / FILE_NAME) == ()


def test_both_answers_are_opened_where_two_wait_and_markers_must_go(desk: Workspace) -> None:
    path = own(desk, "a")
    place = proposed(path)
    opened = open_article(desk, "a")
    both = f"{OURS}\nPress it.\n{MIDDLE}\nPull it.\n{THEIRS}\n"
    assert both in opened.text
    with pytest.raises(ArticleError, match=r"side by side .*line 5"):
        edit(desk, opened, opened.text, "kim")
    assert "Press it.\n" in path.read_text()
    assert place.exists()
    edit(desk, opened, opened.text.replace(both, "Press, then pull.\n"), "kim")
    assert article(desk, "a").answer == "Press, then pull."
    assert not place.exists()


def test_what_was_typed_is_kept_where_it_cannot_be_read_and_is_what_the_next_edit_begins_with(desk: Workspace) -> None:
    path = own(desk, "a")
    before = path.read_bytes()
    bad = path.read_text().replace("state: work-in-progress", "state: splendid") + "Much work.\n"
    with pytest.raises(ArticleError, match=r"state: .*edits/a.md, line 3"):
        edit(desk, open_article(desk, "a"), bad, "kim")
    assert path.read_bytes() == before
    opened = open_article(desk, "a")
    assert opened.text == bad
    edit(desk, opened, bad.replace("splendid", "validated"), "kim")
    assert path.read_text().endswith("Press it.\nMuch work.\n")
    assert open_article(desk, "a").text == path.read_text()


def test_an_article_that_changed_in_the_meantime_is_not_overwritten(desk: Workspace) -> None:
    path = own(desk, "a")
    opened = open_article(desk, "a")
    path.write_text(path.read_text() + "Somebody else.\n")
    with pytest.raises(ArticleError, match="changed while you edited"):
        edit(desk, opened, opened.text + "Me.\n", "kim")
    assert "Somebody else." in path.read_text()
    assert "Me." in open_article(desk, "a").text


def test_an_edit_that_takes_anothers_slug_is_kept_and_not_written(desk: Workspace) -> None:
    path = own(desk, "a")
    own(desk, "b")
    opened = open_article(desk, "a")
    with pytest.raises(ArticleError, match="two articles have the slug b"):
        edit(desk, opened, with_keys(opened.text, {"slug": "b"}, path), "kim")
    assert article(desk, "a").slug == "a"
    assert "slug: b" in open_article(desk, "a").text


@pytest.mark.parametrize("verb", ["accept", "edit", "reject", "merge"])
def test_an_unknown_article_is_named_with_the_nearest(desk: Workspace, verb: str) -> None:
    own(desk, "refund")
    decide: dict[str, Callable[[], object]] = {
        "accept": lambda: accept(desk, "refnud", "kim"),
        "edit": lambda: open_article(desk, "refnud"),
        "reject": lambda: reject(desk, "refnud", "why", "kim"),
        "merge": lambda: merge(desk, "refund", "refnud", "kim"),
    }
    with pytest.raises(UsageError, match=r"no such article \(refnud\). Did you mean refund\?"):
        decide[verb]()


def test_erasing_a_customer_forgets_the_texts_that_decisions_changed_and_what_is_proposed(ready: Workspace) -> None:
    slug = slug_of(ready, "vat")
    accept(ready, slug, "kim")
    tell_otherwise(ready)
    run(ready)
    assert list(ready.base.glob("*.offer"))
    customer = small_desk()[0].requester.email
    assert customer
    erase(ready, customer)
    assert not list((ready.state / "undo").iterdir())
    assert not list(ready.base.glob("*.offer"))
    assert run(ready).drafted.proposed == (slug,)


def test_nothing_is_decided_while_another_process_writes(desk: Workspace) -> None:
    own(desk, "a")
    with desk.lock("run"), pytest.raises(WorkspaceLockedError, match="deflect run"):
        accept(desk, "a", "kim")
