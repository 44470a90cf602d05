"""The widget of a help centre as `deflect build` writes it, in the page of somebody else."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from deflect.config import Settings, SiteSettings, VendorSettings, WidgetSettings
from deflect.site import build
from deflect.site.widget import STATIC
from deflect.types import Article
from tests.browser.widget.desk import PAUSE, TITLES, Desk, contact_page, running, settled, titles, write

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.skipif(not (STATIC / "engine.js").exists(), reason="the search has no engine of its own yet")

ROWS = {
    "reset-key": ("How do I move my licence key to another site?", "Open **Licences**, then click *Deactivate*.", "en"),
    "refund": ("How do I get my money back?", "Write to us within 30 days of your purchase.", "en"),
    "email": ("No confirmation mail arrives after a booking", "Check the `mail log` under Tools.", "en"),
    "calendar": ("The calendar shows the wrong time zone", "Set the time zone under Settings, General.", "en"),
    "schluessel": ("Wie ziehe ich meinen Lizenzschlüssel um?", "Öffnen Sie **Lizenzen**, dann *Deaktivieren*.", "de"),
    "erstattung": ("Wie bekomme ich mein Geld zurück?", "Schreiben Sie uns innerhalb von 30 Tagen.", "de"),
    "miftah": ("كيف أنقل مفتاح الترخيص إلى موقع آخر؟", "افتح **التراخيص** ثم انقر على إلغاء التنشيط.", "ar"),
    "mablagh": ("كيف أسترد أموالي؟", "راسلنا خلال 30 يومًا من الشراء.", "ar"),
}
ASKED = {
    "en": ("Hello, we moved to another site and the licence key says it is in use. How can I move it?", "reset-key"),
    "de": ("Wie ziehe ich den Lizenzschlüssel um? Ich komme nicht weiter.", "schluessel"),
    "ar": ("مرحبًا، انتقلنا إلى موقع آخر ونريد أن ننقل مفتاح الترخيص إليه، كيف نفعل ذلك؟", "miftah"),
}


def published(desk: Desk, **widget: object) -> None:
    articles = [
        Article(id=slug, slug=slug, title=title, question=title, answer=answer, state="validated", language=language)
        for slug, (title, answer, language) in ROWS.items()
    ]
    chosen = Settings(
        vendor=VendorSettings(name="Acme"),
        site=SiteSettings(base_url=desk.address, contact_url="mailto:help@acme.example"),
        widget=WidgetSettings.model_validate({"control": 0.0, **widget}),
    )
    build(articles, chosen, desk.folder)


@pytest.mark.parametrize("language", ASKED)
def test_a_pasted_ticket_finds_its_article_and_opens_it_in_place(
    page: Page, desk: Desk, tmp_path: Path, language: str
) -> None:
    text, slug = ASKED[language]
    title = ROWS[slug][0]
    with running(tmp_path / "help", shared=True) as elsewhere:
        published(elsewhere)
        page.goto(contact_page(desk, f"{elsewhere.address}/", language=language, head='<meta charset="utf-8">'))
        write(page, text)
        assert titles(page)[0] == title
        page.click(TITLES)
        page.wait_for_selector("deflect-suggest .text strong")
        assert page.get_attribute("deflect-suggest .actions a", "href") == f"{elsewhere.address}/articles/{slug}.html"


def test_what_nothing_answers_shows_nothing(page: Page, desk: Desk) -> None:
    published(desk)
    page.goto(contact_page(desk, f"{desk.address}/"))
    write(page, "Which bicycle would you lend me for a weekend by the sea?")
    settled(page)
    assert page.locator(TITLES).count() == 0


MESSAGE = "form.contact textarea"


def test_the_help_centres_own_contact_page_uses_it(page: Page, desk: Desk) -> None:
    published(desk)
    page.goto(f"{desk.address}/contact.html")
    page.focus(MESSAGE)
    page.locator("deflect-suggest").wait_for(state="attached")
    write(page, ASKED["en"][0], MESSAGE)
    assert titles(page)[0] == ROWS["reset-key"][0]
    assert page.locator("deflect-suggest [type=checkbox]").count() == 0  # a mail would not carry it
    page.click(TITLES)
    page.wait_for_selector("deflect-suggest .text strong")


def test_the_contact_page_loads_the_widget_when_somebody_begins_to_write(page: Page, desk: Desk) -> None:
    published(desk)
    page.goto(f"{desk.address}/contact.html", wait_until="networkidle")
    assert "/widget.js" not in desk.read
    with page.expect_request("**/widget.js"):
        page.focus("#df-subject")


def test_what_was_pasted_before_the_widget_came_is_searched(page: Page, desk: Desk) -> None:
    published(desk)
    page.goto(f"{desk.address}/contact.html")
    page.fill(MESSAGE, ASKED["en"][0])
    page.locator("deflect-suggest").wait_for(state="attached")
    page.clock.run_for(PAUSE)
    assert titles(page)[0] == ROWS["reset-key"][0]
