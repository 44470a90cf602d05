"""Drafts whose sentences a language model worded: only what the tickets support takes the place of agents' words."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from deflect.errors import ServerError
from deflect.kb.evidence import reworded
from deflect.kb.gate import Leaks
from deflect.kb.publishable import is_publishable
from deflect.kb.rewording.chat import Chat, Wording
from deflect.kb.rewording.passages import Passage, passages
from deflect.kb.rewording.support import supports
from deflect.kb.sentences import Piece
from deflect.types import Article, CleanTicket

SURVIVING = 0.5
"""Least share of the sentences that were asked for which come back supported, for any of them to be taken. Higher:
fewer drafts are worded by a model that mostly says other things (precision), and more good sentences of a middling
model are lost (recall)."""

GIVE_UP = 3
"""Failures in a row after which the server is not asked again in a run: a dead one costs three time limits, not all."""

WORDED = "worded"
TOO_LITTLE = "too little of the reply was supported by the tickets"
NOTHING_NEW = "the model changed nothing that it may change"
NOT_ASKED = f"the server failed {GIVE_UP} times in a row and was not asked again"

# What Markdown, or a reader of the file, would take for something else than a sentence.
_MARKUP = re.compile(r"[<\n\r]|MISSING:|^(?![\"“„«(]?[^\W\d_])")


@dataclass(frozen=True, slots=True)
class Worded:
    """What became of a draft.

    Attributes:
        article: The draft, worded where that was possible.
        settled: Whether the server need not be asked again while nothing changes; not where it failed.
    """

    article: Article
    settled: bool


@dataclass
class Worder:
    """Lets a model word drafts, and counts what came of it.

    Attributes:
        chat: The model.
        leaks: Finds personal data and secrets in a text: the gate for what is sent and for what comes back.
        strange: Finds words of what comes back that too few people used; none until it is known.
        outcomes: Drafts by what became of them: `WORDED`, or why the agents' own words stand.
        failed: Whether the server failed for a draft, so that a later run should ask again.
    """

    chat: Chat
    leaks: Leaks
    strange: Leaks = lambda _: ()
    outcomes: Counter[str] = field(default_factory=Counter)
    failed: bool = False
    _in_a_row: int = 0

    def word(self, article: Article, tickets: Mapping[str, CleanTicket]) -> Worded:
        """Word a draft; where the server fails or says other things than the tickets, the draft stands as it is.

        Args:
            article: A draft.
            tickets: By ref; those that the draft names. They are redacted, as all clean tickets are.
        """
        said = passages(article, tickets, self.leaks)
        if not said or self.leaks(article.title):
            return Worded(article, settled=True)
        try:
            replies = self._ask(article, said)
        except ServerError as error:
            self.outcomes[error.what] += 1
            self.failed = True
            return Worded(article, settled=False)
        found = self._supported(replies, said, article.language)
        if len(found) < SURVIVING * len(said):
            self.outcomes[TOO_LITTLE] += 1
            return Worded(article, settled=True)
        worded = _worded(article, found, self.chat.model)
        self.outcomes[WORDED if worded.worded_by else NOTHING_NEW] += 1
        return Worded(worded, settled=True)

    def _ask(self, article: Article, said: Sequence[Passage]) -> list[Wording]:
        if self._in_a_row >= GIVE_UP:
            raise ServerError(NOT_ASKED, self.chat.endpoint)
        self._in_a_row += 1
        replies = self.chat.ask(article.title, article.language, said)
        self._in_a_row = 0
        return replies

    def _supported(self, replies: Sequence[Wording], said: Sequence[Passage], language: str) -> dict[int, str]:
        """The sentences that the tickets support, by place in the evidence; of several for one place the first."""
        found: dict[int, str] = {}
        for reply in replies:
            if not 1 <= reply.number <= len(said):
                continue
            passage, text = said[reply.number - 1], reply.text.strip()
            if passage.place not in found and self._is_fit(text, passage, language):
                found[passage.place] = text
        return found

    def _is_fit(self, text: str, passage: Passage, language: str) -> bool:
        if _MARKUP.search(text) or not is_publishable(Piece(text, "item"), language):
            return False
        if self.leaks(text) or self.strange(text):
            return False
        return any(supports(written, text, language) for written in passage.written)


def _worded(article: Article, found: Mapping[int, str], model: str) -> Article:
    new = {place: text for place, text in found.items() if text != article.evidence[place].text}
    if not new:
        return article
    answer, evidence = reworded(article.answer, article.evidence, new)
    return replace(article, answer=answer, evidence=evidence, worded_by=model)
