"""The searches that are compared: each gets the same articles and queries, and gives the numbers of its first hits."""

from __future__ import annotations

import html
import http.server
import json
import os
import subprocess
import tempfile
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

from benchmarks.search.sets import Set
from deflect.site.search import Index, engine
from deflect.site.search.parts import files

MODULES = Path(os.environ.get("NODE_PATH", "node_modules"))
CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
NEEDED = ("lunr", "minisearch", "pagefind")
HOW = "npm install lunr minisearch pagefind, and NODE_PATH=…/node_modules"
FIRST = 3
HERE = Path(__file__).parent

Answers = dict[str, list[list[int]]]

_ASK = """async ([queries, first]) => {
  const pagefind = await import("/pagefind/pagefind.js");
  await pagefind.options({});
  const found = [];
  for (const query of queries) {
    const { results } = await pagefind.search(query);
    const hits = await Promise.all(results.slice(0, first).map((result) => result.data()));
    found.push(hits.map((hit) => Number(hit.url.match(/([0-9]+)[.]html/)[1])));
  }
  return found;
}"""


def missing() -> list[str]:
    """Opponents that are not installed."""
    return [name for name in NEEDED if not (MODULES / name).is_dir()]


def read(found: Index) -> dict[str, object]:
    """The files of an index as a browser has them once all are loaded."""
    content = {path: value.decode() for path, value in files(found, "search/en.js").items()}
    parts = {path: json.loads(text[text.index("]=") + 2 : -2]) for path, text in content.items()}
    main = parts.pop("search/en.js")
    return {"main": main, "parts": {Path(path).stem: part for path, part in parts.items()}}


def answers(given: Set, ours: Mapping[str, Index], *, opponents: bool = True) -> Answers:
    """What each search finds first, in deflect's engine and opponents from npm, all run by node.

    Args:
        given: The set.
        ours: Indices of the set's pages, by the name that their figures get.
        opponents: Whether to run lunr and MiniSearch too; those not installed are left out.
    """
    script = HERE / "engine.js"
    with tempfile.TemporaryDirectory() as folder:
        script = Path(folder) / "engine.js"
        script.write_bytes(engine())
        there = opponents and not {"lunr", "minisearch"}.intersection(missing())
        fields = ("title", "asked", "headings", "body")
        job = {
            "modules": str(MODULES.resolve()) if there else "",
            "engine": str(script),
            "pages": [{name: page.fields.get(name, "") for name in fields} for page in given.pages],
            "queries": [question.text for question in given.questions],
            "ours": {name: read(index) for name, index in ours.items()},
        }  # fmt: skip
        done = subprocess.run(
            ["node", str(HERE / "opponents.js")],
            input=json.dumps(job),
            capture_output=True,
            encoding="utf-8",
            check=True,
        )
    found: Answers = json.loads(done.stdout)
    return found


def pagefind(given: Set) -> list[list[int]]:
    """What Pagefind finds first: it indexes pages, and answers in a browser."""
    with tempfile.TemporaryDirectory() as folder:
        for number, page in enumerate(given.pages):
            _write(Path(folder) / f"{number}.html", given.language, page.fields)
        command = [str(MODULES / ".bin" / "pagefind"), "--site", folder]
        subprocess.run(command, capture_output=True, check=True)
        with served(Path(folder)) as address, browser() as tab:
            tab.goto(f"{address}/0.html")
            queries = [question.text for question in given.questions]
            found: list[list[int]] = tab.evaluate(_ASK, [queries, FIRST])
    return found


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Serve a folder on this machine."""

    class Quiet(http.server.SimpleHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            """Say nothing of requests."""

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()


@contextmanager
def browser() -> Iterator[Any]:
    """An empty page of a real browser."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        running = play.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        try:
            yield running.new_page()
        finally:
            running.close()


def _write(path: Path, language: str, fields: Mapping[str, str]) -> None:
    title, rest = html.escape(fields.get("title", "")), [fields.get(name, "") for name in ("asked", "headings", "body")]
    paragraphs = "".join(f"<p>{html.escape(text)}</p>" for text in rest if text)
    path.write_text(
        f'<!DOCTYPE html><html lang="{language}"><head><meta charset="utf-8"><title>{title}</title></head>'
        f"<body><main data-pagefind-body><h1>{title}</h1>{paragraphs}</main></body></html>",
        encoding="utf-8",
    )


def judged(found: Sequence[Sequence[int]], given: Set) -> tuple[float, float, float]:
    """Share of the questions with an answer whose article comes first, is among the first three; that find nothing."""
    pairs = [(hits, question.right) for hits, question in zip(found, given.questions, strict=True) if question.right]
    first = sum(bool(hits) and hits[0] in right for hits, right in pairs)
    among = sum(not right.isdisjoint(hits[:FIRST]) for hits, right in pairs)
    return first / len(pairs), among / len(pairs), sum(not hits for hits, _ in pairs) / len(pairs)
