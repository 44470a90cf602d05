"""Promise 2: no user name with its password gets through, however people write the two."""

from __future__ import annotations

import pytest

from deflect.cleaning.redaction import Redactor

P = "Summer" + "2031!"


def redact(text: str) -> str:
    return Redactor().start().redact(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("user: gwenp pass: {}", "user: [login] pass: [password]"),
        ("user: gwenp, pass: {}", "user: [login], pass: [password]"),
        ("User: gwenp\nPass: {}", "User: [login]\nPass: [password]"),
        ("Username: gwenp\nPassword: {}\n", "Username: [login]\nPassword: [password]\n"),
        ("username = gwenp / password = {}", "username = [login] / password = [password]"),
        ("user gwenp pass {}", "user [login] pass [password]"),
        ("user gwenp and password {}", "user [login] and password [password]"),
        ("the username is gwenp99 and the password is {}", "the username is [login] and the password is [password]"),
        ("login: gwenp pw: {}", "login: [login] pw: [password]"),
        ("Login admin / {}", "Login [login] / [password]"),
        ("login admin / y", "login [login] / [password]"),
        ("login: gwenp/{}", "login: [login]/[password]"),
        ("credentials: gwenp | {}", "credentials: [login] | [password]"),
        ("FTP gwenp:{}", "FTP [login]:[password]"),
        ("Benutzer: gwenp Passwort: {}", "Benutzer: [login] Passwort: [password]"),
        ("Benutzername gwenp, Passwort {}", "Benutzername [login], Passwort [password]"),
        ("Benutzername: gwenp und Kennwort: {}", "Benutzername: [login] und Kennwort: [password]"),
        ("Zugangsdaten: gwenp / {}", "Zugangsdaten: [login] / [password]"),
        ("Das Passwort lautet {}", "Das Passwort lautet [password]"),
        ("identifiant : gwenp mot de passe : {}", "identifiant : [login] mot de passe : [password]"),
        ("identifiant gwenp et mot de passe {}", "identifiant [login] et mot de passe [password]"),
        ("nom d'utilisateur: gwenp, mdp: {}", "nom d'utilisateur: [login], mdp: [password]"),
        ("le mot de passe est {}", "le mot de passe est [password]"),
        ("اسم المستخدم: gwenp كلمة المرور: {}", "اسم المستخدم: [login] كلمة المرور: [password]"),
        ("اسم المستخدم gwenp وكلمة المرور {}", "اسم المستخدم [login] وكلمة المرور [password]"),
        ("كلمة السر هي {}", "كلمة السر هي [password]"),
        ("enw defnyddiwr: gwenp cyfrinair: {}", "enw defnyddiwr: [login] cyfrinair: [password]"),
        ("enw defnyddiwr gwenp a chyfrinair {}", "enw defnyddiwr [login] a chyfrinair [password]"),
        ("fy nghyfrinair yw {}", "fy nghyfrinair yw [password]"),
        ("it's gwen_shop and the pw is {}", "it's [login] and the pw is [password]"),
        ("access for you: gwen.p / {} (temporary)", "access for you: [login] / [password] (temporary)"),
        ("ich habe mich mit gwen_shop / {} angemeldet", "ich habe mich mit [login] / [password] angemeldet"),
        ("je suis connectée avec gwen_shop / {} et", "je suis connectée avec [login] / [password] et"),
        ("mewngofnodais gyda gwen_shop / {} a gweld", "mewngofnodais gyda [login] / [password] a gweld"),
        ("دخلت بالحساب gwen.p / {} ورأيت", "دخلت بالحساب [login] / [password] ورأيت"),
        (
            "the password that you sent me last week is {}, see",
            "the password that you sent me last week is [password], see",
        ),
        ("password: {}", "password: [password]"),
        ("Password:{}", "Password:[password]"),
        ("PASSWORD = {}", "PASSWORD = [password]"),
        ("pw={}", "pw=[password]"),
        ("password {} does not work", "password [password] does not work"),
        ("my password is {}.", "my password is [password]"),
        ('the password is "{} and more"', 'the password is "[password]"'),
        ("password: `{}`", "password: `[password]`"),
        ("'password' => '{}',", "'password' => '[password]',"),
        ('"password": "{}"', '"password": "[password]"'),
        ("**Password:** {}", "**Password:** [password]"),
        ("pass\u200bword: {}", "pass\u200bword: [password]"),
        ("ｐａｓｓｗｏｒｄ： {}", "ｐａｓｓｗｏｒｄ： [password]"),
        ("Password\n{}", "Password\n[password]"),
    ],
)
def test_credentials_go(text: str, expected: str) -> None:
    assert redact(text.format(P)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("https://kunde-shop.de/wp-admin admin {}", "[site]/wp-admin [login] [password]"),
        ("https://kunde-shop.de/wp-admin/\ngwenp\n{}", "[site]/wp-admin/\n[login]\n[password]"),
        ("wp-admin: user: gwen28 pass: {}", "wp-admin: user: [login] pass: [password]"),
        ("https://kunde-shop.de/wp-login.php gwenp / {}", "[site]/wp-login.php [login] / [password]"),
        ("https://gwenp:{}@kunde-shop.de/feed", "[site]/feed"),
        ("ftp://gwenp:{}@kunde-shop.de", "[site]"),
        ("https://gwenp:{}@wordpress.org/x", "https://[login]@wordpress.org/x"),
        ("mysql://gwenp:{}@localhost/shop", "mysql://[login]@localhost/shop"),
    ],
)
def test_credentials_beside_and_inside_addresses_go(text: str, expected: str) -> None:
    secret = P.replace("!", "x")
    assert redact(text.format(secret)) == expected


