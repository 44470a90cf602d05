"""Drafts of recurring questions, made anew only where a ticket of theirs or the way of drafting changed."""

from __future__ import annotations

import dataclasses
import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from deflect.config import Settings
from deflect.kb import draft
from deflect.models import Generation
from deflect.pipeline import fingerprints
from deflect.pipeline.memory import Memory
from deflect.pipeline.names import DRAFTS
from deflect.plain import plain
from deflect.types import Article, CleanTicket, Cluster, Sentence
from deflect.workspace import Workspace

if TYPE_CHECKING:
    from deflect.kb.gate import Leaks
    from deflect.kb.rewording import Worder

_NOT_OF_A_DRAFT = {"articles", "endpoint", "model", "time_limit", "key_variable", "key_file"}


@dataclass(frozen=True)
class Drafter:
    """Drafts articles, and knows those drafted before.

    Attributes:
        settings: Of the workspace.
        memory: Encodes what tickets say.
        earlier: Drafts of an earlier run, by what each was drafted from.
        worder: Lets a language model word drafts, if the settings name one; only those that it did not word before.
    """

    settings: Settings
    memory: Memory
    earlier: Mapping[str, Mapping[str, Any]]
    worder: Worder | None = None

    @classmethod
    def after(
        cls, previous: Generation | None, settings: Settings, memory: Memory, worder: Worder | None = None
    ) -> Drafter:
        """A drafter that takes over what the generation before holds."""
        known = previous.json(DRAFTS) if previous and DRAFTS in previous.files else {}
        return cls(settings, memory, known, worder)

    def drafts(
        self, clusters: Sequence[Cluster], tickets: Sequence[CleanTicket], progress: Callable[[int, int], None]
    ) -> dict[str, Article]:
        """Draft an article for each recurring question.

        Args:
            clusters: To draft, largest first.
            tickets: All of them.
            progress: Called with drafts done and drafts to do.

        Returns:
            Articles, in the clusters' order, by a hash of what each was drafted from.
        """
        known = {ticket.id: ticket for ticket in tickets}
        basis = self._basis()
        found: dict[str, Article] = {}
        for done, cluster in enumerate(clusters, start=1):
            members = {ref: known[ref] for ref in cluster.member_ids if ref in known}
            source, article = self._finished(_hash(basis, cluster, list(members.values())), cluster, members)
            found[source] = article
            progress(done, len(clusters))
        return found

    def _finished(self, source: str, cluster: Cluster, members: Mapping[str, CleanTicket]) -> tuple[str, Article]:
        """A draft, worded if a model is to, and what it was made from: without the model, where that failed."""
        by_model = f"{source}{self._model()}"
        earlier = self._earlier(by_model)
        if earlier:
            return by_model, earlier
        article = self._earlier(source) or self._draft(cluster, members)
        if self.worder is None:
            return source, article
        worded = self.worder.word(article, members)
        return by_model if worded.settled else source, worded.article

    def _model(self) -> str:
        drafting = self.settings.drafting
        return f"-{fingerprints.of(drafting.endpoint, drafting.model)}" if self.worder else ""

    def _draft(self, cluster: Cluster, known: Mapping[str, CleanTicket]) -> Article:
        language, limit = self.settings.vendor.language, self.settings.drafting.sentences
        return draft(cluster, known, language=language, limit=limit, encode=self.memory.encode)

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


def to_plain(drafts: Mapping[str, Article]) -> dict[str, Any]:
    """Turn drafts into lists and dictionaries for a JSON file."""
    return {source: plain(article) for source, article in drafts.items()}


def from_plain(value: Mapping[str, Any]) -> Article:
    """Turn a draft that `to_plain` gave, also after a round trip through JSON, into an article again."""
    evidence = tuple(Sentence(**{**each, "evidence": tuple(each["evidence"])}) for each in value["evidence"])
    lists = {name: tuple(value[name]) for name in ("also_asked", "related")}
    known = {field.name for field in dataclasses.fields(Article)}
    return Article(**{name: each for name, each in value.items() if name in known} | lists | {"evidence": evidence})


def _hash(basis: str, cluster: Cluster, members: Sequence[CleanTicket]) -> str:
    digest = hashlib.blake2b(f"{basis}\n{cluster!r}".encode(), digest_size=12)
    for ticket in members:
        digest.update(repr(ticket).encode())
    return digest.hexdigest()
