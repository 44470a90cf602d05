"""What people write around the matter itself, by language: English, German, French, Arabic, Welsh.

Each table is a tuple of lower-case phrases, matched as `text.lower()` with straight apostrophes. A longer table
removes more noise (higher recall) and risks more of the matter (lower precision), so a phrase is here only if a
sentence that has it, or a line that is it, says nothing about the problem.
"""

from __future__ import annotations

GREETINGS = (
    "good morning", "good afternoon", "good evening", "good day", "hi there", "hi", "hello", "hey", "hiya",
    "greetings", "dear", "to whom it may concern", "sehr geehrte damen und herren", "sehr geehrter",
    "sehr geehrte", "guten tag", "guten morgen", "guten abend", "hallo", "liebes", "lieber", "liebe", "moin",
    "servus", "grüezi", "grüß gott", "bonjour à tous", "bonjour", "bonsoir", "salut", "coucou", "chère", "cher",
    "chers", "madame, monsieur", "madame", "monsieur", "السلام عليكم ورحمة الله وبركاته",
    "السلام عليكم ورحمة الله", "السلام عليكم", "وعليكم السلام", "مرحبا بك", "مرحبًا بك", "مرحباً بك", "مرحبا",
    "مرحبًا", "مرحباً", "أهلا وسهلا", "أهلاً وسهلاً", "أهلا بك", "أهلاً بك", "أهلا", "أهلاً", "اهلا",
    "تحية طيبة وبعد", "تحية طيبة", "صباح الخير", "مساء الخير", "عزيزي", "عزيزتي", "السادة", "bore da",
    "prynhawn da", "noswaith dda", "annwyl", "helo", "shwmae", "s'mae", "su'mae", "hia", "haia",
)  # fmt: skip

GREETED = frozenset(
    (
        "there people all everyone everybody team folks guys support sir madam sirs friends again and both customer"
        " customers client clients user users admin developer developers webmaster group colleague colleagues"
        " service helpdesk employee member members wordpress woocommerce plugin kunde kunden kundin kundenservice"
        " entwickler kollegen kolleginnen nutzer service-team équipes utilisateur cwsmer عملاء العميل عميلنا "
        " zusammen alle team damen herren leute nochmal herr frau miteinander support-team ihr à tous toutes équipe"
        " l'équipe monsieur madame le la les messieurs mesdames du support بكم جميعا جميعاً فريق الدعم الكرام الكريم"
        " السيد السيدة وسهلا بك يا أستاذ دكتور pawb bawb tîm gyfeillion syr fadam eto"
    ).split()
)
"""Words after a greeting that are nobody's name."""

SIGN_OFFS = (
    "kind regards", "best regards", "warm regards", "with kind regards", "with best regards", "many regards",
    "regards", "best wishes", "warm wishes", "warmly", "all best", "all the best", "best", "cheers",
    "yours sincerely", "sincerely yours", "sincerely", "yours faithfully", "yours truly", "respectfully",
    "take care", "thank you very much", "thank you so much", "thank you in advance", "thanks in advance",
    "thanking you in advance", "thank you", "many thanks", "thanks a lot", "thanks so much", "thanks again",
    "thanks and regards", "thanks & regards", "thanks", "thx", "cordially", "br", "mit freundlichen grüßen",
    "mit freundlichen grüssen", "mit freundlichem gruß", "mit freundlichem gruss", "mit besten grüßen",
    "freundliche grüße", "freundliche grüsse", "viele grüße", "viele grüsse", "beste grüße", "beste grüsse",
    "liebe grüße", "liebe grüsse", "herzliche grüße", "herzliche grüsse", "herzlichst", "schöne grüße",
    "lieben gruß", "viele dank", "grüße", "gruß", "gruss", "mfg", "lg", "vg", "vielen dank im voraus",
    "danke im voraus", "vielen dank und viele grüße", "besten dank", "vielen dank", "herzlichen dank",
    "danke schön", "danke", "cordialement", "bien cordialement", "très cordialement", "bien à vous",
    "sincères salutations", "meilleures salutations", "salutations distinguées", "salutations", "cdlt", "cdt",
    "bonne journée", "bonne soirée", "à bientôt", "amicalement", "merci d'avance", "merci par avance",
    "merci beaucoup", "merci bien", "avec mes remerciements", "un grand merci", "merci", "مع أطيب التحيات",
    "مع اطيب التحيات", "أطيب التحيات", "مع خالص التحيات", "مع خالص التحية", "مع تحياتي", "تحياتي", "مع التحية",
    "مع فائق الاحترام", "وتفضلوا بقبول فائق الاحترام", "مع الشكر والتقدير", "شكرا جزيلا", "شكراً جزيلاً",
    "شكرا لكم", "شكراً لكم", "شكرا لك", "شكراً لك", "شكراً لكم مقدماً", "شكرا لكم مقدما", "شكراً لك مقدماً",
    "شكرا لك مقدما", "شكراً جزيلاً لكم", "شكرا جزيلا لكم", "شكرا مقدما", "شكراً سلفاً", "شكرا سلفا",
    "شكراً مقدماً", "وشكرا", "وشكراً", "شكرا", "شكراً", "مع الشكر", "cofion gorau", "cofion cynnes", "cofion",
    "yn gywir", "yr eiddoch yn gywir", "yr eiddoch yn ddiffuant", "dymuniadau gorau", "pob hwyl", "hwyl fawr",
    "hwyl", "diolch yn fawr iawn", "diolch yn fawr", "diolch o flaen llaw", "diolch ymlaen llaw",
    "diolch o galon", "llawer o ddiolch", "diolch",
)  # fmt: skip

