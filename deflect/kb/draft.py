"""A recurring question becomes a draft: what agents agree on, in their own words, with the tickets behind it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from deflect.kb import frame
from deflect.kb.agreement import Answer, Encode, Point, answer_of, points, weight_of
from deflect.kb.approaches import approaches
from deflect.kb.asked import also_asked
from deflect.kb.compose import EVIDENCE, compose
from deflect.kb.slugs import slug_for
from deflect.types import Article, CleanTicket, Cluster, Sentence

MOST_PIECES = 160
"""Sentences, steps and code blocks of the most trusted answers that are compared. Higher: agreement among more tickets
is seen, and the time taken grows with the square."""

SHORT_ANSWER = 20
"""Words below which one ticket's answer alone is no draft. Higher: fewer drafts, better ones."""

CATEGORY_SHARE = 0.3
"""Least share of the tickets that a tag needs to name the category. Higher: more articles stay in "General"."""

UNKNOWN = "und"
_Written = tuple[str, tuple[Sentence, ...]]


def draft(
    cluster: Cluster,
    tickets: Mapping[str, CleanTicket],
    *,
    language: str,
    limit: int,
    encode: Encode | None = None,
) -> Article:
    """Draft the article of a recurring question from its tickets' answers.

    Nothing is written that no ticket says, and nothing is translated; where the tickets do not answer, a line
    beginning `MISSING:` says what to find out.

    Args:
        cluster: The recurring question.
        tickets: By ref; members that are not in it, because they were erased, are passed over.
        language: Of the article where the cluster's own is unknown, ISO 639-1.
        limit: Most sentences, steps and code blocks of the answer, at least 1.
        encode: n texts to unit vectors (n, dimension), to find what is said alike; without it, words are compared.

    Returns:
        An article in state work-in-progress; its slug is not checked against those of others.
    """
    members = [tickets[ref] for ref in cluster.member_ids if ref in tickets]
    own = cluster.language if cluster.language != UNKNOWN else language
    title = " ".join(cluster.label.split())
    answer, evidence = _answer(title, members, own, limit, encode)
    return Article(
        id=cluster.id,
        slug=slug_for(title),
        title=title,
        question=title,
        answer=answer,
        language=own,
        category=_category(members),
        cluster_id=cluster.id,
        also_asked=also_asked(cluster, tickets, encode),
        evidence=evidence,
        tickets=len(cluster.member_ids),
    )


def _answer(title: str, members: Sequence[CleanTicket], language: str, limit: int, encode: Encode | None) -> _Written:
    answered = [ticket for ticket in members if ticket.answer]
    readable = [ticket for ticket in answered if ticket.language in (language, UNKNOWN)]
    if not answered:
        return frame.NO_ANSWER, ()
    if not readable:
        return _in_other_languages(answered, language)
    # Well rated and solved ones first; a badly rated one counts only where there is nothing else.
    trusted = sorted((t for t in readable if t.rating != "bad"), key=lambda t: -weight_of(t)) or readable
    answers = _enough(answer for answer in map(answer_of, trusted) if answer.pieces)
    if not answers:
        return _pointing_at(frame.NOTHING_GENERAL, [ticket.id for ticket in trusted])
    if encode:
        answers = _with_nearness(answers, title, {ticket.id: ticket.question for ticket in trusted}, encode)
    said = points(answers, encode)
    if len(answers) == 1 and _is_short(said):
        return _pointing_at(frame.ONE_SHORT_ANSWER, [answers[0].ticket])
    return _with_doubt(compose(approaches(said, answers, limit), language), answers, said)


def _enough(answers: Iterable[Answer]) -> list[Answer]:
    kept: list[Answer] = []
    pieces: set[str] = set()
    for answer in answers:
        kept.append(answer)
        pieces.update(piece.text for piece in answer.pieces)
        if len(pieces) >= MOST_PIECES:
            break
    return kept


def _with_nearness(answers: Sequence[Answer], title: str, questions: Mapping[str, str], encode: Encode) -> list[Answer]:
    """Say how near each answer's question is to the title, as a share of the nearest's similarity."""
    vectors = encode([title, *(questions[answer.ticket] for answer in answers)])
    similar = [max(0.0, float(vectors[0] @ vector)) for vector in vectors[1:]]
    highest = max(similar) or 1.0
    return [replace(answer, near=value / highest) for answer, value in zip(answers, similar, strict=True)]


def _with_doubt(written: _Written, answers: Sequence[Answer], said: Sequence[Point]) -> _Written:
    answer, evidence = written
    if len(answers) == 1:
        return f"{answer}\n\n{frame.ONE_ANSWER}", evidence
    if all(len(point.tickets) == 1 for point in said):
        return f"{answer}\n\n{frame.NO_AGREEMENT}", evidence
    return answer, evidence


def _in_other_languages(answered: Sequence[CleanTicket], language: str) -> _Written:
    counts = Counter(ticket.language for ticket in answered)
    others = sorted(counts, key=lambda each: (-counts[each], each))
    return _pointing_at(frame.other_languages(language, others), [ticket.id for ticket in answered])


def _pointing_at(missing: str, refs: Sequence[str]) -> _Written:
    return missing, (Sentence(missing, tuple(refs[:EVIDENCE])),)


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
