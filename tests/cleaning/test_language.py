from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deflect.cleaning.language import identify

QUESTIONS = {
    "en": [
        "How do I reset my password?",
        "The form does not send any mail",
        "Can I move my licence to a new site?",
        "I get error 500 after the update",
        "Where can I download my invoice?",
        "booking confirmation email not arriving",
    ],
    "de": [
        "Wie setze ich mein Passwort zurück?",
        "Das Formular verschickt keine E-Mails",
        "Die Karte wird nicht angezeigt",
        "Nach dem Update kommt Fehler 500",
        "Wo finde ich meine Rechnung?",
        "Bitte kündigen Sie mein Abo",
    ],
    "fr": [
        "Comment réinitialiser mon mot de passe ?",
        "Le formulaire n'envoie aucun e-mail",
        "La carte ne s'affiche pas",
        "J'ai une erreur 500 après la mise à jour",
        "Où télécharger ma facture ?",
        "Merci d'annuler mon abonnement",
    ],
    "ar": [
        "كيف أعيد تعيين كلمة المرور؟",
        "النموذج لا يرسل أي بريد",
        "هل يمكنني نقل الترخيص؟",
        "يظهر خطأ 500 بعد التحديث",
        "أين أجد الفاتورة؟",
        "أرجو إلغاء اشتراكي",
    ],
    "cy": [
        "Sut mae ailosod fy nghyfrinair?",
        "Nid yw'r ffurflen yn anfon e-bost",
        "Dydy'r map ddim yn ymddangos",
        "Rwy'n cael gwall 500 ar ôl y diweddariad",
        "Ble mae lawrlwytho fy anfoneb?",
        "Canslwch fy nhanysgrifiad os gwelwch yn dda",
    ],
    "es": ["No puedo cambiar la contraseña de mi cuenta", "El formulario no envía los correos y no sé por qué"],
    "it": ["Come posso cambiare la password del mio sito?", "Il modulo non invia le email dopo l'aggiornamento"],
    "nl": ["Hoe kan ik mijn wachtwoord opnieuw instellen?", "Het formulier verstuurt geen e-mail naar de klant"],
    "ja": ["パスワードを変更するにはどうすればいいですか", "更新後に地図が表示されません"],
    "zh": ["我无法登录我的帐户，请问如何重置密码？", "點解我登入唔到我個帳戶？請問點樣重設密碼呀"],
    "ru": ["Как изменить пароль на моём сайте?", "После обновления форма не отправляет письма"],
}


@pytest.mark.parametrize(
    ("language", "question"), [(code, each) for code, texts in QUESTIONS.items() for each in texts]
)
def test_tells_the_language_of_a_short_question(language: str, question: str) -> None:
    assert identify(question) == language


@pytest.mark.parametrize(
    "text",
    [
        "",
        "500",
        "Help",
        "WP_DEBUG",
        "https://shop.example/wp-admin/ 403",
        "`$wpdb->query()`",
        "[e-mail] [licence key 2]",
        "define('WP_DEBUG', true);",
        "!!! ???",
        "\U0001f600\U0001f600\U0001f600",
    ],
)
def test_what_is_too_short_or_no_prose_is_undecided_or_as_declared(text: str) -> None:
    assert identify(text) == "und"
    assert identify(text, "de-AT") == "de"


@pytest.mark.parametrize("declared", ["", "  ", "und", "english", "e", "12", "zz-", "-", None, "Ünd"])
def test_a_declaration_that_is_none_is_not_taken(declared: str | None) -> None:
    assert identify("500", declared) in ("und", "zz")


@pytest.mark.parametrize(
    ("text", "declared", "expected"),
    [
        ("شكرا", "ar-EG", "ar"),
        ("شكرا", "en-US", "und"),
        ("Danke", "ar", "und"),
        ("Danke", "de-CH", "de"),
        ("500", "ar", "ar"),
        ("Danke", "deu", "de"),
        ("شكرا", "arz", "ar"),
        ("Danke", "arz", "und"),
        ("500", "haw-US", "haw"),
        ("Wie setze ich mein Passwort zurück, wenn ich es vergessen habe?", "en-US", "de"),
    ],
)
def test_a_declaration_counts_only_where_the_text_does_not_tell(text: str, declared: str, expected: str) -> None:
    assert identify(text, declared) == expected


def test_code_and_addresses_do_not_count() -> None:
    text = "Nach dem Update geht es nicht: `function the_title_is_not_there() { return this; }` https://shop.example/the/and"
    assert identify(text) == "de"


def test_clear_cases_do_not_load_the_model() -> None:
    code = (
        "import sys\nfrom deflect.cleaning.language import identify\n"
        "assert identify('How do I reset my password when I cannot log in?') == 'en'\n"
        "assert identify('Wie kann ich das Passwort ändern, wenn ich nicht angemeldet bin?') == 'de'\n"
        "assert not any(name.startswith('py3langid') for name in sys.modules)\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


@given(st.text(), st.none() | st.text(max_size=8))
def test_any_text_gives_a_code(text: str, declared: str | None) -> None:
    code = identify(text, declared)
    assert code == "und" or (2 <= len(code) <= 3 and code.isascii() and code.islower())