DEVICES = (
    "sent from my", "sent from mail for", "sent from yahoo mail", "sent from outlook", "sent via", "sent with",
    "get outlook for", "von meinem", "von meiner", "gesendet von", "gesendet mit", "gesendet über",
    "outlook für", "envoyé de mon", "envoyé depuis", "envoyé à partir de", "envoyé avec", "téléchargez outlook",
    "obtenir outlook", "أرسلت من", "أُرسلت من", "ارسلت من", "مرسل من", "تم الإرسال من", "أرسل من",
    "الحصول على outlook", "anfonwyd o fy", "anfonwyd o'm", "anfonwyd gan", "anfonwyd gyda", "anfonwyd drwy",
    "enviado desde mi", "inviato da", "verzonden vanaf",
)  # fmt: skip
"""How the line that a telephone or mail program adds begins."""

DISCLAIMERS = (
    "confidentiality notice", "this e-mail and any attachments", "this email and any attachments",
    "this email and any files", "this e-mail and any files", "this message is confidential",
    "this e-mail is confidential", "this email is confidential", "this message contains confidential",
    "the information contained in this e-mail", "the information contained in this email",
    "the information in this email", "intended solely for the", "intended only for the",
    "if you are not the intended recipient", "consider the environment before printing", "virus-free. www",
    "this email has been checked for viruses", "registered in england", "registered office:",
    "diese e-mail enthält vertrauliche", "diese e-mail ist vertraulich", "diese nachricht ist vertraulich",
    "diese e-mail kann vertrauliche", "der inhalt dieser e-mail ist", "wenn sie nicht der richtige adressat",
    "wenn sie nicht der beabsichtigte", "denken sie an die umwelt", "registergericht:", "handelsregister:",
    "amtsgericht ", "ce message et toutes les pièces", "ce message et ses pièces",
    "ce courriel est confidentiel", "ce message est confidentiel", "ce courriel et ses pièces",
    "si vous n'êtes pas le destinataire", "pensez à l'environnement", "هذه الرسالة ومرفقاتها",
    "هذه الرسالة سرية", "هذا البريد الإلكتروني سري", "هذه الرسالة وأي مرفقات",
    "تحتوي هذه الرسالة على معلومات سرية", "إذا لم تكن المستلم المقصود", "إخلاء مسؤولية", "إخلاء المسؤولية",
    "mae'r e-bost hwn yn gyfrinachol", "mae'r neges hon yn gyfrinachol", "mae'r e-bost hwn ac unrhyw",
    "os nad chi yw'r derbynnydd", "meddyliwch am yr amgylchedd",
)  # fmt: skip
"""What only a paragraph of legal small print says."""

