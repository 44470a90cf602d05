"""The articles of a workspace: read from their files, and written there without losing what people did to them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from deflect.errors import ArticleError
from deflect.kb.article_merge import merge_articles
from deflect.kb.erasing import Gone, Rewrite, draft_without, edited_without, with_key
from deflect.kb.front_matter import ArticleFile, parse, read_text, render
from deflect.kb.gate import Leaks, without_leaks
from deflect.kb.ledger import Ledger
from deflect.kb.publish import Decision, PublishResult, decide
from deflect.kb.redirects import crossed
from deflect.kb.refusal import Find, Refusal, refusals, would_be_published
from deflect.kb.slugs import slug_for
from deflect.types import Article, Shape
from deflect.workspace import atomic_write

PROPOSAL = ".proposal.md"


@dataclass(frozen=True, slots=True)
class _Shelved:
    """An article with its file, and the file's text as people left it."""

    path: Path
    text: str
    file: ArticleFile

    @property
    def article(self) -> Article:
        return self.file.article


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
        """All articles, in order of their files' paths.

        Raises:
            ArticleError: A file cannot be read, or two have one id, one slug or one redirect.
        """
        return tuple(each.article for each in self._shelf())

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
        return {each.article.slug: (each.path, each.file) for each in self._shelf()}

    def redirects(self) -> dict[str, str]:
        """Slugs whose addresses lead to another article, with that one's slug.

        Raises:
            ArticleError: As for `articles`.
        """
        return {old: slug for slug, file in self.shelf().items() for old in file.upkeep.redirects}

    def problems(self) -> tuple[ArticleError, ...]:
        """Everything that keeps articles from being read: all of it, where `articles` stops at the first."""
        problems: list[ArticleError] = []
        shelf: list[_Shelved] = []
        for path in self.paths():
            try:
                shelf.append(_shelved(path))
            except ArticleError as error:
                problems.append(error)
        return (*problems, *_duplicates(shelf))

    def refusals(self, leaks: Find) -> tuple[Refusal, ...]:
        """Everything in the articles for customers that keeps one of them from being published, by file and line.

        Args:
            leaks: Finds personal data and secrets in a text.

        Raises:
            ArticleError: As for `articles`.
        """
        shelf = [each for each in self._shelf() if would_be_published(each.article)]
        return tuple(found for each in shelf for found in refusals(each.article, each.path, each.text, leaks))

    def files(self) -> dict[str, Path]:
        """The file of each article, by slug.

        Raises:
            ArticleError: As for `articles`.
        """
        return {each.article.slug: each.path for each in self._shelf()}

    def by_cluster(self) -> dict[str, Path]:
        """The file of each recurring question's article, by the question's id.

        Raises:
            ArticleError: As for `articles`.
        """
        return {_key(each.article): each.path for each in self._shelf() if each.article.origin == "drafted"}

    def overruled(self) -> dict[str, Overruled]:
        """Shapes that people gave to drafted articles in place of what tickets say, by the question's id.

        Raises:
            ArticleError: As for `articles`.
        """
        found: dict[str, Overruled] = {}
        for each in self._shelf():
            shape, key = each.article.shape, _key(each.article)
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
        drafted = [each for each in self._shelf() if each.article.origin == "drafted"]
        return frozenset(_key(each.article) for each in drafted if each.text != self._ledger.last(_key(each.article)))

    def paths(self) -> list[Path]:
        """The files of all articles, readable or not, in order."""
        found = (path for path in self.kb.rglob("*.md") if path.is_file() and not _is_hidden(path, self.kb))
        return sorted(p for p in found if p.name.lower() != "readme.md" and not p.name.endswith(PROPOSAL))

    def proposals(self) -> tuple[Path, ...]:
        """Drafts that wait beside an edited file for somebody to take from them what they like, and remove them."""
        return tuple(sorted(path for path in self.kb.rglob(f"*{PROPOSAL}") if not _is_hidden(path, self.kb)))

    def publish(self, drafts: Sequence[Article]) -> PublishResult:
        """Write drafts, never over what people edited, and nothing that leaks or that too few people said.

        Killed at any moment and called again with the same drafts, it ends in the same files.

        Args:
            drafts: All of this run, at most one for a recurring question.

        Raises:
            ArticleError: As for `articles`; nothing is written then.
        """
        shelf = self._shelf()
        by_key = {_key(each.article): each for each in shelf}
        taken = {each.article.slug for each in shelf} | {each.path.stem.lower() for each in shelf}
        outcomes: dict[str, list[str]] = {}
        for draft in drafts:
            safe = without_leaks(draft, self.leaks or _rules(), self.strange)
            if safe is None:
                outcomes.setdefault("withheld", []).append(_key(draft))
                continue
            decision, slug = self._publish_one(safe, by_key.get(_key(draft)), taken)
            outcomes.setdefault(decision.outcome, []).append(slug)
        outcomes["stale"] = list(self._stale({_key(draft) for draft in drafts}, by_key))
        return PublishResult(**{name: tuple(slugs) for name, slugs in outcomes.items()})

    def check(self, path: Path, text: str) -> None:
        """Refuse a text that could not stand among the articles.

        Raises:
            ArticleError: It cannot be read as an article's, or takes the slug, id or address of another.
        """
        others = [each for each in self._shelf() if each.path != path]
        for problem in _duplicates([*others, _Shelved(path, text, parse(text, path))]):
            raise problem

    def write(self, path: Path, text: str) -> None:
        """Write the text that a person gave an article.

        Raises:
            ArticleError: As for `check`; nothing is written then.
        """
        self.check(path, text)
        _write(path, text, like=path)

    def proposal(self, path: Path) -> str | None:
        """The draft that waits beside an article's file; None if none does."""
        place = _proposal(path)
        return read_text(place) if place.exists() else None

    def settle(self, path: Path) -> None:
        """Take the draft away that waits beside an article's file: a person took it, or turned it down."""
        key = _key(_shelved(path).article)
        offered = self._ledger.offered(key)
        if offered is not None:
            self._ledger.settle(key, offered)
        _proposal(path).unlink(missing_ok=True)

    def withdraw_offers(self) -> None:
        """Take away proposals beside validated articles unless somebody wrote in them; the next run makes them anew.

        Raises:
            ArticleError: As for `articles`.
        """
        for each in self._shelf():
            offer, proposal = self._ledger.offer_path(_key(each.article)), self.proposal(each.path)
            if offer.exists() and proposal is not None and self._ledger.is_offer(_key(each.article), proposal):
                _proposal(each.path).unlink()
            offer.unlink(missing_ok=True)

    def traces(self, path: Path) -> tuple[Path, ...]:
        """Every file that a person's word about an article may change, its own first."""
        key = _key(_shelved(path).article)
        return path, _proposal(path), self._ledger.path(key), self._ledger.offer_path(key)

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
        for each in self._shelf():
            if _key(each.article) not in keys or each.article.origin != "drafted":
                continue
            if each.text == self._ledger.last(_key(each.article)):
                self._archive(each)
                withdrawn.append(each.article.slug)
            elif each.article.state != "archived":
                left.append(each.article.slug)
        return tuple(withdrawn), tuple(left)

    def erasure(self, gone: Gone) -> tuple[Rewrite, ...]:
        """Find out what becomes of the articles when a customer is erased; nothing is written yet.

        Args:
            gone: The customer.

        Returns:
            Articles, and last drafts of deleted ones, in which they are or that too few others stand behind.

        Raises:
            ArticleError: As for `articles`.
        """
        shelf = self._shelf()
        for each in shelf:
            self._ledger.recover(_key(each.article), each.text)
        here = {_key(each.article) for each in shelf}
        taken = {each.article.slug for each in shelf} | {each.path.stem.lower() for each in shelf}
        rewrites = [self._without(each, gone, taken) for each in shelf]
        rewrites += [self._base_without(key, gone) for key in self._ledger.keys() if key not in here]  # noqa: SIM118
        return tuple(each for each in rewrites if each is not None)

    def rewrite(self, erasure: Sequence[Rewrite]) -> None:
        """Write what `erasure` found; killed at any moment and found and written again, it ends the same."""
        for each in erasure:
            if each.path and each.target and each.target != each.path:
                _rename(each.path, each.target)
            if each.target and each.proposal is not None:
                _write(_proposal(each.target), each.proposal, like=_proposal(each.target))
            if each.target and each.text is not None:
                if each.base is not None:
                    self._ledger.intend(each.key, each.text, each.base)
                _write(each.target, each.text, like=each.target)
            if each.base is not None:
                self._ledger.settle(each.key, each.base)

    def _without(self, each: _Shelved, gone: Gone, taken: set[str]) -> Rewrite | None:
        key, article = _key(each.article), each.article
        base, place = self._ledger.last(key), _proposal(each.path)
        proposal = read_text(place) if place.exists() else None
        called = self._called(article, gone, taken) if base is not None else None
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

    def _called(self, article: Article, gone: Gone, taken: set[str]) -> tuple[str, str] | None:
        title = gone.questions.get(_key(article))
        return (title, slug_for(title, taken)) if title and gone.is_theirs(article.title) else None

    def _base_without(self, key: str, gone: Gone) -> Rewrite | None:
        base, path = self._ledger.last(key) or "", self._ledger.path(key)
        article = parse(base, path).article
        steps = draft_without(base, gone, path, self._called(article, gone, set()))
        return Rewrite(key, article.slug, None, None, None, steps[-1], None) if steps else None

    def _archive(self, each: _Shelved) -> None:
        key, new = _key(each.article), render(replace(each.article, state="archived"))
        self._ledger.intend(key, new, new)
        _write(each.path, new, like=each.path)
        self._ledger.settle(key, new)

    def _publish_one(self, draft: Article, shelved: _Shelved | None, taken: set[str]) -> tuple[Decision, str]:
        key, ledger = _key(draft), self._ledger
        if shelved and shelved.file.upkeep.frozen:
            return Decision("unchanged"), shelved.article.slug
        file = shelved.text if shelved else None
        ledger.recover(key, file)
        base = ledger.last(key)
        slug = self._slug(draft, base, shelved, taken)
        taken.add(slug)
        new = render(replace(draft, slug=slug))
        path = shelved.path if shelved else self.kb / f"{slug}.md"
        waiting = _proposal(path).exists() and ledger.offered(key) is None
        decision = _held(decide(file, base, new, path, waiting=waiting), shelved)
        if decision.text is not None:
            ledger.intend(key, decision.text, new)
            _write(path, decision.text, like=path)
        ours = (base, new, decision.proposal)
        _propose(path, decision.proposal, base, lambda text: text in ours or ledger.is_offer(key, text))
        if decision.outcome == "proposed" and decision.proposal:
            ledger.offer(key, new, decision.proposal)
        if decision.outcome not in ("deleted_by_people", "proposed"):
            ledger.settle(key, new)
        return decision, shelved.article.slug if shelved else slug

    def _slug(self, draft: Article, base: str | None, shelved: _Shelved | None, taken: set[str]) -> str:
        """An article's address stays, even if its question's label changes."""
        if base is not None:
            return parse(base, self._ledger.path(_key(draft))).article.slug
        return shelved.article.slug if shelved else slug_for(draft.title, taken)

    def _stale(self, drafted: set[str], by_key: dict[str, _Shelved]) -> Iterator[str]:
        for key in self._ledger.keys():  # noqa: SIM118  (not a dict)
            if key not in drafted and key in by_key and by_key[key].text == self._ledger.last(key):
                yield by_key[key].article.slug

    @property
    def _ledger(self) -> Ledger:
        return Ledger(self.base)

    def _shelf(self) -> list[_Shelved]:
        shelf = [_shelved(path) for path in self.paths()]
        for problem in _duplicates(shelf):
            raise problem
        return shelf


