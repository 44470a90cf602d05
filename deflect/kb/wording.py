"""What people say, by the kind of thing said: failures, causes, workarounds, limits, wishes; in five languages.

English, German, French, Arabic and Welsh, in one table a kind. An expression is here if it says that kind of thing
about any product; a word that only some products use is not.
"""

from __future__ import annotations

import re


def _said(*options: str) -> re.Pattern[str]:
    # Arabic writes "and", "by", "for" and "the" as the first letters of a word.
    return re.compile(rf"(?<![\w-])(?:[وفبلك]?ال|لل|[وفبلك])?(?:{'|'.join(options)})(?!\w)", re.IGNORECASE)


FAILURE = _said(
    r"(?:do|does|did|is|are|was|were|has|have|had|can|could|will|would)(?:n['’]?t| not| no longer)|cannot|can['’]?t"
    r"|never|nothing|no longer|without success|stopp?(?:s|ed)|fail(?:s|ed|ing|ure)?|errors?|broken|breaks?"
    r"|wrong(?:ly)?"
    r"|missing|blank|empty|crash(?:es|ed)?|stuck|hangs?|freezes?|rejected|refused|invalid|vanish(?:es|ed)?"
    r"|disappear\w*"
    r"|lost|loses?|spinn?(?:s|ing|er)|slow|unable|problems?|trouble|issues?|twice|expired|denied|bugs?|instead of"
    r"|only see",
    r"nicht|nie|kein\w*|fehl(?:er\w*|t|en|schl\w+)|geht nicht|funktioniert nicht|leer\w*|weiß bleibt|kaputt|falsch\w*"
    r"|verschwund\w*|verschwindet|hängt|abgelehnt|ungültig\w*|verloren|stürzt|langsam|problem\w*|doppelt\w*"
    r"|abgelaufen|statt",
    r"ne|n['’]\w+|pas|plus rien|jamais|rien|erreurs?|échou\w*|échec|vides?|blanche?|cassée?s?|faux|fausses?"
    r"|disparu\w*"
    r"|bloquée?s?|refusée?s?|invalides?|perdue?s?|plante\w*|lente?|problèmes?|impossible|expirée?s?|au lieu",
    r"لا|لم|لن|ليس(?:ت)?|خطأ|أخطاء|فشل\w*|فارغ\w*|بيضاء|معطل\w*|توقف\w*|اختف\w*|مرفوض\w*|غير صال\w*|مشكل\w*|بطيء"
    r"|تعذر|يتعذر|منته\w*|بدلا",
    r"ddim|nid|nad|methu|methodd|yn methu|gwall\w*|wag|gwag|wedi torri|ar goll|diflann\w*|gwrthod\w*|annilys"
    r"|problem\w*|araf"
    r"|wedi stopio|byth|heb|yn lle",
)

WHY = _said(
    r"why|how come",
    r"warum|wieso|weshalb",
    r"pourquoi",
    r"لماذا|لِماذا|ليش",
    r"pam",
)

HOW = _said(
    r"how (?:do|does|can|could|to|would|should|might)|where (?:do|can|is|are)"
    r"|(?:can|could|may|do|should) (?:i|we|one|you)"
    r"|is (?:it|there) (?:possible|a way|an option|any way)|is there a setting|possible to",
    r"wie (?:kann|können|lässt|lassen|mache?n?|stelle?n?|geht|bekomme?n?|muss)|wo (?:kann|finde|ist|stelle)"
    r"|(?:kann|können|darf) (?:ich|man|wir)|ist es möglich|gibt es (?:eine|einen) (?:möglichkeit|einstellung|weg)",
    r"comment (?:puis|peut|faire|fait|on|je|nous|pou\w+)|où (?:puis|peut|se|est|trouver)"
    r"|(?:peut-on|puis-je|pouvons-nous|est-il possible|y a-t-il (?:un|une))",
    r"كيف|أين|هل (?:يمكن\w*|هناك|توجد|يوجد|بإمكان\w*)",
    r"sut (?:mae|ydw|alla|allwn|gallaf|i|y)|ble mae|(?:alla i|a allaf|allwn ni|oes modd|oes ffordd|a oes)",
)

CAUSE = _said(
    r"because|caused by|causes|cause (?:is|was|of)|the reason|due to|(?:comes|stems|results?) from|is to blame"
    r"|is the problem"
    r"|this (?:(?:nearly|almost) )?(?:always |usually |often |mostly )?(?:means|happens)|happens? (?:when|if|as)"
    r"|so nothing|leaves? it",
    r"weil|liegt (?:\w+ ){0,3}(?:an|am|daran)|ursache\w*|verursacht|grund|kommt von|passiert,? wenn"
    r"|tritt auf,? wenn|dadurch|da die|da der|da das",
    r"parce qu\w*|causée?s? par|causes?|à cause d\w+|en raison d\w+|la raison|provien\w+ d\w+|vien(?:t|nent) d\w+"
    r"|est dû|due à|se produit",
    r"لأن\w*|بسبب|السبب|سببه\w*|يرجع|ناتج\w*|يحدث\w*|نتيجة",
    r"oherwydd|achos(?:i|ir|wyd)?|sy['’]n achosi|y rheswm|am fod|mae hyn yn digwydd|sydd wedi['’]i achosi",
)

