"""The contact form's widget: one script that the site holds, and what to paste where it is used."""

from __future__ import annotations

import codecs
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from deflect.config import Settings
from deflect.errors import ConfigError
from deflect.site.widget_words import WORDS

STATIC = Path(__file__).parent / "static"
PATH = "widget.js"
PARTS = ("widget_article.js", "widget_find.js", "widget_log.js", "widget_place.js", "widget.js")


@dataclass(frozen=True, slots=True)
class Snippets:
    """What to paste.

    Attributes:
        script: For a page whose form has an id or class: finds the form by itself.
        element: For inside a form, with `script_only` once on the page.
        script_only: The script without a form.
        wordpress: For a Custom HTML block of WordPress, by form plugin.
        header: What the help centre's server should send, so that articles open in pages of other origins.
        policy: What a page with a Content-Security-Policy must allow, by directive.
    """

    script: str
    element: str
    script_only: str
    wordpress: dict[str, str]
    header: str
    policy: dict[str, str]


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
        "control": settings.widget.control,
        "words": WORDS,
    }
    head = f'(() => {{\n"use strict";\nconst SCRIPT = document.currentScript;\nconst SITE = {_literal(site)};\n'
    style = f"const STYLE = {_literal(_read('widget.css'))};\n"
    text = "".join((head, style, *map(_read, PARTS), "})();\n"))
    return codecs.BOM_UTF8 + text.encode("utf-8", "replace")  # so marked, it is read right on a page of any encoding


def snippets(settings: Settings) -> Snippets:
    """What to paste into a page.

    Raises:
        ConfigError: The address of the help centre is not known.
    """
    root = _root(settings)
    if not root:
        raise ConfigError(
            "the widget's address is not known", "deflect.toml", "Set [site] base_url to where site/ is published"
        )
    origin = "/".join(root.split("/")[:3])
    asked = " ".join(dict.fromkeys([origin, *filter(None, ["/".join(settings.widget.service.split("/")[:3])])]))
    return Snippets(
        script=_tag(root, "#contact"),
        element="<deflect-suggest></deflect-suggest>",
        script_only=_tag(root),
        wordpress={name: _tag(root, selector) for name, selector in FORMS.items()},
        header="Access-Control-Allow-Origin: *",
        policy={"script-src": origin, "connect-src": asked, "img-src": origin},
    )


FORMS = {
    "Contact Form 7": ".wpcf7-form",
    "WPForms": ".wpforms-form",
    "Gravity Forms": ".gform_wrapper form",
    "Fluent Forms": ".frm-fluent-form",
}


def _tag(root: str, selector: str = "") -> str:
    form = f' data-form="{selector}"' if selector else ""
    return f'<script src="{root}{PATH}"{form} defer></script>'


def _root(settings: Settings) -> str:
    address = settings.site.base_url.strip()
    return f"{address.rstrip('/')}/" if address else ""


def _read(name: str) -> str:
    return (STATIC / name).read_text(encoding="utf-8").replace("\r\n", "\n")


def _literal(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
