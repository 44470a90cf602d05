"""Secrets and personal data in sentences of five languages, and beside them the matter that has to survive."""

from __future__ import annotations

import string

import pytest

from deflect.cleaning.redaction import Redactor
from tests.cleaning.redaction.made import HEX, UPPER_DIGITS, card, dashed, iban, jwt, mixed, spaced, token

STRONG = "Xq7" + "!vB2" + "#m"
GITHUB = "gh" + "p_" + mixed(36)
STRIPE = "sk_" + "live_" + mixed(24)
LICENCE = dashed(5, 5)


def redact(text: str) -> str:
    return Redactor().start().redact(text)


PASSWORDS = {
    "en": (
        "The password for the staging site is {}, please do not share it.",
        "Log in with the user marketing7 and the password {}.",
        "I changed it to {} as my new password. The password: {}",
        "pw: {}",
    ),
    "de": (
        "Das Passwort für die Testseite lautet {}, bitte nicht weitergeben.",
        "Das Kennwort ist {}.",
        "Zugangsdaten\nBenutzername: marketing7\nPasswort: {}",
        "Mein Passwort: {}",
    ),
    "fr": (
        "Le mot de passe du site de test est {}.",
        "Mot de passe : {}",
        "Identifiant : marketing7\nMot de passe : {}",
        "Voici mon mot de passe: {}",
    ),
    "ar": ("كلمة المرور هي {}", "كلمة السر: {}", "اسم المستخدم: marketing7\nكلمة المرور: {}"),
    "cy": ("Y cyfrinair yw {}", "Cyfrinair: {}", "Enw defnyddiwr: marketing7\nCyfrinair: {}"),
}


@pytest.mark.parametrize(("language", "frame"), [(key, frame) for key, own in PASSWORDS.items() for frame in own])
def test_a_password_does_not_pass_in_any_frame(language: str, frame: str) -> None:
    found = redact(frame.format(STRONG, STRONG))
    assert STRONG not in found, language
    assert "[password]" in found
    assert "marketing7" not in found


@pytest.mark.parametrize(
    ("frame", "expected"),
    [
        ("Mail me at {}, please.", "Mail me at [e-mail], please."),
        ("Schreiben Sie bitte an {}!", "Schreiben Sie bitte an [e-mail]!"),
        ("Vous pouvez répondre à {} ou ici.", "Vous pouvez répondre à [e-mail] ou ici."),
        ("راسلوني على {} من فضلكم", "راسلوني على [e-mail] من فضلكم"),
        ("Anfonwch ateb at {} os gwelwch yn dda.", "Anfonwch ateb at [e-mail] os gwelwch yn dda."),
        ("Receipts for <{}> never arrive.", "Receipts for <[e-mail]> never arrive."),
        ('SMTP error: 550 5.1.1 "{}" unknown', 'SMTP error: 550 5.1.1 "[e-mail]" unknown'),
        ("WP_User{{email={};role=editor}}", "WP_User{{email=[e-mail];role=editor}}"),
    ],
)
@pytest.mark.parametrize(
    "address", ["olive.hartnell@shop.example", "o+shop_1@mail.shop.example", "brandt@büro.example"]
)
def test_an_address_goes_and_its_sentence_stays(frame: str, expected: str, address: str) -> None:
    assert redact(frame.format(address)) == expected.replace("{{", "{").replace("}}", "}")


PHONES = {
    "United Kingdom": ("Call me on {} after five.", "+44 20 7946 0958"),
    "Wales": ("Ffoniwch fi ar {} os gwelwch yn dda.", "029 2018 0123"),
    "Germany": ("Sie erreichen mich unter {} ab 9 Uhr.", "+49 30 23125 123"),
    "Germany, slash": ("Telefon {} im Büro.", "030/23125-123"),
    "France": ("Appelez-moi au {} demain.", "01 99 00 12 34"),
    "France, dots": ("Mon numéro : {} merci", "06.39.98.12.34"),
    "Egypt": ("اتصل على {} مساء", "+20 2 2345 6789"),
    "United States": ("My cell is {} if needed.", "(202) 555-0143"),
}


