"""Words in five languages that stand beside names, and words that are names only sometimes."""

from __future__ import annotations

import re

from deflect.cleaning.redaction.view import plain


def phrases(text: str) -> tuple[str, ...]:
    """The phrases of a table, separated by semicolons or ends of lines."""
    return tuple(phrase.strip() for phrase in re.split(r"[;\n]", text) if phrase.strip())


GREETINGS = phrases("""
hi; hello; hey; dear; hi there; good morning; good afternoon; good evening; thanks; thank you; cheers; many thanks
hallo; guten tag; guten morgen; guten abend; liebe; lieber; liebes; moin; servus; grüezi; grüß dich; danke; vielen
dank
sehr geehrte; sehr geehrter; bonjour; bonsoir; salut; cher; chère; coucou; merci
مرحبا; مرحباً; أهلا; أهلاً; اهلا; عزيزي; عزيزتي; العزيز; العزيزة; السلام عليكم; صباح الخير; مساء الخير
تحية طيبة; مرحبا يا; أهلا يا; شكرا يا; شكراً يا; helo; shwmae; s'mae; su'mae; annwyl; bore da; prynhawn da
noswaith dda; haia; hello to; hi to; regards to; grüße an; gruß an; bonjour à; salut à; cofion at; diolch
diolch yn fawr; hei
""")
TITLES = phrases("""
mr; mrs; ms; miss; mx; dr; prof; herr; herrn; frau; mme; mlle; madame; monsieur; m.; syr; bnr; bns
السيد; السيدة; الأستاذ; الأستاذة; الاستاذ; أستاذ; استاذ; الدكتور; الدكتورة; دكتور; أخي; أختي; أخ; مهندس; المهندس
""")
CLOSINGS = phrases("""
regards; best regards; kind regards; warm regards; best wishes; many thanks; thanks; thanks again; thank you; thx;
best
cheers; sincerely; yours sincerely; yours faithfully; yours; all the best; thanks in advance; take care; with thanks
thank you very much; thanks a lot; thank you in advance; thanks so much; warmly
mit freundlichen grüßen; mit freundlichen grüssen; freundliche grüße; viele grüße; liebe grüße; beste grüße
schöne grüße; viele grüsse; liebe grüsse; gruß; grüße; lg; mfg; vg; bg; danke; vielen dank; herzliche grüße
danke im voraus; besten dank; schönen gruß; beste grüsse; freundliche grüsse
cordialement; bien cordialement; bien à vous; merci; merci d'avance; salutations; sincères salutations; amicalement
à bientôt; bonne journée; merci beaucoup; respectueusement
cofion; cofion cynnes; cofion gorau; yn gywir; diolch; diolch yn fawr; hwyl; dymuniadau gorau; llawer o ddiolch
diolch o flaen llaw; hwyl fawr; yr eiddoch yn gywir
مع التحية; تحياتي; مع تحياتي; مع خالص التحية; وتفضلوا بقبول فائق الاحترام; شكرا; شكراً; شكرا لكم; شكراً لكم
مع خالص الشكر; مع جزيل الشكر; مع الشكر الجزيل; مع فائق الاحترام
مع الشكر; أطيب التحيات; مع أطيب التحيات; مع الاحترام; وشكرا; شكرا جزيلا; شكراً جزيلاً
""")
INTRODUCTIONS = phrases("""
name is; name's; name:; name :; heiße; heisse; name ist; vorname:; nachname:; appelle; nomme; nom est
nom:; nom :; prénom:; prénom :; اسمي; إسمي; اسمي هو; الاسم:; الاسم :; enw i yw; enw yw; enw i ydy; enw ydy; enw:;
llamo
""")

COMMON_NAMES = frozenset(
    plain(name)
    for name in """
mark will rose art bill grant frank grace hope joy may june april august summer sue rob pat drew chase jack dean page
young king black white brown green gray grey long price field site max min guy penny faith dawn sky miles chance case
carter baker cook hunter porter mason taylor smith read reed stone wood woods forest hill lake rivers banks bush love
moon star day knight bishop pope rich nick ray gene bob don ken van jay dot ace art buck cliff clay cash cole dale
dash data dick earnest eve fern flora gay ginger glen heath herb holly iris ivy jade jasmine jean jewel jimmy josh
junior lance les lily marina max melody mercy mike misty nova olive opal page pearl peg pierce poppy port prince
ralph randy reed rich robin rocky ruby rusty sandy scarlet sid skip sterling storm tab tank terry tiffany tom tony
trace trey trip victor violet wade ward wayne west win wolf word theo client support host root user test admin
wolf kurz koch klein lang stein gross groß roth vogel bauer berg winter sommer herbst engel kaiser richter weber
petit blanc grand leblanc fort claire aurore olive martin marin aimé aimée chantal constant clément
black bell rice marsh moss pond park parks french english welsh german bevan price power powers best good goodman
nor dim gwen haf mai eira seren key keys bugs link links block blocks form menu email mail post press
nur amal noor
""".split()
)
"""Names that are words too: taken out only when written with a capital inside a sentence."""

NO_NAMES = frozenset(
    """
i i'm i've im ive i'd my me mine we our you your the a an this that these there here it its is are was not no yes
ok okay all
any both each every everyone everybody folks guys friend friends team support helpdesk staff people colleagues sir
madam sirs ladies gentlemen mr mrs ms miss mx dr prof herrn mme mlle community developer developers admin
administrator moderator expert experts
customer service help hello hi hey dear good morning afternoon evening day thanks thank please sorry just since when
while after before if how what why where who which can could would should do does did have has had am be to from for
in on at of by with as and or but so again now today yesterday tomorrow also then too any some using both same
wordpress woocommerce elementor gutenberg thunderbird mozilla firefox windows linux mac macos microsoft google gmail
outlook apple android chrome edge safari php mysql apache nginx plugin theme version update jetpack yoast stripe
paypal world advance lot regards best kind sent get monday tuesday wednesday thursday friday saturday sunday
january february march july september october november december new old first last only everything something
ich wir sie du er es mein meine unser ihr ihre der die das den dem ein eine einen zusammen team leute alle ihnen euch
liebes liebe lieber herr frau damen herren support kundendienst nach seit leider beim bei mit wenn wie was warum wo
ist
hallo guten tag morgen abend moin danke vielen bitte gruß grüße für und oder aber schon noch jetzt heute gerade kann
können habe hat bin sind wird seit vorab voraus dank
je j'ai nous vous tu il elle le la les un une des mon ma mes notre votre tous toutes toute équipe l'équipe madame
monsieur messieurs mesdames bonjour bonsoir salut merci depuis quand comment pourquoi est sont avec pour sur dans
après avant cordialement cher chère
أنا انا نحن أنت لدي عندي كيف هل ما لماذا متى أين بعد قبل في من على الى إلى عن مع شكرا جميعا بكم بك فريق الدعم سيدي
السادة الكرام عليكم ورحمة الله أريد اريد لا لم لقد هذا هذه الفريق الكل وسهلا يا كل
rydw rwy dw mae nid ni chi fy eich ein tîm cefnogi bawb pawb syr madam gyfeillion sut pam ble pryd beth ar yn o i am
diolch cofion helo annwyl bore da prynhawn nos y yr ond ac a wedi ar ôl cyn
""".split()
)
"""Words that follow a greeting or a closing without being a name."""