PLEASANTRIES = (
    "hope you are well", "hope you're well", "hope you are doing well", "hope you're doing well",
    "hope this finds you well", "hope this email finds you", "hope this message finds you",
    "thank you for contacting", "thanks for contacting", "thank you for writing", "thanks for writing",
    "how annoying this", "thanks for the details", "thank you for the details", "thanks for the detailed",
    "thank you for reaching out", "thanks for reaching out", "thanks for getting in touch",
    "thank you for getting in touch", "thanks for writing in", "thank you for your message",
    "thanks for your message", "thank you for your email", "thanks for your email", "thank you for your e-mail",
    "thanks for your reply", "thank you for your reply", "thanks for getting back",
    "thank you for getting back", "thank you for your patience", "thanks for your patience",
    "sorry to hear that", "sorry for the inconvenience", "apologies for the inconvenience",
    "apologise for the inconvenience", "apologize for the inconvenience", "sorry for the trouble",
    "sorry about the trouble", "happy to help", "thanks in advance", "thank you in advance",
    "any help would be", "any help is appreciated", "any help appreciated", "thanks for any help",
    "thank you for any help", "thanks for your help", "thank you for your help", "much in advance",
    "look forward to hearing", "looking forward to hearing", "looking forward to your reply", "have a nice day",
    "have a great day", "have a good day", "have a lovely day", "have a nice weekend",
    "ich hoffe, es geht ihnen gut", "ich hoffe es geht ihnen gut", "ich hoffe, es geht dir gut",
    "danke für ihre nachricht", "vielen dank für ihre nachricht", "danke für deine nachricht",
    "vielen dank für deine nachricht", "danke für ihre anfrage", "vielen dank für ihre anfrage",
    "vielen dank für ihre e-mail", "danke für ihre e-mail", "danke für ihre geduld",
    "vielen dank für ihre geduld", "tut mir leid, dass sie", "es tut uns leid, dass",
    "entschuldigung für die unannehmlichkeiten", "entschuldigen sie die unannehmlichkeiten",
    "entschuldigen sie die umstände", "danke für die ausführliche", "danke für ihre rückmeldung",
    "danke für deine rückmeldung", "danke fürs schreiben", "vielen dank im voraus", "danke im voraus",
    "vielen dank für ihre hilfe", "danke für ihre hilfe", "danke für die hilfe", "freue mich auf ihre antwort",
    "schönen tag noch", "einen schönen tag", "schönes wochenende", "j'espère que vous allez bien",
    "merci pour votre message", "merci de votre message", "merci de nous avoir contacté",
    "merci d'avoir contacté", "merci pour votre patience", "merci de votre patience",
    "merci pour votre réponse", "désolé pour la gêne", "désolé pour ce désagrément",
    "désolée pour ce désagrément", "désolés pour ce désagrément", "merci de nous avoir écrit",
    "merci pour ces précisions", "désolée pour la gêne", "désolés pour la gêne", "nous excuser pour la gêne",
    "merci d'avance", "merci par avance", "merci pour votre aide", "merci de votre aide",
    "dans l'attente de votre réponse", "dans l'attente de votre retour", "veuillez agréer",
    "je vous prie d'agréer", "bonne journée", "excellente journée", "أتمنى أن تكون بخير",
    "أتمنى أن تكونوا بخير", "آمل أن تكون بخير", "شكرا لتواصلك", "شكراً لتواصلك", "شكرًا لتواصلك",
    "شكرا لتواصلكم", "شكراً لتواصلكم", "شكرًا لتواصلكم", "شكرا على رسالتك", "شكراً على رسالتك",
    "شكرًا على رسالتك", "شكرا لصبرك", "شكراً لصبرك", "نعتذر عن الإزعاج", "نعتذر عن هذا الإزعاج",
    "شكراً على التوضيح", "شكرا على التوضيح", "شكرًا على التوضيح", "شكراً سلفاً", "شكرا سلفا", "نأسف للإزعاج",
    "نعتذر عن أي إزعاج", "شكرا مقدما", "شكراً مقدماً", "شكرًا مقدمًا", "شكرا لمساعدتكم", "شكراً لمساعدتكم",
    "في انتظار ردكم", "بانتظار ردكم", "نتمنى لك يوما سعيدا", "نتمنى لك يومًا سعيدًا",
    "gobeithio eich bod chi'n iawn", "gobeithio eich bod yn iawn", "gobeithio dy fod", "diolch am gysylltu",
    "diolch am eich neges", "diolch am dy neges", "diolch am eich e-bost", "diolch am eich amynedd",
    "mae'n ddrwg gen i glywed", "mae'n ddrwg gennym am", "ymddiheuriadau am", "diolch ymlaen llaw",
    "diolch o flaen llaw", "diolch am eich help", "diolch am eich cymorth", "edrych ymlaen at glywed",
    "mwynhewch eich diwrnod", "diwrnod da i chi",
)  # fmt: skip
"""What a sentence of politeness has: it is dropped from questions and answers if it is short."""

