"""Names of two words or more that a sentence introduces: whom one talked to, who ordered, whose job is named."""

from __future__ import annotations

import re
from collections.abc import Iterator

from deflect.cleaning.redaction.given_names import PARTICLES, is_family
from deflect.cleaning.redaction.keep import Keep
from deflect.cleaning.redaction.rules import Span, any_of, matches
from deflect.cleaning.redaction.view import View
from deflect.cleaning.redaction.words import NO_NAMES

_UPPER = r"[^\W\d_a-zß-öø-ÿ]"
_PART = rf"{_UPPER}(?:[^\W\d_]{{1,30}}|(?=['’]{_UPPER}))(?:['’-][^\W\d_]{{1,30}})?"
_SMALL = "(?:(?:van|von|de|der|den|ap|ab|ferch|verch|bin|ibn|al|el|le|la|du|ter|zu|di)[ ])"
PAIR = rf"(?P<name>{_PART}(?:[ ]{_SMALL}{{0,2}}{_PART}){{1,3}})(?![\w@/=(])"
_VERBS = frozenset(
    """
    talk talked talking talks speak speaks spoke spoken speaking chatted met meeting emailed asked ask asking told
    ordered placed bought purchased written signed handled answered reported complained addressed issued made name cc
    gesprochen spreche sprach telefoniert bestellt gekauft eingerichtet geschrieben beantwortet namen gefragt fragen
    fragt parlé parler parlais échangé commande commandé acheté installé nom demandez demandé demander transmis écrit
    siaradais siarad siaradodd siaradwch gofynnwch gofynnais gofynnodd gofyn archebwyd prynwyd gosodwyd ysgrifennwyd
    enw cwynodd anfonwyd
    """.split()
)
_TALKED_TO = re.compile(
    r"[^\W\d_]+(?:[ ][a-zß-öø-ÿ'’]{1,14}){0,3}?[ ]"
    rf"(?:to|with|by|of|from|von|vom|mit|bei|à|avec|de|par|gan|i|â|ag|gyda|at)[ ]{PAIR}"
)
_ASKED = re.compile(rf"[^\W\d_]+[ ](?:Sie[ ])?(?:(?:also|please|auch|bitte|gern|einfach|yn|mit|aussi|en)[ ])?{PAIR}")
_ASKING = frozenset("asked ask asking told met emailed fragen fragt gefragt telefoniert enw namen name cc".split())
JOBS = (
    *(
        "developer",
        "web developer",
        "designer",
        "accountant",
        "bookkeeper",
        "manager",
        "boss",
        "colleague",
        "assistant",
    ),
    *(
        "webmaster",
        "owner",
        "customer",
        "client",
        "intern",
        "partner",
        "secretary",
        "technician",
        "freelancer",
        "neighbour",
    ),
    *("entwickler", "entwicklerin", "buchhalter", "buchhalterin", "chef", "chefin", "kollege", "kollegin", "kollegen"),
    *(
        "kunde",
        "kundin",
        "kunden",
        "mitarbeiter",
        "mitarbeiterin",
        "praktikant",
        "praktikantin",
        "techniker",
        "agentur",
    ),
    *("développeur", "développeuse", "comptable", "gérant", "gérante", "collègue", "client", "cliente", "patron"),
    *("patronne", "stagiaire", "associé", "associée", "webmestre", "technicien", "technicienne"),
    *("datblygwr", "cyfrifydd", "rheolwr", "rheolwraig", "cydweithiwr", "nghydweithiwr", "gydweithiwr", "chydweithiwr"),
    *(
        "husband",
        "wife",
        "son",
        "daughter",
        "brother",
        "sister",
        "mother",
        "father",
        "mum",
        "dad",
        "friend",
        "fiancé",
        "uncle",
    ),
    *(
        "fiancée",
        "aunt",
        "cousin",
        "teammate",
        "coworker",
        "co-worker",
        "tutor",
        "teacher",
        "lawyer",
        "guest",
        "trainee",
    ),
    *(
        "volunteer",
        "attendee",
        "bride",
        "groom",
        "landlord",
        "tenant",
        "flatmate",
        "employee",
        "supervisor",
        "daughter-in-law",
    ),
    *(
        "mann",
        "frau",
        "ehemann",
        "ehefrau",
        "sohn",
        "tochter",
        "bruder",
        "schwester",
        "mutter",
        "vater",
        "freund",
        "freundin",
    ),
    *(
        "nachbar",
        "nachbarin",
        "verlobte",
        "verlobter",
        "partnerin",
        "lebensgefährtin",
        "lebensgefährte",
        "büroleiterin",
    ),
    *(
        "büroleiter",
        "inhaber",
        "inhaberin",
        "geschäftsführer",
        "geschäftsführerin",
        "sekretärin",
        "assistent",
        "assistentin",
    ),
    *(
        "azubi",
        "onkel",
        "tante",
        "cousine",
        "neffe",
        "nichte",
        "webmasterin",
        "teamkollege",
        "teamkollegin",
        "vermieter",
    ),
    *("mari", "femme", "fils", "fille", "frère", "sœur", "soeur", "mère", "père", "ami", "amie", "voisin", "voisine"),
    *(
        "compagne",
        "compagnon",
        "conjoint",
        "conjointe",
        "directeur",
        "directrice",
        "assistante",
        "secrétaire",
        "employé",
    ),
    *("employée", "responsable", "oncle", "cousin", "neveu", "nièce", "épouse", "époux", "propriétaire", "équipière"),
    *("gŵr", "ngŵr", "ŵr", "gwraig", "ngwraig", "wraig", "mab", "fab", "merch", "ferch", "brawd", "mrawd", "frawd"),
    *(
        "chwaer",
        "mam",
        "tad",
        "nhad",
        "thad",
        "ffrind",
        "cyfaill",
        "nghyfaill",
        "cymydog",
        "nghymydog",
        "bòs",
        "gwefeistr",
    ),
    *("ysgrifennydd", "gydweithwraig", "nghydweithwraig", "cydweithwraig", "cefnder", "cyfnither", "ewythr", "modryb"),
    *("cwsmer", "gwsmer", "chwsmer", "nghwsmer", "cleient", "gleient", "dylunydd", "perchennog"),
)
JOB_WORDS = frozenset(word.split()[-1] for word in JOBS)
_JOB_THEN_NAME = re.compile(rf"[^\W\d_]+[ ]?[,(:]?[ ]?{PAIR}")
_NAME_THEN_JOB = re.compile(
    rf"{PAIR}[ ]?[,(][ ]?(?:our|my|the|a|unser\w{{0,2}}|mein\w{{0,2}}|der|die|notre|mon|ma|le|la|ein|fy|y)[ ]"
    rf"(?i:{any_of(JOBS)})(?![^\W_])"
)
_ROLES = "contact|user|admin|administrator|member|owner|recipient|editor|author|manager"
_NAME_AS_ROLE = re.compile(
    rf"{PAIR}[ ](?:as|als|comme|fel|yn)[ ](?:[^\W\d_]{{1,12}}[ ]){{0,2}}"
    rf"(?i:{_ROLES}|kontakt|benutzer|mitglied|ansprechpartner|membre|utilisateur|gyswllt|ddefnyddiwr)"
)
ANCHORS = _VERBS | JOB_WORDS


