"""A shape that people write into an article's front matter lays it out, at this run and every later one."""

from __future__ import annotations

from pathlib import Path

import pytest

from deflect.kb import Library
from deflect.pipeline import run
from deflect.workspace import Workspace

pytestmark = pytest.mark.usefixtures("hash_encoder")


def reshape(path: Path, before: str, after: str) -> None:
    text = path.read_text()
    assert f"\nshape: {before}\n" in text
    path.write_text(text.replace(f"\nshape: {before}\n", f"\nshape: {after}\n"))


def test_people_s_shape_lays_the_article_out_until_they_take_it_back(ready: Workspace) -> None:
    library = Library(ready.kb, ready.base)
    before = next(each for each in library.articles() if each.origin == "drafted")
    path, shape = library.files()[before.slug], str(before.shape)
    reshape(path, shape, "billing")
    assert before.slug in run(ready).drafted.merged
    text = path.read_text()
    assert "\nshape: billing\n" in text
    assert "## What to do" in text
    run(ready)
    assert path.read_text() == text
    reshape(path, "billing", shape)
    run(ready)
    assert next(each for each in library.articles() if each.id == before.id) == before
