"""An erased customer is in no byte of the workspace, what others wrote stays, and a kill changes nothing in the end."""

from __future__ import annotations

import json
import shutil
import signal
import zlib
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest

from deflect.errors import ArticleError, DeflectError
from deflect.kb import Library, Vocabulary
from deflect.kb.edits import OURS
from deflect.models.cache import RECORD
from deflect.pipeline import erase, run
from deflect.pipeline.editing import edit, open_article
from deflect.pipeline.erase import Erasure, Found, look
from deflect.plain import as_json
from deflect.store import Store
from deflect.suggest import Suggester
from deflect.testing import HashEncoder, small_desk
from deflect.types import Article, Message, Requester, Ticket
from deflect.workspace import Workspace
from tests.forked import Forks
from tests.pipeline.killed import kill_at, use_hash_encoder
from tests.pipeline.test_run import snapshot

ADDRESS = "Rhun.Quibble@Zyxwv.example"
THEIRS = ("zanquibor", "velmutrix", "korphandil", "wexomarru")
VALUES = (*THEIRS, ADDRESS, ADDRESS.lower(), "Rhun Quibble", "desk:own-0", "desk:own-1", "desk:own-2", "desk:own-3")
START = datetime(2026, 2, 1, 9, tzinfo=UTC)
HUMAN = "A line that a person wrote about zebras."
WIDTH = 4 * HashEncoder().dimension
SKIPPED = ("tickets.sqlite", ".lock", "lock", "pages.json")  # the last has times of files


def asked(name: str, customer: str, question: str, answer: str, hours: int) -> Ticket:
    own = customer == "own"
    who = Requester("q77", "Rhun Quibble", ADDRESS) if own else Requester(customer, None, f"{customer}@example.org")
    created = START + timedelta(hours=hours)
    messages = (
        Message("customer", question + ("\n\nRegards\nRhun Quibble" if own else ""), created),
        Message("agent", answer, created + timedelta(hours=1), agent_id="a"),
    )
    return Ticket(name, "desk", created, messages, question.partition("?")[0], "solved", requester=who)


def tickets() -> list[Ticket]:
    """A small desk; with a customer who asks what many ask, and what only two others ask."""
    widget = "How do I turn the weather widget off on mobile phones?"
    off = "Open Widgets > Weather. Choose Phones and press Hide."
    export = "How do I export all bookings to a spreadsheet file?"
    own = [
        asked("own-0", "own", f"{widget} It shows zanquibor.", f"{off} Set velmutrix to zero.", 1),
        asked("own-1", "own", f"{widget} It shows zanquibor.", f"{off} Set velmutrix to zero.", 2),
        asked("own-2", "own", f"{export} It says korphandil.", "Open Bookings > Export. Remove wexomarru first.", 3),
        asked("own-3", "own", f"{export} It says korphandil.", "Open Bookings > Export. Remove wexomarru first.", 4),
    ]
    others = [asked(f"w-{n}", f"other{n % 2}", f"{widget} Day {n}.", off, 10 + n) for n in range(6)]
    return [*small_desk(), *own, *others]


def filled(root: Path) -> Workspace:
    workspace = Workspace.create(root, "[clusters]\nmin_size = 4\n")
    with Store.open(workspace.database) as store:
        store.put(tickets())
    return workspace


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace that was run twice, with the customer everywhere, and one article that a person added to."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("deflect.pipeline.memory.load_encoder", lambda *_, **__: HashEncoder())
        # Words that one customer alone brings reach no draft; here they must, to be looked for afterwards.
        patched.setattr(Vocabulary, "masked_ticket", lambda _, ticket: ticket)
        patched.setattr(Vocabulary, "strange", lambda *_: ())
        workspace = filled(tmp_path_factory.mktemp("erase") / "template")
        run(workspace)
        path = article(workspace, "weather")[1]
        path.write_text(f"{path.read_text()}\n{HUMAN}\n")
        run(workspace)
    return workspace.root


@pytest.fixture
def ready(template: Path, tmp_path: Path, hash_encoder: None) -> Workspace:
    return Workspace.open(shutil.copytree(template, tmp_path / "desk"))


