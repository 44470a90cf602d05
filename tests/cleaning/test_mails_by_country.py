"""Whole mails as Outlook, Gmail and Apple Mail send them in five languages: the matter stays, all around it goes."""

from __future__ import annotations

import pytest

from deflect.cleaning import quotes, signatures
from deflect.cleaning.cleaner import Cleaner
from deflect.cleaning.text import normalise
from deflect.config import PrivacySettings, VendorSettings
from deflect.types import CleanTicket, LeftOut, Requester
from tests.cleaning.made import agent, customer, ticket

CLEANER = Cleaner(VendorSettings(), PrivacySettings(), b"k" * 32)

MAILS = {
    "en, Gmail": (
        "Hi there,\n\nThe export button does nothing since version 3.2.1.\n\nKind regards,\nOlive Hartnell\n\n"
        "On Tue, Mar 3, 2026 at 9:14 AM Support <help@desk.example> wrote:\n\n> Which version is it?\n> Best, Lea",
        "The export button does nothing since version 3.2.1.",
    ),
    "en, Outlook": (
        "Good morning,\n\nThe export still stops at 500 rows.\n\nBest regards\nOlive\n\n"
        "From: Support <help@desk.example>\nSent: 03 March 2026 09:14\nTo: Olive <o@shop.example>\n"
        "Subject: RE: Export\n\nPlease raise the limit.",
        "The export still stops at 500 rows.",
    ),
    "en, Apple Mail": (
        "The map is grey on my phone.\n\nSent from my iPhone\n\n"
        "> On 3 Mar 2026, at 09:14, Support <help@desk.example> wrote:\n>\n> Does it work now?",
        "The map is grey on my phone.",
    ),
    "de, Outlook": (
        "Guten Tag,\n\nder Kalender zeigt den falschen Monat an.\n\nMit freundlichen Grüßen\nHeike Brandt\n\n"
        "Von: Support <help@desk.example>\nGesendet: Dienstag, 3. März 2026 09:14\nAn: Heike Brandt\n"
        "Betreff: AW: Kalender\n\nWelche Version nutzen Sie?",
        "der Kalender zeigt den falschen Monat an.",
    ),
    "de, Gmail": (
        "Hallo zusammen,\n\nnach dem Update fehlt das Menü Einstellungen > Export.\n\nViele Grüße\nHeike\n\n"
        "Am Di., 3. März 2026 um 09:14 Uhr schrieb Support <help@desk.example>:\n\n> Was fehlt genau?",
        "nach dem Update fehlt das Menü Einstellungen > Export.",
    ),
    "de, small print": (
        "Die Rechnung wird doppelt verschickt.\n\nFreundliche Grüße\nHeike Brandt\n\n"
        "Diese E-Mail enthält vertrauliche Informationen. Wenn Sie nicht der richtige Adressat sind, "
        "löschen Sie diese bitte.",
        "Die Rechnung wird doppelt verschickt.",
    ),
    "fr, Gmail": (
        "Bonjour,\n\nLe formulaire affiche l'erreur 403 à l'envoi.\n\nCordialement,\nSolène Morvan\n\n"
        "Le mar. 3 mars 2026 à 09:14, Support <help@desk.example> a écrit :\n\n> Quelle est l'erreur ?",
        "Le formulaire affiche l'erreur 403 à l'envoi.",
    ),
    "fr, Outlook": (
        "Bonsoir,\n\nLes factures ne partent plus depuis hier.\n\nBien cordialement\nSolène\n\n"
        "De : Support <help@desk.example>\nEnvoyé : mardi 3 mars 2026 09:14\nÀ : Solène\nObjet : RE: Factures\n\n"
        "Quel message voyez-vous ?",
        "Les factures ne partent plus depuis hier.",
    ),
    "fr, telephone": (
        "Le panier se vide tout seul.\n\nEnvoyé de mon iPhone\n\n"
        "> Le 3 mars 2026 à 09:14, Support <help@desk.example> a écrit :\n> Bonjour",
        "Le panier se vide tout seul.",
    ),
    "ar, Gmail": (
        "السلام عليكم،\n\nزر الحفظ لا يعمل بعد التحديث 3.2.1.\n\nمع أطيب التحيات\nسلمى\n\n"
        "في الثلاثاء، 3 مارس 2026 في 9:14 ص كتب Support <help@desk.example>:\n\n> ما هو الإصدار؟",
        "زر الحفظ لا يعمل بعد التحديث 3.2.1.",
    ),
    "ar, Outlook": (
        "مرحبا،\n\nلا تصل رسائل تأكيد الطلب.\n\nتحياتي\nسلمى\n\n"
        "من: Support <help@desk.example>\nتم الإرسال: 3 مارس 2026\nإلى: سلمى\nالموضوع: رد: الرسائل\n\nهل وصلت؟",
        "لا تصل رسائل تأكيد الطلب.",
    ),
    "cy, Outlook": (
        "Bore da,\n\nMae'r calendr yn wag ers y diweddariad.\n\nCofion gorau\nNia\n\n"
        "Oddi wrth: Support <help@desk.example>\nAnfonwyd: 3 Mawrth 2026 09:14\nAt: Nia\nPwnc: Calendr\n\nPa fersiwn?",
        "Mae'r calendr yn wag ers y diweddariad.",
    ),
    "cy, Gmail": (
        "Helo,\n\nNid yw'r botwm Cadw yn gweithio.\n\nDiolch yn fawr\nNia\n\n"
        "Ar Maw, 3 Maw 2026 am 09:14 ysgrifennodd Support <help@desk.example>:\n\n> Pa fotwm?",
        "Nid yw'r botwm Cadw yn gweithio.",
    ),
}


