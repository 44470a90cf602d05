"""An answer that somebody stands behind is not changed without them; a frozen article not at all."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deflect.errors import ArticleError
from deflect.kb.edits import with_body, with_keys
from deflect.kb.library import Library
from deflect.kb.publish import PublishResult

from .build import article

SLUG = "reset-the-calendar"
BEFORE = article("q1")
AFTER = article("q1", "Open the settings.", "Press Reset.", "Wait an hour.")
MORE = article("q1", "Open the settings.", "Press Reset.", "Wait an hour.", "Reload.")


@pytest.fixture
def lib(tmp_path: Path) -> Library:
    (tmp_path / "kb").mkdir()
    found = Library(tmp_path / "kb", tmp_path / "base", lambda _text: [])
    found.publish([BEFORE])
    return found


def put(lib: Library, **keys: object) -> Path:
    path = lib.files()[SLUG]
    lib.write(path, with_keys(path.read_text(), keys, path))
    return path


def answer(lib: Library) -> str:
    return lib.shelf()[SLUG].article.answer


def test_a_new_answer_to_a_validated_article_is_laid_beside_it(lib: Library) -> None:
    path = put(lib, state="validated")
    before = path.read_text()
    assert lib.publish([AFTER]) == PublishResult(proposed=(SLUG,))
    assert path.read_text() == before
    assert "Wait an hour." in (lib.proposal(path) or "")
    assert lib.publish([AFTER]) == PublishResult(proposed=(SLUG,))
    assert lib.publish([MORE]) == PublishResult(proposed=(SLUG,))
    assert "Reload." in (lib.proposal(path) or "")


def test_the_proposal_holds_what_people_wrote(lib: Library) -> None:
    path = put(lib, state="validated")
    path.write_text(path.read_text().replace("Open the settings.", "Our own words."))
    lib.publish([AFTER])
    proposal = lib.proposal(path) or ""
    assert "Our own words." in proposal
    assert "Wait an hour." in proposal


def test_figures_of_a_validated_article_are_brought_up_to_date(lib: Library) -> None:
    path = put(lib, state="validated")
    draft = article("q1", tickets=77)
    assert lib.publish([draft]) == PublishResult(merged=(SLUG,))
    assert "tickets: 77" in path.read_text()
    assert lib.proposal(path) is None


def test_a_draft_that_goes_back_takes_its_proposal_away(lib: Library) -> None:
    path = put(lib, state="validated")
    lib.publish([AFTER])
    assert lib.publish([BEFORE]) == PublishResult(unchanged=(SLUG,))
    assert lib.proposal(path) is None


def test_a_proposal_that_somebody_wrote_in_is_not_taken_away(lib: Library) -> None:
    path = put(lib, state="validated")
    lib.publish([AFTER])
    place = path.with_name(f"{path.stem}.proposal.md")
    place.write_text(place.read_text() + "My remark.\n")
    lib.publish([BEFORE])
    assert "My remark." in place.read_text()


def test_what_was_settled_is_not_proposed_again_until_the_draft_changes(lib: Library) -> None:
    path = put(lib, state="validated")
    lib.publish([AFTER])
    lib.settle(path)
    assert lib.proposal(path) is None
    assert lib.publish([AFTER]) == PublishResult(unchanged=(SLUG,))
    assert lib.publish([MORE]) == PublishResult(proposed=(SLUG,))


def test_a_real_conflict_in_a_validated_article_is_one_still(lib: Library) -> None:
    path = put(lib, state="validated")
    path.write_text(path.read_text().replace("Wait a minute.", "Wait a while."))
    assert lib.publish([AFTER]) == PublishResult(conflicts=(SLUG,))
    assert lib.publish([AFTER]) == PublishResult(conflicts=(SLUG,))


def test_a_frozen_article_is_left_alone_and_thawed_it_takes_up_all_it_missed(lib: Library) -> None:
    path = put(lib, deflect="frozen")
    before = path.read_text()
    for draft in (AFTER, MORE):
        assert lib.publish([draft]) == PublishResult(unchanged=(SLUG,))
    assert path.read_text() == before
    assert lib.proposal(path) is None
    put(lib, deflect="")
    assert lib.publish([MORE]) == PublishResult(updated=(SLUG,))
    assert answer(lib) == MORE.answer


def test_a_text_that_is_no_article_or_takes_anothers_place_is_not_written(lib: Library) -> None:
    path = lib.files()[SLUG]
    before = path.read_text()
    (lib.kb / "other.md").write_text("---\ntitle: Other\n---\n")
    for text in ("no article", with_keys(before, {"slug": "other"}, path), with_keys(before, {"id": "other"}, path)):
        with pytest.raises(ArticleError):
            lib.write(path, text)
        assert path.read_text() == before


def test_line_ends_of_windows_are_kept(lib: Library) -> None:
    path = lib.files()[SLUG]
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    put(lib, state="validated")
    assert b"state: validated\r\n" in path.read_bytes()


def test_an_address_leads_to_one_article_only(lib: Library) -> None:
    other = lib.kb / "other.md"
    other.write_text("---\ntitle: Other\nredirects: [old]\n---\n")
    assert lib.redirects() == {"old": "other"}
    put(lib, state="archived")
    other.write_text(f"---\ntitle: Other\nredirects: [old, {SLUG}]\n---\n")
    assert lib.redirects() == {"old": "other", SLUG: "other"}
    for state, redirects, twice in (("validated", f"[{SLUG}]", SLUG), ("archived", "[other]", "other")):
        text = with_keys(lib.kb.joinpath(f"{SLUG}.md").read_text(), {"state": state}, other)
        lib.kb.joinpath(f"{SLUG}.md").write_text(text)
        other.write_text(f"---\ntitle: Other\nredirects: {redirects}\n---\n")
        with pytest.raises(ArticleError, match=f"the address {twice} cannot lead to two"):
            lib.articles()
        assert len(lib.problems()) == 1
    other.write_text("---\ntitle: Other\nredirects: [old]\n---\n")
    (lib.kb / "third.md").write_text("---\ntitle: Third\nredirects: [old]\n---\n")
    with pytest.raises(ArticleError, match=r"other.md and .*third.md|third.md and .*other.md"):
        lib.articles()


steps = st.lists(st.tuples(st.sampled_from(["write", "draft", "accept", "reject"]), st.integers(0, 3)), max_size=8)


@given(steps)
@settings(max_examples=40)
def test_no_line_of_a_person_is_lost_whatever_is_drafted_accepted_and_turned_down(
    tmp_path_factory: pytest.TempPathFactory, taken: list[tuple[str, int]]
) -> None:
    root = tmp_path_factory.mktemp("steps")
    (root / "kb").mkdir()
    lib = Library(root / "kb", root / "base", lambda _text: [])
    lib.publish([BEFORE])
    path = put(lib, state="validated")
    written: list[str] = []
    for number, (step, which) in enumerate(taken):
        proposal = lib.proposal(path)
        if step == "write":
            written.append(f"Our line {number}.")
            lib.write(path, f"{path.read_text()}\n{written[-1]}\n")
        elif step == "draft":
            lib.publish([(BEFORE, AFTER, MORE, article("q1", "Restart.", "Press Reset.", "Wait a minute."))[which]])
        elif proposal and all(line in proposal for line in written):
            lib.write(path, with_body(path.read_text(), proposal, path) if step == "accept" else path.read_text())
            lib.settle(path)
        assert [line for line in path.read_text().split("\n") if line in written] == written
    assert lib.shelf()[SLUG].article.state == "validated"
