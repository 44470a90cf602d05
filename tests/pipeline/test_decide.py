"""Decisions are taken about what a person sees, written in full, and seen at once by the decision after them."""

from __future__ import annotations

import sys
from collections.abc import Callable

import pytest

from deflect.clusters.decided.questions_file import load
from deflect.errors import DeflectError, InputError, UsageError, WorkspaceError, WorkspaceLockedError
from deflect.pipeline import erase
from deflect.pipeline.decide import Done, merge, pin, reject, rename, restore, split
from deflect.pipeline.questions import Question, decisions_file, draw_map, missing, questions, story
from deflect.store import Store
from deflect.testing import TOPICS, small_desk
from deflect.workspace import Workspace
from tests.questions import refs, topic

pytestmark = pytest.mark.usefixtures("hash_encoder")

WHY = "Asked by the board"


def by_id(workspace: Workspace) -> dict[str, Question]:
    return {each.id: each for each in questions(workspace)}


def test_before_any_decision_the_questions_are_those_of_the_run(ready: Workspace) -> None:
    assert sorted(len(each.refs) for each in questions(ready)) == [8] * len(TOPICS)
    assert {each.standing for each in questions(ready)} == {"open"}
    assert missing(ready) == ()
    assert not decisions_file(ready).exists()


def test_a_merge_is_seen_at_once_and_names_all_tickets(ready: Workspace) -> None:
    one, other = topic(ready, "export"), topic(ready, "captcha")
    done = merge(ready, [one.id, other.id], WHY)
    assert done == Done("merge", one.id, one.label, 16, WHY, (other.id,), file=str(decisions_file(ready)))
    assert set(by_id(ready)[one.id].refs) == refs("export") | refs("captcha")
    assert other.id not in by_id(ready)
    (written,) = load(decisions_file(ready))
    assert set(written.refs) == refs("export") | refs("captcha")
    assert [(part.question, part.asks) for part in written.parts] == [(one.id, one.label), (other.id, other.label)]
    assert (written.reason, written.asks) == (WHY, one.label)
    assert written.on is not None


def test_a_merge_may_give_a_label(ready: Workspace) -> None:
    one, other = topic(ready, "export"), topic(ready, "captcha")
    assert merge(ready, [one.id, other.id], WHY, "Both of them?").label == "Both of them?"
    assert by_id(ready)[one.id].label == "Both of them?"


def test_decisions_build_on_each_other_without_a_run_between(ready: Workspace) -> None:
    one, other, third = (topic(ready, name) for name in ("export", "captcha", "invoice"))
    merge(ready, [one.id, other.id], WHY)
    rename(ready, one.id, "Both?", WHY)
    parts = split(ready, one.id, WHY, into=2).parts
    assert parts[0].id == one.id
    merge(ready, [parts[1].id, third.id], WHY)
    pin(ready, parts[1].id, WHY)
    found = by_id(ready)
    assert len(found[parts[0].id].refs) + len(found[parts[1].id].refs) == 24
    assert refs("invoice") < set(found[parts[1].id].refs)
    assert (found[one.id].label, found[parts[1].id].standing) == ("Both?", "pinned")
    assert [each.decision for each in load(decisions_file(ready))] == ["merge", "rename", "split", "merge", "pin"]


def test_a_split_parts_what_is_asked_in_two_ways_and_says_how(ready: Workspace) -> None:
    one, other = topic(ready, "export"), topic(ready, "captcha")
    merge(ready, [one.id, other.id], WHY)
    done = split(ready, one.id, WHY, into=2)
    assert sorted(each.tickets for each in done.parts) == [8, 8]
    held = {frozenset(by_id(ready)[part.id].refs) for part in done.parts}
    assert held == {frozenset(refs("export")), frozenset(refs("captcha"))}
    for part in done.parts:
        word = "captcha" if "desk:captcha-0" in by_id(ready)[part.id].refs else "bookings"
        assert all(word in text.lower() for text in part.asks)
    assert by_id(ready)[done.parts[1].id].label == done.parts[1].asks[0]


def test_a_dry_run_says_the_same_and_writes_nothing(ready: Workspace) -> None:
    one = topic(ready, "export")
    dry = split(ready, one.id, "", into=2, dry_run=True)
    assert dry.file is None
    assert not decisions_file(ready).exists()
    assert split(ready, one.id, WHY, into=2).parts == dry.parts


def test_what_cannot_be_split_so_is_refused(ready: Workspace) -> None:
    with pytest.raises(UsageError, match="do not differ so much"):
        split(ready, topic(ready, "export").id, WHY, into=9)


