"""A build that remembers the last one ends in the same bytes as one that does not, and makes only what changed."""

from __future__ import annotations

import contextlib
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any
from unittest import mock

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deflect.kb import Memory
from deflect.site import building, markdown, reuse
from deflect.site.facts import Facts
from deflect.site.pages import browse
from deflect.site.search import Page, Searching, counting, tally
from deflect.types import Article
from tests.site.conftest import PNG, Site, article, sample
from tests.site.conftest import settings as chosen

NAMES = [f"a{number}" for number in range(5)]
WORDS = st.sampled_from(["Open the page.", "Close it.", "# One\n\nText.\n\n## Two\n\nMore.", "## Two\n\nOther.", ""])
LINKS = st.sampled_from(
    [
        "",
        *(f"See [it]({name}.md)." for name in NAMES),
        "See [it](a1.md#two).",
        "![P](p.png)",
        "[old](gone.md)",
        "<!-- x",
    ]
)


@dataclass
class Desk:
    """What a site is built from."""

    articles: dict[str, Article] = field(default_factory=dict)
    facts: dict[str, Any] = field(default_factory=dict)
    more: dict[str, Any] = field(default_factory=dict)
    site: dict[str, object] = field(default_factory=dict)

    def build(self, made: Site, memory: Memory | None) -> None:
        more = {"memory": memory, "kb": made.kb, "facts": Facts(**self.facts), **self.more}
        made.build(self.articles.values(), chosen(self.site, name="Acme"), **more)


Edit = Callable[[Desk, Site], None]


def put(name: str, words: str, link: str, changes: dict[str, object]) -> Edit:
    def edit(desk: Desk, _: Site) -> None:
        old = desk.articles.get(name) or article(name)
        desk.articles[name] = replace(old, answer=f"{words}\n\n{link}".strip() or "Text.", **changes)  # type: ignore[arg-type]

    return edit


def drop(name: str) -> Edit:
    def edit(desk: Desk, _: Site) -> None:
        desk.articles.pop(name, None)

    return edit


def rename(name: str, slug: str) -> Edit:
    def edit(desk: Desk, _: Site) -> None:
        if name in desk.articles and slug not in desk.articles:
            desk.articles[slug] = replace(desk.articles.pop(name), id=slug, slug=slug)

    return edit


def know(name: str, value: object) -> Edit:
    return lambda desk, _: desk.facts.update({name: value})


def given_values(name: str, value: object) -> Edit:
    return lambda desk, _: desk.more.update({name: value})


def set_site(name: str, value: object) -> Edit:
    return lambda desk, _: desk.site.update({name: value})


def spoil(path: str, content: bytes | None) -> Edit:
    def edit(_: Desk, made: Site) -> None:
        target = made.out / path
        if target.exists():
            target.unlink() if content is None else target.write_bytes(content)

    return edit


def picture(content: bytes | None) -> Edit:
    def edit(_: Desk, made: Site) -> None:
        path = made.kb / "p.png"
        path.unlink(missing_ok=True) if content is None else path.write_bytes(content)

    return edit


CHANGES = st.fixed_dictionaries(
    {},
    optional={
        "title": st.sampled_from(["One", "Two"]),
        "category": st.sampled_from(["General", "Money"]),
        "state": st.sampled_from(["validated", "archived", "not-validated"]),
        "language": st.sampled_from(["en", "de"]),
        "related": st.sampled_from([(), ("a0", "a1"), ("a2",)]),
        "also_asked": st.sampled_from([(), ("Why?",)]),
    },
)
SEARCHING = st.builds(
    Searching,
    st.dictionaries(st.sampled_from(NAMES), st.dictionaries(st.sampled_from(["monei", "page"]), st.just(0.5))),
    st.sampled_from([(), (("page", "sheet"),)]),
)
EDITS = st.one_of(
    st.builds(put, st.sampled_from(NAMES), WORDS, LINKS, CHANGES),
    st.builds(put, st.sampled_from(NAMES), WORDS, LINKS, st.just({})),
    st.builds(drop, st.sampled_from(NAMES)),
    st.builds(rename, st.sampled_from(NAMES), st.sampled_from(NAMES)),
    st.builds(know, st.just("searching"), SEARCHING),
    st.builds(know, st.just("asked"), st.dictionaries(st.sampled_from(NAMES), st.integers(0, 3), max_size=2)),
    st.builds(know, st.just("moved"), st.sampled_from([{}, {"gone": "a0"}, {"gone": "a1"}])),
    st.builds(given_values, st.just("preview"), st.booleans()),
    st.builds(given_values, st.just("barred"), st.sampled_from([(), ("a1",)])),
    st.builds(set_site, st.just("contact_url"), st.sampled_from(["", "https://example.com/contact"])),
    st.builds(
        spoil, st.sampled_from(["articles/a0.html", "articles/a1.html", "index.html"]), st.sampled_from([None, b"?"])
    ),
    st.builds(picture, st.sampled_from([PNG, PNG + b"\0", None])),
)


