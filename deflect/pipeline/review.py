"""What waits for a person today, the most valuable first: drafts, changes, conflicts, and articles that do not work."""

from __future__ import annotations

import hashlib
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Literal, get_args

from deflect.kb import Library
from deflect.kb.disputed import disputed
from deflect.kb.frame import MISSING
from deflect.kb.front_matter import ArticleFile
from deflect.kb.review_log import FILE_NAME, Reviews, counting, load
from deflect.kb.title import has_gap
from deflect.models import Generation, current_generation
from deflect.pipeline import drafting
from deflect.pipeline.alike import alike
from deflect.pipeline.demand import a_month, by_week, effect
from deflect.pipeline.names import DRAFTS
from deflect.pipeline.run import clusters_of
from deflect.types import Article, Cluster
from deflect.workspace import Workspace

Reason = Literal[
    "conflict",
    "changed evidence",
    "disagreement",
    "missing answer",
    "new draft",
    "not validated",
    "still asked",
    "duplicate",
    "stale",
    "demand fell",
]
ORDER: tuple[Reason, ...] = get_args(Reason)
VERBS: Mapping[Reason, str] = {
    "conflict": "edit",
    "disagreement": "edit",
    "missing answer": "edit",
    "still asked": "edit",
    "duplicate": "merge",
}
"""What is usually done about a finding; the rest is read and accepted."""

LONG = timedelta(days=180)
"""How long an article may stand unread before its tickets' answers are held against it. Longer: fewer are listed."""

DIFFERS = 0.5
"""Share of a new draft's different words that an article must have to be taken for up to date. Higher: more are listed
that only say the same in other words; lower: more that tickets have left behind are missed."""

_WORD = re.compile(r"[^\W\d_]{3,}")


@dataclass(frozen=True, slots=True)
class Waiting:
    """An article that waits for a person.

    Attributes:
        reason: What is most pressing about it.
        tickets: How many tickets asked its question.
        file: From the workspace's folder.
        a_month: Tickets a month that ask it now: what a good answer could take.
        also: What else waits about it.
        about: What the reason is about, in a few words.
        other: For a duplicate, the article that it repeats.
        evidence: How many tickets the answer's sentences come from.
        command: What is usually typed next.
        settles: What a decision about it settles, to be remembered.
    """

    article: str
    title: str
    reason: Reason
    tickets: int
    file: str
    a_month: float = 0.0
    also: tuple[Reason, ...] = ()
    about: str = ""
    other: str = ""
    evidence: int = 0
    command: str = ""
    settles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Finding:
    """Something that waits about an article.

    Attributes:
        key: What it is about: once somebody settled it, it waits again only if that changes. None: until it is gone.
    """

    reason: Reason
    about: str = ""
    key: str | None = None
    other: str = ""

    @property
    def name(self) -> str:
        return f"{self.reason} {self.key}"


@dataclass(frozen=True)
class _Desk:
    """All that findings are made from, read once."""

    shelf: Mapping[str, ArticleFile]
    files: Mapping[str, Path]
    proposals: frozenset[Path]
    clusters: Mapping[str, Cluster]
    drafts: Mapping[str, Article]
    reviews: Reviews
    duplicates: Mapping[str, tuple[str, ...]]
    by_week: Counter[str]
    today: date


def review(workspace: Workspace, today: date | None = None) -> tuple[Waiting, ...]:
    """List what waits for a person, the most valuable first: what takes most tickets a month if it is put right.

    Args:
        workspace: Only read.
        today: The day (UTC) that review dates are compared with; today if not given.

    Raises:
        ArticleError: An article cannot be read.
        InputError: `reviews.jsonl` cannot be read.
    """
    desk = _read(workspace, today or datetime.now(UTC).date())
    found = []
    for slug, file in desk.shelf.items():
        waits = [each for each in _findings(file, desk) if not _is_settled(slug, each, desk.reviews)]
        if waits:
            found.append(_waiting(file.article, waits, desk, workspace.root))
    return tuple(sorted(found, key=_urgency))


def find(workspace: Workspace, article: str) -> Waiting | None:
    """What waits about one article; None if nothing does."""
    return next((each for each in review(workspace) if each.article == article), None)


def _urgency(waiting: Waiting) -> tuple[bool, float, int, int, str]:
    # An article that works takes its tickets already.
    works = waiting.reason == "demand fell"
    return works, -waiting.a_month, ORDER.index(waiting.reason), -waiting.tickets, waiting.article


def _read(workspace: Workspace, today: date) -> _Desk:
    generation = current_generation(workspace.models)
    clusters = {cluster.id: cluster for cluster in clusters_of(generation)} if generation else {}
    library = Library(workspace.kb, workspace.base)
    placed = library.placed()
    shelf = {slug: file for slug, (_, file) in placed.items()}
    return _Desk(
        shelf=shelf,
        files={slug: path for slug, (path, _) in placed.items()},
        proposals=frozenset(library.proposals()),
        clusters=clusters,
        drafts=_drafts(generation),
        reviews=counting(load(workspace.root / FILE_NAME)),
        duplicates=_duplicates(shelf, clusters, generation),
        by_week=by_week(clusters.values()),
        today=today,
    )


