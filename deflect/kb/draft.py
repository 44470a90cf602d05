"""A recurring question becomes a draft: what agents agree on, in their own words, with the tickets behind it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from deflect.kb import frame
from deflect.kb.agreement import Answer, Encode, Point, answer_of, points, weight_of
from deflect.kb.approaches import approaches
from deflect.kb.aptness import apt
from deflect.kb.asked import also_asked
from deflect.kb.compose import EVIDENCE, compose, listed
from deflect.kb.disagreement import Contradiction, between_ways, contradicted, contradictions, superseded
from deflect.kb.language import UNKNOWN, language_of, title_of
from deflect.kb.layout import sections
from deflect.kb.shapes import shape_of
from deflect.kb.slugs import slug_for
from deflect.kb.symptoms import environment, symptoms, versions_affected
from deflect.kb.versions import named_by_anybody, ranges
from deflect.types import Article, CleanTicket, Cluster, Disagreement, Sentence, Shape

MOST_PIECES = 160
"""Sentences, steps and code blocks of the most trusted answers that are compared. Higher: agreement among more tickets
is seen, and the time taken grows with the square."""

MANY_AGENTS = 3
"""Agents who answered a question from which an answer that one alone gives, once, is doubtful. Higher: fewer drafts
wait for somebody to say whether they hold (recall); more say what one agent thought once (precision)."""

SHORT_ANSWER = 20
"""Words below which one ticket's answer alone is no draft. Higher: fewer drafts, better ones."""

CATEGORY_SHARE = 0.3
"""Least share of the tickets that a tag needs to name the category. Higher: more articles stay in "General"."""

DESCRIBED: tuple[Shape, ...] = ("troubleshooting", "bug")
"""Shapes that say what customers see and use."""


Ways = Sequence[Sequence[Point]]


@dataclass(frozen=True, slots=True)
class _Written:
    """An answer with its sentences, and where agents disagree about it."""

    answer: str
    evidence: tuple[Sentence, ...] = ()
    disagreements: tuple[Disagreement, ...] = ()


@dataclass(frozen=True, slots=True)
class _Manner:
    """How an answer is to be written; see `draft`."""

    shape: Shape
    limit: int
    encode: Encode | None
    keywords: tuple[str, ...]


def draft(
    cluster: Cluster,
    tickets: Mapping[str, CleanTicket],
    asked: Mapping[str, CleanTicket] | None = None,
    *,
    language: str,
    limit: int,
    encode: Encode | None = None,
    shape: Shape | None = None,
    elsewhere: Collection[str] = (),
) -> Article:
    """Draft the article of a recurring question from its tickets' answers.

    Nothing is written that no ticket says, and nothing is translated; where the tickets do not answer, a line
    beginning `MISSING:` says what to find out.

    Args:
        cluster: The recurring question.
        tickets: By ref; members that are not in it, because they were erased, are passed over.
        asked: The same tickets, their questions without the sentences that customers write whatever they ask: title
            and other phrasings come from these. None: as `tickets`.
        language: Of the article if enough customers asked in it or the cluster's own is unknown, ISO 639-1.
        limit: Most sentences, steps and code blocks of the answer, at least 1.
        encode: n texts to unit vectors (n, dimension), to find what is said alike; without it, words are compared.
        shape: What people say it is: its sections are laid out so. The article's `shape` is what its tickets say.
        elsewhere: What people write whatever they ask: no other way of asking; see `also_asked`.

    Returns:
        An article in state work-in-progress; its slug is not checked against those of others.
    """
    members = [tickets[ref] for ref in cluster.member_ids if ref in tickets]
    own = language_of(cluster, members, language)
    asking = tickets if asked is None else asked
    title = title_of(cluster, [asking[ticket.id] for ticket in members], own, encode)
    speaking = [ticket for ticket in members if ticket.language in (own, UNKNOWN)]
    found = shape_of(speaking or members)
    written = _answer(title, members, own, _Manner(shape or found, limit, encode, cluster.keywords))
    named = named_by_anybody(members)
    return Article(
        id=cluster.id,
        slug=slug_for(title),
        title=title,
        question=title,
        answer=written.answer,
        language=own,
        category=_category(members),
        cluster_id=cluster.id,
        also_asked=also_asked(replace(cluster, label=title, language=own), asking, encode, elsewhere),
        evidence=written.evidence,
        tickets=len(cluster.member_ids),
        shape=found,
        products=tuple(dict.fromkeys(each.product for each in named if each.product and not each.is_platform)),
        versions=ranges(named),
        disagreements=written.disagreements,
    )


