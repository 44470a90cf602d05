"""How far customers help themselves, and whether they renew, as text."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

from deflect.cli.figures_text import WIDTH, share_text

if TYPE_CHECKING:
    from deflect.report import Load
    from deflect.report.desk.estimate import Estimate
    from deflect.report.retention import Group, Retention
    from deflect.report.self_service import Figure

LISTED = 10
"""Bad rows that are named one by one; all are in the JSON."""

SHARES = ("link_rate", "known_then")
NAMES = {
    "help_centre_score": "self-service score, help centre",
    "form_score": "self-service score, contact form",
    "prevented_per_customer": "tickets prevented per customer",
    "link_rate": "link rate",
    "known_then": "New versus Known",
}
GROUPS = {
    "one_touch": "one reply",
    "several": "several replies",
    "waited": "waited",
    "reopened": "reopened",
    "never": "never wrote",
}


def self_service_lines(load: Load) -> list[str]:
    """Each figure of self-service with what it is, or why it is not measured and how to begin."""
    if load.self_service is None:
        return []
    return ["", "self-service", *(line for each in load.self_service.figures for line in _figure(each))]


def retention_lines(load: Load) -> list[str]:
    """Renewals by the support that customers had, with the warning; nothing without a list of customers."""
    found = load.retention
    if found is None:
        return []
    head = ["", f"renewals by the support of the {found.days} days before", *_wrapped(_rows_said(found))]
    if not found.groups:
        strangers = "Nobody of the list ever wrote a ticket: does it name customers as your ticket system does?"
        said = strangers if found.rows else "The list names no customer."
        return [*head, *_wrapped(said)]
    rows = [line for each in found.groups for line in _group(each)]
    return [*head, *rows, *_wrapped(f"{found.caveat}."), *_wrapped(f"How: {found.measured}.")]


def bad_rows(load: Load) -> list[str]:
    """Say which rows of the list of customers could not be read, by line and reason alone."""
    bad = load.retention.unread if load.retention else ()
    more = [f"customers: {len(bad) - LISTED:,} more rows cannot be read; --json names all"] if bad[LISTED:] else []
    return [*(f"customers, {each.where}: {each.reason}; the row is left out" for each in bad[:LISTED]), *more]


def _figure(each: Figure) -> list[str]:
    said = f"not measured: {each.reason}. {each.begin}" if each.value is None else _value(each)
    return [f"  {NAMES[each.name]}: {said}", *_wrapped(f"{each.meaning}.")]


def _value(each: Figure) -> str:
    if each.share:
        return share_text(each.share)
    assert each.value is not None
    return f"{each.value.value:.2f} ({each.value.low:.2f} to {each.value.high:.2f}), n = {each.n:,}"


def _rows_said(found: Retention) -> str:
    parts = (
        ("earlier renewals", found.earlier),
        ("without an outcome yet", found.unknown),
        ("outside what the tickets cover", found.outside),
        ("of erased customers", found.erased),
        ("that cannot be read", found.bad),
    )
    left = ", ".join(f"{count:,} {what}" for what, count in parts if count)
    counted = f"{found.all.whole:,} of {found.rows:,} rows count{f'; {left}' if left else ''}."
    wrote = f"{found.found.part:,} of {found.found.whole:,} customers of the list ever wrote."
    return f"{counted} {wrote}"


def _group(each: Group) -> list[str]:
    share = share_text(each.renewed) if each.renewed.whole else "nobody"
    few = "; few" if each.small and each.renewed.whole else ""
    change = f"; {_points(each.difference)} points against never wrote" if each.difference else ""
    return [f"  {GROUPS[each.experience]:>16}  {share}{change}{few}", *_wrapped(f"{each.meaning}.", 20)]


def _points(found: Estimate) -> str:
    value, low, high = (f"{100 * each:+.1f}" for each in (found.value, found.low, found.high))
    return f"{value} ({low} to {high})"


def _wrapped(text: str, indent: int = 4) -> list[str]:
    return textwrap.wrap(text, WIDTH, initial_indent=" " * indent, subsequent_indent=" " * indent)
