"""A suggestion as HTML beside a ticket, for agents: whatever stands in it is text there, and never markup."""

from __future__ import annotations

from html import escape

from deflect.hooks.note import DRAFT, MOST_EVIDENCE
from deflect.types import Abstention, Suggestion

SILENT = "No suggested answer."
STYLE = "body{font:14px/1.5 sans-serif;margin:12px;overflow-wrap:anywhere}"


def fragment(found: Suggestion | Abstention | None) -> str:
    """The answer and where it comes from; empty if nothing is suggested.

    Args:
        found: What is suggested; drafts and the past tickets behind it are named, for no customer reads it.
    """
    if not isinstance(found, Suggestion):
        return ""
    parts = [f"<p><strong>{escape(found.title)}</strong> ({found.confidence:.0%} sure)</p>"]
    if found.state != "validated":
        parts.append(f"<p><em>{escape(DRAFT)}</em></p>")
    parts.append(f'<div lang="{escape(found.language)}" dir="auto">{_paragraphs(found.answer)}</div>')
    if found.url:
        parts.append(f"<p>Source: {_link(found.url)}</p>")
    if found.evidence:
        parts.append(f"<p>From tickets: {escape(', '.join(found.evidence[:MOST_EVIDENCE]))}</p>")
    return "".join(parts)


def page(found: Suggestion | Abstention | None) -> str:
    """The same as a page of its own, for a frame; it says so if nothing is suggested."""
    head = f'<meta charset="utf-8"><title>deflect</title><style>{STYLE}</style>'
    body = fragment(found) or f"<p>{SILENT}</p>"
    return f'<!doctype html><html lang="en"><head>{head}</head><body>{body}</body></html>'


def frame_headers(*framers: str) -> dict[str, str]:
    """Headers of such a page: nothing in it runs or is loaded, and nobody but some may frame it.

    Args:
        framers: Their origins, as a content security policy names them.
    """
    rules = ["default-src 'none'", "style-src 'unsafe-inline'", "base-uri 'none'", "form-action 'none'"]
    policy = "; ".join([*rules, f"frame-ancestors {' '.join(framers)}"])
    # The address of the page is signed: who is linked to must not learn it.
    return {"Content-Security-Policy": policy, "Referrer-Policy": "no-referrer"}


def _paragraphs(text: str) -> str:
    blocks = filter(None, (each.strip() for each in text.split("\n\n")))
    return "".join(f"<p>{escape(each).replace(chr(10), '<br>')}</p>" for each in blocks)


def _link(url: str) -> str:
    if not url.startswith(("https://", "http://")):
        return escape(url)
    return f'<a href="{escape(url)}" target="_blank" rel="noopener noreferrer">{escape(url)}</a>'
