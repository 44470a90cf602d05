"""Small sites to look at: articles in three languages, built into a temporary workspace."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from selectolax.lexbor import LexborHTMLParser as HTMLParser
from selectolax.lexbor import LexborNode

from deflect.config import Settings, SiteSettings, VendorSettings
from deflect.site import SiteResult, build
from deflect.types import Article, Sentence

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d4944415478da636460f85f0f0002870180eb47ba"
    "920000000049454e44ae426082"
)


def article(slug: str, **changes: Any) -> Article:
    """An article that differs from a plain one only in what a test is about."""
    plain = {
        "id": slug,
        "slug": slug,
        "title": f"About {slug}",
        "question": f"About {slug}",
        "answer": "Do this.",
        "state": "validated",
    }
    return Article(**{**plain, **changes})


def settings(site: dict[str, Any] | None = None, **vendor: Any) -> Settings:
    return Settings(vendor=VendorSettings(**vendor), site=SiteSettings(**(site or {})))


def first(page: HTMLParser | LexborNode, selector: str) -> LexborNode:
    """The first node that a selector finds; there must be one."""
    found = page.css_first(selector)
    assert found is not None, selector
    return found


def sample() -> list[Article]:
    """Eight articles that use everything a page can show."""
    return [
        article(
            "reset-key",
            title="How do I reset my licence key?",
            question="My licence key is used on another site. How do I free it?",
            answer=(
                "Open **Settings** and click *Deactivate*. <!-- demo:1 demo:2 -->\n\n"
                "# First\n\nSee [refunds](refund.md#how-long) and the [account](https://example.com/a?b=1&c=2).\n\n"
                "## Second\n\n![The screen](pictures/screen.png)\n\n## Third\n\n"
                "```php\ndefine( 'X', true ); // <b>\n```\n\n| a | b |\n|---|--:|\n| 1 | 2 |\n"
            ),
            category="Licences",
            also_asked=("key on wrong site", "ترخيص"),
            evidence=(Sentence("Open Settings.", ("demo:1", "demo:2")),),
            related=("refund", "hidden", "nowhere"),
        ),
        article(
            "refund",
            title="How do I get a refund?",
            question="How do I get a refund?",
            answer="Ask us.\n\n## How long\n\nMISSING: how long it takes.\n",
            category="Payments",
        ),
        article("email", title="No e-mail arrives", question="No e-mail arrives"),
        article("hidden", audience="internal", answer="Only for agents."),
        article("old", state="archived", answer="Was so once."),
        article("elsewhere", origin="linked", answer=""),
        article(
            "schluessel",
            title="Wie setze ich den Schlüssel zurück?",
            question="Wie setze ich den Schlüssel zurück?",
            answer="Öffnen Sie die **Einstellungen**.",
            language="de",
            category="Lizenzen",
        ),
        article(
            "miftah",
            title="كيف أعيد تعيين المفتاح؟",
            question="كيف أعيد تعيين المفتاح؟",
            answer="افتح **الإعدادات**.\n\n`wp-config.php`",
            language="ar",
            category="التراخيص",
        ),
    ]


@dataclass
class Site:
    """A workspace to build in."""

    root: Path

    @property
    def out(self) -> Path:
        return self.root / "site"

    @property
    def kb(self) -> Path:
        return self.root / "kb"

    def build(self, articles: Iterable[Article], chosen: Settings | None = None, **more: Any) -> SiteResult:
        return build(list(articles), chosen or settings(name="Acme"), self.out, **more)

    def page(self, path: str) -> HTMLParser:
        return HTMLParser((self.out / path).read_text(encoding="utf-8"))

    def answer(self, markdown: str) -> str:
        """The HTML that an answer becomes."""
        self.build([article("one", answer=markdown)])
        return str(first(self.page("articles/one.html"), ".answer").html)

    def files(self) -> dict[str, bytes]:
        return {str(path.relative_to(self.out)): path.read_bytes() for path in self.out.rglob("*") if path.is_file()}

    def pages(self) -> Iterator[tuple[str, HTMLParser]]:
        for path in sorted(self.out.rglob("*.html")):
            name = str(path.relative_to(self.out))
            yield name, self.page(name)


@pytest.fixture
def site(tmp_path: Path) -> Site:
    made = Site(tmp_path)
    (made.kb / "pictures").mkdir(parents=True)
    (made.kb / "pictures" / "screen.png").write_bytes(PNG)
    return made


@pytest.fixture
def refused(site: Site) -> Callable[..., str]:
    """Build what must not be published whole: what is wrong, one line each; what is, has no page."""

    def attempt(*articles: Article, **more: Any) -> str:
        broken = site.build(articles, **more).broken
        assert broken
        assert not any((site.out / "articles" / f"{each.article}.html").exists() for each in broken)
        return "\n".join(f"{each.article}.md: {each.what}" for each in broken)

    return attempt


@pytest.fixture
def failed(site: Site) -> Callable[..., str]:
    """Build something that must fail, and say how it did; nothing may have been written."""
    from deflect.errors import ArticleError

    def attempt(*articles: Article, **more: Any) -> str:
        with pytest.raises(ArticleError) as caught:
            site.build(articles, **more)
        assert not site.out.exists()
        return str(caught.value)

    return attempt
