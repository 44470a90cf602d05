"""What becomes of a folder of articles when a customer is erased."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from deflect.kb.erasing import Gone, Rewrite, draft_without, edited_without, with_key
from deflect.kb.front_matter import parse, read_text
from deflect.kb.ledger import Ledger
from deflect.kb.shelf import Shelved, key_of, proposal_of, read_whole_shelf, rename, write_file
from deflect.kb.slugs import slug_for
from deflect.types import Article


def erasure(kb: Path, ledger: Ledger, gone: Gone) -> tuple[Rewrite, ...]:
    """Find out what becomes of the articles when a customer is erased; nothing is written yet.

    Args:
        kb: The articles' folder.
        ledger: Holds their last drafts.
        gone: The customer.

    Returns:
        Articles, and last drafts of deleted ones, in which they are or that too few others stand behind.

    Raises:
        ArticleError: As for `articles`, or a file cannot be read, so that the customer may be in it.
    """
    shelf = read_whole_shelf(kb)
    for each in shelf:
        ledger.recover(key_of(each.article), each.text)
    here = {key_of(each.article) for each in shelf}
    taken = {each.article.slug for each in shelf} | {each.path.stem.lower() for each in shelf}
    rewrites = [_without(ledger, each, gone, taken) for each in shelf]
    rewrites += [_base_without(ledger, key, gone) for key in ledger.keys() if key not in here]  # noqa: SIM118  (not a dict)
    return tuple(each for each in rewrites if each is not None)


def rewrite(ledger: Ledger, erasure: Sequence[Rewrite]) -> None:
    """Write what `erasure` found; killed at any moment and found and written again, it ends the same."""
    for each in erasure:
        if each.path and each.target and each.target != each.path:
            rename(each.path, each.target)
        if each.target and each.proposal is not None:
            write_file(proposal_of(each.target), each.proposal, like=proposal_of(each.target))
        if each.target and each.text is not None:
            if each.base is not None:
                ledger.intend(each.key, each.text, each.base)
            write_file(each.target, each.text, like=each.target)
        if each.base is not None:
            ledger.settle(each.key, each.base)


def _without(ledger: Ledger, each: Shelved, gone: Gone, taken: set[str]) -> Rewrite | None:
    key, article = key_of(each.article), each.article
    base, place = ledger.last(key), proposal_of(each.path)
    proposal = read_text(place) if place.exists() else None
    called = _called(article, gone, taken) if base is not None else None
    before = parse(base, each.path).article.evidence if base is not None else ()
    named = {ref for sentence in (*article.evidence, *before) for ref in sentence.evidence}
    touched = key in gone.questions or not named.isdisjoint(gone.refs)
    steps = draft_without(base, gone, each.path, called) if base is not None and touched else ()
    text, kept = edited_without(each.text, base or "", steps, gone, each.path)
    new_base = steps[-1] if steps else base
    new_proposal = proposal and edited_without(proposal, base or "", steps, gone, place)[0]
    withdrawn = touched and article.origin == "drafted" and gone.customers(article) < gone.least
    if withdrawn:
        text = with_key(text, "state", "archived", each.path)
        new_base = with_key(new_base, "state", "archived", each.path) if new_base is not None else None
    if (text, new_base, new_proposal) == (each.text, base, proposal):
        return None
    target = each.path.with_name(f"{called[1]}.md") if called and each.path.stem == article.slug else each.path
    return Rewrite(key, article.slug, each.path, target, text, new_base, new_proposal, withdrawn, kept)


def _called(article: Article, gone: Gone, taken: set[str]) -> tuple[str, str] | None:
    title = gone.questions.get(key_of(article))
    return (title, slug_for(title, taken)) if title and gone.is_theirs(article.title) else None


def _base_without(ledger: Ledger, key: str, gone: Gone) -> Rewrite | None:
    base, path = ledger.last(key) or "", ledger.path(key)
    article = parse(base, path).article
    steps = draft_without(base, gone, path, _called(article, gone, set()))
    return Rewrite(key, article.slug, None, None, None, steps[-1], None) if steps else None
