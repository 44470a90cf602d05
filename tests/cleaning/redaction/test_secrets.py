"""Promise 2: no key, token, password or licence gets through."""

from __future__ import annotations

import pytest

from deflect.cleaning.redaction import Redactor
from tests.cleaning.redaction.made import HEX, UPPER_DIGITS, dashed, jwt, mixed, pem, token


def redact(text: str) -> str:
    return Redactor().start().redact(text)


KEYS = {
    "stripe secret": "sk_" + "live_" + mixed(24),
    "stripe test": "sk_" + "test_" + mixed(24),
    "stripe public": "pk_" + "live_" + mixed(24),
    "stripe restricted": "rk_" + "live_" + mixed(24),
    "stripe webhook": "wh" + "sec_" + mixed(32),
    "aws": "AK" + "IA" + token(UPPER_DIGITS, 16),
    "google": "AI" + "za" + mixed(35),
    "github": "gh" + "p_" + mixed(36),
    "github fine": "github_" + "pat_" + mixed(22) + "_" + mixed(59),
    "gitlab": "glp" + "at-" + mixed(20),
    "slack": "xo" + "xb-" + token("0123456789", 12) + "-" + mixed(24),
    "sendgrid": "S" + "G." + mixed(22) + "." + mixed(43),
    "mailgun": "key" + "-" + token(HEX, 32),
    "mailchimp": token(HEX, 32) + "-us" + "14",
    "twilio": "S" + "K" + token(HEX, 32),
    "woocommerce key": "c" + "k_" + token(HEX, 40),
    "woocommerce secret": "c" + "s_" + token(HEX, 40),
    "recaptcha": "6" + "L" + mixed(38),
    "telegram": token("0123456789", 9) + ":A" + "A" + mixed(33),
    "json web token": jwt(),
    "private key": pem(),
    "random": mixed(32),
}


@pytest.mark.parametrize("name", KEYS)
@pytest.mark.parametrize(
    "around",
    [
        "{}",
        "my key {} fails",
        "Schlüssel: {}",
        "la clé est {}.",
        "المفتاح {} لا يعمل",
        "yr allwedd yw {}",
        '"{}"',
        "`{}`",
    ],
)
def test_keys_with_a_shape_of_their_own_go(name: str, around: str) -> None:
    redacted = redact(around.format(KEYS[name]))
    assert KEYS[name] not in redacted
    assert redacted.count("[") == 1, redacted
    assert redacted.startswith(around.split("{}")[0])


@pytest.mark.parametrize(
    "label",
    [
        "api key: {}",
        "API-Key = {}",
        "api_key={}",
        "apikey: {}",
        "API-Schlüssel: {}",
        "clé api : {}",
        "مفتاح api: {}",
        "allwedd api: {}",
        "consumer key: {}",
        "consumer_secret: {}",
        "client secret is {}",
        "access token: {}",
        "'secret_key' => '{}'",
        '"token": "{}"',
        "Authorization: Bearer {}",
        "Authorization: Basic {}==",
    ],
)
def test_keys_called_so_go(label: str) -> None:
    value = token("abcdefghijklmnop0123456789", 18)
    redacted = redact(label.format(value))
    assert value not in redacted
    assert "[API key]" in redacted


def test_a_private_key_goes_whole_even_if_its_end_was_not_pasted() -> None:
    assert redact(f"here:\n{pem()}\nthanks for help") == "here:\n[API key]\nthanks for help"
    cut = pem().rsplit("\n", 1)[0]
    assert redact(f"here:\n{cut}") == "here:\n[API key]"


def test_application_passwords_of_wordpress_go() -> None:
    value = " ".join(mixed(4, seed) for seed in range(6))
    assert redact(f"the password {value} does not work") == "the password [password] not work"
    assert redact(f"I made {value}, and now?") == "I [password], and now?"


def test_wp_config_keeps_its_names_and_loses_its_values() -> None:
    secret, salt = mixed(12), mixed(30) + "!$%^ &*() <>" + mixed(20, 9)
    config = (
        "define( 'DB_NAME', 'shop_db' );\ndefine( 'DB_USER', 'shop_admin' );\n"
        f"define( 'DB_PASSWORD', '{secret}' );\ndefine( 'DB_HOST', 'localhost' );\n"
        f"define('AUTH_KEY',         '{salt}');\ndefine( 'WP_DEBUG', true );"
    )
    assert redact(config) == (
        "define( 'DB_NAME', '[login]' );\ndefine( 'DB_USER', '[login 2]' );\n"
        "define( 'DB_PASSWORD', '[password]' );\ndefine( 'DB_HOST', 'localhost' );\n"
        "define('AUTH_KEY',         '[API key]');\ndefine( 'WP_DEBUG', true );"
    )


