"""Names of two words or more that no table has, where people present themselves or others, or sign under a closing."""

from __future__ import annotations

import re
from collections.abc import Iterator

from deflect.cleaning.redaction.arabic_words import NO_FAMILY
from deflect.cleaning.redaction.introduced import PAIR, person
from deflect.cleaning.redaction.keep import Keep
from deflect.cleaning.redaction.rules import START, Span, anchors, any_of, matches
from deflect.cleaning.redaction.view import View, plain
from deflect.cleaning.redaction.words import phrases

_LEADS = phrases("""
i am; i'm; i’m; is called; are called; named; on behalf of; in the name of; under the name; under the name of; name of
belongs to; belong to; registered to; issued to; assigned to; licensed to; licenced to; booked for; seat for; access for
login for; account for; copied in; copied; copying in; copying; cc'd; cc; looped in; ask for; attention of; attn; c/o
married to; known as; signed by; sent by; please make; could you make; can you make; report to; reports to; work for
works for; working with; work with; works with; thanks to; it was; care of; spoke with; spoken with; hired; employed
ich bin; heißt; heisst; namens; im auftrag von; im namen von; i. a. von; z. hd.; zu händen; zu händen von; auf den namen
läuft auf; gehört; zugang für; konto für; zugriff für; anmeldung für; machen sie; unterschrieben von; in kopie
hier schreibt; hier schreibt wieder; hier schreibt noch einmal; hier schreibt nochmals; hier ist; arbeite für; arbeitet für
je suis; s'appelle; s’appelle; nommé; nommée; prénommé; au nom de; de la part de; pour le compte de; à l'attention de
à l’attention de; appartient à; accès pour; compte pour; rendre; mis; mets; mettez; c'est encore; c’est encore; ici
signé par; envoyé par; travaille pour; travaille avec; mariée à; marié à; remplacé par; transmis à
ar ran; yn enw; perthyn i; eiddo; copïo; gopïo; chopïo; wneud; gyfrif ar; gyfrif i; cyfrif i; mynediad i; fel; llofnodwyd gan
gweithio i; gweithio gyda; briod â; siarad â; siarad ag; gair â
""")
_NAMED = phrases("enw; henw; o'r enw")
_LABELS = phrases("""
contact person; contact; customer; account holder; holder; owner; recipient; buyer; guest; attendee; participant; sender
cardholder; signed; author; client; member; patient; tenant; billed to; sold to; bill to; caller; reporter; requester
ansprechpartner; ansprechpartnerin; kunde; kundin; inhaber; inhaberin; kontoinhaber; karteninhaber; empfänger; absender
käufer; käuferin; besteller; gast; teilnehmer; teilnehmerin; rechnungsempfänger; kontakt; kontaktperson; gezeichnet; gez
personne à contacter; titulaire; destinataire; expéditeur; acheteur; acheteuse; responsable; interlocuteur; signataire
propriétaire; participant; cliente; adhérent; contact principal
cyswllt; person cyswllt; cwsmer; perchennog; deiliad; deiliad y cyfrif; derbynnydd; anfonwr; llofnod; aelod; prynwr
""")
_AFTER = (
    r"(?: (?:writing|here|speaking|is my name|is the name|and i|who|am apparat|hier|mein name|heiße ich|ist mein name"
    r"|à l['’]appareil|ici|qui|ydw i|sydd yma|sy'n ysgrifennu|yw fy enw|oedd yma|said|says|told|wrote|phoned|complained"
    r"|ordered|bought|paid|wants|thinks|asked|replied|confirmed|reported|mentioned|sagt|sagte|schrieb|meint|meinte"
    r"|bestellte|kaufte|bezahlte|m['’]a|nous a|a dit|a commandé|a acheté|a payé|dit que|s['’]est plainte?|adeiladodd"
    r"|ddywedodd|brynodd|archebodd|a ddywedodd|a brynodd|osododd|ysgrifennodd)"
    r"|['’]s (?:account|order|booking|login|password|phone|e-?mail|mail|card|subscription|licen[cs]e|invoice|cart|laptop"
    r"|computer|address|profile|name|payment|purchase|appointment))(?![^\W_])"
)
_LEAD = re.compile(
    rf"{START}(?i:{any_of(_LEADS)})(?:[ ]?[,:]?[ ]|[ ](?:from |again |wieder |encore |mit |eto ))(?:(?:Dr|Prof)\.? )?{PAIR}"
)
_CALLED = re.compile(rf"{START}(?i:{any_of(_NAMED)})(?:[ ][^\W\d_'’]{{1,14}}){{0,4}}?[ ](?:yw|ydy|oedd|i) {PAIR}")
_LABEL = re.compile(rf"(?:{START})(?i:{any_of(_LABELS)})[ ]?[:=][ ]?{PAIR}(?=[ ]?(?:[\n\r,;.(|<]|$))")
_TRAIL = re.compile(rf"{PAIR}(?i:{_AFTER})")
_TRAILING = re.compile(rf"(?i:{_AFTER})")

