"""Promise 2: nobody's name gets through, whether the ticket knows it or the text gives it away."""

from __future__ import annotations

import pytest

from deflect.cleaning.redaction import Redactor


def redact(text: str, *names: str, keep: tuple[str, ...] = ()) -> str:
    return Redactor(keep=keep).start(names=names).redact(text)


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("Tomos Evans", "Tomos here", "[name] here"),
        ("Tomos Evans", "this is tomos", "this is [name]"),
        ("Tomos Evans", "TOMOS EVANS wrote", "[name] wrote"),
        ("Tomos Evans", "Tomos Evans", "[name]"),
        ("Tomos Evans", "Evans, Tomos", "[name], [name]"),
        ("Tomos Evans", "Tomos's shop and Evans' cart", "[name]'s shop and [name]' cart"),
        ("Tomos Evans", "Evanss Seite", "[name]s Seite"),
        ("Tomos Evans", "tomos_evans.sql and tomos84", "[name]_[name].sql and [name]84"),
        ("Tomos Evans", "tomo\u200bs", "[name]"),
        ("Tomos Evans", "Ｔｏｍｏｓ", "[name]"),
        ("Siân Parry", "Siân", "[name]"),
        ("Siân Parry", "Sian and SIÂN", "[name] and [name]"),
        ("Siân Parry", "Sia\u0302n", "[name]"),
        ("Jörg Müller", "Jörg Müller", "[name]"),
        ("Jörg Müller", "Joerg Mueller", "[name]"),
        ("Jörg Müller", "Jorg Muller", "[name]"),
        ("Joerg Gross", "Herr Gross fragt", "Herr [name] fragt"),
        ("Anne-Marie Dupont", "Anne Dupont", "[name]"),
        ("أحمد الحسن", "أنا أحمد", "أنا [name]"),
        ("أحمد الحسن", "انا احمد", "انا [name]"),
        ("أحمد الحسن", "قلت لأحمد", "قلت ل[name]"),
        ("محمد علي", "مُحَمَّد", "[name]"),
        ("Mark Evans", "I told Mark about it", "I told [name] about it"),
        ("Mark Evans", "Mark Evans", "[name]"),
        ("Will Price", "Hi Will,", "Hi [name],"),
        ("Rose Field", "Rose's shop", "[name]'s shop"),
    ],
)
def test_known_names_go_in_every_spelling(name: str, text: str, expected: str) -> None:
    assert redact(text, name) == expected


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Mark Evans", "mark the box"),
        ("Mark Evans", "Mark all as read"),
        ("Mark Evans", "Then click Mark as spam"),
        ("Will Price", "Will it work? It will. The price is fine."),
        ("Rose Field", "the rose field stays empty"),
        ("Bill Page", "the bill page"),
        ("Tomos Evans", "atomos and evansville"),
        ("Ann Li", "cannot annotate a list"),
        ("Al Bo", "al bo".replace(" ", "-x-")),
        ("Support Team", "your support team"),
        ("info@bakery.cymru", "info"),
        ("", "nobody"),
        ("123", "123"),
        ("...", "wait ..."),
    ],
)
def test_words_that_are_not_the_name_stay(name: str, text: str) -> None:
    assert redact(text, name) == text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Hi Tomos,", "Hi [name],"),
        ("Hello Tomos Evans!", "Hello [name]!"),
        ("Dear Mr Evans,", "Dear Mr [name],"),
        ("Dear Ms. Parry,", "Dear Ms. [name],"),
        ("Hey Tomos\nit broke", "Hey [name]\nit broke"),
        ("Hi Tomos thanks for the reply", "Hi [name] thanks for the reply"),
        ("Thanks Tomos, that helped", "Thanks [name], that helped"),
        ("Good morning Siân,", "Good morning [name],"),
        ("Sehr geehrte Frau Müller,", "Sehr geehrte Frau [name],"),
        ("Sehr geehrter Herr Dr. Schmidt,", "Sehr geehrter Herr Dr. [name],"),
        ("Hallo Jörg,", "Hallo [name],"),
        ("Liebe Anna,", "Liebe [name],"),
        ("Guten Tag Herr Vogel", "Guten Tag Herr [name]"),
        ("Bonjour Mme Dupont,", "Bonjour Mme [name],"),
        ("Bonjour Élodie,", "Bonjour [name],"),
        ("Cher Monsieur Lefèvre,", "Cher Monsieur [name],"),
        ("عزيزي أحمد،", "عزيزي [name]،"),
        ("مرحبا أحمد،", "مرحبا [name]،"),
        ("السيد أحمد", "السيد [name]"),
        ("Annwyl Siân,", "Annwyl [name],"),
        ("Helo Tomos,", "Helo [name],"),
        ("Bore da Gwen!", "Bore da [name]!"),
        ("my name is Tomos Evans and", "my name is [name] and"),
        ("My name is tomos", "My name is [name]"),
        ("ich heiße Jörg", "ich heiße [name]"),
        ("Mein Name ist Anna Vogel.", "Mein Name ist [name]."),
        ("je m'appelle Élodie Martin", "je m'appelle [name]"),
        ("mon nom est Dupont", "mon nom est [name]"),
        ("اسمي أحمد", "اسمي [name]"),
        ("fy enw i yw Siân", "fy enw i yw [name]"),
        ("Name: Gwen Parry\nPlan: Pro", "Name: [name]\nPlan: Pro"),
        ("Best regards,\nTomos Evans", "Best regards,\n[name]"),
        ("Thanks!\n\nTomos", "Thanks!\n\n[name]"),
        ("Thanks, Tomos", "Thanks, [name]"),
        ("Mit freundlichen Grüßen\nJörg Müller", "Mit freundlichen Grüßen\n[name]"),
        ("LG\nAnna", "LG\n[name]"),
        ("Cordialement,\nÉlodie", "Cordialement,\n[name]"),
        ("مع التحية،\nأحمد", "مع التحية،\n[name]"),
        ("Cofion,\nSiân Parry", "Cofion,\n[name]"),
        ("Diolch,\nGwen", "Diolch,\n[name]"),
        ("From: Tomos Evans <tomos@bakery.cymru>", "From: [name] <[e-mail]>"),
        ('To: "Gwen Parry" <gwen@bakery.cymru>', 'To: "[name]" <[e-mail]>'),
        ("Tomos Evans wrote:", "[name] wrote:"),
        ("Jörg Müller schrieb:", "[name] schrieb:"),
        ("our client Gwen Parry, gwen@siop.cymru, says", "our client [name], [e-mail], says"),
        ("Please write to Gwen Parry (gwen@siop.cymru)", "Please write to [name] ([e-mail])"),
        ("contact Gwen O'Neill at gwen@siop.cymru", "contact [name] at [e-mail]"),
        ("an Jörg Vogel, Telefon 030 23125555", "an [name], Telefon [phone]"),
        ("Gwen Parry-Jones from our office set it up", "[name] from our office set it up"),
        ("C'est Loïc Le Goff qui s'en occupait", "C'est [name] qui s'en occupait"),
        ("my colleague Gwen Parry did", "my colleague [name] did"),
        ("meine Kollegin Anna Vogel fragt", "meine Kollegin [name] fragt"),
        ("I spoke to Mrs Parry", "I spoke to Mrs [name]"),
    ],
)
def test_names_that_the_text_gives_away_go(text: str, expected: str) -> None:
    assert redact(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Hi there,",
        "Hi all,",
        "Hello WordPress team,",
        "Hello Support,",
        "Dear Sir or Madam,",
        "Hi, I have a problem",
        "Hi I have a problem",
        "Hello everyone!",
        "Hi, My site is down.",
        "Sehr geehrte Damen und Herren,",
        "Hallo zusammen,",
        "Hallo Team,",
        "Hallo, Ich habe",
        "Bonjour à tous,",
        "Bonjour, Je ne peux",
        "Bonjour Madame, Monsieur,",
        "مرحبا جميعا،",
        "السلام عليكم ورحمة الله",
        "مرحبا، لدي مشكلة",
        "شكراً لتواصلك معنا.",
        "مرحبا، السلة فارغة بعد التحديث.",
        "شكراً لكم مقدماً",
        "Annwyl Syr neu Fadam,",
        "Helo bawb,",
        "Thanks in advance",
        "Thanks,\n\nThunderbird Team",
        "Thank you. Now it works",
        "Thanks for WooCommerce",
        "the file name is Config",
        "the plugin name: Acme",
        "Dr. no",
        "Best practice",
        "the best Plugin",
        "the error wrote: nothing",
        "Cheers!",
    ],
)
def test_greetings_of_nobody_stay(text: str) -> None:
    assert redact(text) == text


