"""The help centre tells of every ticket system what `deflect hooks add` tells."""

from __future__ import annotations

import re
import textwrap
from pathlib import Path

import pytest

from deflect.hooks import names, source_class

KB = Path(__file__).parents[2] / "kb"
BY_HAND = {"standard": "standard-webhooks.md"}
"""Articles that say what to paste in their own words."""


def article_of(name: str) -> str:
    return (KB / BY_HAND.get(name, f"{name.replace('_', '-')}.md")).read_text(encoding="utf-8")


@pytest.mark.parametrize("name", names())
def test_each_ticket_system_has_its_article(name: str) -> None:
    address = "" if source_class(name).polled else " --address https://answers.acme.example"
    assert f"deflect hooks add {name}{address}\n" in article_of(name)
    assert f"hooks/{name}.toml" in article_of(name)


@pytest.mark.parametrize("name", sorted(set(names()) - set(BY_HAND)))
def test_an_article_says_what_to_paste_as_the_command_does(name: str) -> None:
    kind = source_class(name)
    values = dict.fromkeys((each.name for each in kind.fields), "x")
    called = f"https://answers.acme.example/hooks/{name}" + ("/TOKEN" if "hook_token" in values else "")
    told = re.sub(r"/\S*/deflect/hooks/pasted/", "deflect/hooks/pasted/", kind(values).instructions(called))
    assert textwrap.indent(told, "   ") in article_of(name)
    for field in kind.fields:
        assert f"- `{field.name}`: {field.meaning}" in article_of(name)


def test_the_article_about_hooks_names_every_ticket_system() -> None:
    hooks = (KB / "ticket-hook.md").read_text(encoding="utf-8")
    assert not [name for name in names() if BY_HAND.get(name, f"{name.replace('_', '-')}.md") not in hooks]
