"""What people did to their articles is never undone, and a kill at any moment changes nothing in the end."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deflect.errors import ArticleError
from deflect.kb import ledger, shelf
from deflect.kb.library import Library, Overruled
from deflect.kb.publish import PublishResult
from deflect.pipeline.fingerprints import folder
from deflect.types import Article, Sentence

from .build import article

ONE = article("q1")
TWO = article("q2", "Clear the cache.", "Reload the page.", title="Clear the cache")
NEW = "Restart the browser."


def nothing(_text: str) -> list[object]:
    return []


@pytest.fixture
def lib(tmp_path: Path) -> Library:
    (tmp_path / "kb").mkdir()
    return Library(tmp_path / "kb", tmp_path / "base", nothing)


def files(lib: Library) -> dict[str, str]:
    """Everything in both folders by path."""
    root = lib.kb.parent
    return {str(p.relative_to(root)): p.read_text() for p in sorted(root.rglob("*")) if p.is_file()}


def edit(path: Path, old: str, new: str) -> str:
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))
    return path.read_text()


def longer(draft: Article, *more: str) -> Article:
    """The draft with more sentences behind its own."""
    said = [each.text for each in draft.evidence]
    return article(draft.id, *said, *(more or (NEW,)), title=draft.title)


RESET, CACHE = "reset-the-calendar", "clear-the-cache"


def test_drafts_become_files_named_after_their_titles(lib: Library) -> None:
    assert lib.publish([ONE, TWO]) == PublishResult(created=(RESET, CACHE))
    assert sorted(files(lib)) == [f"base/q{n}.md" for n in (1, 2)] + [f"kb/{s}.md" for s in (CACHE, RESET)]
    assert lib.articles() == (replace(TWO, slug=CACHE), replace(ONE, slug=RESET))
    assert lib.by_cluster() == {"q1": lib.kb / f"{RESET}.md", "q2": lib.kb / f"{CACHE}.md"}
    assert lib.problems() == ()


def test_the_same_drafts_again_change_nothing_and_write_nothing(lib: Library) -> None:
    lib.publish([ONE, TWO])
    before = {path: path.stat().st_mtime_ns for path in lib.kb.parent.rglob("*")}
    assert lib.publish([ONE, TWO]) == PublishResult(unchanged=(RESET, CACHE))
    assert {path: path.stat().st_mtime_ns for path in lib.kb.parent.rglob("*")} == before


def test_an_untouched_file_is_replaced(lib: Library) -> None:
    lib.publish([ONE])
    assert lib.publish([longer(ONE)]) == PublishResult(updated=(RESET,))
    assert lib.articles()[0].answer.endswith(NEW)


def test_an_untouched_file_saved_with_windows_line_ends_is_untouched_and_keeps_them(lib: Library) -> None:
    lib.publish([ONE])
    path = lib.kb / f"{RESET}.md"
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert lib.publish([ONE]) == PublishResult(unchanged=(RESET,))
    assert lib.publish([longer(ONE)]) == PublishResult(updated=(RESET,))
    assert path.read_bytes().count(b"\n") == path.read_bytes().count(b"\r\n") > 10


def test_an_edit_survives_a_new_draft_and_takes_up_what_is_new(lib: Library) -> None:
    lib.publish([ONE])
    edited = edit(lib.kb / f"{RESET}.md", "Press Reset.", "Press the red Reset button.")
    assert lib.publish([longer(ONE)]) == PublishResult(merged=(RESET,))
    text = (lib.kb / f"{RESET}.md").read_text()
    assert text == edited.rstrip("\n") + f"\n{NEW} <!-- tickets: shop:3 -->\n"
    assert lib.publish([longer(ONE)]) == PublishResult(unchanged=(RESET,))
    assert (lib.kb / f"{RESET}.md").read_text() == text


def test_an_edit_without_a_new_draft_is_left_alone(lib: Library) -> None:
    lib.publish([ONE])
    edited = edit(lib.kb / f"{RESET}.md", "Press Reset.", "Press the red Reset button.")
    assert lib.publish([ONE]) == PublishResult(unchanged=(RESET,))
    assert (lib.kb / f"{RESET}.md").read_text() == edited


def test_a_missing_answer_that_somebody_gave_stays_given(lib: Library) -> None:
    draft = replace(ONE, answer="MISSING: What should the customer do?", evidence=())
    lib.publish([draft])
    edited = edit(lib.kb / f"{RESET}.md", "MISSING: What should the customer do?", "Press Reset.")
    assert lib.publish([replace(draft, tickets=9)]) == PublishResult(merged=(RESET,))
    assert (lib.kb / f"{RESET}.md").read_text() == edited.replace("tickets: 5", "tickets: 9")


def conflicting(lib: Library) -> tuple[Path, str, Article]:
    lib.publish([ONE])
    path = lib.kb / f"{RESET}.md"
    edited = edit(path, "Press Reset.", "Press the red Reset button.")
    return path, edited, article("q1", "Open the settings.", "Hold Reset.", "Wait a minute.")


def test_a_conflict_leaves_the_file_alone_and_lays_the_draft_beside_it(lib: Library) -> None:
    path, edited, draft = conflicting(lib)
    assert lib.publish([draft]) == PublishResult(conflicts=(RESET,))
    assert path.read_text() == edited
    proposal = lib.kb / f"{RESET}.proposal.md"
    assert "Hold Reset." in proposal.read_text()
    assert lib.proposals() == (proposal,)
    assert len(lib.articles()) == 1, "a proposal is no article"


def test_a_conflict_is_reported_until_the_proposal_is_removed_and_then_settled(lib: Library) -> None:
    path, edited, draft = conflicting(lib)
    lib.publish([draft])
    before = files(lib)
    assert lib.publish([draft]) == PublishResult(conflicts=(RESET,))
    assert files(lib) == before
    (lib.kb / f"{RESET}.proposal.md").unlink()
    assert lib.publish([draft]) == PublishResult(unchanged=(RESET,))
    assert path.read_text() == edited
    assert lib.publish([longer(draft)]) == PublishResult(merged=(RESET,))
    assert path.read_text() == edited.rstrip("\n") + f"\n{NEW} <!-- tickets: shop:3 -->\n"


def test_a_newer_draft_replaces_a_proposal_that_waits(lib: Library) -> None:
    path, edited, draft = conflicting(lib)
    lib.publish([draft])
    assert lib.publish([longer(draft)]) == PublishResult(conflicts=(RESET,))
    assert NEW in (lib.kb / f"{RESET}.proposal.md").read_text()
    assert path.read_text() == edited


def test_a_proposal_that_was_taken_over_is_cleared_away(lib: Library) -> None:
    path, _, draft = conflicting(lib)
    lib.publish([draft])
    proposal = lib.kb / f"{RESET}.proposal.md"
    path.write_text(proposal.read_text())
    assert lib.publish([draft]) == PublishResult(unchanged=(RESET,))
    assert not proposal.exists()


def test_a_proposal_that_somebody_wrote_in_is_not_cleared_away(lib: Library) -> None:
    path, _, draft = conflicting(lib)
    lib.publish([draft])
    proposal = lib.kb / f"{RESET}.proposal.md"
    path.write_text(proposal.read_text())
    edit(proposal, "Hold Reset.", "Hold Reset for long.")
    assert lib.publish([draft]) == PublishResult(unchanged=(RESET,))
    assert proposal.exists()


def test_a_deleted_article_stays_deleted(lib: Library) -> None:
    lib.publish([ONE, TWO])
    (lib.kb / f"{RESET}.md").unlink()
    for draft in (ONE, longer(ONE)):
        assert lib.publish([draft, TWO]) == PublishResult(unchanged=(CACHE,), deleted_by_people=(RESET,))
        assert [path.name for path in lib.kb.iterdir()] == [f"{CACHE}.md"]


def test_a_renamed_and_moved_file_is_found_by_what_is_in_it(lib: Library) -> None:
    lib.publish([ONE])
    moved = lib.kb / "calendar" / "start-anew.md"
    moved.parent.mkdir()
    (lib.kb / f"{RESET}.md").rename(moved)
    assert lib.publish([longer(ONE)]) == PublishResult(updated=(RESET,))
    assert [str(p.relative_to(lib.kb)) for p in lib.kb.rglob("*.md")] == ["calendar/start-anew.md"]
    assert NEW in moved.read_text()
    edit(moved, "Press Reset.", "Press the red Reset button.")
    lib.publish([article("q1", "Open the settings.", "Hold Reset.", "Wait a minute.")])
    assert (lib.kb / "calendar" / "start-anew.proposal.md").exists()


def test_a_title_and_a_slug_that_people_chose_survive(lib: Library) -> None:
    lib.publish([ONE])
    path = lib.kb / f"{RESET}.md"
    edit(path, "title: Reset the calendar", "title: Start anew")
    edit(path, "slug: reset-the-calendar", "slug: start-anew")
    other = longer(replace(ONE, title="Resetting a calendar"))
    assert lib.publish([other]) == PublishResult(merged=("start-anew",))
    found = lib.articles()[0]
    assert (found.title, found.slug, found.answer.endswith(NEW)) == ("Start anew", "start-anew", True)


def test_an_address_stays_when_the_question_s_label_changes(lib: Library) -> None:
    lib.publish([ONE])
    assert lib.publish([replace(ONE, title="Resetting", question="Resetting")]) == PublishResult(updated=(RESET,))
    assert (lib.articles()[0].title, lib.articles()[0].slug) == ("Resetting", RESET)
    assert (lib.kb / f"{RESET}.md").exists()


@pytest.mark.parametrize("state", ["not-validated", "archived"])
def test_what_people_decided_about_is_merged_or_left_alone(lib: Library, state: str) -> None:
    lib.publish([ONE])
    path = lib.kb / f"{RESET}.md"
    edit(path, "state: work-in-progress", f"state: {state}")
    assert lib.publish([longer(ONE)]) == PublishResult(merged=(RESET,))
    assert (lib.articles()[0].state, lib.articles()[0].answer.endswith(NEW)) == (state, True)
    edited = edit(path, "Press Reset.", "Press the red Reset button.")
    clash = article("q1", "Open the settings.", "Hold Reset.", "Wait a minute.", NEW)
    assert lib.publish([clash]) == PublishResult(conflicts=(RESET,))
    assert path.read_text() == edited


def test_an_article_whose_question_vanished_is_kept_and_called_stale(lib: Library) -> None:
    lib.publish([ONE, TWO])
    before = files(lib)
    assert lib.publish([TWO]) == PublishResult(unchanged=(CACHE,), stale=(RESET,))
    assert files(lib) == before
    edit(lib.kb / f"{RESET}.md", "Press Reset.", "Press the red Reset button.")
    assert lib.publish([TWO]) == PublishResult(unchanged=(CACHE,)), "an edited one is somebody's"


def test_files_without_a_last_draft_are_somebody_s(lib: Library) -> None:
    """As after a fresh clone, where the articles are there and the workspace's own folder is not."""
    lib.publish([ONE])
    shutil.rmtree(lib.base)
    assert lib.publish([ONE]) == PublishResult(unchanged=(RESET,))
    shutil.rmtree(lib.base)
    edited = edit(lib.kb / f"{RESET}.md", "Press Reset.", "Press the red Reset button.")
    assert lib.publish([ONE]) == PublishResult(conflicts=(RESET,))
    assert (lib.kb / f"{RESET}.md").read_text() == edited


