"""The interface speaks five languages, and everybody can read its colours."""

from __future__ import annotations

import itertools
import re
from pathlib import Path

import pytest
from babel import Locale

from deflect.site import pages, strings
from deflect.site.pages import frame
from deflect.site.pages.article import REASONS
from deflect.site.strings import LANGUAGES, STRINGS, count_articles, direction, native_name, words
from tests.contrast import contrast

SITE = Path(strings.__file__).parent
STATIC = SITE / "static"
TEMPLATES = SITE / "templates"
STYLE = (STATIC / "style.css").read_text(encoding="utf-8")

# Text and what it stands on; WCAG 2.2 AA asks 4.5 of text (1.4.3) and 3 of the edges of controls (1.4.11).
TEXT_PAIRS = [
    *itertools.product(["--text", "--soft", "--accent", "--accent-strong"], ["--page", "--raised", "--tint"]),
    *itertools.product(["--text", "--soft"], ["--sunken", "--hero-a", "--hero-b"]),
    ("--on-accent", "--accent"),
    ("--on-accent", "--accent-strong"),
    ("--on-mark", "--mark"),
    ("--on-note", "--note"),
    ("--accent", "--hero-a"),
]
EDGE_PAIRS = [("--edge", "--page"), ("--edge", "--raised"), ("--edge", "--hero-a"), ("--accent", "--hero-b")]


def themes() -> dict[str, dict[str, str]]:
    blocks = re.findall(r"\{([^{}]*color-scheme: (light|dark);[^{}]*)\}", STYLE)
    found = [(name, dict(re.findall(r"(--[a-z-]+): (#[0-9a-f]{6});", body))) for body, name in blocks]
    assert [name for name, _ in found] == ["light", "dark", "dark", "light"], "the last one is for print"
    return {"light": found[0][1], "dark by system": found[1][1], "dark by choice": found[2][1]}


def test_contrast_is_measured_right() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("theme", ["light", "dark by system", "dark by choice"])
def test_all_text_can_be_read(theme: str) -> None:
    colours = themes()[theme]
    for text, ground in TEXT_PAIRS:
        assert contrast(colours[text], colours[ground]) >= 4.5, (text, ground)
    for edge, ground in EDGE_PAIRS:
        assert contrast(colours[edge], colours[ground]) >= 3, (edge, ground)


def test_dark_is_the_same_by_system_and_by_choice() -> None:
    assert themes()["dark by system"] == themes()["dark by choice"]


def test_the_style_has_what_readers_need() -> None:
    for wanted in (
        "prefers-color-scheme: dark",
        ":focus-visible",
        "@media print",
        "prefers-reduced-motion",
        ".skip:focus",
    ):
        assert wanted in STYLE
    assert "outline: none" not in STYLE.replace("main:focus { outline: none; }", "").replace(
        "outline: none; appearance", ""
    )


def test_every_language_has_every_word() -> None:
    assert set(STRINGS) == set(LANGUAGES)
    for language in LANGUAGES:
        assert STRINGS[language].keys() == STRINGS["en"].keys()
        assert all(text.strip() for text in STRINGS[language].values())
        assert "{n}" in STRINGS[language]["results"]


SAME = {
    ("fr", "image"),  # French and English share the word
    *((language, "colon") for language in ("de", "ar", "cy")),  # only French sets a space before it
}


def test_no_word_is_left_in_english() -> None:
    alike = {
        (language, key)
        for language in LANGUAGES[1:]
        for key, text in STRINGS[language].items()
        if text.casefold() == STRINGS["en"][key].casefold()
    }
    assert alike == SAME


def test_french_has_its_space_before_a_question_mark_where_a_line_cannot_break() -> None:
    for key, text in STRINGS["fr"].items():
        assert not re.search(r"(?<![\u00a0\u202f])[?!:;]", text), key


def test_no_template_sets_a_colon_behind_a_label_by_itself() -> None:
    """Languages differ in the space before it, so that it is a word of theirs."""
    assert STRINGS["fr"]["colon"] == "\u00a0:"
    for path in TEMPLATES.iterdir():
        assert not re.search(r"\}\}\s*:", path.read_text(encoding="utf-8")), path.name


def test_the_style_has_no_side_that_right_to_left_text_would_turn() -> None:
    sided = [line for line in STYLE.splitlines() if re.search(r"text-align: (?:left|right)", line)]
    assert all(line.startswith("pre, code {") for line in sided)


def test_a_code_span_keeps_its_box_on_each_of_its_lines() -> None:
    rule = re.search(r"(?m)^code \{([^}]*)\}", STYLE)
    assert rule
    assert "-webkit-box-decoration-break: clone; box-decoration-break: clone;" in rule[1]


