"""static/search.js and search.py cut, fold and rank alike; node runs the script that browsers run."""

from __future__ import annotations

import functools
import json
import random
import shutil
import subprocess
import unicodedata
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from deflect.site import search
from deflect.site.search import Page, index, rank, tokenise

SCRIPT = Path(search.__file__).parent / "static" / "search.js"
GOLDEN = Path(__file__).parent / "golden_search.json"
NODE = shutil.which("node")

needs_node = pytest.mark.skipif(NODE is None, reason="node is not installed, and no other engine runs search.js here")


def in_node(expression: str, data: Any) -> Any:
    """Evaluate an expression over `data` with the script loaded, in one process."""
    program = (
        f"const {{ tokenise, rank }} = require({json.dumps(str(SCRIPT))});"
        'const data = JSON.parse(require("fs").readFileSync(0, "utf8"));'
        f"process.stdout.write(JSON.stringify({expression}));"
    )
    assert NODE is not None
    done = subprocess.run(
        [NODE, "-e", program], input=json.dumps(data), capture_output=True, encoding="utf-8", check=True, timeout=60
    )
    return json.loads(done.stdout)


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
def test_both_cut_texts_alike() -> None:
    texts = made_texts()
    assert len(texts) >= 500
    for text, tokens in zip(texts, in_node("data.map(tokenise)", texts), strict=True):
        assert tokens == tokenise(text), repr(text)


@needs_node
def test_both_rank_alike() -> None:
    texts = [text for text in made_texts() if tokenise(text)]
    chance = random.Random(3)
    pages = [
        Page(
            f"{n}.html",
            chance.choice(texts),
            "c",
            {name: " ".join(chance.sample(texts, 3)) for name in search.FIELDS},
            "",
        )
        for n in range(60)
    ]
    made = index(pages)
    data = {"index": {"terms": made.terms, "postings": made.postings}, "queries": texts[:300]}
    found = in_node("data.queries.map((query) => rank(data.index, query))", data)
    some = 0
    for query, hits in zip(texts[:300], found, strict=True):
        assert [tuple(hit) for hit in hits] == rank(made, query), repr(query)
        some += bool(hits)
    assert some > 200


def golden() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(GOLDEN.read_text(encoding="utf-8"))
    return found


def golden_index() -> search.Index:
    return index([Page(f"{n}", p["title"], p["category"], p, p["body"]) for n, p in enumerate(golden()["pages"])])


def test_golden_vectors_hold_in_python() -> None:
    made = golden_index()
    for query, hits in golden()["hits"].items():
        assert rank(made, query) == [tuple(hit) for hit in hits], query


@needs_node
def test_golden_vectors_hold_in_javascript() -> None:
    made, expected = golden_index(), golden()["hits"]
    data = {"index": {"terms": made.terms, "postings": made.postings}, "queries": list(expected)}
    found = in_node("data.queries.map((query) => rank(data.index, query))", data)
    assert dict(zip(expected, found, strict=True)) == expected


def test_the_script_is_small() -> None:
    assert SCRIPT.stat().st_size < 10_000
