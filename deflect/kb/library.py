"""The articles of a workspace: read from their files, and written there without losing what people did to them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from deflect.errors import ArticleError
from deflect.kb.article_merge import merge_articles
from deflect.kb.erasing import Gone, Rewrite
from deflect.kb.erasure import erasure, rewrite
from deflect.kb.front_matter import ArticleFile, parse, read_text, render
from deflect.kb.gate import Leaks, without_leaks
from deflect.kb.ledger import Ledger
from deflect.kb.memory import Memory
from deflect.kb.publish import Decision, PublishResult, decide
from deflect.kb.refusal import Find, Refusal
from deflect.kb.shelf import (
    Shelved,
    Unreadable,
    article_paths,
    duplicates,
    key_of,
    look_through,
    proposal_of,
    proposal_paths,
    read_shelf,
    shelve,
    write_file,
)
from deflect.kb.slugs import slug_for
from deflect.kb.survey import Surveyed, survey
from deflect.types import Article, Shape


@dataclass(frozen=True, slots=True)
class Overruled:
    """A shape that people gave to an article.

    Attributes:
        shape: Theirs.
        drafted: The one that its drafts were given before, and go on being given, so that theirs stays told apart.
    """

    shape: Shape
    drafted: Shape | None


@dataclass(frozen=True)
class Library:
    """The articles under a folder; the only writer of it.

    Args:
        kb: The articles' folder; files may be moved to subfolders and renamed.
        base: Where the last draft of each article is kept, by the id of its recurring question.
        leaks: Finds personal data and secrets in a text; the rules of `deflect.cleaning.redaction` if not given.
        strange: Finds words of a draft that too few people used; none if not given.
    """

    kb: Path
    base: Path
    leaks: Leaks | None = field(default=None, compare=False)
    strange: Leaks | None = field(default=None, compare=False)

    def articles(self) -> tuple[Article, ...]:
        """All articles that can be read, in order of their files' paths.

        Raises:
            ArticleError: Two have one id, one slug or one redirect.
        """
        return tuple(each.article for each in read_shelf(self.kb))

    def shelf(self) -> dict[str, ArticleFile]:
        """All articles with what is not published of them, by slug.

        Raises:
            ArticleError: As for `articles`.
        """
        return {slug: file for slug, (_, file) in self.placed().items()}

    def placed(self) -> dict[str, tuple[Path, ArticleFile]]:
        """All articles with their files and what is not published of them, by slug.

        Raises:
            ArticleError: As for `articles`.
        """
        return {each.article.slug: (each.path, each.file) for each in read_shelf(self.kb)}

    def redirects(self) -> dict[str, str]:
        """Slugs whose addresses lead to another article, with that one's slug.

        Raises:
            ArticleError: As for `articles`.
        """
        return {old: slug for slug, file in self.shelf().items() for old in file.upkeep.redirects}

    def unreadable(self, readable: Collection[Path] = ()) -> tuple[Unreadable, ...]:
        """Files that cannot be read: everything goes on without them, they are left alone, and their names stay taken.

        Args:
            readable: Files that were just read, and are not read again.

        Raises:
            ArticleError: As for `articles`; not for files that were just read.
        """
        return tuple(look_through(self.kb, readable)[1])

    def problems(self) -> tuple[ArticleError, ...]:
        """Everything that keeps articles from being read, or from standing together."""
        problems: list[ArticleError] = []
        shelf: list[Shelved] = []
        for path in article_paths(self.kb):
            try:
                shelf.append(shelve(path))
            except ArticleError as error:
                problems.append(error)
        return (*problems, *duplicates(shelf))

    def refusals(self, leaks: Find) -> tuple[Refusal, ...]:
        """Everything in the articles for customers that keeps one of them from being published, by file and line.

        Args:
            leaks: Finds personal data and secrets in a text.

        Raises:
            ArticleError: As for `articles`.
        """
        return tuple(found for each in self.survey(leaks) for found in each.refused)

    def survey(self, leaks: Find, memory: Memory | None = None) -> tuple[Surveyed, ...]:
        """All articles, in order of their files' paths, each with what keeps it from being published.

        Args:
            leaks: Finds personal data and secrets in a text.
            memory: Where to look for what was found before in files that are as they were, and to keep what is.

        Raises:
            ArticleError: As for `articles`.
        """
        return survey(self.kb, leaks, memory)

    def files(self) -> dict[str, Path]:
        """The file of each article, by slug.

        Raises:
            ArticleError: As for `articles`.
        """
        return {each.article.slug: each.path for each in read_shelf(self.kb)}

    def by_cluster(self) -> dict[str, Path]:
        """The file of each recurring question's article, by the question's id.

        Raises:
            ArticleError: As for `articles`.
        """
        return {key_of(each.article): each.path for each in read_shelf(self.kb) if each.article.origin == "drafted"}

    def overruled(self) -> dict[str, Overruled]:
        """Shapes that people gave to drafted articles in place of what tickets say, by the question's id.

        Raises:
            ArticleError: As for `articles`.
        """
        found: dict[str, Overruled] = {}
        for each in read_shelf(self.kb):
            shape, key = each.article.shape, key_of(each.article)
            last = self._ledger.last(key) if each.article.origin == "drafted" and shape else None
            before = parse(last, self._ledger.path(key)).article.shape if last else None
            if last and shape and shape != before:
                found[key] = Overruled(shape, before)
        return found

    def edited(self) -> frozenset[str]:
        """Ids of the recurring questions whose article people edited.

        Raises:
            ArticleError: As for `articles`.
        """
        drafted = [each for each in read_shelf(self.kb) if each.article.origin == "drafted"]
        return frozenset(
            key_of(each.article) for each in drafted if each.text != self._ledger.last(key_of(each.article))
        )

    def paths(self) -> list[Path]:
        """The files of all articles, readable or not, in order."""
        return article_paths(self.kb)

    def proposals(self) -> tuple[Path, ...]:
        """Drafts that wait beside an edited file for somebody to take from them what they like, and remove them."""
        return proposal_paths(self.kb)

    def publish(self, drafts: Sequence[Article]) -> PublishResult:
        """Write drafts, never over what people edited, and nothing that leaks or that too few people said.

        Killed at any moment and called again with the same drafts, it ends in the same files.

        Args:
            drafts: All of this run, at most one for a recurring question.

        Returns:
            What became of each draft, and of articles that none of the drafts is for.

        Raises:
            ArticleError: As for `articles`; nothing is written then.
        """
        shelf, unreadable = look_through(self.kb)
        by_key = {key_of(each.article): each for each in shelf}
        lost = frozenset().union(*(each.names for each in unreadable))
        taken = {each.article.slug for each in shelf} | {each.path.stem.lower() for each in shelf} | lost
        outcomes: dict[str, list[str]] = {}
        for draft in drafts:
            if key_of(draft) not in by_key and not lost.isdisjoint(self._names(draft)):
                outcomes.setdefault("unreadable", []).append(key_of(draft))
                continue
            safe = without_leaks(draft, self.leaks or _rules(), self.strange)
            if safe is None:
                outcomes.setdefault("withheld", []).append(key_of(draft))
                continue
            decision, slug = self._publish_one(safe, by_key.get(key_of(draft)), taken)
            outcomes.setdefault(decision.outcome, []).append(slug)
        outcomes["stale"] = list(self._stale({key_of(draft) for draft in drafts}, by_key))
        return PublishResult(**{name: tuple(slugs) for name, slugs in outcomes.items()})

    def check(self, path: Path, text: str) -> None:
        """Refuse a text that could not stand among the articles.

        Raises:
            ArticleError: It cannot be read as an article's, or takes the slug, id or address of another.
        """
        shelf, unreadable = look_through(self.kb)
        new = Shelved(path, text, parse(text, path))
        for problem in duplicates([*(each for each in shelf if each.path != path), new]):
            raise problem
        for lost in unreadable:
            if lost.path != path and new.article.slug in lost.names:
                what = f"the slug {new.article.slug} may be that of an article that cannot be read"
                raise ArticleError(what, str(lost.path), "Mend that one first")

    def write(self, path: Path, text: str) -> None:
        """Write the text that a person gave an article.

        Raises:
            ArticleError: As for `check`; nothing is written then.
        """
        self.check(path, text)
        write_file(path, text, like=path)

    def proposal(self, path: Path) -> str | None:
        """The draft that waits beside an article's file; None if none does."""
        place = proposal_of(path)
        return read_text(place) if place.exists() else None

    def settle(self, path: Path) -> None:
        """Take the draft away that waits beside an article's file: a person took it, or turned it down."""
        key = key_of(shelve(path).article)
        offered = self._ledger.offered(key)
        if offered is not None:
            self._ledger.settle(key, offered)
        proposal_of(path).unlink(missing_ok=True)

    def withdraw_offers(self) -> None:
        """Take away proposals beside validated articles unless somebody wrote in them; the next run makes them anew.

        Raises:
            ArticleError: As for `articles`.
        """
        for each in read_shelf(self.kb):
            offer, proposal = self._ledger.offer_path(key_of(each.article)), self.proposal(each.path)
            if offer.exists() and proposal is not None and self._ledger.is_offer(key_of(each.article), proposal):
                proposal_of(each.path).unlink()
            offer.unlink(missing_ok=True)

    def traces(self, path: Path) -> tuple[Path, ...]:
        """Every file that a person's word about an article may change, its own first."""
        key = key_of(shelve(path).article)
        return path, proposal_of(path), self._ledger.path(key), self._ledger.offer_path(key)

    def withdraw(self, keys: Collection[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Archive the drafts of questions that are to have no article; what people edited is left alone.

        A question that is drafted again later gets its article back.

        Args:
            keys: Ids of questions that were rejected, or merged into another.

        Returns:
            Slugs of drafts nobody edited, all archived now, and of edited articles that are still there.

        Raises:
            ArticleError: As for `articles`.
        """
        withdrawn, left = [], []
        for each in read_shelf(self.kb):
            if key_of(each.article) not in keys or each.article.origin != "drafted":
                continue
            if each.text == self._ledger.last(key_of(each.article)):
                self._archive(each)
                withdrawn.append(each.article.slug)
            elif each.article.state != "archived":
                left.append(each.article.slug)
        return tuple(withdrawn), tuple(left)

    def erasure(self, gone: Gone) -> tuple[Rewrite, ...]:
        """Find out what becomes of the articles when a customer is erased; see `deflect.kb.erasure`."""
        return erasure(self.kb, self._ledger, gone)

    def rewrite(self, found: Sequence[Rewrite]) -> None:
        """Write what `erasure` found; killed at any moment and found and written again, it ends the same."""
        rewrite(self._ledger, found)

    def _archive(self, each: Shelved) -> None:
        key, new = key_of(each.article), render(replace(each.article, state="archived"))
        self._ledger.intend(key, new, new)
        write_file(each.path, new, like=each.path)
        self._ledger.settle(key, new)

    def _publish_one(self, draft: Article, shelved: Shelved | None, taken: set[str]) -> tuple[Decision, str]:
        key, ledger = key_of(draft), self._ledger
        if shelved and shelved.file.upkeep.frozen:
            return Decision("unchanged"), shelved.article.slug
        file = shelved.text if shelved else None
        ledger.recover(key, file)
        base = ledger.last(key)
        slug = self._slug(draft, base, shelved, taken)
        taken.add(slug)
        new = render(replace(draft, slug=slug))
        path = shelved.path if shelved else self.kb / f"{slug}.md"
        waiting = proposal_of(path).exists() and ledger.offered(key) is None
        decision = _held(decide(file, base, new, path, waiting=waiting), shelved)
        if decision.text is not None:
            ledger.intend(key, decision.text, new)
            write_file(path, decision.text, like=path)
        ours = (base, new, decision.proposal)
        _propose(path, decision.proposal, base, lambda text: text in ours or ledger.is_offer(key, text))
        if decision.outcome == "proposed" and decision.proposal:
            ledger.offer(key, new, decision.proposal)
        if decision.outcome not in ("deleted_by_people", "proposed"):
            ledger.settle(key, new)
        return decision, shelved.article.slug if shelved else slug

    def _names(self, draft: Article) -> tuple[str, ...]:
        """What names a draft's article in its file: its question, and the slug that it was given before."""
        key = key_of(draft)
        base = self._ledger.last(key)
        return (key, parse(base, self._ledger.path(key)).article.slug) if base is not None else (key,)

    def _slug(self, draft: Article, base: str | None, shelved: Shelved | None, taken: set[str]) -> str:
        """An article's address stays, even if its question's label changes."""
        if base is not None:
            return parse(base, self._ledger.path(key_of(draft))).article.slug
        return shelved.article.slug if shelved else slug_for(draft.title, taken)

    def _stale(self, drafted: set[str], by_key: dict[str, Shelved]) -> Iterator[str]:
        for key in self._ledger.keys():  # noqa: SIM118  (not a dict)
            if key not in drafted and key in by_key and by_key[key].text == self._ledger.last(key):
                yield by_key[key].article.slug

    @property
    def _ledger(self) -> Ledger:
        return Ledger(self.base)


def _held(decision: Decision, shelved: Shelved | None) -> Decision:
    """An answer that somebody stands behind is not changed without them: what is new is proposed."""
    if shelved is None or shelved.article.state != "validated" or decision.text is None:
        return decision
    if parse(decision.text, shelved.path).article.answer == shelved.article.answer:
        return decision
    return Decision("proposed", proposal=decision.text)


def _propose(path: Path, proposal: str | None, base: str | None, is_ours: Callable[[str], bool]) -> None:
    """Lay a draft beside its article, or take away one that is settled; what somebody wrote in it stays."""
    place = proposal_of(path)
    waiting = read_text(place) if place.exists() else None
    edited = waiting is not None and not is_ours(waiting)
    if proposal is not None:
        merged = merge_articles(base or "", waiting or "", proposal, place) if edited else proposal
        if merged is not None:
            write_file(place, merged, like=place if edited else path)
    elif waiting is not None and not edited:
        place.unlink()


def _rules() -> Leaks:
    from deflect.cleaning.redaction import leaks

    return leaks
