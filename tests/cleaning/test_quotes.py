from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deflect.cleaning.html import to_text
from deflect.cleaning.quotes import strip
from deflect.cleaning.text import normalise

ATTRIBUTIONS = [
    "On Mon, 3 Mar 2025 at 10:12, Ana Ruiz <ana@shop.example> wrote:",
    "On 3 Mar 2025, at 10:12, Ana Ruiz wrote:",
    "On Mon, 3 Mar 2025 at 10:12, Ana Ruiz\n<ana@shop.example> wrote:",
    "On Mon, 3 Mar 2025 at 10:12,\nAna Ruiz, of the shop,\n<ana@shop.example>\nwrote:",
    "Am 03.03.2025 um 10:12 schrieb Ana Ruiz <ana@shop.example>:",
    "Am Montag, 3. März 2025 um 10:12:00 MEZ hat Ana Ruiz <ana@shop.example>\nFolgendes geschrieben: schrieb:",
    "Le lun. 3 mars 2025 à 10:12, Ana Ruiz <ana@shop.example> a écrit :",
    "Le 3 mars 2025 à 10:12, Ana Ruiz a écrit :",
    "في الاثنين، 3 مارس 2025 في 10:12 ص كتب Ana Ruiz <ana@shop.example>:",
    "كتب Ana Ruiz في 3 مارس 2025:",
    "Ar Llun, 3 Mawrth 2025 am 10:12, ysgrifennodd Ana Ruiz <ana@shop.example>:",
    "Ar 3 Mawrth 2025, fe ysgrifennodd Ana Ruiz:",
    "El lun, 3 mar 2025 a las 10:12, Ana Ruiz (<ana@shop.example>) escribió:",
    "Em seg., 3 de mar. de 2025 às 10:12, Ana Ruiz escreveu:",
    "Op ma 3 mrt 2025 om 10:12 schreef Ana Ruiz <ana@shop.example>:",
    "Il giorno lun 3 mar 2025 alle ore 10:12 Ana Ruiz ha scritto:",
    "Den mån 3 mars 2025 kl 10:12 skrev Ana Ruiz <ana@shop.example>:",
    "2025-03-03 10:12 GMT+01:00 Ana Ruiz <ana@shop.example>:",
    '03.03.2025, 10:12, "Ana Ruiz" <ana@shop.example>:',
]


@pytest.mark.parametrize("attribution", ATTRIBUTIONS)
def test_a_marked_quote_goes_with_its_attribution(attribution: str) -> None:
    assert strip(f"My answer.\n\n{attribution}\n\n> old\n> older\n") == "My answer."


@pytest.mark.parametrize("attribution", ATTRIBUTIONS)
def test_an_unmarked_quote_goes_to_the_end(attribution: str) -> None:
    assert strip(f"My answer.\n\n{attribution}\n\nold\n\nolder") == "My answer."


@pytest.mark.parametrize("attribution", ATTRIBUTIONS)
def test_answers_between_quotes_stay(attribution: str) -> None:
    text = f"{attribution}\n> which version?\n\n3.2.1\n\n> and PHP?\n8.2\n"
    assert strip(text) == "3.2.1\n\n8.2"


HEADERS = [
    "From: Ana <ana@shop.example>\nSent: Monday, 3 March 2025 10:12\nTo: help@acme.example\nSubject: Broken",
    "*From:* Ana\n*Date:* 3 March 2025\n*To:* help@acme.example\n*Subject:* Broken",
    "Date: 3 March 2025\nSubject: Broken\nFrom: ana@shop.example\nTo: help@acme.example",
    "Von: Ana <ana@shop.example>\nGesendet: Montag, 3. März 2025 10:12\nAn: help@acme.example\nBetreff: Kaputt",
    "De : Ana <ana@shop.example>\nEnvoyé : lundi 3 mars 2025 10:12\nÀ : help@acme.example\nObjet : Cassé",
    "من: Ana <ana@shop.example>\nتم الإرسال: 3 مارس 2025\nإلى: help@acme.example\nالموضوع: عطل",
    "Oddi wrth: Ana <ana@shop.example>\nAnfonwyd: 3 Mawrth 2025\nAt: help@acme.example\nPwnc: Wedi torri",
    "De: Ana\nEnviado: lunes 3 de marzo\nPara: help@acme.example\nAsunto: Roto",
]


@pytest.mark.parametrize("headers", HEADERS)
@pytest.mark.parametrize("rule", ["", "________________________________\n", "-----Original Message-----\n"])
def test_a_header_block_starts_history(headers: str, rule: str) -> None:
    assert strip(f"My answer.\n\n{rule}{headers}\n\nold text") == "My answer."


