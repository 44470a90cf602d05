"""A help centre in five languages with every kind of page, built from articles that use everything an answer can."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from deflect.config import Settings, SiteSettings, VendorSettings
from deflect.site import SiteResult, build
from deflect.site.facts import Facts
from deflect.types import Article

LANGUAGES = ("en", "de", "fr", "ar", "cy")
STEPS = "1. {0}\n2. {1}\n3. {2}\n"
CODE = "```php\ndefine( 'BOOKINGS_DEBUG', true ); // keeps a log of every request in wp-content/bookings.log\n```\n"

# One line a language: category, then title and parts of the answer of four articles.
TEXTS: dict[str, dict[str, Any]] = {
    "en": {
        "categories": ("Licences", "Problems"),
        "key": ("How do I move my licence key to another site?", "A key works on one site at a time. Free it on the "
                "old site first.", ("Open **Settings > Licence** on the old site.", "Click *Deactivate*.",
                "Enter the key on the new site."), ("Free the key", "If the old site is gone", "Check that it worked"),
                ("Licence", "Sites"), "The key says it is used on another site"),
        "refund": ("How do I get a refund?", "Write to us within 30 days. The money is back within a week."),
        "bug": ("Reminders are sent twice after a change of time zone", "Reminders go out twice.", "Status",
                "Fixed in Bookings 4.0.3. Update the plugin."),
        "limit": ("Can two people book the same hour?", "No, an hour belongs to one booking."),
    },
    "de": {
        "categories": ("Lizenzen", "Störungen"),
        "key": ("Wie ziehe ich meinen Lizenzschlüssel auf eine andere Website um?", "Ein Schlüssel gilt für eine "
                "Website. Geben Sie ihn zuerst auf der alten frei.", ("Öffnen Sie **Einstellungen > Lizenz**.",
                "Klicken Sie auf *Deaktivieren*.", "Tragen Sie den Schlüssel auf der neuen Website ein."),
                ("Schlüssel freigeben", "Wenn es die alte Website nicht mehr gibt", "Prüfen, ob es geklappt hat"),
                ("Lizenz", "Websites"), "Der Schlüssel wird schon auf einer anderen Website verwendet"),
        "refund": ("Wie bekomme ich mein Geld zurück?", "Schreiben Sie uns innerhalb von 30 Tagen."),
        "bug": ("Erinnerungen kommen nach der Zeitumstellung doppelt", "Erinnerungen gehen doppelt hinaus.", "Stand",
                "Behoben in Bookings 4.0.3. Aktualisieren Sie das Plugin."),
        "limit": ("Können zwei Personen dieselbe Stunde buchen?", "Nein, eine Stunde gehört zu einer Buchung."),
    },
    "fr": {
        "categories": ("Licences", "Incidents"),
        "key": ("Comment transférer ma clé de licence vers un autre site ?", "Une clé vaut pour un seul site. "
                "Libérez-la d’abord sur l’ancien.", ("Ouvrez **Réglages > Licence** sur l’ancien site.",
                "Cliquez sur *Désactiver*.", "Saisissez la clé sur le nouveau site."),
                ("Libérer la clé", "Si l’ancien site n’existe plus", "Vérifier que cela a marché"),
                ("Licence", "Sites"), "La clé est déjà utilisée sur un autre site"),
        "refund": ("Comment obtenir un remboursement ?", "Écrivez-nous dans les 30 jours."),
        "bug": ("Les rappels partent deux fois après un changement d’heure", "Les rappels partent deux fois.", "État",
                "Corrigé dans Bookings 4.0.3. Mettez l’extension à jour."),
        "limit": ("Deux personnes peuvent-elles réserver la même heure ?", "Non, une heure vaut pour une réservation."),
    },
    "ar": {
        "categories": ("التراخيص", "الأعطال"),
        "key": ("كيف أنقل مفتاح الترخيص إلى موقع آخر؟", "يعمل المفتاح على موقع واحد فقط. "
                "حرّره أولًا من الموقع القديم.",
                ("افتح **الإعدادات > الترخيص** في الموقع القديم.", "انقر على *إلغاء التفعيل*.",
                 "أدخل المفتاح في الموقع الجديد."),
                ("تحرير المفتاح", "إذا لم يعد الموقع القديم موجودًا", "التحقق من النجاح"),
                ("الترخيص", "المواقع"), "المفتاح مستخدم في موقع آخر"),
        "refund": ("كيف أسترد المبلغ؟", "راسلنا خلال 30 يومًا."),
        "bug": ("تُرسل التذكيرات مرتين بعد تغيير المنطقة الزمنية", "تُرسل التذكيرات مرتين.", "الحالة",
                "أُصلح في Bookings 4.0.3. حدّث الإضافة."),
        "limit": ("هل يمكن لشخصين حجز الساعة نفسها؟", "لا، الساعة لحجز واحد."),
    },
    "cy": {
        "categories": ("Trwyddedau", "Problemau"),
        "key": ("Sut mae symud fy allwedd drwydded i safle arall?", "Mae allwedd yn gweithio ar un safle ar y tro. "
                "Rhyddhewch hi ar yr hen safle yn gyntaf.", ("Agorwch **Gosodiadau > Trwydded** ar yr hen safle.",
                "Cliciwch *Dadactifadu*.", "Rhowch yr allwedd ar y safle newydd."),
                ("Rhyddhau'r allwedd", "Os yw'r hen safle wedi mynd", "Gwirio ei bod yn gweithio"),
                ("Trwydded", "Safleoedd"), "Mae'r allwedd ar safle arall"),
        "refund": ("Sut mae cael ad-daliad?", "Ysgrifennwch atom o fewn 30 diwrnod."),
        "bug": ("Mae nodiadau atgoffa'n cael eu hanfon ddwywaith", "Fe'u hanfonir ddwywaith.", "Statws",
                "Wedi'i drwsio yn Bookings 4.0.3. Diweddarwch yr ategyn."),
        "limit": ("A all dau berson archebu'r un awr?", "Na, mae awr yn perthyn i un archeb."),
    },
}  # fmt: skip


def articles() -> list[Article]:
    """Four articles in each of five languages, each tied to its translations."""
    return [each for language in LANGUAGES for each in _in(language, TEXTS[language])]


def updated() -> dict[str, date]:
    """The day of most articles."""
    days = {"key": date(2026, 3, 5), "bug": date(2026, 4, 17), "limit": date(2025, 11, 30)}
    return {f"{name}-{language}": day for name, day in days.items() for language in LANGUAGES}


def asked() -> dict[str, int]:
    """How often each was asked."""
    counts = {"key": 40, "bug": 12, "refund": 7, "limit": 3}
    return {f"{name}-{language}": count for name, count in counts.items() for language in LANGUAGES}


def settings(**site: Any) -> Settings:
    """A vendor with an address, who can be written to."""
    given = {"base_url": "https://help.example.com/", "contact_url": "mailto:help@example.com", **site}
    return Settings(vendor=VendorSettings(name="Acme Bookings"), site=SiteSettings(**given))


def publish(root: Path, *, preview: bool = False, more: list[Article] | None = None, **site: Any) -> SiteResult:
    """Build it into the folder `site` of a workspace."""
    (root / "kb").mkdir(parents=True, exist_ok=True)
    related = {f"key-{language}": (f"refund-{language}", f"limit-{language}") for language in LANGUAGES}
    return build(
        [*articles(), *(more or [])],
        settings(**site),
        root / "site",
        preview=preview,
        facts=Facts(related, asked(), updated=updated()),
    )


def _in(language: str, text: dict[str, Any]) -> list[Article]:
    shelf, trouble = text["categories"]
    title, start, steps, headings, row, also = text["key"]
    refund, back = text["refund"]
    bug, symptom, status_heading, status = text["bug"]
    limit, limited = text["limit"]
    table = f"| {row[0]} | {row[1]} |\n|---|--:|\n| Single | 1 |\n| Studio | 25 |\n"
    answer = (
        f"{start}\n\n## {headings[0]}\n\n{STEPS.format(*steps)}\n## {headings[1]}\n\n> {back}\n\n{table}\n"
        f"## {headings[2]}\n\n{CODE}\n[{refund}](refund-{language}.md)\n"
    )
    return [
        _article("key", language, title, answer, category=shelf, also_asked=(also,), versions=("Bookings 4.0 – 4.2",)),
        _article("refund", language, refund, back, category=shelf),
        _article(
            "bug",
            language,
            bug,
            f"{symptom}\n\n## {status_heading}\n\n{status}\n",
            category=trouble,
            shape="bug",
            versions=("Bookings 4.0 – 4.0.2", "WordPress 6.9"),
        ),
        _article("limit", language, limit, limited, category=trouble, shape="known-limitation"),
    ]


def _article(name: str, language: str, title: str, answer: str, **more: Any) -> Article:
    slug = f"{name}-{language}"
    others = tuple(f"{name}-{other}" for other in LANGUAGES if other != language)
    return Article(slug, slug, title, title, answer, "validated", language=language, translations=others, **more)
