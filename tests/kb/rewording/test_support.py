"""A sentence is supported only where it says what an agent's sentence says: no more, no less, in the same order."""

from __future__ import annotations

import re

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from deflect.kb.rewording.support import KEPT, meaning, overlap, same_claim, supports
from deflect.kb.rewording.words import FREE, PLACING, TURNING

UPDATE = "Please update the plugin to version 3.2.1 under Plugins > Updates, then reload the booking page."
WARNING = "Do not delete the cache folder while a backup runs."
LINK = "See https://docs.vendor.example/a for more."
LONG = (
    "Deactivate the plugin, flush rewrite rules, clear browser cache, activate the plugin again "
    "and reload the broken booking calendar page."
)

SUPPORTED = {
    "itself": (UPDATE, UPDATE, "en"),
    "without courtesy": (
        UPDATE,
        "Update the plugin to version 3.2.1 under Plugins > Updates; reload booking page.",
        "en",
    ),
    "other quotes, arrows and dashes": ("Open “Settings › Mail” - and save.", 'Open "Settings > Mail", save.', "en"),
    "spelt out": ("Don't delete it; you can't undo that.", "Do not delete it: you cannot undo that!", "en"),
    "another ending": ("Try clearing old caches.", "Try clear old cache.", "en"),
    "one word in ten less": (LONG, LONG.replace("broken ", ""), "en"),
    "a command as it is": ("Run `wp cache flush` on the server.", "Then run `wp cache flush` on the server.", "en"),
    "German": ("Bitte öffnen Sie nun die Einstellungen.", "Öffnen Sie die Einstellungen.", "de"),
    "French": ("Veuillez ouvrir l'onglet Réglages.", "Ouvrir ensuite l’onglet Réglages.", "fr"),
    "Arabic": ("افتح الإعدادات ثم احفظ.", "افتح الإعدادات، احفظ.", "ar"),
    "Welsh": ("Agorwch y gosodiadau nawr.", "Agorwch gosodiadau.", "cy"),
    "no word lists, the same words": ("Abra los ajustes, y guarde.", "abra los ajustes y guarde!", "es"),
}