@pytest.mark.parametrize("headers", HEADERS)
def test_of_a_forwarded_message_the_text_stays(headers: str) -> None:
    assert strip(f"{headers}\n\nThe form is broken.") == "The form is broken."


@pytest.mark.parametrize(
    "separator",
    [
        "-----Original Message-----",
        "----- Original Message -----",
        "---------- Forwarded message ---------",
        "-------- Ursprüngliche Nachricht --------",
        "-----Ursprüngliche Nachricht-----",
        "-------- Message d'origine --------",
        "-------- Message d’origine --------",
        "-----الرسالة الأصلية-----",
        "-----Neges Wreiddiol-----",
        "-----Mensaje original-----",
        "Begin forwarded message:",
        "##- Please type your reply above this line -##",
        "=== Bitte Ihre Antwort über dieser Zeile eingeben ===",
    ],
)
def test_a_separator_starts_history(separator: str) -> None:
    assert strip(f"My answer.\n\n{separator}\nold text") == "My answer."


@pytest.mark.parametrize(
    "text",
    [
        "On the settings page it says that nobody wrote:\nit is empty",
        "From: field is empty in my form",
        "To: and Subject: are both missing",
        "Am I right that this is broken?",
        "A -> B > C",
        "Use Settings > Mail > Save",
        "Le formulaire ne marche pas :\nrien",
        "Ar hyn o bryd:\ndim byd",
        "في الإعدادات:\nلا شيء",
        "```\n> wp cache flush\n```",
        "Original message",
        "The total is 5 > 3",
        "My config:\nDate: today",
    ],
)
def test_what_only_looks_like_history_stays(text: str) -> None:
    assert strip(text) == text


def test_a_message_that_is_all_quote_is_empty() -> None:
    assert strip("> one\n>> two\n>\n> three") == ""


def test_the_line_that_names_who_is_quoted_goes() -> None:
    assert strip("Ana said\n\n> the old text\n\nI see the same.") == "I see the same."


def test_a_long_line_before_a_quote_stays() -> None:
    text = "It does not work, as I have already told you on the telephone and as my colleague said"
    assert strip(f"{text}\n> old") == text


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        (
            '<div dir="ltr">Fixed.</div><br><div class="gmail_quote"><div class="gmail_attr">On '
            "Mon, 3 Mar 2025 at 10:12, Ana "
            '&lt;<a href="mailto:ana@shop.example">ana@shop.example</a>&gt; '
            'wrote:<br></div><blockquote class="gmail_quote">'
            "<p>old</p></blockquote></div>",
            "Fixed.",
        ),
        (
            'Fixed.<div class="moz-cite-prefix">On 3/3/25 10:12, Ana '
            'wrote:<br></div><blockquote type="cite">old</blockquote>',
            "Fixed.",
        ),
        (
            '<p>Fixed.</p><div id="appendonsend"></div><hr><div id="divRplyFwdMsg"><b>From:</b> '
            "Ana<br><b>Sent:</b> x<br>"
            "<b>To:</b> y</div><div>old</div>",
            "Fixed.",
        ),
        (
            '<p>Fixed.</p><div class="yahoo_quoted"><div>On Monday, 3 March 2025, Ana wrote:</div><p>old</p></div>',
            "Fixed.",
        ),
        (
            "<p>Fixed.</p><p>-----Ursprüngliche Nachricht-----<br>Von: Ana<br>Gesendet: x<br>An: y</p><p>alt</p>",
            "Fixed.",
        ),
        (
            '<div class="gmail_quote">On 3 Mar 2025 Ana wrote:<blockquote>which version?</blockquote><div>3.2.1</div>'
            "<blockquote>and PHP?</blockquote><div>8.2</div></div>",
            "3.2.1\n\n8.2",
        ),
    ],
)
def test_history_in_html_mail(html: str, expected: str) -> None:
    assert strip(normalise(to_text(html))) == expected


LINES = st.sampled_from(
    [
        "> old",
        "text",
        "",
        "On 1 May Ana <a@b.example> wrote:",
        "From: a",
        "Sent: b",
        "To: c",
        "```",
        "-----Original Message-----",
        "On",
        "said",
    ]
)


@given(st.lists(LINES, max_size=25).map("\n".join))
def test_no_line_is_invented(text: str) -> None:
    assert set(strip(text).split("\n")) <= {*text.split("\n"), ""}


@given(st.lists(LINES, max_size=25).map("\n".join))
def test_no_quoted_line_is_left_outside_code(text: str) -> None:
    if "```" not in text:
        assert not any(line.startswith(">") for line in strip(text).split("\n"))


@given(st.text())
def test_any_text_at_all_never_raises(text: str) -> None:
    strip(text)
