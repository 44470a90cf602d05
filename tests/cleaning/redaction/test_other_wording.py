"""Promise 2 in words that no table lists: unknown names, values before their words, any street; and what stays."""

from __future__ import annotations

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deflect.cleaning.redaction import Redactor

WORD_AND_YEAR = "marmot" + "1987"


def redact(text: str, keep: tuple[str, ...] = ()) -> str:
    return Redactor(keep=keep).start().redact(text)


@pytest.mark.parametrize(
    "frame",
    [
        "I write on behalf of {}.",
        "You already spoke to my husband, {}, last week.",
        "Our accountant is called {} and is away.",
        "Contact person: {}",
        "It was {} who built the page.",
        "Could you make {} the account owner?",
        "It was set up by {} who has since left.",
        "Many thanks for all your help so far,\n{}",
        "The page is blank.\n\n- {}",
        "Ich schreibe im Auftrag von {}.",
        "Unser Techniker heißt {} und ist krank.",
        "Ansprechpartnerin: {}",
        "Herzlichen Dank im Voraus und liebe Grüße aus dem Norden\n{}",
        "J'écris de la part de {}.",
        "Notre comptable s'appelle {} et revient lundi.",
        "C'est {} qui nous avait aidés.",
        "Avec tous mes remerciements,\n{}",
        "Rwy'n ysgrifennu ar ran {}.",
        "Mae fy chwaer {} yn cael yr un drafferth.",
        "Llawer iawn o ddiolch am bopeth\n{}",
    ],
)
def test_a_name_that_no_table_has_goes(frame: str) -> None:
    assert redact(frame.format("Xandrine Quorley")) == frame.format("[name]")


@pytest.mark.parametrize(
    "frame",
    [
        "اسمي {}.",
        "الحجز مسجل باسم {}.",
        "أكتب إليكم نيابة عن {}.",
        "تحدثت مع زميلتي {} عن ذلك.",
        "نحتاج حسابا للموظف {}.",
        "مسؤول التواصل: {}",
        "ولكم منا خالص التقدير\n{}",
        "د. {}",
    ],
)
@pytest.mark.parametrize("name", ["غيداق الزندري", "وتين بن زندور", "رماس عبدالمولى"])
def test_an_arabic_name_that_no_table_has_goes(frame: str, name: str) -> None:
    assert redact(frame.format(name)) == frame.format("[name]")


@pytest.mark.parametrize(
    "text",
    [
        "زميلي جرب التحديث الأخير ولم يعمل",
        "نواجه مشكلة مع النظام الرئيسي",
        "الدخول باسم المستخدم لا يعمل",
        "أنا أستخدم الإصدار الجديد",
        "الحل هو كامل وواضح",
        "تواصلت معكم بخصوص الفاتورة",
        "من العميل الجديد",
        "مدير المبيعات غير متاح",
    ],
)
def test_arabic_prose_after_the_same_words_stays(text: str) -> None:
    assert redact(text) == text


@pytest.mark.parametrize(
    "text",
    [
        "The folder is called Local Folders",
        "Rank Math runs on behalf of everybody",
        "The font that I use is named Arial Narrow",
        "Contact: Monday to Friday",
        "Thanks for the new version\nIt works now",
        "copied Postbox Profile to the new computer",
        "The shop shows 12 Products, Elementor hides them",
        "Our shop runs on PHP 8 and WordPress 6",
        "Der Laden läuft mit Windows 11 und Thunderbird 115",
        "Die Adresse steht in Zeile 12",
        "The birthday widget is empty since 2023-01-04",
        "Updated on 12 March 2024; the birthday field is empty",
        "All my passwords are gone?",
        "I typed iphone14 and windows11 into the search",
        "x64-based login page, 1024x768px",
        "wp login with --network=86 fails in C:\\xampp\\debug41.log",
        "if ($total > 4721) { the PIN",
        "It came in May and the June release of Advent Calendar",
        "Server 127.0.0.1 answers",
    ],
)
def test_what_only_looks_like_it_stays(text: str) -> None:
    assert redact(text) == text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("I was on {} born", "I was on [birth date] born"),
        ("Ich bin am {} geboren", "Ich bin am [birth date] geboren"),
        ("It refuses {} as my birthday. 8.5.32 works", "It refuses [birth date] as my birthday. 8.5.32 works"),
        ("Il refuse {} comme date de naissance", "Il refuse [birth date] comme date de naissance"),
        ("ابنتي مولودة بتاريخ {} هنا", "ابنتي مولودة بتاريخ [birth date] هنا"),
        ("Mae fy merch, a aned ar {}, yma", "Mae fy merch, a aned ar [birth date], yma"),
    ],
)
@pytest.mark.parametrize("date", ["9.7.1951", "1957-10-19", "04/10/1963"])
def test_a_date_of_birth_goes_on_either_side_of_its_word(text: str, expected: str, date: str) -> None:
    assert redact(text.format(date)) == expected


@pytest.mark.parametrize(
    "frame",
    [
        "Das Startpasswort steht auf {} jetzt",
        "Gair pas: {}",
        "Rwy'n defnyddio {} fel cyfrinair",
        "I typed {} three times.",
        "الرقم السري للدخول {} لا يعمل",
        "كلمة مروري {} مرفوضة",
        "On entre avec {} en attendant",
        "Os ydych am fynd i mewn, {} yw e am nawr.",
    ],
)
def test_a_password_of_a_word_and_a_year_goes(frame: str) -> None:
    assert WORD_AND_YEAR not in redact(frame.format(WORD_AND_YEAR))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Deliver to: 22 Harbour View, Norwich", "Deliver to: [address]"),
        ("Our showroom at 209 Tolpuddle, Exeter is missing", "Our showroom at [address] is missing"),
        ("Unser Laden in der Birkenhain 17 fehlt", "Unser Laden in der [address] fehlt"),
        ("Lieferadresse: Schanzenhöfe 3", "Lieferadresse: [address]"),
        ("Bitte an Schanzenhöfe 3 liefern", "Bitte an [address] liefern"),
        ("Deliver to: 12 Cedar Ave\nOrder 32705 is stuck", "Deliver to: [address]\nOrder 32705 is stuck"),
    ],
)
def test_a_street_of_any_name_goes_where_the_sentence_says_so(text: str, expected: str) -> None:
    assert redact(text) == expected


def test_a_name_presented_that_the_owner_keeps_stays() -> None:
    text = "I write on behalf of Xandrine Quorley."
    assert redact(text, keep=("Xandrine Quorley",)) == text


@given(st.text(string.ascii_lowercase, min_size=4, max_size=10).map(lambda rest: f"Zq{rest} Xw{rest}"))
def test_nobody_written_for_survives(name: str) -> None:
    assert name not in redact(f"The cart is empty. I write on behalf of {name}, who is ill.")
