"""The words of the page, by language."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from deflect.report.page.amounts_words import AMOUNTS
from deflect.report.page.customers import CUSTOMERS
from deflect.report.page.gaps import GAPS
from deflect.report.page.options_words import OPTIONS
from deflect.report.page.quality_words import QUALITY
from deflect.report.page.sentences import SENTENCES
from deflect.report.page.terms import TERMS

LANGUAGES = ("en", "de", "fr", "ar", "cy")

WORDS: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        language: MappingProxyType(
            {row[0]: row[1 + column] for row in (*TERMS, *SENTENCES, *OPTIONS, *AMOUNTS, *CUSTOMERS, *GAPS, *QUALITY)}
        )
        for column, language in enumerate(LANGUAGES)
    }
)