PROMISES = (
    "i will check with", "i'll check with", "we will check with", "we'll check with", "i will ask our",
    "i'll ask our", "i have asked our", "i've asked our", "i have passed this", "i've passed this",
    "i have forwarded", "i've forwarded", "i will forward", "i'll forward", "i will pass this",
    "i'll pass this", "i have escalated", "i've escalated", "i'll escalate", "i will escalate",
    "get back to you", "come back to you", "keep you posted", "keep you updated", "keep you informed",
    "let you know as soon as", "i have added your vote", "i've added your vote", "our developers will",
    "our developers are looking", "i will look into", "i'll look into", "we will look into", "we'll look into",
    "we are looking into", "we're looking into", "i have logged", "i've logged", "i have noted", "i've noted",
    "i have raised", "i've raised", "made a note of", "with our developers",
    "ich frage bei unseren entwicklern", "ich frage unsere entwickler", "ich werde bei unseren",
    "ich kläre das", "ich leite das", "ich habe das weitergeleitet", "an unsere entwickler",
    "mit unseren entwicklern", "bei unseren entwicklern", "ich melde mich", "wir melden uns",
    "melde mich wieder", "melden uns wieder", "halte sie auf dem laufenden", "halten sie auf dem laufenden",
    "ich gebe das weiter", "ich schaue mir das", "wir schauen uns das", "ich prüfe das", "wir prüfen das",
    "je vais vérifier avec", "je vérifie avec", "je vais demander à", "je transmets", "j'ai transmis",
    "nous avons transmis", "à nos développeurs", "avec nos développeurs", "auprès de nos développeurs",
    "je reviens vers vous", "nous reviendrons vers vous", "je reviendrai vers vous", "je vous tiens au courant",
    "nous vous tiendrons", "je vous tiendrai", "سأتحقق مع", "سأراجع مع", "سأسأل", "سنتحقق مع", "سنعود إليك",
    "سأعود إليك", "سنعود إليكم", "سأعود إليكم", "مع المطورين", "مع فريق التطوير", "إلى فريق التطوير",
    "إلى المطورين", "سأبقيك على اطلاع", "سنبقيك على اطلاع", "سأوافيك", "سنوافيك", "سأبلغك", "سأحيل",
    "byddaf yn gofyn i'n", "mi wna i ofyn", "fe wna i ofyn", "byddaf yn holi", "gyda'n datblygwyr",
    "i'n datblygwyr", "fe wnaf i wirio gyda", "mi wna i wirio gyda", "byddaf yn gwirio gyda", "dod yn ôl atoch",
    "cysylltu â chi eto", "rhoi gwybod i chi cyn gynted", "rwyf wedi anfon hyn ymlaen",
)  # fmt: skip
"""What an agent promises to do: true of that ticket only, so never part of an answer."""

