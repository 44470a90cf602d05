from __future__ import annotations

import pytest

from deflect.connectors import headings
from deflect.errors import InputError

# Headings as helpdesks export them, and the fields they must give.
EXPORTS = {
    "zendesk": (
        "Summation column,Id,Requester,Requester id,Requester external id,Requester email,Requester domain,Submitter,"
        "Assignee,Group,Subject,Tags,Status,Priority,Via,Ticket type,Created at,Updated at,Satisfaction Score",
        {"id": "Id", "created_at": "Created at", "subject": "Subject", "requester_name": "Requester",
         "requester_id": "Requester id", "requester_email": "Requester email", "agent_id": "Assignee", "tags": "Tags",
         "status": "Status", "rating": "Satisfaction Score", "channel": "Via"},
    ),
    "helpscout": (
        "Conversation ID,Number,Subject,Customer Name,Customer Email,Status,Assigned To,Created At,Closed At,Tags,"
        "Preview,Satisfaction Rating",
        {"id": "Conversation ID", "created_at": "Created At", "subject": "Subject", "body": "Preview",
         "requester_name": "Customer Name", "requester_email": "Customer Email", "agent_id": "Assigned To",
         "tags": "Tags", "status": "Status", "rating": "Satisfaction Rating"},
    ),
    "freshdesk": (
        "Ticket ID,Subject,Description,Status,Priority,Source,Type,Agent,Group,Created time,Due by Time,Resolved time,"
        "Tags,Survey results,Full name,Contact ID,Email",
        {"id": "Ticket ID", "created_at": "Created time", "subject": "Subject", "body": "Description",
         "requester_name": "Full name", "requester_id": "Contact ID", "requester_email": "Email", "agent_id": "Agent",
         "tags": "Tags", "status": "Status", "rating": "Survey results"},
    ),
    "contact form of WordPress": (
        "Entry Id,Entry Date,Name,Email,Subject,Your Message,Source Url,User IP",
        {"id": "Entry Id", "created_at": "Entry Date", "subject": "Subject", "body": "Your Message",
         "requester_name": "Name", "requester_email": "Email"},
    ),
    "support plugin of WordPress": (
        "Ticket #,Title,Content,Date Created,Customer,Customer E-Mail,Status,Reply",
        {"id": "Ticket #", "created_at": "Date Created", "subject": "Title", "body": "Content", "answer": "Reply",
         "requester_name": "Customer", "status": "Status"},
    ),
    "German": (
        "Ticket-Nr.,Betreff,Beschreibung,Antwort,Erstellt am,Status,Kunde,E-Mail,Schlagwörter,Sprache,Bewertung",
        {"id": "Ticket-Nr.", "created_at": "Erstellt am", "subject": "Betreff", "body": "Beschreibung",
         "answer": "Antwort", "status": "Status", "requester_name": "Kunde", "requester_email": "E-Mail",
         "tags": "Schlagwörter", "language": "Sprache", "rating": "Bewertung"},
    ),
    "German, messages": (
        "Vorgangsnummer;Datum;Verfasser;Nachricht",
        {"id": "Vorgangsnummer", "created_at": "Datum", "author": "Verfasser", "body": "Nachricht"},
    ),
    "French": (
        "N° de ticket,Objet,Message,Réponse,Créé le,Statut,Nom du client,Courriel,Étiquettes,Langue",
        {"id": "N° de ticket", "created_at": "Créé le", "subject": "Objet", "body": "Message", "answer": "Réponse",
         "status": "Statut", "requester_name": "Nom du client", "requester_email": "Courriel", "tags": "Étiquettes",
         "language": "Langue"},
    ),
    "time in minutes": (
        "Ticket ID,Created at,Description,Time spent",
        {"id": "Ticket ID", "created_at": "Created at", "body": "Description", "minutes": "Time spent"},
    ),
    "time in seconds": (
        "Id,Created at,Subject,Total time spent (sec)",
        {"id": "Id", "created_at": "Created at", "subject": "Subject", "seconds": "Total time spent (sec)"},
    ),
    "time in hours": (
        "Nr.;Datum;Frage;Zeitaufwand (Stunden)",
        {"id": "Nr.", "created_at": "Datum", "body": "Frage", "hours": "Zeitaufwand (Stunden)"},
    ),
    "French, numéro": (
        "Numéro,Sujet,Demande,Date de création,État,Auteur",
        {"id": "Numéro", "subject": "Sujet", "body": "Demande", "created_at": "Date de création", "status": "État",
         "author": "Auteur"},
    ),
}  # fmt: skip