def test_a_rename_and_a_standing_are_seen_at_once(ready: Workspace) -> None:
    one = topic(ready, "export")
    assert rename(ready, one.id, "  Where  is\nit? ", WHY).label == "Where is it?"
    assert reject(ready, one.id, WHY).label == "Where is it?"
    assert by_id(ready)[one.id] == Question(one.id, "Where is it?", by_id(ready)[one.id].refs, "rejected")
    assert set(by_id(ready)[one.id].refs) == refs("export")


@pytest.mark.parametrize("label", ["", "  \n"])
def test_an_empty_label_is_refused(ready: Workspace, label: str) -> None:
    with pytest.raises(UsageError, match="label is empty"):
        rename(ready, topic(ready, "export").id, label, WHY)


def test_a_label_with_personal_data_is_refused_and_not_repeated(ready: Workspace) -> None:
    one, other = topic(ready, "export"), topic(ready, "captcha")
    secret = "Why does jane.roe@corp.example wait?"
    with pytest.raises(UsageError, match="personal data") as caught:
        rename(ready, one.id, secret, WHY)
    assert "jane" not in str(caught.value)
    with pytest.raises(UsageError, match="personal data"):
        merge(ready, [one.id, other.id], WHY, secret)
    assert not decisions_file(ready).exists()


def test_restoring_goes_back_step_by_step_to_the_run_itself(ready: Workspace) -> None:
    before = {each.id: (each.label, set(each.refs), each.standing) for each in questions(ready)}
    one, other = topic(ready, "export"), topic(ready, "captcha")
    merge(ready, [one.id, other.id], WHY)
    reject(ready, one.id, WHY)
    assert restore(ready, one.id, WHY).undid == "reject"
    assert by_id(ready)[one.id].standing == "open"
    done = restore(ready, other.id, WHY)
    assert (done.undid, done.question, done.label, done.tickets) == ("merge", other.id, other.label, 8)
    assert {each.id: (each.label, set(each.refs), each.standing) for each in questions(ready)} == before
    with pytest.raises(UsageError, match="nothing was decided"):
        restore(ready, other.id, WHY)


def test_an_undone_split_is_one_question_again(ready: Workspace) -> None:
    one = topic(ready, "export")
    part = split(ready, one.id, WHY, into=2).parts[1]
    restore(ready, part.id, WHY)
    assert set(by_id(ready)[one.id].refs) == refs("export")
    assert part.id not in by_id(ready)


TAKEN: dict[str, Callable[[Workspace, str, str], Done]] = {
    "merge": lambda workspace, name, why: merge(workspace, [questions(workspace)[0].id, name], why),
    "split": split,
    "rename": lambda workspace, name, why: rename(workspace, name, "How?", why),
    "reject": reject,
    "pin": pin,
    "restore": restore,
}


@pytest.mark.parametrize("name", TAKEN)
def test_a_wrong_id_names_the_nearest_and_how_to_list_them(ready: Workspace, name: str) -> None:
    one = questions(ready)[1]
    for wrong in (one.id[:6], one.id[:-1] + "~", one.id.upper().replace("Q", "q")):
        with pytest.raises(UsageError, match=rf"no such recurring question .*Did you mean {one.id}\?.*deflect cluster"):
            TAKEN[name](ready, wrong, WHY)
    with pytest.raises(UsageError, match="See them all: deflect cluster --all"):
        TAKEN[name](ready, "q-zzzzzz", WHY)
    assert not decisions_file(ready).exists()


@pytest.mark.parametrize("name", TAKEN)
def test_no_decision_without_a_reason_a_run_or_the_lock(ready: Workspace, desk: Workspace, name: str) -> None:
    one = questions(ready)[1].id
    if name == "restore":
        reject(ready, one, WHY)
    before = load(decisions_file(ready))
    with pytest.raises(UsageError, match="needs a reason"):
        TAKEN[name](ready, one, " ")
    with ready.lock("run"), pytest.raises(WorkspaceLockedError, match="deflect run"):
        TAKEN[name](ready, one, WHY)
    assert load(decisions_file(ready)) == before
    TAKEN[name](ready, one, WHY)
    assert len(load(decisions_file(ready))) == len(before) + 1


def test_before_any_run_there_is_nothing_to_decide_about(desk: Workspace) -> None:
    with pytest.raises(WorkspaceError, match=r"nothing was run yet .*deflect run"):
        reject(desk, "q-1", WHY)


@pytest.mark.parametrize("again", [1, 2])
def test_a_question_is_not_merged_with_itself(ready: Workspace, again: int) -> None:
    with pytest.raises(UsageError, match="two different questions"):
        merge(ready, [questions(ready)[0].id] * again, WHY)


