"""How long a keystroke takes at 10,000 articles, in the help centre's own page and a browser slowed down four times.

A keystroke is everything from the event that a letter was typed to the list on the screen: understanding the query,
loading what it needs (the first time), ranking, texts with their marks, the page's elements, layout and painting. The
next letter is typed when that is done. Focus, which loads engine, index and articles' vectors, is before the first.

It is measured twice: by the clock, with the page slowed down, which says as much of a machine's other work as of the
search; and by the processor time of the page's main thread at full speed, times four, which is only the search's own
but leaves out what waits for files and for the screen.
"""

from __future__ import annotations

import json
import os
import statistics
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from benchmarks.search import engines, made
from deflect.config import Settings
from deflect.site import build
from deflect.site.search.parts import files
from deflect.types import Article

SLOWED = 4
ARTICLES = 10_000
QUERIES = 12

_FOCUS = """(async () => {
  const form = document.querySelector("form.search"), input = form.querySelector("input");
  const listed = () => new Promise((done) => {  // the page says so with each list, also an empty one
    const watch = new MutationObserver(() => { watch.disconnect(); done(); });
    watch.observe(input, { attributeFilter: ["aria-expanded"] });
  });
  const painted = () => new Promise((done) => requestAnimationFrame(() => {
    const after = new MessageChannel();
    after.port1.onmessage = done;
    after.port2.postMessage(0);
  }));
  self.type = async (text) => {
    const start = performance.now(), list = listed();
    input.value = text;
    input.dispatchEvent(new InputEvent("input", { bubbles: true }));
    await list;
    await painted();
    return performance.now() - start;
  };
  input.focus();
  while (!window.deflectSearch) await new Promise((done) => setTimeout(done, 20));
  await window.deflectSearch.load(form.dataset.root, "en").then(window.deflectSearch.warm);
})()"""


def main() -> None:
    """Print the milliseconds of a keystroke."""
    if not Path(engines.CHROMIUM).exists():
        print(f"left out: speed, for there is no {engines.CHROMIUM}; name one with CHROMIUM=path", file=sys.stderr)
        return
    with tempfile.TemporaryDirectory() as folder:
        site = Path(folder) / "site"
        build([Article(id="a", slug="a", title="A", question="A", answer="A.", state="validated")], Settings(), site)
        for path, content in files(made.centre(ARTICLES), "search/en.js").items():
            target = site / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
        slowed, own = _typed(site, SLOWED), _typed(site, 1)
    busy = os.getloadavg()[0] / (os.cpu_count() or 1)
    print(f"\n{ARTICLES:,} articles, {len(own[0])} keystrokes; programs to each core of the machine: {busy:.1f}\n")
    print("| | main thread × 4, median ms | p95 | by the clock, slowed down, median ms | p95 |\n|---|---|---|---|---|")
    for place, name in enumerate(("parts loaded on the way", "parts at hand")):
        times = ([SLOWED * used for _, used in own[place]], [clock for clock, _ in slowed[place]])
        shown = [f"{figure:.0f}" for each in times for figure in (statistics.median(each), _p95(each))]
        print(f"| {name} | {' | '.join(shown)} |")


def _p95(times: Sequence[float]) -> float:
    return sorted(times)[int(len(times) * 0.95)]


def _typed(site: Path, slowed: int) -> list[list[tuple[float, float]]]:
    """Milliseconds of each keystroke by the clock, and of the main thread's processor time; typed once, and again."""
    slips = [f"{query[:-2]}{query[-1]}{query[-2]}" for query in made.queries(QUERIES // 2, 3)]
    texts = [query[:end] for query in [*made.queries(QUERIES // 2, 5), *slips] for end in range(1, len(query) + 1)]
    with engines.served(site) as address, engines.browser() as page:
        page.goto(f"{address}/index.html")
        tools = page.context.new_cdp_session(page)
        tools.send("Performance.enable")
        tools.send("Emulation.setCPUThrottlingRate", {"rate": slowed})
        _run(tools, _FOCUS)
        return [[_keystroke(tools, text) for text in texts] for _ in range(2)]


def _keystroke(tools: Any, text: str) -> tuple[float, float]:
    before = _used(tools)
    clock = float(_run(tools, f"type({json.dumps(text)})"))
    return clock, _used(tools) - before


def _run(tools: Any, expression: str) -> Any:
    asked = {"expression": expression, "awaitPromise": True, "returnByValue": True}
    return tools.send("Runtime.evaluate", asked)["result"].get("value")


def _used(tools: Any) -> float:
    """Milliseconds of processor time that the page's main thread has used."""
    metrics = tools.send("Performance.getMetrics")["metrics"]
    return float(next(each["value"] for each in metrics if each["name"] == "ThreadTime")) * 1000