def find_introduced(view: View, keep: Keep) -> Iterator[Span]:
    """Pairs of capitalised words that only a person can be called by, where they stand."""
    for match in matches(view, _VERBS, _TALKED_TO, view.folded):
        yield from person(match, keep)
    for match in matches(view, _ASKING, _ASKED, view.folded):
        yield from person(match, keep)
    if " as " in view.low or " als " in view.low or " comme " in view.low or " fel " in view.low or " yn " in view.low:
        for match in _NAME_AS_ROLE.finditer(view.folded):
            yield from person(match, keep)
    if view.words.isdisjoint(JOB_WORDS):
        return
    for match in matches(view, JOB_WORDS, _JOB_THEN_NAME, view.folded):
        yield from person(match, keep)
    for match in _NAME_THEN_JOB.finditer(view.folded):
        yield from person(match, keep)


def person(match: re.Match[str], keep: Keep) -> Iterator[Span]:
    """The name of a match, its leading everyday words left out; nothing if it cannot be a person's."""
    words = match["name"].split(" ")
    skipped = 0
    while skipped < len(words) and words[skipped].lower() in NO_NAMES:
        skipped += 1
    named = [word for word in words[skipped:] if word[0].isupper() and word.lower() not in PARTICLES]
    if len(named) < 2 or not all(map(is_family, named)) or any(map(keep.word, (*words, match["name"]))):
        return
    start = match.start("name") + sum(len(word) + 1 for word in words[:skipped])
    yield Span(start, match.end("name"), "name")
