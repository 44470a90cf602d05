"""The doctor looks at everything, one check at a time, changes nothing, and lets no bad one hide the next."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest

from deflect.errors import ModelError
from deflect.hooks import Sources, names
from deflect.pipeline import doctor, run
from deflect.pipeline.doctor import LIBRARIES, Check, examine
from deflect.store import Store
from deflect.testing import TOPICS, small_desk
from deflect.workspace import Workspace

pytestmark = pytest.mark.usefixtures("hash_encoder")

NAMES = ["python", "sqlite", *LIBRARIES, "settings", "disk", "database", "bundled model", "index"]


@pytest.fixture(autouse=True)
def sound_weights(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hash the bundled weights in no test but the one about them."""
    monkeypatch.setattr("deflect.models.source.check_weights", lambda _: None)


def only(workspace: Workspace, name: str) -> Check:
    (found,) = (check for check in examine(workspace) if check.name == name)
    return found


def files(workspace: Workspace) -> dict[str, bytes]:
    """Everything in the workspace but the database's own notes beside it, which come and go."""
    return {
        str(path.relative_to(workspace.root)): path.read_bytes()
        for path in sorted(workspace.root.rglob("*"))
        if path.is_file() and not path.name.startswith("tickets.sqlite-")
    }


def test_a_new_workspace_is_sound_and_has_nothing_yet(tmp_path: Path) -> None:
    workspace = Workspace.create(tmp_path / "new")
    checks = examine(workspace)
    assert [check.name for check in checks] == [*NAMES, "decisions", "articles"]
    assert all(check.ok for check in checks)
    details = {check.name: check.detail for check in checks}
    assert (details["database"], details["index"], details["articles"]) == ("none yet", "none yet", "0 readable")


def test_after_a_run_every_part_is_sound_and_in_step(ready: Workspace) -> None:
    checks = examine(ready)
    assert [check.name for check in checks] == [*NAMES, "index and tickets", "decisions", "articles", "answering"]
    assert all(check.ok for check in checks)
    details = {check.name: check.detail for check in checks}
    assert details["database"] == f"{len(small_desk())} tickets, sound"
    assert details["index"] == "generation 1, sound"
    assert details["index and tickets"] == "in step"
    assert details["articles"] == f"{len(TOPICS)} readable"
    assert details["settings"] == str(ready.root / "deflect.toml")


@pytest.mark.parametrize("state", ["new", "with tickets", "after a run", "database gone"])
def test_looking_changes_nothing(desk: Workspace, tmp_path: Path, state: str) -> None:
    workspace = Workspace.create(tmp_path / "new") if state == "new" else desk
    if state in {"after a run", "database gone"}:
        run(workspace)
    if state == "database gone":
        workspace.database.unlink()
    before = files(workspace)
    examine(workspace)
    assert files(workspace) == before


def test_an_index_whose_tickets_are_gone_says_so_every_time(ready: Workspace) -> None:
    ready.database.unlink()
    for _ in range(2):
        found = only(ready, "index and tickets")
        assert not found.ok
        assert found.detail == "the index was made from tickets that the database does not have"
        assert "from a backup" in found.next_step
        assert only(ready, "database").detail == "none yet"


def test_newer_tickets_are_no_fault(ready: Workspace) -> None:
    with Store.open(ready.database) as store:
        store.put(small_desk(each=8, strays=14)[-2:])
    found = only(ready, "index and tickets")
    assert found.ok
    assert found.detail == "2 changes newer than the index"


def test_versions_that_are_too_old_are_named_with_what_is_needed(
    desk: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(doctor, "PYTHON_FLOOR", (99, 0))
    monkeypatch.setattr(doctor, "SQLITE_FLOOR", (99, 1, 2))
    monkeypatch.setattr(doctor, "LIBRARIES", ("no-such-distribution", "click"))
    python, sqlite, missing, there = examine(desk)[:4]
    assert (python.ok, python.next_step) == (False, "Install Python 3.11 or newer")
    assert (sqlite.ok, sqlite.next_step) == (False, "SQLite 99.1.2 or newer is needed: use a newer Python build")
    assert missing == Check(
        "no-such-distribution", False, "not installed", "Install deflect again: pip install deflect"
    )
    assert (there.name, there.ok) == ("click", True)


@pytest.mark.parametrize(
    ("free", "ok", "detail"), [((1 << 30) - 1, False, "1.0 GB free"), (1 << 30, True, "1.0 GB free")]
)
def test_less_than_a_gigabyte_of_disk_is_too_little(
    desk: Workspace, monkeypatch: pytest.MonkeyPatch, free: int, ok: bool, detail: str
) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=free))
    assert only(desk, "disk") == Check("disk", ok, detail, "Make room: at least 1 GB is needed")


