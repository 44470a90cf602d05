"""The contact form's widget: one script that the site holds, and what to paste where it is used."""

from __future__ import annotations

import codecs
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit
from xml.sax.saxutils import quoteattr

from deflect.config import Settings
from deflect.errors import ConfigError
from deflect.site.widget_words import WORDS

STATIC = Path(__file__).parent / "static"
PATH = "widget.js"
PARTS = ("widget_article.js", "widget_find.js", "widget_log.js", "widget_place.js", "widget.js")


FORMS = {
    "Contact Form 7": ".wpcf7-form",
    "WPForms": ".wpforms-form",
    "Gravity Forms": ".gform_wrapper form",
    "Fluent Forms": ".frm-fluent-form",
}
"""Form plugins of WordPress, each with the selector of its forms."""


@dataclass(frozen=True, slots=True)
class Snippets:
    """What to paste, and what servers must allow.

    Attributes:
        script: Finds the form by itself; once on the page.
        element: To stand in a form instead, with `loader` once on the page.
        loader: The script without a form.
        wordpress: The script for a Custom HTML block, by form plugin.
        header: What the help centre's server must send so that articles open in pages of other origins.
        policy: What the Content-Security-Policy of the form's page must allow, if it has one.
    """

    script: str
    element: str
    loader: str
    wordpress: dict[str, str]
    header: str
    policy: str


def script(settings: Settings, languages: Sequence[str]) -> bytes:
    """The widget as one file.

    Args:
        settings: Of the workspace; `widget` and the address of the site are written into it.
        languages: Of the editions that the site has, the main one first.
    """
    site = {
        "root": _root(settings),
        "languages": list(languages),
        "service": settings.widget.service,
        "query": f"?key={settings.widget.key}" if settings.widget.key else "",
        "control": settings.widget.control,
        "words": WORDS,
    }
    head = f'(() => {{\n"use strict";\nconst SCRIPT = document.currentScript;\nconst SITE = {_literal(site)};\n'
    style = f"const STYLE = {_literal(_lean(_read('widget.css')))};\n"
    text = "".join((head, style, *(_lean(_read(part)) for part in PARTS), "})();\n"))
    return codecs.BOM_UTF8 + text.encode("utf-8", "replace")  # so marked, it is read right on a page of any encoding


def snippets(settings: Settings, form: str = "#contact") -> Snippets:
    """What to paste into a page.

    Args:
        settings: Of the workspace.
        form: CSS selector of the form.

    Raises:
        ConfigError: The address of the help centre is not known.
    """
    root = _root(settings)
    if not root:
        what = "the widget's address is not known"
        raise ConfigError(what, "deflect.toml", "Set [site] base_url to the address that site/ is published at")
    site = _origin(root)
    asked = " ".join(dict.fromkeys(filter(None, (site, _origin(settings.widget.service)))))
    return Snippets(
        script=_tag(root, form),
        element="<deflect-suggest></deflect-suggest>",
        loader=_tag(root),
        wordpress={name: _tag(root, selector) for name, selector in FORMS.items()},
        header="Access-Control-Allow-Origin: *",
        policy=f"script-src {site}; connect-src {asked}; img-src {site}",
    )


def _tag(root: str, selector: str = "") -> str:
    form = f" data-form={quoteattr(selector)}" if selector else ""
    return f'<script src="{root}{PATH}"{form} defer></script>'


def _root(settings: Settings) -> str:
    address = settings.site.base_url.strip()
    return f"{address.rstrip('/')}/" if address else ""


def _origin(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}" if address else ""


def _read(name: str) -> str:
    return (STATIC / name).read_text(encoding="utf-8").replace("\r\n", "\n")


def _lean(source: str) -> str:
    """A script or style without indentation and without the lines that are comments: a third smaller to load."""
    lines = (line.strip() for line in source.splitlines())
    return "".join(f"{line}\n" for line in lines if line and not line.startswith(("//", "/*")))


def _literal(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
