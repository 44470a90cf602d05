"""The widget's file and what is printed to paste; what it does in a page is in tests/browser."""

from __future__ import annotations

import codecs
import gzip
import json
import re
from pathlib import Path

import pytest

from deflect.config import Settings, SiteSettings, WidgetSettings
from deflect.errors import ConfigError
from deflect.report import Event
from deflect.site.widget import FORMS, STATIC, script, snippets
from tests.site.conftest import Site, article, settings

KB = Path(__file__).parent.parent.parent / "kb" / "contact-form.md"


def chosen(base_url: str = "https://help.acme.example/docs", **widget: object) -> Settings:
    return Settings(site=SiteSettings(base_url=base_url), widget=WidgetSettings.model_validate(widget))


def baked(content: bytes) -> dict[str, object]:
    found = re.search(r"^const SITE = (.*);$", content.decode("utf-8-sig"), re.M)
    assert found is not None
    values: dict[str, object] = json.loads(found[1])
    return values


def test_every_build_writes_it_with_the_sites_languages_and_settings(site: Site) -> None:
    site.build(
        [article("one"), article("eins", language="de")], chosen(control=0.2, service="https://ask.acme.example")
    )
    found = baked(site.files()["widget.js"])
    assert (found["languages"], found["control"]) == (["en", "de"], 0.2)
    assert (found["root"], found["service"]) == ("https://help.acme.example/docs/", "https://ask.acme.example")


def test_a_site_without_articles_or_address_has_it_too(site: Site) -> None:
    site.build([], settings())
    assert baked(site.files()["widget.js"])["root"] == ""


def test_it_is_small() -> None:
    """It is loaded by every contact page, which is why it waits for the form to be touched before it loads the rest."""
    assert len(gzip.compress(script(chosen(), ["en", "de", "fr", "ar", "cy"]), 9)) < 12_000


def test_it_says_which_encoding_it_has_and_ends_no_script_of_a_page() -> None:
    content = script(chosen(), ["en"])
    assert content.startswith(codecs.BOM_UTF8)
    assert b"</script" not in content


@pytest.mark.parametrize("path", sorted(STATIC.glob("widget*.js")), ids=lambda path: path.name)
def test_nothing_in_it_takes_over_markup_or_runs_text(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    assert (
        re.findall(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\b|new Function|\.cookie", source)
        == []
    )
    assert len(source.splitlines()) <= 300


def test_what_to_paste_names_the_published_address() -> None:
    found = snippets(chosen(), form='[name="ask us"]')
    tag = '<script src="https://help.acme.example/docs/widget.js"'
    assert found.script == f"""{tag} data-form='[name="ask us"]' defer></script>"""
    assert found.loader == f"{tag} defer></script>"
    assert found.wordpress["Contact Form 7"] == f'{tag} data-form=".wpcf7-form" defer></script>'
    assert found.policy == (
        "script-src https://help.acme.example; connect-src https://help.acme.example; img-src https://help.acme.example"
    )


def test_a_service_is_part_of_what_a_policy_must_allow() -> None:
    policy = snippets(chosen(service="https://ask.acme.example:8443/deflect")).policy
    assert "connect-src https://help.acme.example https://ask.acme.example:8443;" in policy


def test_an_attribute_cannot_be_broken_out_of() -> None:
    assert snippets(chosen(), form='"><script>').script.count("<script>") == 0


def test_without_an_address_it_says_what_to_set() -> None:
    with pytest.raises(ConfigError, match="base_url"):
        snippets(chosen(base_url=""))


@pytest.mark.parametrize(
    "service", ["javascript:alert(1)", "ask.acme.example", "https://a b", "https://a.example/?key=1"]
)
def test_a_service_that_is_no_address_is_refused(service: str) -> None:
    with pytest.raises(ValueError, match="service"):
        WidgetSettings(service=service)


def test_the_article_for_users_says_what_the_code_does() -> None:
    text = KB.read_text(encoding="utf-8")
    assert all(f"| `{name}` |" in text for name in Event.model_fields)
    source = (STATIC / "widget.js").read_text(encoding="utf-8")
    read = set(re.findall(r'setting\("(\w+)"\)', source))
    documented = set(re.findall(r"^\| `data-(\w+)` \|", text, re.M))
    assert documented == read
    assert "const ENOUGH = 25;" in source
    assert all(f"`{selector}`" in text for selector in FORMS.values())