def article(workspace: Workspace, word: str) -> tuple[Article, Path]:
    library = Library(workspace.kb, workspace.base)
    found = next(each for each in library.articles() if word in each.title.lower())
    return found, library.files()[found.slug]


def holding(workspace: Workspace) -> set[str]:
    """Files with a planted value in any byte; a ref only where its id ends."""
    found = set()
    for path in workspace.root.rglob("*"):
        content = path.read_bytes().lower() if path.is_file() else b""
        if any(value.lower().encode() in content for value in VALUES):
            found.add(path.relative_to(workspace.root).as_posix())
    return found


def test_after_erasing_no_byte_of_the_workspace_is_the_customer_s(ready: Workspace) -> None:
    before = holding(ready)
    assert {".deflect/tickets.sqlite", ".deflect/questions.json", "models/gen/2/suggest.json"} <= before
    assert "models/gen/1/drafts.json" in before
    assert all(any(name.startswith(folder) for name in before) for folder in ("kb/", "site/search/en/"))
    assert erase(ready, ADDRESS).erased == 4
    assert holding(ready) == set()
    run(ready)
    assert holding(ready) == set()


def test_an_article_with_fewer_than_three_customers_left_is_withdrawn_and_listed(ready: Workspace) -> None:
    found, path = article(ready, "weather")
    page = ready.site / "articles" / f"{found.slug}.html"
    assert page.exists()
    done = erase(ready, ADDRESS)
    assert done.withdrawn == (found.slug,)
    assert article(ready, "weather")[0].state == "archived"
    assert not page.exists()
    assert HUMAN in path.read_text()
    run(ready)
    assert article(ready, "weather")[0].state == "archived"
    assert HUMAN in path.read_text()


def test_an_article_of_three_or_more_others_stays_without_what_only_the_customer_had(ready: Workspace) -> None:
    slug = article(ready, "export")[0].slug
    done = erase(ready, ADDRESS)
    assert slug in done.changed
    assert slug not in done.withdrawn
    found = article(ready, "export")[0]
    assert "Open Bookings > Export." in found.answer
    assert "wexomarru" not in found.answer
    assert found.state == "work-in-progress"


def test_answers_come_at_once_and_from_the_others(ready: Workspace) -> None:
    erase(ready, ADDRESS)
    said = as_json(Suggester.load(ready.root).suggest("How do I export all bookings to a spreadsheet file?"))
    assert "export" in said
    assert "own-" not in said


def test_what_a_person_wrote_stays_and_what_they_edited_of_the_customer_s_is_listed(ready: Workspace) -> None:
    found, path = article(ready, "export")
    text = path.read_text()
    line = next(line for line in text.splitlines() if "wexomarru" in line)
    path.write_text(text.replace(line, line.replace("wexomarru", "the old keys")) + f"\n{HUMAN}\n")
    done = erase(ready, ADDRESS)
    assert done.edited == (found.slug,)
    left = path.read_text()
    assert "the old keys" in left
    assert HUMAN in left
    assert holding(ready) == set()


def test_a_proposal_that_waits_is_cleaned_too(ready: Workspace) -> None:
    found, path = article(ready, "export")
    proposal = path.with_name(f"{path.stem}.proposal.md")
    proposal.write_text(path.read_text())
    erase(ready, ADDRESS)
    assert proposal.exists()
    assert holding(ready) == set()
    assert found.title in proposal.read_text()


