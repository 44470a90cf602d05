"""Which column of a helpdesk's CSV export means what: headings and values in English, German and French."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence

from deflect.errors import InputError
from deflect.types import Author, Rating, Status

REQUIRED = ("id", "created_at", "body")

# The first heading of a field that a file has is taken. Written as `plain` makes them.
HEADINGS: dict[str, tuple[str, ...]] = {
    "id": (
        "ticket id", "conversation id", "entry id", "id", "ticket number", "conversation number", "ticket", "number",
        "case number", "case id", "ticket nr", "ticketnummer", "ticket nummer", "fallnummer", "vorgangsnummer",
        "nummer", "nr", "id du ticket", "numero de ticket", "no de ticket", "n de ticket", "numero du ticket", "numero",
        "identifiant",
    ),
    "created_at": (
        "created at", "created time", "created", "date created", "created date", "creation date", "entry date",
        "ticket created", "opened at", "opened", "submitted at", "submission date", "timestamp", "date", "erstellt am",
        "erstellt", "erstelldatum", "erstellungsdatum", "erstellzeit", "eingegangen am", "datum", "cree le",
        "date de creation", "date creation", "heure de creation", "ouvert le",
    ),
    "body": (
        "description", "question", "message", "body", "content", "first message", "comment", "comments", "text",
        "details", "request", "preview", "your message", "ticket description", "beschreibung", "frage", "nachricht",
        "anfrage", "inhalt", "kommentar", "ihre nachricht", "demande", "contenu", "commentaire", "texte",
        "votre message", "corps",
    ),
    "answer": (
        "answer", "reply", "response", "agent reply", "resolution", "solution", "last reply", "antwort", "losung",
        "erste antwort", "reponse", "resolution apportee",
    ),
    "author": (
        "author", "author type", "author role", "sender type", "message author", "role", "sender", "from", "written by",
        "verfasser", "autor", "absender", "auteur", "expediteur",
    ),
    "message_created_at": (
        "message created at", "message date", "message time", "sent at", "replied at", "gesendet am",
        "nachricht erstellt am", "envoye le", "date du message",
    ),
    "subject": ("subject", "title", "ticket subject", "topic", "betreff", "titel", "thema", "sujet", "objet", "titre"),
    "status": ("status", "ticket status", "state", "statut", "etat", "zustand"),
    "requester_id": (
        "requester id", "customer id", "contact id", "user id", "client id", "kunden id", "kundennummer", "id client",
        "id du demandeur",
    ),
    "requester_name": (
        "requester", "requester name", "customer name", "customer", "full name", "contact name", "name",
        "raised by", "kunde", "kundenname", "anfragender", "demandeur", "nom du client", "client", "nom",
    ),
    "requester_email": (
        "requester email", "customer email", "contact email", "email", "email address", "e mail", "e mail address",
        "your email", "e mail adresse", "mail", "kunden e mail", "adresse e mail", "courriel", "email du client",
        "adresse email",
    ),
    "agent_id": (
        "assignee", "agent", "assigned to", "assigned agent", "owner", "bearbeiter", "zustandig", "mitarbeiter",
        "zugewiesen an", "assigne a", "responsable",
    ),
    "tags": ("tags", "labels", "tag", "schlagworter", "schlagworte", "stichworter", "etiquettes", "mots cles"),
    "language": ("language", "locale", "ticket language", "sprache", "langue"),
    "rating": (
        "satisfaction score", "satisfaction rating", "satisfaction", "rating", "survey results", "bewertung",
        "zufriedenheit", "evaluation", "note de satisfaction",
    ),
    "url": ("url", "ticket url", "link", "permalink", "lien"),
    "merged_into": ("merged into", "merged into id", "zusammengefuhrt mit", "fusionne avec"),
    "channel": ("channel", "via", "ticket channel", "kanal", "canal"),
    "public": ("public", "is public", "offentlich"),
    "minutes": (
        "minutes", "minutes spent", "time spent minutes", "time spent min", "time spent in minutes", "agent minutes",
        "total time spent", "time spent", "time tracked", "time worked", "time logged", "handling time", "handle time",
        "minuten", "zeitaufwand", "zeitaufwand minuten", "zeitaufwand min", "aufgewendete zeit", "erfasste zeit",
        "temps passe", "temps passe minutes", "temps passe min", "temps consacre", "temps enregistre",
    ),
    "seconds": (
        "total time spent sec", "total time spent seconds", "time spent sec", "time spent seconds",
        "time spent in seconds", "handle time seconds", "zeitaufwand sekunden", "temps passe secondes",
    ),
    "hours": (
        "time spent hours", "time spent hrs", "time spent h", "time spent in hours", "hours spent", "hours worked",
        "time tracked hours", "time tracked in hours", "zeitaufwand stunden", "zeitaufwand h", "temps passe heures",
    ),
}  # fmt: skip

_STATUSES: dict[Status, tuple[str, ...]] = {
    "open": ("new", "open", "active", "reopened", "neu", "offen", "nouveau", "ouvert"),
    "pending": (
        "pending", "hold", "on hold", "waiting", "waiting on customer", "waiting on third party", "in progress",
        "wartend", "in bearbeitung", "ausstehend", "en attente", "en cours",
    ),
    "solved": ("solved", "resolved", "answered", "gelost", "erledigt", "beantwortet", "resolu", "repondu"),
    "closed": ("closed", "done", "completed", "geschlossen", "ferme", "clos", "cloture"),
    "spam": ("spam", "junk"),
    "deleted": ("deleted", "trash", "trashed", "geloscht", "papierkorb", "supprime", "corbeille"),
}  # fmt: skip

_AUTHORS: dict[Author, tuple[str, ...]] = {
    "customer": (
        "customer", "client", "user", "end user", "requester", "contact", "visitor", "guest", "kunde", "kundin",
        "nutzer", "demandeur", "utilisateur",
    ),
    "agent": (
        "agent", "staff", "support", "admin", "administrator", "operator", "team", "employee", "mitarbeiter",
        "bearbeiter", "conseiller",
    ),
    "bot": ("bot", "automation", "trigger", "workflow", "chatbot"),
    "system": ("system", "systeme"),
}  # fmt: skip

_RATINGS: dict[Rating, tuple[str, ...]] = {
    "good": ("good", "great", "satisfied", "happy", "positive", "gut", "zufrieden", "bon", "satisfait"),
    "bad": ("bad", "not good", "unsatisfied", "dissatisfied", "unhappy", "negative", "schlecht", "unzufrieden",
            "mauvais", "insatisfait"),
}  # fmt: skip


def plain(text: str) -> str:
    """Write a heading or value without case, accents and punctuation, so that spellings meet."""
    bare = "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))
    return re.sub(r"[\W_]+", " ", bare).strip()


def columns(headings: Sequence[str], mapping: Mapping[str, str] | None, place: str) -> dict[str, int]:
    """Find the column of each field.

    Args:
        headings: The first row of the file.
        mapping: Field to heading, as the user gave it; it goes before what is guessed.
        place: The file, for errors.

    Returns:
        Field to column number, from 0; always `id`, `created_at`, and `body` or `subject`.

    Raises:
        InputError: The mapping names an unknown field or a heading the file has not, or a field cannot be guessed.
    """
    given = _given(headings, mapping or {}, place)
    free = {plain(heading): number for number, heading in reversed(list(enumerate(headings)))}
    free = {heading: number for heading, number in free.items() if number not in given.values()}
    guessed = {field: free[name] for field in HEADINGS if field not in given and (name := _first(field, free))}
    found = guessed | given
    missing = [field for field in REQUIRED if field not in found]
    if not missing or (missing == ["body"] and "subject" in found):
        return found
    raise InputError(
        f"no column for {' and '.join(missing)} among the headings {_listed(headings)}",
        place,
        f"Say which it is: {' '.join(_example(field) for field in missing)}",
    )


def known(headings: Sequence[str]) -> int:
    """Count the headings that mean something."""
    names = {name for field in HEADINGS.values() for name in field}
    return sum(plain(heading) in names for heading in headings)


def status_from(value: str) -> Status:
    """Read a status; one that a helpdesk was taught by its owner counts as open."""
    name = plain(value)
    return next((status for status, names in _STATUSES.items() if name in names), "open")


def author_from(value: str) -> Author | None:
    """Read who wrote a message; None if the value does not say."""
    name = plain(value)
    return next((author for author, names in _AUTHORS.items() if name in names), None)


def rating_from(value: str) -> Rating | None:
    """Read a customer's rating; None if the value does not say."""
    name = plain(value)
    return next((rating for rating, names in _RATINGS.items() if name in names), None)


def _given(headings: Sequence[str], mapping: Mapping[str, str], place: str) -> dict[str, int]:
    numbers = {plain(heading): number for number, heading in reversed(list(enumerate(headings)))}
    numbers |= {heading: number for number, heading in reversed(list(enumerate(headings)))}
    found: dict[str, int] = {}
    for field, heading in mapping.items():
        if field not in HEADINGS:
            raise InputError(f"--map names an unknown field {field}", place, f"Known: {', '.join(HEADINGS)}")
        number = numbers.get(heading, numbers.get(plain(heading)))
        if number is None:
            raise InputError(f"no column is called {heading}", place, f"The headings are {_listed(headings)}")
        found[field] = number
    return found


def _first(field: str, free: Mapping[str, int]) -> str | None:
    return next((name for name in HEADINGS[field] if name in free), None)


def _listed(headings: Sequence[str]) -> str:
    shown = [heading.strip()[:40] for heading in headings[:30]]
    return ", ".join(f"'{heading}'" for heading in shown) + (", …" if len(headings) > len(shown) else "")


def _example(field: str) -> str:
    samples = {"id": "Ticket ID", "created_at": "Created at", "body": "Description"}
    return f'--map {field}="{samples[field]}"'
