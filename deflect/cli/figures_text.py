"""What articles do, as text."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

from deflect.interval import percent

if TYPE_CHECKING:
    from deflect.interval import Share
    from deflect.report import ArticleFigures, Load

SHOWN = 15
WIDTH = 110


def documented_lines(load: Load) -> list[str]:
    """Lay out the questions that are documented and still asked; nothing if there are none."""
    asked = [each for each in load.documented if each.recent]
    if not asked:
        return []
    rows = [
        f"{each.recent:12}  {each.tickets:7}  {each.label}\n{'':23}{each.title}: {each.url or each.article}"
        for each in asked[:SHOWN]
    ]
    more = [f"… and {len(asked) - SHOWN:,} more; --json lists all"] if len(asked) > SHOWN else []
    said = "documented, still asked (an article answers it, and it came in the 90 days up to the newest ticket)"
    return ["", said, "last 90 days  tickets  question, and the article", *rows, *more]


def kcs_lines(load: Load) -> list[str]:
    """Lay out the figures of the articles, each with what it is."""
    if load.kcs is None or not load.kcs.articles:
        return []
    kcs = load.kcs
    shown = kcs.articles[:SHOWN]
    more = [f"… and {len(kcs.articles) - SHOWN:,} more; --json lists all"] if len(kcs.articles) > SHOWN else []
    return [
        "",
        f"link rate    {_link_rate(load, kcs.link_rate)}",
        f"known share  {share_text(kcs.known_share)}",
        "",
        "tickets  linked  accuracy  known:new  age (days)  article",
        *map(_row, shown),
        *more,
        "",
        *(line for name, text in kcs.definitions.items() for line in _definition(name, text)),
    ]


def _link_rate(load: Load, share: Share) -> str:
    """As self-service says it: where customers can read no article yet, none of theirs can have been linked."""
    figures = load.self_service.figures if load.self_service else ()
    reason = next((each.reason for each in figures if each.name == "link_rate" and each.value is None), "")
    return f"not measured: {reason}" if reason else share_text(share)


def _row(each: ArticleFigures) -> str:
    accuracy = f"{each.link_accuracy.value:.0%}" if each.link_accuracy else "–"
    age = "–" if each.age_days is None else f"{each.age_days:,}"
    ratio = f"{each.known}:{each.new}"
    return f"{each.tickets:7}  {each.linked:6}  {accuracy:>8}  {ratio:>9}  {age:>10}  {each.title}"


def _definition(name: str, text: str) -> list[str]:
    said = f"{name.removesuffix('_days').replace('_', ' ')}: {text}."
    return textwrap.wrap(said, WIDTH, subsequent_indent="  ")


def share_text(share: Share) -> str:
    """A share with its 95% interval and what it is counted from."""
    ends = f"{percent(share.low)} to {percent(share.high)}"
    return f"{percent(share.value)} ({ends}), {share.part:,} of {share.whole:,}"