def _shelved(path: Path) -> _Shelved:
    text = read_text(path)
    return _Shelved(path, text, parse(text, path))


def _duplicates(shelf: Sequence[_Shelved]) -> Iterator[ArticleError]:
    yield from crossed([(each.path, each.file) for each in shelf])
    told: set[tuple[Path, Path]] = set()
    for name in ("slug", "id"):
        seen: dict[str, Path] = {}
        for each in shelf:
            value = str(getattr(each.article, name))
            pair = (seen.setdefault(value, each.path), each.path)
            if pair[0] != pair[1] and pair not in told:
                told.add(pair)
                where = f"{pair[0]} and {pair[1]}"
                yield ArticleError(f"two articles have the {name} {value}", where, f"Give one of them another {name}")


def _key(article: Article) -> str:
    return article.cluster_id or article.id


def _proposal(path: Path) -> Path:
    return path.with_name(f"{path.stem}{PROPOSAL}")


def _held(decision: Decision, shelved: _Shelved | None) -> Decision:
    """An answer that somebody stands behind is not changed without them: what is new is proposed."""
    if shelved is None or shelved.article.state != "validated" or decision.text is None:
        return decision
    if parse(decision.text, shelved.path).article.answer == shelved.article.answer:
        return decision
    return Decision("proposed", proposal=decision.text)