def test_settings_files_lose_their_secrets() -> None:
    value = mixed(14)
    assert (
        redact(f"DB_HOST=localhost\nDB_PASSWORD={value}\nAPP_ENV=prod")
        == "DB_HOST=localhost\nDB_PASSWORD=[password]\nAPP_ENV=prod"
    )
    assert redact(f"MAIL_PASSWORD = '{value}'").startswith("MAIL_PASSWORD = ")
    assert value not in redact(f"MAIL_PASSWORD = '{value}'")


@pytest.mark.parametrize("prefix", ["$P$" + "B", "$2y$" + "10$", "$wp$2y$" + "10$"])
def test_hashes_of_passwords_go(prefix: str) -> None:
    value = prefix + mixed(50)
    assert redact(f"hash {value} here") == "hash [password] here"


def test_a_dump_of_users_goes() -> None:
    row = "(7,'gwenparry','x','gwen','g@b.cymru','','2020-01-01 10:00:00','',0,'Gwen Parry')"
    dump = f"INSERT INTO `wp_users` VALUES {row};\nDone"
    redacted = redact(dump)
    assert redacted == "INSERT INTO `wp_users` VALUES [login];\nDone"


LICENCES = {
    "4x4": dashed(4, 4),
    "5x5": dashed(5, 5),
    "3x8": dashed(3, 8),
    "named": "LUM-" + dashed(4, 4),
    "wrapped": dashed(2, 5) + "-\n" + dashed(3, 5, 20),
    "spaced dashes": dashed(4, 4).replace("-", " - "),
    "odd dashes": dashed(4, 4).replace("-", "\u2011"),
    "full width": dashed(4, 4).translate({code: code + 0xFEE0 for code in range(0x30, 0x5B)}),
    "invisible": dashed(4, 4)[:7] + "\u200b" + dashed(4, 4)[7:],
    "lower": dashed(4, 4).lower(),
}


@pytest.mark.parametrize("name", LICENCES)
@pytest.mark.parametrize(
    "around",
    [
        "key {} is invalid",
        "Mein Lizenzschlüssel {} geht nicht",
        "ma clé {} ne marche pas",
        "الترخيص {} لا يعمل",
        "nid yw'r drwydded {} yn gweithio",
        "{}",
    ],
)
def test_licence_keys_go(name: str, around: str) -> None:
    assert redact(around.format(LICENCES[name])) == around.format("[licence key]")


@pytest.mark.parametrize(
    "label",
    [
        "license",
        "licence key:",
        "License Key -",
        "Lizenz",
        "Lizenzschlüssel:",
        "clé de licence :",
        "ترخيص",
        "مفتاح الترخيص:",
        "trwydded",
        "allwedd:",
        "serial number",
        "purchase code:",
    ],
)
def test_long_hexadecimal_after_a_word_for_licence_goes(label: str) -> None:
    assert redact(f"{label} {token(HEX, 32)} ok?") == f"{label} [licence key] ok?"


def test_a_licence_of_the_shape_of_a_uuid_goes_only_where_it_is_called_one() -> None:
    uuid = "-".join(token(HEX, size, size) for size in (8, 4, 4, 4, 12))
    assert redact(f"purchase code {uuid}") == "purchase code [licence key]"
    assert redact(f"request id {uuid}") == f"request id {uuid}"


@pytest.mark.parametrize(
    "text",
    [
        "commit " + token(HEX, 40),
        "md5 " + token(HEX, 32),
        "fixed in " + token(HEX, 7),
        "sha256:" + token(HEX, 64),
        "ECDHE-ECDSA-AES128-SHA256",
        "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
        "ERR_SSL_PROTOCOL_ERROR",
        "HTTP-ERROR-CODE",
        "WC_Gateway_Stripe_Payment_Request",
        "woocommerce_checkout_update_order_review",
        "#ff00aa and #FFF",
        "my-long-slug-of-2023-news",
        "CVE-2023-12345",
        "ISO-8859-1 and UTF-8",
        "2023-01-02",
        "the key is missing",
        "press the Esc key 3 times",
        "primary key (id)",
        "key: value",
        "token expired",
        "secret: none",
        "bearer token missing",
        "basic plan 2023",
        "define( 'WP_MEMORY_LIMIT', '256M' );",
        "define( 'WP_DEBUG_LOG', true );",
        "some text with four more word here that runs long",
        "wp_nonce_field( 'save', 'nonce' )",
        "data-id attribute",
        "AbstractSingletonProxyFactoryBean",
    ],
)
def test_what_is_no_secret_stays(text: str) -> None:
    assert redact(text) == text
