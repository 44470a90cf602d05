"""What of an agent's reply another customer may read: no courtesies, promises, questions back, one customer's case.

The rules look at one sentence at a time, in English, German, French, Arabic and Welsh. They would rather lose a
sentence than publish one that speaks to one customer: another ticket usually says the same more generally.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from deflect.cleaning.redaction.rules import PLACEHOLDER
from deflect.kb.sentences import Piece
from deflect.kb.steps import is_step

LONGEST = 80  # words; more is a reply that could not be cut into sentences
MOST_SIGNED = 8  # words of a line that an agent signs with
SHORTEST = 3  # words of a sentence; list items and code may be shorter

REDACTED = re.compile(rf"{PLACEHOLDER.pattern}|\[customer[a-z -]*\]", re.IGNORECASE)
_QUOTED = re.compile(r"\"[^\"]*\"|“[^”]*”|„[^“”]*[“”]|«[^»]*»|`[^`]*`|https?://\S+")
_TASHKEEL = re.compile("[\u064b-\u0652\u0640]")
# What it introduces was cut off or could not be told to be code.
_UNFINISHED = re.compile(
    r":$|(?<!\w)(?:is|are|add|with|into|like|as|for example|ist|lautet|mit|wie|zum beispiel|est|avec|comme"
    r"|par exemple)$|:\s*\d{1,2}[.)]$|^(?:\S+\s+){0,4}\S+,$",
    re.IGNORECASE,
)
_NO_NAME = re.compile(r"[.!?:;…>→›\d/@\"“”„«»`]$|[>→›\d/@\"“”„«»`]")
_WORD = re.compile(r"\w+(?:['’-]\w+)*")


def _starts(*options: str) -> re.Pattern[str]:
    return re.compile(rf"\W*(?:(?:and|but|so|und|et)\s+)?(?:{'|'.join(options)})(?!\w)", re.IGNORECASE)


def _holds(*options: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w.-])(?:{'|'.join(options)})(?!\w)", re.IGNORECASE)


_COURTESIES = _starts(
    r"greetings|(?:good|best of) luck|hopefully|yep|yup|nope|um+",
    r"hi|hello|hey|dear|good (?:morning|afternoon|evening)|thanks?|thank you|many thanks|you(?:['’]re| are) welcome",
    r"(?:best|kind|warm) (?:regards|wishes)|regards|cheers|sincerely|(?:i['’]m |we['’]re )?(?:so |very )?sorry",
    r"(?:my |our )?apologies|we apologi[sz]e|(?:we )?hope (?:this|that|it|you)|glad|(?:we['’]re )?happy to",
    r"great (?:to hear|question)|good question|no (?:problem|worries)|have a (?:nice|great|good)|feel free",
    r"(?:please |just )?let (?:me|us) know|please let|(?:please )?(?:don['’]t|do not) hesitate",
    r"(?:(?:if|should) you have )?(?:any )?(?:other |further |more )?questions?",
    r"(?:oh|ah|ouch|oops|uh[- ]oh|yikes|argh|hm+)(?=[\s,.!])|let(?:['’]?s| us) get (?:this|that|it|you)",
    r"(?:please |just )*(?:shout|ping|ask|reply|write|holler|give (?:us|me) a (?:shout|ring|call)"
    r"|drop (?:us|me) a (?:line|note)) (?:\w+ ){0,3}(?:if|should|when)",
    r"(?:any|more) (?:problems|trouble)|take care|all the best|speak soon|bye",
    r"oh je|oje|ach je|(?:liebe|schöne|herzliche) grüße|lg|vg|mfg|viel erfolg|bis bald|tschüss|alles gute",
    r"zut|oups|aïe|mince|bon courage|belle journée|à bientôt|faites[- ](?:moi|nous) signe|bien à (?:vous|toi)",
    r"hallo|guten (?:tag|morgen|abend)|sehr geehrte[rn]?|liebe[rs]?|(?:vielen|besten|herzlichen) dank|danke",
    r"(?:mit )?(?:freundlichen|freundliche|viele|beste|herzliche) grüßen?|gern(?:e)? geschehen|entschuldig\w*",
    r"es tut (?:mir|uns)|tut (?:mir|uns) leid|wir bitten um|wir hoffen|(?:bitte )?(?:zögern|melden) sie",
    r"(?:schreiben|lassen|geben) sie (?:mir|uns)|bei (?:weiteren )?(?:fragen|rückfragen)|(?:einen )?schönen tag",
    r"bonjour|bonsoir|salut|cher|chère|merci|cordialement|bien (?:cordialement|à vous)",
    r"bonne (?:journée|soirée|continuation)",
    r"excellente journée|(?:nous sommes )?désolée?s?|toutes nos excuses|n['’]hésitez pas|avec plaisir|nous espérons",
    r"tenez[- ](?:moi|nous)|dites[- ](?:moi|nous)",
    r"مرحبا|أهلا|اهلا|السلام عليكم|وعليكم السلام|شكرا|تحياتي|تحياتنا|مع التحية|نعتذر|عذرا|آسف|آسفون",
    r"لا تتردد|لا تترددوا",
    r"نتمنى|نأمل|يسعدنا|على الرحب|عزيزي|عزيزتي",
    r"helo|annwyl|shwmae|diolch|cofion|hwyl|mae['’]n (?:ddrwg|flin)|croeso|rhowch wybod|peidiwch ag oedi|gobeithio",
)
# By language: one language's "I" is another's "to" or "the".
_FIRST_PERSON = {
    "en": re.compile(
        r"(?<![\w/.-])(?:I(?:['’](?:m|ll|ve|d))?(?![\w/.])|i(?:['’](?:m|ll|ve|d))?(?= [a-z])|me(?![\w.-])|my(?![\w-])"
        r"|My(?= [a-z])|Me(?= (?:too|neither))|mine|myself)(?!\w)"
    ),
    "de": re.compile(r"(?<!\w)(?:[Ii]ch|mich|mir|mein(?:e[mnrs]?)?)(?!\w)"),
    "fr": re.compile(r"(?<!\w)(?:[Jj]e|[Jj]['’]\w+|[Mm]['’]\w+|moi|mes|mon|ma)(?!\w)"),
    "ar": re.compile(r"(?<!\w)(?:أنا|إنني|لدي|عندي)(?!\w)"),
    "cy": re.compile(r"(?<!\w)(?:(?:[Dd]w|[Rr]wy|[Rr]ydw|[Bb]yddaf|[Bb]ydda|[Ww]naf)(?: i)?|fy)(?!\w)"),
}
_OUR_DOING = _holds(
    r"we (?:try|tried|know|need|want|only know|can(?:not|n['’]t|['’]t| not)? (?:help|do|see|tell|say|know|advise))",
    r"so (?:that )?(?:we|somebody|someone) (?:can|could|may)|help us",
    r"we(?:['’]ll| will| shall| can see| just|(?: a|['’])re (?:looking|working|investigating|checking))",
    r"we(?: have|['’]ve) (?!(?:an?|the|no|some|two|several|many|more|different)\b)\w+",
    r"our (?:developers?|engineers?|team|colleagues?) (?:will|is|are|has|have)",
    r"(?:while|until) we(?! (?:are )?(?:closed|offline)\b)",
    r"(?:case|situation)s? like (?:yours|this one)|you (?:describe|mention)d?",
    r"get back to you|keep you (?:posted|updated|informed)|bear with|look(?:ing)? into (?:this|it|your)|as soon as we",
    r"wir (?:werden|haben|prüfen|melden|schauen|kümmern|leiten|geben)|(?:werden|haben|melden|kümmern) wir",
    r"nous (?:allons|avons|reviendrons|vérifions|vous (?:tiendrons|recontacterons|enverrons))",
    r"nous sommes en train|notre équipe (?:va|est)",
    r"سأ\w+|سوف|سنقوم|سنعود|سنتحقق|سنرسل|سنراجع|سنوافيك|سنخبرك|لقد قمت|لقد قمنا|قمت|قمنا|أنا|راجعت|راجعنا|فريقنا",
    r"byddwn|rydyn ni (?:wedi|yn)|rydym wedi|mae ein tîm",
)
_REQUESTS = _holds(
    r"(?:post|upload|attach|paste|copy) (?:[\w'’/]+ ){1,9}(?:in|into|to|on|here) ?(?:this|the|your|a) "
    r"(?:forum|thread|topic|question|post|reply|ticket|conversation)",
    r"please post|(?:post|upload) (?:an? |the |your )?(?:image|picture|screen ?shot|log)",
    r"please (?:also |either |just )?(?:report back|confirm(?=,| that| whether| if| you)|supply|describe|clarify"
    r"|elaborate|advise|tell|explain"
    r"|(?:post|provide) (?:an?|your|the (?:results?|details?|following|information|output)|results?|details?|more"
    r"|information|further))",
    r"if you (?:can |could )?(?:also )?(?:post|provide|share|supply|tell|report|describe)",
    r"bitte (?:beschreiben|erläutern|erklären|posten) sie|veuillez (?:préciser|décrire|expliquer|publier)",
    r"(?:send|give|share|provide|forward|show|tell|e-?mail) (?:us|it to us)",
    r"(?:reply|respond) (?:to this|with|here|back)",
    r"(?:attach|include|share|provide|post|paste) (?:an?|the|some|your) (?:\w+ ){1,6}(?:here|to us|in your reply)",
    r"(?:attach|send|post) (?:an?|the|some) screen ?shots?",
    r"(?:schicken|senden|teilen|geben|nennen|schick|sende|gib|teile) (?:sie )?(?:mir|uns)",
    r"(?:envoyez|donnez|communiquez|indiquez|transmettez)[- ](?:moi|nous)",
    r"(?:أرسل|أرسلوا|ارسل|أخبرنا|أخبرني|زودنا|زودني|وافنا)(?: (?:لنا|لي|إلينا))?",
    r"anfonwch (?:ata|atom|aton|i ni)\w*",
)
_ASKS = _starts(
    r"(?:could|can|would|will|may) (?:you|we)|do you|did you|have you|are you",
    # Such a sentence is a question also where nobody wrote the mark; "do" and "have" tell what to do as well.
    r"(?:does|did|is|are|was|were|has) (?:it|that|this|there|the|your|any)",
    r"können sie|könnten sie|würden sie|haben sie|pouvez[- ]vous|pourriez[- ]vous|avez[- ]vous",
    r"هل|allwch chi|oes gennych",
)
_THEIR_THING = _starts(
    r"(?:it (?:looks|seems) (?:like |as if |that )?|as |ok,? |now )?your (?:\w+ )?"
    r"(?:account|order|site|website|licen[cs]e|subscription|invoice|payment|ticket|booking|store|shop|installation"
    r"|case|refund|domain|membership|server|host)s?(?: \w+)? "
    r"(?:is|was|were|are|has|have|had|shows?|seems?|looks?|appears?|uses?|runs?|should now)",
    r"(?:it (?:looks|seems) like )?you(?:(?: have|['’]ve) been| were| had| did| seem to)",
    r"ihre? (?:\w+ )?(?:konto|bestellung|lizenz|seite|website|webseite|abo|abonnement|rechnung|zahlung|buchung) "
    r"(?:ist|wurde|war|hat|läuft)",
    r"votre (?:compte|commande|site|licence|abonnement|facture|paiement) (?:est|était|a|sera|a été)",
    r"(?:حسابك|موقعك|طلبك|اشتراكك|رخصتك) (?:تم|كان|أصبح|انتهى)",
)
_PARTICULARS = _holds(
    r"(?:order|invoice|ticket|case|booking|reference|bestellung|rechnung|commande|facture|طلب|فاتورة)"
    r"\s*(?:no\.?|nr\.?|number|id|nummer|numéro|رقم)?\s*[#:]?\s*\d{3,}",
    r"in your case|(?:on|at) your (?:end|side)|in ihrem fall|dans votre cas|في حالتك|yn eich achos chi",
    r"yesterday|tomorrow|today(?!['’])|tonight|this (?:morning|afternoon|evening)|earlier (?:today|this week)",
    r"gestern|morgen früh|heute|hier soir|aujourd['’]hui|ce matin|demain|أمس|اليوم|غدا|heddiw|ddoe|yfory",
)
_GUESSES = _holds(
    r"guess(?:es|ed|ing)?|possible that|(?:your|the) (?:perception|impression|assumption)|wonder(?:ing|ed)?|presumably",
    r"(?:maybe|perhaps|possibly|probably|apparently|evidently|obviously) "
    r"(?:you|your|they|this|that|it)(?:['’](?:re|ve|d))? (?:have|has|had|are|were|did|do|is|was|re|ve|\w+ed)",
    r"(?<!if )(?<!when )(?<!whether )(?<!where )(?:it|this|that|there|which) (?:seems?|appears?|looks?|sounds?) "
    r"(?:like|as|to be|that|you|some)",
    r"(?:ich|wir) vermute\w*|vermutlich (?:haben|hat|ist|sind) (?:sie|bei ihnen)|klingt (?:so,? )?(?:als|nach)",
    r"(?:il|cela|ça) (?:me |nous )?semble(?:rait)?|on dirait|je suppose|je pense|يبدو أن|أظن|أعتقد|mae['’]n ymddangos",
)
_GUESSED = _starts(r"(?:sounds|looks|seems|appears) (?:like|as|to|that|you)|not (?:sure|certain|clear)")
_THEIR_WORDS = _holds(
    r"you(?:['’]ve| have)? (?:already )?(?:said|stated|wrote|written|posted|reported|described|mentioned|quoted|linked"
    r"|cited|guessed)|you(?:['’]ve| have) (?:told|shown|provided|supplied|given|asked)|as you say",
    r"(?:in|from|per|with|to|see|by|of) your (?:\w+ )?(?:screen ?shots?|pictures?|question|description|reply|reports?"
    r"|posts?|comments?|explanation|log|thread|topic|query)",
    r"wie sie (?:schreiben|sagen|beschreiben|schildern)|(?:in|aus) ihrer (?:beschreibung|nachricht|frage)",
    r"(?:comme )?vous (?:dites|écrivez|décrivez|avez (?:dit|écrit|décrit|indiqué|mentionné))",
)
_THE_TALK = _holds(
    r"(?:this|that|our|your) (?:\w+ )?(?:forum|thread|topic|conversation)"
    r"|(?:here|help) (?:on|in) (?:the|this|our) forums?"
    r"|(?:start|open|ask|post|create) (?:an?|the|your|another) (?:new|same|separate|own) (?:thread|topic|question)"
    r"|mark (?:this|it|the|your|that|any) (?:\w+ ){0,4}(?:as )?(?:solved|resolved|the solution|best answer)"
    r"|(?:this|that|your) (?:question|post|answer) (?:as|is|was|has)|other (?:users|volunteers) (?:here|can|may|will)"
    r"|users and volunteers|(?:someone|somebody|anyone|anybody) (?:else )?here",
    r"see (?:the |this |my |attached )*(?:picture|image|screen ?shot|attachment)s?"
    r"|attached (?:image|picture|screen ?shot)s?|(?:image|picture|screen ?shot)s? (?:below|above|attached)"
    r"|(?:siehe|im) (?:screenshot|anhang|bild)|voir (?:la |l['’])?(?:capture|image|pièce jointe)",
)
# What a reply quotes of the customer's words before it answers them.
_QUOTES = re.compile(r"\W*(?:re|quote|zitat|citation)\s*:", re.IGNORECASE)
_WHOLLY_QUOTED = re.compile(r"\s*[\"“„«].*[\"”“»][.,!]?\s*", re.DOTALL)
MOST_QUOTED = 4  # words between quotation marks that may be a button's or a menu's; more are somebody's sentence
# A machine's record of one case: a moment to the second, a line of source code, a stack of calls, a session.
_LOGGED = re.compile(
    r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d|\d\d:\d\d:\d\d[.,]\d{3}|[\w-]+\.(?:m?js|jsm|php|py|java|cpp|rb):\d+"
    r"|(?<!\w)0x[0-9a-f]{6,}|(?<!\w)[0-9A-F]{16,}(?!\w)|\b(?:uncaught|stack trace|traceback)\b",
    re.IGNORECASE,
)
_ANSWERS_A_QUESTION = _starts(
    r"(?:and )?if (?:so|not|yes|no|that['’]?s? (?:is |was )?(?:the case|so|true)|you (?:do|did|don['’]t|have|are))"
    r"(?=[\s,:])",
    r"otherwise|or|(?:falls|wenn) (?:ja|nein|nicht|dem so ist)|ansonsten|andernfalls"
    r"|si (?:oui|non|ce n['’]est pas le cas)|sinon|ou|إذا كان كذلك|وإلا|os (?:felly|na)",
)
_NUMBER_SIGN = re.compile(r"(?<!\w)#\d{3,}")

_ANYWHERE = (_OUR_DOING, _REQUESTS, _PARTICULARS, _NUMBER_SIGN, _GUESSES, _THEIR_WORDS, _THE_TALK)


def is_publishable(piece: Piece, language: str = "und") -> bool:
    """Whether a piece of a reply can be said to every customer.

    Args:
        piece: A sentence, list item or code block; of code only placeholders of redacted values matter.
        language: Of the reply, ISO 639-1; with one that has no rules here, those of all languages are applied.
    """
    if REDACTED.search(piece.text):
        return False
    if piece.kind == "code":
        return True
    words = _WORD.findall(piece.text)
    if not (SHORTEST if piece.kind == "sentence" else 1) <= len(words) <= LONGEST or not _has_letters(piece.text):
        return False
    if is_logged(piece.text):
        return False
    return not _UNFINISHED.search(piece.text) and not is_personal(piece.text, language)


def without_sign_off(pieces: Sequence[Piece]) -> list[Piece]:
    """Leave out the line with the agent's name or desk that ends a reply: capitalised words, no full stop."""
    kept = list(pieces)
    while len(kept) > 1 and kept[-1].kind == "sentence" and _is_sign_off(kept[-1].text):
        kept.pop()
    return kept


