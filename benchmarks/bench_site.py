"""How long `deflect build` takes, anew and after one edit, and what other generators take for the same articles.

usage: python benchmarks/bench_site.py [COUNT …] [--mkdocs PROGRAM] [--alone]   (1000 and 10000 by default)

The articles are made up of random words, and the edit brings words that no article had. Each build is a process of its
own, with search, measured from its start to its end, by the CPU seconds of all its threads, the clock, the most memory
it had, which the system never gives lower than that of this process, and the files of the site that it changed. The
edited site is built once more from nothing, and all its bytes must be the same. Prints two Markdown tables. Material
for MkDocs goes into an environment of its own: python -m venv peers && peers/bin/pip install mkdocs-material, then name
its program: --mkdocs peers/bin/mkdocs.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from deflect.kb.front_matter import render
from deflect.types import Article
from deflect.workspace import Workspace

WORDS = ["".join(random.Random(seed).choices("abcdefghiklmnoprstuvw", k=3 + seed % 6)) for seed in range(3000)]
PEERS = 1_000  # articles that all generators build
SENTENCE = "\nOne more sentence, of unheard words: zyxomat, quibblefrotz.\n"
DEFLECT = (sys.executable, "-m", "deflect", "build")
MKDOCS = """site_name: Help
theme: {name: material, font: false}
plugins: [search]
"""
BARE = """import sys
from pathlib import Path
import jinja2, markupsafe, nh3
from markdown_it import MarkdownIt
page = jinja2.Environment(autoescape=True).from_string(
    "<!doctype html><html lang=en><head><title>{{ title }}</title></head><body><main><h1>{{ title }}</h1>"
    "{{ answer }}</main></body></html>")
parser, out = MarkdownIt("js-default"), Path(sys.argv[2])
out.mkdir()
for path in sorted(Path(sys.argv[1]).glob("*.md")):
    title, _, answer = path.read_text().partition("\\n")
    html = page.render(title=title.lstrip("# "), answer=markupsafe.Markup(nh3.clean(parser.render(answer))))
    (out / f"{path.stem}.html").write_text(html)
"""


@dataclass(frozen=True, slots=True)
class Cost:
    """What a process took: CPU and clock in seconds, memory in MB."""

    cpu: float
    clock: float
    memory: float

    def __str__(self) -> str:
        return f"{self.cpu:.1f} | {self.clock:.1f} | {self.memory:.0f}"


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("counts", nargs="*", type=int, default=[1_000, 10_000])
    ask.add_argument("--mkdocs", help="the program of an environment with mkdocs-material")
    ask.add_argument("--alone", action="store_true", help="measure no other generator")
    given = ask.parse_args()
    table("articles", "build", "CPU s", "clock s", "memory MB", "files changed")
    for count in given.counts:
        with tempfile.TemporaryDirectory() as folder:
            for name, cost, changed in builds(count, Path(folder)):
                print(f"| {count:,} | {name} | {cost} | {changed:,} |", flush=True)
    if given.alone:
        return
    print()
    table("generator", "articles", "CPU s", "clock s", "memory MB")
    with tempfile.TemporaryDirectory() as folder:
        for name, cost in peers(Path(folder), given.mkdocs):
            print(f"| {name} | {PEERS:,} | {cost} |", flush=True)
    if not given.mkdocs:
        print("\nMaterial for MkDocs was not measured; see --help.", file=sys.stderr)


def table(*headings: str) -> None:
    print(f"| {' | '.join(headings)} |\n|{'---|' * len(headings)}", flush=True)


def builds(count: int, folder: Path) -> Iterator[tuple[str, Cost, int]]:
    """Build, build again, change one answer and build; check that the last gives the bytes of a clean build."""
    desk = Workspace.create(folder / "desk")
    for each in map(article, range(count)):
        (desk.kb / f"{each.slug}.md").write_text(render(each))
    edited = desk.kb / f"article-{count // 2}.md"
    before: dict[str, bytes] = {}
    for name, more in (("clean", ""), ("nothing changed", ""), ("one answer changed", SENTENCE)):
        edited.write_text(edited.read_text() + more)
        cost = measure(DEFLECT, desk.root)
        now = files(desk.site)
        yield name, cost, len(dict(now.items() ^ before.items()))
        before = now
    clean = Workspace.create(folder / "clean")
    shutil.copytree(desk.kb, clean.kb, dirs_exist_ok=True)
    yield "clean, of the changed articles", measure(DEFLECT, clean.root), count_same(before, files(clean.site))


def count_same(one: dict[str, bytes], other: dict[str, bytes]) -> int:
    if one != other:
        sys.exit("a build after one change does not give the bytes of a clean build")
    return 0


def peers(folder: Path, mkdocs: str | None) -> Iterator[tuple[str, Cost]]:
    """What others take for the same articles: the same titles and answers, as each of them wants its files."""
    docs, desk = folder / "docs", Workspace.create(folder / "desk")
    docs.mkdir()
    for each in map(article, range(PEERS)):
        (docs / f"{each.slug}.md").write_text(f"# {each.title}\n\n{each.answer}\n")
        (desk.kb / f"{each.slug}.md").write_text(render(each))
    yield "deflect, with search", measure(DEFLECT, desk.root)
    bare = (sys.executable, "-c", BARE, str(docs), str(folder / "bare"))
    yield "jinja2 + markdown-it-py + nh3, pages alone", measure(bare, folder)
    if mkdocs:
        (folder / "mkdocs.yml").write_text(MKDOCS)
        yield "Material for MkDocs", measure((str(Path(mkdocs).absolute()), "build", "-q"), folder)


def measure(command: Sequence[str], folder: Path) -> Cost:
    start = time.perf_counter()
    process = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    assert process.stderr is not None
    said = process.stderr.read().decode()
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit(f"{' '.join(command[:4])} failed: {said[-500:]}")
    return Cost(used.ru_utime + used.ru_stime, time.perf_counter() - start, used.ru_maxrss / 1024)


def files(folder: Path) -> dict[str, bytes]:
    """Digest of each file, by path."""
    found = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).digest() for path in found}


def article(number: int) -> Article:
    chance = random.Random(number)

    def some(words: int) -> str:
        return " ".join(chance.choices(WORDS, k=words))

    answer = "\n\n".join(f"## {some(4)}\n\n{some(90)}." for _ in range(3))
    return Article(
        f"a{number}",
        f"article-{number}",
        some(7),
        some(9),
        answer,
        state="validated",
        origin="imported",
        category=f"Category {number % 12}",
    )


if __name__ == "__main__":
    main()
