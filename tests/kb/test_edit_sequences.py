"""Whatever a person does to an article, and however often it is drafted anew, no line of theirs is lost."""

from __future__ import annotations

import random
import tempfile
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from deflect.kb.article_merge import merge_articles
from deflect.kb.library import Library
from tests.kb.build import article
from tests.kb.edits import OPERATIONS, Life, Lost, Step, drawn, live

STEPS = st.lists(
    st.tuples(st.sampled_from(sorted(set(OPERATIONS))), st.integers(0, 63), st.integers(0, 119)), max_size=12
)
# What an earlier version lost: a note in a proposal, and a deletion where the draft only moved the sentence.
NOTE = [
    ("insert", 51, 73),
    ("draft", 19, 67),
    ("change", 2, 0),
    ("draft", 2, 2),
    ("proposal", 33, 98),
    ("draft", 44, 86),
]
MOVED = [("title", 2, 109), ("delete", 4, 45), ("insert", 16, 25), ("draft", 12, 88), ("draft", 20, 111)]


def lived(steps: list[Step]) -> None:
    memory = "/dev/shm"
    with tempfile.TemporaryDirectory(dir=memory if Path(memory).is_dir() else None) as folder:
        live(Path(folder), steps)


@settings(max_examples=150)
@given(STEPS)
@example(NOTE)
@example(MOVED)
def test_no_life_loses_a_line(steps: list[Step]) -> None:
    lived([*steps, ("draft", 1, 2), ("draft", 3, 7)])


def test_the_sequences_of_the_benchmark_lose_nothing() -> None:
    for seed in range(100):
        lived(drawn(random.Random(seed)))


# The oracle itself: it must see each kind of loss.


@pytest.fixture
def life(tmp_path: Path) -> Life:
    return Life(tmp_path)


def spoil(life: Life, old: str, new: str) -> None:
    assert life.path
    text = life.path.read_text()
    assert old in text
    life.path.write_text(text.replace(old, new))


@pytest.mark.parametrize(
    ("step", "old", "what"),
    [
        (("insert", 3, 0), "Mine h1.", "a line"),
        (("own key", 0, 1), "asks weekly", "a key"),
        (("title", 0, 1), "Mine 1", "a key"),
    ],
)
def test_the_oracle_sees_what_is_lost(life: Life, step: Step, old: str, what: str) -> None:
    life.take(step)
    life.publish()
    spoil(life, old, "gone")
    with pytest.raises(Lost, match=what):
        life.publish()


def test_the_oracle_sees_a_deletion_undone(life: Life) -> None:
    assert life.path
    text = life.path.read_text()
    life.take(("delete", 1, 0))
    assert life.deleted == {"Open the settings."}
    life.path.write_text(text)
    with pytest.raises(Lost, match="a deletion"):
        life.publish()


def test_the_oracle_sees_an_article_come_back(life: Life) -> None:
    assert life.path
    text = life.path.read_text()
    life.take(("remove", 0, 0))
    (life.lib.kb / "again.md").write_text(text)
    with pytest.raises(Lost, match="a deleted article"):
        life.publish()


def test_the_oracle_sees_an_article_in_conflict_change(life: Life) -> None:
    assert life.path
    with pytest.raises(Lost, match="conflict"):
        life._check(b"something else", conflict=True)


# What the sequences found


@pytest.fixture
def lib(tmp_path: Path) -> Library:
    (tmp_path / "kb").mkdir()
    return Library(tmp_path / "kb", tmp_path / "base", lambda _: [])


def conflicting(lib: Library) -> tuple[Path, Path]:
    lib.publish([article("q1")])
    path = lib.kb / "reset-the-calendar.md"
    path.write_text(path.read_text().replace("Press Reset.", "Press the red button."))
    lib.publish([article("q1", "Open the settings.", "Hold Reset.", "Wait a minute.")])
    return path, lib.kb / "reset-the-calendar.proposal.md"


def test_a_proposal_that_somebody_wrote_in_takes_up_a_newer_draft_and_keeps_the_note(lib: Library) -> None:
    path, proposal = conflicting(lib)
    before = path.read_bytes()
    proposal.write_text(proposal.read_text() + "\nAsk Dana first.\n")
    result = lib.publish([article("q1", "Open the settings.", "Hold Reset.", "Wait two minutes.")])
    assert result.conflicts == ("reset-the-calendar",)
    assert "Ask Dana first." in proposal.read_text()
    assert "Wait two minutes." in proposal.read_text()
    assert path.read_bytes() == before


def test_a_proposal_edited_where_the_newer_draft_differs_is_left_as_it_is(lib: Library) -> None:
    _, proposal = conflicting(lib)
    proposal.write_text(proposal.read_text().replace("Hold Reset.", "Hold Reset for long."))
    before = proposal.read_bytes()
    assert lib.publish([article("q1", "Open the settings.", "Hold Reset twice.", "Wait.")]).conflicts
    assert proposal.read_bytes() == before


def test_a_frozen_article_is_left_alone_and_no_draft_is_taken_for_its_last(lib: Library) -> None:
    lib.publish([article("q1")])
    path = lib.kb / "reset-the-calendar.md"
    path.write_text(path.read_text().replace("---\nid", "---\ndeflect: frozen\nid"))
    before, base = path.read_bytes(), lib.base.joinpath("q1.md").read_bytes()
    assert lib.publish([article("q1", "Something else.")]).unchanged == ("reset-the-calendar",)
    assert (path.read_bytes(), lib.base.joinpath("q1.md").read_bytes()) == (before, base)


def test_a_sentence_that_people_took_out_stays_out_where_the_draft_moves_it() -> None:
    head, path = "---\ntitle: T\n---\n\n", Path("t.md")
    base, ours = f"{head}Open it.\nPress it.\nWait.\n", f"{head}Press it.\nWait.\n"
    moved = f"{head}Press it.\nWait.\nOpen it. <!-- tickets: s:1 -->\n"
    assert merge_articles(base, ours, moved, path) == ours


def test_a_fence_is_never_taken_out_on_its_own() -> None:
    head, path = "---\ntitle: T\n---\n\n", Path("t.md")
    base, ours = f"{head}Run:\n```\nwp x\n```\nDone.\n", f"{head}Run:\nDone.\n"
    theirs = f"{head}Run:\nDone.\n```\nwp y\n```\n"
    merged = merge_articles(base, ours, theirs, path)
    assert merged is None or merged.count("```") in (0, 2)