@pytest.mark.parametrize("spoilt", [("---\n", "--\n"), ("state: ", "state: ["), ("", "")])
def test_an_edit_that_is_kept_because_it_cannot_be_taken_is_cleaned_too(
    ready: Workspace, spoilt: tuple[str, str]
) -> None:
    found, path = article(ready, "export")
    proposal = path.with_name(f"{path.stem}.proposal.md")
    proposal.write_text(path.read_text().replace("Open Bookings", "Open the Bookings"))
    opened = open_article(ready, found.slug)
    assert OURS in opened.text
    with pytest.raises(ArticleError):
        edit(ready, opened, f"{opened.text.replace(*spoilt, 1)}\n{HUMAN}\n", "sam")
    kept = ready.state / "edits" / f"{found.slug}.md"
    other = ready.state / "edits" / "other.md"
    other.write_text(f"{HUMAN}\nIt says korphandil.\nOpen Bookings > Export. <!-- tickets: desk:own-2, desk:w-1 -->\n")
    assert {".deflect/edits/other.md", f".deflect/edits/{found.slug}.md"} <= holding(ready)
    assert erase(ready, ADDRESS).erased == 4
    assert holding(ready) == set()
    assert HUMAN in kept.read_text()
    assert "Open Bookings > Export." in kept.read_text()
    assert other.read_text() == f"{HUMAN}\nOpen Bookings > Export. <!-- tickets: desk:w-1 -->\n"
    assert HUMAN in open_article(ready, found.slug).text


def test_what_is_there_of_a_customer_is_told_before_anything_is_changed(ready: Workspace) -> None:
    before = snapshot(ready)
    found = look(ready, ADDRESS)
    assert snapshot(ready) == before
    assert look(ready, "nobody@example.org") == Found(0)
    done = erase(ready, ADDRESS)
    assert (found.tickets, found.articles) == (done.erased, done.changed) == (4, done.changed)
    assert look(ready, ADDRESS) == Found(0)


def test_a_deleted_article_stays_deleted_and_its_last_draft_forgets_too(ready: Workspace) -> None:
    article(ready, "export")[1].unlink()
    before = set(ready.kb.iterdir())
    erase(ready, ADDRESS)
    assert set(ready.kb.iterdir()) == before
    assert holding(ready) == set()


def test_a_later_import_leaves_them_out_until_they_are_allowed(ready: Workspace) -> None:
    erase(ready, ADDRESS)
    with Store.open(ready.database) as store:
        counts = store.put(tickets())
        assert (counts.added, counts.erased) == (0, 4)
        # Also where the export names only the ticket, or only the id of the customer.
        nameless = [replace(ticket, requester=Requester()) for ticket in tickets() if ticket.id.startswith("own")]
        assert store.put(nameless).erased == 4
        assert store.put([replace(nameless[0], id="new", requester=Requester(id="q77"))]).erased == 1
        store.allow(ADDRESS.upper())
        assert store.put(tickets()).added == 4


def test_nobody_can_be_read_from_the_list_of_erased_customers(ready: Workspace) -> None:
    erase(ready, ADDRESS)
    lines = (ready.state / "erased-customers").read_text().splitlines()[1:]
    assert len(lines) == 4 + 3  # tickets; the address, the same taken for an id, and the id in its source
    assert all(len(part) == 32 and int(part, 16) >= 0 for line in lines for part in line.split())
    (ready.state / "key").write_bytes(bytes(32))
    with Store.open(ready.database) as store:
        assert store.put(tickets()).added == 4, "another key, other hashes"


def test_tickets_of_others_and_files_that_name_the_address_are_listed_and_left(ready: Workspace) -> None:
    copy = asked("cc-1", "other9", f"Please answer {ADDRESS.lower()} too, the map is grey?", "Done.", 50)
    with Store.open(ready.database) as store:
        store.put([copy])
    (ready.root / "export.csv").write_text(f"id,mail\n1,{ADDRESS.lower()}\n")
    done = erase(ready, ADDRESS)
    assert (done.mentioned, done.files) == (("desk:cc-1",), ("export.csv",))


def test_an_article_that_cannot_be_read_stops_it_before_anything_is_changed(ready: Workspace) -> None:
    (ready.kb / "broken.md").write_text("no front matter")
    before = snapshot(ready)
    with pytest.raises(ArticleError, match="broken"):
        erase(ready, ADDRESS)
    assert snapshot(ready) == before
    with Store.open(ready.database) as store:
        assert store.get("desk:own-0") is not None


def test_a_damaged_generation_is_removed_and_made_by_the_next_run(ready: Workspace) -> None:
    (ready.models / "gen" / "2" / "manifest.json").write_text("{}")
    assert erase(ready, ADDRESS).erased == 4
    assert not (ready.models / "CURRENT").exists()
    assert holding(ready) == set()
    assert run(ready).questions > 0


