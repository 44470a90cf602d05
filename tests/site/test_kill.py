"""A build killed by the system at any moment leaves the old site whole, or the new one."""

from __future__ import annotations

import os
import random
import shutil
import signal
import tempfile
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest

from deflect.site import build, swap
from deflect.site.manifest import read_manifest
from deflect.site.output import settled
from deflect.types import Article
from tests.forked import Forks
from tests.site.conftest import article, settings

MOMENTS = 34
PLACES = 16

pytestmark = pytest.mark.skipif(os.name != "posix", reason="kill -9 is a POSIX signal")


def articles(version: str) -> list[Article]:
    """Articles of which each version changes some, takes some away and adds some."""
    common = [article(f"a{n}", answer=f"Do this{' then that' * n}. {version if n % 2 else ''}") for n in range(10)]
    return [*common, *(article(f"{version}-{n}", answer="Only here.") for n in range(4))]


def build_into(out: Path, version: str, die_at: int | None = None) -> None:
    """Build; with `die_at` the process kills itself at that move or removal of a file, counted from 1."""
    seen = count(1)
    replace, unlink = Path.replace, Path.unlink

    def die() -> None:
        if next(seen) == die_at:
            os.kill(os.getpid(), signal.SIGKILL)

    def replacing(path: Path, target: Path) -> Path:
        die()
        return replace(path, target)

    def unlinking(path: Path, missing_ok: bool = False) -> None:
        die()
        unlink(path, missing_ok)

    if die_at is not None:
        Path.replace, Path.unlink = replacing, unlinking  # type: ignore[method-assign,assignment]
    build(articles(version), settings(name="Acme"), out)


def shown(out: Path) -> dict[str, bytes]:
    files = {str(path.relative_to(out)): path for path in out.rglob("*") if path.is_file()}
    return {name: path.read_bytes() for name, path in files.items() if not name.startswith(".")}


@pytest.fixture
def whole(tmp_path: Path) -> dict[str, dict[str, bytes]]:
    for version in ("old", "new"):
        build_into(tmp_path / version, version)
    return {version: shown(tmp_path / version) for version in ("old", "new")}


def prepare() -> None:
    """Import all that a child needs, and build once."""
    with tempfile.TemporaryDirectory() as folder:
        build_into(Path(folder) / "site", "old")


@pytest.fixture(scope="module")
def forks() -> Iterator[Forks]:
    with Forks(prepare) as process:
        yield process


def check(out: Path, whole: dict[str, dict[str, bytes]]) -> str:
    """Which site is whole: `old`, `new`, or `new` once the next command moved the rest of it into place."""
    found, is_swapping = shown(out), bool(read_manifest(out).pending)
    assert is_swapping or found in whole.values()
    assert whole["old"].keys() & whole["new"].keys() <= found.keys()
    for path, content in found.items():
        assert content in (whole["old"].get(path), whole["new"].get(path)), "a page is its old or its new form"
    settled(out)
    assert shown(out) == (whole["new"] if is_swapping else found)
    assert not (out / swap.ASIDE).exists()
    return "swapping" if is_swapping else "old" if found == whole["old"] else "new"


def test_killed_at_any_move_it_leaves_one_whole_site(
    tmp_path: Path, whole: dict[str, dict[str, bytes]], forks: Forks
) -> None:
    found = set()
    for place in range(1, PLACES + 1):
        out = tmp_path / f"place-{place}"
        shutil.copytree(tmp_path / "old", out)
        assert forks.work(build_into, out, "new", place).code == -signal.SIGKILL, f"not killed at move {place}"
        found.add(check(out, whole))
    assert found >= {"old", "swapping"}


def test_killed_at_any_moment_it_leaves_one_whole_site(
    tmp_path: Path, whole: dict[str, dict[str, bytes]], forks: Forks
) -> None:
    takes = forks.work(build_into, tmp_path / "timed", "new").seconds
    chance = random.Random(20230103)
    for number in range(MOMENTS):
        out = tmp_path / f"moment-{number}"
        shutil.copytree(tmp_path / "old", out)
        forks.work(build_into, out, "new", seconds=chance.uniform(0, takes))
        check(out, whole)