def test_a_person_has_one_placeholder_and_another_person_the_next() -> None:
    ticket = Redactor().start(names=["Tomos Evans", "Siân Parry"])
    assert ticket.redact("Hi Siân, Tomos Evans here.") == "Hi [name], [name 2] here."
    assert ticket.redact("Dear Mr Evans, Parry and Tomos agree") == "Dear Mr [name 2], [name] and [name 2] agree"


def test_who_is_named_in_full_once_is_known_from_then_on() -> None:
    ticket = Redactor().start()
    assert ticket.redact("our client Gwen Parry, gwen@siop.cymru") == "our client [name], [e-mail]"
    assert ticket.redact("I saw Gwen Parry today") == "I saw [name] today"
    assert Redactor().start().redact("I saw Gwen Parry today") == "I saw Gwen Parry today"


def test_words_that_the_owner_keeps_are_no_names() -> None:
    assert redact("Hi Rosie, Rosie here", "Rosie Parry", keep=("Rosie",)) == "Hi Rosie, Rosie here"


def test_the_part_before_the_at_of_a_known_address_is_known_too() -> None:
    ticket = Redactor().start(emails=["gwenparry84@bakery.cymru"])
    assert (
        ticket.redact("my user gwenparry84 cannot log in at bakery.cymru") == "my user [login] cannot log in at [site]"
    )
    assert Redactor().start(emails=["info@gmail.com"]).redact("info on gmail.com") == "info on gmail.com"