# A line that thanks or greets at the end, in whatever words, and the line of a name under it.
_CLOSERS = anchors(
    """
    regards wishes thanks thank sincerely faithfully truly yours cheers appreciated appreciate gratefully warmly respectfully
    grüße grüßen grüsse grüssen gruß gruss danke dank hochachtungsvoll grüßt verbleibe ergebenst cordialement salutations
    merci remerciements remercie amicalement sincèrement respectueusement distinguées sentiments bises cofion diolch
    diolchgar dymuniadau hwyl gywir serch شكر شكرا شكراً الشكر تحية التحية التحيات تحياتي تحياتنا احترام الاحترام احترامي
    احتراماتي تقدير التقدير تقديري الود مودتي السلام تفضلوا تقبلوا ممتن ممتنة شاكرين شاكرة شاكر دمتم الامتنان
    """.split()
)
_CAPITAL = r"[^\W\d_a-zß-öø-ÿ]"
_PART = rf"{_CAPITAL}(?:[^\W\d_]{{1,30}}|\.|(?=['’]{_CAPITAL}))(?:['’-][^\W\d_]{{1,30}})?"
_SIGNED = re.compile(
    rf"[^\n]{{0,60}}\n(?:[ \t>]{{0,4}}\n){{0,2}}[ \t>-]{{0,4}}(?P<name>{_PART}(?:[ ](?:[a-z'’]{{1,5}}[ ]){{0,2}}{_PART}){{1,3}})"
    r"[ \t]*[.,]?[ \t]*\r?(?:\n|$)"
)
_BESIDE = re.compile(rf"[^\W\d_]+[,!]?[ ]{PAIR}[ \t]*[.!]?[ \t]*\r?(?:\n|$)")
_ARABIC = re.compile("[\u0620-\u064a]")
_DASHED = re.compile(rf"\n\n[ \t]?-{{1,2}}[ ]?{PAIR}[ \t]*\r?(?=\n\r?\n|\n?$)")
_LEAD_ANCHORS, _CALLED_ANCHORS, _LABEL_ANCHORS = anchors(_LEADS), anchors(_NAMED), anchors(_LABELS)
_LONGEST_CLOSING = 60
ANCHORS = _LEAD_ANCHORS | _CALLED_ANCHORS | _LABEL_ANCHORS | _CLOSERS


def find_presented(view: View, keep: Keep) -> Iterator[Span]:
    """Pairs of capitalised words after "on behalf of" and the like, before "said" and the like, and under a closing."""
    for words, pattern in ((_LEAD_ANCHORS, _LEAD), (_CALLED_ANCHORS, _CALLED), (_LABEL_ANCHORS, _LABEL)):
        if not view.words.isdisjoint(words):
            for match in matches(view, words, pattern, view.folded):
                yield from person(match, keep)
    if _TRAILING.search(view.folded):
        for match in _TRAIL.finditer(view.folded):
            yield from person(match, keep)
    if "\n" in view.folded:
        yield from _find_signed(view, keep)


def _find_signed(view: View, keep: Keep) -> Iterator[Span]:
    for at in view.at(_CLOSERS) if not view.words.isdisjoint(_CLOSERS) else ():
        line = view.folded.rfind("\n", max(0, at - _LONGEST_CLOSING), at)
        if line >= 0 or at < _LONGEST_CLOSING:
            yield from _signed_at(view, at, keep)
    for match in _DASHED.finditer(view.folded):
        yield from person(match, keep)


def _signed_at(view: View, at: int, keep: Keep) -> Iterator[Span]:
    beside = _BESIDE.match(view.folded, at)
    if beside is not None:
        yield from person(beside, keep)
    under = _SIGNED.match(view.folded, at)
    if under is None:
        return
    if _ARABIC.match(under["name"]):
        yield from _arabic_person(under, keep)
    else:
        yield from person(under, keep)


def _arabic_person(match: re.Match[str], keep: Keep) -> Iterator[Span]:
    words = plain(match["name"]).split(" ")
    if NO_FAMILY.isdisjoint(words) and not keep.word(match["name"]):
        yield Span(*match.span("name"), "name")