CLOSINGS = (
    "let me know if", "let us know if", "let me know how", "let us know how", "let me know whether",
    "let us know whether", "please let me know.", "feel free to contact", "feel free to reach",
    "feel free to ask", "feel free to reply", "feel free to write", "feel free to get in touch",
    "feel free to let", "feel free to open", "don't hesitate to", "do not hesitate to", "hope this helps",
    "hope that helps", "i hope it helps", "if you have any other question", "if you have any further question",
    "if you have any more question", "if you have any questions", "if there is anything else",
    "if there's anything else", "anything else i can help", "is there anything else", "happy to assist",
    "please rate", "how did we do", "glad to hear", "you're welcome", "you are welcome", "glad it works",
    "that should do it", "keep this open until", "keep the ticket open", "keep this ticket open",
    "leave this ticket open", "glad that worked", "happy to hear", "glad it's working", "glad i could help",
    "no problem at all", "geben sie mir bescheid", "geben sie uns bescheid", "gib mir bescheid",
    "sagen sie bescheid", "sag bescheid", "lassen sie mich wissen", "lassen sie es mich wissen",
    "lassen sie uns wissen", "wenn sie noch fragen", "falls sie noch fragen", "bei weiteren fragen",
    "bei fragen", "sollten sie weitere fragen", "melden sie sich gern", "melden sie sich jederzeit",
    "melden sie sich einfach", "hoffe, das hilft", "hoffe das hilft", "stehen wir ihnen", "stehe ich ihnen",
    "gern geschehen", "gerne geschehen", "freut mich, dass", "freut mich zu hören", "schön, dass es",
    "n'hésitez pas", "faites-moi savoir", "faites-nous savoir", "dites-moi si", "dites-nous si",
    "tenez-moi au courant", "tenez-nous au courant", "si vous avez d'autres questions", "pour toute question",
    "pour toute autre question", "j'espère que cela vous aide", "j'espère que cela aide",
    "restons à votre disposition", "reste à votre disposition", "je vous en prie", "avec plaisir", "ravi que",
    "ravie que", "de rien", "أخبرني إذا", "أخبرنا إذا", "أخبرني إن", "أخبرنا إن", "لا تتردد", "لا تترددوا",
    "يرجى إعلامي", "يرجى إعلامنا", "إذا كان لديك أي أسئلة", "إذا كانت لديك أي أسئلة", "إذا كان لديك أي استفسار",
    "آمل أن يساعد", "أتمنى أن يساعد", "أتمنى أن يفيدك", "آمل أن يفيدك", "نحن في خدمتك", "على الرحب والسعة",
    "يسعدني أن", "يسعدنا أن", "العفو", "rhowch wybod", "gadewch i mi wybod", "gadewch i ni wybod",
    "mae croeso i chi", "peidiwch ag oedi", "os oes gennych unrhyw gwestiynau", "os oes gennych gwestiynau",
    "gobeithio bod hynny'n help", "gobeithio bod hyn yn help", "gobeithio y bydd hyn", "croeso i chi",
    "falch o glywed",
)  # fmt: skip
"""How an agent closes a message: no part of an answer."""

REQUESTS = (
    "could you send", "can you send", "please send", "could you share", "can you share", "please share",
    "could you provide", "can you provide", "please provide", "could you tell", "can you tell",
    "please tell us", "please tell me", "could you let me know", "can you let me know",
    "please let me know which", "please let us know which", "please let me know what", "could you confirm",
    "can you confirm", "please confirm", "could you check whether", "could you please", "could you attach",
    "please attach", "please post", "please reply with", "would you mind sending", "need more information",
    "need some more", "need a bit more", "more details", "a screenshot", "send us", "send me", "grant us",
    "access to your site", "which version", "what version", "können sie mir", "können sie uns", "könnten sie",
    "kannst du mir", "bitte schicken sie", "bitte senden sie", "schicken sie uns", "schicken sie mir",
    "senden sie uns", "senden sie mir", "bitte teilen sie", "teilen sie mir", "teilen sie uns",
    "einen screenshot", "benötigen wir", "benötige ich", "brauchen wir", "brauche ich", "welche version",
    "bitte nennen sie", "pouvez-vous", "pourriez-vous", "pourrais-tu", "merci de m'envoyer",
    "merci de nous envoyer", "envoyez-nous", "envoyez-moi", "merci de m'indiquer", "merci de nous indiquer",
    "merci de préciser", "une capture d'écran", "plus de détails", "plus d'informations", "quelle version",
    "avons besoin de", "j'aurais besoin", "هل يمكنك إرسال", "هل يمكنكم إرسال", "هل يمكنك تزويد",
    "هل يمكن أن ترسل", "يرجى إرسال", "الرجاء إرسال", "أرسل لنا", "أرسل لي", "لقطة شاشة", "يرجى تزويد",
    "الرجاء تزويد", "هل يمكنك إخبار", "ما إصدار", "ما هو إصدار", "أي إصدار", "المزيد من التفاصيل",
    "نحتاج إلى مزيد", "allwch chi anfon", "a allwch chi", "allech chi", "fedrwch chi", "anfonwch", "pa fersiwn",
    "sgrinlun", "llun o'r sgrin", "rhagor o fanylion", "mwy o fanylion", "mwy o wybodaeth", "wnewch chi",
    "allwch chi",
)  # fmt: skip
"""What a sentence that asks the customer for something has."""

