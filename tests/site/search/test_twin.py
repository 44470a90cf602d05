"""static/search.js and search.py cut, fold and rank alike; node runs the script that browsers run."""

from __future__ import annotations

import functools
import json
import random
import shutil
import subprocess
import unicodedata
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from deflect.site import search
from deflect.site.search import Index, Page, index, rank
from deflect.site.search.folding import order, tokenise
from deflect.site.search.languages import rules
from deflect.site.search.page import FIELDS
from deflect.site.search.parts import files
from deflect.site.search.spelling import spelled
from deflect.site.search.table import DIMENSIONS, HALF, Table

SCRIPT = Path(search.__file__).parent.parent / "static" / "engine.js"
GOLDEN = Path(__file__).parent / "golden.json"
NODE = shutil.which("node")
LANGUAGES = ("", "en", "de", "fr", "ar", "cy", "es", "nl")

needs_node = pytest.mark.skipif(NODE is None, reason="node is not installed, and no other engine runs engine.js here")


def in_node(expression: str, data: Any) -> Any:
    """Evaluate an expression over `data`, or what it promises, with the engine loaded, in one process."""
    program = (
        f"const engine = require({json.dumps(str(SCRIPT))});"
        'const data = JSON.parse(require("fs").readFileSync(0, "utf8"));'
        f"Promise.resolve({expression}).then((found) => process.stdout.write(JSON.stringify(found)));"
    )
    assert NODE is not None
    done = subprocess.run(
        [NODE, "-e", program], input=json.dumps(data), capture_output=True, encoding="utf-8", check=True, timeout=60
    )
    return json.loads(done.stdout)


def published(found: Index) -> dict[str, Any]:
    """The files of an index as the browser has them once all are loaded."""
    content = {path: value.decode() for path, value in files(found, "search/en.js").items()}
    read = {path: json.loads(text[text.index("]=") + 2 : -2]) for path, text in content.items()}
    return {"main": read.pop("search/en.js"), "parts": {Path(path).stem: part for path, part in read.items()}}


def ranked_in_node(found: Index, queries: list[str], *, typing: bool) -> list[Any]:
    """What the engine answers."""
    data = {**published(found), "queries": queries, "typing": typing}
    opened = "[engine.open(data.main, data.parts)]"
    result: list[Any] = in_node(
        f"{opened}.flatMap((index) => data.queries.map((query) => engine.rank(index, query, 20, data.typing)))", data
    )
    return result


def as_found(hits: Any) -> dict[str, Any]:
    """What the twin answers, in the same form."""
    return {"hits": [list(hit) for hit in hits.hits], "sure": hits.sure}


# Characters that Unicode had by version 13, which every node and Python that deflect runs on knows.
SCRIPTS = "".join(
    chr(code)
    for start, end in [
        (0x20, 0x250), (0x2B0, 0x370), (0x370, 0x530), (0x5D0, 0x5EB), (0x600, 0x700), (0x900, 0x980), (0xE01, 0xE3B),
        (0x1E00, 0x2070), (0x3041, 0x3097), (0x4E00, 0x4E30), (0xFB00, 0xFB07), (0xFB50, 0xFBB2), (0xFE70, 0xFEFD),
        (0xFF01, 0xFF60), (0x10400, 0x10450), (0x1F600, 0x1F610),
    ]
    for code in range(start, end)
    if unicodedata.category(chr(code)) not in ("Cn", "Cs")
)  # fmt: skip
TEXTS = st.one_of(
    st.text(st.sampled_from(SCRIPTS), max_size=40),
    st.text(st.sampled_from("aeouüößÄÖ -'’‐‑.واالبكفةىئ ٤ـ\u064e\u00ad\u200cςΣİ"), max_size=30),
)


