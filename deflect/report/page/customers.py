"""What the page says of customers who help themselves and who renew, in five languages; read through `words`."""

from __future__ import annotations

# Each line: key, then en, de, fr, ar, cy.
CUSTOMERS: tuple[tuple[str, str, str, str, str, str], ...] = (
    ("self_service", "How far customers help themselves", "Wie weit Kunden sich selbst helfen",
     "Jusqu’où les clients s’aident eux-mêmes", "إلى أي حد يساعد العملاء أنفسهم",
     "Pa mor bell y mae cwsmeriaid yn helpu eu hunain"),
    ("visitors", "visitors", "Besucher", "visiteurs", "الزوار", "ymwelwyr"),
    ("not_measured", "not measured", "nicht gemessen", "non mesuré", "لم يُقس", "heb ei fesur"),
    ("figure:help_centre_score", "Self-service score of the help centre", "Selbsthilfe-Quote des Hilfe-Centers",
     "Score de libre-service du centre d’aide", "درجة الخدمة الذاتية لمركز المساعدة",
     "Sgôr hunanwasanaeth y ganolfan gymorth"),
    ("figure:form_score", "Self-service score of the contact form", "Selbsthilfe-Quote des Kontaktformulars",
     "Score de libre-service du formulaire de contact", "درجة الخدمة الذاتية لنموذج الاتصال",
     "Sgôr hunanwasanaeth y ffurflen gysylltu"),
    ("figure:prevented_per_customer", "Tickets prevented per customer a year", "Verhinderte Tickets je Kunde im Jahr",
     "Tickets évités par client et par an", "التذاكر الممنوعة لكل عميل في السنة",
     "Tocynnau a ataliwyd fesul cwsmer y flwyddyn"),
    ("figure:link_rate", "Link rate", "Verlinkungsrate", "Taux de liaison", "نسبة الربط بالمقالات", "Cyfradd gysylltu"),
    ("figure:known_then", "New versus Known", "Neu gegen Bekannt (New versus Known)",
     "Nouveau ou connu (New versus Known)", "الجديد مقابل المعروف", "Newydd neu hysbys (New versus Known)"),
    ("means:help_centre_score", "Visitors of the help centre in a month for each customer who writes a ticket in a "
     "month; the interval is of the customers alone (Poisson). A visit is no answer found, and not every visitor is a "
     "customer: it flatters.",
     "Besucher des Hilfe-Centers im Monat je Kunde, der im Monat ein Ticket schreibt; das Intervall gilt nur den "
     "Kunden (Poisson). Ein Besuch ist keine gefundene Antwort, und nicht jeder Besucher ist Kunde: Sie schmeichelt.",
     "Visiteurs du centre d’aide en un mois pour chaque client qui écrit un ticket dans le mois ; l’intervalle ne "
     "porte que sur les clients (Poisson). Une visite n’est pas une réponse trouvée, et tout visiteur n’est pas un "
     "client : il flatte.",
     "زوار مركز المساعدة في الشهر لكل عميل يكتب تذكرة في الشهر؛ وفترة الثقة للعملاء وحدهم (Poisson). الزيارة ليست "
     "جوابًا وُجد، وليس كل زائر عميلًا: فهي تُجمّل الواقع.",
     "Ymwelwyr â'r ganolfan gymorth mewn mis am bob cwsmer sy'n ysgrifennu tocyn mewn mis; i'r cwsmeriaid yn unig y "
     "mae'r cyfwng (Poisson). Nid ateb a gafwyd yw ymweliad, ac nid cwsmer yw pob ymwelydd: mae'n gwenieithio."),
    ("means:form_score", "Visitors who opened a suggested article and did not write within 7 days, for each visitor "
     "who wrote (Wilson). Who gave up counts as served: it flatters.",
     "Besucher, die einen vorgeschlagenen Artikel öffneten und binnen 7 Tagen nicht schrieben, je Besucher, der "
     "schrieb (Wilson). Wer aufgab, zählt als bedient: Sie schmeichelt.",
     "Visiteurs qui ont ouvert un article suggéré et n’ont pas écrit dans les 7 jours, pour chaque visiteur qui a "
     "écrit (Wilson). Qui a renoncé compte comme servi : il flatte.",
     "الزوار الذين فتحوا مقالة مقترحة ولم يكتبوا خلال 7 أيام، لكل زائر كتب (Wilson). من استسلم يُحسب مخدومًا: فهي "
     "تُجمّل الواقع.",
     "Ymwelwyr a agorodd erthygl a awgrymwyd ac na ysgrifennodd o fewn 7 diwrnod, am bob ymwelydd a ysgrifennodd "
     "(Wilson). Mae'r sawl a roddodd y gorau iddi yn cyfrif fel un a gafodd wasanaeth: mae'n gwenieithio."),
    ("means:prevented_per_customer", "What the control group shows, for the visitors that the log holds, reckoned for "
     "a year and divided by the customers of your list; without a list by those who wrote within the last year, which "
     "are fewer and make it more.",
     "Was die Kontrollgruppe zeigt, für die Besucher im Protokoll, auf ein Jahr gerechnet und geteilt durch die Kunden "
     "Ihrer Liste; ohne Liste durch jene, die im letzten Jahr schrieben: Das sind weniger, und es wird mehr daraus.",
     "Ce que montre le groupe témoin, pour les visiteurs du journal, rapporté à un an et divisé par les clients de "
     "votre liste ; sans liste, par ceux qui ont écrit dans la dernière année, moins nombreux, ce qui le gonfle.",
     "ما تبيّنه المجموعة الضابطة، للزوار المدونين في السجل، محسوبًا لسنة ومقسومًا على عملاء قائمتك؛ ومن دون قائمة على "
     "من كتبوا خلال السنة الأخيرة، وهم أقل فتصير النتيجة أكبر.",
     "Yr hyn a ddengys y grŵp rheoli, ar gyfer yr ymwelwyr yn y log, wedi'i gyfrif dros flwyddyn a'i rannu â "
     "chwsmeriaid eich rhestr; heb restr, â'r rhai a ysgrifennodd yn y flwyddyn ddiwethaf, sy'n llai ac yn ei wneud yn "
     "fwy."),
    ("means:link_rate", "Share of the answered tickets in which agents linked an article (Wilson).",
     "Anteil der beantworteten Tickets, in denen ein Artikel verlinkt wurde (Wilson).",
     "Part des tickets répondus dans lesquels un agent a mis le lien d’un article (Wilson).",
     "نسبة التذاكر المجاب عنها التي وضع فيها الفريق رابط مقالة (Wilson).",
     "Cyfran y tocynnau a atebwyd lle rhoddodd y tîm ddolen at erthygl (Wilson)."),
    ("means:known_then", "Share of the tickets of the 90 days up to the newest whose question had, on the ticket’s "
     "day, an article that customers can read, or in which one was linked; the others are new (Wilson). Left out: "
     "{undated} tickets whose article does not tell since when it is there.",
     "Anteil der Tickets der 90 Tage bis zum neuesten, zu deren Frage es am Tag des Tickets einen Artikel gab, den "
     "Kunden lesen können, oder in denen einer verlinkt wurde; die übrigen sind neu (Wilson). Ausgelassen: {undated} "
     "Tickets, deren Artikel nicht sagt, seit wann es ihn gibt.",
     "Part des tickets des 90 jours jusqu’au plus récent dont la question avait, le jour du ticket, un article lisible "
     "par les clients, ou dans lesquels un article était lié ; les autres sont nouveaux (Wilson). Laissés de côté : "
     "{undated} tickets dont l’article ne dit pas depuis quand il existe.",
     "نسبة تذاكر الأيام التسعين حتى أحدثها التي كان لسؤالها يوم التذكرة مقالة يقرؤها العملاء، أو وُضع فيها رابط مقالة؛ "
     "وما عداها جديد (Wilson). لم تُحسب {undated} من التذاكر لا تقول مقالتها منذ متى هي منشورة.",
     "Cyfran tocynnau'r 90 diwrnod hyd at y diweddaraf yr oedd gan eu cwestiwn, ar ddiwrnod y tocyn, erthygl y gall "
     "cwsmeriaid ei darllen, neu y rhoddwyd dolen at un ynddynt; newydd yw'r lleill (Wilson). Gadawyd allan: {undated} "
     "o docynnau nad yw eu herthygl yn dweud ers pryd y mae yno."),
    ("because:no visitors", "Nobody said how many visit the help centre.",
     "Niemand hat gesagt, wie viele das Hilfe-Center besuchen.",
     "Personne n’a dit combien de gens visitent le centre d’aide.", "لم يذكر أحد كم يزورون مركز المساعدة.",
     "Ni ddywedodd neb faint sy'n ymweld â'r ganolfan gymorth."),
    ("begin:no visitors", "Write its visitors a month, by your web statistics, into {code}.",
     "Schreiben Sie seine Besucher im Monat laut Ihrer Web-Statistik in {code}.",
     "Inscrivez ses visiteurs par mois, selon vos statistiques web, dans {code}.",
     "اكتب عدد زواره في الشهر، حسب إحصاءات موقعك، في {code}.",
     "Rhowch ei hymwelwyr y mis, yn ôl eich ystadegau gwe, yn {code}."),
    ("because:no months", "No month is whole yet.", "Noch ist kein Monat ganz.", "Aucun mois n’est encore entier.",
     "لا شهر كاملًا بعد.", "Nid oes mis cyfan eto."),
    ("begin:no months", "Import the tickets of one whole month at least.",
     "Importieren Sie die Tickets mindestens eines ganzen Monats.",
     "Importez les tickets d’un mois entier au moins.", "استورد تذاكر شهر كامل على الأقل.",
     "Mewnforiwch docynnau un mis cyfan o leiaf."),
    ("because:no log", "There is no log of the contact form.", "Es gibt kein Protokoll des Kontaktformulars.",
     "Il n’y a pas de journal du formulaire de contact.", "لا يوجد سجل لنموذج الاتصال.",
     "Nid oes log o'r ffurflen gysylltu."),
    ("begin:no log", "Put the widget into your form, keep its events, and give them: {code}.",
     "Setzen Sie das Widget in Ihr Formular, bewahren Sie seine Ereignisse auf und geben Sie sie an: {code}.",
     "Mettez le widget dans votre formulaire, gardez ses événements et donnez-les : {code}.",
     "ضع الأداة في نموذجك، واحتفظ بأحداثها، ثم أعطها: {code}.",
     "Rhowch y teclyn yn eich ffurflen, cadwch ei ddigwyddiadau, a rhowch nhw: {code}."),
    ("because:too early", "Too few visitors were seen to tell.", "Für ein Urteil wurden zu wenige Besucher gesehen.",
     "Trop peu de visiteurs ont été vus pour le dire.", "الزوار المرصودون أقل من أن يُحكم بهم.",
     "Gwelwyd rhy ychydig o ymwelwyr i ddweud."),
    ("begin:too early", "Let the form go on with its control group.",
     "Lassen Sie das Formular mit seiner Kontrollgruppe weiterlaufen.",
     "Laissez le formulaire continuer avec son groupe témoin.", "دع النموذج يواصل مع مجموعته الضابطة.",
     "Gadewch i'r ffurflen barhau gyda'i grŵp rheoli."),
    ("because:nobody wrote", "No visitor who saw suggestions has written yet.",
     "Noch hat kein Besucher geschrieben, der Vorschläge sah.",
     "Aucun visiteur ayant vu des suggestions n’a encore écrit.", "لم يكتب بعد أي زائر رأى اقتراحات.",
     "Nid oes ymwelydd a welodd awgrymiadau wedi ysgrifennu eto."),
    ("begin:nobody wrote", "Wait until more visitors were seen.", "Warten Sie, bis mehr Besucher gesehen wurden.",
     "Attendez que plus de visiteurs aient été vus.", "انتظر حتى يُرصد مزيد من الزوار.",
     "Arhoswch nes gweld rhagor o ymwelwyr."),
    ("because:no articles", "There is no article yet that customers can read.",
     "Noch gibt es keinen Artikel, den Kunden lesen können.",
     "Il n’y a encore aucun article que les clients puissent lire.", "لا توجد بعد مقالة يمكن للعملاء قراءتها.",
     "Nid oes erthygl eto y gall cwsmeriaid ei darllen."),
    ("begin:no articles", "Validate drafts, or import the documentation that you have.",
     "Geben Sie Entwürfe frei oder importieren Sie Ihre vorhandene Dokumentation.",
     "Validez des brouillons, ou importez la documentation que vous avez.",
     "اعتمد المسودات، أو استورد ما لديك من توثيق.",
     "Cymeradwywch ddrafftiau, neu mewnforiwch y ddogfennaeth sydd gennych."),
    ("because:no tickets", "No ticket can be counted.", "Kein Ticket lässt sich zählen.",
     "Aucun ticket ne peut être compté.", "لا توجد تذكرة يمكن حسابها.", "Ni ellir cyfrif unrhyw docyn."),
    ("begin:no tickets", "Import tickets with their answers.", "Importieren Sie Tickets mit ihren Antworten.",
     "Importez des tickets avec leurs réponses.", "استورد تذاكر مع ردودها.", "Mewnforiwch docynnau gyda'u hatebion."),
    ("renewals", "Renewals by support experience", "Verlängerungen nach erlebtem Support",
     "Renouvellements selon le support vécu", "التجديد حسب تجربة الدعم", "Adnewyddu yn ôl profiad o gymorth"),
    ("renewals_none", "Not measured: there is no list of customers. To begin, export one with the columns {headings} "
     "and give it: {flag}.",
     "Nicht gemessen: Es gibt keine Kundenliste. Exportieren Sie zuerst eine mit den Spalten {headings} und geben Sie "
     "sie an: {flag}.",
     "Non mesuré : il n’y a pas de liste de clients. Pour commencer, exportez-en une avec les colonnes {headings} et "
     "donnez-la : {flag}.",
     "لم يُقس: لا توجد قائمة عملاء. للبدء، صدّر قائمة بالأعمدة {headings} ثم أعطها: {flag}.",
     "Heb ei fesur: nid oes rhestr o gwsmeriaid. I ddechrau, allforiwch un gyda'r colofnau {headings} a'i rhoi: "
     "{flag}."),
    ("renewals_counted", "{counted} of {rows} rows of your list count: each customer once, by the newest renewal. Of "
     "the others, {earlier} are earlier renewals, {unknown} name no outcome yet, {outside} lie outside what the "
     "tickets cover, {erased} are of erased customers, and {bad} cannot be read. {wrote} of {listed} customers of the "
     "list ever wrote.",
     "{counted} von {rows} Zeilen Ihrer Liste zählen: jeder Kunde einmal, nach der neuesten Verlängerung. Von den "
     "übrigen sind {earlier} frühere Verlängerungen, {unknown} nennen noch keinen Ausgang, {outside} liegen außerhalb "
     "dessen, was die Tickets abdecken, {erased} gehören gelöschten Kunden, und {bad} sind nicht lesbar. {wrote} von "
     "{listed} Kunden der Liste haben je geschrieben.",
     "{counted} lignes de votre liste sur {rows} comptent : chaque client une fois, par le renouvellement le plus "
     "récent. Des autres, {earlier} sont des renouvellements antérieurs, {unknown} ne disent pas encore l’issue, "
     "{outside} sont hors de ce que couvrent les tickets, {erased} sont de clients effacés et {bad} sont illisibles. "
     "{wrote} clients de la liste sur {listed} ont écrit un jour.",
     "من صفوف قائمتك وعددها {rows} يُحسب {counted}: كل عميل مرة واحدة حسب أحدث تجديد. ومن البقية {earlier} لتجديدات "
     "أقدم، و{unknown} بلا نتيجة بعد، و{outside} خارج ما تغطيه التذاكر، و{erased} لعملاء حُذفوا، و{bad} لا يمكن "
     "قراءته. كتب {wrote} من عملاء القائمة وعددهم {listed} في وقت ما.",
     "Mae {counted} o {rows} rhes eich rhestr yn cyfrif: pob cwsmer unwaith, yn ôl yr adnewyddiad diweddaraf. O'r "
     "lleill, mae {earlier} yn adnewyddiadau cynharach, {unknown} heb ganlyniad eto, {outside} y tu allan i'r hyn y "
     "mae'r tocynnau'n ei gwmpasu, {erased} yn gwsmeriaid a ddilëwyd, a {bad} na ellir eu darllen. Ysgrifennodd "
     "{wrote} o {listed} cwsmer y rhestr rywbryd."),
    ("renewals_strangers", "Nobody of the list ever wrote a ticket: it may name customers otherwise than your tickets "
     "do. Nothing is compared.",
     "Niemand von der Liste hat je ein Ticket geschrieben: Vielleicht nennt sie Kunden anders als Ihre Tickets. Es "
     "wird nichts verglichen.",
     "Personne de la liste n’a jamais écrit de ticket : elle nomme peut-être les clients autrement que vos tickets. "
     "Rien n’est comparé.",
     "لم يكتب أحد من القائمة تذكرة قط: ربما تسمّي العملاء بغير ما تسميهم تذاكرك. لا مقارنة هنا.",
     "Ni ysgrifennodd neb ar y rhestr docyn erioed: efallai ei bod yn enwi cwsmeriaid yn wahanol i'ch tocynnau. Ni "
     "chymherir dim."),
    ("experience", "support before the renewal", "Support vor der Verlängerung", "support avant le renouvellement",
     "الدعم قبل التجديد", "cymorth cyn yr adnewyddiad"),
    ("renewed", "renewed", "verlängert", "renouvelé", "جددوا", "adnewyddwyd"),
    ("against", "points against never wrote", "Punkte gegenüber „nie geschrieben“", "points face à « jamais écrit »",
     "النقاط مقارنة بمن لم يكتب قط", "pwyntiau o gymharu â byth wedi ysgrifennu"),
    ("few", "few", "wenige", "peu", "قليلون", "ychydig"),
    ("experience:one_touch", "answered by one reply", "mit einer Antwort gelöst", "résolu en une réponse",
     "أُجيب برد واحد", "atebwyd ag un ateb"),
    ("experience:several", "several replies", "mehrere Antworten", "plusieurs réponses", "عدة ردود", "sawl ateb"),
    ("experience:waited", "waited", "gewartet", "a attendu", "انتظر", "arhosodd"),
    ("experience:reopened", "reopened", "wieder geöffnet", "rouvert", "أُعيد فتحها", "ailagorwyd"),
    ("experience:never", "never wrote", "nie geschrieben", "jamais écrit", "لم يكتب قط", "byth wedi ysgrifennu"),
    ("means:one_touch", "every ticket was solved by one reply, in time",
     "jedes Ticket wurde mit einer Antwort gelöst, rechtzeitig", "chaque ticket a été résolu en une réponse, à temps",
     "حُلت كل تذكرة برد واحد في وقته", "datryswyd pob tocyn ag un ateb, mewn pryd"),
    ("means:several", "wrote, and is none of the others: a ticket took several replies, was not solved, or was still "
     "going on at the renewal", "schrieb und ist keines der anderen: Ein Ticket brauchte mehrere Antworten, blieb "
     "ungelöst oder lief bei der Verlängerung noch", "a écrit sans être dans les autres : un ticket a pris plusieurs "
     "réponses, n’a pas été résolu ou courait encore au renouvellement",
     "كتب وليس من غيرهم: احتاجت تذكرة إلى عدة ردود، أو لم تُحل، أو كانت جارية عند التجديد",
     "ysgrifennodd, heb fod yn un o'r lleill: cymerodd tocyn sawl ateb, ni chafodd ei ddatrys, neu roedd yn parhau "
     "adeg yr adnewyddiad"),
    ("means:waited", "a ticket had its first reply after more than {hours} hours, or never; none was reopened",
     "die erste Antwort auf ein Ticket kam nach mehr als {hours} Stunden oder nie; keines kam wieder",
     "la première réponse à un ticket est venue après plus de {hours} heures, ou jamais ; aucun n’a été rouvert",
     "جاء أول رد على تذكرة بعد أكثر من {hours} من الساعات أو لم يأتِ، ولم يُعد فتح أي منها",
     "daeth ateb cyntaf tocyn ar ôl mwy na {hours} awr, neu ddim o gwbl; ni chafodd yr un ei ailagor"),
    ("means:reopened", "a ticket came back after it was solved", "ein Ticket kam nach der Lösung wieder",
     "un ticket est revenu après sa résolution", "عادت تذكرة بعد حلها", "daeth tocyn yn ôl ar ôl ei ddatrys"),
    ("means:never", "wrote no ticket in the {days} days", "schrieb in den {days} Tagen kein Ticket",
     "n’a écrit aucun ticket dans les {days} jours", "لم يكتب أي تذكرة في الأيام وعددها {days}",
     "ni ysgrifennodd docyn yn y {days} diwrnod"),
    ("renewals_caveat", "This is no proof of cause: who writes differs from who does not, and who has trouble may "
     "leave for the trouble, however support answers.",
     "Das beweist keine Ursache: Wer schreibt, ist anders als wer nicht schreibt, und wer Ärger hat, geht vielleicht "
     "des Ärgers wegen, wie auch immer der Support antwortet.",
     "Cela ne prouve aucune cause : qui écrit diffère de qui n’écrit pas, et qui a un problème part peut-être à cause "
     "du problème, quelle que soit la réponse du support.",
     "لا يثبت هذا سببًا: فمن يكتب يختلف عمن لا يكتب، ومن لديه مشكلة قد يرحل بسبب المشكلة، كيفما أجاب الدعم.",
     "Nid yw hyn yn profi achos: mae'r rhai sy'n ysgrifennu yn wahanol i'r rhai nad ydynt, a gall un sydd â thrafferth "
     "adael oherwydd y drafferth, sut bynnag y mae'r tîm yn ateb."),
    ("renewals_how", "Tickets of the {days} days before the renewal count, and of them only what happened before its "
     "day. Each customer is in the first group that fits: reopened, waited, several replies, one reply, never wrote. "
     "Intervals: Wilson; differences: Newcombe, each by itself. “Few” is fewer than {few}.",
     "Es zählen die Tickets der {days} Tage vor der Verlängerung, und davon nur, was vor ihrem Tag geschah. Jeder "
     "Kunde steht in der ersten Gruppe, die passt: wieder geöffnet, gewartet, mehrere Antworten, eine Antwort, nie "
     "geschrieben. Intervalle: Wilson; Unterschiede: Newcombe, jeder für sich. „Wenige“ sind unter {few}.",
     "Comptent les tickets des {days} jours avant le renouvellement, et d’eux seulement ce qui précède son jour. "
     "Chaque client est dans le premier groupe qui convient : rouvert, a attendu, plusieurs réponses, une réponse, "
     "jamais écrit. Intervalles : Wilson ; différences : Newcombe, chacune pour soi. « Peu », c’est moins de {few}.",
     "تُحسب تذاكر الأيام السابقة للتجديد وعددها {days}، ومنها ما حدث قبل يومه فقط. كل عميل في أول مجموعة تنطبق عليه: "
     "أُعيد فتحها، انتظر، عدة ردود، رد واحد، لم يكتب قط. فترات الثقة: Wilson؛ الفروق: Newcombe، كل منها على حدة. "
     "«قليلون» أقل من {few}.",
     "Cyfrifir tocynnau'r {days} diwrnod cyn yr adnewyddiad, a dim ond yr hyn a ddigwyddodd cyn ei ddiwrnod. Mae pob "
     "cwsmer yn y grŵp cyntaf sy'n ffitio: ailagorwyd, arhosodd, sawl ateb, un ateb, byth wedi ysgrifennu. Cyfyngau: "
     "Wilson; gwahaniaethau: Newcombe, pob un ar ei ben ei hun. Ystyr “ychydig” yw llai na {few}."),
)  # fmt: skip
