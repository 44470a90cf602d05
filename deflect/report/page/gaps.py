"""What the tickets do not tell, and how the page says so, in five languages; read through `words`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from deflect.report.desk.volume import SEASON_MONTHS, TREND_MONTHS

if TYPE_CHECKING:
    from deflect.report import Load

FEWEST = 20
"""Tickets without which the past is asked none: the interval would say nothing."""

# Each line: key, then en, de, fr, ar, cy.
GAPS: tuple[tuple[str, str, str, str, str, str], ...] = (
    ("gaps", "What your tickets do not tell yet", "Was Ihre Tickets noch nicht sagen",
     "Ce que vos tickets ne disent pas encore", "ما لا تقوله تذاكرك بعد", "Yr hyn nad yw eich tocynnau'n ei ddweud "
     "eto"),
    ("gap:answers", "What would have been answered: {n} tickets are too few to ask; it takes {least}.",
     "Was beantwortet worden wäre: {n} Tickets sind zu wenige zum Fragen; nötig sind {least}.",
     "Ce qui aurait reçu une réponse : {n} tickets sont trop peu pour les poser ; il en faut {least}.",
     "ما كان سيُجاب عنه: {n} من التذاكر أقل من أن تُسأل؛ يلزم {least}.",
     "Yr hyn a fyddai wedi'i ateb: mae {n} o docynnau yn rhy ychydig i'w holi; mae angen {least}."),
    ("gap:links", "Whether answers were right: agents linked an article in fewer than {least} of the newest tickets. "
     "Link "
     "the article you answer from, or bring your documentation in: deflect import docs.",
     "Ob Antworten richtig waren: Der Support verlinkte in weniger als {least} der neuesten Tickets einen Artikel. "
     "Verlinken Sie den Artikel, aus dem Sie antworten, oder bringen Sie Ihre Dokumentation ein: deflect import docs.",
     "Si les réponses étaient justes : le support a donné le lien d’un article dans moins de {least} des tickets les "
     "plus récents. Donnez le lien de l’article dont vient la réponse, ou importez votre documentation : deflect "
     "import "
     "docs.",
     "صحة الإجابات: وضع فريق الدعم رابط مقالة في أقل من {least} من أحدث التذاكر. ضع رابط المقالة التي تجيب منها، أو "
     "استورد وثائقك: deflect import docs.",
     "A oedd yr atebion yn gywir: rhoddodd y tîm cymorth ddolen i erthygl mewn llai na {least} o'r tocynnau "
     "diweddaraf. "
     "Dolennwch yr erthygl rydych yn ateb ohoni, neu dewch â'ch dogfennaeth i mewn: deflect import docs."),
    ("gap:helpers", "How a desk of yours works: {n} of the {least} people who answered did so in one ticket only, as "
     "on a public forum. Times, replies and tiers are those of helpers then, not of a team.",
     "Wie Ihr eigener Support arbeitet: {n} der {least} Menschen, die antworteten, taten es in nur einem Ticket, wie "
     "in einem öffentlichen Forum. Zeiten, Antworten und Stufen sind dann die von Helfenden, nicht die eines Teams.",
     "Comment travaille un support à vous : {n} des {least} personnes qui ont répondu ne l’ont fait que dans un "
     "ticket, comme sur un forum public. Temps, réponses et niveaux sont alors ceux de bénévoles, non d’une équipe.",
     "كيف يعمل فريقك: {n} من {least} ممن أجابوا فعلوا ذلك في تذكرة واحدة فقط، كما في منتدى عام. فالأوقات والردود "
     "والمستويات عندئذ تخص متطوعين لا فريقًا.",
     "Sut mae eich desg eich hun yn gweithio: atebodd {n} o'r {least} o bobl mewn un tocyn yn unig, fel ar fforwm "
     "cyhoeddus. Amseroedd, atebion a haenau gwirfoddolwyr ydynt felly, nid tîm."),
    ("gap:solved", "What becomes of most tickets: {n} of {least} are marked solved or closed. How long solving takes, "
     "what one answer solves and what was reopened tell of these alone; all others count as waiting.",
     "Was aus den meisten Tickets wird: {n} von {least} sind als gelöst oder geschlossen vermerkt. Wie lange Lösen "
     "dauert, was eine Antwort löst und was wieder geöffnet wurde, gilt nur für sie; alle anderen zählen als offen.",
     "Ce que deviennent la plupart des tickets : {n} sur {least} sont notés résolus ou fermés. La durée de résolution, "
     "ce qu’une réponse résout et ce qui fut rouvert ne parlent que d’eux ; tous les autres comptent comme en attente.",
     "مآل معظم التذاكر: {n} من {least} مسجلة محلولة أو مغلقة. مدة الحل وما يحله رد واحد وما أُعيد فتحه تخص هذه وحدها؛ "
     "وكل ما عداها يُحسب منتظرًا.",
     "Beth a ddaw o'r rhan fwyaf o docynnau: nodwyd {n} o {least} wedi'u datrys neu eu cau. Am y rhain yn unig y mae "
     "hyd datrys, yr hyn a ddatrysir ag un ateb a'r hyn a ailagorwyd; cyfrifir y lleill i gyd yn aros."),
    ("gap:developers", "What developers do: [tiers] names none, so that tier 3 holds only the {n} tickets in which an "
     "agent wrote, or noted, that developers look at it.",
     "Was Entwickler tun: [tiers] nennt keine; Stufe 3 enthält deshalb nur die {n} Tickets, in denen der Support "
     "schrieb oder vermerkte, dass Entwickler es ansehen.",
     "Ce que font les développeurs : [tiers] n’en nomme aucun ; le niveau 3 ne contient donc que les {n} tickets où le "
     "support a écrit, ou noté, que des développeurs regardent.",
     "ما يفعله المطورون: لا يسمّي [tiers] أحدًا منهم؛ فلا يضم المستوى 3 إلا التذاكر التي كتب فيها فريق الدعم أو دوّن "
     "أن المطورين ينظرون فيها، وعددها {n}.",
     "Yr hyn a wna datblygwyr: nid yw [tiers] yn enwi neb, felly dim ond y {n} o docynnau lle ysgrifennodd neu nododd "
     "y tîm cymorth fod datblygwyr yn edrych arnynt sydd yn haen 3."),
    ("gap:replies", "Tiers, replies and times: no public answer by an agent came with the tickets. Import them with "
     "their "
     "messages.",
     "Stufen, Antworten und Zeiten: Mit den Tickets kam keine öffentliche Antwort des Supports. Importieren Sie sie "
     "mit "
     "ihren Nachrichten.",
     "Niveaux, réponses et temps : aucune réponse publique du support n’est venue avec les tickets. Importez-les avec "
     "leurs messages.",
     "المستويات والردود والأوقات: لم يأت مع التذاكر أي رد علني من فريق الدعم. استوردها مع رسائلها.",
     "Haenau, atebion ac amseroedd: ni ddaeth yr un ateb cyhoeddus gan y tîm cymorth gyda'r tocynnau. Mewnforiwch nhw "
     "gyda'u negeseuon."),
    ("gap:times", "How long customers waited: no answer came with a time of its own. Import messages with their times.",
     "Wie lange Kunden warteten: Keine Antwort kam mit einer eigenen Zeit. Importieren Sie Nachrichten mit ihren "
     "Zeiten.",
     "Combien de temps les clients ont attendu : aucune réponse n’est venue avec sa propre heure. Importez les "
     "messages "
     "avec leurs heures.",
     "مدة انتظار العملاء: لم يأت أي رد بوقت خاص به. استورد الرسائل بأوقاتها.",
     "Pa mor hir yr arhosodd cwsmeriaid: ni ddaeth yr un ateb â'i amser ei hun. Mewnforiwch negeseuon â'u hamseroedd."),
    ("gap:growth", "Growth: {n} whole months are too few; it takes {least}.",
     "Wachstum: {n} ganze Monate sind zu wenige; nötig sind {least}.",
     "Croissance : {n} mois entiers sont trop peu ; il en faut {least}.",
     "النمو: {n} من الأشهر الكاملة لا تكفي؛ يلزم {least}.",
     "Twf: mae {n} mis cyfan yn rhy ychydig; mae angen {least}."),
    ("gap:season", "Whether growth is a season: {n} whole months cannot tell them apart; it takes {least}. What grew "
     "with "
     "the year may fall with it.",
     "Ob Wachstum nur Saison ist: {n} ganze Monate trennen beides nicht; nötig sind {least}. Was mit dem Jahr wuchs, "
     "kann mit ihm fallen.",
     "Si la croissance est une saison : {n} mois entiers ne les distinguent pas ; il en faut {least}. Ce qui a crû "
     "avec "
     "l’année peut baisser avec elle.",
     "هل النمو موسمي: لا تفرّق بينهما {n} من الأشهر الكاملة؛ يلزم {least}. فما زاد مع السنة قد ينقص معها.",
     "Ai tymor yw'r twf: ni all {n} mis cyfan wahaniaethu rhyngddynt; mae angen {least}. Gall yr hyn a dyfodd gyda'r "
     "flwyddyn ostwng gyda hi."),
    ("nothing", "Nothing can be reported yet: no ticket was learned from.",
     "Noch lässt sich nichts berichten: Aus keinem Ticket wurde gelernt.",
     "Rien ne peut être rapporté pour l’instant : aucun ticket n’a été exploité.",
     "لا يمكن الإبلاغ عن شيء بعد: لم يُستفد من أي تذكرة.",
     "Ni ellir adrodd dim eto: ni ddysgwyd o'r un tocyn."),
    ("nothing_first", "Bring tickets in, then run:", "Bringen Sie Tickets ein, und führen Sie dann aus:",
     "Importez des tickets, puis lancez :", "استورد التذاكر، ثم شغّل:", "Dewch â thocynnau i mewn, yna rhedwch:"),
)  # fmt: skip


def gaps_of(load: Load) -> dict[str, tuple[int, int]]:
    """What cannot be told from the tickets: for each key of a sentence how many there are, and how many it takes."""
    from deflect.report.backtested import LEAST_JUDGED
    from deflect.report.tiers.rules import BY_DEVELOPERS

    assert load.desk is not None
    months, handling = sum(load.desk.volume.whole), load.desk.handling
    once, solved = handling.once, handling.one_touch.whole
    answered, third = handling.mean_replies is not None, load.tiers.tiers[-1].share.part if load.tiers else 0
    is_there = {
        "gap:answers": (load.backtest is None, load.tickets, FEWEST),
        "gap:links": (load.backtest is not None and load.backtest.flatters, 0, LEAST_JUDGED),
        "gap:helpers": (once.whole >= FEWEST and 2 * once.part > once.whole, once.part, once.whole),
        "gap:solved": (answered and 2 * solved < load.tickets, solved, load.tickets),
        "gap:developers": (answered and load.tiers is not None and BY_DEVELOPERS not in load.tiers.rules, third, 0),
        "gap:replies": (not answered, 0, 1),
        "gap:times": (answered and not handling.first_response.n, 0, 1),
        "gap:growth": (load.desk.volume.growth is None, months, TREND_MONTHS),
        "gap:season": (bool(load.desk.volume.growth and not load.desk.volume.season), months, SEASON_MONTHS),
    }
    return {key: (there, least) for key, (missing, there, least) in is_there.items() if missing}