@functools.cache
def made_texts() -> list[str]:
    """Texts that Hypothesis makes up, gathered so that one process can take them all."""
    found: list[str] = []

    @settings(
        max_examples=600, database=None, derandomize=True, phases=[Phase.generate], deadline=None,
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(TEXTS)
    def gather(text: str) -> None:
        found.append(text)

    gather()
    return found


@needs_node
@pytest.mark.parametrize("language", LANGUAGES)
def test_both_cut_and_fold_alike(language: str) -> None:
    known, texts = rules(language), [*made_texts(), *real_words()]
    assert len(texts) >= 500
    found = in_node(
        "data.texts.map((text) => engine.tokenise(text, data.rules = engine.prepare(data.given)))",
        {"texts": texts, "given": known.plain()},
    )
    for text, tokens in zip(texts, found, strict=True):
        assert tokens == tokenise(text, known), repr(text)


@needs_node
@pytest.mark.parametrize("typing", [False, True])
@pytest.mark.parametrize("table", [False, True])
def test_both_rank_alike(typing: bool, table: bool) -> None:
    made, queries = with_table(made_index()) if table else made_index(), made_queries()
    some = 0
    for query, found in zip(queries, ranked_in_node(made, queries, typing=typing), strict=True):
        assert found == as_found(rank(made, query, typing=typing)), repr(query)
        some += bool(found["hits"])
    assert some > 200


@needs_node
def test_both_find_the_same_near_words() -> None:
    words = sorted({"".join(random.Random(n).choices("abcde", k=3 + n % 8)) for n in range(300)})
    terms, asked = words[::2], words[1::2]
    found = in_node(
        "data.asked.map((word) => engine.spelled({ terms: data.terms }, word))", {"terms": terms, "asked": asked}
    )
    expected = [[list(each) for each in spelled(terms, word)] for word in asked]
    assert found == expected
    assert any(expected)


def made_index() -> Index:
    """60 articles of made-up texts, with synonyms and words of tickets."""
    texts = [text for text in made_texts() if tokenise(text, rules("en"))]
    chance = random.Random(3)
    pages = [
        Page(f"{n}.html", chance.choice(texts), "c", {name: " ".join(chance.sample(texts, 3)) for name in FIELDS}, "",
             dict.fromkeys(tokenise(chance.choice(texts), rules("en")), 0.5))
        for n in range(60)
    ]  # fmt: skip
    return index(pages, "en", [chance.sample(texts, 2) for _ in range(20)])


def with_table(plain: Index) -> Index:
    """The same with made-up vectors of most of its words, of some that no article has, and of most articles."""
    chance = random.Random(9)

    def values() -> tuple[int, ...]:
        return tuple(chance.randint(-HALF, HALF) for _ in range(DIMENSIONS))

    words = [*chance.sample(plain.terms, len(plain.terms) * 4 // 5), *(f"zzz{n}" for n in range(9))]
    pages = [values() if number % 7 else () for number in range(len(plain.pages))]
    table = Table({word: (chance.randint(1, 63), values()) for word in words}, tuple(pages))
    terms = sorted({*plain.terms, *words}, key=order)
    known = dict(zip(plain.terms, plain.rarity, strict=True))
    having = dict(zip(plain.terms, np.diff(plain.postings.starts).tolist(), strict=True))
    starts = np.cumsum([0, *(having.get(term, 0) for term in terms)])
    rarity = tuple(known.get(term, 0) for term in terms)
    return replace(
        plain, terms=tuple(terms), rarity=rarity, postings=replace(plain.postings, starts=starts), table=table
    )


def made_queries() -> list[str]:
    """Texts, pieces of texts, and texts with a slip."""
    chance = random.Random(5)
    texts = [text for text in made_texts() if tokenise(text, rules("en"))][:200]
    cut = [text[: chance.randint(1, len(text))] for text in texts]
    slips = [text[: len(text) // 2] + chance.choice("aeou ") + text[len(text) // 2 + 1 :] for text in texts]
    return [*texts, *cut, *slips, " ".join(texts), "", " "]


def golden() -> list[dict[str, Any]]:
    """Small help centres, by language, with queries and what they find."""
    found: list[dict[str, Any]] = json.loads(GOLDEN.read_text(encoding="utf-8"))
    return found


def real_words() -> list[str]:
    """The texts of the golden file."""
    return [text for each in golden() for page in each["pages"] for text in (page["title"], page["body"])]


def golden_index(each: dict[str, Any]) -> Index:
    """The index of one of them."""
    pages = [
        Page(f"{n}", p["title"], "", {"title": p["title"], "body": p["body"]}, p["body"])
        for n, p in enumerate(each["pages"])
    ]
    return index(pages, each["language"], each.get("synonyms", ()))


@pytest.mark.parametrize("each", golden(), ids=lambda each: each["language"])
def test_golden_vectors_hold_in_python(each: dict[str, Any]) -> None:
    made = golden_index(each)
    for query, found in each["found"].items():
        assert as_found(rank(made, query, typing=True)) == found, query


@needs_node
@pytest.mark.parametrize("each", golden(), ids=lambda each: each["language"])
def test_golden_vectors_hold_in_javascript(each: dict[str, Any]) -> None:
    queries = list(each["found"])
    found = ranked_in_node(golden_index(each), queries, typing=True)
    assert dict(zip(queries, found, strict=True)) == each["found"]


def test_the_scripts_are_small() -> None:
    assert SCRIPT.stat().st_size < 18_400
    assert SCRIPT.with_name("search.js").stat().st_size < 7_700
