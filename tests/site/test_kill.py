"""A build killed by the system at any moment leaves the old site whole, or the new one."""

from __future__ import annotations

import multiprocessing
import multiprocessing.context
import os
import random
import shutil
import signal
import time
from itertools import count
from pathlib import Path

import pytest

from deflect.site import build, swap
from deflect.site.manifest import read_manifest
from deflect.site.output import settled
from deflect.types import Article
from tests.site.conftest import article, settings

MOMENTS = 34
PLACES = 16

pytestmark = pytest.mark.skipif(os.name != "posix", reason="kill -9 is a POSIX signal")


def articles(version: str) -> list[Article]:
    """Articles of which each version changes some, takes some away and adds some."""
    common = [article(f"a{n}", answer=f"Do this{' then that' * n}. {version if n % 2 else ''}") for n in range(10)]
    return [*common, *(article(f"{version}-{n}", answer="Only here.") for n in range(4))]


def build_into(out: Path, version: str, started: Path | None = None, die_at: int | None = None) -> None:
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
    if started is not None:
        started.touch()
    build(articles(version), settings(name="Acme"), out)


def shown(out: Path) -> dict[str, bytes]:
    files = {str(path.relative_to(out)): path for path in out.rglob("*") if path.is_file()}
    return {name: path.read_bytes() for name, path in files.items() if not name.startswith(".")}


@pytest.fixture
def whole(tmp_path: Path) -> dict[str, dict[str, bytes]]:
    for version in ("old", "new"):
        build_into(tmp_path / version, version)
    return {version: shown(tmp_path / version) for version in ("old", "new")}


@pytest.fixture
def children() -> multiprocessing.context.ForkServerContext:
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["deflect.site", "jinja2", "tests.site.test_kill"])
    return context


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
    tmp_path: Path, whole: dict[str, dict[str, bytes]], children: multiprocessing.context.ForkServerContext
) -> None:
    found = set()
    for place in range(1, PLACES + 1):
        out = tmp_path / f"place-{place}"
        shutil.copytree(tmp_path / "old", out)
        process = children.Process(target=build_into, args=(out, "new", None, place))
        process.start()
        process.join()
        assert process.exitcode == -signal.SIGKILL, f"not killed at move {place}"
        process.close()
        found.add(check(out, whole))
    assert found >= {"old", "swapping"}


def test_killed_at_any_moment_it_leaves_one_whole_site(
    tmp_path: Path, whole: dict[str, dict[str, bytes]], children: multiprocessing.context.ForkServerContext
) -> None:
    began = time.monotonic()
    build_into(tmp_path / "timed", "new")
    takes = time.monotonic() - began
    chance = random.Random(20230103)
    for number in range(MOMENTS):
        out, started = tmp_path / f"moment-{number}", tmp_path / f"started-{number}"
        shutil.copytree(tmp_path / "old", out)
        process = children.Process(target=build_into, args=(out, "new", started))
        process.start()
        while not started.exists():
            time.sleep(0.001)
        time.sleep(chance.uniform(0, takes))
        process.kill()
        process.join()
        process.close()
        check(out, whole)