@pytest.mark.parametrize("name", MAILS)
def test_only_the_matter_of_a_mail_is_left(name: str) -> None:
    raw, expected = MAILS[name]
    assert signatures.strip(quotes.strip(normalise(raw))).text == expected


@pytest.mark.parametrize("name", MAILS)
def test_a_mail_with_windows_line_ends_is_read_alike(name: str) -> None:
    raw, expected = MAILS[name]
    assert signatures.strip(quotes.strip(normalise(raw.replace("\n", "\r\n")))).text == expected


@pytest.mark.parametrize("name", MAILS)
def test_the_question_of_a_new_ticket_is_the_matter_in_the_mails_language(name: str) -> None:
    raw, expected = MAILS[name]
    assert CLEANER.clean_question(raw) == (expected, name[:2])


HTML = {
    "Outlook": (
        "<html><body><p>Der Export bricht ab.</p><p>Version 3.2.1</p>"
        "<div style='border:none;border-top:solid #E1E1E1 1.0pt'><p><b>Von:</b> Support &lt;help@desk.example&gt;<br>"
        "<b>Gesendet:</b> Dienstag, 3. März 2026<br><b>An:</b> Heike<br><b>Betreff:</b> Export</p></div>"
        "<p>Was passiert genau?</p></body></html>",
        "Der Export bricht ab.\n\nVersion 3.2.1",
    ),
    "Gmail": (
        '<div dir="ltr">Le panier reste vide.</div><br><div class="gmail_quote"><div class="gmail_attr">'
        "Le mar. 3 mars 2026 à 09:14, Support a écrit :<br></div><blockquote>Quel panier ?</blockquote></div>",
        "Le panier reste vide.",
    ),
    "Apple Mail": (
        "<html><body>The map is grey.<br><br><div><blockquote type='cite'><div>On 3 Mar 2026, at 09:14, Support "
        "wrote:</div><div>Still grey?</div></blockquote></div></body></html>",
        "The map is grey.",
    ),
}


@pytest.mark.parametrize("name", HTML)
def test_mails_written_as_markup_lose_their_history_too(name: str) -> None:
    raw, expected = HTML[name]
    assert CLEANER.clean_question(raw)[0] == expected


