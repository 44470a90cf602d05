"""Only what changed is written, only what deflect wrote is removed, and a kill at any point does no harm."""

from __future__ import annotations

import errno
import json
import os
from pathlib import Path

import pytest

from deflect import workspace
from deflect.errors import ArticleError, WorkspaceError
from deflect.site import swap
from deflect.site.manifest import MANIFEST, Manifest, read_manifest
from deflect.site.output import publish, settled
from tests.site.conftest import Site, article, sample


def content(out: Path) -> dict[str, bytes]:
    return {str(p.relative_to(out)): p.read_bytes() for p in out.rglob("*") if p.is_file()}


def test_a_second_build_touches_nothing(site: Site) -> None:
    first = site.build(sample())
    before = {path: path.stat().st_mtime_ns for path in site.out.rglob("*")}
    second = site.build(sample())
    assert (second.written, second.removed, second.unchanged) == (0, 0, first.written)
    assert {path: path.stat().st_mtime_ns for path in site.out.rglob("*")} == before


def test_a_change_to_one_article_writes_only_what_shows_it(site: Site) -> None:
    site.build([article("one"), article("two")])
    result = site.build([article("one", answer="Do that."), article("two")])
    assert (result.written, result.removed) == (4, 1), "its page, the twin of that, the index and its part"


def test_pages_no_longer_wanted_go_with_their_folders(site: Site) -> None:
    site.build(sample())
    result = site.build([article("refund", title="Refund")])
    assert result.removed > 5
    assert not (site.out / "articles/reset-key.html").exists()
    assert not (site.out / "ar").exists()
    assert not (site.out / "files").exists()
    fresh = Site(site.root / "fresh")
    fresh.build([article("refund", title="Refund")])
    assert site.files() == fresh.files()


def test_what_people_put_there_stays(site: Site) -> None:
    site.build(sample())
    (site.out / "CNAME").write_text("help.example.com")
    (site.out / "articles" / "mine.html").write_text("mine")
    (site.out / ".deflect-notes.1.tmp").write_text("mine")
    site.build([])
    assert (site.out / "CNAME").read_text() == "help.example.com"
    assert (site.out / "articles" / "mine.html").read_text() == "mine"
    assert (site.out / ".deflect-notes.1.tmp").read_text() == "mine"


@pytest.mark.parametrize("path", ["index.html", "articles/one.html", "404.html", "search/en.js"])
def test_a_file_of_a_persons_in_the_way_is_an_error_and_nothing_is_written(site: Site, path: str) -> None:
    target = site.out / path
    target.parent.mkdir(parents=True)
    target.write_text("mine")
    with pytest.raises(ArticleError, match=path):
        site.build([article("one")])
    assert content(site.out) == {path: b"mine"}


def test_a_folder_or_link_in_the_way_is_an_error(site: Site) -> None:
    (site.out / "index.html").mkdir(parents=True)
    with pytest.raises(ArticleError, match=r"index\.html"):
        site.build([article("one")])
    (site.out / "index.html").rmdir()
    (site.out / "articles").write_text("a file where a folder must be")
    with pytest.raises(ArticleError, match="articles"):
        site.build([article("one")])
    (site.out / "articles").unlink()
    (site.root / "other.html").write_text("mine")
    (site.out / "index.html").symlink_to(site.root / "other.html")
    with pytest.raises(ArticleError, match=r"index\.html"):
        site.build([article("one")])
    assert (site.root / "other.html").read_text() == "mine"


