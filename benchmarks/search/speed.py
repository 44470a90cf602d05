"""How long a keystroke takes at 10,000 articles in a browser whose processor is slowed down four times."""

from __future__ import annotations

import statistics
import sys
import tempfile
from pathlib import Path

from benchmarks.search import engines, made
from deflect.site.search import ENGINE, engine
from deflect.site.search.parts import files

SLOWED = 4
ARTICLES = 10_000
QUERIES = 12

_TYPE = """async (queries) => {
  const search = self.deflectSearch, times = [];
  const index = await search.load("", "en");
  await search.warm(index);
  for (let round = 0; round < 2; round++) {
    times.push([]);
    for (const query of queries) for (let end = 1; end <= query.length; end++) {
      const start = performance.now();
      const typed = query.slice(0, end), { hits } = await search.find(index, typed);
      for (const hit of hits) search.marks(index, typed, search.excerpt(index, typed, hit.snippet));
      times[round].push(performance.now() - start);
    }
  }
  return times;
}"""


def main() -> None:
    """Print the milliseconds of a keystroke: from the letter to the hits with their texts."""
    if not Path(engines.CHROMIUM).exists():
        print(f"left out: speed, for there is no {engines.CHROMIUM}; name one with CHROMIUM=path", file=sys.stderr)
        return
    with tempfile.TemporaryDirectory() as folder:
        for path, content in {**files(made.centre(ARTICLES), "search/en.js"), ENGINE: engine()}.items():
            target = Path(folder) / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
        page = '<!DOCTYPE html><meta charset="utf-8"><script src="search/engine.js"></script>'
        (Path(folder) / "index.html").write_text(page, encoding="utf-8")
        first, again = map(sorted, _typed(Path(folder)))
    print(f"\n{ARTICLES:,} articles, processor slowed down {SLOWED} times, {len(first)} keystrokes\n")
    print("| | median, ms | p95, ms |\n|---|---|---|")
    for name, times in (("parts loaded on the way", first), ("parts at hand", again)):
        print(f"| {name} | {statistics.median(times):.0f} | {times[int(len(times) * 0.95)]:.0f} |")


def _typed(folder: Path) -> list[list[float]]:
    slips = [f"{query[:-2]}{query[-1]}{query[-2]}" for query in made.queries(QUERIES // 2, 3)]
    with engines.served(folder) as address, engines.browser() as page:
        page.goto(f"{address}/index.html")
        page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": SLOWED})
        found: list[list[float]] = page.evaluate(_TYPE, [*made.queries(QUERIES // 2, 5), *slips])
    return found
