"""A run shows a preview until somebody validated an article, and from then on only what is fit for publication."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from deflect.kb import Library
from deflect.models import current_generation
from deflect.pipeline import build_site, clusters_of, run
from deflect.pipeline.site import note
from deflect.site.look import eject
from deflect.testing import TOPICS
from deflect.workspace import Workspace

pytestmark = pytest.mark.usefixtures("hash_encoder")

VALIDATED = "---\ntitle: Own words\nstate: validated\n---\n"


def pages(workspace: Workspace) -> set[str]:
    return {path.stem for path in (workspace.site / "articles").glob("*.html")}


def is_preview(workspace: Workspace) -> bool:
    told = {'class="preview"' in path.read_text() for path in workspace.site.rglob("*.html")}
    assert len(told) == 1, "all pages or none"
    return told.pop()


def written(workspace: Workspace, name: str, text: str) -> Path:
    path = workspace.kb / name
    path.write_text(text)
    return path


@pytest.fixture
def docs(tmp_path: Path) -> Workspace:
    return Workspace.create(tmp_path / "docs")


def test_a_run_shows_drafts_until_an_article_is_validated(desk: Workspace) -> None:
    summary = run(desk)
    assert (summary.preview, summary.waiting, len(pages(desk))) == (True, len(TOPICS), len(TOPICS))
    assert is_preview(desk)
    assert (run(desk).preview, run(desk).waiting) == (True, len(TOPICS))
    written(desk, "own.md", f"{VALIDATED}Text.\n")
    summary = run(desk)
    assert (summary.preview, summary.waiting, pages(desk)) == (False, len(TOPICS), {"own"})
    assert not is_preview(desk)
    build_site(desk, preview=True)
    assert len(pages(desk)) == len(TOPICS) + 1
    assert "site" not in run(desk).skipped, "a preview is not left where the help centre belongs"
    assert pages(desk) == {"own"}
    assert "site" in run(desk).skipped


def test_a_run_shows_no_drafts_where_the_settings_forbid_it(desk: Workspace) -> None:
    (desk.root / "deflect.toml").write_text("[site]\nshow_drafts = false\n")
    summary = run(Workspace.open(desk.root))
    assert (summary.preview, summary.waiting, pages(desk)) == (False, len(TOPICS), set())
    assert "site" in run(Workspace.open(desk.root)).skipped


def test_an_article_of_each_kind_that_is_refused_is_named_and_all_others_are_published(docs: Workspace) -> None:
    written(docs, "good.md", f"{VALIDATED}Text.\n")
    leak = written(docs, "leak.md", f"{VALIDATED}Fine.\n\nAsk mary.jones@gardenia-zyxwv.org.\n")
    link = written(docs, "link.md", f"{VALIDATED}See [it](gone.md) and\n[that](draft.md).\n")
    missing = written(docs, "missing.md", f"{VALIDATED}MISSING: what?\n")
    draft = written(docs, "draft.md", "---\ntitle: Draft\nstate: not-validated\n---\nText.\n")
    built = build_site(docs)
    assert [(each.kind, each.article, each.file, each.line) for each in built.refused] == [
        ("leak", "leak", leak, 7),
        ("broken link", "link", link, 5),
        ("broken link", "link", link, 6),
        ("missing answer", "missing", missing, 5),
        ("not reviewed", "draft", draft, 3),
    ]
    assert (pages(docs), built.articles, built.left_out) == ({"good"}, 1, built.refused)
    assert not any("gardenia" in each.what for each in built.refused)


def test_a_preview_leaves_out_only_what_leaks(docs: Workspace) -> None:
    written(docs, "draft.md", "---\ntitle: Draft\n---\nMISSING: [what](gone.md)?\n")
    written(docs, "leak.md", "---\ntitle: Leak\n---\nAsk mary.jones@gardenia-zyxwv.org.\n")
    opened = written(docs, "open.md", "---\ntitle: Open\n---\nDo it.\n\nAnd that. <!-- tickets: shop:1\n")
    built = build_site(docs, preview=True)
    assert pages(docs) == {"draft"}
    assert {each.article for each in built.left_out} == {"leak", "open"}
    assert next(each.line for each in built.left_out if each.file == opened) == 6


def test_an_article_that_was_published_and_begins_to_leak_is_taken_off(docs: Workspace) -> None:
    written(docs, "good.md", f"{VALIDATED}Text.\n")
    path = written(docs, "own.md", f"{VALIDATED}Text.\n")
    build_site(docs)
    assert pages(docs) == {"good", "own"}
    path.write_text(f"{VALIDATED}Ask mary.jones@gardenia-zyxwv.org.\n")
    build_site(docs)
    assert pages(docs) == {"good"}
    assert not any("gardenia" in found.read_text() for found in docs.site.rglob("*") if found.is_file())


@pytest.mark.parametrize("value", ["help@shop-zyxwv.org", "+44 1632 960 001"])
def test_what_the_owner_lists_as_theirs_is_no_leak(docs: Workspace, value: str) -> None:
    written(docs, "own.md", f"{VALIDATED}Call or write: {value}\n")
    assert [each.kind for each in build_site(docs).refused] == ["leak"]
    (docs.root / "deflect.toml").write_text(f'[privacy]\nkeep = ["{value}"]\n')
    assert build_site(Workspace.open(docs.root)).refused == ()


def test_the_note_of_the_last_build_tells_what_it_made(docs: Workspace) -> None:
    assert note(docs) == note(Workspace.create(docs.root.with_name("new")))
    written(docs, "own.md", f"{VALIDATED}Text.\n")
    written(docs, "draft.md", "---\ntitle: Draft\n---\nText.\n")
    built = build_site(docs)
    last = note(docs)
    assert (last.pages, last.waiting, last.preview, last.reviewed) == (built.pages, 1, False, True)
    (docs.state / "site").write_text('{"unknown": 1}')
    assert note(docs).key == ""


def day_of(workspace: Workspace, slug: str) -> str | None:
    found = re.search(r'<time datetime="([^"]+)"', (workspace.site / "articles" / f"{slug}.html").read_text())
    return found[1] if found else None


def test_an_article_shows_the_day_somebody_stood_behind_it_or_a_ticket_last_asked(desk: Workspace) -> None:
    run(desk)
    generation = current_generation(desk.models)
    last = {cluster.id: cluster.last_seen for cluster in clusters_of(generation)} if generation else {}
    shelf = Library(desk.kb, desk.base).placed()
    assert {slug: day_of(desk, slug) for slug in shelf} == {
        slug: last[file.article.cluster_id or ""] for slug, (_, file) in shelf.items()
    }
    slug, (path, _) = next(iter(shelf.items()))
    path.write_text(path.read_text().replace("state:", "reviewed: 2027-01-31\nstate:", 1))
    written(desk, "own.md", "---\ntitle: Own\n---\nText.\n")
    build_site(desk, preview=True)
    assert (day_of(desk, slug), day_of(desk, "own")) == ("2027-01-31", None)


def test_a_changed_look_builds_the_help_centre_anew(desk: Workspace) -> None:
    run(desk)
    assert "site" in run(desk).skipped
    eject(desk.root)
    assert "site" not in run(desk).skipped
    assert "site" in run(desk).skipped
    (desk.theme / "static" / "style.css").write_text("body { color: black }")
    assert "site" not in run(desk).skipped
    assert any(path.read_text() == "body { color: black }" for path in desk.site.glob("static/style.*.css"))


def shown(workspace: Workspace) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in workspace.site.rglob("*") if path.is_file()}


@pytest.mark.parametrize(
    ("name", "text", "found"),
    [
        ("leak", f"{VALIDATED}Ask mary.jones@gardenia-zyxwv.org.\n", ("leak", 5)),
        ("link", f"{VALIDATED}Fine.\n\nSee [it](gone.md).\n", ("broken link", 7)),
        ("missing", f"{VALIDATED}MISSING: what?\n", ("missing answer", 5)),
        ("draft", "---\ntitle: Draft\nstate: not-validated\n---\nText.\n", ("not reviewed", 3)),
        ("tied", "---\ntitle: Tied\nstate: validated\ntranslations: [gone]\n---\nText.\n", ("unknown article", 4)),
    ],
)
def test_strictly_all_is_published_or_nothing(docs: Workspace, name: str, text: str, found: tuple[str, int]) -> None:
    written(docs, "good.md", f"{VALIDATED}Text.\n")
    assert build_site(docs, strict=True).articles == 1
    before, last = shown(docs), note(docs)
    written(docs, "other.md", f"{VALIDATED}Text.\n")
    wrong = written(docs, f"{name}.md", text)
    built = build_site(docs, strict=True)
    assert [(each.file, each.kind, each.line) for each in built.left_out] == [(wrong, *found)]
    assert (built.pages, built.written, built.warned, shown(docs), note(docs)) == (0, 0, (), before, last)
    assert build_site(docs).articles == (3 if name == "tied" else 2)
    wrong.unlink()
    assert build_site(docs, strict=True).articles == 2


def test_a_strict_preview_fails_only_for_what_a_preview_leaves_out(docs: Workspace) -> None:
    written(docs, "draft.md", "---\ntitle: Draft\nstate: not-validated\n---\nSee [it](gone.md).\n")
    assert build_site(docs, preview=True, strict=True).articles == 1
    written(docs, "leak.md", f"{VALIDATED}Ask mary.jones@gardenia-zyxwv.org.\n")
    assert build_site(docs, preview=True, strict=True).articles == 0


def test_what_does_not_keep_an_article_out_is_warned_of_by_file_and_line(docs: Workspace) -> None:
    tied = written(docs, "tied.md", "---\ntitle: Tied\nstate: validated\nrelated:\n- goad\n---\nText.\n")
    written(docs, "good.md", f"{VALIDATED}Text.\n")
    linked = written(docs, "draft.md", "---\ntitle: Draft\nstate: not-validated\n---\nSee [it](goof.md).\n")
    name = (tied, 5, "unknown article", "related names goad, which is no article; the nearest is good")
    link = (linked, 5, "broken link", "the link goof.md names no article; the nearest is good")
    assert [(each.file, each.line, each.kind, each.what) for each in build_site(docs).warned] == [name]
    built = build_site(docs, preview=True)
    assert [(each.file, each.line, each.kind, each.what) for each in built.warned] == [link, name]
    assert built.articles == 3


def test_a_name_that_an_unreadable_article_may_have_is_not_warned_of(docs: Workspace) -> None:
    written(docs, "tied.md", "---\ntitle: Tied\nstate: validated\ntranslations: [lost]\n---\nText.\n")
    written(docs, "torn.md", "---\nid: lost\ntitle: [\n---\nText.\n")
    built = build_site(docs)
    assert (len(built.unreadable), built.warned) == (1, ())
