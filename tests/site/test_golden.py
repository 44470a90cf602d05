"""A small site is, byte for byte, the one that was looked at and stored.

After a change that is meant, run the tests with DEFLECT_GOLDEN=write and look at what git shows.
"""

from __future__ import annotations

import os
import shutil
from datetime import date
from pathlib import Path

import pytest

from deflect.site.facts import Facts
from tests.site.conftest import Site, article, sample, settings

GOLDEN = Path(__file__).parent / "golden"
LOOKED_AT = (".html", ".xml", ".md", ".txt")  # the scripts and styles are sources, the index has tests of its own


def test_the_site_is_the_one_that_is_stored(site: Site) -> None:
    chosen = settings(
        {"base_url": "https://help.example.com/docs/", "contact_url": "mailto:help@example.com"}, name="Acme"
    )
    bug = article("bug", shape="bug", answer="## Status\n\nFixed.", versions=("App 4.0",), translations=("schluessel",))
    days = {"bug": date(2026, 4, 17), "reset-key": date(2026, 3, 5), "schluessel": date(2025, 12, 1)}
    counts = {"refund": 12, "reset-key": 40}
    site.build([*sample(), bug], chosen, facts=Facts({"refund": ("email",)}, counts, updated=days))
    built = {path: content for path, content in site.files().items() if path.endswith(LOOKED_AT)}
    if os.environ.get("DEFLECT_GOLDEN") == "write":
        shutil.rmtree(GOLDEN, ignore_errors=True)
        for path, content in built.items():
            (GOLDEN / path).parent.mkdir(parents=True, exist_ok=True)
            (GOLDEN / path).write_bytes(content)
        pytest.skip("the golden site has been written")
    stored = {str(p.relative_to(GOLDEN)): p.read_bytes() for p in GOLDEN.rglob("*") if p.is_file()}
    assert built.keys() == stored.keys()
    for path, content in stored.items():
        assert built[path].decode() == content.decode(), path
