from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deflect.cleaning import naming, phrases, signatures
from deflect.cleaning.text import normalise

MATTER = {
    "en": "The map stays white after the update to 3.2.",
    "de": "Die Karte bleibt nach dem Update auf 3.2 weiß.",
    "fr": "La carte reste blanche après la mise à jour 3.2.",
    "ar": "تبقى الخريطة بيضاء بعد التحديث 3.2.",
    "cy": "Mae'r map yn aros yn wyn ar ôl diweddaru i 3.2.",
}

GREETED = [
    ("en", "Hi Tomos,", "Tomos"),
    ("en", "Hello Maria Lopez", "Maria Lopez"),
    ("en", "Dear Ms. Ruiz,", "Ruiz"),
    ("en", "Good morning!", ""),
    ("en", "Hi there,", ""),
    ("en", "Hey team", ""),
    ("en", "Dear Sir or Madam,", ""),
    ("en", "To whom it may concern:", ""),
    ("en", "Dear Customer,", ""),
    ("en", "Dear Developers,", ""),
    ("en", "Hello WordPress Team,", ""),
    ("de", "Liebe Kollegen,", ""),
    ("de", "Hallo Lea,", "Lea"),
    ("de", "Guten Tag Herr Meier,", "Meier"),
    ("de", "Sehr geehrte Frau Schmidt,", "Schmidt"),
    ("de", "Sehr geehrte Damen und Herren,", ""),
    ("de", "Moin zusammen!", ""),
    ("de", "Liebes Support-Team,", ""),
    ("fr", "Bonjour Jean-Paul,", "Jean-Paul"),
    ("fr", "Bonjour,", ""),
    ("fr", "Bonsoir à tous,", ""),
    ("fr", "Chère Madame Petit,", "Petit"),
    ("fr", "Madame, Monsieur,", ""),
    ("ar", "مرحبا أحمد،", "أحمد"),
    ("ar", "السلام عليكم ورحمة الله وبركاته،", ""),
    ("ar", "تحية طيبة وبعد،", ""),
    ("ar", "السادة فريق الدعم،", ""),
    ("cy", "Helo Gwen,", "Gwen"),
    ("cy", "Annwyl Tomos,", "Tomos"),
    ("cy", "Bore da,", ""),
    ("cy", "Shwmae bawb,", ""),
]

SIGNED = [
    ("en", "Kind regards,\nMaria Ruiz\nShop Ltd\n+44 20 7946 0000", "Maria Ruiz"),
    ("en", "Best, Lea – Acme Support", "Lea"),
    ("en", "Best regards Tomos", "Tomos"),
    ("en", "Many thanks and best regards,\nMaria", "Maria"),
    ("en", "Thanks!\nMaria", "Maria"),
    ("en", "Thanks in advance", ""),
    ("en", "Cheers\nMo\nhttps://shop.example", "Mo"),
    ("en", "Sincerely yours,\n\nMaria Ruiz\nHead of Web", "Maria Ruiz"),
    (
        "en",
        "-- \nMaria Ruiz\nShop Ltd, 1 High Street, Anytown\nThis line is long and ends like any sentence does.",
        "Maria Ruiz",
    ),
    ("en", "Sent from my iPhone", ""),
    ("en", "Get Outlook for Android", ""),
    ("de", "Mit freundlichen Grüßen\nPetra Maier\nMaier GmbH", "Petra Maier"),
    ("de", "Viele Grüße, Petra", "Petra"),
    ("de", "Vielen Dank und viele Grüße\nPetra", "Petra"),
    ("de", "MfG\nP. Maier", "P. Maier"),
    ("de", "LG Petra", "Petra"),
    ("de", "Von meinem iPhone gesendet", ""),
    ("fr", "Cordialement,\nJean-Paul Petit", "Jean-Paul Petit"),
    ("fr", "Bien à vous\nJean-Paul", "Jean-Paul"),
    ("fr", "Merci d'avance,\nJean-Paul", "Jean-Paul"),
    ("fr", "Merci d’avance !", ""),
    ("fr", "Envoyé de mon iPhone", ""),
    ("ar", "مع تحياتي\nأحمد", "أحمد"),
    ("ar", "مع أطيب التحيات،\nأحمد علي", "أحمد علي"),
    ("ar", "شكرا جزيلا", ""),
    ("ar", "أُرسلت من الـ iPhone", ""),
    ("cy", "Cofion,\nGwen", "Gwen"),
    ("cy", "Cofion gorau\nGwen Price\nSiop y Pentref", "Gwen Price"),
    ("cy", "Diolch yn fawr,\nGwen", "Gwen"),
    ("cy", "Anfonwyd o fy iPhone", ""),
]


