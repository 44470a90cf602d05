"""What speaks to one customer stays out of articles; what helps everybody stays in."""

from __future__ import annotations

import pytest

from deflect.cleaning.redaction.rules import KINDS
from deflect.kb.agreement import answer_of
from deflect.kb.publishable import has_placeholder, is_courtesy, is_logged, is_publishable, without_sign_off
from deflect.kb.sentences import Kind, Piece
from deflect.kb.steps import is_step

from .build import ticket

LEFT_OUT = [
    "My guess is that the cache holds it.",
    "Guessing from here, the cache holds it.",
    "Your perception of the cache is wrong.",
    "It seems that some of the due dates are hidden.",
    "That looks like an old version of it.",
    "Sounds like the cache of the host.",
    "Maybe you have switched the cache off.",
    "It is quite possible that the cache is old.",
    "Not sure why the cache does that.",
    "From what you've described the cache is old.",
    "The screen that you posted shows the cache.",
    "As in your last screenshot the cache is old.",
    "Wie Sie schreiben, ist der Zwischenspeicher alt.",
    "Comme vous dites, le cache est ancien.",
    "Please do not ask the same question in this forum.",
    "Mark this thread as solved when it works.",
    "Somebody here may know more about the cache.",
    "We try to help with the cache.",
    "Please provide results of the next test as well.",
    "Please confirm, the cache is switched off.",
    "If you post the exact message it can be found.",
    "Copy all of the text and paste it into this topic.",
    "This tells much, so that we can advise on it.",
    "Does the cache work with the theme switched off.",
    "re: the cache holds it and nothing helps",
    '"The cache holds it and nothing helps me at all."',
    "The picture below shows the cache, see attached image.",
    "Good luck with all of the caches.",
    "Greetings from the volunteers of the desk",
    "Command failed: 535 [relay.example 2024-09-25T20:33:37.105Z 08DC]",
    "Error at smtpClient.mjs:602:19 in the console",
    "Next steps: 1.",
    "on that menu,",
    "Exclude the script. Its handle is",
    "Fügen Sie eine Zeile hinzu, zum Beispiel",
    "Oh no, that should not happen.",
    "Let's get this working again.",
    "Just shout if it stays that way.",
    "Drop us a line if it does not.",
    "Visitors get through while we look for the cause.",
    "In most situations like yours the cache is at fault.",
    "Oje, das klingt nach Arbeit.",
    "Bon courage pour la suite.",
    "Hi there and welcome back.",
    "Thanks for your patience with this.",
    "Thank you for contacting us about it.",
    "Sorry to hear about the trouble.",
    "We apologise for the inconvenience.",
    "I hope this helps.",
    "Let me know how it goes.",
    "Please let us know if it works.",
    "Feel free to write again.",
    "If you have any other questions, write again.",
    "Kind regards from the support desk",
    "I will check with our developers.",
    "I have just restarted the queue.",
    "I logged in and saw the error.",
    "I've refunded the payment.",
    "We will look at it and write again.",
    "We'll get back to you soon.",
    "We have refunded the payment.",
    "Our developers are on it.",
    "Could you tell which version it is?",
    "Could you please send the log.",
    "Which theme is active?",
    "Please send me the log.",
    "Please send us a copy of the log.",
    "Please attach a screenshot of the page.",
    "Reply to this mail with the version.",
    "Your account has been unlocked.",
    "Your site uses an old theme.",
    "It looks like your licence was renewed.",
    "You have been charged twice.",
    "Order #48213 was paid on time.",
    "The payment of order number 48213 failed.",
    "The server was down this morning.",
    "It worked again yesterday.",
    "In your case the theme is the reason.",
    "The theme of [site] overrides the page.",
    "Log in as [name 2] and look.",
    "Enter [licence key] in the field.",
    "Open [customer site] and look.",
    "Guten Tag und willkommen.",
    "Vielen Dank für Ihre Nachricht.",
    "Mit freundlichen Grüßen aus dem Support",
    "Ich habe es an die Entwickler gegeben.",
    "Wir haben den Betrag erstattet.",
    "Wir melden uns wieder.",
    "Bitte schicken Sie uns ein Bildschirmfoto.",
    "Können Sie das bitte prüfen.",
    "Welche Version nutzen Sie?",
    "Ihre Lizenz wurde verlängert.",
    "Bestellung Nr. 48213 ist bezahlt.",
    "Bonjour et bienvenue.",
    "Merci de votre message.",
    "J'ai transmis le problème.",
    "Je vais vérifier cela.",
    "Nous avons remboursé le paiement.",
    "N'hésitez pas à nous écrire.",
    "Envoyez-nous une capture.",
    "Votre compte a été débloqué.",
    "مرحبا بك في الدعم.",
    "شكرا لتواصلك معنا.",
    "شُكراً لك.",
    "سأراجع الأمر مع الفريق.",
    "لقد قمت بتحديث الموقع.",
    "هل جربت متصفحا آخر؟",
    "نعتذر عن الإزعاج الحاصل.",
    "Diolch am eich neges.",
    "Rhowch wybod os yw'n gweithio.",
    "Byddwn yn edrych arno.",
    "Do this now:",
    "All right.",
    "12 345 678",
    "-- * -- * --",
    "word " * 81,
]

