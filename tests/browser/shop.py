"""A help centre to walk through: articles in three languages, built once."""

from __future__ import annotations

from pathlib import Path

from deflect.config import Settings, SiteSettings, VendorSettings
from deflect.site import build
from deflect.types import Article

PAYLOADS = (
    "<script>document.title = 'ran'</script>",
    "<img src=x onerror=\"document.title = 'ran'\">",
    "<svg onload=\"document.title = 'ran'\"></svg>",
    "<svg><script>document.title = 'ran'</script></svg>",
    "<iframe srcdoc=\"<script>parent.document.title = 'ran'</script>\"></iframe>",
    "<body onload=\"document.title = 'ran'\">",
    "<details open ontoggle=\"document.title = 'ran'\">x</details>",
    "<input autofocus onfocus=\"document.title = 'ran'\">",
    "<a href=\"javascript:document.title = 'ran'\">a</a>",
    "[a](javascript:document.title='ran')",
    "[a](data:text/html;base64,PHNjcmlwdD5kb2N1bWVudC50aXRsZT0ncmFuJzwvc2NyaXB0Pg==)",
    "![a](x\"onerror=\"document.title='ran')",
    "<style>@import 'javascript:alert(1)'; body { background: url(javascript:alert(1)) }</style>",
    "<math><mtext><table><mglyph><style><img src=x onerror=\"document.title = 'ran'\"></style></mglyph></table></math>",
    "<form action=\"javascript:document.title='ran'\"><button>b</button></form>",
    "</title><script>document.title = 'ran'</script>",
    "\"><script>document.title = 'ran'</script>",
    "</script><script>document.title = 'ran'</script>",
    "<template><script>document.title = 'ran'</script></template>",
    "{{ 7 * 7 }}<!-- --><script>document.title = 'ran'</script>",
)
"""Each would change the page's title to `ran`."""

KEY = Article(
    "key",
    "reset-key",
    "How do I reset my licence key?",
    "My licence key is used on another site. How do I free it?",
    "Open **Settings > Licence** and click *Deactivate*.\n\n## On the old site\n\nOpen the same page there.\n\n"
    "## On the new site\n\nPaste the key.\n\n## If that fails\n\n```\nwp deflect free --all\n```\n\n"
    "See [refunds](refund.md).",
    state="validated",
    category="Licences",
    also_asked=("key already activated", "move the plugin to a new domain"),
)
REFUND = Article(
    "refund",
    "refund",
    "How do I get my money back?",
    "How do I get my money back?",
    "Ask within thirty days.\n\n## How long it takes\n\nFive working days.",
    state="validated",
    category="Payments",
    also_asked=("refund",),
)
MAIL = Article(
    "mail",
    "no-mail",
    "No e-mail arrives",
    "Nobody gets a booking confirmation",
    "Connect an SMTP service.",
    state="validated",
    category="E-mail",
)
ARABIC = Article(
    "miftah",
    "miftah",
    "كيف أعيد تعيين المفتاح؟",
    "كيف أعيد تعيين المفتاح؟",
    "افتح **الإعدادات** ثم اضغط على `Deactivate`.\n\n## الموقع القديم\n\nافتح الصفحة نفسها هناك.",
    state="validated",
    language="ar",
    category="التراخيص",
)
GERMAN = Article(
    "schluessel",
    "schluessel",
    "Wie setze ich den Schlüssel zurück?",
    "Wie setze ich den Schlüssel zurück?",
    "Öffnen Sie die **Einstellungen**.",
    state="validated",
    language="de",
    category="Lizenzen",
)


def built(folder: Path) -> Path:
    """Build the help centre and say where it is."""
    settings = Settings(
        vendor=VendorSettings(name="Acme"), site=SiteSettings(contact_url="https://help.acme.example/contact")
    )
    build([KEY, REFUND, MAIL, ARABIC, GERMAN], settings, folder / "site")
    return folder / "site"


def attacked(folder: Path) -> Path:
    """Build a help centre in which every text that an article has is an attack, one article for each."""
    articles = [
        Article(
            f"attack-{number}",
            f"attack-{number}",
            f"{payload} {number}",
            f"Why {payload}",
            f"{payload}\n\n# {payload}\n\n# b\n\n# c\n\n- {payload}\n\n`{payload}`\n\n```\n{payload}\n```\n",
            state="validated",
            category=payload,
            also_asked=(payload,),
            related=(f"attack-{number - 1}",),
            versions=(payload,),
            products=(payload,),
        )
        for number, payload in enumerate(PAYLOADS)
    ]
    named = Settings(vendor=VendorSettings(name=PAYLOADS[0]), site=SiteSettings(title=PAYLOADS[16]))
    assert build(articles, named, folder / "site", preview=True).articles >= 15
    return folder / "site"
