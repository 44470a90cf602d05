"""What the suggester needs, written by `prepare` into a generation and opened from it by `Book.open`.

Files: `suggest.json` (articles, tickets' refs, calibration, languages), `suggest-index` (vectors of all entries),
`suggest-votes`, `suggest-starts`, `suggest-passages` (vectors of passages), `suggest-words-*` (BM25),
`suggest-profiles-*` (what was learned of each article as a whole) and `suggest-boilerplate` (hashes of sentences that
say nothing of a question). No text of a ticket is among them, only of articles.
"""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import numpy as np
from numpy.typing import NDArray

from deflect.cleaning.boilerplate import Boilerplate
from deflect.config import Settings, SuggestSettings
from deflect.errors import ModelError
from deflect.models import Draft, Generation, Index
from deflect.models.index import EXACT_FOR_ONE
from deflect.suggest import calibration, decide, entries, feedback, profiles, replay, words
from deflect.suggest.calibration import Calibration
from deflect.suggest.entries import Target
from deflect.suggest.profiles import Profiles
from deflect.suggest.replay import Encode, Known
from deflect.suggest.retrieval import NEIGHBOURS
from deflect.suggest.risk import Rule, in_force
from deflect.suggest.sensitive import Topics
from deflect.suggest.words import Words
from deflect.types import Article, CleanTicket, Cluster, Feedback

NAME = "suggest.json"
INDEX = "suggest-index"
FORMAT = 4
LEAST_IN_LANGUAGE = 5
DAYS_A_MONTH = 30.4375
BOILERPLATE = "suggest-boilerplate"
NOTHING = Boilerplate()


@dataclass(frozen=True, slots=True)
class Book:
    """All that is known when a question comes in; only read.

    Attributes:
        targets: Articles that may be suggested.
        tickets: Refs of the past tickets, which are the last entries.
        votes: (n, v) int32 targets that each entry votes for.
        passage_starts: (targets + 1,) positions among all entries of each target's passages.
        passage_vectors: (passages, d) unit rows, float32, of all passages in order.
        words: BM25 postings of all entries.
        index: Vectors of all entries; None if there are none.
        profiles: What was learned of each target as a whole.
        calibration: Features to confidence.
        boilerplate: What is left out of a question before it is compared.
        idle: For each target, months between the newest ticket that votes for it and the newest of all; 0 if none does.
        languages: In which articles are, or at least `LEAST_IN_LANGUAGE` tickets.
    """

    targets: tuple[Target, ...]
    tickets: tuple[str, ...]
    votes: NDArray[np.int32]
    passage_starts: NDArray[np.int64]
    passage_vectors: NDArray[np.float32]
    words: Words
    index: Index | None
    profiles: Profiles
    calibration: Calibration
    boilerplate: Boilerplate = NOTHING
    idle: tuple[float, ...] = ()
    languages: frozenset[str] = frozenset()

    @classmethod
    def open(cls, generation: Generation) -> Book:
        """Map the artefacts of a generation into memory.

        Raises:
            ModelError: They are missing, damaged, or of another version.
        """
        found = generation.json(NAME)
        if found.get("format") != FORMAT:
            raise ModelError("suggestions were prepared by another version", str(generation.folder), "Run: deflect run")
        tickets, votes = tuple(found["tickets"]), _array(generation, "suggest-votes")
        return cls(
            targets=tuple(map(_target, found["targets"])),
            tickets=tickets,
            votes=votes,
            passage_starts=_array(generation, "suggest-starts"),
            passage_vectors=_array(generation, "suggest-passages"),
            words=_words(generation, len(votes)),
            index=_index(generation) if len(votes) else None,
            profiles=_profiles(generation),
            calibration=calibration.from_json(found["calibration"]),
            boilerplate=boilerplate_of(generation),
            idle=tuple(found["idle"]),
            languages=frozenset(found["languages"]),
        )

    @property
    def first_ticket(self) -> int:
        """Position of the first ticket among the entries."""
        return len(self.votes) - len(self.tickets)


def rule_of(generation: Generation, settings: SuggestSettings) -> Rule:
    """Tell from what a generation learned when answers are given.

    Raises:
        ModelError: It is damaged or of another version.
    """
    found = generation.json(NAME)
    if found.get("format") != FORMAT:
        raise ModelError("suggestions were prepared by another version", str(generation.folder), "Run: deflect run")
    known = calibration.from_json(found["calibration"])
    return in_force(known.steps, known.measured, settings.threshold, settings.max_wrong)


def slugs_of(generation: Generation) -> frozenset[str]:
    """Tell which articles a generation may suggest."""
    return frozenset(each["article"] for each in generation.json(NAME)["targets"])