def test_a_slug_is_never_given_twice(lib: Library) -> None:
    (lib.kb / "reset-the-calendar-2.md").write_text("---\ntitle: Mine\nslug: reset-the-calendar\n---\nMine.\n")
    result = lib.publish([ONE, replace(ONE, id="q9", cluster_id="q9")])
    assert result == PublishResult(created=(f"{RESET}-3", f"{RESET}-4"))
    assert len(lib.articles()) == 3


def test_hand_written_articles_are_read_and_never_written(lib: Library) -> None:
    path = lib.kb / "guides" / "import.md"
    path.parent.mkdir()
    path.write_text("---\ntitle: Import\n---\nOpen it.\n")
    lib.publish([ONE])
    assert [each.slug for each in lib.articles()] == ["import", RESET]
    assert lib.by_cluster() == {"q1": lib.kb / f"{RESET}.md"}
    assert path.read_text() == "---\ntitle: Import\n---\nOpen it.\n"


def test_only_drafts_that_people_changed_are_edited(lib: Library) -> None:
    lib.publish([article("q1"), article("q2", title="Another")])
    (lib.kb / "own.md").write_text("---\ntitle: Own\n---\nText.\n")
    assert lib.edited() == frozenset()
    path = lib.by_cluster()["q2"]
    path.write_text(path.read_text() + "\nMore.\n")
    assert lib.edited() == {"q2"}
    assert [path.name for path in lib.paths()] == sorted(path.name for path in lib.kb.glob("*.md"))