KEPT = [
    "Open My Account and press Save.",
    "It is possible to switch the cache off.",
    "If it looks like an old copy, clear the cache.",
    "Enter the password that the provider gave.",
    "Do this in the order in which it stands.",
    "Has a cache been set, clear it.",
    'Press "Save all of the settings now" in the panel.',
    "Publish the post again from the editor.",
    "Update the plugin to version 4.0.3.",
    "Ask the question in the language of the shop.",
    "Open Settings > General and press Save.",
    "Log in to your account and open Licences.",
    "Check that your licence is active.",
    "If your licence has expired, renew it under Account > Licences.",
    "If you have a caching plugin, clear its cache.",
    "The theme overrides the calendar page.",
    "This was fixed in version 4.0.3.",
    "We have a guide to caching at https://docs.shop.example/caching.",
    "We recommend PHP 8.2 or later.",
    'Choose "I agree" and go on.',
    "Open My Account > Subscriptions in the shop.",
    "Use a cache, i.e. Redis, for that.",
    "WordPress lists today's bookings there.",
    "Put [fernleaf_calendar] into the page.",
    'Put [contact-form-7 id="3"] into the page.',
    "The limit is 1000 entries a page.",
    "Leider unterstützt das Plugin kein Multisite.",
    "Öffnen Sie Einstellungen > Allgemein.",
    "Klicken Sie unter „Mein Konto“ auf Lizenz.",
    "Ouvrez Réglages > Général et enregistrez.",
    "Le thème masque la page du calendrier.",
    "افتح الإعدادات > عام واضغط حفظ.",
    "الاتصال يعمل من جديد بعد التحديث.",
    "Agorwch Gosodiadau > Cyffredinol a chadwch.",
]


@pytest.mark.parametrize("text", LEFT_OUT)
def test_what_speaks_to_one_customer_is_left_out(text: str) -> None:
    assert not is_publishable(Piece(text, "sentence"))


@pytest.mark.parametrize("text", KEPT)
def test_what_helps_everybody_is_kept(text: str) -> None:
    assert is_publishable(Piece(text, "sentence"))


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("cy", "I gwsmeriaid dramor, ychwanegwch y tag at y templed."),
        ("cy", "Cysylltwch yr aelod â'i ddefnyddiwr, a rhowch y rôl i ddefnyddiwr newydd."),
        ("de", "Das Geld kommt je nach Bank in fünf Tagen zurück."),
        ("fr", "Le mir est le nom du dossier."),
    ],
)
def test_one_language_s_words_are_not_taken_for_another_s(language: str, text: str) -> None:
    assert is_publishable(Piece(text, "sentence"), language)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "That is what I see here."),
        ("de", "Das sehe ich hier auch so."),
        ("fr", "Voilà ce que je vois ici."),
        ("cy", "Dyna beth rwy'n ei weld, dw i yma."),
        ("ar", "هذا ما أنا أراه هنا."),
    ],
)
@pytest.mark.parametrize("known", [True, False])
def test_who_speaks_of_themselves_is_left_out_in_every_language(language: str, text: str, known: bool) -> None:
    assert not is_publishable(Piece(text, "sentence"), language if known else "und")


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("piece_kind", ["sentence", "step", "item", "code"])
def test_every_placeholder_of_redaction_is_known(kind: str, piece_kind: Kind) -> None:
    assert has_placeholder(f"Enter [{kind}] or [{kind} 12] here")
    assert not is_publishable(Piece(f"Please enter [{kind} 12] in the field", piece_kind))


