"""Words that a sentence may gain or lose without saying anything else, and words that turn what it says.

The lists are closed: a word that is in none of them carries meaning. A language without lists has no free words.
"""

from __future__ import annotations

_FREE = {
    "en": "a an the this that these those your you it its and then now also just simply please kindly actually "
    "basically is are be here there it's that's there's here's",
    # Not the articles that alone tell who does what to whom: dem, den, des, einem, einen, einer.
    "de": "der die das eine dieser diese dieses sie ihr ihre es und dann nun jetzt auch bitte einfach ist sind hier "
    "dort",
    "fr": "le la les l' un une des ce cet cette ces vous votre vos il elle et puis ensuite maintenant aussi "
    "simplement veuillez est sont ici",
    "ar": "ثم الآن أيضا هذا هذه هو هي هنا",
    "cy": "y yr a ac yna nawr hefyd mae hwn hon yma",
}
_TURNING = {
    "en": "not no never nor neither none nothing nobody without hardly only except unless if whether until till "
    "before after when whenever while once since instead rather or either but although though because must may "
    "might can could should would will shall ought always sometimes often usually all any every each both most "
    "some few many more less least fewer two three four five six seven eight nine ten twice first last was were "
    "had has have been did does do than too same other another different",
    "de": "nicht nie niemals kein keine keinen keinem keiner keines nichts niemand ohne weder noch nur außer wenn "
    "falls ob bis bevor nachdem sobald solange statt anstatt sondern oder entweder aber obwohl weil muss musst "
    "müssen müsst kann kannst können könnte könnten darf dürfen soll sollen sollte sollten würde würden wird "
    "werden wurde wurden war waren hatte hatten hat haben worden immer manchmal oft meist alle alles allen "
    "aller jede jeder jedes jeden jedem beide beiden einige viele mehr weniger mindestens höchstens zwei drei "
    "vier fünf sechs sieben acht neun zehn erst zuerst zuletzt als",
    "fr": "ne n' pas plus moins jamais sans aucun aucune ni rien personne sauf seulement uniquement que qu' si s' "
    "avant après jusque jusqu' quand lorsque lorsqu' dès ou mais parce doit doivent devez devrait peut peuvent "
    "pouvez pourrait faut sera seront était étaient avait avaient a ont été toujours parfois souvent tout tous "
    "toute toutes chaque deux trois quatre cinq six sept huit neuf dix premier première dernier dernière autre "
    "même",
    "ar": "لا لم لن ليس ليست بدون دون غير إلا فقط سوى إذا اذا إن لو لولا حتى قبل بعد عند عندما أو او أم لكن بل لأن "
    "يجب ينبغي يمكن يمكنك قد كان كانت كل جميع كلا بعض دائما أبدا أحيانا أول آخر",
    "cy": "nid nad ni ddim heb peidiwch peidio dim byth ond os oni onid pan nes hyd cyn wedi neu rhaid gall gallwch "
    "dylai dylech roedd oedd bob pob holl rhai dau dwy tri tair cyntaf olaf",
}
_PLACING = {
    "en": "on off in out up down over back under above below from to into onto with against by for of at between",
    "de": "ein an ab auf aus zu weg los vor nach über unter von mit gegen für zwischen in im am zum zur",
    "fr": "sur sous dans hors vers avec contre par pour entre depuis à au aux de du d' en",
    "ar": "من إلى على عن في مع",
    "cy": "i o yn gyda dros dan rhwng ar at",
}


def _sets(words: dict[str, str]) -> dict[str, frozenset[str]]:
    return {language: frozenset(each.split()) for language, each in words.items()}


FREE = _sets(_FREE)
"""Articles, courtesies and the like, by language: a sentence may gain and lose them."""

TURNING = _sets(_TURNING)
"""Negation, condition, duty, time and quantity: a sentence with one of them may lose no word that is not free."""

PLACING = _sets(_PLACING)
"""Where and which way: a sentence may lose none of them."""
