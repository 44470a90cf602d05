"""The languages that ISO 639-1 has a code for, to tell a code from a name."""

from __future__ import annotations

import difflib

_TABLE = """
aa Afar, ab Abkhazian, ae Avestan, af Afrikaans, ak Akan, am Amharic, an Aragonese, ar Arabic, as Assamese, av Avaric,
ay Aymara, az Azerbaijani, ba Bashkir, be Belarusian, bg Bulgarian, bh Bihari, bi Bislama, bm Bambara, bn Bengali,
bo Tibetan, br Breton, bs Bosnian, ca Catalan, ce Chechen, ch Chamorro, co Corsican, cr Cree, cs Czech,
cu Church Slavic, cv Chuvash, cy Welsh, da Danish, de German, dv Divehi, dz Dzongkha, ee Ewe, el Greek, en English,
eo Esperanto, es Spanish, et Estonian, eu Basque, fa Persian, ff Fulah, fi Finnish, fj Fijian, fo Faroese, fr French,
fy Frisian, ga Irish, gd Gaelic, gl Galician, gn Guarani, gu Gujarati, gv Manx, ha Hausa, he Hebrew, hi Hindi,
ho Hiri Motu, hr Croatian, ht Haitian, hu Hungarian, hy Armenian, hz Herero, ia Interlingua, id Indonesian,
ie Interlingue, ig Igbo, ii Sichuan Yi, ik Inupiaq, io Ido, is Icelandic, it Italian, iu Inuktitut, ja Japanese,
jv Javanese, ka Georgian, kg Kongo, ki Kikuyu, kj Kuanyama, kk Kazakh, kl Greenlandic, km Khmer, kn Kannada, ko Korean,
kr Kanuri, ks Kashmiri, ku Kurdish, kv Komi, kw Cornish, ky Kyrgyz, la Latin, lb Luxembourgish, lg Ganda, li Limburgish,
ln Lingala, lo Lao, lt Lithuanian, lu Luba-Katanga, lv Latvian, mg Malagasy, mh Marshallese, mi Maori, mk Macedonian,
ml Malayalam, mn Mongolian, mr Marathi, ms Malay, mt Maltese, my Burmese, na Nauru, nb Norwegian Bokmål,
nd North Ndebele, ne Nepali, ng Ndonga, nl Dutch, nn Norwegian Nynorsk, no Norwegian, nr South Ndebele, nv Navajo,
ny Chichewa, oc Occitan, oj Ojibwa, om Oromo, or Oriya, os Ossetian, pa Punjabi, pi Pali, pl Polish, ps Pashto,
pt Portuguese, qu Quechua, rm Romansh, rn Rundi, ro Romanian, ru Russian, rw Kinyarwanda, sa Sanskrit, sc Sardinian,
sd Sindhi, se Northern Sami, sg Sango, si Sinhala, sk Slovak, sl Slovenian, sm Samoan, sn Shona, so Somali, sq Albanian,
sr Serbian, ss Swati, st Southern Sotho, su Sundanese, sv Swedish, sw Swahili, ta Tamil, te Telugu, tg Tajik, th Thai,
ti Tigrinya, tk Turkmen, tl Tagalog, tn Tswana, to Tonga, tr Turkish, ts Tsonga, tt Tatar, tw Twi, ty Tahitian,
ug Uyghur, uk Ukrainian, ur Urdu, uz Uzbek, ve Venda, vi Vietnamese, vo Volapük, wa Walloon, wo Wolof, xh Xhosa,
yi Yiddish, yo Yoruba, za Zhuang, zh Chinese, zu Zulu
"""
_OWN_NAMES = {
    "deutsch": "de", "français": "fr", "francais": "fr", "español": "es", "espanol": "es", "italiano": "it",
    "português": "pt", "portugues": "pt", "nederlands": "nl", "polski": "pl", "svenska": "sv", "dansk": "da",
    "norsk": "no", "suomi": "fi", "čeština": "cs", "magyar": "hu", "română": "ro", "türkçe": "tr", "cymraeg": "cy",
    "العربية": "ar", "русский": "ru", "українська": "uk", "ελληνικά": "el", "עברית": "he", "日本語": "ja", "中文": "zh",
    "한국어": "ko", "uk english": "en", "us english": "en",
}  # fmt: skip

NAMES: dict[str, str] = dict(entry.split(" ", 1) for entry in " ".join(_TABLE.split()).split(", "))
"""English name of each language by its code."""

# What people speak who read and write another: parts of ISO 639-3's macrolanguages that babel's table leaves alone.
_PARTS = {
    "ar": "acm acq aeb afb ajp apc apd ars ary arz", "fa": "prs", "ku": "kmr", "tl": "fil tgl", "uz": "uzn",
    "zh": "gan hak nan wuu yue",
}  # fmt: skip
_WHOLES = {part: whole for whole, parts in _PARTS.items() for part in parts.split()}


def named(code: str, language: str = "en") -> str:
    """Name a language in another one, those of ISO 639-3 and with a region included, from Unicode's CLDR.

    Args:
        code: ISO 639 code, perhaps with a region, or `und`.
        language: In which it is named.

    Returns:
        Its English name where that language has none of it; the code itself if nobody knows it.
    """
    from babel import Locale, UnknownLocaleError

    for names in (Locale.parse(each).languages for each in (language, "en")):
        if code in names:
            return str(names[code])
    try:
        return str(Locale.parse(code, sep="-").get_display_name(language) or code)
    except (ValueError, UnknownLocaleError):
        return NAMES.get(code, code)


def two_letters(code: str) -> str:
    """Give a language the code that articles and settings know it by.

    Args:
        code: ISO 639 code without a region, in small letters, such as `deu`, `ger` or `arz`; or `und`.

    Returns:
        Its ISO 639-1 code, or that of the macrolanguage that its speakers write; the code itself where there is none.
    """
    if len(code) != 3:
        return code
    from babel.core import get_global

    short = _WHOLES.get(code) or str(get_global("language_aliases").get(code, code))
    return short if short in NAMES else code


def meant(text: str) -> str:
    """The code that somebody probably meant by a name, a longer tag or a mistyped one; empty if none comes near."""
    wanted = text.strip().casefold()
    short = wanted.replace("_", "-").partition("-")[0]
    if short in NAMES:
        return short
    by_name = {name.casefold(): code for code, name in NAMES.items()} | _OWN_NAMES
    near = difflib.get_close_matches(wanted, by_name, n=1, cutoff=0.7)
    return by_name[near[0]] if near else ""
