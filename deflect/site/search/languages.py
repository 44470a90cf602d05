"""What is particular to a language in searching: its stop words, and what a word loses so that its forms meet.

The rules are data that goes into the index; `folding.py` and static/engine.js apply them alike, so that no rule drifts.
They are light on purpose. A rule that is wrong for a word is wrong for it in articles and queries alike, so that it
costs precision (two words meet that should not) and never finds less than the words as they stand.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable
from dataclasses import dataclass

Step = tuple[str, str, str]
"""A pattern for a whole word, and what goes before and after its groups, which stay. Both languages read it alike."""


@dataclass(frozen=True, slots=True)
class Rules:
    """How a language's words are folded.

    Attributes:
        stop: Words that say nothing about what is asked, folded.
        steps: Done in order, each once.
        splits: Whether an apostrophe parts words (`l'achat`); else it joins them (`can't`).
    """

    stop: frozenset[str] = frozenset()
    steps: tuple[Step, ...] = ()
    splits: bool = False

    def plain(self) -> dict[str, object]:
        """Turn the rules into what the index holds."""
        return {"stop": " ".join(sorted(self.stop)), "steps": self.steps, "splits": self.splits}


@functools.cache
def compiled(steps: tuple[Step, ...]) -> tuple[tuple[Callable[[str], re.Match[str] | None], str, str], ...]:
    """Make steps ready for use."""
    return tuple((re.compile(pattern).match, before, after) for pattern, before, after in steps)


def rules(language: str) -> Rules:
    """Find a language's rules; one that is not known has no stop words and no endings, and its rare words still win.

    Args:
        language: ISO 639-1, perhaps with a region: `pt-br`.
    """
    return _RULES.get(language.partition("-")[0], Rules())


_EN = Rules(
    stop=frozenset(
        """a about after again all also am an and any anybody anyone anything are as at be because been before being
        but by can cannot cant could couldnt did didnt do does doesnt doing dont for from get gets getting got had
        has hasnt have havent having he hello help her here hey hi him his how however i id if ill im in into is
        isnt it its ive just know like made make makes may me might mine more most much must my need needs no not
        now of off on once one only or other our ours out over please possible question regards she should so some
        somebody someone something still such sure tell than thank thanks that thats the their them then there these
        they thing things this those though to too tried try trying under until up us use used using very want
        wanted wants was wasnt way we well were werent what whats when where which while who whom whose why will
        with without wont would wouldnt yes yet you your yours youre""".split()
    ),
    steps=(
        ("^(.{2,})ies$", "", "y"),
        ("^(.{2,}[^si])s$", "", ""),
        ("^(.*[aeiouy].+)ing$", "", ""),
        ("^(.*[aeiouy].*[^e])ed$", "", ""),
        ("^(.{5,})ation$", "", ""),
        ("^(.{5,})ate?$", "", ""),
        ("^(.{4,}[st])ion$", "", ""),
        ("^(.{2,})(?:ie|y)$", "", "i"),
        ("^(.{2,}[^e])e$", "", ""),
        ("^(.{2,})our$", "", "or"),
        ("^(.{3,}[^s])is$", "", "iz"),
        ("^(.+)([bdgklmnprt])\\2$", "", ""),
    ),
)
_DE = Rules(
    stop=frozenset(
        """aber alle allem allen aller alles als also am an andere anderen auch auf aus bei beim bin bis bitte da dabei
        dadurch dafur dagegen daher damit danach dann daran darauf daraus darf darin das dass davon dazu dein deine
        dem den denn der des dessen dich die dies diese diesem diesen dieser dieses dir doch dort du durch ein eine
        einem einen einer eines er es etwas euch euer fuer fur gegen geht gibt habe haben hallo hat hatte hatten
        hier hilfe ich ihm ihn ihnen ihr ihre ihrem ihren ihrer im immer in ins ist ja jede jedem jeden jeder jedes
        jetzt kann kannst kein keine keinem keinen keiner koennen konnen konnte konnten leider liebe machen mache
        mal man mehr mein meine meinem meinen meiner mich mir mit mochte moechte muss mussen nach nicht nichts noch
        nun nur ob oder ohne schon sehr sein seine seinem seinen seiner seit sich sie sind so soll sollte sonst uber
        ueber um und uns unser unsere unserem unseren unserer unter viel viele vielen dank vom von vor wann war
        waren warum was weil welche welchen welcher welches wenn wer werde werden wie wieder will wir wird wo wurde
        wurden zu zum zur""".split()
    ),
    steps=(
        ("^(an|ab|auf|aus|ein|um|vor|zu|zuruck|her|hin|frei)ge(.{3,}?)e?t$", "", ""),
        ("^ge(.{3,}?)e?t$", "", ""),
        ("^(.{3,}i)er(?:en|t|te|ten|bar|ung)?$", "", ""),
        ("^(.{4,})ung(?:en|s)?$", "", ""),
        ("^(.{3,})(?:ern|em|en|er|es)$", "", ""),
        ("^(.{3,})[en]$", "", ""),
        ("^(.{3,}[bdfghklmnrt])s$", "", ""),
        ("^(.{3,})(st)$", "", ""),
    ),
)
_FR = Rules(
    stop=frozenset(
        """a ai aide ainsi alors apres as au aucun aucune aussi autre autres aux avait avant avec avez avoir avons bien
        bonjour c ca car ce cela ces cet cette ceux chaque chez ci comme comment d dans de depuis des donc dont du
        elle elles en encore est et etait etant ete etes etre eu eux fait faire faut il ils j je jusqu l la le les
        leur leurs lors lui m ma mais me meme merci mes moi mon n ne ni nos notre nous on ont ou par parce pas
        pendant peut peux plus pour pourquoi pouvez puis qu quand que quel quelle quelles quels qui quoi s sa sans
        se ses si sommes son sont suis sur t ta te tes toi ton tous tout toute toutes tres tu un une va vais vers
        veux voici voila vos votre vouloir vous voudrais y""".split()
    ),
    steps=(
        ("^(.{3,})aux$", "", "al"),
        ("^(.{3,}[^sx])[sx]$", "", ""),
        ("^(.{4,})(?:ation|ement|ment)$", "", ""),
        ("^(.{3,})(?:er|ez|ee|ant|ir|ie)$", "", ""),
        ("^(.{3,})[ei]$", "", ""),
        ("^(.+)([lmnrst])\\2$", "", ""),
    ),
    splits=True,
)
_AR = Rules(
    stop=frozenset(
        """ا اذا ارجو اريد الا التي الذي الذين الي ام ان انا انت انه انها اني او اي ايضا اين بعد بدون بل بين تم ثم جدا
        حتي حين حيث خلال ذلك سوف شكرا عند عندما عن علي عليه غير فقط في فيه فيها قبل قد كان كانت كل كما كيف لا لان
        لدي لقد لكن لكي لم لماذا له لها لي ليس ما ماذا متي مثل مرحبا مع من منذ منه منها نحن هذا هذه هل هم هنا هناك
        هو هي و وقد ولا ولكن وهو وهي يا يتم يكون يمكن يمكنني""".split()
    ),
    steps=(
        ("^(?:وال|بال|كال|فال|ولل|لل|ال)(.{3,})$", "", ""),
        ("^و(.{4,})$", "", ""),
        ("^(.{3,}?)(?:ات|ان|ون|وا|ين|يه|ها|هم|كم|نا|ني|تي|ته|تم|تك|ك|ت)$", "", ""),
        ("^(.{3,})[هي]$", "", ""),
    ),
)
# A mutation changes a word's first sound, or puts an h before it; the sounds that change into one another are written
# as one. Then plurals and the endings of verbs and their nouns go.
_CY = Rules(
    stop=frozenset(
        """a ac ai am ar arall at ag beth bod bydd byddaf ble bob chi chwi cyn dau dim diolch dwi dy ddim e ef efo ei
        eich ein er eu fe felly fi fod fy fyddaf gan gael gall gallaf gellir gen gyda gydag hefyd heb helo hi hon
        hwn hwnnw hyd hyn hynny hynna i iddo iddi ie ill ers mae maen mai mewn mi mor na nac nad ni nid nhw neu o
        oedd oes ond on os pa pam pan pob pryd pwy roedd rwyf rwyn sut sy sydd ti trwy un wedi wnaf wrth y ydw ydwi
        ydy ydym ydyn yma yn ynghyd yna yng ym yno yr ysgrifennwch yw""".split()
    ),
    steps=(
        ("^h([aeiouwy].{3,})$", "", ""),
        ("^(?:ngh|ng|ch|c|g)(.{3,})$", "", ""),
        ("^(?:mh|ph|[bfm](?!f)|p)(.{3,})$", "p", ""),
        ("^(?:nh|th|dd|[dnt])(.{3,})$", "t", ""),
        ("^(?:ll|l)(.{3,})$", "l", ""),
        ("^(?:rh|r)(.{3,})$", "r", ""),
        ("^(.{4,}?)(?:iadau|iad|iau|au|ion|on|oedd|ydd)$", "", ""),
        ("^(.{3,}?)(?:[wi]?wyd|iodd|odd|ais|iais|iwch|wch|ir|io|af|[aiou])$", "", ""),
    ),
)
_ROMANCE = Rules(steps=(("^(.{3,})(?:os|as|es|[aeios])$", "", ""),), splits=True)
_DUTCH = Rules(steps=(("^(.{3,})(?:en|s|e)$", "", ""), ("^(.+)([bdgklmnprt])\\2$", "", "")))
_RULES = {
    "en": _EN, "de": _DE, "fr": _FR, "ar": _AR, "cy": _CY, "es": _ROMANCE, "pt": _ROMANCE, "it": _ROMANCE,
    "ca": _ROMANCE, "nl": _DUTCH,
}  # fmt: skip