def test_a_file_that_cannot_be_read_stops_before_anything_is_written(ready: Workspace) -> None:
    decisions_file(ready).write_text("- decision: pim\n")
    refused: list[Callable[[], object]] = [
        lambda: questions(ready), lambda: reject(ready, "q-1", WHY), lambda: missing(ready)
    ]  # fmt: skip
    for each in refused:
        with pytest.raises(InputError, match="decision 1"):
            each()
    assert decisions_file(ready).read_text() == "- decision: pim\n"


def test_ids_that_no_ticket_belongs_to_are_named(ready: Workspace) -> None:
    decisions_file(ready).write_text("- decision: reject\n  question: q-typo\n")
    assert missing(ready) == ("q-typo",)


def test_the_story_of_a_question(ready: Workspace) -> None:
    one, other = topic(ready, "export"), topic(ready, "captcha")
    told = story(ready, one.id)
    assert (told.cluster.id, told.share, told.decisions, told.pending) == (one.id, 8 / len(small_desk()), (), False)
    assert all("bookings" in text for text in told.exemplars)
    merge(ready, [one.id, other.id], WHY)
    restore(ready, one.id, "No, different")
    pin(ready, one.id, WHY)
    told = story(ready, one.id)
    assert told.pending
    assert [(each.decision, each.counts, each.others) for each in told.decisions] == [
        ("merge", False, (other.id,)),
        ("restore", True, ()),
        ("pin", True, ()),
    ]
    assert [each.decision for each in story(ready, other.id).decisions] == ["merge"]


def test_a_part_that_no_run_has_seen_has_no_story_yet(ready: Workspace) -> None:
    part = split(ready, topic(ready, "export").id, WHY, into=2).parts[1]
    with pytest.raises(UsageError, match=r"no run has seen .*deflect run"):
        story(ready, part.id)
    with pytest.raises(UsageError, match="Did you mean"):
        story(ready, part.id[:-1])


def test_the_map_names_every_question(ready: Workspace) -> None:
    page = draw_map(ready)
    assert page.lower().startswith("<!doctype html>")
    assert all(each.label in page for each in questions(ready))
    assert draw_map(ready) == page
    with ready.lock("run"), pytest.raises(WorkspaceLockedError):
        draw_map(ready)


def customer_of(ref: str) -> str:
    found = next(ticket.requester.email for ticket in small_desk() if ticket.ref == ref)
    assert found
    return found


def test_erasing_a_customer_takes_their_tickets_out_of_the_decisions(ready: Workspace) -> None:
    one, other = topic(ready, "export"), topic(ready, "captcha")
    merge(ready, [one.id, other.id], "Keep # this")
    path = decisions_file(ready)
    path.write_text(f"# mine\n{path.read_text()}")
    erase(ready, customer_of("desk:export-0"))
    assert b"desk:export-0," not in path.read_bytes()
    assert b"desk:export-0]" not in path.read_bytes()
    assert path.read_text().startswith("# mine\n")
    (written,) = load(path)
    assert set(written.refs) == (refs("export") | refs("captcha")) - {"desk:export-0"}


def test_tickets_that_are_not_imported_yet_stay_in_the_decisions(ready: Workspace) -> None:
    text = "- decision: pin\n  question: q-a\n  tickets: [desk:later, desk:export-0]\n"
    decisions_file(ready).write_text(text)
    erase(ready, "nobody@example.org")
    assert decisions_file(ready).read_text() == text
    erase(ready, customer_of("desk:export-0"))
    assert load(decisions_file(ready))[0].tickets == ("desk:later",)


def test_an_erasure_that_was_killed_is_finished_by_the_next_run(
    ready: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    reject(ready, topic(ready, "export").id, WHY)

    def killed(*_: object) -> int:
        raise KeyboardInterrupt

    with monkeypatch.context() as broken:
        broken.setattr(sys.modules["deflect.pipeline.forgetting"], "forget", killed)
        with pytest.raises(KeyboardInterrupt):
            erase(ready, customer_of("desk:export-0"))
    assert "desk:export-0" in decisions_file(ready).read_text()
    erase(ready, customer_of("desk:export-1"))
    assert "desk:export-0" not in decisions_file(ready).read_text()
    assert not (ready.state / "erasing.json").exists()


def test_nobody_is_erased_while_the_decisions_cannot_be_read(ready: Workspace) -> None:
    decisions_file(ready).write_text("- pim\n")
    with pytest.raises(DeflectError, match="decision 1"):
        erase(ready, customer_of("desk:export-0"))
    with Store.open(ready.database) as store:
        assert store.get("desk:export-0") is not None