REFUSED = {
    "nothing": (UPDATE, "", "en"),
    "only free words": (UPDATE, "Please, then.", "en"),
    "a new word": (UPDATE, UPDATE.replace("reload", "purge"), "en"),
    "a new fact": (UPDATE, UPDATE[:-1] + " and restart the server.", "en"),
    "another version": (UPDATE, UPDATE.replace("3.2.1", "3.2.2"), "en"),
    "no version": (UPDATE, UPDATE.replace(" to version 3.2.1", ""), "en"),
    "a shorter path": (UPDATE, UPDATE.replace("Plugins > Updates", "Plugins"), "en"),
    "another order": (UPDATE, "Reload the booking page, then update the plugin.", "en"),
    "half of it": (UPDATE, "Reload the booking page.", "en"),
    "a new link": (UPDATE, UPDATE[:-1] + ": https://evil.example/x", "en"),
    "a new domain": (UPDATE, UPDATE[:-1] + " evil.example", "en"),
    "a link around a word": (UPDATE, UPDATE.replace("plugin", "[plugin](https://evil.example)"), "en"),
    "a link in a tag": (UPDATE, UPDATE.replace("plugin", '<a href="//evil.example">plugin</a>'), "en"),
    "an image": (UPDATE, "![x](https://evil.example/x.png) " + UPDATE, "en"),
    "another host in a link": (LINK, "See https://docs.vend0r.example/a for more.", "en"),
    "a longer link": (LINK, "See https://docs.vendor.example/a/b for more.", "en"),
    "no link": (LINK, "See for more.", "en"),
    "the negation gone": (WARNING, "Delete the cache folder while a backup runs.", "en"),
    "the condition gone": (WARNING, "Do not delete the cache folder.", "en"),
    "the negation elsewhere": ("Press Save, not Delete.", "Press Delete, not Save.", "en"),
    "the negation moved": ("Do not press Save, press Close.", "Press Save, do not press Close.", "en"),
    "a negation added": ("Press the Save button.", "Never press the Save button.", "en"),
    "n't gone": ("The export doesn't include drafts.", "The export does include drafts.", "en"),
    "duty made a choice": ("You must back up the site.", "You may back up the site.", "en"),
    "choice made a duty": ("You can delete the old logs.", "Delete the old logs.", "en"),
    "future made present": ("The bug will be fixed in 3.3.", "The bug is fixed in 3.3.", "en"),
    "future, shortened, made present": ("It'll be fixed in 3.3.", "It is fixed in 3.3.", "en"),
    "past made present": ("Version 3.1 supported PayPal.", "Version 3.1 supports PayPal.", "en"),
    "roles swapped": ("Move the file from Drafts to Archive.", "Move the file from Archive to Drafts.", "en"),
    "on made off": ("Switch debug mode on.", "Switch debug mode off.", "en"),
    "on left out": ("Switch debug mode on.", "Switch debug mode.", "en"),
    "all made nothing said": ("Delete all logs.", "Delete logs.", "en"),
    "another menu name": ("Open Bookings and save.", "Open Booking and save.", "en"),
    "another case in a command": ("Run `wp cache flush`.", "Run `wp Cache flush`.", "en"),
    "a command outside its quotes": ("Run `wp cache flush`.", "Run wp cache flush.", "en"),
    "a letter that looks the same": ("Press Save.", "Press Sаve.", "en"),
    "a letter that is not seen": ("Press Save.", "Press Sa\u200bve.", "en"),
    "a sign that turns the text around": ("Press Save.", "Press \u202eSave.", "en"),
    "an emoji": ("Press Save.", "Press Save 👍", "en"),
    "German: nicht gone": ("Löschen Sie den Ordner nicht.", "Löschen Sie den Ordner.", "de"),
    "German: kein gone": ("Das Plugin braucht keine Lizenz.", "Das Plugin braucht eine Lizenz.", "de"),
    "German: aus gone": ("Schalten Sie das Plugin aus.", "Schalten Sie das Plugin.", "de"),
    "German: who to whom": ("Geben Sie dem Gast den Schlüssel.", "Geben Sie den Gast dem Schlüssel.", "de"),
    "German: another number of them": ("Löschen Sie die Seiten.", "Löschen Sie die Seite.", "de"),
    "French: ne pas gone": ("Ne supprimez pas le dossier.", "Supprimez le dossier.", "fr"),
    "French: n' gone": ("Cela n'efface pas les données.", "Cela efface les données.", "fr"),
    "Arabic: negation gone": ("لا تحذف المجلد القديم.", "تحذف المجلد القديم.", "ar"),
    "Arabic: joined negation gone": ("احفظ الصفحة ولا تحذف المجلد.", "احفظ الصفحة تحذف المجلد.", "ar"),
    "Welsh: peidiwch gone": ("Peidiwch â dileu'r ffolder.", "â dileu'r ffolder.", "cy"),
    "no word lists, a word less": ("Abra los ajustes, y guarde.", "Abra ajustes, y guarde.", "es"),
    "no word lists, a word more": ("Abra los ajustes.", "Abra los ajustes ahora.", "es"),
}  # fmt: skip


@pytest.mark.parametrize("case", SUPPORTED)
def test_what_says_the_same_is_supported(case: str) -> None:
    assert supports(*SUPPORTED[case])


@pytest.mark.parametrize("case", REFUSED)
def test_what_says_something_else_is_not(case: str) -> None:
    assert not supports(*REFUSED[case])


def test_the_threshold_is_where_it_is_said_to_be() -> None:
    """Of n words without numbers, places or turning words, the share `KEPT` must stay."""
    words = [f"{letter}word" for letter in "abcdefghijklmnopqrst"]
    for count in range(1, len(words) + 1):
        for kept in range(1, count + 1):
            assert supports(" ".join(words[:count]), " ".join(words[:kept]), "en") == (kept / count >= KEPT)