CONFIRMATIONS = (
    "that worked", "this worked", "it worked", "works now", "working now", "that fixed", "this fixed",
    "it's fixed", "is fixed", "fixed it", "problem solved", "issue solved", "solved my", "solved the",
    "that solved", "this solved", "it is solved", "resolved", "that did it", "that did the trick",
    "did the trick", "works like a charm", "works perfectly", "works great", "all good now", "all sorted",
    "sorted now", "perfect, thank", "great, thank", "hat funktioniert", "funktioniert jetzt",
    "jetzt funktioniert", "hat geklappt", "klappt jetzt", "jetzt klappt", "läuft wieder", "läuft jetzt",
    "problem gelöst", "ist gelöst", "hat geholfen", "jetzt geht es", "jetzt geht's", "geht wieder", "ça marche",
    "cela marche", "cela fonctionne", "ça fonctionne", "a fonctionné", "fonctionne maintenant",
    "marche maintenant", "problème résolu", "est résolu", "c'est réglé", "c'est résolu", "تم حل",
    "حُلت المشكلة", "حلت المشكلة", "يعمل الآن", "تعمل الآن", "اشتغل", "اشتغلت", "نجح الأمر", "نجحت", "تم الحل",
    "عمل بشكل ممتاز", "mae'n gweithio", "yn gweithio nawr", "yn gweithio rŵan", "wedi gweithio",
    "wedi'i ddatrys", "wedi datrys", "gweithiodd", "dyna wnaeth",
)  # fmt: skip
"""How a customer says that an answer helped."""

FAILURES = (
    "didn't work", "did not work", "doesn't work", "does not work", "not work", "still not", "still doesn't",
    "still have", "still get", "still the same", "still broken", "still happening", "no luck", "no change",
    "same problem", "same issue", "didn't help", "did not help", "no difference", "problem persists",
    "doesn't help", "isn't fixed", "not fixed", "not resolved", "not solved", "funktioniert nicht",
    "funktioniert immer noch nicht", "geht nicht", "geht immer noch nicht", "hat nicht geholfen", "hilft nicht",
    "immer noch", "klappt nicht", "hat nicht funktioniert", "nicht geklappt", "nicht gelöst",
    "ne fonctionne pas", "ne marche pas", "fonctionne toujours pas", "marche toujours pas", "toujours pas",
    "n'a pas fonctionné", "n'a pas marché", "toujours le même", "même problème", "pas résolu", "لم يعمل",
    "لا يعمل", "لا تعمل", "لم تنجح", "لم ينجح", "ما زالت", "لا تزال", "لا يزال", "ما زال", "نفس المشكلة",
    "لم تحل", "لم يساعد", "ddim yn gweithio", "yn dal i", "yn dal ddim", "ddim wedi gweithio",
    "wnaeth hynny ddim", "yr un broblem",
)  # fmt: skip
"""How a customer says that an answer did not help."""

