"""Articles of questions that were rejected or merged away are withdrawn, and come back when the decision is undone."""

from __future__ import annotations

from pathlib import Path

import pytest

from deflect.kb import Library
from deflect.pipeline import run
from deflect.pipeline.decide import merge, reject, restore
from deflect.suggest import Suggester
from deflect.testing import TOPICS
from deflect.types import Article
from deflect.workspace import Workspace
from tests.questions import topic

pytestmark = pytest.mark.usefixtures("hash_encoder")

WHY = "Asked by the board"


def article(workspace: Workspace, question: str) -> tuple[Article, Path]:
    library = Library(workspace.kb, workspace.base)
    found = next(each for each in library.articles() if each.cluster_id == question)
    return found, library.files()[found.slug]


def test_an_untouched_draft_of_a_rejected_question_is_archived_and_comes_back(ready: Workspace) -> None:
    one = topic(ready, "export").id
    before, path = article(ready, one)
    text = path.read_text()
    reject(ready, one, WHY)
    drafted = run(ready).drafted
    assert (drafted.withdrawn, drafted.stale, len(drafted.unchanged)) == ((before.slug,), (), len(TOPICS) - 1)
    assert article(ready, one)[0].state == "archived"
    assert not (ready.site / "articles" / f"{before.slug}.html").exists()
    again = run(ready)
    assert "draft" in again.skipped
    assert before.slug not in str(Suggester.load(ready.root).suggest("How do I export all bookings?"))
    restore(ready, one, WHY)
    assert before.slug in run(ready).drafted.updated
    assert path.read_text() == text
    assert (ready.site / "articles" / f"{before.slug}.html").exists()


def test_an_edited_article_of_a_rejected_question_is_left_and_named(ready: Workspace) -> None:
    one = topic(ready, "export").id
    before, path = article(ready, one)
    path.write_text(path.read_text() + "\nOne more thing.\n")
    text = path.read_text()
    reject(ready, one, WHY)
    drafted = run(ready).drafted
    assert (drafted.withdrawn, drafted.unwanted) == ((), (before.slug,))
    assert path.read_text() == text
    path.write_text(text.replace("state: work-in-progress", "state: archived"))
    assert run(ready).drafted.unwanted == ()


def test_the_article_of_a_question_that_was_merged_away_is_archived(ready: Workspace) -> None:
    one, other = topic(ready, "export").id, topic(ready, "captcha").id
    gone = article(ready, other)[0].slug
    merge(ready, [one, other], WHY)
    assert run(ready).drafted.withdrawn == (gone,)
    restore(ready, other, WHY)
    assert gone in run(ready).drafted.updated


def test_a_deleted_article_of_a_rejected_question_stays_deleted_when_it_is_restored(ready: Workspace) -> None:
    one = topic(ready, "export").id
    _, path = article(ready, one)
    path.unlink()
    reject(ready, one, WHY)
    assert run(ready).drafted.withdrawn == ()
    restore(ready, one, WHY)
    run(ready)
    assert not path.exists()


def test_articles_of_peoples_own_are_never_withdrawn(ready: Workspace) -> None:
    one = topic(ready, "export").id
    (ready.kb / "own.md").write_text(f"---\ntitle: Own\norigin: imported\ncluster: {one}\nid: own\n---\nText.\n")
    library = Library(ready.kb, ready.base)
    assert "own" not in str(library.withdraw({one, "own"}))