def test_the_last_customer_can_be_erased(tmp_path: Path, hash_encoder: None) -> None:
    workspace = Workspace.create(tmp_path / "one", "[clusters]\nmin_size = 2\n")
    with Store.open(workspace.database) as store:
        store.put(ticket for ticket in tickets() if ticket.id.startswith("own"))
    run(workspace)
    assert erase(workspace, "q77").erased == 4
    assert holding(workspace) == set()


def test_a_workspace_that_was_never_run_is_left_without_a_site_or_a_generation(
    tmp_path: Path, hash_encoder: None
) -> None:
    workspace = filled(tmp_path / "new")
    assert erase(workspace, ADDRESS) == Erasure(4)
    assert not any(workspace.site.iterdir())
    assert not (workspace.models / "CURRENT").exists()


# Killed in the middle


def work(root: Path, name: str, at: int, out: Path) -> None:
    """Erase or run, killed the nth time that a file is made durable."""
    use_hash_encoder()
    count = kill_at(at)
    workspace = Workspace.open(root)
    done = erase(workspace, ADDRESS) if name == "erase" else run(workspace)
    out.write_text(json.dumps({"fsyncs": count(), "done": as_json(done)}))


def state(workspace: Workspace) -> dict[str, object]:
    """All files but those that hold the time or a process's number, and the tickets."""
    with Store.open(workspace.database) as store:
        rows: dict[str, object] = {"tickets": list(store.tickets()), "clean": list(store.cleaned())}
    files = (path for path in sorted(workspace.root.rglob("*")) if path.is_file())
    kept = (path for path in files if not path.name.startswith(SKIPPED) and path.parent.name != "vectors")
    found: dict[str, object] = {path.relative_to(workspace.root).as_posix(): path.read_bytes() for path in kept}
    told = json.loads((workspace.root / ".deflect" / "site").read_bytes())
    return rows | found | {".deflect/site": told | {"key": "of the times of files"}}


def vectors(workspace: Workspace) -> set[bytes]:
    """The vectors that the cache holds and that are whole."""
    [keys], [rows] = ([*(workspace.models / "vectors").glob(f"*.{kind}")] for kind in ("keys", "rows"))
    said = rows.read_bytes()
    found = (said[start : start + WIDTH] for start in range(0, len(said), WIDTH))
    records = np.fromfile(keys, RECORD)["checksum"].tolist()
    return {row for row, checksum in zip(found, records, strict=False) if zlib.crc32(row) == checksum}


def test_killed_anywhere_and_called_again_it_ends_the_same(template: Path, tmp_path: Path, forks: Forks) -> None:
    out = tmp_path / "out.json"

    def begin(root: Path, name: str = "erase", at: int = -1) -> int:
        return forks.work(work, root, name, at, out).code

    whole = Workspace.open(shutil.copytree(template, tmp_path / "whole"))
    assert begin(whole.root) == 0
    expected, said = state(whole), json.loads(out.read_text())
    for at in range(0, said["fsyncs"], max(1, said["fsyncs"] // 5)):
        killed = Workspace.open(shutil.copytree(template, tmp_path / f"killed{at}"))
        assert begin(killed.root, at=at) == -signal.SIGKILL
        assert begin(killed.root) == 0
        assert state(killed) == expected, at
        # Killed between keys and rows, the cache forgets some, and they are made again when they are asked for.
        assert vectors(killed) <= vectors(whole), at
        assert json.loads(out.read_text())["done"] == said["done"], at
        assert holding(killed) == set()
    finished = shutil.copytree(template, tmp_path / "by-run")
    assert begin(finished, at=said["fsyncs"] // 2) == -signal.SIGKILL
    assert begin(finished, "run") == 0
    assert holding(Workspace.open(finished)) == set()


@pytest.mark.parametrize("name", ["", " "])
def test_nobody_has_an_empty_name(ready: Workspace, name: str) -> None:
    with pytest.raises(DeflectError, match="name"):
        erase(ready, name)