@pytest.mark.parametrize(("language", "greeting", "name"), GREETED)
def test_a_greeting_goes_and_its_name_is_told(language: str, greeting: str, name: str) -> None:
    found = signatures.strip(f"{greeting}\n\n{MATTER[language]}")
    assert found == signatures.Stripped(MATTER[language], (name,) if name else ())


@pytest.mark.parametrize(("language", "sign_off", "name"), SIGNED)
def test_a_signature_goes_and_its_name_is_told(language: str, sign_off: str, name: str) -> None:
    found = signatures.strip(normalise(f"{MATTER[language]}\n\n{sign_off}"))
    assert found == signatures.Stripped(MATTER[language], (name,) if name else ())


@pytest.mark.parametrize(("language", "sign_off", "name"), SIGNED)
def test_code_before_a_signature_stays(language: str, sign_off: str, name: str) -> None:
    code = f"{MATTER[language]}\n\n```\n$a = 1;\n\n-- a comment\n```"
    assert signatures.strip(normalise(f"{code}\n\n{sign_off}")).text == code


@pytest.mark.parametrize(
    "text",
    [
        "Thanks, still broken: error 500",
        "Thanks for the quick help, but it still fails.",
        "Thank you, what about the second site?",
        "Best practice for caching?\nPlease explain.",
        "Regards field is missing in my form",
        "Cheers plugin crashes",
        "Thanks\n\nI have also noticed that the header is broken since last Monday.",
        "Danke, aber der Fehler 500 kommt immer noch",
        "Viele Grüße werden im Formular nicht angezeigt",
        "Merci mais la page est toujours blanche",
        "Salutations ne s'affiche pas dans le formulaire",
        "شكرا لكن الخطأ 500 ما زال يظهر",
        "Diolch, ond mae'r gwall 500 yn dal yno",
        "Hi my form is broken",
        "Hello world post cannot be deleted",
        "Dear customer field is empty on the invoice",
        "Hallo Welt wird nicht gelöscht",
        "Hide the map",
        "Heyday theme breaks the header",
        "Liebesbriefe Plugin startet nicht",
        "Sent from my iPhone the pictures do not arrive, why?",
        "Which host do you use?\nBluehost",
        "Installed plugins:\nYoast\nElementor",
        "-- is shown in place of the price",
        "Steps:\n- save\n- reload\n- nothing",
    ],
)
def test_the_matter_is_never_taken_for_politeness(text: str) -> None:
    assert signatures.strip(text).text == text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Hi, the map is white.", "the map is white."),
        ("Hello! Where is my invoice?", "Where is my invoice?"),
        ("Hallo Herr Meier, es geht nicht.", "es geht nicht."),
        ("Bonjour, où est ma facture ?", "où est ma facture ?"),
        ("مرحبا، أين الفاتورة؟", "أين الفاتورة؟"),
        ("Helo, ble mae'r anfoneb?", "ble mae'r anfoneb?"),
        ("Hello,\nGood morning,\nWhere is it?", "Where is it?"),
        ("Maria,\n\nopen the settings.", "open the settings."),
        ("Broken.\n\nThanks\nBob\nPS: I use PHP 8.", "Broken.\n\nPS: I use PHP 8."),
        ("It is fixed.\n\nDana :)", "It is fixed."),
        ("It is fixed.\n\n– Karim, Acme", "It is fixed."),
        ("Thanks", ""),
        ("Hi Tomos,\n\nThanks!\n\nMaria", ""),
        ("", ""),
    ],
)
def test_short_messages(text: str, expected: str) -> None:
    assert signatures.strip(text).text == expected


def test_the_authors_own_name_starts_a_signature_without_a_sign_off() -> None:
    text = "Where is the invoice\n\nMaria Ruiz\nShop Ltd\nhttps://shop.example"
    assert signatures.strip(text, ["Maria Ruiz"]).text == "Where is the invoice"
    assert signatures.strip(text, ["Ana Lopez"]).text == text