def _rename(path: Path, target: Path) -> None:
    if _proposal(path).exists():
        _proposal(path).replace(_proposal(target))
    path.replace(target)


def _propose(path: Path, proposal: str | None, base: str | None, is_ours: Callable[[str], bool]) -> None:
    """Lay a draft beside its article, or take away one that is settled; what somebody wrote in it stays."""
    place = _proposal(path)
    waiting = read_text(place) if place.exists() else None
    edited = waiting is not None and not is_ours(waiting)
    if proposal is not None:
        merged = merge_articles(base or "", waiting or "", proposal, place) if edited else proposal
        if merged is not None:
            _write(place, merged, like=place if edited else path)
    elif waiting is not None and not edited:
        place.unlink()


def _is_hidden(path: Path, root: Path) -> bool:
    return any(part.startswith(".") for part in path.relative_to(root).parts)


def _write(path: Path, text: str, *, like: Path) -> None:
    """Write a file unless it holds that text already, with the line ends of a file that is there."""
    if path.exists() and read_text(path) == text:
        return
    windows = like.exists() and b"\r\n" in like.read_bytes()
    atomic_write(path, (text.replace("\n", "\r\n") if windows else text).encode())


def _rules() -> Leaks:
    from deflect.cleaning.redaction import leaks

    return leaks