def _answer(title: str, members: Sequence[CleanTicket], language: str, manner: _Manner) -> _Written:
    answered = _by_agents([ticket for ticket in members if ticket.answer])
    readable = [ticket for ticket in answered if ticket.language in (language, UNKNOWN)]
    if not answered:
        return _Written(frame.NO_ANSWER)
    if not readable:
        return _in_other_languages(answered, language)
    # A badly rated one counts only where there is nothing else.
    trusted = [ticket for ticket in readable if ticket.rating != "bad"] or readable
    fit = dict.fromkeys((ticket.id for ticket in trusted), 1.0)
    if manner.encode:
        fit = apt(title, manner.keywords, members, trusted, manner.encode)
    if not fit:
        return _pointing_at(frame.BESIDE_THE_QUESTION, [ticket.id for ticket in trusted])
    # Well rated and solved ones first, of those that answer the question.
    trusted = sorted((t for t in trusted if t.id in fit), key=lambda ticket: -weight_of(ticket) * fit[ticket.id])
    cut = (replace(answer_of(ticket), near=fit[ticket.id]) for ticket in trusted)
    answers = _enough(answer for answer in cut if answer.pieces)
    if not answers:
        return _pointing_at(frame.NOTHING_GENERAL, [ticket.id for ticket in trusted])
    known = {ticket.id: ticket for ticket in trusted}
    asked = _asked({each.ticket: known[each.ticket].question for each in answers}, manner.encode)
    said = points(answers, manner.encode)
    if len(answers) == 1 and _is_short(said):
        return _pointing_at(frame.ONE_SHORT_ANSWER, [answers[0].ticket])
    ways = approaches(said, answers, manner.limit, asked)
    written = _laid_out(ways, said, known, language, manner.shape)
    asking = [ticket for ticket in members if ticket.language in (language, UNKNOWN)]
    return _described(_with_doubt(written, answers, said, ways), asking, title, language, manner)


def _by_agents(answered: list[CleanTicket]) -> list[CleanTicket]:
    """Leave out what customers answered themselves, unless the source never says who answered."""
    return [ticket for ticket in answered if ticket.agent] or answered


def _laid_out(
    ways: list[list[Point]], said: Sequence[Point], tickets: Mapping[str, CleanTicket], language: str, shape: Shape
) -> _Written:
    ways, older, between = _newest_first(ways, tickets)
    answer, evidence = compose(sections(shape, ways, older), language)
    disputed = contradictions(ways, said, tickets)
    lines = [_asked_about(each) for each in disputed]
    records = tuple(each.record for each in disputed)
    return _Written(
        "\n\n".join([answer, *(line.text for line in lines)]),
        (*evidence, *lines),
        (*records, *([between] if between else [])),
    )


def _newest_first(
    ways: list[list[Point]], tickets: Mapping[str, CleanTicket]
) -> tuple[list[list[Point]], dict[int, str], Disagreement | None]:
    """An answer that has replaced another comes first; whether the other still holds is for people to say."""
    record = between_ways(ways, tickets)
    if record is None or record.kind != "changed":
        return ways, {}, record
    ways = [ways[record.newer - 1], *ways[: record.newer - 1], *ways[record.newer :]]
    record = between_ways(ways, tickets)
    if record is None:
        return ways, {}, None
    older = {place: superseded(record, place) for place in range(1, len(ways))}
    return ways, older, record


def _asked_about(found: Contradiction) -> Sentence:
    return Sentence(contradicted(found), found.other.tickets[:EVIDENCE])


def _described(
    written: _Written, asking: Sequence[CleanTicket], title: str, language: str, manner: _Manner
) -> _Written:
    """Put above the answer what customers see and use, where the shape has sections for it."""
    if manner.shape not in DESCRIBED or not written.evidence:
        return written
    parts = [
        listed("symptom", symptoms(asking, title, manner.keywords, manner.encode), language),
        listed("environment", environment(asking), language),
        listed("versions affected", versions_affected(asking), language),
    ]
    answer = "\n\n".join(text for text in (*(text for text, _ in parts), written.answer) if text)
    evidence = tuple(sentence for _, told in parts for sentence in told)
    return replace(written, answer=answer, evidence=(*evidence, *written.evidence))


def _enough(answers: Iterable[Answer]) -> list[Answer]:
    kept: list[Answer] = []
    pieces: set[str] = set()
    for answer in answers:
        kept.append(answer)
        pieces.update(piece.text for piece in answer.pieces)
        if len(pieces) >= MOST_PIECES:
            break
    return kept


def _asked(questions: Mapping[str, str], encode: Encode | None) -> dict[str, NDArray[np.float32]] | None:
    return dict(zip(questions, encode(list(questions.values())), strict=True)) if encode else None


def _with_doubt(written: _Written, answers: Sequence[Answer], said: Sequence[Point], ways: Ways) -> _Written:
    doubt = ""
    if len(answers) == 1:
        doubt = frame.ONE_ANSWER
    elif all(len(point.tickets) == 1 for point in said):
        doubt = frame.NO_AGREEMENT
    elif len({each.agent for each in answers}) >= MANY_AGENTS and all(len(point.tickets) == 1 for point in ways[0]):
        doubt = frame.ONE_TICKET
    return replace(written, answer=f"{written.answer}\n\n{doubt}") if doubt else written


def _in_other_languages(answered: Sequence[CleanTicket], language: str) -> _Written:
    counts = Counter(ticket.language for ticket in answered)
    others = sorted(counts, key=lambda each: (-counts[each], each))
    return _pointing_at(frame.other_languages(language, others), [ticket.id for ticket in answered])


def _pointing_at(missing: str, refs: Sequence[str]) -> _Written:
    return _Written(missing, (Sentence(missing, tuple(refs[:EVIDENCE])),))


def _is_short(said: Sequence[Point]) -> bool:
    if any(point.piece.kind == "code" for point in said) or len(said) > 2:
        return False
    return sum(len(point.piece.text.split()) for point in said) < SHORT_ANSWER


def _category(members: Sequence[CleanTicket]) -> str:
    counts = Counter(tag for ticket in members for tag in set(ticket.tags) if tag.strip())
    if not counts:
        return "General"
    tag = min(counts, key=lambda each: (-counts[each], each))
    if counts[tag] < CATEGORY_SHARE * len(members):
        return "General"
    words = re.sub(r"[-_\s]+", " ", tag).strip()
    return words[:1].upper() + words[1:] or "General"