@pytest.mark.parametrize(
    "text",
    [
        "On Monday I wrote the rule: it was never saved.",
        "From: the field is empty. To: also empty.",
        "Am Montag schrieb das Plugin 500 Zeilen ins Log.",
        "Le plugin a écrit dans le journal : disque plein.",
        "Ar y dudalen mae botwm: Cadw.",
        "في الصفحة زر: حفظ.",
        "The best setting is Settings > General.",
        "Hi-res images are cropped.",
        "Dear is the word that the filter blocks.",
        "Hallo-Fenster lässt sich nicht schließen.",
        "Merci de corriger l'erreur 403 du formulaire.",
    ],
)
def test_sentences_that_only_look_like_mail_parts_stay(text: str) -> None:
    assert signatures.strip(quotes.strip(text)).text == text


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("> Which version?\n3.2.1\n\n> Which browser?\nFirefox 140", "3.2.1\n\nFirefox 140"),
        (
            "My answers are below.\n\nOn 3 Mar 2026, Lea <l@desk.example> wrote:\n> Which theme?\nA child theme.",
            "My answers are below.\n\nA child theme.",
        ),
        ("> all of it\n> was said before", ""),
        ("Works in Safari.\n\n________________________________\n\n", "Works in Safari."),
    ],
)
def test_answers_between_quotes_are_the_authors_own(raw: str, expected: str) -> None:
    assert quotes.strip(normalise(raw)) == expected


def cleaned(found: CleanTicket | LeftOut) -> CleanTicket:
    assert isinstance(found, CleanTicket)
    return found


THREADS = {
    "en": (
        ["The invoice has no tax line.", "Which country is the shop in?", "It is in Wales."],
        "Open Settings > Tax, tick Show tax line and save. New invoices then have it.",
        "Works, thank you!",
    ),
    "de": (
        ["Auf der Rechnung fehlt die Steuerzeile.", "In welchem Land ist der Shop?", "In Österreich."],
        "Öffnen Sie Einstellungen > Steuern, setzen Sie den Haken bei Steuerzeile und speichern Sie.",
        "Funktioniert jetzt, danke!",
    ),
    "fr": (
        ["La ligne de TVA manque sur la facture.", "Dans quel pays est la boutique ?", "En Belgique."],
        "Ouvrez Réglages > Taxes, cochez Afficher la TVA puis enregistrez.",
        "Ça marche, merci !",
    ),
    "ar": (
        ["سطر الضريبة لا يظهر في الفاتورة.", "في أي بلد المتجر؟", "في الأردن."],
        "افتح الإعدادات > الضرائب ثم فعّل إظهار سطر الضريبة واحفظ.",
        "شكرا، تم حل المشكلة.",
    ),
    "cy": (
        ["Nid oes llinell dreth ar yr anfoneb.", "Ym mha wlad mae'r siop?", "Yng Nghymru."],
        "Ewch i Gosodiadau > Treth, ticiwch Dangos llinell dreth a chadwch y dudalen.",
        "Mae'n gweithio nawr, diolch!",
    ),
}


@pytest.mark.parametrize("language", THREADS)
def test_a_thread_becomes_its_question_and_the_answer_before_the_customers_thanks(language: str) -> None:
    (asked, request, told), solution, thanks = THREADS[language]
    thread = ticket(customer(asked), agent(request), customer(told), agent(solution), customer(thanks))
    found = cleaned(CLEANER.clean(thread))
    assert (found.question, found.answer, found.language) == (asked, solution, language)
    assert found.replies == 2


@pytest.mark.parametrize("language", THREADS)
def test_the_same_thread_without_its_last_answer_has_none(language: str) -> None:
    asked, request, told = THREADS[language][0]
    found = cleaned(CLEANER.clean(ticket(customer(asked), agent(request), customer(told), status="open")))
    assert (found.question, found.answer, found.agent) == (asked, None, None)


@pytest.mark.parametrize("language", THREADS)
def test_the_requesters_name_is_in_neither_question_nor_answer(language: str) -> None:
    (asked, *_), solution, _ = THREADS[language]
    person = Requester(name="Quentina Abelsworth", email="quentina.abelsworth@shop.example")
    thread = ticket(
        customer(f"{asked}\n\nQuentina Abelsworth\nquentina.abelsworth@shop.example"),
        agent(f"Quentina, {solution}"),
        requester=person,
    )
    found = cleaned(CLEANER.clean(thread))
    everything = f"{found.subject}\n{found.question}\n{found.answer}".lower()
    assert "quentina" not in everything
    assert "abelsworth" not in everything
    assert asked in found.question
