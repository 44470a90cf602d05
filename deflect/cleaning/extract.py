"""The question a customer asked, and the answer that resolved it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from deflect.cleaning import noise, phrases
from deflect.cleaning.naming import plain
from deflect.cleaning.text import FENCE, is_code, sentences, tidy
from deflect.types import Message

SENTENCE_LIMIT = 220
"""Characters above which a sentence is kept whatever phrase it has: higher drops more noise, and more of the matter."""

SUBSTANTIAL_LETTERS = 40
"""Letters from which an agent's message, without links, code or steps, may be the answer rather than a remark."""

REMARK_LETTERS = 12
"""Letters below which an agent's message is no answer at all."""

TURN_MESSAGES = 4
"""Messages that an agent writes in a row which are read as one answer."""

BUMP_LENGTH = 120
"""Characters up to which a customer's message may be no more than a question whether anybody is there."""

OPENING_LENGTH = 40
"""Characters of a sentence within which a phrase makes all of it noise: higher drops more, noise and matter both."""

_CONDITIONS = (
    "if ",
    "should ",
    "when ",
    "once ",
    "wenn ",
    "falls ",
    "sollte",
    "sobald ",
    "si ",
    "s'il ",
    "dès ",
    "إذا ",
    "إن ",
    "os ",
    "pan ",
)
_JOINT = re.compile(r"[ ,;](?:and|then|but|so|please|or|und|bitte|aber|oder|et|puis|mais|ou|و|ثم|a|ac|yna|ond)$", re.I)
_TICKET_MARK = re.compile(r"[\[(](?:[^\]\[()\n]{0,30}#\s?\d+|ticket[^\]\[()\n]{0,30}|external|extern)[\])]", re.I)
_STEPS = re.compile(r"https?://|`|^\s*(?:[-*•]|\d{1,2}[.)])\s|\S (?:>|→|»|->|=>) \S", re.M)
_LETTER = re.compile(r"[^\W\d_]")
_NUMBER = re.compile(r"(?:#|nr\.?|no\.?|n°)?\s?\d+")
_SUBJECT_EDGES = " \t:-–—*.!?#؟،()[]\"'«»"


@dataclass(frozen=True, slots=True)
class Part:
    """One public message and the matter in it.

    Attributes:
        message: The message as it was written.
        text: What is left without quotes, greeting and signature; may be empty.
    """

    message: Message
    text: str


@dataclass(frozen=True, slots=True)
class Answer:
    """The text that resolved a ticket, and the message it is from."""

    text: str
    message: Message


def subject_line(subject: str) -> str:
    """Bring a subject to one line without reply marks and ticket numbers.

    Args:
        subject: The subject as it came; the first 300 characters count.
    """
    line = _TICKET_MARK.sub(" ", " ".join(subject[:300].split()))
    for _ in range(6):
        head, colon, rest = line.strip().partition(":")
        if not colon or plain(head).strip(" []0123456789") not in phrases.SUBJECT_PREFIXES:
            break
        line = rest
    return " ".join(line.split())


def is_informative(subject: str) -> bool:
    """Whether a subject says something of the matter, unlike "Help!" or "Question"."""
    bare = " ".join(_NUMBER.sub(" ", plain(subject)).split()).strip(_SUBJECT_EDGES)
    return bare not in phrases.VAGUE_SUBJECTS and len(_LETTER.findall(bare)) >= 3


def question(subject: str, parts: Sequence[Part]) -> str:
    """Put together the customer's problem statement.

    Args:
        subject: The subject line, from `subject_line`.
        parts: The public messages in order.

    Returns:
        The subject, if it is informative and not repeated by the text, and what the customer wrote until an agent
        first answered; if that says nothing, what the customer wrote next. Empty if nothing was asked.
    """
    return compose(subject, "\n\n".join(_opening(parts)))


def compose(subject: str, body: str) -> str:
    """Join a subject and a text, without noise and without saying the same twice.

    Args:
        subject: The subject line, from `subject_line`.
        body: The matter of one or more messages.
    """
    body = _without(body, phrases.PLEASANTRIES)
    if not is_informative(subject) or _repeats(subject, body):
        return body
    return f"{subject}\n\n{body}" if body else subject


def answer(parts: Sequence[Part], solved: bool) -> Answer | None:
    """Find the text that resolved a ticket.

    A message marked as the solution counts first, whoever wrote it. Else it is the agents' last message of substance
    before the customer said that it works, or before the end, that neither only asks for information nor was
    followed by the customer's word that it did not help. A ticket that nobody marked as solved may have an answer
    too: on forums few askers come back to say so.

    Args:
        parts: The public messages in order.
        solved: Whether the ticket ended solved: then even an answer that first failed is taken, if there is no other.

    Returns:
        The answer without promises, greetings and closing phrases; None if there is none.
    """
    marked = [part for part in parts if part.message.is_solution and part.text]
    if marked:
        text = answer_text(marked[-1].text) or marked[-1].text
        return Answer(text, marked[-1].message)
    remark = failed = None
    for place in reversed(_answering(parts)):
        text = answer_text(_turn(parts, place))
        if not has_substance(text, REMARK_LETTERS) or is_request(text):
            continue
        found = Answer(text, parts[place].message)
        if _failed(parts, place):
            failed = failed or found
        elif has_substance(text, SUBSTANTIAL_LETTERS):
            return found
        else:
            remark = remark or found
    return remark or (failed if solved else None)


