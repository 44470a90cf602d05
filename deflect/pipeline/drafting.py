"""Drafts of recurring questions, made anew only where a ticket of theirs or the way of drafting changed."""

from __future__ import annotations

import dataclasses
import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from deflect.cleaning.boilerplate import Boilerplate
from deflect.clusters.describing.label import said_elsewhere, spoken
from deflect.config import Settings
from deflect.kb import Overruled, Vocabulary, draft, publishable_label, tied
from deflect.models import Generation
from deflect.pipeline import fingerprints
from deflect.pipeline.memory import Memory
from deflect.pipeline.names import DRAFTS
from deflect.plain import plain
from deflect.types import Article, CleanTicket, Cluster, Disagreement, Sentence, Stance
from deflect.workspace import Workspace

if TYPE_CHECKING:
    from deflect.kb.gate import Leaks
    from deflect.kb.rewording import Worder

_NONE: Mapping[str, Overruled] = {}
_NOTHING = Boilerplate()
_NOT_OF_A_DRAFT = {"articles", "endpoint", "model", "time_limit", "key_variable", "key_file"}

COUNTED = 100
"""Members nearest to a question whose sentences are counted, to know what people write whatever they ask. Higher: more
of it is known (precision of other ways of asking), and the time grows."""

Encode = Callable[[Sequence[str]], NDArray[np.float32]]


@dataclass(frozen=True, slots=True)
class _Case:
    """A question to draft from what may be published of its tickets.

    Attributes:
        cluster: The question.
        known: Its tickets by ref, masked.
        asked: The same with questions without boilerplate.
        said: What people said of its shape.
        elsewhere: Sentences of its tickets that people write whatever they ask.
    """

    cluster: Cluster
    known: Mapping[str, CleanTicket]
    asked: Mapping[str, CleanTicket]
    encode: Encode
    said: Overruled | None
    elsewhere: frozenset[str]


@dataclass(frozen=True)
class Drafter:
    """Drafts articles, and knows those drafted before.

    Attributes:
        settings: Of the workspace.
        memory: Encodes what tickets say.
        earlier: Drafts of an earlier run, by what each was drafted from.
        worder: Lets a language model word drafts, if the settings name one; only those that it did not word before.
        boilerplate: Sentences of customers that are no phrasing of what they ask.
    """

    settings: Settings
    memory: Memory
    earlier: Mapping[str, Mapping[str, Any]]
    worder: Worder | None = None
    boilerplate: Boilerplate = _NOTHING

    @classmethod
    def after(
        cls,
        previous: Generation | None,
        settings: Settings,
        memory: Memory,
        worder: Worder | None = None,
        boilerplate: Boilerplate = _NOTHING,
    ) -> Drafter:
        """A drafter that takes over what the generation before holds."""
        known = previous.json(DRAFTS) if previous and DRAFTS in previous.files else {}
        return cls(settings, memory, known, worder, boilerplate)

    def drafts(
        self,
        clusters: Sequence[Cluster],
        tickets: Sequence[CleanTicket],
        vocabulary: Vocabulary,
        progress: Callable[[int, int], None],
        overruled: Mapping[str, Overruled] = _NONE,
    ) -> dict[str, Article]:
        """Draft an article for each recurring question from what may be published of its tickets.

        Args:
            clusters: To draft, largest first.
            tickets: All of them.
            vocabulary: Of all tickets.
            progress: Called with drafts done and drafts to do.
            overruled: Shapes that people gave to articles, by the question's id.

        Returns:
            Articles, in the clusters' order, by a hash of what each was drafted from.
        """
        known = {ticket.id: ticket for ticket in tickets}
        basis = self._basis()
        if self.worder:
            self.worder.strange = vocabulary.strange
        everywhere = spoken(known[ref] for each in clusters for ref in each.member_ids[:COUNTED] if ref in known)
        found: dict[str, Article] = {}
        for done, cluster in enumerate(clusters, start=1):
            members = [known[ref] for ref in cluster.member_ids if ref in known]
            common = said_elsewhere(members[:COUNTED], everywhere)
            case = self._case(cluster, members, vocabulary, overruled.get(cluster.id), common)
            source, article = self._finished(_hash(basis, case), case)
            found[source] = article
            progress(done, len(clusters))
        return dict(zip(found, tied(list(found.values()), clusters, known), strict=True))

    def _case(
        self,
        cluster: Cluster,
        members: Sequence[CleanTicket],
        vocabulary: Vocabulary,
        said: Overruled | None,
        elsewhere: frozenset[str],
    ) -> _Case:
        masked = [vocabulary.masked_ticket(ticket) for ticket in members]
        asked = [self.boilerplate.out_of_ticket(ticket) for ticket in members]
        seeing = _seeing_through(self.memory.encode, members, masked, asked)
        phrased = [vocabulary.masked_ticket(ticket) for ticket in asked]
        titled = dataclasses.replace(cluster, label=publishable_label(cluster, phrased, vocabulary, seeing))
        known, asking = ({each.id: each for each in tickets} for tickets in (masked, phrased))
        return _Case(titled, known, asking, seeing, said, elsewhere)

    def _finished(self, source: str, case: _Case) -> tuple[str, Article]:
        """A draft, worded if a model is to, and what it was made from: without the model, where that failed."""
        by_model = f"{source}{self._model()}"
        earlier = self._earlier(by_model)
        if earlier:
            return by_model, earlier
        article = self._earlier(source) or self._draft(case)
        if self.worder is None:
            return source, article
        worded = self.worder.word(article, case.known)
        return by_model if worded.settled else source, worded.article

    def _model(self) -> str:
        drafting = self.settings.drafting
        return f"-{fingerprints.of(drafting.endpoint, drafting.model)}" if self.worder else ""

    def _draft(self, case: _Case) -> Article:
        language, limit = self.settings.vendor.language, self.settings.drafting.sentences
        said = case.said
        shape = said.shape if said else None
        article = draft(
            case.cluster,
            case.known,
            case.asked,
            language=language,
            limit=limit,
            encode=case.encode,
            shape=shape,
            elsewhere=case.elsewhere,
        )
        return dataclasses.replace(article, shape=said.drafted) if said else article

    def _earlier(self, source: str) -> Article | None:
        return from_plain(self.earlier[source]) if source in self.earlier else None

    def _basis(self) -> str:
        settings = self.settings
        drafting = settings.drafting.model_dump(mode="json", exclude=_NOT_OF_A_DRAFT)
        return fingerprints.of(fingerprints.code_version(), settings.vendor, drafting, self.memory.encoder.fingerprint)