def test_arabic_uses_its_own_question_mark_and_comma() -> None:
    for key, text in STRINGS["ar"].items():
        assert not re.search(r"[?,;]", text), key


def test_templates_hold_no_words_of_their_own() -> None:
    """Everything that people read comes from the table of words or from articles and settings."""
    for path in TEMPLATES.iterdir():
        source = re.sub(r"\{%.*?%\}|\{\{.*?\}\}", "", path.read_text(encoding="utf-8"), flags=re.S)
        for attribute, value in re.findall(r'\b(aria-label|title|placeholder|alt|value)="([^"{]*)"', source):
            assert value.strip() in ("", "yes", "no"), f"{path.name}: {attribute}={value}"
        text = re.sub(r"<[^>]*>", " ", re.sub(r"(?s)<!DOCTYPE.*?>", "", source))
        assert set(text.split()) <= {"404", "·", "/"}, path.name


def test_every_word_is_used_and_every_used_word_exists() -> None:
    source = "".join(path.read_text(encoding="utf-8") for path in TEMPLATES.iterdir())
    python = "".join(path.read_text(encoding="utf-8") for path in SITE.rglob("*.py") if "strings" not in path.name)
    used = set(re.findall(r"\bt\.([a-z_]+)", source))
    assert used <= set(STRINGS["en"])
    for key in set(STRINGS["en"]) - used:
        assert f'"{key}"' in python or key.endswith("_note") or key.removeprefix("reason_") in REASONS, key


@pytest.mark.parametrize(
    ("language", "number", "text"),
    [
        ("en", 1, "1 article"),
        ("en", 0, "0 articles"),
        ("en", 2, "2 articles"),
        ("de", 3, "3 Artikel"),
        ("fr", 1, "1 article"),
        ("cy", 5, "5 erthygl"),
        ("ar", 1, "مقالة واحدة"),
        ("ar", 2, "مقالتان"),
        ("ar", 3, "3 مقالات"),
        ("ar", 10, "10 مقالات"),
        ("ar", 11, "11 مقالة"),
        ("ar", 103, "103 مقالات"),
        ("ar", 100, "100 مقالة"),
        ("it", 2, "2 articles"),
        ("pt-br", 1, "1 article"),
    ],
)
def test_numbers_of_articles_are_grammatical(language: str, number: int, text: str) -> None:
    assert count_articles(number, language) == text


# The word for articles by CLDR's plural category; Arabic says one and two without a number.
FORMS = {
    "en": {"one": "{n} article", "other": "{n} articles"},
    "de": {"one": "{n} Artikel", "other": "{n} Artikel"},
    "fr": {"one": "{n} article", "other": "{n} articles", "many": "{n} articles"},
    "ar": {"zero": "{n} مقالة", "one": "مقالة واحدة", "two": "مقالتان", "few": "{n} مقالات", "many": "{n} مقالة",
           "other": "{n} مقالة"},
    "cy": dict.fromkeys(("zero", "one", "two", "few", "many", "other"), "{n} erthygl"),
}  # fmt: skip


@pytest.mark.parametrize("language", LANGUAGES)
def test_numbers_of_articles_follow_the_plural_rules_of_unicode(language: str) -> None:
    category = Locale.parse(language).plural_form
    for number in [*range(250), 1000, 1001, 1011, 2000]:
        assert count_articles(number, language) == FORMS[language][category(number)].format(n=number)


def test_languages_are_named_and_directed() -> None:
    assert [direction(code) for code in ("ar", "he", "fa", "ur", "ar-eg", "en", "de", "xx")] == ["rtl"] * 5 + [
        "ltr"
    ] * 3
    assert native_name("cy") == "Cymraeg"
    assert native_name("pt-br") == "Português (BR)"
    assert native_name("xx") == "xx"
    assert words("de-at")["home"] == "Startseite"
    assert words("it")["home"] == "Home"


def test_assets_have_the_hash_of_their_content_in_their_names() -> None:
    paths, files = pages.assets()
    assert set(paths.values()) == set(files)
    assert all(re.fullmatch(r"static/[a-z]+\.[0-9a-f]{10}\.(css|js|svg)", path) for path in files)


def test_templates_escape_and_refuse_unknown_names() -> None:
    import jinja2

    environment = frame._templates(None)
    assert environment.autoescape is True
    assert environment.undefined is jinja2.StrictUndefined
    sources = "".join(path.read_text(encoding="utf-8") for path in TEMPLATES.iterdir())
    assert "|safe" not in sources.replace(" ", "")