def test_what_is_no_article_is_passed_over(lib: Library) -> None:
    for name in ("README.md", "guides/readme.md", ".drafts/a.md", ".b.md", "a.proposal.md", "notes.txt"):
        path = lib.kb / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("no front matter")
    assert lib.articles() == ()
    assert lib.problems() == ()
    assert lib.publish([]) == PublishResult()


def test_a_workspace_without_articles_has_none(tmp_path: Path) -> None:
    lib = Library(tmp_path / "kb", tmp_path / "base", nothing)
    assert (lib.articles(), lib.problems(), lib.proposals()) == ((), (), ())
    assert lib.publish([ONE]) == PublishResult(created=(RESET,))


@pytest.mark.parametrize("key", ["id", "slug"])
def test_two_articles_with_one_name_are_both_named(lib: Library, key: str) -> None:
    (lib.kb / "a.md").write_text(f"---\ntitle: A\n{key}: same\n---\n")
    (lib.kb / "b.md").write_text(f"---\ntitle: B\n{key}: same\n---\n")
    with pytest.raises(ArticleError, match=rf"two articles have the {key} same \(.*a\.md and .*b\.md\)"):
        lib.articles()
    assert [problem.what for problem in lib.problems()] == [f"two articles have the {key} same"]


BROKEN = (
    ("title: Reset", "title: Reset: now"),
    ("---\nid:", "id:"),
    ("tickets: 5", "tickets: five"),
    ("origin: drafted", "origin: [drafted"),
)


