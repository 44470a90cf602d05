"""The words of the interface in five languages; a page in any other language has them in English."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from deflect.site.page_strings import ROWS

RIGHT_TO_LEFT = frozenset({"ar", "ckb", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"})

NATIVE_NAMES = {
    "ar": "العربية",
    "bg": "Български",
    "ca": "Català",
    "cs": "Čeština",
    "cy": "Cymraeg",
    "da": "Dansk",
    "de": "Deutsch",
    "el": "Ελληνικά",
    "en": "English",
    "es": "Español",
    "fa": "فارسی",
    "fi": "Suomi",
    "fr": "Français",
    "ga": "Gaeilge",
    "he": "עברית",
    "hi": "हिन्दी",
    "hu": "Magyar",
    "id": "Bahasa Indonesia",
    "it": "Italiano",
    "ja": "日本語",
    "ko": "한국어",
    "nb": "Norsk bokmål",
    "nl": "Nederlands",
    "no": "Norsk",
    "pl": "Polski",
    "pt": "Português",
    "ro": "Română",
    "ru": "Русский",
    "sk": "Slovenčina",
    "sv": "Svenska",
    "tr": "Türkçe",
    "uk": "Українська",
    "ur": "اردو",
    "vi": "Tiếng Việt",
    "zh": "中文",
}

# Each line: key, then en, de, fr, ar, cy.
_TABLE: tuple[tuple[str, str, str, str, str, str], ...] = (
    ("skip", "Skip to content", "Zum Inhalt springen", "Aller au contenu", "انتقل إلى المحتوى", "Neidio i'r cynnwys"),
    ("home", "Home", "Startseite", "Accueil", "الرئيسية", "Hafan"),
    ("question", "How can we help?", "Wie können wir helfen?", "Comment pouvons-nous vous aider ?",
     "كيف يمكننا مساعدتك؟",
     "Sut allwn ni helpu?"),
    ("search", "Search", "Suchen", "Rechercher", "بحث", "Chwilio"),
    ("search_hint", "Ask a question or type a few words", "Frage stellen oder Stichwörter eingeben",
     "Posez une question ou tapez quelques mots", "اطرح سؤالًا أو اكتب بضع كلمات",
     "Gofynnwch gwestiwn neu deipio geiriau"),
    ("search_script", "Search needs JavaScript. Look through all articles instead.",
     "Die Suche braucht JavaScript. Sehen Sie stattdessen alle Artikel durch.",
     "La recherche nécessite JavaScript. Parcourez plutôt tous les articles.",
     "يحتاج البحث إلى JavaScript. تصفّح جميع المقالات بدلًا من ذلك.",
     "Mae angen JavaScript i chwilio. Porwch drwy'r holl erthyglau yn lle hynny."),
    ("search_broken", "Search could not be loaded. Look through all articles instead.",
     "Die Suche konnte nicht geladen werden. Sehen Sie stattdessen alle Artikel durch.",
     "La recherche n’a pas pu être chargée. Parcourez plutôt tous les articles.",
     "تعذّر تحميل البحث. تصفّح جميع المقالات بدلًا من ذلك.",
     "Ni ellid llwytho'r chwiliad. Porwch drwy'r holl erthyglau yn lle hynny."),
    ("results", "Results: {n}", "Treffer: {n}", "Résultats : {n}", "النتائج: {n}", "Canlyniadau: {n}"),
    ("all_results", "Show all results", "Alle Treffer anzeigen", "Afficher tous les résultats", "عرض كل النتائج",
     "Dangos pob canlyniad"),
    ("nothing", "Nothing found", "Nichts gefunden", "Aucun résultat", "لم يُعثر على شيء", "Dim canlyniadau"),
    ("nothing_hint", "Try fewer or other words.", "Versuchen Sie es mit weniger oder anderen Wörtern.",
     "Essayez avec moins de mots ou d’autres mots.", "جرّب كلمات أقل أو كلمات أخرى.",
     "Rhowch gynnig ar lai o eiriau neu eiriau eraill."),
    ("near", "No article answers this for certain", "Kein Artikel beantwortet das mit Sicherheit",
     "Aucun article n’y répond avec certitude", "لا توجد مقالة تجيب عن هذا بالتأكيد",
     "Nid oes erthygl sy'n sicr o ateb hyn"),
    ("near_hint", "The nearest are below.", "Die nächstliegenden stehen unten.",
     "Les plus proches figurent ci-dessous.", "الأقرب إليه مدرجة أدناه.", "Mae'r rhai agosaf isod."),
    ("topics", "Topics", "Themen", "Thèmes", "المواضيع", "Pynciau"),
    ("most_asked", "Most asked", "Häufig gefragt", "Questions fréquentes", "الأكثر طرحًا", "Cwestiynau cyffredin"),
    ("all_articles", "All articles", "Alle Artikel", "Tous les articles", "جميع المقالات", "Pob erthygl"),
    ("also_asked", "Also asked as", "Auch so gefragt", "Aussi formulé ainsi", "يُسأل أيضًا بهذه الصيغ",
     "Gofynnir hefyd fel"),
    ("related", "Related articles", "Verwandte Artikel", "Articles liés", "مقالات ذات صلة", "Erthyglau cysylltiedig"),
    ("contents", "On this page", "Auf dieser Seite", "Sur cette page", "في هذه الصفحة", "Ar y dudalen hon"),
    ("stuck", "Still stuck?", "Noch nicht gelöst?", "Toujours bloqué ?", "ما زلت بحاجة إلى مساعدة؟", "Dal yn sownd?"),
    ("stuck_hint", "A person will answer you.", "Ein Mensch antwortet Ihnen.", "Une personne vous répondra.",
     "سيجيبك أحد أفراد الفريق.", "Bydd person yn eich ateb."),
    ("contact", "Contact us", "Kontakt aufnehmen", "Nous contacter", "تواصل معنا", "Cysylltu â ni"),
    ("draft", "Draft", "Entwurf", "Brouillon", "مسودة", "Drafft"),
    ("draft_note", "This article is still being written and may be incomplete.",
     "Dieser Artikel wird noch geschrieben und ist vielleicht unvollständig.",
     "Cet article est en cours de rédaction et peut être incomplet.",
     "هذه المقالة قيد الكتابة وقد تكون غير مكتملة.",
     "Mae'r erthygl hon yn dal i gael ei hysgrifennu a gall fod yn anghyflawn."),
    ("unreviewed", "Not reviewed yet", "Noch nicht geprüft", "Pas encore relu", "لم تُراجع بعد", "Heb ei hadolygu eto"),
    ("unreviewed_note", "Nobody has checked this article yet.", "Diesen Artikel hat noch niemand geprüft.",
     "Personne n’a encore vérifié cet article.", "لم يتحقق أحد من هذه المقالة بعد.",
     "Nid oes neb wedi gwirio'r erthygl hon eto."),
    ("preview", "Draft preview", "Vorschau mit Entwürfen", "Aperçu des brouillons", "معاينة المسودات",
     "Rhagolwg o ddrafftiau"),
    ("preview_note", "These pages are not for publication: some of them nobody has checked.",
     "Diese Seiten sind nicht zur Veröffentlichung bestimmt: Manche hat noch niemand geprüft.",
     "Ces pages ne sont pas destinées à la publication : certaines n’ont été vérifiées par personne.",
     "هذه الصفحات ليست للنشر: بعضها لم يتحقق منه أحد بعد.",
     "Nid yw'r tudalennau hyn i'w cyhoeddi: mae rhai heb eu gwirio gan neb."),
    ("missing", "Still to be written", "Noch zu schreiben", "Reste à rédiger", "لم يُكتب بعد", "Eto i'w ysgrifennu"),
    ("language", "Language", "Sprache", "Langue", "اللغة", "Iaith"),
    ("theme", "Light or dark", "Hell oder dunkel", "Clair ou sombre", "فاتح أو داكن", "Golau neu dywyll"),
    ("lost", "This page does not exist", "Diese Seite gibt es nicht", "Cette page n’existe pas",
     "هذه الصفحة غير موجودة",
     "Nid yw'r dudalen hon yn bodoli"),
    ("lost_hint", "It may have moved. Search for it, or start from the home page.",
     "Vielleicht ist sie umgezogen. Suchen Sie danach oder beginnen Sie auf der Startseite.",
     "Elle a peut-être été déplacée. Cherchez-la ou repartez de l’accueil.",
     "ربما نُقلت. ابحث عنها أو ابدأ من الصفحة الرئيسية.",
     "Efallai ei bod wedi symud. Chwiliwch amdani, neu dechreuwch o'r hafan."),
    ("empty", "There are no articles yet.", "Es gibt noch keine Artikel.", "Il n’y a pas encore d’articles.",
     "لا توجد مقالات بعد.", "Nid oes erthyglau eto."),
    ("breadcrumb", "You are here", "Sie sind hier", "Vous êtes ici", "أنت هنا", "Rydych chi yma"),
    ("image", "Image", "Bild", "Image", "صورة", "Delwedd"),
    ("general", "General", "Allgemein", "Général", "عام", "Cyffredinol"),
    ("other", "Other", "Sonstige", "Autres", "أخرى", "Arall"),
)  # fmt: skip

LANGUAGES = ("en", "de", "fr", "ar", "cy")

STRINGS: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        language: MappingProxyType({row[0]: row[1 + column] for row in (*_TABLE, *ROWS)})
        for column, language in enumerate(LANGUAGES)
    }
)


def words(language: str) -> Mapping[str, str]:
    """The interface's words in a language, English if there are none."""
    return STRINGS[interface_language(language)]