VAGUE_SUBJECTS = frozenset(
    (
        "|help|please help|help please|help me|need help|i need help|help needed|question|a question|quick question"
        "|questions|problem|a problem|problems|issue|an issue|issues|urgent|order|my order|website|my website|site"
        "|plugin|bestellung|meine bestellung|webseite|website|commande|ma commande|site web|le site|الطلب|طلب|الموقع"
        "|موقع|archeb|y wefan|gwefan|support|support request|support needed|request|new request|ticket|new ticket"
        "|contact|contact form|contact us|enquiry|inquiry|website enquiry|general enquiry|hello|hi|hey|no subject"
        "|none|n/a|untitled|test|bug|error|message|new message|feedback|not working|it doesn't work|hilfe"
        "|bitte um hilfe|brauche hilfe|frage|eine frage|kurze frage|anfrage|supportanfrage|kontakt|kontaktformular"
        "|kontaktanfrage|dringend|fehler|kein betreff|hallo|funktioniert nicht|geht nicht|aide|à l'aide|besoin d'aide"
        "|demande d'aide|une question|problème|un problème|demande|demande de support|formulaire de contact"
        "|sans objet|aucun objet|bonjour|erreur|ne fonctionne pas|ça ne marche pas|مساعدة|المساعدة|أحتاج مساعدة|سؤال"
        "|استفسار|مشكلة|عاجل|طلب دعم|دعم|بدون موضوع|بلا موضوع|مرحبا|السلام عليكم|خطأ|لا يعمل|نموذج الاتصال|cymorth"
        "|angen cymorth|angen help|cwestiwn|problem|ymholiad|brys|ffurflen gyswllt|dim pwnc|helo|gwall"
        "|ddim yn gweithio"
    ).split("|")
)
"""Subjects that say nothing of the matter."""

AUTO_SUBJECTS = (
    "out of office", "out of the office", "out of office reply", "out of office autoreply", "automatic reply",
    "auto-reply", "autoreply", "auto reply", "auto response", "autoresponse", "automated response",
    "automatic response", "abwesenheitsnotiz", "abwesenheit", "automatische antwort",
    "automatische abwesenheit", "réponse automatique", "absence du bureau", "absent du bureau",
    "message d'absence", "رد تلقائي", "رد آلي", "خارج المكتب", "ateb awtomatig", "ymateb awtomatig",
    "allan o'r swyddfa", "respuesta automática", "risposta automatica", "resposta automática",
    "automatisch antwoord", "autosvar",
)  # fmt: skip
"""What stands before the colon of an automatic reply's subject, or is all of it."""

AUTO_REPLIES = (
    "i am out of office", "i am out of the office", "i'm out of office", "i'm out of the office",
    "i am currently out of", "i'm currently out of", "i will be out of the office", "i'll be out of the office",
    "i am currently away", "i'm currently away", "i am on vacation until", "i'm on vacation until",
    "i am on annual leave", "i'm on annual leave", "i am on leave until", "on parental leave until",
    "limited access to my email", "limited access to email", "limited access to e-mail",
    "we have received your request", "we have received your message", "we have received your enquiry",
    "your request has been received", "this is an automated", "this is an automatic",
    "this mailbox is not monitored", "bin ich nicht im büro", "ich bin nicht im büro",
    "ich bin derzeit nicht im büro", "ich bin zurzeit nicht im büro", "ich bin im urlaub bis",
    "ich bin bis zum", "ich bin derzeit im urlaub", "wir haben ihre anfrage erhalten",
    "wir haben ihre nachricht erhalten", "dies ist eine automatische", "diese e-mail wurde automatisch",
    "je suis absent", "je suis actuellement absent", "je suis en congé", "je suis actuellement en congé",
    "nous avons bien reçu votre", "ceci est un message automatique", "ceci est une réponse automatique",
    "أنا خارج المكتب", "أنا حاليا خارج المكتب", "أنا في إجازة", "لقد تلقينا رسالتك", "لقد استلمنا طلبك",
    "هذه رسالة تلقائية", "هذا رد تلقائي", "rwyf allan o'r swyddfa", "rydw i allan o'r swyddfa",
    "rwyf ar wyliau tan", "rydw i ar wyliau tan", "rwyf ar wyliau", "neges awtomatig yw hon",
    "ateb awtomatig yw hwn", "rydym wedi derbyn eich",
)  # fmt: skip
"""What only a machine's message says."""

