"""Whatever people decided holds after later runs with a fifth of new tickets, in questions, articles and answers."""

from __future__ import annotations

import shutil

import pytest

from deflect.kb import Library
from deflect.models import current_generation
from deflect.pipeline import clusters_of, run
from deflect.pipeline.decide import merge, pin, reject, rename, restore, split
from deflect.pipeline.questions import decisions_file, questions
from deflect.pipeline.status import status
from deflect.store import Store
from deflect.testing import TOPICS, small_desk
from deflect.types import Cluster
from deflect.workspace import Workspace
from tests.questions import refs, topic

pytestmark = pytest.mark.usefixtures("hash_encoder")

WHY = "Asked by the board"


def found(workspace: Workspace) -> dict[str, Cluster]:
    generation = current_generation(workspace.models)
    assert generation is not None
    return {cluster.id: cluster for cluster in clusters_of(generation)}


def more(workspace: Workspace, each: int) -> None:
    """Import further tickets of every topic."""
    with Store.open(workspace.database) as store:
        store.put(small_desk(each=each, seed=each))


def test_a_run_after_a_decision_does_what_is_due_and_the_next_nothing(ready: Workspace) -> None:
    reject(ready, topic(ready, "export").id, WHY)
    assert "questions" in status(ready).stale
    assert "cluster" not in run(ready).skipped
    assert status(ready).stale == ()
    assert "cluster" in run(ready).skipped


def test_a_comment_in_the_file_makes_nothing_due(ready: Workspace) -> None:
    reject(ready, topic(ready, "export").id, WHY)
    run(ready)
    path = decisions_file(ready)
    path.write_text(f"{path.read_text()}# for the board\n")
    assert status(ready).stale == ()


def test_merge_split_rename_reject_and_pin_hold_in_later_runs(ready: Workspace) -> None:
    export, captcha, invoice, calendar = (
        topic(ready, name).id for name in ("export", "captcha", "invoice", "calendar")
    )
    merge(ready, [export, captcha], WHY)
    rename(ready, export, "Both of them?", WHY)
    part = split(ready, invoice, WHY, into=2).parts[1].id
    halves = {name: set(next(each.refs for each in questions(ready) if each.id == name)) for name in (invoice, part)}
    reject(ready, calendar, WHY)
    pin(ready, part, WHY)
    for each in (8, 10, 12):
        more(ready, each)
        run(ready)
        now = found(ready)
        assert set(now[export].member_ids) >= refs("export") | refs("captcha")
        assert now[export].label == "Both of them?"
        assert captcha not in now
        assert all(set(now[name].member_ids) >= own for name, own in halves.items())
        assert now[calendar].standing == "rejected"
        assert set(now[calendar].member_ids) >= refs("calendar")
        assert now[part].standing == "pinned"
    assert len(found(ready)) == len(TOPICS)
    # New tickets joined what they ask.
    assert set(found(ready)[export].member_ids) == refs("export", 12) | refs("captcha", 12)
    assert set(found(ready)[calendar].member_ids) == refs("calendar", 12)


def test_decisions_hold_though_models_and_the_record_of_questions_are_lost(ready: Workspace) -> None:
    export, captcha = topic(ready, "export").id, topic(ready, "captcha").id
    merge(ready, [export, captcha], WHY)
    rename(ready, export, "Both of them?", WHY)
    shutil.rmtree(ready.models)
    for path in ready.state.glob("*.json"):
        path.unlink()
    more(ready, 10)
    run(ready)
    now = found(ready)[export]
    assert (now.label, set(now.member_ids)) == ("Both of them?", refs("export", 10) | refs("captcha", 10))


def test_restoring_gives_the_questions_back_with_ids_and_labels(ready: Workspace) -> None:
    before = {name: (each.label, set(each.member_ids)) for name, each in found(ready).items()}
    export, captcha = topic(ready, "export").id, topic(ready, "captcha").id
    merge(ready, [export, captcha], WHY)
    rename(ready, export, "Both of them?", WHY)
    run(ready)
    assert captcha not in found(ready)
    restore(ready, export, WHY)
    restore(ready, captcha, WHY)
    run(ready)
    assert {name: (each.label, set(each.member_ids)) for name, each in found(ready).items()} == before


def test_a_rejected_question_is_not_drafted(desk: Workspace) -> None:
    run(desk, "questions")
    reject(desk, topic(desk, "export").id, WHY)
    assert len(run(desk).drafted.created) == len(TOPICS) - 1
    articles = Library(desk.kb, desk.base).articles()
    assert topic(desk, "export").id not in {article.cluster_id for article in articles}


def test_a_new_name_is_the_title_of_the_article(ready: Workspace) -> None:
    one = topic(ready, "export")
    rename(ready, one.id, "How do I take all my bookings with me?", WHY)
    run(ready)
    (article,) = (each for each in Library(ready.kb, ready.base).articles() if each.cluster_id == one.id)
    assert article.title == "How do I take all my bookings with me?"
