"""A password before its label, and one told once and then repeated where nothing says what it is."""

from __future__ import annotations

import pytest

from deflect.cleaning.redaction import Redactor, leaks

STRONG = "Xq7" + "!vB2" + "#m"

BEFORE = (
    "{} is my password",
    "{} was the old password, it is refused.",
    "I changed it to {} as my new password.",
    "We use {} as the admin password everywhere.",
    "{} ist mein Passwort.",
    "Ich habe {} als Passwort gesetzt.",
    "{} est mon mot de passe.",
    "J'ai mis {} comme mot de passe.",
    "{} هي كلمة المرور",
    "{} yw fy nghyfrinair",
)


@pytest.mark.parametrize("frame", BEFORE)
def test_a_password_that_stands_before_its_label_goes(frame: str) -> None:
    assert Redactor().start().redact(frame.format(STRONG)) == frame.format("[password]")
    assert [leak.kind for leak in leaks(frame.format(STRONG))] == ["password"]


@pytest.mark.parametrize(
    "text",
    [
        "WordPress 6.9 is the password plugin's minimum.",
        "WordPress6.9 is the password screen I mean.",
        "Nothing is the password",
        "Settings is my password page",
        "SimpleLock is the new password plugin.",
        "Die Anmeldung ist mein Passwort-Problem.",
        "L'extension est le nouveau mot de passe oublié.",
        "Use wp_generate_password() as the password function.",
    ],
)
def test_a_plain_word_before_the_label_stays(text: str) -> None:
    assert Redactor().start().redact(text) == text


@pytest.mark.parametrize(
    ("told", "again"),
    [
        ("The password is {}", "I typed {} twice."),
        ("Passwort: {}", "Mit {} geht es nicht."),
        ("Mot de passe : {}", "J'ai tapé {} deux fois."),
        ("كلمة المرور: {}", "كتبت {} مرتين"),
        ("Cyfrinair: {}", "Teipiais {} ddwywaith."),
    ],
)
def test_a_password_told_once_goes_wherever_it_is_repeated(told: str, again: str) -> None:
    ticket = Redactor().start()
    assert ticket.redact(f"{again}\n{told}".format(STRONG, STRONG)).count("[password]") == 2
    assert ticket.redact(again.format(STRONG)) == again.format("[password]")


def test_what_one_ticket_told_is_not_known_in_another() -> None:
    redactor = Redactor()
    redactor.start().redact(f"password: {STRONG}")
    assert redactor.start().redact(f"I saw {STRONG} twice.") == f"I saw {STRONG} twice."


@pytest.mark.parametrize("word", ["wordpress", "settings", "calendar7", "admin1"])
def test_a_password_that_is_a_plain_word_is_not_taken_out_of_other_sentences(word: str) -> None:
    ticket = Redactor().start()
    ticket.redact(f"password: {word}")
    assert ticket.redact(f"The {word} page is blank.") == f"The {word} page is blank."


def test_a_repeated_password_inside_a_longer_word_is_not_its_end() -> None:
    ticket = Redactor().start()
    ticket.redact(f"password: {STRONG}")
    assert ticket.redact(f"x{STRONG}y") == f"x{STRONG}y"


@pytest.mark.parametrize(
    ("command", "expected"),
    [
        ("curl -u shopadm:{} -I", "curl -u [login]:[password] -I"),
        ("curl --user 'shopadm:{}' -I", "curl --user '[login]:[password]' -I"),
        ("mysql -p{} shop", "mysql -p[password] shop"),
        ("mysqldump -p'{}' shop", "mysqldump -p'[password]' shop"),
    ],
)
def test_a_password_on_a_command_line_goes(command: str, expected: str) -> None:
    assert Redactor().start().redact(command.format(STRONG)) == expected


@pytest.mark.parametrize(
    "command",
    [
        "ls -plain",
        "mkdir -pv wp-content/uploads/2026",
        "wp --user=editor post list",
        "id -u www-data:root",
        "ssh -p2222",
    ],
)
def test_options_of_commands_that_are_no_passwords_stay(command: str) -> None:
    assert Redactor().start().redact(command) == command