WORKAROUND = _said(
    r"work[- ]?arounds?|temporary (?:fix|solution|answer)|temporarily|as a stopgap|until (?:it|this|that) is fixed",
    r"behelf\w*|notlösung|übergangslösung|umgehungslösung|vorübergehend|bis (?:es|das|dies) behoben ist",
    r"(?:solution de )?contournement|contourner|provisoire(?:ment)?|temporaire(?:ment)?",
    r"حل مؤقت|مؤقت(?:ا|ًا)?|حل بديل",
    r"dros dro|ateb dros dro",
)

MEANWHILE = re.compile(
    r"\W*(?:(?:and|but|und|mais|et|و|a) )?(?:in the meantime|meanwhile|for (?:now|the time being|the moment)|until then"
    r"|in der zwischenzeit|bis dahin|einstweilen|vorläufig|solange|en attendant|d['’]ici là|pour l['’]instant"
    r"|في هذه الأثناء|ريثما|إلى حين ذلك|حتى ذلك الحين|yn y cyfamser|am y tro|tan hynny)(?!\w)",
    re.IGNORECASE,
)
"""What a workaround begins with; further on in a sentence these words say when something happens."""

BUG = _said(
    r"(?:known|confirmed|is a|was a|this|the) (?:bug|defect|regression)|known (?:issue|problem|error)"
    r"|(?:is|was|been|be|gets?) fixed (?:in|with|by)"
    r"|fix(?:es)? (?:is|are|will be|ships?|comes?|is planned|is included)|contains? a fix"
    r"|(?:next|coming|upcoming) (?:release|version|update) (?:fixes|will fix|contains)",
    r"(?:bekannter|bestätigter|ein|der) (?:fehler|bug)|bekanntes problem"
    r"|(?:ist|wird|wurde) (?:\w+ ){0,4}(?:behoben|korrigiert)|behebt (?:das|den|dies\w*)",
    r"(?:bug|défaut|problème|anomalie) (?:connue?|confirmée?)|c['’]est un bug|(?:est|sera|a été) corrigée?"
    r"|corrige (?:ce|le|cette)|correctif",
    r"خلل معروف|خطأ معروف|مشكلة معروفة|(?:تم|سيتم|جرى) إصلاح\w*|يصلح هذ\w+|إصلاح لهذ\w+",
    r"nam (?:hysbys|yw hwn)|problem hysbys|wedi['’]i (?:drwsio|gywiro)|yn cael ei (?:drwsio|gywiro)|cyweiriad"
    r"|bydd trwsiad",
)

LIMIT = _said(
    r"(?:is|are) not (?:currently |yet )?(?:possible|supported|available|able|built)|not supported"
    r"|isn['’]t (?:possible|supported|available)|do(?:es)? not support"
    r"|do(?:es)?n['’]t support|(?:there is|there['’]s) no (?:way|option|setting|support)|limitations?|unsupported"
    r"|cannot be (?:done|changed|combined)",
    r"(?:ist|sind) (?:derzeit |aktuell |leider |noch )?nicht (?:möglich|unterstützt|vorgesehen|verfügbar)"
    r"|nicht unterstützt|unterstützt \w+ nicht|gibt es keine (?:möglichkeit|option|einstellung)|einschränkung\w*",
    r"n(?:['’]est|e sont) pas (?:encore |actuellement )?(?:possibles?|prise?s? en charge|disponibles?|compatibles?)"
    r"|ne (?:permet|prend|gère)\w* pas|limitations?|il n['’]existe pas",
    r"غير (?:ممكن|مدعوم|متاح|متوفر)\w*|لا (?:يدعم|تدعم|يمكن|توجد طريقة|يوجد خيار)\w*|قيد معروف",
    r"nid yw(?:['’]n)? (?:bosibl|bosib|cael ei gefnogi|ar gael)|ddim (?:yn bosibl|yn bosib|ar gael|yn cefnogi)"
    r"|cyfyngiad\w*|does dim (?:ffordd|modd|opsiwn)",
)

WISH = _said(
    r"feature request|it would be (?:nice|great|good|useful|helpful)|would (?:love|like) to (?:see|have)"
    r"|(?:can|could|will) you (?:please )?(?:add|build|implement|introduce)"
    r"|please (?:add|implement|introduce)|any plans? (?:to|for)|is (?:it|this|that|there) planned"
    r"|on (?:the|your) road ?map|wish ?list|suggestion for",
    r"funktionswunsch|feature[- ]wunsch|es wäre (?:schön|toll|gut|super|praktisch)|wünsche? (?:ich )?mir"
    r"|könn(?:t|en|ten) (?:ihr|sie) (?:\w+ ){0,4}(?:einbauen|ergänzen|hinzufügen)|ist (?:\w+ ){0,3}geplant",
    r"demande de fonctionnalité|ce serait (?:bien|super|utile|génial|pratique)|pourriez-vous ajouter"
    r"|pouvez-vous ajouter|est-(?:ce|il) prévu|prévoyez-vous|suggestion",
    r"طلب ميزة|اقتراح|سيكون من (?:الجيد|الرائع|المفيد)|هل (?:تخططون|من المخطط|ستضيفون)|نرجو إضافة|يرجى إضافة",
    r"cais am nodwedd|byddai(?:['’]n)? (?:braf|wych|dda|ddefnyddiol)|allech chi ychwanegu"
    r"|oes (?:bwriad|cynllun)\w*|awgrym",
)