@pytest.mark.parametrize("place", PHONES)
def test_a_telephone_number_goes_and_its_sentence_stays(place: str) -> None:
    frame, number = PHONES[place]
    assert redact(frame.format(number)) == frame.format("[phone]")


KEYS = {
    "github": (GITHUB, "[API key]"),
    "stripe": (STRIPE, "[API key]"),
    "web token": (jwt(), "[API key]"),
    "licence": (LICENCE, "[licence key]"),
}
KEY_FRAMES = (
    "After pasting {} the page says invalid.",
    "Ich habe {} eingetragen, und nichts passiert.",
    "La clé {} est refusée depuis hier.",
    "أدخلت {} ولم يحدث شيء",
    "Rhoddais {} yn y blwch.",
    "curl -H 'X-Key: {}' failed with 401",
    "| key | {} |",
)


@pytest.mark.parametrize("name", KEYS)
@pytest.mark.parametrize("frame", KEY_FRAMES)
def test_a_key_goes_and_its_sentence_stays(name: str, frame: str) -> None:
    value, placeholder = KEYS[name]
    assert redact(frame.format(value)) == frame.format(placeholder)


BANKING = (
    "My account is {}, in case of a refund.",
    "Bitte erstatten Sie auf {} zurück.",
    "Remboursez sur {} merci.",
    "حسابي البنكي {} للاسترداد",
    "Fy nghyfrif yw {} diolch.",
)


@pytest.mark.parametrize("frame", BANKING)
@pytest.mark.parametrize(
    "value",
    [
        iban("DE", "370400440532013000"),
        spaced(iban("DE", "370400440532013000")),
        spaced(iban("FR", "20041010050500013" + "02606")),
        card("4" + "0"),
        spaced(card("52")),
    ],
)
def test_accounts_and_cards_go_in_every_language(frame: str, value: str) -> None:
    found = redact(frame.format(value))
    assert value not in found
    assert not any(len(run) > 4 and run in value.replace(" ", "") for run in found.split() if run.isdigit())
    assert found.startswith(frame.partition("{}")[0])


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Hi Perpetua,\nthe export works now.", "Perpetua"),
        ("Hallo Frau Zwickelmann,\nder Export geht.", "Zwickelmann"),
        ("Bonjour Madame Quévillard,\nça marche.", "Quévillard"),
        ("عزيزتي السيدة سوسنة\nيعمل الآن.", "سوسنة"),
        ("Annwyl Blodeuyn,\nmae'n gweithio.", "Blodeuyn"),
        ("It works.\n\nKind regards,\nPerpetua Zwick", "Perpetua"),
        ("Es geht.\n\nViele Grüße\nZwickelmann", "Zwickelmann"),
        ("My name is Perpetua Zwick and the export fails.", "Zwick"),
        ("Je m'appelle Solange Quévillard, l'export échoue.", "Quévillard"),
        ("Ich heiße Perpetua Zwick. Der Export scheitert.", "Zwick"),
    ],
)
def test_a_name_that_stands_where_names_stand_goes(text: str, name: str) -> None:
    found = redact(text)
    assert name not in found
    assert "[name]" in found


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Is Perpetua there? Zwick's shop is down.", "Is [name] there? [name]'s shop is down."),
        ("Perpetua Zwick wrote that PERPETUA is away.", "[name] wrote that [name] is away."),
        ("perpetually slow", "perpetually slow"),
    ],
)
def test_a_known_name_goes_anywhere_but_not_inside_words(text: str, expected: str) -> None:
    found = Redactor().start(names=["Perpetua Zwick"]).redact(text)
    assert found.replace("[name 2]", "[name]") == expected


