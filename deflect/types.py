"""The nouns of deflect: this file is the glossary.

Everything that travels between two stages is one of these frozen dataclasses. A raw `Ticket` holds what
customers wrote; everything above `deflect.cleaning` takes `CleanTicket`, so that personal data cannot pass by mistake.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

Author = Literal["customer", "agent", "bot", "system"]
Format = Literal["text", "html", "markdown"]
Status = Literal["open", "pending", "solved", "closed", "spam", "deleted"]
Rating = Literal["good", "bad"]
State = Literal["work-in-progress", "not-validated", "validated", "archived"]
Origin = Literal["drafted", "imported", "linked"]
Audience = Literal["public", "internal"]
LeftOutReason = Literal["spam", "deleted", "merged", "auto-reply", "bounce", "empty"]
Movement = Literal["new", "rising", "steady", "falling"]
Standing = Literal["open", "pinned", "rejected"]
Shape = Literal["how-to", "troubleshooting", "known-limitation", "bug", "feature-request", "billing", "not-our-product"]
DisagreementKind = Literal["contradiction", "changed", "ways"]
Verdict = Literal["accepted", "edited", "rejected", "reopened", "contacted-again", "withdrawn"]
AbstentionReason = Literal[
    "empty-question",
    "too-short",
    "no-articles",
    "not-enough-history",
    "too-often-wrong",
    "sensitive",
    "wrong-language",
    "nothing-similar",
    "no-public-article",
    "ambiguous",
    "not-sure",
    "not-reviewed",
    "stale-article",
]
ThresholdFrom = Literal["history", "settings"]
Group = Literal["shown", "control"]
SuggestedBy = Literal["service", "site"]


@dataclass(frozen=True, slots=True)
class Message:
    """One message of a ticket, as it was written.

    A message that is not public is a private note of the agents and never leaves the store.
    """

    author: Author
    body: str
    created_at: datetime
    public: bool = True
    format: Format = "text"
    agent_id: str | None = None
    is_solution: bool = False


@dataclass(frozen=True, slots=True)
class Requester:
    """The customer who opened a ticket, as the ticket system names them."""

    id: str | None = None
    name: str | None = None
    email: str | None = None


@dataclass(frozen=True, slots=True)
class Ticket:
    """A past ticket, raw: known by its source and, within that source, its id.

    Its `minutes` are what agents spent on it, at least 0, and its `channel` how it came, such as `email`; None if the
    source does not tell.
    """

    id: str
    source: str
    created_at: datetime
    messages: tuple[Message, ...]
    subject: str = ""
    status: Status = "open"
    language: str | None = None
    requester: Requester = field(default_factory=Requester)
    tags: tuple[str, ...] = ()
    articles: tuple[str, ...] = ()
    rating: Rating | None = None
    url: str | None = None
    merged_into: str | None = None
    minutes: float | None = None
    channel: str | None = None

    @property
    def ref(self) -> str:
        """The ticket's name everywhere outside its own source: `source:id`."""
        return f"{self.source}:{self.id}"