PLAN = _said(
    r"feature requests?|(?:on|to|in) (?:the|our) (?:road ?map|wish ?list|backlog)|(?:is|are) (?:not )?planned"
    r"|no plans?|noted (?:as|for)|under consideration",
    r"funktionswunsch|wunschliste|(?:nicht |derzeit nicht )?geplant|vorgemerkt|keine pläne",
    r"demande de fonctionnalité|feuille de route|(?:n['’]est pas |est )prévue?|à l['’]étude",
    r"طلب ميزة|خارطة الطريق|قائمة الرغبات|(?:غير )?مخطط ل\w+|قيد الدراسة",
    r"cais am nodwedd|map ffordd|rhestr ddymuniadau|wedi['’]i gynllunio|dan ystyriaeth",
)

ACCOUNT = _said(
    r"invoices?|receipts?|refund(?:s|ed)?|money back|vat|tax (?:id|number)|billing|billed"
    r"|(?:got |was |been )?charged (?:me|us|twice|again)|credit card|direct debit"
    r"|auto[- ]?renew\w*|renewal (?:price|fee|date|invoice)"
    r"|(?:my|our) (?:subscription|plan|account|order|purchase|payment)|i (?:bought|purchased|paid|ordered)"
    r"|upgrade (?:my|our|from|to)|price",
    r"rechnung\w*|quittung|rückerstatt\w+|erstatt\w+|geld zurück|ust\w*|umsatzsteuer\w*|mwst|abgebucht"
    r"|abbuchung\w*|kreditkarte|lastschrift"
    r"|verlängerungs(?:preis|gebühr)|(?:mein|unser)e?n? (?:abo\w*|konto|kundenkonto|bestellung|kauf|zahlung|tarif)"
    r"|gekauft|preis\w*",
    r"factures?|reçus?|remboursement\w*|rembourser|tva|facturation|prélevée?s?|prélèvement"
    r"|carte (?:bancaire|de crédit)"
    r"|(?:mon|notre|ma) (?:abonnement|compte|commande|achat|paiement|formule)|acheté|tarifs?|prix",
    r"فاتور\w*|فواتير|إيصال|استرداد|استرجاع المبلغ|ضريب\w*|بطاقة ائتمان|خصم المبلغ|(?:اشتراكي|حسابي|طلبي)|اشتريت"
    r"|السعر|الأسعار",
    r"anfoneb\w*|derbynneb|ad-?dali\w*|arian yn ôl|taw|cerdyn credyd|debyd"
    r"|(?:fy|ein) (?:tanysgrifiad|nghyfrif|cyfrif|archeb|nhaliad)|prynais|pris\w*",
)

ELSEWHERE = _said(
    r"(?:is|was|are|comes?) (?:not|n['’]t) (?:from |part of |one of )?(?:our|ours|us)(?: (?:plugin|product|app)s?)?"
    r"|not (?:our|one of our|part of our) (?:plugin|product|software|theme|app|service)s?|isn['’]t (?:our|ours)"
    r"|(?:another|a different) (?:vendor|company|maker|developer)"
    r"|(?:contact|ask|write to|turn to) (?:the|its|their) (?:\w+ )?(?:author|maker|vendor|developer|manufacturer)s?",
    r"(?:ist|stammt|kommt|gehört) nicht (?:von uns|zu unser\w+|unser\w*|aus unser\w+)"
    r"|nicht unser\w* (?:produkt|plugin|software)|(?:anderer|anderen) (?:anbieter|hersteller)s?"
    r"|(?:wenden sie sich|fragen sie) (?:\w+ ){0,3}(?:hersteller|anbieter|entwickler|autor)\w*",
    r"n['’](?:est|fait) pas (?:partie de )?(?:nos|notre|le nôtre|de nous)"
    r"|ne (?:vient|provient) pas de (?:nous|notre|nos)|(?:autre|tiers) (?:éditeur|fournisseur)"
    r"|(?:contactez|adressez-vous|demandez) (?:à |au |l['’])?(?:\w+ ){0,2}(?:auteur|éditeur|fabricant|développeur)",
    r"ليس(?:ت)? من (?:منتجاتنا|إضافاتنا)|لا (?:يتبع|تتبع) لنا"
    r"|(?:تواصل|راجع) مع (?:مطور|الشركة المصنعة|مؤلف|صاحب)\w*|شركة أخرى|مطور آخر",
    r"nid (?:ein|ni)\w* (?:cynnyrch|ategyn|sydd)|ddim yn (?:gynnyrch|rhan o)\w* (?:i )?(?:ni|ein)"
    r"|cysylltwch â(?:['’]r)? (?:awdur|gwneuthurwr|datblygwr)\w*|cwmni arall",
)
