"""A reader may speak of the articles that are there, by any address they have had, and of no others."""

from __future__ import annotations

from deflect.web.articles import REREAD, Articles
from deflect.workspace import Workspace
from tests.web.test_document import write_article


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def test_an_article_is_known_by_its_name_its_file_and_the_names_it_had(desk: Workspace) -> None:
    write_article(desk, "vat", "tax", "redirects: [value-added]\n")
    found = Articles(desk.kb, desk.base)
    assert [found.knows(each) for each in ("vat", "tax", "value-added", "VAT", "")] == [True, True, True, False, False]


def test_an_article_that_cannot_be_read_or_stands_twice_is_known_by_its_file(desk: Workspace) -> None:
    write_article(desk)
    (desk.kb / "broken.md").write_text("no front matter", encoding="utf-8")
    assert Articles(desk.kb, desk.base).knows("broken")
    write_article(desk, "vat", "twin")
    found = Articles(desk.kb, desk.base)
    assert [found.knows(each) for each in ("vat", "twin", "broken", "planted")] == [True, True, True, False]


def test_made_up_names_read_the_articles_once_in_a_while_and_a_new_one_is_known_then(desk: Workspace) -> None:
    clock = Clock()
    found = Articles(desk.kb, desk.base, clock)
    assert not found.knows("vat")
    write_article(desk)
    clock.now = REREAD - 0.1
    assert not found.knows("vat")
    clock.now = REREAD
    assert found.knows("vat")


def test_without_a_folder_of_articles_none_is_known(desk: Workspace) -> None:
    desk.kb.rmdir()
    assert not Articles(desk.kb, desk.base).knows("vat")
