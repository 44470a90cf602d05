"""What may be published: the vendor's own words and addresses, and hosts that belong to no customer."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

PUBLIC_HOSTS = frozenset(
    """
    wordpress.org developer.wordpress.com wordpress.com www.wordpress.com woocommerce.com automattic.com jetpack.com
    wp-cli.org bbpress.org buddypress.org gutenberg.run wpengine.com kinsta.com siteground.com godaddy.com ovh.com
    ionos.de ionos.com strato.de hetzner.com bluehost.com hostinger.com plesk.com cpanel.net
    php.net mysql.com mariadb.org nginx.org apache.org letsencrypt.org openssl.org sqlite.org postgresql.org
    github.com gitlab.com bitbucket.org stackoverflow.com stackexchange.com serverfault.com superuser.com
    mozilla.org mozilla.com thunderbird.net firefox.com mozilla.net addons.thunderbird.net mzl.la
    w3.org w3schools.com ietf.org rfc-editor.org iana.org icann.org unicode.org whatwg.org schema.org caniuse.com
    wikipedia.org wikimedia.org archive.org jquery.com reactjs.org nodejs.org npmjs.com python.org pypi.org
    google.com googleapis.com gstatic.com googletagmanager.com google-analytics.com gmail.com googlemail.com
    youtube.com google.de google.fr google.co.uk recaptcha.net
    microsoft.com office.com office365.com outlook.com live.com hotmail.com microsoftonline.com windows.com azure.com
    apple.com icloud.com me.com mac.com yahoo.com aol.com att.net gmx.net gmx.de gmx.com web.de t-online.de freenet.de
    orange.fr free.fr laposte.net sfr.fr wanadoo.fr mail.ru yandex.ru yandex.com zoho.com protonmail.com proton.me
    fastmail.com comcast.net verizon.net btinternet.com sky.com virginmedia.com virgin.net talktalk.net shaw.ca
    sbcglobal.net cox.net earthlink.net charter.net spectrum.net rogers.com telus.net bigpond.com optusnet.com.au
    posteo.de mailbox.org tutanota.com libero.it
    stripe.com paypal.com klarna.com mollie.com braintreepayments.com squareup.com amazon.com amazonaws.com
    cloudflare.com cloudflare-dns.com akamai.com sucuri.net wordfence.com
    mailchimp.com sendgrid.com sendgrid.net mailgun.org mailgun.com postmarkapp.com sendinblue.com brevo.com
    zendesk.com helpscout.com freshdesk.com intercom.com slack.com zoom.us zapier.com hubspot.com
    elementor.com yoast.com wpml.org wpbakery.com divi.space elegantthemes.com themeforest.net codecanyon.net
    envato.com gravityforms.com wpforms.com ninjaforms.com contactform7.com advancedcustomfields.com polylang.pro
    wp-rocket.me updraftplus.com duplicator.com wpmudev.com
    bitdefender.com avast.com avg.com norton.com mcafee.com kaspersky.com eset.com malwarebytes.com
    ubuntu.com debian.org fedoraproject.org redhat.com linuxmint.com gnu.org kde.org gnome.org opensource.org
    creativecommons.org gravatar.com facebook.com instagram.com twitter.com x.com linkedin.com pinterest.com
    tiktok.com dropbox.com imgur.com reddit.com asp.net ado.net vb.net
    """.split()
)
"""Hosts that belong to everybody: documentation, mail providers, payment and hosting companies, tools. Their
subdomains count too, but for those of `PRIVATE_HOSTS`. Links to documentation stay readable; the price is that a
page of a person on a public site (`PROFILE_HOSTS` apart) is not taken out."""

PROFILE_HOSTS = frozenset(
    """facebook.com instagram.com twitter.com x.com linkedin.com pinterest.com tiktok.com dropbox.com imgur.com
    reddit.com youtube.com slack.com zoom.us gravatar.com archive.org zendesk.com amazonaws.com""".split()
)
"""Public hosts whose paths name a person, a shop or a private file: kept only without a path."""

PRIVATE_HOSTS = frozenset(
    """docs.google.com drive.google.com sites.google.com photos.google.com calendar.google.com groups.google.com
    gist.github.com hooks.slack.com script.google.com storage.googleapis.com sharepoint.com onedrive.live.com
    1drv.ms web.archive.org plus.google.com forms.google.com maps.google.com""".split()
)
"""Parts of public hosts where people keep their own things."""

_TENANT_HOSTS = frozenset(
    "wordpress.com wpengine.com zendesk.com slack.com amazonaws.com azure.com freshdesk.com kinsta.com".split()
)
_GENERIC_LABELS = frozenset(
    """www mail smtp imap pop pop3 mx ftp sftp api shop store blog staging dev test demo cdn static docs help support
    my your mysite yoursite your-site my-site domain your-domain yourdomain mydomain site sub subdomain en de fr ar cy
    app developer login account admin webmail autoconfig autodiscover status""".split()
)
_GENERIC_LOCAL_PARTS = frozenset(
    """you your yourname your.name your-name name user username someone somebody anybody me myname my.name email
    e-mail
    mail address example test foo bar firstname.lastname first.last youraddress your-address your-email youremail
    john.doe jane.doe johndoe janedoe sie nom prenom nom.prenom vorname.nachname enw""".split()
)
_EXAMPLES = ("example.com", "example.org", "example.net", "example.edu")
RESERVED_HOSTS = frozenset({"example.com", "example.org", "example.net"})
RESERVED_ENDINGS = frozenset({"example", "test", "invalid", "localhost"})
"""Names that nobody can own (RFC 2606 and 6761). Customers who disguise their site use them with its name in front, so
that tickets keep only those with general labels; what an owner writes at such a name is an example."""


@dataclass(frozen=True, slots=True)
class Keep:
    """What may be published, as the owner listed it.

    Attributes:
        words: Lower-cased words, addresses and hosts.
        reserved: Whether each host and address at a name reserved for examples stays, whatever stands before it.
    """

    words: frozenset[str] = frozenset()
    reserved: bool = False

    @classmethod
    def of(cls, words: Iterable[str]) -> Keep:
        """The list as it stands in deflect.toml; an address of the web counts as its host."""
        cleaned = (unicodedata.normalize("NFKC", word).strip().lower() for word in words)
        return cls(frozenset(_host_of(word) for word in cleaned if word))

    def word(self, value: str) -> bool:
        """Whether this very word is listed."""
        return value.lower() in self.words

    def host(self, host: str, path: str = "") -> bool:
        """Whether a host stays: listed, public, or one of the names reserved for examples."""
        host = host.strip(".").lower()
        if host == "localhost" or _is_example(host) or _matches(host, self.words) or self._is_reserved(host):
            return True
        public = _parent(host, PUBLIC_HOSTS)
        if not public or _parent(host, PRIVATE_HOSTS):
            return False
        if public in _TENANT_HOSTS and host.removesuffix(public).strip(".") not in {"", *_GENERIC_LABELS}:
            return False
        return public not in PROFILE_HOSTS or not path.strip("/")

    def address(self, address: str) -> bool:
        """Whether an e-mail address stays: listed, its domain listed as `@domain`, or plainly an example."""
        local, _, domain = address.lower().rpartition("@")
        if address.lower() in self.words or f"@{domain}" in self.words or self._is_reserved(domain):
            return True
        return local in _GENERIC_LOCAL_PARTS and _is_example(domain)

    def _is_reserved(self, host: str) -> bool:
        labels = host.split(".")
        return self.reserved and (labels[-1] in RESERVED_ENDINGS or ".".join(labels[-2:]) in RESERVED_HOSTS)


def is_public_mail(domain: str) -> bool:
    """Whether a domain is a public host, so that it tells nothing about whose address it is in."""
    return bool(_parent(domain.lower(), PUBLIC_HOSTS)) or _is_example(domain.lower())


def generic_local_part(local: str) -> bool:
    """Whether the part before the @ is a role or an example, not a person."""
    roles = {
        "info",
        "admin",
        "support",
        "contact",
        "sales",
        "office",
        "hello",
        "shop",
        "webmaster",
        "kontakt",
        "service",
    }
    return local in _GENERIC_LOCAL_PARTS or local in roles or local in _GENERIC_LABELS


def _is_example(host: str) -> bool:
    for example in _EXAMPLES:
        if host == example:
            return True
        if host.endswith("." + example):
            return all(label in _GENERIC_LABELS for label in host.removesuffix("." + example).split("."))
    return host in {"site.example", "domain.example", "your-site.example", "yoursite.example", "your-domain.example"}


def _parent(host: str, hosts: frozenset[str]) -> str:
    labels = host.split(".")
    # Names of hosts have few labels; more are an attack on the time this takes.
    for start in range(max(0, len(labels) - 6), len(labels) - 1):
        name = ".".join(labels[start:])
        if name in hosts:
            return name
    return ""


def _matches(host: str, words: frozenset[str]) -> bool:
    return host in words or bool(_parent(host, words))


def _host_of(word: str) -> str:
    if "://" not in word:
        return word
    return word.split("://", 1)[1].split("/", 1)[0]