@pytest.mark.parametrize("account", ["webadmin88", "gwen.parry", "shop_gwen"])
def test_an_account_named_in_a_sentence_goes(account: str) -> None:
    assert redact(f"the last attempt came from user {account}.") == "the last attempt came from user [login]."
    assert redact(f"I used the account {account} you gave me") == "I used the account [login] you gave me"


@pytest.mark.parametrize("word", ["sunshine", "hunter", "letmein", "geheim", "qwertz"])
def test_a_password_of_one_plain_word_goes_where_a_colon_says_so(word: str) -> None:
    assert redact(f"Password: {word}") == "Password: [password]"
    assert redact(f"my password is {word}.") == "my password is [password]"


@pytest.mark.parametrize(
    "text",
    [
        "I forgot my password and cannot log in",
        "The user forgot his password again",
        "password reset does not work",
        "the password is wrong",
        "the password is not accepted",
        "my password is correct",
        "Password: required",
        "password incorrect",
        "Enter your password, then click Next.",
        "it asks for the password every time",
        "password protected page",
        "the password field stays empty",
        "choose OAuth2 as the authentication instead of normal password",
        "Normal password / OAuth2",
        "set password encryption to SHA256",
        "user password login page",
        "username or password wrong",
        "username and password fields",
        "user/password",
        "Benutzername und Passwort sind falsch",
        "Das Passwort ist falsch",
        "Passwort vergessen",
        "mot de passe oublié",
        "le mot de passe est incorrect",
        "identifiant ou mot de passe incorrect",
        "كلمة المرور غير صحيحة",
        "نسيت كلمة المرور",
        "mae'r cyfrinair yn anghywir",
        "wedi anghofio fy nghyfrinair",
        "login page / settings page",
        "the login form is broken",
        "Login: fails since the update",
        "user: can not register",
        "$password = $_POST['password'];",
        "password_hash($value)",
        "wp_set_password( $password, $id )",
        '<input type="password" name="pwd">',
        "password: ********",
        "go to wp-admin and open Settings",
        "wp-admin shows a white page after the update",
        "the admin area / backend is slow",
        "pass the value to the function",
        "a boarding pass for 2",
        "Passing through",
        "account settings / privacy",
        "Firefox 115 / Thunderbird-102",
        "WordPress 6.4 / PHP8.1",
        "iOS / macOS",
        "the user interface.php file",
        "user accounts",
        "account manager",
        "the password box shows MyAccount or WooCommerce",
        "log in at noon",
        "access denied",
        "user roles: Editor, Author",
        "ftp and ssh are closed",
        "id: 12",
    ],
)
def test_sentences_about_passwords_stay(text: str) -> None:
    assert redact(text) == text