@pytest.mark.parametrize("export", EXPORTS)
def test_the_usual_headings_are_guessed(export: str) -> None:
    text, expected = EXPORTS[export]
    names = text.split(";" if ";" in text else ",")
    assert {field: names[number] for field, number in headings.columns(names, None, "f.csv").items()} == expected


def test_spelling_case_and_accents_do_not_matter() -> None:
    assert headings.plain("  E-Mail_Adresse: ") == "e mail adresse"
    assert headings.plain("Créé LE") == headings.plain("cree le")
    assert all(name == headings.plain(name) for names in headings.HEADINGS.values() for name in names)


def test_no_heading_means_two_things() -> None:
    names = [name for field in headings.HEADINGS.values() for name in field]
    assert len(names) == len(set(names))


def test_the_mapping_goes_before_the_guess() -> None:
    found = headings.columns(["ID", "Case", "Date", "Notes"], {"id": "Case", "body": "notes"}, "f.csv")
    assert found == {"id": 1, "created_at": 2, "body": 3}


def test_a_column_given_away_is_not_guessed_again() -> None:
    found = headings.columns(["Id", "Date", "Message", "Name"], {"subject": "Message", "body": "Name"}, "f.csv")
    assert found == {"id": 0, "created_at": 1, "subject": 2, "body": 3}


def test_of_two_columns_with_one_heading_the_first_is_taken() -> None:
    assert headings.columns(["Id", "Date", "Message", "Message"], None, "f.csv")["body"] == 2


def test_a_file_that_cannot_be_guessed_lists_its_headings_and_shows_how_to_map() -> None:
    with pytest.raises(InputError) as caught:
        headings.columns(["Ref", "When", "Notes"], None, "f.csv")
    assert str(caught.value) == (
        "no column for id and created_at and body among the headings 'Ref', 'When', 'Notes' (f.csv). "
        'Say which it is: --map id="Ticket ID" --map created_at="Created at" --map body="Description"'
    )


def test_a_mapping_that_fits_nothing_is_an_error() -> None:
    with pytest.raises(InputError, match=r"no column is called Nowhere .*'Id', 'Date'"):
        headings.columns(["Id", "Date"], {"body": "Nowhere"}, "f.csv")
    with pytest.raises(InputError, match=r"unknown field bdy .*Known: id, created_at, body"):
        headings.columns(["Id", "Date"], {"bdy": "Id"}, "f.csv")


@pytest.mark.parametrize(
    ("value", "status"),
    [("New", "open"), ("On-hold", "pending"), ("Resolved", "solved"), ("Gelöst", "solved"), ("Fermé", "closed"),
     ("SPAM", "spam"), ("trash", "deleted"), ("Waiting for the developer", "open"), ("", "open")],
)  # fmt: skip
def test_statuses(value: str, status: str) -> None:
    assert headings.status_from(value) == status


def test_authors_and_ratings() -> None:
    assert [headings.author_from(value) for value in ("End-user", "STAFF", "Bot", "System", "Kunde", "Pat")] == [
        "customer", "agent", "bot", "system", "customer", None,
    ]  # fmt: skip
    assert [headings.rating_from(value) for value in ("Good", "unzufrieden", "5")] == ["good", "bad", None]
