"""What one customer alone brings reaches no article, and no question of a few customers is drafted."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from pathlib import Path

import pytest

from deflect.errors import InputError
from deflect.kb import Library
from deflect.pipeline import run
from deflect.pipeline.own_texts import own_texts
from deflect.store import Store
from deflect.testing import small_desk
from deflect.types import Requester, Ticket
from deflect.workspace import Workspace

pytestmark = pytest.mark.usefixtures("hash_encoder")


def setting(workspace: Workspace, text: str) -> Workspace:
    (workspace.root / "deflect.toml").write_text(text)
    return Workspace.open(workspace.root)


def with_tickets(workspace: Workspace, tickets: Sequence[Ticket]) -> Workspace:
    with Store.open(workspace.database) as store:
        store.put(tickets)
    return workspace


def saying(ticket: Ticket, words: str) -> Ticket:
    """The ticket with these words in each message, customer's and agent's."""
    said = [dataclasses.replace(each, body=f"{each.body} {words}") for each in ticket.messages]
    return dataclasses.replace(ticket, messages=tuple(said))


def written(workspace: Workspace) -> str:
    """Everything that a run leaves for people to see."""
    files = [path for root in (workspace.kb, workspace.site) for path in root.rglob("*") if path.is_file()]
    return "\n".join(path.read_text(errors="replace") for path in files)


def test_what_one_customer_brings_reaches_no_file_unless_the_vendor_lists_it(desk: Workspace) -> None:
    words = "Use the gardenia view."
    tickets = [saying(ticket, words) if place == 0 else ticket for place, ticket in enumerate(small_desk())]
    run(setting(with_tickets(desk, tickets), "[drafting]\nsentences = 40\n"))
    assert "gardenia" not in written(desk)
    desk.words.write_text("# our views\nUse the gardenia view\n")
    assert "draft" not in run(Workspace.open(desk.root)).skipped
    assert "gardenia" in written(desk)


def test_a_question_of_fewer_customers_than_the_setting_is_not_drafted(desk: Workspace) -> None:
    everybody = {
        place: Requester(f"c{place % 2}", "", f"c{place % 2}@shop.example") for place in range(len(small_desk()))
    }
    tickets = [dataclasses.replace(ticket, requester=everybody[place]) for place, ticket in enumerate(small_desk())]
    summary = run(with_tickets(desk, tickets))
    assert summary.questions == len(summary.drafted.too_few) > 0
    assert Library(desk.kb, desk.base).articles() == ()


def test_an_untouched_draft_is_archived_once_the_setting_asks_for_more_customers(desk: Workspace) -> None:
    created = run(desk).drafted.created
    summary = run(setting(desk, "[drafting]\ncustomers = 100\n"))
    assert sorted(summary.drafted.withdrawn) == sorted(created)
    assert {each.state for each in Library(desk.kb, desk.base).articles()} == {"archived"}


def test_the_vendors_texts_are_names_words_and_what_people_wrote(tmp_path: Path) -> None:
    workspace = Workspace.create(
        tmp_path / "shop",
        '[vendor]\nname = "Fernleaf"\naddresses = ["@fernleaf.example"]\n[privacy]\nkeep = ["docs.fernleaf.example"]\n',
    )
    workspace.words.write_text("\ufeffBookings\n# a note\n#general\n", encoding="utf-8")
    (workspace.kb / "own.md").write_text(
        "---\ntitle: By hand\ncategory: Basics\nalso_asked: [Really]\n---\nPress it.\n"
    )
    (workspace.kb / "draft.md").write_text("---\ntitle: Drafted\ncluster: q1\n---\nSecretly.\n")
    (workspace.kb / "inner.md").write_text("---\ntitle: Inner\naudience: internal\n---\nInside.\n")
    (workspace.root / "questions.yaml").write_text(
        "- {decision: rename, question: q-1, label: Take it along, asks: Said then, tickets: [a:1]}\n"
    )
    assert list(own_texts(workspace)) == [
        "Fernleaf", "@fernleaf.example", "docs.fernleaf.example", "Bookings", "#general", "Take it along",
        "By hand\nBy hand\nBasics\nReally\nPress it.",
    ]  # fmt: skip


def test_a_word_list_that_is_not_text_is_named(tmp_path: Path) -> None:
    workspace = Workspace.create(tmp_path / "shop")
    workspace.words.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(InputError, match=r"not UTF-8 .*words.txt"):
        list(own_texts(workspace))
