"""Where each kind of page lies in the help centre of these tests."""

from __future__ import annotations

from tests.browser.help_centre import TEXTS


def kinds(language: str) -> dict[str, str]:
    """The path of one page of each kind, in one language."""
    root = "" if language == "en" else f"{language}/"
    shelf = TEXTS[language]["categories"][0]
    lost = {"lost": "404.html"} if language == "en" else {}  # a server has one page for what is not there
    return {
        "home": f"{root}index.html",
        "category": f"{root}categories/{shelf.lower()}.html",
        "article": f"articles/key-{language}.html",
        "bug": f"articles/bug-{language}.html",
        "letters": f"{root}a-z.html",
        "search": f"{root}search.html",
        "contact": f"{root}contact.html",
        "known": f"{root}known-problems.html",
        **lost,
    }
