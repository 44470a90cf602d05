"""A run does what changed inputs make due, in order, and nothing else; what is lost or damaged heals, and ids stay."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from deflect.errors import ModelError
from deflect.kb import Library
from deflect.models import current_generation
from deflect.pipeline import RunSummary, build_site, clusters_of, fingerprints, run
from deflect.pipeline.site import is_stale
from deflect.pipeline.status import status
from deflect.store import Store
from deflect.testing import TOPICS, small_desk
from deflect.types import Ticket
from deflect.workspace import Workspace

pytestmark = pytest.mark.usefixtures("hash_encoder")

LEARNING = ("clean", "encode", "cluster", "draft", "index")
EVERYTHING = (*LEARNING, "site")


def articles_of(workspace: Workspace) -> dict[str, str]:
    """Slug and id of every article."""
    return {article.slug: article.id for article in Library(workspace.kb, workspace.base).articles()}


def question_ids(workspace: Workspace) -> set[str]:
    generation = current_generation(workspace.models)
    assert generation is not None
    return {cluster.id for cluster in clusters_of(generation)}


def with_settings(workspace: Workspace, text: str) -> Workspace:
    path = workspace.root / "deflect.toml"
    path.write_text(text if "[suggest]" in text else f"{path.read_text()}\n{text}")
    return Workspace.open(workspace.root)


def without_figures_of_time(summary: RunSummary) -> tuple[object, ...]:
    return summary.tickets, summary.learned, summary.questions, summary.covered, summary.pages, summary.left_out


@pytest.mark.parametrize(
    ("settings", "skipped"),
    [
        ("", EVERYTHING),
        ("[clusters]\nmin_size = 5\n", EVERYTHING),
        ("[site]\ncontact_url = 'https://example.org/contact'\n", LEARNING),
        ("[suggest]\nthreshold = 0.7\n", ("cluster", "site")),
        ("[drafting]\nsentences = 7\n", ("cluster", "site")),
        ("[vendor]\nname = 'Fern'\n", ()),
        ("[clusters]\ngranularity = 0.6\n", ()),
        ("[privacy]\nsecret_patterns = ['ZZ[0-9]{9}']\n", ()),
    ],
)
def test_a_changed_setting_makes_due_what_depends_on_it(
    desk: Workspace, settings: str, skipped: tuple[str, ...]
) -> None:
    first = run(desk)
    changed = with_settings(desk, settings)
    again = run(changed)
    assert again.skipped == skipped
    assert again.generation == first.generation + ("clean" not in skipped)
    assert run(changed).skipped == EVERYTHING
    assert status(changed).stale == ()


def test_an_edited_article_makes_answers_and_site_due_but_no_questions(desk: Workspace) -> None:
    run(desk)
    path = next(desk.kb.glob("*.md"))
    path.write_text(path.read_text() + "\nOne more thing.\n")
    assert status(desk).stale == ("answers", "help centre")
    summary = run(desk)
    assert summary.skipped == ("cluster",)
    assert tuple(summary.seconds) == EVERYTHING
    assert status(desk).stale == ()


@pytest.mark.parametrize(("room", "skipped"), [("clusters", ()), ("site", LEARNING), ("kb", LEARNING)])
def test_changed_code_makes_due_what_it_makes(
    desk: Workspace, monkeypatch: pytest.MonkeyPatch, room: str, skipped: tuple[str, ...]
) -> None:
    """The version of the whole package is held, so that only what names a room of its own is seen to change."""
    run(desk)
    real = fingerprints.code_version
    monkeypatch.setattr(fingerprints, "code_version", lambda *rooms: real(*rooms) + ("+" if room in rooms else ""))
    again = run(desk)
    assert again.skipped == skipped
    assert run(desk).skipped == EVERYTHING


def test_any_changed_code_publishes_anew_but_keeps_the_questions(
    desk: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = run(desk)
    real = fingerprints.code_version
    monkeypatch.setattr(fingerprints, "code_version", lambda *rooms: real(*rooms) if rooms else "another version")
    assert status(desk).stale == ("answers",)
    again = run(desk)
    assert again.skipped == ("cluster", "site")
    assert again.generation == first.generation + 1
    assert set(again.drafted.unchanged) == set(first.drafted.created)


@pytest.mark.parametrize("edited", [False, True])
def test_questions_and_articles_keep_their_ids_when_models_is_deleted(desk: Workspace, edited: bool) -> None:
    run(desk)
    articles, questions = articles_of(desk), question_ids(desk)
    if edited:
        path = next(desk.kb.glob("*.md"))
        path.write_text(path.read_text() + "\nOne more thing.\n")
    shutil.rmtree(desk.models)
    with Store.open(desk.database) as store:
        store.put(ticket for ticket in small_desk(each=12, seed=3) if ticket.id not in {"export-0", "captcha-1"})
    summary = run(desk)
    assert articles_of(desk) == articles
    assert question_ids(desk) == questions
    assert summary.drafted.created == ()
    assert summary.generation == 1


def spoil(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-1] + b"?")


@pytest.mark.parametrize("name", ["clusters.json", "summary.json", "suggest.json", "suggest-index", "manifest.json"])
@pytest.mark.parametrize("harm", [spoil, Path.unlink])
def test_a_damaged_generation_is_made_anew_with_the_same_ids(
    desk: Workspace, name: str, harm: Callable[[Path], None]
) -> None:
    first = run(desk)
    articles, questions = articles_of(desk), question_ids(desk)
    harm(desk.models / "gen" / "1" / name)
    healed = run(desk)
    assert healed.generation == 2
    assert without_figures_of_time(healed) == without_figures_of_time(first)
    assert (articles_of(desk), question_ids(desk)) == (articles, questions)
    assert run(desk).skipped == EVERYTHING


def test_a_damaged_pointer_says_what_to_delete_and_then_a_run_heals_it(desk: Workspace) -> None:
    run(desk)
    articles = articles_of(desk)
    (desk.models / "CURRENT").write_text("one")
    with pytest.raises(ModelError, match=r"Delete that file, then run: deflect run") as caught:
        run(desk)
    Path(caught.value.where).unlink()
    assert run(desk).generation == 1
    assert articles_of(desk) == articles


def test_damaged_vectors_are_encoded_again_to_the_same_questions(
    desk: Workspace, caplog: pytest.LogCaptureFixture
) -> None:
    run(desk)
    articles, questions = articles_of(desk), question_ids(desk)
    rows = desk.models / "vectors" / "hash-1.rows"
    rows.write_bytes(bytes(rows.stat().st_size))
    shutil.rmtree(desk.models / "gen" / "1")
    run(desk)
    assert "damaged" in caplog.text
    assert (articles_of(desk), question_ids(desk)) == (articles, questions)


def test_stages_report_in_their_order(desk: Workspace) -> None:
    seen: list[str] = []
    run(desk, progress=lambda stage, *_: seen.append(stage))
    order = [stage for stage in EVERYTHING if stage in seen]
    assert sorted(seen, key=order.index) == seen


def test_drafting_counts_to_the_number_of_articles(desk: Workspace) -> None:
    seen: list[tuple[int, int]] = []
    run(desk, progress=lambda stage, done, total: seen.append((done, total)) if stage == "draft" else None)
    assert seen == [(number, len(TOPICS)) for number in range(1, len(TOPICS) + 1)]


def test_no_more_articles_are_drafted_than_the_settings_allow_the_largest_question_first(desk: Workspace) -> None:
    with Store.open(desk.database) as store:
        store.put(ticket for ticket in small_desk(each=11) if ticket.id.startswith("captcha"))
    summary = run(with_settings(desk, "[drafting]\narticles = 1\n"))
    assert len(summary.drafted.created) == 1
    assert "captcha" in summary.drafted.created[0]
    assert summary.questions == len(TOPICS)


def test_the_figures_of_a_run_fit_together(desk: Workspace) -> None:
    spam = [replace(ticket, id=f"spam-{ticket.id}", status="spam") for ticket in small_desk()[:3]]
    put(desk, [*spam, replace(small_desk()[0], id="gone", status="deleted")])
    summary = run(desk)
    assert summary.left_out == {"spam": 3, "deleted": 1}
    assert summary.tickets == summary.learned + sum(summary.left_out.values())
    assert summary.covered == 8 * len(TOPICS) <= summary.learned
    assert summary.share == pytest.approx(summary.covered / summary.learned)
    assert summary.home == str(desk.site / "index.html")
    assert summary.pages == len(list(desk.site.rglob("*.html")))
    found = status(desk)
    assert (found.tickets, found.left_out) == (summary.tickets, summary.left_out)
    assert (found.questions, found.covered) == (summary.questions, summary.covered)
    assert (found.generation, found.home) == (summary.generation, summary.home)


def put(workspace: Workspace, tickets: list[Ticket]) -> None:
    with Store.open(workspace.database) as store:
        store.put(tickets)


def test_the_share_of_nothing_is_nothing(desk: Workspace) -> None:
    summary = run(desk)
    empty = replace(summary, learned=0, covered=0)
    assert empty.share == 0.0


@pytest.mark.parametrize("change", ["page", "extra file", "article", "note"])
def test_the_site_is_stale_when_it_or_what_it_is_made_of_changed(desk: Workspace, change: str) -> None:
    run(desk)
    generation = current_generation(desk.models)
    assert generation is not None
    assert not is_stale(desk, generation)
    changes: dict[str, Callable[[], object]] = {
        "page": lambda: (desk.site / "index.html").write_text("<p>mine</p>"),
        "extra file": lambda: (desk.site / "extra.html").write_text("<p>mine</p>"),
        "article": lambda: (desk.kb / "own.md").write_text("---\ntitle: Own\n---\nText.\n"),
        "note": lambda: (desk.state / "site").unlink(),
    }
    changes[change]()
    assert is_stale(desk, generation)
    assert "site" not in run(desk).skipped


def test_a_site_built_before_any_run_is_built_again_in_the_order_of_the_questions(desk: Workspace) -> None:
    build_site(desk)
    assert "site" not in run(desk).skipped
    assert run(desk).skipped == EVERYTHING


def test_what_a_killed_writer_left_is_removed_and_is_no_reason_to_run(desk: Workspace) -> None:
    run(desk)
    left = [folder / ".a.md.77.tmp" for folder in (desk.kb, desk.base, desk.site)]
    for path in left:
        path.write_text("half a")
    assert run(desk).skipped == EVERYTHING
    assert not any(path.exists() for path in left)
