"""What is published, where, and in which order."""

from __future__ import annotations

import itertools
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deflect.site import article_path
from deflect.site.catalogue import catalogue, fold_title
from deflect.types import Sentence
from tests.site.conftest import Site, article, settings


def test_the_most_asked_come_first_then_the_alphabet() -> None:
    articles = [
        article("a", title="Zebra"),
        article("b", title="Äpfel"),
        article("c", title="Often"),
        article("d", title="Counted", evidence=(Sentence("x", ("t:1", "t:2")), Sentence("y", ("t:2", "t:3")))),
    ]
    found = catalogue(articles, settings(), {"c": 9})
    assert [(entry.article.slug, entry.asked) for entry in found.editions[0].entries] == [
        ("c", 9), ("d", 3), ("b", 0), ("a", 0),
    ]  # fmt: skip


def test_the_order_given_makes_no_difference() -> None:
    articles = [article(slug, title="Same") for slug in "abc"]
    orders = [catalogue(list(order), settings()) for order in itertools.permutations(articles)]
    assert all(order == orders[0] for order in orders)


def test_the_vendors_language_is_first_and_lies_at_the_root() -> None:
    articles = [article("a", language="de"), article("b", language="de"), article("c"), article("d", language="fr")]
    found = catalogue(articles, settings(language="en")).editions
    assert [edition.language for edition in found] == ["en", "de", "fr"]
    assert [edition.home for edition in found] == ["index.html", "de/index.html", "fr/index.html"]
    assert found[1].search == "de/search.html"
    assert found[1].categories[0].path == "de/categories/general.html"


def test_without_articles_in_the_vendors_language_the_largest_is_first() -> None:
    articles = [article("a", language="de"), article("b", language="de"), article("d", language="fr")]
    assert [edition.language for edition in catalogue(articles, settings(language="cy")).editions] == ["de", "fr"]


def test_without_articles_there_is_an_empty_edition() -> None:
    found = catalogue([], settings(language="cy")).editions
    assert [(edition.language, edition.entries) for edition in found] == [("cy", ())]


@pytest.mark.parametrize(
    ("written", "taken_as"), [("und", "de"), ("", "de"), ("pt_BR", "pt-br"), ("EN", "en"), ("zh-Hant-TW", "zh-hant-tw")]
)
def test_languages_are_written_one_way(written: str, taken_as: str) -> None:
    found = catalogue([article("a", language=written)], settings(language="de"))
    assert found.editions[0].language == taken_as
    assert not found.problems


@pytest.mark.parametrize("language", ["../..", "en/../..", "english language", "e", "en\n"])
def test_a_language_that_is_none_is_a_problem(language: str) -> None:
    found = catalogue([article("a", language=language)], settings())
    assert bool(found.problems) == (language.strip() != "en")


@pytest.mark.parametrize(
    "slug", ["", "../x", "a/b", "a\\b", ".hidden", "a\x00b", "a:b", " a", "a?", "x.tmp", "a\nb", "a" * 201]
)
def test_a_slug_that_cannot_be_a_file_is_a_problem(failed: Callable[..., str], slug: str) -> None:
    assert "cannot be a file name" in failed(article(slug, title="T"))


def test_a_slug_taken_twice_is_a_problem_in_any_capitals(failed: Callable[..., str]) -> None:
    assert "2 articles have the slug how-to" in failed(article("how-to"), article("How-To"))


def test_many_problems_are_counted_rather_than_listed(failed: Callable[..., str]) -> None:
    message = failed(*(article(f"a{n:02}", language="?") for n in range(30)))
    assert "the site was not built, 30 problems" in message
    assert "and 20 more" in message


def test_categories_that_differ_in_signs_get_pages_of_their_own() -> None:
    names = ["C++", "C", "C#", "Über uns", "!!!", "  "]
    articles = [article(f"a{n}", category=name) for n, name in enumerate(names)]
    found = catalogue(articles, settings()).editions[0].categories
    paths = {category.name: category.path for category in found}
    assert len(set(paths.values())) == len(names)
    assert paths["Über uns"] == "categories/uber-uns.html"
    assert paths["General"] == "categories/general.html"


def test_the_fuller_category_comes_first_and_what_fits_nowhere_last() -> None:
    articles = [article("a", category="A"), article("b", category="B"), article("c", category="B"), article("d")]
    found = catalogue(articles, settings(), {"d": 9}).editions[0].categories
    assert [category.name for category in found] == ["B", "A", "General"]


def test_categories_asked_most_come_first() -> None:
    articles = [article("a", category="B"), article("b", category="A"), article("c", category="C")]
    found = catalogue(articles, settings(), {"c": 5}).editions[0].categories
    assert [category.name for category in found] == ["C", "A", "B"]


def test_article_path_is_where_the_page_lies() -> None:
    assert article_path("how-to") == "articles/how-to.html"


@given(st.text(max_size=30))
def test_folding_a_title_twice_is_folding_it_once(title: str) -> None:
    assert fold_title(fold_title(title)) == fold_title(title)


def test_names_as_long_as_they_may_be_are_files(site: Site) -> None:
    long = "ع" * 300
    site.build([article("a" * 240, category=long), article("b", category=long + "!")])
    names = sorted(path.name for path in (site.out / "categories").iterdir())
    assert names == ["ع" * 60 + "-2.html", "ع" * 60 + ".html"]
    assert (site.out / "articles" / ("a" * 240 + ".html")).exists()
