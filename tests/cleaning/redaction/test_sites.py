"""Promise 2: no customer's site, private link or server account gets through; documentation links do."""

from __future__ import annotations

import pytest

from deflect.cleaning.redaction import Redactor
from tests.cleaning.redaction.made import mixed


def redact(text: str, *keep: str) -> str:
    return Redactor(keep=keep).start().redact(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("https://kunde-shop.de", "[site]"),
        ("see http://kunde-shop.de/.", "see [site]."),
        ("(https://www.boutique.fr)", "([site])"),
        ("<https://siop.cymru>", "<[site]>"),
        ("[shop](https://kunde-shop.de)", "[shop]([site])"),
        ("https://kunde-shop.de/wp-admin/admin.php?page=acme", "[site]/wp-admin/admin.php?page=acme"),
        ("https://kunde-shop.de/blog/wp-admin/", "[site]/wp-admin/"),
        ("https://kunde-shop.de/wp-content/plugins/acme/acme.php", "[site]/wp-content/plugins/acme/acme.php"),
        ("https://kunde-shop.de/wp-json/acme/v1/items", "[site]/wp-json/acme/v1/items"),
        ("https://kunde-shop.de/checkout/", "[site]/checkout/"),
        ("https://kunde-shop.de/our-wedding-2023", "[site]"),
        ("https://kunde-shop.de:8443/x", "[site]"),
        ("https://kunde-shop.de/ueber-uns, sagte sie", "[site], sagte sie"),
        ("https://متجر.sa/wp-admin", "[site]/wp-admin"),
        ("http://81.2.69.142/wp-login.php", "[site]/wp-login.php"),
        ("www.kunde-shop.de", "[site]"),
        ("my site kunde-shop.de is down", "my site [site] is down"),
        ("kunde.de und boutique.fr", "[site] und [site 2]"),
        ("https://kunde.de and www.kunde.de and kunde.de/cart", "[site] and [site] and [site]/cart"),
        ("imap.kunde.de, port 993", "[site], port 993"),
        ("siop-gwen.example/wp-admin", "[site]/wp-admin"),
        ("fy ngwefan yw siop.cymru", "fy ngwefan yw [site]"),
        ("mon site est ma-boutique.fr", "mon site est [site]"),
        ("موقعي هو matjar.ae", "موقعي هو [site]"),
        ("our website is bakery.it", "our website is [site]"),
        ("kunde&#46;de", "[site]"),
        ("kun\u00adde.de", "[site]"),
        ("https://facebook.com/gwen.parry", "[site]"),
        ("https://docs.google.com/document/d/1", "[site]"),
        ("gwens-blog.wordpress.com", "[site]"),
    ],
)
def test_sites_of_customers_go_and_paths_of_wordpress_stay(text: str, expected: str) -> None:
    assert redact(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "https://wordpress.org/support/article/debugging-in-wordpress/",
        "https://developer.wordpress.org/reference/hooks/init/",
        "https://www.php.net/manual/en/function.mail.php",
        "https://github.com/acme/plugin/issues/12",
        "https://support.mozilla.org/en-US/kb/profiles-where-thunderbird-stores-user-data",
        "https://developer.mozilla.org/en-US/docs/Web/CSS",
        "imap.gmail.com and smtp.office365.com",
        "https://example.com/page?x=1",
        "http://localhost:8080/wp-admin/",
        "http://127.0.0.1/",
        "www.example.org",
        "https://fonts.googleapis.com/css?family=Lato",
        "facebook.com",
        "functions.php and style.css",
        "wp-config.php",
        "jquery.min.js",
        "node.js and vue.js",
        "theme.json",
        "wp.data.select('core')",
        "object.name",
        "$post->post.name",
        "e.g. this",
        "i.e. that.",
        "end of sentence.Next one",
        "it was working.it stopped",
        "Looks ok.so far",
        "backup.zip",
        "README.md",
        "/wp-content/plugins/acme/readme.txt",
        "woocommerce/templates/cart/cart.php",
        "example.com",
        "com.android.chrome",
        "org.mozilla.thunderbird_beta",
        "10.5.4",
        "Node.js 18.2",
        "ASP.NET 4.8",
    ],
)
def test_documentation_files_and_code_stay(text: str) -> None:
    assert redact(text) == text


