"""An index is written as scripts that hold all of it, and a query needs few of them."""

from __future__ import annotations

import gzip
import json
import random
import re
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from deflect.site.search import Index, Page, index, parts
from deflect.site.search.parts import files, shared
from deflect.site.search.postings import DIGITS, Postings

WORDS = ["".join(random.Random(n).choices("abcdefghiklmnoprstuvw", k=3 + n % 6)) for n in range(3000)]


def content(made: dict[str, bytes]) -> dict[str, object]:
    """What the scripts hold, by path."""
    found = {}
    for path, script in made.items():
        match = re.fullmatch(r"\(self\.deflectParts=self\.deflectParts\|\|\{\}\)\[(.*?)\]=(.*);\n", script.decode())
        assert match
        assert json.loads(match[1]) == path
        found[path] = json.loads(match[2])
    return found


def page(number: int, words: int = 280) -> Page:
    chance = random.Random(number)
    title = " ".join(chance.choices(WORDS, k=7))
    body = " ".join(chance.choices(WORDS, k=words))
    return Page(f"articles/a{number}.html", title, "General", {"title": title, "body": body}, body)


@given(st.lists(st.text(st.characters(categories=["Ll", "Lo", "Nd"]), min_size=1), unique=True))
def test_words_are_read_as_they_were_written(terms: list[str]) -> None:
    ordered = sorted(terms)
    before, read = "", []
    for same, rest in re.findall("([A-Z])([^A-Z]*)", shared(ordered)):
        before = before[: ord(same) - ord("A")] + rest
        read.append(before)
    assert read == ordered


def of(pairs: list[tuple[int, int]]) -> Postings:
    """The postings of an only word."""
    pages, weights = zip(*pairs, strict=True) if pairs else ((), ())
    return Postings(np.array([0, len(pairs)]), np.array(pages, np.int32), np.array(weights, np.uint8))


@given(st.dictionaries(st.integers(0, 33_000_000), st.integers(1, 63)))
def test_articles_of_a_word_are_read_as_they_were_written(weights: dict[int, int]) -> None:
    pairs = sorted(weights.items())
    [text] = of(pairs).written()
    read, number, step, shift = [], -1, 0, 0
    signs = iter(text)
    for sign in signs:
        digit = DIGITS.index(sign)
        step += (digit & 31) << shift
        shift += 5
        if digit < 32:
            number += step + 1
            read.append((number, DIGITS.index(next(signs))))
            step = shift = 0
    assert read == pairs


def test_a_small_help_centre_is_few_files_and_names_them() -> None:
    found = index([page(n) for n in range(3)], "en")
    read = content(files(found, "search/en.js"))
    main = read.pop("search/en.js")
    assert isinstance(main, dict)
    assert {path.removeprefix("search/en/") for path in read} == {f"{main[name]}.js" for name in ("words", "leaves")}
    assert read[f"search/en/{main['leaves']}.js"] == [list(each) for each in found.pages]
    assert read[f"search/en/{main['words']}.js"] == " ".join(found.postings.written())


def test_the_same_articles_give_the_same_bytes() -> None:
    pages = [page(n) for n in range(60)]
    assert files(index(pages), "search/en.js") == files(index(pages), "search/en.js")


def test_text_of_an_article_cannot_end_the_script() -> None:
    hostile = "</script><script>alert(1)</script>\u2028\u2029"
    made = files(index([Page("a.html", hostile, hostile, {"title": hostile}, hostile)]), "search/en.js")
    assert not any(b"</" in script for script in made.values())
    assert [hostile in json.dumps(each, ensure_ascii=False) for each in content(made).values()].count(True) == 1


def test_half_a_character_does_not_stop_the_index() -> None:
    lone = "A \ud800 b"
    assert files(index([Page("a.html", lone, "", {"title": lone}, lone)]), "search/en.js")


def read_words(made: dict[str, bytes], names: str, cuts: str) -> list[list[str]]:
    """The entries of each part with words' articles, checked against the numbers of words in the main part."""
    read = content(made)
    main: Any = read["search/en.js"]
    parts = [str(read[f"search/en/{main[names][at : at + 8]}.js"]).split(" ") for at in range(0, len(main[names]), 8)]
    sizes = [64 * DIGITS.index(a) + DIGITS.index(b) for a, b in zip(main[cuts][::2], main[cuts][1::2], strict=True)]
    assert [len(part) for part in parts] == sizes
    return parts


def test_every_word_is_in_the_part_that_the_main_one_says(thousand: Index) -> None:
    parts = read_words(files(thousand, "search/en.js"), "words", "cuts")
    assert [entry for part in parts for entry in part] == list(thousand.postings.written())


def test_a_part_is_neither_tiny_nor_huge(thousand: Index) -> None:
    sizes = [sum(map(len, part)) for part in read_words(files(thousand, "search/en.js"), "words", "cuts")]
    assert min(sizes[:-1]) > 1_500
    assert max(sizes) < 9_000


def test_a_word_that_comes_changes_few_files() -> None:
    pages = [page(n) for n in range(400)]
    before = files(index(pages, "en"), "search/en.js")
    pages[200] = replace(pages[200], fields={**pages[200].fields, "body": pages[200].fields["body"] + " aaa mmm zzz"})
    after = files(index(pages, "en"), "search/en.js")
    # The main one, and one for each word, or two where a part is cut anew; its article's weights are in many.
    assert len(after) > 90
    assert len(after.items() - before.items()) < len(after) / 2
    assert [path for path in before if path not in after and before[path] in after.values()] == []


def test_without_articles_there_are_no_parts_to_load() -> None:
    assert list(files(index([], "en"), "search/en.js")) == ["search/en.js"]


def test_a_large_centre_is_cut_into_fewer_files(monkeypatch: pytest.MonkeyPatch) -> None:
    found = index([page(n, 40) for n in range(90)], "en")
    small: Any = content(files(found, "search/en.js"))
    monkeypatch.setattr(parts, "LARGE", 80)
    large: Any = content(files(found, "search/en.js"))
    assert large["search/en.js"]["leaf"] == parts.LARGER * small["search/en.js"]["leaf"]
    assert len(large["search/en.js"]["words"]) < len(small["search/en.js"]["words"]) / 2
    assert len(large) < len(small)


@pytest.fixture(scope="module")
def thousand() -> Index:
    return index([page(n) for n in range(1000)], "en")


def test_a_thousand_articles_are_cut_so_that_a_query_needs_little(thousand: Index) -> None:
    sizes = {path: len(gzip.compress(script)) for path, script in files(thousand, "search/en.js").items()}
    main = sizes.pop("search/en.js")
    # Ten words, each in another part, and seven hits, each in another part.
    assert main + 17 * max(sizes.values()) < 150_000
    assert len(sizes) < 500
