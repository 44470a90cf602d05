"""The log of the contact form's widget: what its events must be, and the impressions that they tell of."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Annotated, Literal, Self, get_args

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, ValidationError, model_validator
from pydantic_core import PydanticCustomError

from deflect.errors import InputError
from deflect.types import Group, Impression, SuggestedBy

EventType = Literal["assigned", "impression", "opened", "solved", "sent"]
Id = Annotated[str, Field(pattern=r"^[0-9a-f]{16}$")]
Slug = Annotated[str, Field(min_length=1, max_length=300)]
NEEDS = {"impression": ("source", "articles"), "opened": ("article",), "solved": ("article",)}
ORDER = {name: number for number, name in enumerate(get_args(EventType))}
MOST_BYTES = 8 * 1024


class Event(BaseModel):
    """One line of the log: the body of a POST to /events, and what a page hears as `deflect:` and the type."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    version: Literal[1] = Field(description="Form of the event.")
    type: EventType = Field(
        description="`assigned`: enough was typed to search for. `impression`: other articles were found. `opened` and "
        "`solved`: an article was, or was said to have. `sent`: the form was."
    )
    impression: Id = Field(description="Random number of the page view.")
    visitor: Id = Field(description="Random number of the visitor.")
    group: Group = Field(description="Whether the visitor sees suggestions; `control` does not.")
    share: float = Field(ge=0.0, le=1.0, description="Share of visitors that see none.")
    at: AwareDatetime = Field(description="When, by the visitor's clock.")
    page: str = Field(max_length=2000, pattern=r"^[^?#]*$", description="Address of the page, without query.")
    language: str = Field(pattern=r"^[a-z]{2,3}(-[a-z0-9]{2,8})*$", description="Of the articles that are searched.")
    source: SuggestedBy | None = Field(None, description="`service` or `site`, who found the articles.")
    articles: tuple[Slug, ...] = Field((), max_length=3, description="Slugs of the articles that were found.")
    article: Slug | None = Field(None, description="Slug of the article that was opened, or solved it.")

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if self.group != group_of(self.visitor, self.share):
            raise PydanticCustomError("group", "the group does not follow from visitor and share")
        given = {name for name in ("source", "articles", "article") if getattr(self, name)}
        if given != set(NEEDS.get(self.type, ())):
            raise PydanticCustomError("fields", "source, articles and article do not fit the type")
        return self


def group_of(visitor: str, share: float) -> Group:
    """The group that a visitor is in; one who is in it at a small share stays in it at a larger one.

    Args:
        visitor: 16 hexadecimal digits; the first eight, as a fraction of one, decide.
        share: Share of visitors that see nothing, 0 to 1.
    """
    return "control" if int(visitor[:8], 16) / 2**32 < share else "shown"


def read_event(body: str | bytes) -> Event:
    """Check one event.

    Args:
        body: JSON, as the widget sends it.

    Raises:
        InputError: It is not as documented; what it held is not repeated.
    """
    if len(body) > MOST_BYTES:
        raise InputError(f"an event is over {MOST_BYTES} bytes")
    try:
        return Event.model_validate_json(body)
    except ValidationError as error:
        first = error.errors(include_input=False, include_context=False, include_url=False)[0]
        where = ".".join(str(part) for part in first["loc"] if part in Event.model_fields or isinstance(part, int))
        raise InputError(f"an event {_fault(first['type'], where)}", where) from None


def _fault(kind: str, where: str) -> str:
    """What is wrong, and in which key: whoever reads a log names file and line in its place."""
    if kind == "extra_forbidden":
        return "has a key that it must not have"
    if kind == "missing":
        return f"lacks {where}"
    return f"is wrong{f' in {where}' if where else ''}: {kind}"


def impressions(events: Iterable[Event]) -> tuple[Impression, ...]:
    """Put together what happened in each page view.

    Args:
        events: In any order, any of them more than once: browsers send them without waiting for one another.

    Returns:
        In order of their start. Events that share a page view's number and differ in visitor, group, share, page or
        language are told apart: somebody made them up.
    """
    views: defaultdict[tuple[object, ...], list[Event]] = defaultdict(list)
    for event in events:
        views[_view(event)].append(event)
    found = [_impression(sorted(each, key=_order)) for each in views.values()]
    return tuple(sorted(found, key=lambda each: (each.started_at, each.id, each.visitor, each.page, each.language)))


def _view(event: Event) -> tuple[object, ...]:
    return event.impression, event.visitor, event.group, event.share, event.page, event.language


def _order(event: Event) -> tuple[datetime, int, str, tuple[str, ...], str]:
    return event.at, ORDER[event.type], event.source or "", event.articles, event.article or ""


def _impression(events: Sequence[Event]) -> Impression:
    first = events[0]
    return Impression(
        id=first.impression,
        visitor=first.visitor,
        group=first.group,
        share=first.share,
        page=first.page,
        language=first.language,
        started_at=first.at.astimezone(UTC),
        suggested_by=next((each.source for each in events if each.source), None),
        suggested=_once(slug for each in events for slug in each.articles),
        opened=_once(each.article for each in events if each.type == "opened" and each.article),
        solved_by=_once(each.article for each in events if each.type == "solved" and each.article),
        sent_at=next((each.at.astimezone(UTC) for each in events if each.type == "sent"), None),
    )


def _once(slugs: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(slugs))
