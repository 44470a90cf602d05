"""Drafts of recurring questions, made anew only where a ticket of theirs or the way of drafting changed."""

from __future__ import annotations

import dataclasses
import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from deflect.config import Settings
from deflect.kb import Overruled, Vocabulary, draft, publishable_label, tied
from deflect.models import Generation
from deflect.pipeline import fingerprints
from deflect.pipeline.memory import Memory
from deflect.pipeline.names import DRAFTS
from deflect.plain import plain
from deflect.types import Article, CleanTicket, Cluster, Disagreement, Sentence, Stance

_NONE: Mapping[str, Overruled] = {}

Encode = Callable[[Sequence[str]], NDArray[np.float32]]


@dataclass(frozen=True)
class Drafter:
    """Drafts articles, and knows those drafted before.

    Attributes:
        settings: Of the workspace.
        memory: Encodes what tickets say.
        earlier: Drafts of an earlier run, by what each was drafted from.
    """

    settings: Settings
    memory: Memory
    earlier: Mapping[str, Mapping[str, Any]]

    @classmethod
    def after(cls, previous: Generation | None, settings: Settings, memory: Memory) -> Drafter:
        """A drafter that takes over what the generation before holds."""
        known = previous.json(DRAFTS) if previous and DRAFTS in previous.files else {}
        return cls(settings, memory, known)

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
        found: dict[str, Article] = {}
        for done, cluster in enumerate(clusters, start=1):
            said = overruled.get(cluster.id)
            members = [known[ref] for ref in cluster.member_ids if ref in known]
            masked = [vocabulary.masked_ticket(ticket) for ticket in members]
            encode = _seeing_through(self.memory.encode, members, masked)
            titled = dataclasses.replace(cluster, label=publishable_label(cluster, masked, vocabulary, encode))
            source = _hash(basis, titled, said, masked)
            found[source] = self._earlier(source) or self._draft(titled, masked, encode, said)
            progress(done, len(clusters))
        return dict(zip(found, tied(list(found.values()), clusters, known), strict=True))

    def _draft(
        self, cluster: Cluster, members: Sequence[CleanTicket], encode: Encode, said: Overruled | None
    ) -> Article:
        language, limit = self.settings.vendor.language, self.settings.drafting.sentences
        known = {each.id: each for each in members}
        shape = said.shape if said else None
        article = draft(cluster, known, language=language, limit=limit, encode=encode, shape=shape)
        return dataclasses.replace(article, shape=said.drafted) if said else article

    def _earlier(self, source: str) -> Article | None:
        return from_plain(self.earlier[source]) if source in self.earlier else None

    def _basis(self) -> str:
        settings = self.settings
        return fingerprints.of(
            fingerprints.code_version(), settings.vendor, settings.drafting, self.memory.encoder.fingerprint
        )


def _seeing_through(encode: Encode, members: Sequence[CleanTicket], masked: Sequence[CleanTicket]) -> Encode:
    """Give a masked question the vector of the question itself: it is known already, and says what was asked."""
    whole = {each.question: ticket.question for each, ticket in zip(masked, members, strict=True)}
    return lambda texts: encode([whole.get(text, text) for text in texts])


def to_plain(drafts: Mapping[str, Article]) -> dict[str, Any]:
    """Turn drafts into lists and dictionaries for a JSON file."""
    return {source: plain(article) for source, article in drafts.items()}


def from_plain(value: Mapping[str, Any]) -> Article:
    """Turn a draft that `to_plain` gave, also after a round trip through JSON, into an article again."""
    evidence = tuple(Sentence(each["text"], tuple(each["evidence"])) for each in value["evidence"])
    disagreements = tuple(_disagreement(each) for each in value["disagreements"])
    lists = {name: tuple(value[name]) for name in ("also_asked", "related", "products", "versions", "translations")}
    known = {field.name for field in dataclasses.fields(Article)}
    given = {name: each for name, each in value.items() if name in known}
    return Article(**given | lists | {"evidence": evidence, "disagreements": disagreements})


def _disagreement(value: Mapping[str, Any]) -> Disagreement:
    return Disagreement(**{**value, "stances": tuple(Stance(**each) for each in value["stances"])})


def _hash(basis: str, cluster: Cluster, said: Overruled | None, members: Sequence[CleanTicket]) -> str:
    digest = hashlib.blake2b(f"{basis}\n{cluster!r}\n{said!r}".encode(), digest_size=12)
    for ticket in members:
        digest.update(repr(ticket).encode())
    return digest.hexdigest()