@pytest.mark.parametrize(("old", "new"), BROKEN)
@pytest.mark.parametrize("name", [f"{RESET}.md", "moved.md"])
def test_a_file_that_cannot_be_read_is_named_left_alone_and_not_taken_for_deleted(
    lib: Library, name: str, old: str, new: str
) -> None:
    lib.publish([ONE])
    path = (lib.kb / f"{RESET}.md").rename(lib.kb / name)
    edit(path, old, new)
    before = files(lib)
    again = replace(TWO, title=ONE.title, question=ONE.title)
    found = lib.publish([longer(ONE), again])
    assert found == PublishResult(unreadable=("q1",), created=(f"{RESET}-2",))
    assert {place: text for place, text in files(lib).items() if place in before} == before
    assert [each.article.slug for each in lib.shelf().values()] == [f"{RESET}-2"]
    assert len(lib.unreadable()) == len(lib.problems()) == 1
    assert lib.unreadable()[0].path == path
    edit(path, new, old)
    assert lib.publish([longer(ONE), again]) == PublishResult(updated=(RESET,), unchanged=(f"{RESET}-2",))
    assert lib.unreadable() == ()


@pytest.mark.parametrize("content", [b"\xff\xfe\x00", b"", b"no front matter", b"---\ntitle: A\n" + b"x" * 3_000_000])
def test_whatever_a_file_holds_the_others_are_published_and_it_is_not_written(lib: Library, content: bytes) -> None:
    path = lib.kb / f"{RESET}.md"
    path.write_bytes(content)
    assert lib.publish([ONE, TWO]) == PublishResult(created=(f"{RESET}-2", "clear-the-cache"))
    assert path.read_bytes() == content