def test_a_wrong_setting_does_not_hide_the_checks_after_it(desk: Workspace) -> None:
    (desk.root / "deflect.toml").write_text("[clusters]\nmin_sise = 3\n")
    checks = examine(Workspace.open(desk.root))
    assert [check.name for check in checks] == [*NAMES, "decisions", "articles"]
    assert [check.name for check in checks if not check.ok] == ["settings"]
    assert "min_size" in only(Workspace.open(desk.root), "settings").next_step


def test_weights_that_are_not_the_published_ones_are_a_failed_check(
    desk: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_: object) -> None:
        raise ModelError("the weights are others", "weights", "Install deflect again")

    monkeypatch.setattr("deflect.models.source.check_weights", refuse)
    assert only(desk, "encoders") == Check("encoders", False, "the weights are others", "Install deflect again")
    assert only(desk, "articles").ok


def test_each_exported_encoder_is_checked(desk: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    found = [SimpleNamespace(name="small", precision="int8"), ModelError("a file is damaged", "here", "Delete it")]
    monkeypatch.setattr("deflect.models.check_encoders", lambda _: found)
    assert [check for check in examine(desk) if check.name == "encoder"] == [
        Check("encoder", True, "small, int8, sound"),
        Check("encoder", False, "a file is damaged (here)", "Delete it"),
    ]


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-1])


@pytest.mark.parametrize("harm", [cut, Path.unlink])
def test_every_damaged_file_of_the_index_is_named_and_a_run_heals_it(
    desk: Workspace, harm: Callable[[Path], None]
) -> None:
    run(desk)
    for name in ("suggest.json", "clusters.json"):
        harm(desk.models / "gen" / "1" / name)
    found = only(desk, "index")
    assert not found.ok
    assert found.detail == "generation 1, damaged: clusters.json, suggest.json"
    assert found.next_step == "Make it anew: deflect run"
    run(desk)
    assert only(desk, "index") == Check("index", True, "generation 2, sound", "Make it anew: deflect run")


def test_a_damaged_manifest_is_a_failed_check_and_not_the_end(ready: Workspace) -> None:
    (ready.models / "gen" / "1" / "manifest.json").write_text("{}")
    assert only(ready, "generation").detail == "the manifest of generation 1 is damaged"
    assert only(ready, "articles").ok


def test_every_article_that_cannot_be_read_is_named(desk: Workspace) -> None:
    for name in ("one", "two"):
        (desk.kb / f"{name}.md").write_text("no front matter")
    found = [check for check in examine(desk) if check.name.startswith("article")]
    assert [(check.name, check.ok) for check in found] == [("article", False)] * 2
    for check, name in zip(found, ("one", "two"), strict=True):
        assert f"{name}.md" in check.detail
        assert check.next_step


def test_decisions_are_counted_and_a_file_that_cannot_be_read_is_named(desk: Workspace) -> None:
    file = desk.root / "questions.yaml"
    file.write_text("- decision: reject\n  question: q-1\n  reason: not ours\n")
    assert only(desk, "decisions") == Check("decisions", True, "1 about recurring questions")
    file.write_text("- decision: forbid\n  question: q-1\n")
    found = only(desk, "decisions")
    assert (found.ok, bool(found.next_step)) == (False, True)


def test_each_ticket_system_is_named_and_a_file_that_is_wrong_hides_no_other(tmp_path: Path) -> None:
    workspace = Workspace.create(tmp_path / "new")
    sources = Sources(workspace)
    for name, made_up in (("standard", {"secret": "planted"}), ("zendesk", {"secret": "planted"}), ("zammad", {})):
        sources.add(name, made_up)
    sources.path("github").write_text("secret = planted", encoding="utf-8")
    sources.path("github").chmod(0o600)
    found = {check.name: check for check in examine(workspace) if check.name in names()}
    assert sorted(found) == ["github", "standard", "zammad", "zendesk"]
    assert found["standard"].ok
    assert found["github"].detail == "the file of a ticket system is not valid TOML"
    assert (found["zendesk"].ok, found["zendesk"].detail) == (False, "begun, and lacks address, user, token")
    assert found["zendesk"].next_step == "Fill in .deflect/hooks/zendesk.toml; its calls get 404 until then"
    assert not any("planted" in f"{check.detail}{check.next_step}" for check in found.values())