def _is_sign_off(text: str) -> bool:
    words = _WORD.findall(text)
    named = bool(words) and len(words) <= MOST_SIGNED and all(word[0].isupper() for word in words)
    return named and not _NO_NAME.search(text)


def is_courtesy(text: str) -> bool:
    """Whether a sentence only greets, thanks, apologises or takes its leave."""
    return bool(_COURTESIES.match(_TASHKEEL.sub("", text)))


def has_placeholder(text: str) -> bool:
    """Whether something was redacted in a text."""
    return bool(REDACTED.search(text))


def is_personal(text: str, language: str = "und") -> bool:
    """Whether a sentence is a courtesy, a promise, a question, or about one customer's case.

    Args:
        text: The sentence.
        language: As for `is_publishable`.
    """
    plain = _QUOTED.sub(" ", _TASHKEEL.sub("", text))
    if is_courtesy(plain) or plain.rstrip(" )»”\"'").endswith(("?", "؟", "？")):
        return True
    own = _FIRST_PERSON.get(language)
    anywhere = (*_ANYWHERE, *([own] if own else _FIRST_PERSON.values()))
    if any(rule.search(plain) for rule in anywhere):
        return True
    if _ASKS.match(plain) or _GUESSED.match(plain) or quotes(text):
        return True
    return bool(_THEIR_THING.match(plain)) and not is_step(text)


def asks(text: str) -> bool:
    """Whether a sentence wants something of one customer rather than telling them: a question, a request."""
    plain = _QUOTED.sub(" ", text)
    return plain.rstrip(" )»”\"'").endswith(("?", "؟", "？")) or bool(_ASKS.match(plain) or _REQUESTS.search(plain))


def follows_a_question(text: str) -> bool:
    """Whether a sentence means nothing without the question before it: "If so, …", "Otherwise …"."""
    return bool(_ANSWERS_A_QUESTION.match(text))


def quotes(text: str) -> bool:
    """Whether a sentence is what the customer wrote, repeated before it is answered."""
    if _QUOTES.match(text):
        return True
    return bool(_WHOLLY_QUOTED.fullmatch(text)) and len(_WORD.findall(text)) > MOST_QUOTED


def is_logged(text: str) -> bool:
    """Whether a sentence is a line out of a log: it tells of one machine's one moment."""
    return bool(_LOGGED.search(text))


def _has_letters(text: str) -> bool:
    return any(char.isalpha() for char in text)
