from __future__ import annotations

import pytest

from deflect.cleaning import noise
from deflect.types import LeftOutReason, Requester, Status
from tests.cleaning.made import customer, ticket


@pytest.mark.parametrize(
    ("status", "merged_into", "reason"),
    [
        ("open", None, None),
        ("pending", None, None),
        ("solved", None, None),
        ("closed", None, None),
        ("spam", None, "spam"),
        ("deleted", None, "deleted"),
        ("closed", "12", "merged"),
        ("spam", "12", "merged"),
    ],
)
def test_status_and_merging_leave_tickets_out(
    status: Status, merged_into: str | None, reason: LeftOutReason | None
) -> None:
    assert noise.by_record(ticket(customer("x"), status=status, merged_into=merged_into)) == reason


@pytest.mark.parametrize(
    ("subject", "text"),
    [
        ("Automatic reply: Your ticket", "Back on Monday."),
        ("Out of Office: Re: Map", ""),
        ("Re: Out of office", ""),
        ("[Auto-Reply] ", "Thanks"),
        ("Abwesenheitsnotiz: Karte", "Ich bin ab Montag wieder da."),
        ("Automatische Antwort: Karte", ""),
        ("Réponse automatique : Carte", ""),
        ("رد تلقائي: الخريطة", ""),
        ("Ateb awtomatig: Map", ""),
        ("Map", "I am out of the office until 3 March with limited access to email."),
        ("Map", "We have received your request and will answer within a day."),
        ("Karte", "Vom 1. bis 5. März bin ich nicht im Büro. Ihre Nachricht wird nicht weitergeleitet."),
        ("Carte", "Je suis actuellement en congé, de retour le 5 mars."),
        ("خريطة", "أنا في إجازة حتى 5 مارس."),
        ("Map", "Rwyf allan o'r swyddfa tan 5 Mawrth."),
    ],
)
def test_knows_automatic_replies(subject: str, text: str) -> None:
    assert noise.is_auto_reply(subject, text)


@pytest.mark.parametrize(
    ("subject", "text"),
    [
        ("", ""),
        ("Auto reply not working", "I cannot get the auto reply to work. I made a template."),
        ("Auto-reply setup", "How do I set up an out of office message in the form plugin?"),
        ("Out of office text is sent twice", "Customers get the out of office text twice."),
        ("Abwesenheitsnotiz einrichten", "Wo stelle ich die Abwesenheitsnotiz ein?"),
        ("Réponse automatique du formulaire", "Elle n'est pas envoyée."),
        ("Map", "Why does it say 'this is an automatic message' below the form?"),
        ("Map", "We have received your request. " + "Here is what to do. " * 100),
        ("Calendar", "Staff on vacation should not be offered for bookings."),
    ],
)
def test_a_question_about_automatic_replies_is_none(subject: str, text: str) -> None:
    assert not noise.is_auto_reply(subject, text)


@pytest.mark.parametrize(
    ("email", "subject", "text"),
    [
        ("MAILER-DAEMON@mx.example", "anything", "anything"),
        ("postmaster@mx.example", "", ""),
        (
            None,
            "Undelivered Mail Returned to Sender",
            "This is the mail system at host mx.example. I'm sorry to have to ...",
        ),
        (
            None,
            "Mail delivery failed: returning message to sender",
            "This message was created automatically by mail delivery software.",
        ),
        (None, "Undeliverable: Your booking", "Your message couldn't be delivered to a@b.example."),
        (None, "Unzustellbar: Ihre Buchung", "Fehler bei der Nachrichtenzustellung an folgende Empfänger: a@b.example"),
        (None, "Non remis : Votre réservation", "Échec de la remise pour ces destinataires ou groupes : a@b.example"),
        (None, "تعذر تسليم: حجزك", "تعذر تسليم رسالتك إلى a@b.example"),
        (None, "Methu danfon: eich archeb", "Ni ellid danfon eich neges i a@b.example"),
        (None, "", "This is the mail system at host mx.example."),
    ],
)
def test_knows_bounces(email: str | None, subject: str, text: str) -> None:
    assert noise.is_bounce(ticket(customer(text), subject=subject, requester=Requester(email=email)), text)


@pytest.mark.parametrize(
    ("subject", "text"),
    [
        (
            "Mail delivery failed repeatedly",
            "Our customers get 'Mail delivery failed' when the form sends. What can we do?",
        ),
        ("Delivery Status Notification (Failure)", "We receive these for many bookings since the update."),
        ("Undeliverable mails from the plugin", "Every confirmation bounces."),
        ("Nicht zugestellt", "Die Bestätigungen werden nicht zugestellt."),
        ("", ""),
    ],
)
def test_a_question_about_bounces_is_none(subject: str, text: str) -> None:
    assert not noise.is_bounce(ticket(customer(text), subject=subject), text)


@pytest.mark.parametrize(
    ("subject", "text"),
    [
        ("SEO service", "Backlinks here https://one.example https://two.example/x https://www.three.test/y"),
        ("Loan app customer care number 98765-43210", "Call now 9876543210 all problem solved (98765 43210)"),
        ("Rank #1 on Google", "Hello website owner, our free audit is white hat."),
        ("Guest post", "One dofollow link in a sponsored post, please see our price list."),
        ("Kredit", "Sofortkredit ohne Schufa, jetzt Antrag stellen."),
    ],
)
def test_knows_spam_shapes(subject: str, text: str) -> None:
    assert noise.is_spam(subject, text)


@pytest.mark.parametrize(
    ("subject", "text"),
    [
        ("Spam through the form", "I get casino and viagra entries every day. How do I stop them?"),
        ("Spam", "They post links such as https://one.example and https://two.example about backlinks."),
        (
            "Three sites",
            "It fails on https://one.example, https://two.example and https://three.example after the update.",
        ),
        ("Call me", "Please call 020 7946 0000, I repeat 020 7946 0000."),
        ("SEO", "Does the plugin hurt our SEO service pages on https://shop.example/a and https://shop.example/b ?"),
        ("", ""),
    ],
)
def test_complaints_about_spam_and_many_links_alone_are_no_spam(subject: str, text: str) -> None:
    assert not noise.is_spam(subject, text)


def test_the_vendors_own_domains_are_not_counted() -> None:
    text = "Website traffic: https://acme.example/a https://docs.acme.example/b https://one.test https://two.test"
    assert noise.is_spam("", text)
    assert not noise.is_spam("", text, ["acme.example"])