def test_a_file_with_the_very_content_is_no_collision(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_bytes(b"A")
    assert publish({"a.html": b"A"}, tmp_path).unchanged == 1


def test_a_page_that_was_overwritten_is_built_again(site: Site) -> None:
    site.build([article("one")])
    right = site.files()
    (site.out / "articles/one.html").write_text("spoilt")
    (site.out / "search.html").unlink()
    assert site.build([article("one")]).written == 2
    assert site.files() == right


def test_an_unwanted_page_that_a_person_changed_stays(tmp_path: Path) -> None:
    publish({"a.html": b"A", "b.html": b"B"}, tmp_path)
    (tmp_path / "b.html").write_bytes(b"mine")
    assert publish({"a.html": b"A"}, tmp_path).removed == 0
    assert (tmp_path / "b.html").read_bytes() == b"mine"
    assert read_manifest(tmp_path).files.keys() == {"a.html"}


@pytest.mark.parametrize(
    "damage",
    [
        "",
        "not json",
        "[]",
        "{}",
        '{"files": []}',
        '{"files": {"../../etc/passwd": "x"}}',
        '{"files": {"/etc/passwd": "x"}}',
        '{"files": {"a": 1}}',
        '{"files": {"a": "x"}, "pending": {"../b": "x"}}',
    ],
)
def test_a_damaged_manifest_removes_nothing(site: Site, damage: str) -> None:
    site.build([article("one")])
    (site.out / MANIFEST).write_text(damage)
    before = content(site.out)
    with pytest.raises(WorkspaceError, match="damaged"):
        site.build([])
    assert content(site.out) == before


def test_the_manifest_says_what_is_there(site: Site) -> None:
    import hashlib

    site.build(sample())
    found = json.loads((site.out / MANIFEST).read_text())
    files = site.files()
    assert found["files"] == {
        name: hashlib.sha256(data).hexdigest() for name, data in files.items() if name != MANIFEST
    }
    assert "pending" not in found
    assert read_manifest(site.out) == Manifest(found["files"])


class KilledError(BaseException):
    """Stands for a kill: nothing may catch it."""


OLD = {"a.html": b"old a", "b.html": b"old b", "deep/c.html": b"c", "gone/d.html": b"d"}
NEW = {"a.html": b"new a", "b.html": b"old b", "deep/c.html": b"new c", "fresh/e.html": b"e", "fresh/f.html": b"f"}
LATER = {"a.html": b"later a", "fresh/e.html": b"later e", "z.html": b"z"}


def killed_publish(out: Path, wanted: dict[str, bytes], step: int, monkeypatch: pytest.MonkeyPatch) -> bool:
    """Publish, killed at one step: before, within or after one of the writes, moves and removals."""
    calls = 0
    write, unlink, replace = workspace.atomic_write, Path.unlink, Path.replace

    def maybe_die() -> None:
        nonlocal calls
        calls += 1
        if calls >= step:  # what is dead stays dead, also in another thread
            raise KilledError

    def writing(path: Path, data: bytes) -> None:
        maybe_die()
        half = path.with_name(f".{path.name}.12345.tmp") if path.name == MANIFEST else path
        half.write_bytes(data[: len(data) // 2])
        maybe_die()
        unlink(half)
        write(path, data)

    def unlinking(path: Path, missing_ok: bool = False) -> None:
        maybe_die()
        unlink(path, missing_ok)

    def replacing(path: Path, target: Path) -> Path:
        if path.parent.name == swap.ASIDE:
            maybe_die()
        return replace(path, target)

    with monkeypatch.context() as patch:
        patch.setattr(swap, "atomic_write", writing)
        patch.setattr(swap, "_write", writing)
        patch.setattr(Path, "unlink", unlinking)
        patch.setattr(Path, "replace", replacing)
        try:
            publish(wanted, out)
        except KilledError:
            return True
    return False


def shown(out: Path) -> dict[str, bytes]:
    """What a web server shows of a site: nothing hidden."""
    return {path: data for path, data in content(out).items() if not path.startswith(".")}


def test_killed_at_any_step_the_old_site_is_whole_or_the_new_one_is_once_it_is_read_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    died, step, seen = True, 0, []
    while died:
        step += 1
        out = tmp_path / str(step)
        publish(OLD, out)
        died = killed_publish(out, NEW, step, monkeypatch)
        found = shown(out)
        is_swapping = bool(read_manifest(out).pending)
        assert is_swapping or found in (OLD, NEW), step
        for path, data in found.items():
            assert data in (OLD.get(path), NEW.get(path)), (step, path)
        assert OLD.keys() & NEW.keys() <= found.keys(), "no page is ever missing that both sites have"
        settled(out)
        assert shown(out) == (NEW if is_swapping or found == NEW else OLD), step
        seen.append((is_swapping, found == OLD))
    assert seen[0] == (False, True)
    assert any(is_swapping for is_swapping, _ in seen)
    assert seen[-1] == (False, False)


@pytest.mark.parametrize("after", [NEW, LATER, OLD], ids=["same", "later", "back"])
def test_killed_at_any_step_the_next_build_ends_as_if_nothing_had_been(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, after: dict[str, bytes]
) -> None:
    step = 0
    died = True
    while died:
        step += 1
        out = tmp_path / str(step)
        publish(OLD, out)
        (out / "mine.txt").write_text("mine")
        died = killed_publish(out, NEW, step, monkeypatch)
        publish(after, out)
        assert content(out) == {**after, "mine.txt": b"mine", MANIFEST: (out / MANIFEST).read_bytes()}, step
        assert read_manifest(out).files.keys() == after.keys()
    assert step > 10


def test_killed_twice_with_different_content_is_no_collision(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for first in range(1, 13):
        for second in range(1, 13):
            out = tmp_path / f"{first}-{second}"
            killed_publish(out, NEW, first, monkeypatch)
            killed_publish(out, LATER, second, monkeypatch)
            publish(OLD, out)
            assert content(out).keys() == {*OLD, MANIFEST}, (first, second)


def test_a_file_that_a_person_made_after_a_kill_is_still_theirs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = 0
    for step in range(1, 20):
        out = tmp_path / str(step)
        killed_publish(out, NEW, step, monkeypatch)
        if (out / "fresh/f.html").exists() or read_manifest(out) == Manifest():
            continue
        (out / "fresh").mkdir(exist_ok=True)
        (out / "fresh/f.html").write_bytes(b"mine")
        with pytest.raises(ArticleError, match=r"f\.html"):
            publish(NEW, out)
        assert (out / "fresh/f.html").read_bytes() == b"mine"
        kept += 1
    assert kept >= 2


def test_on_a_full_disk_the_old_site_stays_and_nothing_lies_aside(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish({"a.html": b"old"}, tmp_path)
    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space") as told:
        publish({"a.html": b"new", "b.html": b"more"}, tmp_path)
    monkeypatch.undo()
    assert told.value.filename == str(tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == [MANIFEST, "a.html"]
    assert (tmp_path / "a.html").read_bytes() == b"old"


def full(_: int) -> None:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
