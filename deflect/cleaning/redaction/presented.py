"""Names of two words or more that no table has, where people present themselves or others, or sign under a closing."""

from __future__ import annotations

import re
from collections.abc import Iterator

from deflect.cleaning.redaction.arabic_words import NO_FAMILY
from deflect.cleaning.redaction.introduced import JOB_WORDS, JOBS, PAIR, person
from deflect.cleaning.redaction.keep import Keep
from deflect.cleaning.redaction.rules import START, Span, anchors, any_of, matches
from deflect.cleaning.redaction.view import View, plain
from deflect.cleaning.redaction.words import phrases

_LEADS = phrases("""
i am; i'm; i’m; on behalf of; in the name of
belongs to; belong to; registered to; issued to; assigned to
licensed to; licenced to; booked for; seat for; access for
login for; account for; copied in; copying in; copying; cc'd; cc; looped in; ask for; attention of; attn; c/o
married to; signed by; sent by; please make; could you make; can you make; report to; reports to; work for
works for; working with; work with; works with; care of; spoke with; spoken with
ich bin; im auftrag von; im namen von; i. a. von; z. hd.; zu händen; zu händen von; auf den namen
läuft auf; gehört; zugang für; konto für; zugriff für; anmeldung für; machen sie; unterschrieben von; in kopie
hier schreibt; hier schreibt wieder; hier schreibt noch einmal
hier schreibt nochmals; hier ist; arbeite für; arbeitet für
je suis; au nom de; de la part de; pour le compte de; à l'attention de
à l’attention de; appartient à; accès pour; compte pour; c'est encore; c’est encore; ici
signé par; envoyé par; travaille pour; travaille avec; mariée à; marié à; remplacé par; transmis à
ar ran; yn enw; perthyn i; eiddo; copïo; gopïo
chopïo; wneud; gyfrif ar; gyfrif i; cyfrif i; mynediad i; llofnodwyd gan
gweithio i; gweithio gyda; briod â; siarad â; siarad ag; gair â
""")
_LABELS = phrases("""
contact person; contact; customer; account holder; holder; owner
recipient; buyer; guest; attendee; participant; sender
cardholder; signed; author; client; member; patient; tenant; billed to; sold to; bill to; caller; reporter; requester
ansprechpartner; ansprechpartnerin; kunde; kundin; inhaber
inhaberin; kontoinhaber; karteninhaber; empfänger; absender
käufer; käuferin; besteller; gast; teilnehmer
teilnehmerin; rechnungsempfänger; kontakt; kontaktperson; gezeichnet; gez
personne à contacter; titulaire; destinataire; expéditeur; acheteur; acheteuse; responsable; interlocuteur; signataire
propriétaire; participant; cliente; adhérent; contact principal
cyswllt; person cyswllt; cwsmer; perchennog; deiliad; deiliad y cyfrif; derbynnydd; anfonwr; llofnod; aelod; prynwr
""")
_TRAILS = phrases("""
writing; speaking; is my name; is the name; told me; told us; phoned; complained; ordered; wrote to; and i; who has
who is
who was; who looks; who built; who left; who works; who takes; who set; am apparat; und ich; sagte; schrieb; meinte
bestellte; à l'appareil; à l’appareil; et moi; m'a dit; m'avait; m’avait; nous avait; nous a dit; s'est plaint
s'est plainte; ydw i; sydd yma; sy'n ysgrifennu; a minnau; adeiladodd; ddywedodd; brynodd; archebodd
osododd; ysgrifennodd
""")
_THINGS = frozenset(
    "order booking login phone card subscription license licence invoice cart laptop appointment".split()
)
_LEAD = re.compile(
    rf"{START}(?i:{any_of(_LEADS)})(?:[ ]?[,:]?[ ]|[ ](?:from |again |wieder |encore |mit |eto ))(?:(?:Dr|Prof)\.? )?"
    rf"{PAIR}"
)
_CALLED = re.compile(
    rf"{START}(?i:{any_of(JOBS)})(?![^\W_])[^\n.:;?!]{{0,20}}?[ ](?:is called|called|named|heißt|heisst|namens"
    rf"|s['’]appelle|nommée?|prénommée?|o'r enw|yw|ydy) {PAIR}"
)
_WHO = re.compile(rf"(?<![^\W_])(?i:it (?:was|is)|c['’](?:est|était)) {PAIR} (?:who|qui)(?![^\W_])")
_DONE_TO = re.compile(
    rf"[^\W\d_]+ (?:Sie )?{PAIR} (?:(?:en|in|on|zum|zur|the|le|la|yn|as) )?(?:[^\W\d_]{{1,12}} ){{0,2}}?"
    r"(?i:copie|copy|cc|kopie|propriétaire|owner|admin|administrator|administrateur|administratrice|editor|member|contact"
    r"|inhaberin|inhaber|besitzer|besitzerin|responsable|berchennog|gyswllt|weinyddwr|mewn)(?![^\W_])"
)
_DOING = frozenset(
    """
    make made making put set add added rendre rendez nommez nommer mis mets mettez mettre ajoutez ajouter machen
    mache setzen setze nehmen nehme wneud gwneud gwnewch gwneuthum rhowch rhoi ychwanegwch ychwanegu copïo gopïo
    """.split()
)
_LABEL = re.compile(rf"(?:{START})(?i:{any_of(_LABELS)})[ ]?[:=][ ]?{PAIR}(?=[ ]?(?:[\n\r,;.(|<]|$))")
_TRAIL = re.compile(rf"(?i:{any_of(_TRAILS)})(?![^\W_])")
_PAIR_BEFORE = re.compile(rf"(?<![^\W_]){PAIR}(?P<owns>['’]s)? $")

