"""The pages for what an article cannot do: the way to a person, and the problems that are known."""

from __future__ import annotations

from collections.abc import Iterator

from deflect.kb.frame import heading as drafted_heading
from deflect.site import markdown
from deflect.site.catalogue import Edition, Entry, fold_title
from deflect.site.pages.frame import Face, fill, item, shorten
from deflect.site.pages.shop import Shop
from deflect.site.strings import words


def pages(shop: Shop, edition: Edition) -> Iterator[tuple[str, bytes]]:
    """The pages of one edition, by path; those with nothing on them are left out."""
    if shop.contact:
        yield edition.contact, _contact(shop, edition)
    if edition.problems:
        yield edition.known, _known(shop, edition)


def _contact(shop: Shop, edition: Edition) -> bytes:
    t = words(edition.language)
    same = {each.language: each.contact for each in shop.catalogue.editions}
    return fill(
        shop, edition, Face(edition.contact, "contact", t["contact"], t["stuck_hint"], same, trail=_above(edition))
    )


def _known(shop: Shop, edition: Edition) -> bytes:
    t = words(edition.language)
    same = {each.language: each.known for each in shop.catalogue.editions if each.problems}
    face = Face(edition.known, "known", t["known"], t["known_hint"], same, trail=_above(edition))
    problems = [_problem(shop, entry) for entry in edition.problems]
    return fill(shop, edition, face, problems=problems)


def _problem(shop: Shop, entry: Entry) -> dict[str, object]:
    article = entry.article
    return {
        **item(shop, entry),
        "shape": article.shape,
        "applies": article.versions or article.products,
        "status": status(shop, entry),
    }


def status(shop: Shop, entry: Entry) -> str:
    """How far a known problem is: what its article says under the heading that drafts have for it."""
    wanted = {fold_title(drafted_heading("status", language)) for language in (entry.language, "en")}
    return shorten(markdown.section_text(shop.documents[entry.article.slug], lambda text: fold_title(text) in wanted))


def _above(edition: Edition) -> tuple[tuple[str, str], ...]:
    return ((words(edition.language)["home"], edition.home),)
