"""A fingerprint changes with what it stands for and with nothing else."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deflect.config import ClusterSettings
from deflect.pipeline import fingerprints

names = st.text("abc", min_size=1, max_size=2)
trees = st.dictionaries(names, st.binary(max_size=3), max_size=5)


@given(trees, trees)
def test_folders_have_the_same_fingerprint_exactly_if_their_files_are_the_same(
    first: dict[str, bytes], second: dict[str, bytes]
) -> None:
    import tempfile

    def grow(tree: dict[str, bytes], root: Path) -> str:
        for name, content in tree.items():
            (root / name).write_bytes(content)
        return fingerprints.folder(root)

    with tempfile.TemporaryDirectory() as one, tempfile.TemporaryDirectory() as two:
        assert (grow(first, Path(one)) == grow(second, Path(two))) == (first == second)


def test_hidden_files_and_missing_folders_do_not_count(tmp_path: Path) -> None:
    empty = fingerprints.folder(tmp_path / "none")
    assert fingerprints.folder(tmp_path) == empty
    (tmp_path / ".a.md.1.tmp").write_text("left over")
    assert fingerprints.folder(tmp_path) == empty
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "a.md").write_text("an article")
    assert fingerprints.folder(tmp_path) != empty


def test_settings_count_by_their_values() -> None:
    assert fingerprints.of(ClusterSettings()) == fingerprints.of(ClusterSettings(min_size=5))
    assert fingerprints.of(ClusterSettings()) != fingerprints.of(ClusterSettings(min_size=6))
    assert fingerprints.of("a", "b") != fingerprints.of("ab")


def test_each_room_has_its_own_code_version() -> None:
    versions = {fingerprints.code_version(room) for room in ("cleaning", "models", "clusters", "kb", "site")}
    assert len(versions) == 5
    assert fingerprints.code_version() not in versions


def test_stamps_tell_every_change_of_a_folder_but_of_what_is_hidden(tmp_path: Path) -> None:
    folder = tmp_path / "site"
    (folder / "a").mkdir(parents=True)
    seen = [fingerprints.stamps(tmp_path / "missing"), fingerprints.stamps(folder)]
    for change in (
        lambda: (folder / "a" / "b").write_text("1"),
        lambda: (folder / "a" / "b").write_text("22"),
        lambda: os.utime(folder / "a" / "b", ns=(1, 1)),
        lambda: (folder / "a" / "b").rename(folder / "b"),
        lambda: (folder / "b").unlink(),
    ):
        change()
        seen.append(fingerprints.stamps(folder))
    assert len({*seen[1:-1]}) == len(seen[1:-1])
    assert seen[0] == seen[1] == seen[-1]
    (folder / ".hidden").write_text("1")
    (folder / ".git").mkdir()
    (folder / ".git" / "x").write_text("1")
    assert fingerprints.stamps(folder) == seen[1]


def test_a_change_that_keeps_length_and_time_is_told(tmp_path: Path) -> None:
    article = tmp_path / "a.md"
    article.write_text("one")
    before, written = fingerprints.stamps(tmp_path), article.stat()
    article.write_text("two")
    os.utime(article, ns=(written.st_atime_ns, written.st_mtime_ns))
    assert fingerprints.stamps(tmp_path) != before


def test_a_change_behind_a_link_is_told_and_one_that_leads_nowhere_is_no_failure(tmp_path: Path) -> None:
    folder, elsewhere = tmp_path / "kb", tmp_path / "elsewhere.md"
    folder.mkdir()
    (folder / "a.md").symlink_to(elsewhere)
    seen = [fingerprints.stamps(folder)]
    for text in ("one", "longer"):
        elsewhere.write_text(text)
        seen.append(fingerprints.stamps(folder))
    assert len(set(seen)) == 3


def test_a_second_change_within_one_tick_of_the_clock_is_told(tmp_path: Path) -> None:
    article = tmp_path / "a.md"
    article.write_text("one")
    fingerprints.stamps(tmp_path)
    assert time.time_ns() >= article.stat().st_ctime_ns + fingerprints.TICK // 2  # clocks drift


def test_a_time_that_has_yet_to_come_is_not_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.md").write_text("one")
    monkeypatch.setattr("time.time_ns", lambda: 0)
    monkeypatch.setattr("time.sleep", lambda seconds: pytest.fail(f"waits {seconds} s"))
    fingerprints.stamps(tmp_path)