def test_a_file_that_the_system_refuses_is_one_that_cannot_be_read(
    lib: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    lib.publish([ONE, TWO])
    read = Path.read_bytes

    def refused(path: Path) -> bytes:
        if path.name == f"{RESET}.md":
            raise PermissionError(13, "Permission denied", str(path))
        return read(path)

    monkeypatch.setattr(Path, "read_bytes", refused)
    assert [each.title for each in lib.articles()] == [TWO.title]
    assert [str(each.problem) for each in lib.unreadable()] == [
        f"the file cannot be read: Permission denied ({lib.kb / f'{RESET}.md'}). Check its permissions"
    ]
    assert folder(lib.kb)


def test_an_article_may_not_take_the_slug_of_one_that_cannot_be_read(lib: Library) -> None:
    (lib.kb / "lost.md").write_text("---\ntitle: [\nslug: wanted\nredirects:\n- older\n---\n")
    for slug in ("wanted", "older", "lost"):
        with pytest.raises(ArticleError, match=r"cannot be read .*lost\.md.*Mend that one first"):
            lib.write(lib.kb / "new.md", f"---\ntitle: New\nslug: {slug}\n---\n")
    lib.write(lib.kb / "new.md", "---\ntitle: New\nslug: free\n---\n")


def test_ids_that_are_no_file_names_stay_within_the_folder(lib: Library) -> None:
    draft = replace(ONE, id="../q/1:é", cluster_id="../q/1:é")
    lib.publish([draft])
    assert [path.parent for path in lib.base.iterdir()] == [lib.base]
    assert lib.publish([longer(draft)]) == PublishResult(updated=(RESET,))
    assert lib.publish([]) == PublishResult(stale=(RESET,))


# The leak gate


def planted(text: str) -> list[object]:
    return [object()] * text.count("SECRET")


def test_a_sentence_that_leaks_is_dropped_and_the_rest_written(lib: Library) -> None:
    guarded = replace(lib, leaks=planted)
    answer = "1. Open it.\n2. Type SECRET.\n   It is long.\n3. Save.\n\n```\nkey=SECRET\n```\n\nThat is all."
    said = ["Open it.", "Type SECRET.", "It is long.", "Save.", "```\nkey=SECRET\n```", "That is all."]
    draft = replace(
        ONE,
        answer=answer,
        evidence=tuple(Sentence(text, ("shop:1",)) for text in said),
        also_asked=("What is SECRET?", "How do I save?"),
        category="SECRET",
    )
    assert guarded.publish([draft]) == PublishResult(created=(RESET,))
    found = guarded.articles()[0]
    assert found.answer == "1. Open it.\n   It is long.\n2. Save.\n\nThat is all."
    assert [each.text for each in found.evidence] == ["Open it.", "It is long.", "Save.", "That is all."]
    assert (found.also_asked, found.category) == (("How do I save?",), "General")
    assert not any("SECRET" in text for text in files(guarded).values())


def test_where_all_of_the_answer_leaks_it_is_missing(lib: Library) -> None:
    guarded = replace(lib, leaks=planted)
    guarded.publish([article("q1", "Type SECRET.", "Then SECRET again.")])
    assert guarded.articles()[0].answer.startswith("MISSING: ")
    assert guarded.articles()[0].evidence == ()


def test_a_way_that_leaks_goes_with_its_heading(lib: Library) -> None:
    guarded = replace(lib, leaks=planted)
    evidence = (Sentence("Open it.", ("s:1",)), Sentence("Type SECRET.", ("s:2",)))
    guarded.publish([replace(ONE, answer="Open it.\n\n## Another way\n\nType SECRET.", evidence=evidence)])
    assert guarded.articles()[0].answer == "Open it."


LEAKING = [replace(ONE, title="How do I use SECRET?"), replace(ONE, question="How do I use SECRET?")]


@pytest.mark.parametrize("draft", LEAKING, ids=["title", "question"])
def test_a_title_or_question_that_leaks_withholds_the_article(lib: Library, draft: Article) -> None:
    guarded = replace(lib, leaks=planted)
    assert guarded.publish([draft, TWO]) == PublishResult(created=(CACHE,), withheld=("q1",))
    assert not any("SECRET" in text for text in files(guarded).values())


def test_what_leaks_only_as_a_whole_withholds_the_article(lib: Library) -> None:
    def across(text: str) -> list[object]:
        return [object()] if "settings.\nPress" in text else []

    assert replace(lib, leaks=across).publish([ONE]) == PublishResult(withheld=("q1",))


def test_the_rules_of_redaction_guard_it_where_no_others_are_given(lib: Library) -> None:
    guarded = Library(lib.kb, lib.base)
    draft = article("q1", "Open the settings.", "Write to mary.jones@private-mail.example now.")
    guarded.publish([draft])
    assert guarded.articles()[0].answer == "Open the settings."


# Kills


class Killed(BaseException):
    """Stands for a kill: nothing may catch it."""


def counting(monkeypatch: pytest.MonkeyPatch, allowed: float) -> list[str]:
    """Let so many changes of files happen and kill at the next one."""
    done: list[str] = []

    def limited(act: Callable[..., None]) -> Callable[..., None]:
        def run(path: Path, *rest: object, **more: object) -> None:
            if len(done) >= allowed:
                raise Killed
            done.append(path.name)
            act(path, *rest, **more)

        return run

    from deflect.workspace import atomic_write

    monkeypatch.setattr(shelf, "atomic_write", limited(atomic_write))
    monkeypatch.setattr(ledger, "atomic_write", limited(atomic_write))
    monkeypatch.setattr(Path, "unlink", limited(Path.unlink))
    return done


THREE = article("q3", "Export it.", "Import it.", title="Move a calendar")


def busy(root: Path) -> Library:
    """A library where each kind of thing is about to happen at once."""
    lib = Library(root / "kb", root / "base", nothing)
    four = article("q4", "One.", "Two.", "Three.", title="Four")
    five = article("q5", "One.", "Two.", "Three.", title="Five")
    lib.publish([ONE, TWO, THREE, four, five])
    edit(lib.kb / f"{CACHE}.md", "Clear the cache. <", "Clear the whole cache. <")
    edit(lib.kb / "move-a-calendar.md", "Import it.", "Import it there.")
    edit(lib.kb / "four.md", "title: Four", "title: 4")
    (lib.kb / "five.md").unlink()
    return lib


NEXT = [
    longer(ONE),
    article("q2", "Clear the cache.", "Reload the whole page.", title=TWO.title),
    article("q3", "Export it.", "Import it here.", title=THREE.title),
    article("q4", "One.", "Two.", "Three.", title="Four"),
    article("q5", "One.", "Two.", "Four.", title="Five"),
    article("q6", "Something new.", title="Six"),
]


def test_killed_between_any_two_writes_and_run_again_it_ends_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = busy(tmp_path / "whole")
    with monkeypatch.context() as patch:
        done = counting(patch, float("inf"))
        whole.publish(NEXT)
    steps = len(done)
    assert steps >= 12
    expected = files(whole)
    for allowed in range(steps):
        lib = busy(tmp_path / f"killed-{allowed}")
        with monkeypatch.context() as patch:
            counting(patch, allowed)
            with pytest.raises(Killed):
                lib.publish(NEXT)
        result = lib.publish(NEXT)
        assert files(lib) == expected, f"killed after {allowed} writes"
        assert result.conflicts == ("move-a-calendar",)
        assert result.deleted_by_people == ("five",)


def test_killed_and_run_again_with_newer_drafts_its_own_text_is_not_taken_for_an_edit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lib = Library(tmp_path / "kb", tmp_path / "base", nothing)
    lib.publish([ONE])
    with monkeypatch.context() as patch:
        counting(patch, 2)
        with pytest.raises(Killed):
            lib.publish([longer(ONE, "Restart the browser.")])
    assert lib.articles()[0].answer.endswith("Restart the browser."), "the file was written, its base was not"
    assert lib.publish([longer(ONE, "Restart the computer.")]) == PublishResult(updated=(RESET,))
    assert not list(lib.base.glob("*.json"))


def test_a_note_of_a_killed_run_is_dropped_if_somebody_edited_since(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lib = Library(tmp_path / "kb", tmp_path / "base", nothing)
    lib.publish([ONE])
    with monkeypatch.context() as patch:
        counting(patch, 1)
        with pytest.raises(Killed):
            lib.publish([longer(ONE)])
    edit(lib.kb / f"{RESET}.md", "Press Reset.", "Press the red Reset button.")
    assert lib.publish([longer(ONE)]) == PublishResult(merged=(RESET,))
    assert "red Reset" in lib.articles()[0].answer
    assert not list(lib.base.glob("*.json"))


SAID = st.lists(st.sampled_from(["A one.", "B two.", "C three.", "D four.", "E five."]), min_size=1, unique=True)


@settings(max_examples=40, deadline=None)
@given(first=SAID, people=SAID, second=SAID)
def test_whatever_people_made_of_an_article_none_of_their_own_lines_is_ever_lost(
    tmp_path_factory: pytest.TempPathFactory, first: Sequence[str], people: Sequence[str], second: Sequence[str]
) -> None:
    root = tmp_path_factory.mktemp("lib")
    lib = Library(root / "kb", root / "base", nothing)
    lib.publish([article("q1", *first)])
    path = lib.kb / f"{RESET}.md"
    own = [f"{text} Mine." for text in people]
    path.write_text(path.read_text() + "\n".join(own) + "\n")
    left = path.read_text()
    result = lib.publish([article("q1", *second)])
    assert set(own) <= set(path.read_text().split("\n"))
    if result.conflicts:
        assert path.read_text() == left
    before = files(lib)
    lib.publish([article("q1", *second)])
    assert files(lib) == before


DRAFTED = replace(ONE, shape="troubleshooting")


def test_a_shape_that_people_changed_is_told_with_the_one_that_was_drafted(lib: Library) -> None:
    lib.publish([DRAFTED, TWO])
    assert lib.overruled() == {}
    edit(lib.kb / f"{RESET}.md", "shape: troubleshooting", "shape: how-to")
    assert lib.overruled() == {"q1": Overruled("how-to", "troubleshooting")}


def test_a_shape_that_people_gave_to_a_draft_without_one_is_told(lib: Library) -> None:
    lib.publish([ONE])
    edit(lib.kb / f"{RESET}.md", "cluster: q1", "cluster: q1\nshape: bug")
    assert lib.overruled() == {"q1": Overruled("bug", None)}


def test_a_shape_that_people_removed_or_wrote_into_articles_of_their_own_overrules_nothing(lib: Library) -> None:
    lib.publish([DRAFTED])
    edit(lib.kb / f"{RESET}.md", "shape: troubleshooting\n", "")
    (lib.kb / "own.md").write_text("---\ntitle: Our own\nshape: bug\n---\nText.\n")
    assert lib.overruled() == {}


def test_an_overruled_article_takes_up_the_new_layout_and_keeps_people_s_word(lib: Library) -> None:
    lib.publish([DRAFTED])
    edit(lib.kb / f"{RESET}.md", "shape: troubleshooting", "shape: how-to")
    laid_out = replace(longer(ONE), shape="troubleshooting")
    for outcome in (PublishResult(merged=(RESET,)), PublishResult(unchanged=(RESET,))):
        assert lib.publish([laid_out]) == outcome
        assert lib.overruled() == {"q1": Overruled("how-to", "troubleshooting")}
    assert NEW in (lib.kb / f"{RESET}.md").read_text()
