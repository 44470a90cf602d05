"""A vendor's looks: readable or refused, taken from `theme/`, and templates that are a tested contract."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from deflect.config import SiteSettings
from deflect.errors import ConfigError
from deflect.site import colours
from deflect.site.look import eject
from tests.contrast import contrast as measured
from tests.site.conftest import PNG, Site, article, first, sample, settings

KB = Path(__file__).parent.parent.parent / "kb" / "changing-the-looks.md"
COLOURS = st.tuples(*[st.integers(0, 255)] * 3).map(lambda parts: "#{:02x}{:02x}{:02x}".format(*parts))


def style(site: Site) -> str:
    return next((site.out / "static").glob("style.*.css")).read_text(encoding="utf-8")


@given(COLOURS, COLOURS)
def test_contrast_is_that_of_the_independent_formula(one: str, other: str) -> None:
    assert colours.contrast(one, other) == pytest.approx(measured(one, other))


@given(COLOURS)
def test_every_colour_is_readable_everywhere_or_refused(accent: str) -> None:
    found = colours.light(accent)
    assert (found is None) == (measured(accent, "#ffffff") < 4.5)
    if found is not None:
        check_pairs(found, colours.LIGHT)
        dim = colours.dark(colours.lightened(accent))
        assert dim is not None
        check_pairs(dim, colours.DARK)


def check_pairs(found: dict[str, str], grounds: dict[str, str]) -> None:
    texts = [found["accent"], found["accent-strong"], grounds["text"], grounds["soft"]]
    for ground in (found["tint"], found["hero-a"], found["hero-b"], grounds["page"], grounds["raised"]):
        assert min(measured(text, ground) for text in texts) >= 4.5
    assert measured(found["on-accent"], found["accent"]) >= 4.5
    assert measured(found["on-accent"], found["accent-strong"]) >= 4.5


def test_a_dark_colour_of_ones_own_must_be_readable_too(site: Site) -> None:
    with pytest.raises(ConfigError, match=r"accent_dark #333333 has a contrast of 1\.\d:1"):
        site.build([article("one")], settings({"accent": "#0b6e4f", "accent_dark": "#333333"}))
    with pytest.raises(ConfigError, match=r"accent #ffcc00 has a contrast of 1\.5:1 on white; WCAG AA asks for 4.5:1"):
        site.build([article("one")], settings({"accent": "#ffcc00"}))
    assert not site.out.exists()


def test_the_grounds_are_those_of_the_style_sheet(site: Site) -> None:
    site.build([article("one")])
    blocks = re.findall(r"\{([^{}]*color-scheme: (?:light|dark);[^{}]*)\}", style(site))
    for block, grounds in zip(blocks, (colours.LIGHT, colours.DARK), strict=False):
        for name, colour in grounds.items():
            assert f"--{name}: {colour};" in block


def test_settings_change_colours_font_logo_and_footer(site: Site) -> None:
    theme = site.root / "theme"
    theme.mkdir()
    (theme / "logo.png").write_bytes(PNG)
    (theme / "inter.woff2").write_bytes(b"wOF2")
    chosen = {
        "accent": "#0b6e4f",
        "logo": "logo.png",
        "font": "Inter, sans-serif",
        "font_file": "inter.woff2",
        "footer": "© Acme · [Privacy](https://acme.example/privacy) <b>",
    }
    site.build([article("one")], settings(chosen, name="Acme"))
    page = site.page("articles/one.html")
    logo = (first(page, ".brand img").attributes["src"] or "").removeprefix("../")
    assert site.files()[logo] == PNG
    assert first(page, ".bottom a").attributes == {"href": "https://acme.example/privacy"}
    assert first(page, ".own").text() == "© Acme · Privacy <b>"
    text = style(site)
    assert "--accent: #0b6e4f;" in text
    font = re.search(r'@font-face \{ font-family: "Inter"; src: url\(([^)]+)\)', text)
    assert font is not None
    assert site.files()[f"static/{font[1]}"] == b"wOF2"
    assert "--sans: Inter, sans-serif, system-ui" in text
    assert b"#0b6e4f" in next(content for path, content in site.files().items() if "icon." in path)


@pytest.mark.parametrize(
    ("chosen", "said"),
    [
        ({"logo": "gone.svg"}, "theme/gone.svg is not there"),
        ({"logo": "../deflect.toml"}, "is not there"),
        ({"logo": "/etc/passwd"}, "is not there"),
        ({"logo": "logo.html"}, "is none of .png, .svg, .webp"),
        ({"font": "A", "font_file": "logo.html"}, "is none of .woff2"),
        ({"logo": "big.svg"}, "at most 262,144 are sent"),
        ({"footer": "# A heading"}, "no line of text"),
        ({"footer": "two\n\nparagraphs"}, "no line of text"),
        ({"footer": "[x](privacy.html)"}, "privacy.html is no address of a page"),
        ({"footer": "![x](https://example.com/x.png)"}, "is no address of a page"),
    ],
)
def test_looks_that_cannot_be_had_are_refused(site: Site, chosen: dict[str, str], said: str) -> None:
    (site.root / "theme").mkdir()
    (site.root / "theme" / "logo.html").write_text("<script>")
    (site.root / "theme" / "big.svg").write_bytes(b" " * 262_145)
    with pytest.raises(ConfigError, match=re.escape(said)):
        site.build([article("one")], settings(chosen))
    assert not site.out.exists()


@pytest.mark.parametrize(
    "wrong",
    [
        {"accent": "green"}, {"accent": "#fff"}, {"accent": "#ffffff;} body{display:none"},
        {"font": "A; } body { display: none"}, {"font": "url(https://example.com)"},
    ],
)  # fmt: skip
def test_settings_cannot_carry_css(wrong: dict[str, str]) -> None:
    with pytest.raises(ValidationError):
        SiteSettings(**wrong)


def test_ejected_files_change_nothing_until_they_are_changed(site: Site) -> None:
    site.build(sample())
    before = site.files()
    copied = eject(site.root)
    assert {path.suffix for path in copied} == {".html", ".css"}
    assert site.build(sample()).written == 0
    assert site.files() == before
    (site.root / "theme/templates/lost.html").write_text('{% extends "base.html" %}{% block main %}Ours{% endblock %}')
    (site.root / "theme/static/style.css").write_text("body { color: black }")
    assert eject(site.root) == ()
    site.build(sample())
    assert "Ours" in first(site.page("404.html"), "body").text()
    assert style(site) == "body { color: black }"


def test_a_template_that_cannot_be_filled_is_named_with_its_line(site: Site) -> None:
    templates = site.root / "theme" / "templates"
    templates.mkdir(parents=True)
    for text, said in (("{{ page.gone }}", "gone"), ("a\n{% if %}", "lost.html, line 2")):
        (templates / "lost.html").write_text(text)
        with pytest.raises(ConfigError, match=said):
            site.build([article("one")])
        assert not site.out.exists()


TEMPLATES = ("home", "category", "article", "letters", "search", "contact", "known", "lost")


@pytest.fixture
def given_names(site: Site, monkeypatch: pytest.MonkeyPatch) -> dict[str, dict[str, Any]]:
    """What each template is given, by kind of page."""
    from deflect.site.pages import frame

    seen: dict[str, dict[str, Any]] = {}
    real = frame._templates(None)

    class Spy:
        def get_template(self, name: str) -> Any:
            class Template:
                def render(self, **values: Any) -> str:
                    seen[name.removesuffix(".html")] = values
                    return real.get_template(name).render(**values)

            return Template()

    monkeypatch.setattr(frame, "_templates", lambda _: Spy())
    bug = article("bug", shape="bug", question="Why?", category="C", related=("one",))
    site.build([*sample(), bug, article("one", category="C")], settings({"contact_url": "https://example.com"}))
    return seen


def documented(prefix: str) -> set[str]:
    rows = re.search(rf"\| `{prefix}` \|.*?\n\n", KB.read_text(encoding="utf-8"), re.S)
    assert rows is not None
    return set(re.findall(r"`(\w+)`", "".join(line.split("|")[1] for line in rows[0].splitlines()[2:-1])))


def test_what_templates_are_given_is_what_is_documented(given_names: dict[str, dict[str, Any]]) -> None:
    assert set(given_names) == set(TEMPLATES)
    for name, values in given_names.items():
        assert set(values["page"]) == documented("page."), name
        assert set(values["site"]) == documented("site."), name
        row = re.search(rf"^\| `{name}` \|(.*)\|$", KB.read_text(encoding="utf-8"), re.M)
        assert row is not None
        told = re.sub(r"\([^)]*\)|:.*", "", row[1])
        assert set(re.findall(r"`(\w+)`", told)) == set(values) - {"page", "site", "t"}, name


def test_what_lists_of_articles_hold_is_what_is_documented(given_names: dict[str, dict[str, Any]]) -> None:
    told = re.search(r"each has (.*)", KB.read_text(encoding="utf-8"))
    assert told is not None
    names = set(re.findall(r"`(\w+)`", re.sub(r"\([^)]*\)", "", told[1])))
    assert set(given_names["category"]["items"][0]) == names
    assert set(given_names["known"]["problems"][0]) == names | {"shape", "applies", "status"}
    assert set(given_names["home"]["categories"][0]) == {"name", "href", "count", "peek"}
    assert set(given_names["letters"]["letters"][0]) == {"name", "id", "items"}