SURVIVE = (
    "WordPress 6.9.1, PHP 8.3.14 and MySQL 8.0.40",
    "The update from 3.2.1-beta.2 to 3.2.1 fails.",
    "HTTP 403, error 0x80070057 and ERR_SSL_PROTOCOL_ERROR",
    "Uncaught TypeError: count(): Argument #1 ($value) must be of type Countable|array, null given",
    "Fatal error in wp-content/plugins/bookings/includes/class-export.php on line 1204",
    "Open Settings > General > Time zone and choose UTC+2.",
    "Einstellungen → Produkte → Lager öffnen, dann 25 eintragen.",
    "Allez dans Réglages > Permaliens puis cliquez sur Enregistrer.",
    "افتح الإعدادات > عام > المنطقة الزمنية",
    "Ewch i Gosodiadau > Cyffredinol > Cylchfa amser",
    "add_action( 'woocommerce_before_cart', 'shop_notice', 10, 2 );",
    "define( 'WP_MEMORY_LIMIT', '512M' );",
    "The password field is empty after the update.",
    "Das Passwort wird nicht akzeptiert.",
    "Le mot de passe oublié ne part pas.",
    "كلمة المرور لا تعمل",
    "Nid yw'r cyfrinair yn gweithio.",
    "The token has expired and the key is invalid.",
    "It takes 1500 ms for 12,000 rows and 300 MB.",
    "The page is 1920x1080 pixels, 16:9, at 2.5 MB.",
    "Run `wp cache flush --all` and `composer install --no-dev`.",
    "Use font size 14px, margin 0 auto, colour #1a2b3c.",
    "On 2026-03-01 at 09:14:22 the cron job wp_version_check was late.",
    "The shortcode [bookings id=12 view=month] shows nothing.",
    "127.0.0.1 and localhost:8080 work, the live server does not.",
    "Node 22.11.0, npm 10.9 and webpack 5.97.1",
    "SELECT option_value FROM wp_options WHERE option_name = 'siteurl';",
    "X-Frame-Options: SAMEORIGIN blocks the frame.",
)


@pytest.mark.parametrize("text", SURVIVE)
def test_the_matter_survives_word_for_word(text: str) -> None:
    assert redact(text) == text
    assert Redactor().leaks(text) == []


@pytest.mark.parametrize("text", SURVIVE[:12])
@pytest.mark.parametrize("secret", ["olive.hartnell@shop.example", STRIPE, "+44 20 7946 0958"])
def test_the_matter_survives_beside_a_secret(text: str, secret: str) -> None:
    found = redact(f"{text}\n\n{secret}\n\n{text}")
    first, placeholder, last = found.split("\n\n")
    assert (first, last) == (text, text)
    assert placeholder.startswith("[")
    assert secret not in found


@pytest.mark.parametrize("length", [32, 40, 64])
@pytest.mark.parametrize("frame", ["commit {} broke it", "sha256:{}", "Prüfsumme {}", "somme de contrôle {}"])
def test_a_hash_never_comes_out_in_part(length: int, frame: str) -> None:
    digest = token(HEX, length)
    found = redact(frame.format(digest))
    assert digest in found or not any(digest[at : at + 8] in found for at in range(length - 7))


@pytest.mark.parametrize("size", [10, 16, 24, 40])
@pytest.mark.parametrize("label", ["api_key", "API-Schlüssel", "secret", "access_token", "مفتاح api", "allwedd api"])
def test_what_is_called_a_key_goes_however_long(label: str, size: int) -> None:
    value = token(string.ascii_lowercase + string.digits, size, size)
    assert value not in redact(f"{label}: {value}")


@pytest.mark.parametrize("quoted", ['"{}"', "'{}'", "`{}`", "({})", "<{}>", "{}.", "*{}*"])
def test_marks_around_a_key_do_not_hide_it(quoted: str) -> None:
    key = "AK" + "IA" + token(UPPER_DIGITS, 16)
    assert redact(f"It says {quoted.format(key)} is wrong") == f"It says {quoted.format('[API key]')} is wrong"
