"""A survey of the articles says the same whatever it remembers, and looks through only what changed."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from pydantic import TypeAdapter

from deflect.cleaning.redaction import Leak, leaks
from deflect.errors import ArticleError
from deflect.kb import Library, Memory
from deflect.kb.survey import Surveyed

GOOD = "---\ntitle: Good\nstate: validated\nredirects: [well]\n---\n\nOpen the page. <!-- tickets: shop:1, shop:2 -->\n"
LEAKING = "---\ntitle: Leaking\nstate: validated\n---\n\nFine.\n\nAsk mary.jones@gardenia.example.\n"


class Reader:
    """Surveys a folder, and says which texts were looked through."""

    def __init__(self, folder: Path) -> None:
        self.library = Library(folder / "kb", folder / "base")
        self.memory = Memory(folder / "memory.json", "rules")
        self.looked: list[str] = []

    def leaks(self, text: str) -> list[Leak]:
        self.looked.append(next(line for line in text.split("\n") if line.startswith("title:")))
        return list(leaks(text))

    def __call__(self) -> tuple[Surveyed, ...]:
        self.looked.clear()
        return self.library.survey(self.leaks, self.memory)


@pytest.fixture
def reader(tmp_path: Path) -> Reader:
    (tmp_path / "kb").mkdir()
    (tmp_path / "kb" / "good.md").write_text(GOOD)
    (tmp_path / "kb" / "leaking.md").write_text(LEAKING)
    return Reader(tmp_path)


def test_it_says_what_single_questions_say(reader: Reader) -> None:
    found, library = reader(), reader.library
    assert tuple(each.article for each in found) == library.articles()
    assert {each.article.slug: each.path for each in found} == library.files()
    assert {old: each.article.slug for each in found for old in each.upkeep.redirects} == library.redirects()
    assert [(each.article, each.line, each.kind) for one in found for each in one.refused] == [("leaking", 8, "leak")]


def test_what_it_remembers_is_what_it_found(reader: Reader) -> None:
    first = reader()
    assert reader.looked == ["title: Good", "title: Leaking"]
    assert reader() == first
    assert reader.looked == []


def test_only_a_changed_article_is_looked_through(reader: Reader) -> None:
    reader()
    path = reader.library.kb / "good.md"
    path.write_text(GOOD.replace("title: Good", "title: Better"))
    found = reader()
    assert reader.looked == ["title: Better"]
    assert [each.article.title for each in found] == ["Better", "Leaking"]
    path.rename(reader.library.kb / "moved.md")
    assert [each.article.slug for each in reader()] == ["leaking", "moved"], "the file's name gives the slug"


def test_nothing_is_remembered_of_an_article_that_is_gone(reader: Reader) -> None:
    reader()
    (reader.library.kb / "leaking.md").unlink()
    reader()
    assert b"gardenia" not in reader.memory.path.read_bytes()


@pytest.mark.parametrize("damage", [b"", b"rules", b"rules\n", b"rules\n[]", b'rules\n{"a": {}}', b"\xff"])
def test_a_damaged_memory_only_costs_time(reader: Reader, damage: bytes) -> None:
    first = reader()
    reader.memory.path.write_bytes(damage)
    assert reader() == first
    assert len(reader.looked) == 2


def test_under_other_rules_all_is_looked_through_again(reader: Reader) -> None:
    reader()
    reader.memory = replace(reader.memory, key="other rules")
    reader()
    assert len(reader.looked) == 2


def test_half_a_character_is_not_kept(reader: Reader) -> None:
    memory, form = reader.memory, TypeAdapter(str)
    memory.keep(form, "whole")
    assert memory.recall(form) == "whole"
    memory.keep(form, "half \ud83d")
    assert memory.recall(form) is None


def test_two_articles_with_one_address_are_an_error_also_when_both_are_remembered(reader: Reader) -> None:
    reader()
    (reader.library.kb / "second.md").write_text(GOOD.replace("title: Good", "title: Second\nslug: good"))
    for _ in range(2):
        with pytest.raises(ArticleError, match="good"):
            reader()
