"""What is documented already is linked, suggested and reported; it is neither drafted nor rewritten."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from deflect.cli import deflect
from deflect.kb import Library
from deflect.models import current_generation
from deflect.pipeline import clusters_of, run
from deflect.pipeline.decide import pin
from deflect.pipeline.documentation import documented_questions
from deflect.pipeline.status import status
from deflect.suggest import Suggester
from deflect.testing import TOPICS
from deflect.types import Article, Cluster, Suggestion
from deflect.workspace import Workspace

pytestmark = pytest.mark.usefixtures("hash_encoder")

ADDRESS = "https://docs.acme.example/guides/export"


def cluster_about(workspace: Workspace, word: str) -> Cluster:
    generation = current_generation(workspace.models)
    assert generation
    return next(each for each in clusters_of(generation) if each.member_ids[0].startswith(f"desk:{word}"))


def import_docs(workspace: Workspace, title: str, folder: Path, text: str = "Open Reports and press Save.") -> Path:
    page = folder / "guides" / "export.md"
    page.parent.mkdir(parents=True, exist_ok=True)
    page.write_text(f"# {title}\n\n{text}\n")
    arguments = ["import", "docs", str(folder), "--base-url", "https://docs.acme.example", "-w", str(workspace.root)]
    result = CliRunner().invoke(deflect, [*arguments, "--json"])
    assert result.exception is None, result.exception
    assert json.loads(result.stdout)["read"] == 1
    return page


def own_articles(workspace: Workspace) -> dict[str | None, Article]:
    return {each.cluster_id: each for each in Library(workspace.kb, workspace.base).articles()}


def test_a_documented_question_is_linked_rather_than_drafted_and_said_to_be_still_asked(
    ready: Workspace, tmp_path: Path
) -> None:
    export = cluster_about(ready, "export")
    page = import_docs(ready, export.label, tmp_path / "docs")
    text = page.read_bytes()
    assert "answers" in status(ready).stale
    drafted = run(ready).drafted
    assert drafted.withdrawn == (own_articles(ready)[export.id].slug,)
    assert own_articles(ready)[export.id].state == "archived"
    assert cluster_about(ready, "export").documented == "export"
    assert [each.documented for each in clusters_of(current_generation(ready.models))].count("") == len(TOPICS) - 1  # type: ignore[arg-type]
    (found,) = documented_questions(ready)
    assert (found.question, found.url, found.sign, found.tickets) == (export.id, ADDRESS, "similarity", 8)
    assert 0 < found.recent <= 8
    assert (status(ready).documented, status(ready).still_asked) == (1, 1)
    assert page.read_bytes() == text
    assert not (ready.kb / "export.md").exists()
    assert not (ready.site / "articles" / "export.html").exists()

    result = Suggester.load(ready.root).suggest("How do I export all bookings to a spreadsheet file?")
    assert isinstance(result, Suggestion)
    assert (result.article, result.url, result.answer) == ("export", ADDRESS, "Open Reports and press Save.")

    table = CliRunner().invoke(deflect, ["cluster", "-w", str(ready.root)]).stdout
    assert "[documented: export] " in table
    assert "draft" in run(ready).skipped


def test_documentation_that_is_gone_gives_the_question_its_draft_back(ready: Workspace, tmp_path: Path) -> None:
    export = cluster_about(ready, "export")
    before = own_articles(ready)[export.id]
    page = import_docs(ready, export.label, tmp_path / "docs")
    run(ready)
    page.rename(page.with_name("other.md"))
    (tmp_path / "docs" / "guides" / "other.md").write_text("# Nothing of the kind\n\nText.\n")
    CliRunner().invoke(deflect, ["import", "docs", str(tmp_path / "docs"), "-w", str(ready.root)])
    assert before.slug in run(ready).drafted.updated
    assert own_articles(ready)[export.id] == before
    assert documented_questions(ready) == ()


def test_what_somebody_edited_or_pinned_is_kept_although_it_is_documented(ready: Workspace, tmp_path: Path) -> None:
    export = cluster_about(ready, "export")
    path = Library(ready.kb, ready.base).by_cluster()[export.id]
    drafted = path.read_text()
    path.write_text(drafted + "\nOne more thing.\n")
    import_docs(ready, export.label, tmp_path / "docs")
    assert run(ready).drafted.withdrawn == ()
    assert path.read_text() == drafted + "\nOne more thing.\n"
    path.write_text(drafted)
    pin(ready, export.id, "It gets a page of its own")
    assert run(ready).drafted.withdrawn == ()
    assert documented_questions(ready) == ()


def test_an_article_that_somebody_wrote_in_kb_documents_its_question_too(ready: Workspace) -> None:
    export = cluster_about(ready, "export")
    (ready.kb / "own.md").write_text(f"---\ntitle: {export.label}\n---\nOpen Reports.\n")
    run(ready)
    assert [(each.article, each.url) for each in documented_questions(ready)] == [("own", None)]


def test_a_host_whose_links_redaction_takes_out_is_named_until_it_is_kept(desk: Workspace, tmp_path: Path) -> None:
    page = tmp_path / "guide.md"
    page.write_text("# Guide\n\nText.\n")
    hint = "Links to docs.acme-bookings.com are taken out of answers"
    assert hint in call(desk, str(page), "--base-url", "https://docs.acme-bookings.com")[1]
    (desk.root / "deflect.toml").write_text('[privacy]\nkeep = ["docs.acme-bookings.com"]\n')
    assert hint not in call(desk, str(page), "--base-url", "https://docs.acme-bookings.com")[1]


def call(desk: Workspace, *arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(deflect, ["import", "docs", *arguments, "-w", str(desk.root)])
    return result.exit_code, result.stdout + str(result.exception or "")


def test_the_command_says_what_was_skipped_and_refuses_what_it_cannot_do(desk: Workspace, tmp_path: Path) -> None:
    folder = tmp_path / "docs"
    folder.mkdir()
    (folder / "good.md").write_text("# Good\n\nText.\n")
    (folder / "bad.md").write_bytes(b"\xff\xfe")
    code, said = call(desk, str(folder))
    assert (code, "2 pages read: 1 added" in said, "bad.md: it is not UTF-8" in said) == (0, True, True)
    assert "1 unchanged" in call(desk, str(folder))[1]
    assert "bad.md: it is not UTF-8" in call(desk, str(folder), "--strict")[1]
    (folder / "good.md").unlink()
    assert "no page of it can be read" in call(desk, str(folder))[1]
    assert "--map and --source are for tickets" in call(desk, str(folder), "--source", "x")[1]
    result = CliRunner().invoke(
        deflect, ["import", "csv", "a.csv", "--base-url", "https://x.example", "-w", str(desk.root)]
    )
    assert "--base-url and --fetch are for docs" in str(result.exception)