def test_code_is_judged_by_placeholders_alone() -> None:
    assert is_publishable(Piece("SELECT my FROM me WHERE I = 48213 -- thanks?", "code"))


@pytest.mark.parametrize("kind", ["step", "item"])
def test_a_list_item_may_be_one_word(kind: Kind) -> None:
    assert is_publishable(Piece("Save", kind))
    assert not is_publishable(Piece("Save", "sentence"))


@pytest.mark.parametrize("line", ["Ana Poe | Shop Support", "Ana Poe, Shop Plugins", "Ana Poe · Shop"])
def test_the_line_an_agent_signs_with_is_left_out(line: str) -> None:
    said = Piece("Save the form once.", "sentence")
    assert without_sign_off([said, Piece(line, "sentence")]) == [said]


@pytest.mark.parametrize(
    "pieces",
    [
        [Piece("Save it.", "sentence"), Piece("Settings > Tools > Cache", "sentence")],
        [Piece("Save it.", "sentence"), Piece("Press Save.", "sentence")],
        [Piece("Save it.", "sentence"), Piece("Rebuild Assets", "step")],
        [Piece("Ana Poe", "sentence"), Piece("Save it.", "sentence")],
        [Piece("Rebuild Assets Again", "sentence")],
        [Piece("احفظ النموذج", "sentence"), Piece("امسح الذاكرة", "sentence")],
        [],
    ],
)
def test_what_is_no_signature_stays(pieces: list[Piece]) -> None:
    assert without_sign_off(pieces) == pieces


def test_an_answer_to_a_question_that_was_left_out_goes_with_it() -> None:
    """ "If so" says nothing to who never read the question; the same words after a statement do."""
    asked = "Is the cache on? If so, clear it now. Press Rebuild then."
    assert [piece.text for piece in answer_of(ticket(1, asked)).pieces] == ["Press Rebuild then."]
    told = "The cache may be on. If so, clear it now."
    assert [piece.text for piece in answer_of(ticket(1, told)).pieces] == [
        "The cache may be on.",
        "If so, clear it now.",
    ]


def test_a_reply_that_mostly_asks_counts_for_less() -> None:
    asks = "Which host do you use? Did you clear the cache? Please send us the log. Clear the cache of the host."
    assert answer_of(ticket(1, asks)).told == 0.25
    assert answer_of(ticket(1, "Clear the cache. Press Rebuild.")).told == 1.0


def test_a_log_is_told_by_its_moment_or_its_place_in_code() -> None:
    assert is_logged("2024-09-25 20:33:37 refused")
    assert is_logged("at x.php:12")
    assert is_logged("Uncaught TypeError")
    assert not is_logged("Open 10:30 to 12:00 on 2024-09-25")
    assert not is_logged("Add it to functions.php: then save")


def test_courtesies_are_told_by_their_beginning() -> None:
    assert is_courtesy("Hello, the calendar is blank.")
    assert not is_courtesy("The page says hello and thanks.")
    assert not is_courtesy("Hierarchy of pages is broken.")


STEPS = [
    "Open the settings.",
    "Please open the settings.",
    "Then, click Save.",
    "First, click Save.",
    "And then press Save.",
    "Öffnen Sie die Einstellungen.",
    "Bitte klicken Sie auf Speichern.",
    "Dann speichere die Seite.",
    "Ouvrez les réglages.",
    "Puis enregistrez la page.",
    "Veuillez ouvrir la page.",
    "افتح الإعدادات.",
    "ثم اضغط حفظ.",
    "وتأكد من التفعيل.",
    "فعّل الخيار.",
    "Agorwch y gosodiadau.",
    "Yna cliciwch ar Cadw.",
]
NO_STEPS = [
    "The settings are open.",
    "You can open the settings.",
    "Opening it takes a minute.",
    "Das Plugin öffnet die Seite.",
    "Vous pouvez ouvrir la page.",
    "Chez nous tout va bien.",
    "التقويم فارغ.",
    "Mae'r calendr yn wag.",
    "",
    "> 5",
]


@pytest.mark.parametrize("text", STEPS)
def test_an_imperative_is_a_step(text: str) -> None:
    assert is_step(text)


@pytest.mark.parametrize("text", NO_STEPS)
def test_a_statement_is_no_step(text: str) -> None:
    assert not is_step(text)
