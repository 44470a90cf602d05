"""How long a keystroke takes at 10,000 articles, in the help centre's own page and a browser slowed down four times.

A keystroke is everything from the event that a letter was typed to the list on the screen: understanding the query,
loading what it needs (the first time), ranking, texts with their marks, the page's elements, layout and painting. The
next letter is typed when that is done. Focus, which loads engine, index and articles' vectors, is before the first.
"""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
from pathlib import Path

from benchmarks.search import engines, made
from deflect.config import Settings
from deflect.site import build
from deflect.site.search.parts import files
from deflect.types import Article

SLOWED = 4
ARTICLES = 10_000
QUERIES = 12

_TYPE = """async (queries) => {
  const form = document.querySelector("form.search"), input = form.querySelector("input"), times = [];
  const until = (test) => new Promise((done) => { const look = () => (test() ? done() : setTimeout(look, 20)); look(); });
  const listed = () => new Promise((done) => {  // the page says so with each list, also an empty one
    const watch = new MutationObserver(() => { watch.disconnect(); done(); });
    watch.observe(input, { attributeFilter: ["aria-expanded"] });
  });
  const painted = () => new Promise((done) => requestAnimationFrame(() => {
    const after = new MessageChannel();
    after.port1.onmessage = done;
    after.port2.postMessage(0);
  }));
  input.focus();
  await until(() => window.deflectSearch);
  await window.deflectSearch.load(form.dataset.root, "en").then(window.deflectSearch.warm);
  for (let round = 0; round < 2; round++) for (const query of queries) for (let end = 1; end <= query.length; end++) {
    const start = performance.now(), list = listed();
    input.value = query.slice(0, end);
    input.dispatchEvent(new InputEvent("input", { bubbles: true }));
    await list;
    const shown = performance.now() - start;
    await painted();
    times.push([round, shown, performance.now() - start, form.querySelectorAll(".hit").length]);
  }
  return times;
}"""


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
        typed = _typed(site)
    busy = os.getloadavg()[0] / (os.cpu_count() or 1)
    print(f"\n{ARTICLES:,} articles, processor slowed down {SLOWED} times, {len(typed) // 2} keystrokes;", end=" ")
    print(f"programs that wanted each core of the machine: {busy:.1f}\n")
    print("| | list made, median ms | p95 | painted, median ms | p95 |\n|---|---|---|---|---|")
    for name, wanted in (("parts loaded on the way", 0), ("parts at hand", 1)):
        columns = [sorted(each[place] for each in typed if each[0] == wanted) for place in (1, 2)]
        shown = [f"{figure:.0f}" for times in columns for figure in (statistics.median(times), _p95(times))]
        print(f"| {name} | {' | '.join(shown)} |")


def _p95(times: list[float]) -> float:
    return times[int(len(times) * 0.95)]


def _typed(site: Path) -> list[list[float]]:
    slips = [f"{query[:-2]}{query[-1]}{query[-2]}" for query in made.queries(QUERIES // 2, 3)]
    with engines.served(site) as address, engines.browser() as page:
        page.goto(f"{address}/index.html")
        page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": SLOWED})
        found: list[list[float]] = page.evaluate(_TYPE, [*made.queries(QUERIES // 2, 5), *slips])
    return found