@settings(max_examples=40)
@given(st.lists(st.lists(EDITS, min_size=1, max_size=3), min_size=2, max_size=5), st.sampled_from([200, 2]))
def test_after_any_edits_the_site_is_the_same_as_one_built_anew(rounds: list[list[Edit]], again: int) -> None:
    with contextlib.ExitStack() as patched, tempfile.TemporaryDirectory() as folder:
        for room in (reuse, tally):  # at 2 of 5 articles the memory is often older than the site
            patched.enter_context(mock.patch.object(room, "AGAIN", again))
        made, anew, desk = Site(Path(folder) / "made"), Site(Path(folder) / "anew"), Desk()
        made.kb.mkdir(parents=True)
        memory = Memory(Path(folder) / "memory.json", "rules")
        for name in NAMES:
            put(name, "Open the page.", "", {})(desk, made)
        for edits in rounds:
            for edit in edits:
                edit(desk, made)
            desk.build(made, memory)
            shutil.rmtree(anew.root, ignore_errors=True)
            shutil.copytree(made.kb, anew.kb)
            desk.build(anew, None)
            assert made.files() == anew.files()


@pytest.fixture
def rendered(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many headings each answer had that was rendered: grows while articles' pages are made."""
    seen: list[int] = []
    render = markdown.render

    def counted(document: markdown.Document, words: object) -> str:
        seen.append(len(document.headings))
        return render(document, words)  # type: ignore[arg-type]

    monkeypatch.setattr(markdown, "render", counted)
    return seen


@pytest.fixture
def memory(tmp_path: Path) -> Memory:
    return Memory(tmp_path / "memory.json", "rules")


def test_only_the_page_of_a_changed_answer_is_made(site: Site, memory: Memory, rendered: list[int]) -> None:
    articles = sample()
    site.build(articles, memory=memory)
    assert len(rendered) == 5
    articles[2] = replace(articles[2], answer="Look again.")
    site.build(articles, memory=memory)
    assert len(rendered) == 6
    assert "Look again." in (site.out / "articles/email.html").read_text()


def test_a_page_that_somebody_spoilt_is_made_again(site: Site, memory: Memory, rendered: list[int]) -> None:
    site.build(sample(), memory=memory)
    right = site.files()
    (site.out / "articles/email.html").write_text("spoilt")
    (site.out / "articles/refund.html").unlink()
    site.build(sample(), memory=memory)
    assert (site.files(), len(rendered)) == (right, 7)


def test_all_pages_are_made_again_under_other_rules(site: Site, memory: Memory, rendered: list[int]) -> None:
    site.build(sample(), memory=memory)
    site.build(sample(), memory=replace(memory, key="other rules"))
    assert len(rendered) == 10


@pytest.mark.parametrize("damage", [b"", b"rules\n", b"rules\n{}x", b'rules\n{"shared": 1}', b"\xff\xfe"])
def test_a_damaged_memory_only_costs_time(site: Site, memory: Memory, rendered: list[int], damage: bytes) -> None:
    site.build(sample(), memory=memory)
    right = site.files()
    memory.path.write_bytes(damage)
    site.build(sample(), memory=memory)
    assert (site.files(), len(rendered)) == (right, 10)


def test_what_keeps_an_article_from_being_published_is_told_at_every_build(site: Site, memory: Memory) -> None:
    articles = [article("one", answer="See [it](gone.md)."), article("two")]
    first = site.build(articles, memory=memory, preview=True)
    again = site.build(articles, memory=memory, preview=True)
    assert [each.article for each in first.broken] == ["one"]
    assert again.broken == first.broken


def test_the_file_that_a_page_shows_is_copied_anew_and_missed_when_it_is_gone(site: Site, memory: Memory) -> None:
    (site.kb / "p.png").write_bytes(PNG)
    articles = [article("one", answer="![P](p.png)")]
    site.build(articles, memory=memory)
    (site.kb / "p.png").write_bytes(PNG + b"more")
    site.build(articles, memory=memory)
    assert (site.out / "files/p.png").read_bytes() == PNG + b"more"
    (site.kb / "p.png").unlink()
    assert [each.article for each in site.build(articles, memory=memory).broken] == ["one"]


def test_a_changed_day_look_or_translation_is_on_every_page_that_shows_it(site: Site, memory: Memory) -> None:
    one, two = article("one", category="C"), article("two", language="de", category="C")
    dated = Facts(updated={"one": date(2026, 1, 1)})
    site.build([one, two], memory=memory)
    changes: tuple[tuple[list[Article], Facts, str], ...] = (
        ([one, two], dated, ""),
        ([replace(one, translations=("two",)), two], dated, ""),
        ([one, two], Facts(), "{% extends 'base.html' %}{% block main %}<h1>{{ page.title }}</h1>{% endblock %}"),
    )
    for articles, facts, template in changes:
        if template:
            (site.root / "theme" / "templates").mkdir(parents=True)
            (site.root / "theme" / "templates" / "article.html").write_text(template)
        site.build(articles, memory=memory, facts=facts)
        clean = Site(site.root / "clean")
        clean.build(articles, kb=site.kb, facts=facts)
        assert site.files() == clean.files()


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Titles of the articles whose words were counted."""
    seen: list[str] = []
    count = counting._counted

    def noted(page: Page, *rest: Any) -> Any:
        seen.append(page.title)
        return count(page, *rest)

    monkeypatch.setattr(counting, "_counted", noted)
    return seen


def test_only_the_words_of_a_changed_article_are_counted(site: Site, memory: Memory, counted: list[str]) -> None:
    articles = [article(name) for name in NAMES]
    site.build(articles, memory=memory)
    assert len(counted) == 5
    site.build([*articles[1:], replace(articles[0], answer="Look again.")], memory=memory)
    assert counted[5:] == ["About a0"]
    asked = Searching({"a1": {"monei": 0.5}})
    site.build(articles, memory=memory, facts=Facts(searching=asked))
    assert sorted(counted[6:]) == ["About a0", "About a1"]


@pytest.mark.parametrize("damage", [b"", b"rules\n", b"rules\nPK\x03\x04", b"rules\n\x93NUMPY\x01\x00", b"other\n"])
def test_damaged_counts_only_cost_time(site: Site, memory: Memory, counted: list[str], damage: bytes) -> None:
    site.build(sample(), memory=memory)
    right = site.files()
    memory.beside(building.WORDS).path.write_bytes(damage)
    site.build(sample(), memory=memory)
    assert (site.files(), len(counted)) == (right, 10)


def test_counts_with_a_flipped_byte_are_made_anew(site: Site, memory: Memory, counted: list[str]) -> None:
    site.build(sample(), memory=memory)
    right, path = site.files(), memory.beside(building.WORDS).path
    content = bytearray(path.read_bytes())
    content[content.index(b"term.npy") + 150] ^= 1
    path.write_bytes(content)
    site.build(sample(), memory=memory)
    assert (site.files(), len(counted)) == (right, 10)


def test_lists_are_not_made_again_for_a_changed_answer(
    site: Site, memory: Memory, monkeypatch: pytest.MonkeyPatch
) -> None:
    articles = sample()
    site.build(articles, memory=memory)
    monkeypatch.setattr(browse, "_letters", lambda *_: pytest.fail("the list from A to Z was made again"))
    site.build([replace(articles[2], answer="Look again."), *articles[:2], *articles[3:]], memory=memory)


def test_a_list_that_somebody_spoilt_is_made_again(site: Site, memory: Memory) -> None:
    site.build(sample(), memory=memory)
    right = site.files()
    (site.out / "a-z.html").write_text("spoilt")
    (site.out / "llms.txt").unlink()
    site.build(sample(), memory=memory)
    assert site.files() == right
