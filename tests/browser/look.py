"""Take pictures of every kind of page, to be looked at: `python -m tests.browser.look FOLDER`."""

from __future__ import annotations

import argparse
import functools
import http.server
import shutil
import tempfile
import threading
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.browser.help_centre import LANGUAGES, publish
from tests.browser.kinds import kinds

SIZES = {320: 640, 1280: 900}


def main() -> None:
    """Build the help centre and take one picture a kind, language, width and theme."""
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("folder", type=Path)
    ask.add_argument("--languages", default=",".join(LANGUAGES))
    chosen = ask.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        publish(Path(folder))
        handler = functools.partial(http.server.SimpleHTTPRequestHandler, directory=f"{folder}/site")
        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        shoot(f"http://127.0.0.1:{server.server_address[1]}", chosen.folder, chosen.languages.split(","))
        server.shutdown()


def shoot(address: str, folder: Path, languages: list[str]) -> None:
    """Take the pictures."""
    folder.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        for width, height in SIZES.items():
            for theme in ("light", "dark"):
                page = browser.new_page(viewport={"width": width, "height": height}, color_scheme=theme)
                for language in languages:
                    for kind, path in kinds(language).items():
                        page.goto(f"{address}/{path}")
                        page.screenshot(path=folder / f"{kind}-{language}-{width}-{theme}.png", full_page=True)
        browser.close()


if __name__ == "__main__":
    main()
