"""The demo: a year of tickets of a fictional WordPress plugin vendor, and the settings that go with them."""

from __future__ import annotations

from pathlib import Path

TICKETS = Path(__file__).with_name("tickets.jsonl.gz")

SETTINGS: dict[str, dict[str, object]] = {
    "vendor": {"name": "Fernleaf Plugins", "addresses": ["@fernleaf.example"], "language": "en"},
    "suggest": {"max_wrong": 0.2},  # for less, a year of a small desk is not enough to stay within it
    "site": {"title": "Fernleaf Help", "contact_url": "mailto:support@fernleaf.example"},
    "privacy": {"keep": ["docs.fernleaf.example", "fernleaf.example"]},
}
