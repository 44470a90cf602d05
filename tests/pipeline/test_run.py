"""A run goes from tickets to the help centre, does only what is due, and never fights people's edits."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from deflect.errors import WorkspaceError, WorkspaceLockedError
from deflect.kb import Library
from deflect.models import current_generation
from deflect.pipeline import build_site, clusters_of, erase, run
from deflect.pipeline.status import status
from deflect.store import Store
from deflect.suggest import Suggester
from deflect.testing import TOPICS, small_desk
from deflect.types import Message, Requester, Suggestion, Ticket
from deflect.workspace import Workspace

pytestmark = pytest.mark.usefixtures("hash_encoder")

EVERY_STAGE = ("clean", "encode", "cluster", "draft", "index", "site")

SMALL = "[suggest]\nthreshold = 0.5\n"  # what the small desk has, for it is too small for any risk


def snapshot(workspace: Workspace) -> dict[str, bytes]:
    """Everything a run leaves for people: articles, their base, and the site."""
    roots = (workspace.kb, workspace.base, workspace.site)
    return {
        str(path.relative_to(workspace.root)): path.read_bytes()
        for root in roots
        for path in sorted(root.rglob("*"))
        if path.is_file()
    }


def article_of(workspace: Workspace, word: str) -> Path:
    return next(path for path in workspace.kb.glob("*.md") if word in path.read_text().lower())


def test_a_workspace_without_tickets_says_how_to_import_some(tmp_path: Path) -> None:
    with pytest.raises(WorkspaceError, match=r"no tickets yet .*deflect import jsonl"):
        run(Workspace.create(tmp_path / "empty"))


def test_a_workspace_with_nothing_but_spam_says_so(tmp_path: Path) -> None:
    workspace = Workspace.create(tmp_path / "spam")
    now = datetime(2026, 1, 1, tzinfo=UTC)
    with Store.open(workspace.database) as store:
        store.put([Ticket("1", "desk", now, (Message("customer", "Buy gold", now),), status="spam")])
    with pytest.raises(WorkspaceError, match=r"no ticket is left to learn from .*deflect status"):
        run(workspace)


def test_every_planted_question_becomes_a_cluster_an_article_and_a_page(desk: Workspace) -> None:
    summary = run(desk)
    assert summary.tickets == len(small_desk())
    assert summary.questions == len(TOPICS)
    assert summary.covered == 8 * len(TOPICS)
    assert len(summary.drafted.created) == len(TOPICS)
    assert tuple(summary.seconds) == EVERY_STAGE
    assert Path(summary.home).is_file()
    for article in Library(desk.kb, desk.base).articles():
        assert list(desk.site.rglob(f"{article.slug}.html"))


def test_the_answer_of_each_article_is_what_the_agents_wrote(desk: Workspace) -> None:
    run(desk)
    drafted = [article.answer for article in Library(desk.kb, desk.base).articles()]
    for _, answer in TOPICS.values():
        first_sentence = answer.split(". ")[0]
        assert any(first_sentence in text for text in drafted), first_sentence


def test_nothing_new_means_nothing_done_and_no_byte_changed(desk: Workspace) -> None:
    first = run(desk)
    before = snapshot(desk)
    second = run(desk)
    assert second.skipped == ("clean", "encode", "cluster", "draft", "index", "site")
    assert second.generation == first.generation
    assert second.pages == first.pages
    assert snapshot(desk) == before
    assert second.drafted.created == ()
    assert set(second.drafted.unchanged) == set(first.drafted.created)


def test_new_tickets_join_their_question_and_keep_its_article(desk: Workspace) -> None:
    run(desk)
    generation = current_generation(desk.models)
    assert generation is not None
    before = {cluster.id: len(cluster.member_ids) for cluster in clusters_of(generation)}
    files = {path.name for path in desk.kb.glob("*.md")}
    more = [ticket for ticket in small_desk(each=10, seed=1) if ticket.id.split("-")[0] == "export"]
    with Store.open(desk.database) as store:
        store.put(more)
    run(desk)
    grown = current_generation(desk.models)
    assert grown is not None
    after = {cluster.id: len(cluster.member_ids) for cluster in clusters_of(grown)}
    assert before.keys() == after.keys()
    assert sum(after.values()) == sum(before.values()) + 2
    assert {path.name for path in desk.kb.glob("*.md")} == files


def test_an_edit_survives_and_reaches_site_and_suggestions(desk: Workspace) -> None:
    run(desk)
    path = article_of(desk, "vat")
    path.write_text(path.read_text() + "\nWrite to the tax office if it still fails.\n")
    edited = path.read_text()
    summary = run(desk)
    assert path.read_text() == edited
    assert "clean" not in summary.skipped
    assert "cluster" in summary.skipped
    assert any("tax office" in page.read_text() for page in desk.site.rglob("*.html"))


def test_a_deleted_article_stays_deleted_everywhere(desk: Workspace) -> None:
    run(desk)
    path = article_of(desk, "captcha")
    slug = path.stem
    path.unlink()
    summary = run(desk)
    assert not path.exists()
    assert slug in summary.drafted.deleted_by_people
    assert not list(desk.site.rglob(f"{slug}.html"))


def test_a_damaged_note_of_the_last_build_only_builds_again(desk: Workspace) -> None:
    run(desk)
    (desk.state / "site").write_bytes(b"\xff\xfe")
    assert "help centre" in status(desk).stale
    assert "site" not in run(desk).skipped


def test_a_removed_site_is_built_again(desk: Workspace) -> None:
    run(desk)
    before = snapshot(desk)
    for path in desk.site.rglob("*.html"):
        path.unlink()
    assert "site" not in run(desk).skipped
    assert snapshot(desk) == before


def test_a_changed_setting_runs_what_depends_on_it(desk: Workspace) -> None:
    run(desk)
    (desk.root / "deflect.toml").write_text(f"{SMALL}[site]\ntitle = 'New Title'\n")
    again = Workspace.open(desk.root)
    assert run(again).skipped == ("clean", "encode", "cluster", "draft", "index")
    assert "New Title" in (desk.site / "index.html").read_text()
    (desk.root / "deflect.toml").write_text(f"{SMALL}[clusters]\nmin_size = 9\n")
    assert run(Workspace.open(desk.root)).questions == 0


def test_erased_customers_leave_articles_evidence_and_index(desk: Workspace) -> None:
    run(desk)
    with Store.open(desk.database) as store:
        gone = next(ticket for ticket in store.tickets() if ticket.id == "export-0")
        assert gone.requester.email
        store.erase(gone.requester.email)
    run(desk)
    leftovers = [
        path for path in desk.kb.rglob("*.md") if "export-0," in path.read_text() or "export-0 " in path.read_text()
    ]
    assert leftovers == []


def test_after_erasing_no_file_but_edited_articles_names_the_ticket(desk: Workspace) -> None:
    run(desk)
    customer = next(ticket.requester.email for ticket in small_desk() if ticket.id == "export-0")
    assert customer
    assert erase(desk, customer).erased >= 1
    for path in desk.root.rglob("*"):
        if path.is_file():
            assert b'desk:export-0"' not in path.read_bytes(), path
            assert b"desk:export-0," not in path.read_bytes(), path
    assert len(list((desk.models / "gen").iterdir())) == 1


def test_a_run_without_an_erasure_keeps_older_generations_for_readers(desk: Workspace) -> None:
    run(desk)
    (desk.kb / "own.md").write_text("---\ntitle: Own\n---\nText.\n")
    run(desk)
    assert len(list((desk.models / "gen").iterdir())) == 2


def test_another_process_at_work_is_an_error_at_once(desk: Workspace) -> None:
    with desk.lock("import"), pytest.raises(WorkspaceLockedError, match="deflect import"):
        run(desk)


def test_progress_is_reported_for_long_stages(desk: Workspace) -> None:
    seen: list[tuple[str, int, int]] = []
    run(desk, progress=lambda stage, done, total: seen.append((stage, done, total)))
    assert {"encode", "draft"} <= {stage for stage, _, _ in seen}
    assert all(0 <= done <= total for _, done, total in seen)


def test_stopping_at_questions_drafts_nothing(desk: Workspace) -> None:
    summary = run(desk, "questions")
    assert summary.questions == len(TOPICS)
    assert list(desk.kb.iterdir()) == []
    assert not (desk.site / "index.html").exists()


def test_looking_at_the_questions_after_a_whole_run_makes_nothing_stale(desk: Workspace) -> None:
    number = run(desk).generation
    assert run(desk, "questions").generation == number
    assert status(desk).stale == ()


def test_stopping_at_articles_builds_no_site(desk: Workspace) -> None:
    assert len(run(desk, "articles").drafted.created) == len(TOPICS)
    assert not (desk.site / "index.html").exists()


def test_a_full_run_after_a_part_of_one_does_the_rest(desk: Workspace) -> None:
    run(desk, "questions")
    summary = run(desk)
    assert len(summary.drafted.created) == len(TOPICS)
    assert "cluster" in summary.skipped


def test_building_needs_no_tickets(tmp_path: Path) -> None:
    workspace = Workspace.create(tmp_path / "docs")
    (workspace.kb / "hello.md").write_text("---\ntitle: Hello there\nstate: validated\n---\nAn answer.\n")
    assert build_site(workspace).pages >= 2
    assert "Hello there" in (workspace.site / "index.html").read_text()


def test_status_says_what_is_stale_and_what_to_do_next(desk: Workspace, tmp_path: Path) -> None:
    assert status(Workspace.create(tmp_path / "new")).next_step.startswith("deflect import")
    assert status(desk).next_step == "deflect run"
    run(desk)
    found = status(desk)
    assert (found.stale, found.questions, found.tickets) == ((), len(TOPICS), len(small_desk()))
    assert found.articles == {"work-in-progress": len(TOPICS)}
    (desk.kb / "own.md").write_text("---\ntitle: Own\n---\nText.\n")
    assert status(desk).stale == ("answers", "help centre")
    with Store.open(desk.database) as store:
        store.put(small_desk(each=9))
    assert status(desk).stale == ("questions", "articles", "answers", "help centre")


def test_a_question_is_answered_from_what_was_learned(desk: Workspace) -> None:
    run(desk)
    result = Suggester.load(desk.root).suggest("Where do I find the invoice with the VAT number?")
    found = result.article if isinstance(result, Suggestion) else result.nearest[0].article
    assert "vat" in (desk.kb / f"{found}.md").read_text().lower()


def test_personal_data_of_requesters_reaches_no_output(desk: Workspace) -> None:
    created = datetime(2026, 2, 1, tzinfo=UTC)
    secret = [
        Ticket(
            f"pii-{number}", "desk", created,
            (
                Message("customer", f"How do I export all bookings? Write to jane.roe{number}@corp.example.", created),
                Message("agent", f"Open Bookings > Export, Jane. I mailed jane.roe{number}@corp.example.", created),
            ),
            requester=Requester(name="Jane Roe", email=f"jane.roe{number}@corp.example"), status="solved",
        )
        for number in range(6)
    ]  # fmt: skip
    with Store.open(desk.database) as store:
        store.put(secret)
    run(desk)
    private = desk.state
    for path in desk.root.rglob("*"):
        if path.is_file() and private not in path.parents:
            assert b"jane.roe" not in path.read_bytes().lower(), path
