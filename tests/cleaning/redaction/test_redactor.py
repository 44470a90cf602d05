"""Promise 2: one value, one placeholder in a ticket; the rest of the text as it was; the gate agrees with the wall."""

from __future__ import annotations

import re

import pytest

import deflect.cleaning.redaction as redaction
from deflect.cleaning.redaction import RULES_VERSION, Leak, Redactor, leaks
from deflect.cleaning.redaction.redactor import MAX_LENGTH
from deflect.cleaning.redaction.rules import KINDS, PLACEHOLDER
from tests.cleaning.redaction.made import dashed, iban, mixed


def test_the_public_names_are_these() -> None:
    assert redaction.__all__ == ["RULES_VERSION", "Leak", "Redactor", "TicketRedaction", "leaks"]
    assert re.fullmatch(r"[0-9]+", RULES_VERSION)


def test_the_same_value_has_the_same_placeholder_in_all_texts_of_a_ticket() -> None:
    ticket = Redactor().start()
    assert ticket.redact("a@b.co and c@d.co") == "[e-mail] and [e-mail 2]"
    assert ticket.redact("C@D.CO again, e@f.co new") == "[e-mail 2] again, [e-mail 3] new"


def test_tickets_do_not_share_numbers() -> None:
    redactor = Redactor()
    assert redactor.start().redact("a@b.co") == "[e-mail]"
    assert redactor.start().redact("c@d.co") == "[e-mail]"


def test_one_value_written_in_two_ways_is_one_value() -> None:
    ticket = Redactor().start()
    key = dashed(4, 4)
    assert ticket.redact(f"{key} = {key.replace('-', ' - ')}") == "[licence key] = [licence key]"
    assert ticket.redact("https://kunde.de/a http://www.kunde.de") == "[site] [site]"
    assert ticket.redact("a@b.co a&#64;b.co") == "[e-mail] [e-mail]"


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    "form", ["[{}]", "[{} 2]", "[{} 31]", "password: [{}]", "user: [{}] pass: [{}]", "Hi [{}],", "key [{}]-[{}]"]
)
def test_no_rule_finds_anything_in_a_placeholder(kind: str, form: str) -> None:
    text = form.format(kind, kind)
    assert (
        Redactor(patterns=["[a-z]{2,20}"] if kind == "secret" and form == "[{}]" else []).start().redact(text) == text
    )
    assert PLACEHOLDER.search(text)


def test_text_that_is_not_taken_out_is_left_as_it_was_written() -> None:
    odd = "ｆｕｌｌ １２ \u200b soft\u00adhyphen &amp; &lt;b&gt; e\u0301 \u0661\u0662 ﬁ … \ufeff \x00 \ud800"
    assert Redactor().start().redact(odd) == odd
    assert Redactor().start().redact(f"{odd} a@b.co {odd}") == f"{odd} [e-mail] {odd}"


CODE = """
add_filter( 'woocommerce_checkout_fields', function ( $fields ) {
    unset( $fields['billing']['billing_phone'] );
    $price = number_format( 1299.5, 2, '.', '' );
    return apply_filters( 'acme_fields_v2', $fields, 10, 3 );
} );
// Settings > General > Permalinks, then run: wp cache flush --url=example.com
.acme-box { color: #ff8800; width: 100%; margin: 0 12px 1.5em; }
$wpdb->get_results( "SELECT * FROM {$wpdb->prefix}posts LIMIT 500" );
curl -I http://localhost:8080/wp-json/
git show 9fceb02d0ae598e95dc970b74767f19372d61af8
PHP Fatal error:  Allowed memory size of 268435456 bytes exhausted in wp-includes/class-wpdb.php on line 2349
SQLSTATE[HY000] [2002] Connection refused; error 0x80004005; HTTP 403; ERR_TOO_MANY_REDIRECTS; code -18
2031-05-01 12:30:45 | 1.2 MB | 45.99 EUR | 3 of 120 | 99.9 % | 10:30 Uhr | 5. Mai 2031
WordPress 6.4.2, WooCommerce 8.2.1, PHP 8.1.27, MySQL 8.0.35, Acme v2.10.0-beta.3
define( 'WP_DEBUG', true );
RewriteRule ^index\\.php$ - [L]
"""


def test_code_versions_paths_hashes_prices_and_times_survive() -> None:
    assert Redactor().start(names=["Tomos Evans"]).redact(CODE) == CODE


REPORT = """### WordPress Environment ###

WordPress address (URL): https://kunde-shop.de
Site address (URL): https://kunde-shop.de
WC Version: 8.2.1
WP Version: 6.4.2
WP Memory Limit: 256 MB
Server Info: Apache/2.4.57
PHP Version: 8.1.27
Admin email: gwen@kunde-shop.de
Licence: {key}
Database prefix: wp_
"""


def test_a_status_report_keeps_versions_and_loses_site_and_keys() -> None:
    key = dashed(4, 5)
    expected = REPORT.replace("https://kunde-shop.de", "[site]").replace("gwen@kunde-shop.de", "[e-mail]")
    assert Redactor().start().redact(REPORT.format(key=key)) == expected.format(key="[licence key]")


