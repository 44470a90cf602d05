"""What Lighthouse gives the pages of a help centre, and how many bytes a first view takes.

usage: python benchmarks/bench_lighthouse.py [SITE] [--best-of N] [--only KIND]

SITE is a built help centre, `site/` by default. Needs Chromium and the npm packages of tests/browser, which .ci/run
installs. The pages are served by this process, compressed, under `default-src 'self'`. Prints a Markdown table: the
four scores of each kind of page in each language, on the phone and network that Lighthouse simulates, and what it finds
fault with. Other work on the machine counts against the performance of a page, so that the best of N runs is taken.
"""

from __future__ import annotations

import argparse
import functools
import gzip
import http.server
import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
KINDS = {
    "home": "index.html",
    "article": "articles/*.html",
    "category": "categories/*.html",
    "A to Z": "a-z.html",
    "search": "search.html",
    "contact": "contact.html",
    "known problems": "known-problems.html",
    "404": "404.html",
}
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
POLICY = "default-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
TYPES = {".css": "text/css", ".js": "text/javascript", ".html": "text/html", ".svg": "image/svg+xml"}


class Handler(http.server.SimpleHTTPRequestHandler):
    """Serves texts compressed, as any web server is set up to."""

    def do_GET(self) -> None:
        path = Path(self.translate_path(self.path))
        path = path / "index.html" if path.is_dir() else path
        if path.suffix not in TYPES or not path.is_file():
            super().do_GET()
            return
        content = gzip.compress(path.read_bytes(), mtime=0)
        self.send_response(200)
        self.send_header("Content-Type", f"{TYPES[path.suffix]}; charset=utf-8")
        self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(content)))
        self.send_header("Content-Security-Policy", POLICY)
        self.send_header("Cache-Control", "max-age=31536000" if "static" in path.parts else "max-age=3600")
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: Any) -> None:
        """Say nothing between the rows."""


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("site", nargs="?", type=Path, default=ROOT / "site")
    ask.add_argument("--best-of", type=int, default=3, metavar="N", help="runs at most, until all four scores are 100")
    ask.add_argument("--only", choices=KINDS, help="pages of this kind alone")
    given = ask.parse_args()
    site = given.site.resolve()
    if not (site / "index.html").is_file():
        sys.exit(f"{site} is no built help centre; run: deflect build")
    program, browser = lighthouse(), next(filter(None, map(shutil.which, BROWSERS)), None)
    if program is None or browser is None:
        sys.exit("Chromium or the npm packages of tests/browser are not installed; run: .ci/browser")
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Handler, directory=str(site))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        print(f"| page | {' | '.join(CATEGORIES)} | first view, KB |\n|{'---|' * (len(CATEGORIES) + 2)}")
        for kind, path in pages(site):
            if given.only and kind.split(",")[0] != given.only:
                continue
            address = f"http://127.0.0.1:{server.server_address[1]}/{path}"
            report = best(functools.partial(audit, program, browser, address), given.best_of)
            print(f"| {kind} | {' | '.join(scores(report))} | {kilobytes(report):.1f} |", flush=True)
            for fault in faults(report):
                print(f"{kind}: {fault}", file=sys.stderr, flush=True)
        server.shutdown()


def lighthouse() -> Path | None:
    folders = [ROOT / "tests/browser/node_modules", *map(Path, os.environ.get("NODE_PATH", "").split(os.pathsep))]
    return next((path for folder in folders if (path := folder / "lighthouse/cli/index.js").is_file()), None)


def pages(site: Path) -> Iterator[tuple[str, str]]:
    """One page of each kind in each language; all articles lie in one folder, so of them one in each language too."""
    editions = [site, *sorted(path.parent for path in site.glob("*/index.html"))]
    for kind, pattern in KINDS.items():
        if kind == "article":
            yield from ((f"article, {language}", path) for language, path in articles(site).items())
            continue
        for edition in editions:
            found = sorted(edition.glob(pattern))
            if found:
                language = edition.name if edition != site else "first language"
                yield f"{kind}, {language}", found[0].relative_to(site).as_posix()


def articles(site: Path) -> dict[str, str]:
    """The longest article of each language, by language."""
    found: dict[str, str] = {}
    for path in sorted(site.glob("articles/*.html"), key=lambda path: (-path.stat().st_size, path.name)):
        language = path.read_text(encoding="utf-8").partition('lang="')[2].partition('"')[0]
        found.setdefault(language, path.relative_to(site).as_posix())
    return dict(sorted(found.items()))


def best(run: Callable[[], dict[str, Any]], times: int) -> dict[str, Any]:
    """The run with the best performance; no further one once it is full."""
    reports: list[dict[str, Any]] = []
    while len(reports) < times and not any(performance(each) == 1 for each in reports):
        reports.append(run())
    return max(reports, key=performance)


def performance(report: dict[str, Any]) -> float:
    return float(report["categories"]["performance"]["score"] or 0)


def faults(report: dict[str, Any]) -> Iterator[str]:
    """What costs points in the categories that do not depend on the machine."""
    for name in CATEGORIES[1:]:
        for each in report["categories"][name]["auditRefs"]:
            score = report["audits"][each["id"]]["score"]
            if each["weight"] and score is not None and score < 1:
                yield f"{name}: {each['id']}"


def audit(program: Path, browser: str, address: str) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "report.json"
        command = ["node", str(program), address, "--output=json", f"--output-path={out}", "--quiet"]
        command += [f"--only-categories={','.join(CATEGORIES)}", "--no-enable-error-reporting"]
        command += ["--chrome-flags=--headless=new --no-sandbox --disable-dev-shm-usage"]
        done = subprocess.run(command, env={**os.environ, "CHROME_PATH": browser}, capture_output=True, check=False)
        if not out.exists():
            sys.exit(f"Lighthouse gave no report of {address}: {done.stderr.decode()[-500:]}")
        report: dict[str, Any] = json.loads(out.read_text())
        return report


def scores(report: dict[str, Any]) -> list[str]:
    found = [report["categories"][name]["score"] for name in CATEGORIES]
    return ["–" if score is None else f"{score * 100:.0f}" for score in found]


def kilobytes(report: dict[str, Any]) -> float:
    return float(report["audits"]["total-byte-weight"]["numericValue"]) / 1024


if __name__ == "__main__":
    main()