def test_a_word_is_in_one_list_of_a_language_only() -> None:
    for language in FREE:
        lists = [FREE[language], TURNING[language], PLACING[language]]
        assert sum(map(len, lists)) == len(frozenset().union(*lists)), language


LISTED = frozenset().union(*FREE.values(), *TURNING.values(), *PLACING.values())
letters = st.text("abcdefghijklmnoprstuvwyz", min_size=3, max_size=8)
content = letters.filter(lambda word: word not in LISTED)
links = st.builds("https://{}.example/{}".format, letters, letters)
numbers = st.from_regex(r"[0-9]{1,3}(\.[0-9]{1,2}){0,2}", fullmatch=True)
turning = st.sampled_from(sorted(TURNING["en"]))
placing = st.sampled_from(sorted(PLACING["en"]))
sentences = st.lists(st.one_of(content, content, links, numbers, turning, placing), min_size=2, max_size=14)
places = st.integers(0, 100)


def put(words: list[str], place: int, word: str) -> list[str]:
    at = place % (len(words) + 1)
    return [*words[:at], word, *words[at:]]


@given(sentences, st.lists(st.tuples(places, st.sampled_from(sorted(FREE["en"]))), max_size=5))
def test_free_words_and_capitals_of_the_first_word_change_nothing(
    words: list[str], more: list[tuple[int, str]]
) -> None:
    said = list(words)
    for place, word in more:
        said = put(said, place, word)
    assert supports(" ".join(words), f"Now {' '.join(said)}!", "en")


@given(sentences, st.one_of(links, numbers, turning, placing, content), places)
def test_nothing_that_was_not_written_comes_through(words: list[str], new: str, place: int) -> None:
    stems = {re.sub(r"(es|s|e|ing)$", "", word) for word in words}
    assume(re.sub(r"(es|s|e|ing)$", "", new) not in stems and new not in words)
    assert not supports(" ".join(words), " ".join(put(words, place, new)), "en")


@given(sentences, places, st.one_of(links, numbers, turning, placing))
def test_no_link_number_place_or_turning_word_gets_lost(words: list[str], place: int, kept: str) -> None:
    assert not supports(" ".join(put(words, place, kept)), " ".join(words), "en")


@given(sentences, places, places)
def test_no_two_words_change_places(words: list[str], one: int, other: int) -> None:
    first, second = sorted((one % len(words), other % len(words)))
    swapped = list(words)
    swapped[first], swapped[second] = words[second], words[first]
    stems = [re.sub(r"(es|s|e|ing)$", "", word) for word in words]
    assume(len(set(stems)) == len(stems) and first != second)
    assert not supports(" ".join(words), " ".join(swapped), "en")


@given(st.text(max_size=80), st.text(max_size=80), st.sampled_from(["en", "de", "fr", "ar", "cy", "th", "und"]))
def test_any_text_is_judged_and_what_passes_brings_no_sign_that_was_not_there(one: str, other: str, lang: str) -> None:
    if supports(one, other, lang):
        assert set(re.findall(r"\d|[/<\[\]@#=\\|{}]", other)) <= set(re.findall(r"\d|[/<\[\]@#=\\|{}]", one))
    assert supports(one, one, lang) == bool(meaning(one, lang))


@given(sentences, sentences)
def test_overlap_is_between_none_and_all_and_the_same_both_ways(one: list[str], other: list[str]) -> None:
    first, second = " ".join(one), " ".join(other)
    assert overlap(first, first, "en") == 1.0
    assert 0.0 <= overlap(first, second, "en") == overlap(second, first, "en") <= 1.0


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Press Save in Settings.", "Click Save in the Settings.", True),
        ("Press Save in Settings.", "Do not press Save in Settings.", False),
        ("Update to 3.2.", "Update to 3.3.", False),
        ("Open Plugins > Updates.", "Open Plugins.", False),
        ("Open it before the update.", "Open it after the update.", False),
    ],
)
def test_wordings_of_one_claim_share_numbers_paths_and_what_turns_them(one: str, other: str, same: bool) -> None:
    assert same_claim(one, other, "en") is same
    assert same_claim(other, one, "en") is same