def test_a_mail_configuration_keeps_ports_and_loses_the_rest() -> None:
    secret = mixed(12)
    text = f"Host: smtp.kunde-shop.de\nPort: 587\nEncryption: TLS\nUsername: gwen@kunde-shop.de\nPassword: {secret}\n"
    expected = "Host: [site]\nPort: 587\nEncryption: TLS\nUsername: [e-mail]\nPassword: [password]\n"
    assert Redactor().start().redact(text) == expected


def test_headers_of_a_mail_lose_people_and_keep_dates() -> None:
    text = (
        "From: Gwen Parry <gwen@siop.cymru>\nDate: Mon, 5 May 2031 10:00:00 +0100\nSubject: Cart is empty\nX-Spam: no\n"
    )
    expected = "From: [name] <[e-mail]>\nDate: Mon, 5 May 2031 10:00:00 +0100\nSubject: Cart is empty\nX-Spam: no\n"
    assert Redactor().start().redact(text) == expected


KEEP = ("support@acme-plugins.com", "@acme.example", "acme-plugins.com", "Rosie")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("support@acme-plugins.com", "support@acme-plugins.com"),
        ("SUPPORT@ACME-PLUGINS.COM", "SUPPORT@ACME-PLUGINS.COM"),
        ("gwen@acme-plugins.com", "[e-mail]"),
        ("anyone@acme.example", "anyone@acme.example"),
        ("https://acme-plugins.com/docs", "https://acme-plugins.com/docs"),
        ("https://docs.acme-plugins.com", "https://docs.acme-plugins.com"),
        ("https://acme-plugins.com/?token=abcd1234efgh", "[private link]"),
        ("https://acme-plugins.com.kunde.de", "[site]"),
        ("Hi Rosie,", "Hi Rosie,"),
        ("Hi Gwen,", "Hi [name],"),
    ],
)
def test_kept_values_stay_and_no_others(text: str, expected: str) -> None:
    assert Redactor(keep=KEEP).start(names=["Rosie Parry"]).redact(text) == expected


def test_leaks_says_what_and_where() -> None:
    text = "write to a@b.co or +44 20 7946 0958"
    assert leaks(text) == [Leak("e-mail", 9, 15), Leak("phone", 19, 35)]
    assert leaks("nothing here, version 1.2.3.4") == []
    assert leaks("see acme-plugins.com", keep=["acme-plugins.com"]) == []
    assert leaks("see acme-plugins.com") == [Leak("site", 4, 20)]


def test_leaks_sees_places_of_the_text_as_written() -> None:
    text = "x\u200b&amp; g\u200bwen&#64;bakery.com."
    (leak,) = leaks(text)
    assert text[leak.start : leak.end] == "g\u200bwen&#64;bakery.com"


def test_leaks_reads_a_text_of_any_length_to_its_end() -> None:
    text = "some words " * MAX_LENGTH + "a@b.co"
    assert leaks(text) == [Leak("e-mail", len(text) - 6, len(text))]


def test_a_redactor_s_leaks_know_the_owner_s_patterns() -> None:
    redactor = Redactor(patterns=[r"ACME_[a-z]{5}"])
    assert redactor.leaks("ACME_abcde") == [Leak("secret", 0, 10)]


def test_redacted_text_has_no_leaks() -> None:
    text = f"Hi Tomos, a@b.co {dashed(4, 4)} {iban('DE', '370400440532013000')} user: x1 pass: {mixed(9)} https://kunde.de/x"
    assert leaks(Redactor().start().redact(text)) == []


def test_what_is_beyond_the_longest_text_does_not_pass() -> None:
    text = "plain words " * (MAX_LENGTH // 6) + "a@b.co"
    redacted = Redactor().start().redact(text)
    assert redacted.endswith(" [cut]")
    assert len(redacted) <= MAX_LENGTH
    assert text.startswith(redacted.removesuffix("[cut]"))


@pytest.mark.parametrize("before", range(0, 60, 7))
def test_a_value_on_the_cut_goes_whole(before: int) -> None:
    key = dashed(6, 6)
    filler = "x " * ((MAX_LENGTH - before - 20) // 2)
    redacted = Redactor().start().redact(f"{filler}{key} {filler}")
    assert key[:6] not in redacted


def test_a_text_of_the_longest_length_is_left_alone() -> None:
    text = ("word " * MAX_LENGTH)[:MAX_LENGTH]
    assert Redactor().start().redact(text) == text


@pytest.mark.parametrize("text", ["", " ", "\n", "a", "[", "@", "&", "\u200b", "\x00"])
def test_texts_of_nothing_come_back(text: str) -> None:
    assert Redactor().start().redact(text) == text
    assert leaks(text) == []


def test_odd_known_values_do_no_harm() -> None:
    ticket = Redactor().start(
        names=["", " ", "\x00", "(", "a" * 5000], emails=["", "@", "x@", "@y", "no"], domains=["", ".", "com"]
    )
    assert ticket.redact("plain text. com") == "plain text. com"