BOUNCES = (
    "mail delivery failed", "delivery status notification", "undeliverable", "undelivered mail returned",
    "returned mail", "delivery failure", "failure notice", "delivery has failed", "mail delivery system",
    "unzustellbar", "nicht zustellbar", "non remis", "échec de la remise", "تعذر تسليم", "فشل تسليم",
    "methu danfon", "heb ei ddanfon",
)  # fmt: skip
"""How the subject of a mail server's report begins."""

BOUNCE_REPORTS = (
    "this is the mail system at host", "this message was created automatically by mail delivery software",
    "reporting-mta", "final-recipient", "i'm sorry to have to inform you that your message",
    "your message to the following recipient", "your message wasn't delivered to",
    "your message couldn't be delivered", "delivery has failed to these recipients",
    "delivery to the following recipient", "a message that you sent could not",
    "hi. this is the qmail-send program", "address not found", "ihre nachricht konnte nicht zugestellt werden",
    "konnte nicht an die folgenden empfänger", "fehler bei der nachrichtenzustellung",
    "votre message n'a pas pu être remis", "échec de la remise pour ces destinataires", "لم يتم تسليم رسالتك",
    "تعذر تسليم رسالتك", "ni ellid danfon eich neges", "ni chafodd eich neges ei danfon",
)  # fmt: skip
"""What a mail server's report says itself."""

SPAM = (
    "casino", "viagra", "cialis", "escort", "backlink", "guest post", "link building", "seo service",
    "seo package", "rank your website", "first page of google", "page one of google", "rank on google",
    "boost your ranking", "increase your traffic", "website traffic", "domain authority", "crypto invest",
    "bitcoin invest", "investment opportunity", "loan offer", "payday loan", "business loan", "betting",
    "earn money", "make money online", "work from home", "dating site", "replica watches", "weight loss",
    "buy followers", "instagram followers", "whatsapp number", "toll free", "toll-free", "customer care number",
    "customer service number", "helpline number", "support number", "call now", "suchmaschinenoptimierung",
    "erste seite bei google", "kredit ohne", "online-casino", "première page de google",
    "référencement de votre", "prêt rapide", "كازينو", "قروض", "تحسين محركات البحث", "tudalen gyntaf google",
)  # fmt: skip

THANKS = (
    "thank", "thx", "cheers", "danke", "dank ", "vielen dank", "merci", "شكر", "diolch",
)  # fmt: skip
"""Words of thanks, in a reply that says little else."""

BUMPS = (
    "any news", "any update", "any progress", "any help", "still waiting", "bump", "following up",
    "just checking in", "gibt es neuigkeiten", "gibt es schon", "irgendwelche neuigkeiten", "ich warte noch",
    "des nouvelles", "une réponse", "du nouveau", "هل من جديد", "أي تحديث", "ما زلت أنتظر", "في انتظار",
    "unrhyw newyddion", "unrhyw ddiweddariad", "dal i aros",
)  # fmt: skip
"""How a customer asks whether anybody is there."""

SUBJECT_PREFIXES = (
    "re", "fw", "fwd", "aw", "wg", "antw", "sv", "vs", "tr", "réf", "ref", "res", "enc", "rv", "رد",
    "إعادة توجيه", "توجيه", "atb", "ymlaen", "回复", "ticket", "external", "ext",
)  # fmt: skip
"""What mail programs put before a subject, without the colon."""

OFFERS = (
    "website owner", "seo audit", "free audit", "rank #1", "rank number one", "page 1 guaranteed", "white hat",
    "dofollow", "do-follow", "guest post", "sponsored post", "link insertion", "revenue share",
    "our price list", "our portfolio", "we are a leading", "web design and development company",
    "greetings of the day", "verified e-mail list", "verified email list", "email database", "reply yes",
    "btc to my", "bitcoin to my", "connect your wallet", "100% guaranteed", "risk free", "risk-free",
    "limited time offer", "act now", "order now", "special offer", "unsubscribe here", "ohne schufa",
    "ohne vorkosten", "sofortkredit", "jetzt antrag", "frais de douane", "cliquez ici pour réclamer",
    "عرض محدود", "اربح المال",
)  # fmt: skip
"""What only an unasked-for offer says; a customer who complains of spam names its goods, not its terms."""