def test_hosts_that_the_owner_lists_stay_with_their_subdomains() -> None:
    text = "see https://docs.acme-plugins.com/start and acme-plugins.com, not kunde.de"
    assert redact(text, "acme-plugins.com") == text.replace("kunde.de", "[site]")
    assert redact(text, "https://acme-plugins.com/") == text.replace("kunde.de", "[site]")
    assert redact("https://notacme-plugins.com", "acme-plugins.com") == "[site]"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("https://kunde.de/wp-login.php?action=rp&key={}&login=gwen", "[reset link]"),
        ("<https://kunde.de/wp-login.php?action=rp&key={}&login=gwen>", "<[reset link]>"),
        ("https://kunde.de/my-account/lost-password/?key={}&id=3", "[reset link]"),
        ("https://app.example/reset-password?token={}", "[reset link]"),
        ("https://app.example/password/reset-link/{}?x=1", "[reset link]"),
        ("kunde.de/wp-login.php?action=rp&key={}", "[reset link]"),
        ("https://kunde.de/?token={}", "[private link]"),
        ("https://kunde.de/download?key={}", "[private link]"),
        ("https://github.com/x?access_token={}", "[private link]"),
        ("https://kunde.de/magic-login/{}", "[private link]"),
        ("https://files.example/a.zip?X-Amz-Signature={}", "[private link]"),
        ("https://kunde.de/?s={}", "[private link]"),
        ("https://example.com/?key={}", "[private link]"),
    ],
)
def test_links_that_open_something_go_whole(text: str, expected: str) -> None:
    assert redact(text.format(mixed(24).lower())) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "in /home/gwenp/public_html/wp-content/plugins/a.php on line 3",
            "in /home/[login]/public_html/wp-content/plugins/a.php on line 3",
        ),
        ("/home2/gwenp/www/x.php", "/home2/[login]/www/x.php"),
        ("/var/www/vhosts/kunde.de/httpdocs/wp-load.php", "/var/www/vhosts/[site]/httpdocs/wp-load.php"),
        ("/var/www/kunde.de/htdocs/index.php", "/var/www/[site]/htdocs/index.php"),
        ("/home/customer/www/kunde.de/public_html/x.php", "/home/customer/www/[site]/public_html/x.php"),
        ("/homepages/12/d123456789/htdocs/x.php", "/homepages/12/[login]/htdocs/x.php"),
        ("/kunden/123456_1234/webseiten/x.php", "/kunden/[login]/webseiten/x.php"),
        ("/nas/content/live/gwenshop/wp-load.php", "/nas/content/live/[login]/wp-load.php"),
        ("/Users/gwenp/Sites/x.php", "/Users/[login]/Sites/x.php"),
        (r"C:\Users\Gwen Parry\AppData\Roaming", r"C:\Users\[login]\AppData\Roaming"),
        (r"C:\Benutzer\gwenp\x", r"C:\Benutzer\[login]\x"),
        (
            "PHP Fatal error: Error in /home/gwenp/public_html/a.php:12 Stack trace: #0 /home/gwenp/b.php(7)",
            "PHP Fatal error: Error in /home/[login]/public_html/a.php:12 Stack trace: #0 /home/[login]/b.php(7)",
        ),
    ],
)
def test_accounts_in_server_paths_go_and_the_rest_of_the_path_stays(text: str, expected: str) -> None:
    assert redact(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "/var/www/html/wp-content/debug.log",
        "/home/user/public_html",
        "/usr/local/lib/php/PEAR.php",
        "/etc/nginx/sites-available/default",
        r"C:\Program Files\Mozilla Thunderbird\thunderbird.exe",
        r"C:\Users\Public\Documents",
        "wp-content/uploads/2023/05/image.png",
        "/tmp/php.log",
        "/wp-admin/options-general.php?page=acme",
    ],
)
def test_common_paths_stay(text: str) -> None:
    assert redact(text) == text
