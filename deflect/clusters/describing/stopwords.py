"""Words that say nothing about what a ticket is about: grammar, courtesy, and what every ticket is full of."""

from __future__ import annotations

import unicodedata

from deflect.cleaning.language import FUNCTION_WORDS

PARTICLES = frozenset("in on off out up down back over".split())
"""English words that make another verb of the one before them: to log in is not to log out."""

# Beside the function words by which `deflect.cleaning` tells languages. Apostrophes are straight, case is folded.
_MORE = {
    "en": (
        "he she him her his hers its they them their theirs themselves himself herself itself myself yourself "
        "by whether somehow our ours us mine yours me who whom whose such than too very just also even still again "
        "once more most much many few some each every both either neither nor own same other another else ever "
        "never always often maybe perhaps quite rather really actually already yet since until while during before "
        "between through under above below about against within without upon via per off over up down out back "
        "here these those because though although however therefore thus hence being am did doing done having "
        "would might must may shall ought let lets got getting gets gotten go going goes went gone come comes "
        "coming came make makes making made take takes took taken give gives gave given see sees seen saw seem "
        "seems look looks looking looked want wants wanted need needs needed like know knows known think thought "
        "say says said tell tells told ask asked asking try tries tried trying use uses used using thing things "
        "something anything nothing everything someone anyone everyone nobody somebody anybody way ways lot lots "
        "bit kind sort one two three first second last next day days today yesterday tomorrow time times week "
        "weeks ago now please thank thanks hello hi hey dear sir madam regards cheers sorry help helps helped "
        "helping advance appreciate appreciated kindly sincerely best wishes wish hope hoping ok okay yes yeah etc "
        "eg ie re fwd able unable i'd you're you've you'll he's she's we're we've we'd they're they've that's "
        "there's what's here's let's who's haven't hasn't hadn't aren't wasn't weren't wouldn't couldn't shouldn't "
        "cant dont doesnt didnt isnt forward hear hearing wont im ive id ill youre thats whats couldnt wouldnt "
        "nothing's whatever whenever wherever"
    ),
    "de": (
        "du er wir ihr euch uns mich dich sich ihm ihn ihnen ihre ihren ihrem ihrer ihres sein seine seinen seinem "
        "seiner unser unsere unseren unserem unserer meinen meinem meiner meines dein deine einen einem einer "
        "eines des diese dieser dieses diesen diesem jene jener jenes welche welcher welches welchen denn weil "
        "dass ob als damit obwohl während bevor nachdem seit bis durch gegen ohne um unter zwischen hinter neben "
        "vor ab außer sind bin bist seid waren wäre wären sei gewesen hat hatte hatten hätte hätten haben gehabt "
        "wurden worden würde würden könnte könnten können konnte kannst muss müssen musste soll sollen sollte darf "
        "dürfen will wollen wollte möchte möchten mag geht gehen ging gibt geben gab macht machen gemacht tun tut "
        "getan kommt kommen sagen sagt steht stehen lässt lassen da dort hier dann nun jetzt heute gestern morgen "
        "immer nie niemals schon erst nur mehr sehr viel viele wenig einige alles nichts etwas jemand niemand "
        "jeder jede jedes jeden kein keinen keinem keiner ja nein doch mal eben halt wieder gar ganz etwa ca bzw "
        "usw sowie sowohl weder entweder sondern also daher deshalb trotzdem jedoch bitte danke dank vielen hallo "
        "guten tag liebe lieber herr frau grüße grüßen gruß freundlichen freundliche mfg hilfe helfen leider wer "
        "wem wen wessen wieso woher wohin davon dafür dazu darauf daran darin dabei hierzu ins vom am aus"
    ),
    "fr": (
        "tu il elle ils elles nos notre votre vos leur leurs lui eux me moi toi te se comme sa son ses ta tes ton "
        "ce cet ces cela ceci celui celle ceux celles dont quoi quel quelle quels quelles lequel laquelle car donc "
        "or ni si alors ainsi aussi encore toujours jamais déjà trop très peu beaucoup assez plus moins tout tous "
        "toute toutes autre autres même mêmes chaque quelque quelques plusieurs aucun aucune rien personne ici là "
        "aujourd'hui hier demain maintenant avant pendant entre sous vers chez sans contre jusqu'à jusque été être "
        "était étaient sera serait seront suis es êtes sommes soit ai as a avons avez ont avait avais aurait aura "
        "avoir eu fait faire fais font faut peut peux peuvent pouvez pourrait puis-je pouvoir pu veux veut "
        "voudrais voulez dois doit devrait va vais vont aller dit dire met mettre voir ou vu y aux du n'y d'un "
        "d'une qu'il qu'elle qu'un d'abord bonjour bonsoir merci cordialement salutations madame monsieur svp s'il "
        "plaît aide aider besoin toutefois cependant pourtant parce que lors dès afin non oui ok via bien"
    ),
    "ar": (
        "في من على إلى الى عن مع هذا هذه ذلك تلك التي الذي الذين اللي ما ماذا لماذا كيف متى أين اين هل لا لم لن "
        "ليس ليست غير بدون أن ان إن إذا اذا لو كل بعض أي اي كان كانت يكون تكون هو هي هم نحن أنا انا أنت انت انتم "
        "لي لك له لها لهم لنا عند عندما عندي لدي لدينا لديه قد لقد ثم أو او أم بل لكن ولكن حتى منذ بعد قبل بين "
        "خلال حول ضد تحت فوق هنا هناك الآن الان اليوم أمس غدا دائما أبدا جدا أيضا ايضا فقط كما مثل حيث لأن لان "
        "بسبب يا نعم كلا شكرا مرحبا السلام عليكم تحية تحياتي أهلا اهلا رجاء رجاءا الرجاء يرجى أرجو ارجو فضلكم فضلك "
        "مساعدة المساعدة أريد اريد أحتاج احتاج يمكن يمكنني أستطيع استطيع وهو وهي ومن وفي به بها فيه فيها منه منها "
        "عليه عليها إليه انه أنه انها أنها شيء أحد واحد مرة تم يتم"
    ),
    "cy": (
        "dw dwi rydw i rydym rydych rwyf wyt ydym ydych ydyn oedd oeddwn roedd roeddwn bydd byddai bod bu fod fel "
        "hefyd hyn hwn hon hynny hwnnw honno rhai rhyw unrhyw pob bob popeth dim neb rhywbeth rhywun eto eisoes "
        "nawr heddiw ddoe yfory yma yna acw lle ble pryd faint sawl pwy pa os er oherwydd achos felly neu na nac "
        "ein eu fi ti chi hi nhw ni fe fo hwy dy eich chwi wrth gan gyda heb hyd tan trwy drwy rhwng dros tros o "
        "dan cyn wneud gwneud mynd dod cael gael gallu gallaf gall allai gallwch hoffwn angen eisiau rhaid dylai "
        "dylwn diolch helo annwyl cofion helpu cymorth iawn dda sydd sy'n yw'r wna gwelwch chi'n maen maent mai "
        "ni'n rydyn edrychaf ymlaen glywed gennych"
    ),
}  # fmt: skip


def folded(word: str) -> str:
    """Write a word without case and accents, as people in a hurry do."""
    if word.isascii():
        return word.lower()
    apart = unicodedata.normalize("NFKD", word.casefold())
    return "".join(character for character in apart if not unicodedata.combining(character))


_STOP = {
    language: frozenset(map(folded, f"{FUNCTION_WORDS.get(language, '')} {_MORE.get(language, '')}".split()))
    for language in FUNCTION_WORDS.keys() | _MORE.keys()
}


def stop_words(language: str) -> frozenset[str]:
    """List the words of a language that are no keywords.

    Args:
        language: ISO 639-1 code, or `und`.

    Returns:
        Words as `folded` writes them; English ones for a language without a list.
    """
    return _STOP.get(language, _STOP["en"])


def is_well_listed(language: str) -> bool:
    """Whether the list of a language, or of English for `und`, is nearly whole."""
    return language in _MORE or language == "und"