# A line that thanks or greets at the end, in whatever words, and the line of a name under it.
_CLOSERS = anchors(
    """
    regards wishes thanks thank ta sincerely faithfully truly yours cheers appreciated appreciate gratefully warmly
    respectfully grüße grüßen grüsse grüssen gruß gruss danke dank hochachtungsvoll grüßt verbleibe ergebenst
    cordialement salutations merci remerciements remercie amicalement sincèrement respectueusement distinguées
    sentiments bises cofion diolch ddiolch ddymuniadau nymuniadau gofion diolchgar dymuniadau hwyl gywir serch شكر
    شكرا شكراً الشكر تحية التحية التحيات تحياتي تحياتنا احترام الاحترام احترامي احتراماتي تقدير التقدير تقديري الود
    مودتي السلام تفضلوا تقبلوا ممتن ممتنة شاكرين شاكرة شاكر دمتم الامتنان
    """.split()
)
_CAPITAL = r"[^\W\d_a-zß-öø-ÿ]"
_PART = rf"{_CAPITAL}(?:[^\W\d_]{{1,30}}|\.|(?=['’]{_CAPITAL}))(?:['’-][^\W\d_]{{1,30}})?"
_SIGNED = re.compile(
    r"[^\n]{0,60}\n(?:[ \t>]{0,4}\n){0,2}[ \t>-]{0,4}"
    rf"(?P<name>{_PART}(?:[ ](?:[a-z'’]{{1,5}}[ ]){{0,2}}{_PART}){{1,3}})"
    r"[ \t]*[.,]?[ \t]*\r?(?:\n|$)"
)
_BESIDE = re.compile(rf"[^\W\d_]+[,!]?[ ]{PAIR}[ \t]*[.!]?[ \t]*\r?(?:\n|$)")
_ARABIC = re.compile("[\u0620-\u064a]")
_DASHED = re.compile(rf"\n\n[ \t]?-{{1,2}}[ ]?{PAIR}[ \t]*\r?(?=\n\r?\n|\n?$)")
_LEAD_ANCHORS, _CALLED_ANCHORS, _LABEL_ANCHORS = anchors(_LEADS), JOB_WORDS, anchors(_LABELS)
_LONGEST_CLOSING = 60
_LONGEST_NAME = 60
_TRAIL_ANCHORS = anchors(_TRAILS)
ANCHORS = _LEAD_ANCHORS | _CALLED_ANCHORS | _LABEL_ANCHORS | _CLOSERS | _TRAIL_ANCHORS | _THINGS | _DOING


def find_presented(view: View, keep: Keep) -> Iterator[Span]:
    """Pairs of capitalised words after "on behalf of" and the like, before "said" and the like, and under a closing."""
    for words, pattern in (
        (_LEAD_ANCHORS, _LEAD),
        (_CALLED_ANCHORS, _CALLED),
        (_LABEL_ANCHORS, _LABEL),
        (_DOING, _DONE_TO),
    ):
        if not view.words.isdisjoint(words):
            for match in matches(view, words, pattern, view.folded):
                yield from person(match, keep)
    yield from _find_before(view, keep)
    if " who " in view.low or " qui " in view.low:
        for match in _WHO.finditer(view.folded):
            yield from person(match, keep)
    if "\n" in view.folded:
        yield from _find_signed(view, keep)


def _find_before(view: View, keep: Keep) -> Iterator[Span]:
    for at in view.at(_TRAIL_ANCHORS):
        if _TRAIL.match(view.low, at):
            yield from _pair_before(view, at, keep, owning=False)
    for at in view.at(_THINGS):
        yield from _pair_before(view, at, keep, owning=True)


def _pair_before(view: View, at: int, keep: Keep, *, owning: bool) -> Iterator[Span]:
    start = max(0, at - _LONGEST_NAME)
    match = _PAIR_BEFORE.search(view.folded[start:at])
    if match is not None and bool(match["owns"]) == owning:
        for span in person(match, keep):
            yield Span(span.start + start, span.end + start, span.kind)


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