def _drafts(generation: Generation | None) -> dict[str, Article]:
    """What each question's draft says as of the last run, also where no file shows it."""
    if generation is None or DRAFTS not in generation.files:
        return {}
    drafts = map(drafting.from_plain, generation.json(DRAFTS).values())
    return {draft.cluster_id: draft for draft in drafts if draft.cluster_id}


def _duplicates(
    shelf: Mapping[str, ArticleFile], clusters: Mapping[str, Cluster], generation: Generation | None
) -> dict[str, tuple[str, ...]]:
    """For each article those that it repeats: they are trusted more, or asked more."""
    current = [file.article for file in shelf.values() if file.article.state != "archived"]
    standing = {each.slug: (each.state == "validated", _tickets(each, clusters)) for each in current}
    found: dict[str, list[str]] = defaultdict(list)
    for one, other in alike(current, generation):
        lesser, greater = sorted((one, other), key=lambda slug: standing[slug])
        found[lesser].append(greater)
    return {slug: tuple(others) for slug, others in found.items()}


def _waiting(article: Article, waits: list[_Finding], desk: _Desk, root: Path) -> Waiting:
    first, *rest = sorted(waits, key=lambda each: ORDER.index(each.reason))
    cluster = desk.clusters.get(article.cluster_id or "")
    verb = VERBS.get(first.reason, "accept")
    return Waiting(
        article=article.slug,
        title=article.title,
        reason=first.reason,
        tickets=_tickets(article, desk.clusters),
        file=str(desk.files[article.slug].relative_to(root)),
        a_month=round(a_month(cluster.trend), 1) if cluster else 0.0,
        also=tuple(dict.fromkeys(each.reason for each in rest if each.reason != first.reason)),
        about=first.about,
        other=next((each.other for each in (first, *rest) if each.other), ""),
        evidence=len({ref for sentence in article.evidence for ref in sentence.evidence}),
        command=" ".join(filter(None, ("deflect review", verb, article.slug, first.other))),
        settles=tuple(each.name for each in waits if each.key is not None),
    )


def _tickets(article: Article, clusters: Mapping[str, Cluster]) -> int:
    cluster = clusters.get(article.cluster_id or "")
    return len(cluster.member_ids) if cluster else 0


def _is_settled(slug: str, finding: _Finding, reviews: Reviews) -> bool:
    return finding.key is not None and any(finding.name in each.settled for each in reviews if each.article == slug)


def _findings(file: ArticleFile, desk: _Desk) -> Iterator[_Finding]:
    article = file.article
    path = desk.files[article.slug]
    if path.with_name(f"{path.stem}.proposal.md") in desk.proposals:
        yield _Finding("changed evidence" if article.state == "validated" else "conflict")
    if article.state == "archived" or article.origin == "linked":
        return
    said, lasting = disputed(article)
    if said:
        yield _Finding("disagreement", said, _digest(lasting))
    gap = "the title has a gap, …, where a word of one customer stood" if _lacks_a_word(article) else ""
    if MISSING in article.answer:
        yield _Finding("missing answer", gap)
    if article.state == "work-in-progress":
        yield _Finding("new draft", gap)
    elif article.state == "not-validated":
        yield _Finding("not validated", gap)
    else:
        yield from _of_published(file, desk)
    for other in desk.duplicates.get(article.slug, ()):
        yield _Finding("duplicate", f"says the same as {other}", other, other)


def _lacks_a_word(article: Article) -> bool:
    return article.origin == "drafted" and has_gap(article.title)


def _of_published(file: ArticleFile, desk: _Desk) -> Iterator[_Finding]:
    article, upkeep = file.article, file.upkeep
    accepted = [each.on for each in desk.reviews if each.article == article.slug and each.verdict == "accept"]
    days = sorted({*accepted, *([upkeep.reviewed] if upkeep.reviewed else [])})
    cluster = desk.clusters.get(article.cluster_id or "")
    if cluster and days:
        if effect(cluster.trend, desk.by_week, days[0]) == "fell":
            yield _Finding("demand fell", f"fewer ask since {days[0]}: it works", days[0].isoformat())
        elif effect(cluster.trend, desk.by_week, days[-1]) == "keeps coming":
            yield _Finding("still asked", f"as many ask since {days[-1]}", days[-1].isoformat())
    if upkeep.review_by and upkeep.review_by < desk.today:
        yield _Finding("stale", f"was to be read again by {upkeep.review_by}", upkeep.review_by.isoformat())
    elif days and days[-1] + LONG < desk.today and _differs(article, desk.drafts.get(article.cluster_id or "")):
        yield _Finding("stale", f"not read since {days[-1]}, and tickets say other things", days[-1].isoformat())


def _differs(article: Article, draft: Article | None) -> bool:
    said = _words(draft.answer) if draft and MISSING not in draft.answer else set()
    return bool(said) and len(said & _words(article.answer)) < DIFFERS * len(said)


def _words(text: str) -> set[str]:
    return set(_WORD.findall(text.casefold()))


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:12]