@dataclass(frozen=True, slots=True)
class CleanTicket:
    """A ticket as the stages above cleaning see it: without noise, personal data or secrets.

    Attributes:
        id: The ticket's `ref`, `source:id`.
        subject: The subject line, redacted; may be empty.
        question: The customer's problem statement, plain text with paragraphs, redacted; never empty.
        answer: The agent's text that resolved it, plain text that keeps lists, code and links; None if nobody answered.
        agent: A keyed pseudonym of the agent who gave the answer.
        customer: A keyed pseudonym of the requester, so that customers can be counted without being known.
        language: ISO 639-1 code, or `und` if it could not be told.
        solved: Whether the ticket ended solved or closed.
        replies: Number of public messages by agents.
        first_response_seconds: From the ticket's creation to the first of them; None without any.
        minutes: What agents spent on it; None if the source does not tell.
        resolution_seconds: From the ticket's creation to the last public message by an agent; None unless it ended
            solved or closed.
        reopened: Whether a tag says so, or the customer wrote again, and was answered, after what solved it.
        agents: Keyed pseudonyms of the agents who wrote to the customer, in the order of their first message.
        exchanges: How often the customer wrote back and an agent answered that.
        notes: Number of private notes; what they say stays in the store.
        handed_over: Whether an agent wrote, to the customer or in a note, that developers look at it.
        technical: Whether somebody pasted code, a log or an error's trace.
        channel: How it came, as the source names it, redacted; None if the source does not tell.
    """

    id: str
    subject: str
    question: str
    answer: str | None
    agent: str | None
    customer: str
    language: str
    created_at: datetime
    solved: bool
    rating: Rating | None = None
    tags: tuple[str, ...] = ()
    articles: tuple[str, ...] = ()
    replies: int = 0
    first_response_seconds: int | None = None
    minutes: float | None = None
    resolution_seconds: int | None = None
    reopened: bool = False
    agents: tuple[str, ...] = ()
    exchanges: int = 0
    notes: int = 0
    handed_over: bool = False
    technical: bool = False
    channel: str | None = None


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A ticket that nothing is learned from, and why."""

    id: str
    reason: LeftOutReason


@dataclass(frozen=True, slots=True)
class Trend:
    """Tickets by week, and where they are going.

    Attributes:
        weeks: The Monday of each week (UTC), `YYYY-MM-DD`, oldest first, weeks without any included.
        tickets: Tickets of each week.
        movement: Whether more or fewer come lately than came before.
    """

    weeks: tuple[str, ...]
    tickets: tuple[int, ...]
    movement: Movement = "steady"


@dataclass(frozen=True, slots=True)
class Cluster:
    """A recurring question: the tickets that ask it.

    Attributes:
        id: Stable across runs.
        member_ids: Refs of the tickets, in order of similarity to the cluster's centre, nearest first.
        exemplar_ids: The few members that show best how people ask it.
        label: A readable question, in the customers' own words.
        language: The language that most members are written in.
        cohesion: Mean cosine similarity of the members to their centre, 0 to 1.
        customers: Number of different customers who asked.
        keywords: Words and phrases that its tickets use more than others do, most telling first.
        first_seen: Day of its first ticket (UTC), `YYYY-MM-DD`.
        last_seen: Day of its last ticket.
        minutes: What agents spent on its tickets together; None if the source does not tell.
        came_from: Ids of the earlier questions that were merged into it or that it was split from.
        standing: What a person decided about it: a rejected question is counted, and never drafted.
        documented: Slug of the article, not drafted here, that answers it already; empty if there is none.
    """

    id: str
    member_ids: tuple[str, ...]
    exemplar_ids: tuple[str, ...]
    label: str
    language: str
    cohesion: float
    customers: int
    trend: Trend
    keywords: tuple[str, ...] = ()
    first_seen: str = ""
    last_seen: str = ""
    minutes: float | None = None
    came_from: tuple[str, ...] = ()
    standing: Standing = "open"
    documented: str = ""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence or code block of an answer, with the refs of the tickets that support it.

    Attributes:
        worded: Whether a language model worded it; else it stands as an agent wrote it.
    """

    text: str
    evidence: tuple[str, ...]
    worded: bool = False


@dataclass(frozen=True, slots=True)
class Stance:
    """One of several answers that agents gave to the same question: by how many tickets and agents, and when.

    Attributes:
        first: Day of its first ticket (UTC), `YYYY-MM-DD`.
        last: Day of its last ticket.
    """

    tickets: int
    agents: int
    first: str
    last: str


@dataclass(frozen=True, slots=True)
class Disagreement:
    """Agents answered one question differently.

    Attributes:
        kind: `contradiction`: one statement with another number, menu path, address or a negation. `changed`: one
            answer until a day, another one after it. `ways`: different answers side by side.
        stances: Two or more, in the order in which the article gives them.
        newer: Place in `stances`, from 1, of the one given last.
        supported: Place of the one that more agents and then more tickets give.
        since: For `changed`, the day of the newer one's first ticket.
        release: The version that tickets of the newer one name and those of the older ones do not; may be empty.
    """

    kind: DisagreementKind
    stances: tuple[Stance, ...]
    newer: int
    supported: int
    since: str = ""
    release: str = ""


@dataclass(frozen=True, slots=True)
class Article:
    """A page of the help centre.

    Attributes:
        id: Stable: the cluster's id for a drafted article, else the slug.
        answer: Markdown, without the title.
        also_asked: Other ways people ask it.
        evidence: The sentences of a drafted answer, each with the tickets behind it.
        related: Slugs of articles near this one.
        tickets: How many past tickets asked this; 0 if none is known.
        shape: What kind of article it is, which decides its sections; None if nobody said.
        products: Names that tickets give with a version.
        versions: Ranges of versions that tickets name, such as `Bookings 4.0 to 4.0.3`.
        translations: Ids of the articles that answer the same question in other languages.
        disagreements: Where agents answered differently.
        worded_by: The language model that worded some of its sentences; empty if none did.
        url: Where customers read it, if that is not this help centre; empty if it is elsewhere, unknown where.
    """

    id: str
    slug: str
    title: str
    question: str
    answer: str
    state: State = "work-in-progress"
    audience: Audience = "public"
    language: str = "en"
    origin: Origin = "drafted"
    category: str = "General"
    cluster_id: str | None = None
    also_asked: tuple[str, ...] = ()
    evidence: tuple[Sentence, ...] = ()
    related: tuple[str, ...] = ()
    tickets: int = 0
    shape: Shape | None = None
    products: tuple[str, ...] = ()
    versions: tuple[str, ...] = ()
    translations: tuple[str, ...] = ()
    disagreements: tuple[Disagreement, ...] = ()
    worded_by: str = ""
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Candidate:
    """An article that might answer, with the probability-like confidence (0 to 1) that it does.

    Attributes:
        state: The article's; see `Suggestion`.
    """

    article: str
    title: str
    confidence: float
    url: str | None = None
    state: State = "work-in-progress"


