"""The help centre explains every figure of the report: each key of its JSON, and each name on its page."""

from __future__ import annotations

import dataclasses
import re
import typing
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Any

import pytest

from deflect.report.load import Load
from deflect.report.page import TEMPLATES
from deflect.report.page.words import WORDS
from deflect.report.self_service import MEANINGS
from deflect.suggest.backtest import Judge, Point

TEXT = (Path(__file__).parent.parent / "kb" / "figures-of-the-report.md").read_text(encoding="utf-8")
SECTIONS = dict(re.findall(r"^## (.+?)\n(.*?)(?=^## |\Z)", TEXT, re.S | re.M))
COMMON = SECTIONS["How figures are written"]
TEMPLATE = "".join(
    (TEMPLATES / name).read_text(encoding="utf-8")
    for name in ("decision.html", "decision_options.html", "decision_customers.html")
)
NAMES = {"Point": Point, "Judge": Judge}  # imported for types alone where they are used
PARTS = [each.name for each in dataclasses.fields(Load)]


def classes(kind: Any) -> Iterator[Any]:
    """The dataclasses in a type, and in their fields, however deep."""
    if dataclasses.is_dataclass(kind):
        yield kind
        kinds = list(typing.get_type_hints(kind, localns=NAMES).values())
    else:
        kinds = list(typing.get_args(kind))
    for each in kinds:
        yield from classes(each)


def keys(part: str) -> set[str]:
    hints = typing.get_type_hints(Load, localns=NAMES)
    return {field.name for kind in classes(hints[part]) for field in dataclasses.fields(kind)}


def code(text: str) -> set[str]:
    return set(re.findall(r"`([^`]+)`", text))


def labels() -> set[str]:
    """Names of figures on the English page: of its parts, cards and columns."""
    heads = re.findall(r"head\(\(([^)]*)\)", TEMPLATE) + re.findall(
        r"for (?:key|name)(?:, found)? in \((.*?)\) %", TEMPLATE
    )
    named = {name for head in heads for name in re.findall(r'"(\w+)"', head)}
    named |= set(re.findall(r"<(?:h2|h3|dt|th)\b[^>]*>\{\{ words\.(\w+)", TEMPLATE))
    return {WORDS["en"][name] for name in named} | {WORDS["en"][f"figure:{name}"] for name in MEANINGS}


@pytest.mark.parametrize("part", PARTS)
def test_every_key_of_the_json_is_explained(part: str) -> None:
    assert part in code(SECTIONS["The whole desk"])
    unexplained = keys(part) - code(SECTIONS.get(part, "")) - code(COMMON)
    assert unexplained == set()


def test_no_part_is_explained_that_there_is_not() -> None:
    assert set(SECTIONS) - set(PARTS) == {"How figures are written", "The whole desk"}


def test_every_name_on_the_page_is_explained() -> None:
    shown = labels()
    assert len(shown) > 55
    explained = set(re.findall(r"\*\*([^*]+)\*\*", TEXT))
    assert {unescape(each) for each in shown} - explained == set()