def prepare(
    draft: Draft,
    articles: Sequence[Article],
    clusters: Sequence[Cluster],
    tickets: Sequence[CleanTicket],
    question_vectors: NDArray[Any],
    encode: Encode,
    settings: Settings,
    boilerplate: Boilerplate = NOTHING,
    said: Sequence[Feedback] = (),
    since: Known = Known(),  # noqa: B008 - frozen
) -> None:
    """Write what the suggester needs into a generation.

    Args:
        draft: The generation being written.
        articles: All articles; those that may not be suggested are left out here.
        clusters: Recurring questions.
        tickets: n tickets, their questions without boilerplate; only the newest `entries.EVIDENCE_TICKETS` are kept as
            evidence.
        question_vectors: (n, d) unit rows, one a ticket.
        encode: Texts to (m, d) unit rows, for the articles' own words and for answers.
        settings: The help centre's address goes into the articles' links.
        boilerplate: Sentences to leave out of the questions that come in.
        said: What people said of suggestions so far, in that order; it moves nothing but the calibration.
        since: Since when what is linked and written was known, as the backtest knows it; moves nothing but the
            calibration either.
    """
    sensitive = Topics.of(settings.suggest.sensitive)
    past = replay.history(tickets, question_vectors, articles, clusters, encode, since)
    heard = dataclasses.replace(past, heard=feedback.heard(said, len(past.tickets)))
    found = entries.targets(articles, past.tickets, settings.site.base_url)
    votes = entries.ticket_votes(past.tickets, found, articles, past.clusters)
    known = entries.gather(found, past.tickets, votes)
    own_texts = known.texts[: known.first_ticket]
    own = encode(own_texts) if own_texts else np.zeros((0, past.vectors.shape[1]))
    vectors = np.concatenate([own, past.vectors]).astype(np.float32)
    draft.write_array(BOILERPLATE, np.array(sorted(boilerplate.keys), dtype=np.uint64))
    _write_words(draft, words.build([*words.hashed_texts(own_texts), *past.hashes]))
    draft.write_array("suggest-votes", known.votes)
    draft.write_array("suggest-starts", known.passage_starts)
    draft.write_array("suggest-passages", vectors[known.passage_starts[0] : known.first_ticket])
    _write_profiles(draft, profiles.learn(known.votes, vectors, len(found)))
    if len(vectors):
        Index.build(vectors, k=NEIGHBOURS, exact_limit=EXACT_FOR_ONE).save(draft.folder / INDEX)
    draft.write_json(
        NAME,
        {
            "format": FORMAT,
            "targets": [_plain(target) for target in found],
            "tickets": list(known.tickets),
            "calibration": replay.calibrate(heard, held=sensitive.touched).as_json(),
            "idle": _idle(past.tickets, votes, len(found)),
            "languages": _languages(past.tickets, found),
        },
    )


def _idle(tickets: Sequence[CleanTicket], votes: Sequence[tuple[int, ...]], count: int) -> list[float]:
    """Months for which no ticket was answered with each target, up to the newest ticket of all."""
    newest = max((ticket.created_at for ticket in tickets), default=None)
    last: dict[int, datetime] = {}
    for ticket, vote in zip(tickets, votes, strict=True):
        last.update((at, ticket.created_at) for at in vote)
    return [round((newest - last[at]).days / DAYS_A_MONTH, 1) if newest and at in last else 0.0 for at in range(count)]


def _languages(tickets: Sequence[CleanTicket], found: Sequence[Target]) -> list[str]:
    asked = Counter(decide.main_language(ticket.language) for ticket in tickets)
    often = {code for code, count in asked.items() if code and count >= LEAST_IN_LANGUAGE}
    return sorted(often | {target.language for target in found})


def boilerplate_of(generation: Generation) -> Boilerplate:
    """Read which sentences were left out of the questions that a generation was learnt from.

    Returns:
        None of them if the generation is of a version that left out none.

    Raises:
        ModelError: The artefact is damaged.
    """
    if BOILERPLATE not in generation.files:
        return NOTHING
    return Boilerplate(frozenset(_array(generation, BOILERPLATE).tolist()))


def _write_words(draft: Draft, posted: Words) -> None:
    for name in ("hashes", "offsets", "entries", "weights"):
        draft.write_array(f"suggest-words-{name}", getattr(posted, name))


def _words(generation: Generation, count: int) -> Words:
    parts = {name: _array(generation, f"suggest-words-{name}") for name in ("hashes", "offsets", "entries", "weights")}
    return Words(**parts, count=count)


def _write_profiles(draft: Draft, learned: Profiles) -> None:
    for name in ("centres", "weights", "biases"):
        draft.write_array(f"suggest-profiles-{name}", getattr(learned, name))


def _profiles(generation: Generation) -> Profiles:
    return Profiles(
        **{name: _array(generation, f"suggest-profiles-{name}") for name in ("centres", "weights", "biases")}
    )


def _index(generation: Generation) -> Index:
    return Index.load(generation.folder / INDEX, generation.files.get(INDEX, ""))


def _array(generation: Generation, name: str) -> NDArray[Any]:
    # A plain view of the mapped file: slicing numpy's own memmap class costs several times as much.
    return np.asarray(generation.array(name))


def _plain(target: Target) -> dict[str, Any]:
    # Its questions are among the vectors and words; nothing shows them again.
    return dataclasses.asdict(dataclasses.replace(target, questions=()))


def _target(found: dict[str, Any]) -> Target:
    return Target(**{**found, "questions": (), "passages": tuple(found["passages"])})