def open_worder(workspace: Workspace, leaks: Leaks) -> Worder | None:
    """Get ready to ask the language model that the settings name; without one, nothing of it is even imported.

    Args:
        workspace: Its settings name server, model and key.
        leaks: Finds personal data and secrets in a text.

    Raises:
        MissingExtraError: The extra `deflect[model]` is not installed.
        ConfigError: The key cannot be read.
    """
    drafting = workspace.settings.drafting
    if not drafting.endpoint:
        return None
    from deflect.kb.rewording import Worder, open_chat

    return Worder(open_chat(drafting, workspace.root), leaks)


def _seeing_through(
    encode: Encode, members: Sequence[CleanTicket], masked: Sequence[CleanTicket], asked: Sequence[CleanTicket]
) -> Encode:
    """Give a masked question the vector of what was asked, and a masked answer that of the whole: both are known."""
    pairs = zip(masked, members, strict=True)
    whole = {each.answer: ticket.answer for each, ticket in pairs if each.answer and ticket.answer}
    whole |= {each.question: ticket.question for each, ticket in zip(masked, asked, strict=True)}
    return lambda texts: encode([whole.get(text, text) for text in texts])


def to_plain(drafts: Mapping[str, Article]) -> dict[str, Any]:
    """Turn drafts into lists and dictionaries for a JSON file."""
    return {source: plain(article) for source, article in drafts.items()}


def from_plain(value: Mapping[str, Any]) -> Article:
    """Turn a draft that `to_plain` gave, also after a round trip through JSON, into an article again."""
    evidence = tuple(Sentence(**{**each, "evidence": tuple(each["evidence"])}) for each in value["evidence"])
    disagreements = tuple(_disagreement(each) for each in value["disagreements"])
    lists = {name: tuple(value[name]) for name in ("also_asked", "related", "products", "versions", "translations")}
    known = {field.name for field in dataclasses.fields(Article)}
    given = {name: each for name, each in value.items() if name in known}
    return Article(**given | lists | {"evidence": evidence, "disagreements": disagreements})


def _disagreement(value: Mapping[str, Any]) -> Disagreement:
    return Disagreement(**{**value, "stances": tuple(Stance(**each) for each in value["stances"])})


def _hash(basis: str, case: _Case) -> str:
    # What is said elsewhere is left out: a ticket of another question must not have this one drafted anew.
    digest = hashlib.blake2b(f"{basis}\n{case.cluster!r}\n{case.said!r}".encode(), digest_size=12)
    for ticket in (*case.known.values(), *case.asked.values()):
        digest.update(repr(ticket).encode())
    return digest.hexdigest()
