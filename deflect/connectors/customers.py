"""A list of customers with the days on which they were to renew, and whether they did, from a CSV file."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain
from pathlib import Path

from deflect.connectors.csvlayout import find_form
from deflect.connectors.csvrows import rows_of
from deflect.connectors.dates import day_first, read_date
from deflect.connectors.headings import plain
from deflect.connectors.rows import BadRow, open_input
from deflect.errors import InputError
from deflect.store.record import RecordError

# The first heading of a field that a file has is taken. Written as `plain` makes them.
HEADINGS: dict[str, tuple[str, ...]] = {
    "customer": (
        "email", "e mail", "email address", "e mail address", "customer email", "customer e mail", "mail",
        "customer", "customer id", "requester id", "client", "client id", "account", "account id", "id",
        "kunde", "kunden id", "kundennummer", "e mail adresse", "adresse e mail", "courriel", "id client",
        "البريد الالكتروني", "العميل", "cwsmer", "e bost", "ebost",
    ),
    "renewal": (
        "renewal", "renewal date", "renewal day", "renews on", "renews at", "renewal due", "due date", "expires",
        "expires on", "expires at", "expiry date", "expiration date", "end date", "date", "verlangerung",
        "verlangerungsdatum", "ablaufdatum", "datum", "renouvellement", "date de renouvellement", "date d expiration",
        "تاريخ التجديد", "التاريخ", "dyddiad adnewyddu", "dyddiad",
    ),
    "renewed": (
        "renewed", "has renewed", "is renewed", "renewed yes no", "outcome", "status", "result", "verlangert",
        "ergebnis", "renouvele", "resultat", "statut", "تم التجديد", "جدد", "adnewyddwyd", "canlyniad",
    ),
}  # fmt: skip

_RENEWED = frozenset(
    "yes y true t 1 x renewed active retained ja verlangert oui vrai renouvele نعم ie do adnewyddwyd".split()
)
_LEFT = frozenset(
    "no n false f 0 cancelled canceled churned expired lapsed left inactive nein falsch gekundigt abgelaufen non faux "
    "resilie expire لا na naddo".split()
) | {"not renewed", "nicht verlangert", "non renouvele"}
_NEXT = "Its headings are customer, renewal_date and renewed"
CONTRADICTED = "other rows say otherwise of this customer and day"


@dataclass(frozen=True, slots=True)
class Renewal:
    """A row of the list.

    Attributes:
        line: Its first line in the file.
        customer: As the list names them, an e-mail address or an id: personal, and never shown.
        on: The day on which they were to renew (UTC).
        renewed: Whether they did; None if the list does not say yet.
    """

    line: int
    customer: str
    on: date
    renewed: bool | None


_Texts = tuple[int, str, str, bool | None]


def read_renewals(path: Path) -> tuple[tuple[Renewal, ...], tuple[BadRow, ...]]:
    """Read the list.

    Args:
        path: The file, `.gz` too; comma, semicolon, tab or bar, in UTF-8, UTF-16 or Windows-1252. Dates are ISO 8601
            or as helpdesks write them; yes and no as `HEADINGS` are, in five languages; an empty one is not known yet.

    Returns:
        Renewals in the order of the file, and the rows that are none, each with its line and no word of what it holds.

    Raises:
        InputError: The file is missing, unreadable or damaged; a column is missing; or the dates do not tell whether
            the day or the month comes first. What the file holds is not repeated.
    """
    good: list[_Texts] = []
    bad: list[BadRow] = []
    for row in _rows(path):
        bad.append(row) if isinstance(row, BadRow) else good.append(row)
    read = list(_dated(good, path))
    bad += (each for each in read if isinstance(each, BadRow))
    sure, contradicted = _without_contradictions([each for each in read if isinstance(each, Renewal)])
    return sure, tuple(sorted((*bad, *contradicted), key=lambda each: each.line))


def renewed_from(text: str) -> bool | None:
    """Read whether somebody renewed; None of nothing.

    Raises:
        RecordError: It is neither yes nor no.
    """
    name = plain(text)
    if name in _RENEWED or name in _LEFT:
        return name in _RENEWED
    if text.strip():
        raise RecordError("renewed is neither yes nor no")
    return None


def _rows(path: Path) -> Iterator[_Texts | BadRow]:
    form, first = find_form(path, _known)
    if not first:
        return
    columns, width = _columns(first[0], path), len(first[0])

    def fits(cells: list[str]) -> bool:
        try:
            _, _, day, _ = _texts(0, cells, columns, width)
            read_date(day, "renewal", days_first=day_first([day]) is not False)
        except RecordError:
            return False
        return True

    with open_input(path) as file:
        for line, cells in rows_of(file.stream, form, fits):
            try:
                yield BadRow(line, cells) if isinstance(cells, str) else _texts(line, cells, columns, width)
            except RecordError as error:
                yield BadRow(line, str(error))


def _columns(headings: Sequence[str], path: Path) -> Mapping[str, int]:
    there = {plain(heading): number for number, heading in reversed(list(enumerate(headings)))}
    found = {
        field: there[name] for field, names in HEADINGS.items() if (name := next((n for n in names if n in there), ""))
    }
    missing = [field for field in HEADINGS if field not in found]
    if missing:  # the first row is not repeated: without headings it is a customer
        raise InputError(f"no column for {' and '.join(missing)} in the first row", str(path), _NEXT)
    return found


def _known(headings: Sequence[str]) -> int:
    names = set(chain.from_iterable(HEADINGS.values()))
    return sum(plain(heading) in names for heading in headings)


def _texts(line: int, cells: Sequence[str], columns: Mapping[str, int], width: int) -> _Texts:
    if any(cell.strip() for cell in cells[width:]):
        raise RecordError("more cells than headings")
    customer, day, renewed = (_cell(cells, columns[field]) for field in HEADINGS)
    if not customer:
        raise RecordError("no customer")
    if not day:
        raise RecordError("no renewal date")
    return line, customer, day, renewed_from(renewed)


def _cell(cells: Sequence[str], number: int) -> str:
    return cells[number].strip() if number < len(cells) else ""


def _dated(rows: Sequence[_Texts], path: Path) -> Iterator[Renewal | BadRow]:
    days_first = day_first(day for _, _, day, _ in rows)
    if days_first is None:
        raise InputError(
            "the dates do not tell whether the day or the month comes first", str(path), "Write them as 2026-05-31"
        )
    for line, customer, day, renewed in rows:
        try:
            yield Renewal(line, customer, read_date(day, "renewal date", days_first=days_first).date(), renewed)
        except RecordError as error:
            yield BadRow(line, str(error))


def _without_contradictions(rows: Sequence[Renewal]) -> tuple[tuple[Renewal, ...], list[BadRow]]:
    """Leave out every row of a customer and day of which the list says both yes and no."""
    said: defaultdict[tuple[str, date], set[bool]] = defaultdict(set)
    for each in rows:
        if each.renewed is not None:
            said[_of(each)].add(each.renewed)
    torn = {key for key, outcomes in said.items() if len(outcomes) > 1}
    kept = tuple(each for each in rows if _of(each) not in torn)
    return kept, [BadRow(each.line, CONTRADICTED) for each in rows if _of(each) in torn]


def _of(each: Renewal) -> tuple[str, date]:
    return each.customer.casefold(), each.on