@dataclass(frozen=True, slots=True)
class Suggestion:
    """An answer deflect stands behind.

    Attributes:
        article: Slug of the article.
        answer: The passage of the article that answers, plain Markdown; of a linked one its address, or its slug.
        confidence: 0 to 1.
        evidence: Refs of the past tickets behind it; for agents only.
        alternatives: The next candidates, best first.
        state: The article's when answers were last prepared: a person stands behind a validated one only. One known by
            its links alone counts as validated, for agents send it to customers.
        origin: The article's; of a linked one there is nothing to quote.
        asked_in: The asker's language, ISO 639-1; empty if it is not known.
        threshold: The least confidence to answer with that was in force, 0 to 1; None if it is not known.
        threshold_from: `history`: found so that `suggest.max_wrong` holds. `settings`: the owner set it.
    """

    article: str
    title: str
    answer: str
    confidence: float
    language: str
    url: str | None = None
    evidence: tuple[str, ...] = ()
    alternatives: tuple[Candidate, ...] = ()
    state: State = "work-in-progress"
    origin: Origin = "drafted"
    asked_in: str = ""
    threshold: float | None = None
    threshold_from: ThresholdFrom = "settings"


@dataclass(frozen=True, slots=True)
class Abstention:
    """deflect says nothing, and why; a result, not an error.

    Attributes:
        reason: `empty-question`: there is no text. `too-short`: it only greets, or holds a letter or two.
            `no-articles` are there to suggest. `not-enough-history`: too few past tickets to find a threshold at which
            `suggest.max_wrong` holds. `too-often-wrong`: enough of them, and there is none. `sensitive`: it touches a
            topic that a person answers. `wrong-language`: no ticket or article is in the asker's language, and the
            encoder was not made for it. `nothing-similar` was ever asked or written. `no-public-article`: the same was
            asked before, and no article that may be shown answers it. `ambiguous`: two or three readings each have
            an article, and none is ahead. `not-sure`: none is confident enough. `not-reviewed`: one is, but it is a
            draft, and only validated articles were wanted. `stale-article`: one is, but agents have not answered with
            it for long.
        nearest: The next candidates, best first.
        readings: For `ambiguous`, the candidates to choose between, best first.
        topic: For `sensitive`, which topic.
        threshold: The least confidence to answer with that was in force; None if there was none.
        threshold_from: Whether it was found in the history or set by the owner.
        missing: For `not-enough-history`, how many more past tickets with a known answer are needed, about.
    """

    reason: AbstentionReason
    confidence: float = 0.0
    nearest: tuple[Candidate, ...] = ()
    readings: tuple[Candidate, ...] = ()
    topic: str = ""
    threshold: float | None = None
    threshold_from: ThresholdFrom = "settings"
    missing: int = 0


@dataclass(frozen=True, slots=True)
class Feedback:
    """What a person said of an article that was suggested for a ticket, by words or by what they did.

    Attributes:
        ticket: The ticket's ref; it need not be known yet.
        article: Slug of the article suggested.
        verdict: `accepted`: sent or read as it was. `edited`: the article was right, its words were changed.
            `rejected`: not the answer. `reopened`: the ticket was, after the answer. `contacted-again`: the customer
            wrote again soon. `withdrawn`: whatever the same person said of it before does not count.
        person: Keyed pseudonym of who said it.
        network: Keyed pseudonym of the network it came from; empty from inside, where no network is asked.
    """

    ticket: str
    article: str
    verdict: Verdict
    person: str
    created_at: datetime
    network: str = ""


@dataclass(frozen=True, slots=True)
class Impression:
    """One showing of suggestions in a contact form: a page view in which a question was typed, and how it ended.

    Visitors of the control group see nothing; what would have been shown to them is noted all the same, so that both
    groups can be compared on equal questions. One that is neither solved nor sent was given up, or went elsewhere.

    Attributes:
        id: Random, 16 hexadecimal digits.
        visitor: Random, 16 hexadecimal digits; kept by the visitor's browser where it may be, else of this page view.
        group: Follows from `visitor` and `share`.
        share: Share of visitors that were to see nothing, 0 to 1.
        page: Address of the page, without what stands behind ? and #.
        language: Of the articles that were searched.
        started_at: When enough had been typed to search for, by the visitor's clock.
        suggested_by: Who answered first; None if nothing was found.
        suggested: Slugs of the articles, in the order in which they were first shown.
        opened: Those that were opened, in that order.
        solved_by: Slugs of those that the visitor said solved it.
        sent_at: When the form was first sent; None if it was not.
    """

    id: str
    visitor: str
    group: Group
    share: float
    page: str
    language: str
    started_at: datetime
    suggested_by: SuggestedBy | None = None
    suggested: tuple[str, ...] = ()
    opened: tuple[str, ...] = ()
    solved_by: tuple[str, ...] = ()
    sent_at: datetime | None = None