def interface_language(language: str) -> str:
    """The language that the interface has on a page of this language."""
    base = language.split("-")[0]
    return base if base in STRINGS else "en"


def direction(language: str) -> str:
    """Which way a language is written, `rtl` or `ltr`."""
    return "rtl" if language.split("-")[0] in RIGHT_TO_LEFT else "ltr"


def native_name(language: str) -> str:
    """What a language calls itself; its code if that is not known."""
    base, _, region = language.partition("-")
    name = NATIVE_NAMES.get(base, base)
    return f"{name} ({region.upper()})" if region else name


def count_articles(number: int, language: str) -> str:
    """Say how many articles there are, with the plural that the language has for that number."""
    base = interface_language(language)
    if base == "ar":
        return _count_arabic(number)
    one, many = {"en": ("article", "articles"), "de": ("Artikel",) * 2, "fr": ("article", "articles")}.get(
        base,
        ("erthygl",) * 2,  # after a number, Welsh keeps the singular
    )
    alone = (0, 1) if base == "fr" else (1,)
    return f"{number} {one if number in alone else many}"


def _count_arabic(number: int) -> str:
    if number in (1, 2):
        return ("مقالة واحدة", "مقالتان")[number - 1]
    return f"{number} {'مقالات' if 3 <= number % 100 <= 10 else 'مقالة'}"