@pytest.mark.parametrize(
    "contact", ["+44 20 7946 0000", "maria@shop.example", "Shop Ltd\n(020) 7946-0000", "tel. 02079460000"]
)
def test_a_name_above_a_number_or_address_starts_a_signature(contact: str) -> None:
    found = signatures.strip(f"Where is the invoice\nMaria C. Ruiz\n{contact}")
    assert found == signatures.Stripped("Where is the invoice", ("Maria C. Ruiz",))


@pytest.mark.parametrize(
    "tail",
    [
        "Elementor\nhttps://shop.example",
        "Elementor\n3.2.1",
        "Elementor\nfails with error 5000000 since the last update.",
    ],
)
def test_a_product_above_an_address_of_a_page_or_a_version_starts_none(tail: str) -> None:
    text = f"The map breaks with\n{tail}"
    assert signatures.strip(text).text == text


def test_the_authors_name_inside_the_matter_stays() -> None:
    text = "The page shows\nMaria Ruiz\nwhere it should show the name of the course that people have booked with us."
    assert signatures.strip(text, ["Maria Ruiz"]).text == text


@pytest.mark.parametrize(
    "small_print",
    [
        "This e-mail and any attachments are confidential and intended solely for the addressee.",
        "CONFIDENTIALITY NOTICE: the contents of this message are private.",
        "Please consider the environment before printing this e-mail.",
        "Diese E-Mail enthält vertrauliche Informationen. Wenn Sie nicht der richtige Adressat sind, löschen Sie sie.",
        "Ce message et toutes les pièces jointes sont confidentiels.",
        "هذه الرسالة سرية وموجهة إلى المرسل إليه فقط.",
        "Mae'r e-bost hwn yn gyfrinachol ac at ddefnydd y derbynnydd yn unig.",
    ],
)
def test_small_print_goes(small_print: str) -> None:
    assert signatures.strip(f"{MATTER['en']}\n\n{small_print}").text == MATTER["en"]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Maria", "Maria"),
        (" Maria Ruiz, ", "Maria Ruiz"),
        ("Ludwig van Beethoven", "Ludwig van Beethoven"),
        ("O'Brien", "O'Brien"),
        ("أحمد علي", "أحمد علي"),
        ("team", ""),
        ("all the others here", ""),
        ("my form is broken", ""),
        ("Error 500", ""),
        ("maria@shop.example", ""),
        ("", ""),
        ("One Two Three Four Five", ""),
        ("X" * 50, ""),
    ],
)
def test_tells_names_from_other_words(text: str, name: str) -> None:
    assert naming.name_in(text) == name


@given(st.text())
def test_any_text_at_all_never_raises_and_nothing_is_invented(text: str) -> None:
    found = signatures.strip(text)
    assert set(found.text.split()) <= set(text.split()) | {word.lstrip(" ,!.،-–—") for word in text.split()}


PARTS = st.sampled_from(
    [
        "Hi Tomos,",
        "Thanks,",
        "Kind regards",
        "Maria",
        "",
        "The map is white since the update.",
        "-- ",
        "```",
        "PS: one",
        "Mit freundlichen Grüßen",
    ]
)


@given(st.lists(PARTS, max_size=12).map("\n".join))
def test_a_statement_is_never_lost(text: str) -> None:
    statement = "The map is white since the update."
    before_delimiter = text.split("-- ")[0]
    if statement in before_delimiter:
        assert statement in signatures.strip(normalise(text)).text


def test_the_tables_are_lower_case_and_without_typographic_apostrophes() -> None:
    for name in dir(phrases):
        table = getattr(phrases, name)
        if name.isupper() and isinstance(table, tuple | frozenset):
            for phrase in table:
                assert phrase == naming.plain(phrase), (name, phrase)


def test_no_table_holds_a_phrase_so_short_that_it_is_in_every_text() -> None:
    for table in (
        phrases.PLEASANTRIES,
        phrases.PROMISES,
        phrases.CLOSINGS,
        phrases.REQUESTS,
        phrases.AUTO_REPLIES,
    ):
        assert min(map(len, table)) >= 5
