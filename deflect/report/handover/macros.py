"""Canned answers as macros, in the forms that ticket systems take them.

Zendesk: one body of `POST /api/v2/macros` a line (developer.zendesk.com, "Macros"). Help Scout: one body of
`POST /v2/mailboxes/{id}/saved-replies` a line (developer.helpscout.com, "Create Saved Reply"). Freshdesk: the body of
`POST /api/v2/canned_responses/create_multiple`; visibility 1, personal, is the only one that needs no folder. None of
the three documents an import of CSV; that file is for spreadsheets.
"""

from __future__ import annotations

import html
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from deflect.report.handover.material import Material
from deflect.report.sheets import sheet

PERSONAL = 1
LONGEST_TITLE = 120


@dataclass(frozen=True, slots=True)
class Macro:
    """A macro: its title, the language it is in, and its text with greeting and sign-off."""

    title: str
    language: str
    text: str


def macros(material: Material) -> tuple[Macro, ...]:
    """Make a macro of each question that has an answer to hand out; a title that is taken is numbered."""
    found: list[Macro] = []
    taken: dict[str, int] = {}
    for each in material.questions:
        if each.canned:
            title = each.entry.label[:LONGEST_TITLE]
            taken[title] = taken.get(title, 0) + 1
            named = f"{title} ({taken[title]})" if taken[title] > 1 else title
            found.append(Macro(named, each.canned.language, _whole(material, each.canned.language, each.canned.text)))
    return tuple(found)


def macro_files(found: Sequence[Macro]) -> dict[str, str]:
    """Write macros in every form, by the name of the file."""
    return {
        "macros/zendesk.jsonl": _lines(map(_zendesk, found)),
        "macros/help-scout.jsonl": _lines(map(_help_scout, found)),
        "macros/freshdesk.json": json.dumps(
            {"canned_responses": list(map(_freshdesk, found))}, ensure_ascii=False, indent=1
        )
        + "\n",
        "macros/macros.csv": "\ufeff"
        + sheet(("title", "language", "text"), ((each.title, each.language, each.text) for each in found)),
    }


def _whole(material: Material, language: str, text: str) -> str:
    told = material.conventions.get(language)
    greeting = f"{told.greeting},\n\n" if told and told.greeting else ""
    sign_off = f"\n\n{told.sign_off}" if told and told.sign_off else ""
    return f"{greeting}{text}{sign_off}"


def _html(text: str) -> str:
    """Text as HTML in which no brace is left: ticket systems run what stands in two of them, or between {% and %}."""
    escaped = html.escape(text, quote=False).replace("{", "&#123;").replace("}", "&#125;")
    return escaped.replace("\n", "<br />")


def _zendesk(each: Macro) -> dict[str, object]:
    actions = [{"field": "comment_value_html", "value": _html(each.text)}]
    return {"macro": {"title": each.title, "active": True, "description": each.language, "actions": actions}}


def _help_scout(each: Macro) -> dict[str, object]:
    return {"name": each.title, "text": _html(each.text)}


def _freshdesk(each: Macro) -> dict[str, object]:
    return {"title": each.title, "content_html": _html(each.text), "visibility": PERSONAL}


def _lines(bodies: Iterable[dict[str, object]]) -> str:
    return "".join(f"{json.dumps(body, ensure_ascii=False)}\n" for body in bodies)