def answer_text(text: str) -> str:
    """Drop the sentences of an agent's message that are about the ticket rather than the matter.

    Args:
        text: The matter of a message.

    Returns:
        The steps, code and links, without promises, politeness and closing phrases; may be empty.
    """
    return _without(text, phrases.PROMISES, phrases.CLOSINGS, phrases.PLEASANTRIES)


def has_substance(text: str, least: int) -> bool:
    """Whether text has at least so many letters, or a link, code, a list or a menu path."""
    return _STEPS.search(text) is not None or len(_LETTER.findall(text[: 8 * least])) >= least


def is_request(text: str) -> bool:
    """Whether an agent's message mainly asks the customer for something, and gives no steps."""
    if _STEPS.search(text):
        return False
    present = _present(text, phrases.REQUESTS)
    asked = told = 0
    for line in text.split("\n"):
        for sentence in sentences(line):
            if sentence.endswith(("?", "؟")) or _has(sentence, present):
                asked += len(sentence)
            else:
                told += len(sentence)
    return asked > told


def _opening(parts: Sequence[Part]) -> list[str]:
    found: list[str] = []
    for part in parts:
        if part.message.author == "agent" and found:
            break
        if part.message.author == "customer" and part.text and not _is_aside(part.text, bool(found)):
            found.append(part.text)
    return found


def _is_aside(text: str, asked: bool) -> bool:
    """Whether a customer's message adds nothing to the question."""
    if noise.is_auto_reply("", text):
        return True
    return asked and len(text) <= BUMP_LENGTH and _has(text, phrases.BUMPS)


def _repeats(subject: str, body: str) -> bool:
    head = plain(body[: 2 * len(subject) + 200])
    bare = plain(subject).strip(_SUBJECT_EDGES)
    return " ".join(bare.split()) in " ".join(head.split())


def _answering(parts: Sequence[Part]) -> list[int]:
    """The places of agents' messages, up to the customer's last word that it works."""
    places = [
        place
        for place, part in enumerate(parts)
        if part.message.author == "agent" and part.text and not noise.is_auto_reply("", part.text)
    ]
    confirmed = [place for place, part in enumerate(parts) if places and place > places[0] and _confirms(part)]
    return [place for place in places if not confirmed or place < confirmed[-1]]


def _turn(parts: Sequence[Part], place: int) -> str:
    """All that an agent wrote in a row up to a message: a second message is often a postscript to the first."""
    texts = []
    for part in reversed(parts[max(place - TURN_MESSAGES + 1, 0) : place + 1]):
        if part.message.author != "agent" or part.message.agent_id != parts[place].message.agent_id:
            break
        texts.append(part.text)
    return "\n\n".join(filter(None, reversed(texts)))


def _confirms(part: Part) -> bool:
    if part.message.author != "customer" or _has(part.text[:400], phrases.FAILURES):
        return False
    if _has(part.text[:400], phrases.CONFIRMATIONS):
        return True
    return len(part.text) <= BUMP_LENGTH and "?" not in part.text and _has(part.message.body[:300], phrases.THANKS)


def _failed(parts: Sequence[Part], place: int) -> bool:
    """Whether the customer's next words are that it did not help."""
    for part in parts[place + 1 : place + 6]:
        if part.message.author == "agent":
            return False
        if part.message.author == "customer" and part.text:
            head = part.text[:400]
            return _has(head, phrases.FAILURES) and not _has(head, phrases.CONFIRMATIONS)
    return False


def _has(text: str, table: Sequence[str]) -> bool:
    if not table:
        return False
    folded = plain(text)
    return any(phrase in folded for phrase in table)


def _present(text: str, *tables: Sequence[str]) -> list[str]:
    """The phrases that a text has anywhere: the few that its sentences need to be searched for."""
    folded = plain(text)
    return [phrase for table in tables for phrase in table if phrase in folded]


def _without(text: str, *tables: Sequence[str]) -> str:
    """Drop the sentences that have a phrase of the tables, except in code."""
    present = _present(text, *tables)
    return tidy(_without_phrases(text.split("\n"), present) if present else text.split("\n"))


def _without_phrases(lines: Sequence[str], present: Sequence[str]) -> list[str]:
    found: list[str] = []
    fenced = False
    for line in lines:
        fence = line.startswith(FENCE)
        fenced ^= fence
        if not line or fenced or fence or is_code(line):
            found.append(line)
            continue
        parts = sentences(line)
        kept = [_without_clause(part, present) for part in parts]
        if kept == parts:
            found.append(line)
        elif any(kept):
            found.append(" ".join(filter(None, kept)))
    return found


def _without_clause(sentence: str, present: Sequence[str]) -> str:
    """Drop a sentence that begins with a phrase; of one that ends with it, only the end.

    So "Clear the cache and let me know if it works." keeps what to do.
    """
    if len(sentence) > SENTENCE_LIMIT or sentence.endswith(":") or "`" in sentence:
        return sentence
    folded = plain(sentence)
    place = min((folded.find(phrase) for phrase in present if phrase in folded), default=-1)
    if place < 0 or len(folded) != len(sentence):
        return sentence
    head, joints = _JOINT.subn("", sentence[:place].rstrip(" ,;–—-"))
    told = len(_LETTER.findall(head)) >= REMARK_LETTERS and not folded.startswith(_CONDITIONS)
    if joints and told:
        return head.rstrip(" ,;") + "."
    return sentence if (place > OPENING_LENGTH and told) or " > " in sentence else ""
