"""What the page says in sentences, in five languages; read through `words`.

A name in braces stands for a figure or a label; a test holds every language to the same ones.
"""

from __future__ import annotations

# Each line: key, then en, de, fr, ar, cy.
SENTENCES: tuple[tuple[str, str, str, str, str, str], ...] = (
    ("title", "What documentation takes off the desk", "Was Dokumentation dem Support abnimmt",
     "Ce que la documentation enlève au support", "ما ترفعه المقالات عن فريق الدعم",
     "Beth mae dogfennaeth yn ei dynnu oddi ar y ddesg"),
    ("scope", "{tickets} tickets by {customers} customers, {first} to {last}",
     "{tickets} Tickets von {customers} Kunden, {first} bis {last}",
     "{tickets} tickets de {customers} clients, de {first} à {last}",
     "عدد التذاكر {tickets}، وعدد العملاء {customers}، من {first} إلى {last}",
     "{tickets} o docynnau gan {customers} o gwsmeriaid, {first} hyd {last}"),
    ("in_short", "In short", "Kurz gesagt", "En bref", "باختصار", "Yn gryno"),
    ("answered", "Of {tickets} tickets a month, {share} would have been answered by {articles}.",
     "Von {tickets} Tickets im Monat wären {share} von {articles} beantwortet worden.",
     "Sur {tickets} tickets par mois, {share} auraient reçu leur réponse de {articles}.",
     "من بين {tickets} تذكرة في الشهر، كانت نسبة {share} ستجد جوابها في {articles}.",
     "O {tickets} o docynnau y mis, byddai {share} wedi cael eu hateb gan {articles}."),
    ("answered_best", "With an article on every recurring question it would be {naive} at most: a share that flatters.",
     "Mit einem Artikel zu jeder wiederkehrenden Frage wären es höchstens {naive}: ein Anteil, der schmeichelt.",
     "Avec un article pour chaque question récurrente, ce serait au plus {naive} : une part qui flatte.",
     "ومع مقالة لكل سؤال متكرر تكون النسبة {naive} على الأكثر، وفيها مبالغة.",
     "Gydag erthygl ar bob cwestiwn cyson byddai'n {naive} ar y mwyaf: cyfran sy'n gor-ddweud."),
    ("answered_at_most", "Of {tickets} tickets a month, at most {share} would have been answered by {articles}: too "
     "few hold a link by an agent to say it without flattering.",
     "Von {tickets} Tickets im Monat wären höchstens {share} von {articles} beantwortet worden: Zu wenige enthalten "
     "einen Link vom Support, um es ohne Schmeichelei zu sagen.",
     "Sur {tickets} tickets par mois, au plus {share} auraient reçu leur réponse de {articles} : trop peu contiennent "
     "un lien donné par le support pour le dire sans flatter.",
     "من بين {tickets} تذكرة في الشهر، كانت نسبة {share} على الأكثر ستجد جوابها في {articles}: فالتذاكر التي تحوي "
     "رابطًا من فريق الدعم أقل من أن يقال ذلك بلا مبالغة.",
     "O {tickets} o docynnau y mis, byddai {share} ar y mwyaf wedi cael eu hateb gan {articles}: mae rhy ychydig yn "
     "cynnwys dolen gan y tîm cymorth i'w ddweud heb or-ddweud."),
    ("answered_none", "{tickets} tickets come a month. deflect was asked {n} past ones and was sure enough of no "
     "answer "
     "to keep to the risk that you accept, max_wrong in [suggest].",
     "Im Monat kommen {tickets} Tickets. deflect wurde zu {n} vergangenen gefragt und war sich keiner Antwort sicher "
     "genug, um das Risiko einzuhalten, das Sie hinnehmen, max_wrong in [suggest].",
     "Il arrive {tickets} tickets par mois. Interrogé sur {n} tickets passés, deflect n’était assez sûr d’aucune "
     "réponse pour respecter le risque que vous acceptez, max_wrong dans [suggest].",
     "يصل {tickets} من التذاكر في الشهر. سُئل deflect عن {n} من التذاكر الماضية ولم يكن واثقًا بما يكفي من أي جواب كي "
     "يلتزم "
     "بالمخاطرة التي تقبلها، أي max_wrong في [suggest].",
     "Daw {tickets} o docynnau y mis. Holwyd deflect am {n} o rai'r gorffennol ac nid oedd yn ddigon sicr o'r un ateb "
     "i gadw at y risg a dderbyniwch, max_wrong yn [suggest]."),
    ("answered_missing", "To tell whether answers keep to it takes about {n} more tickets in which an agent linked an "
     "article.",
     "Um zu sagen, ob Antworten es einhalten, braucht es etwa {n} weitere Tickets, in denen der Support einen Artikel "
     "verlinkt hat.",
     "Pour dire si les réponses le respectent, il faut environ {n} tickets de plus dans lesquels le support a donné le "
     "lien d’un article.",
     "ولمعرفة هل تلتزم الإجابات بها يلزم نحو {n} تذكرة إضافية وضع فيها فريق الدعم رابط مقالة.",
     "I ddweud a yw atebion yn cadw ati mae angen tua {n} o docynnau eto lle rhoddodd y tîm cymorth ddolen i erthygl."),
    ("answered_missing_known", "To tell whether answers keep to it takes about {n} more tickets whose answer is known.",
     "Um zu sagen, ob Antworten es einhalten, braucht es etwa {n} weitere Tickets, deren Antwort bekannt ist.",
     "Pour dire si les réponses le respectent, il faut environ {n} tickets de plus dont la réponse est connue.",
     "ولمعرفة هل تلتزم الإجابات بها يلزم نحو {n} تذكرة إضافية جوابها معروف.",
     "I ddweud a yw atebion yn cadw ati mae angen tua {n} o docynnau eto y mae eu hateb yn hysbys."),
    ("articles_one", "one article", "einem Artikel", "un article", "مقالة واحدة", "un erthygl"),
    ("articles_many", "{n} articles", "{n} Artikeln", "{n} articles", "مقالات عددها {n}", "{n} erthygl"),
    ("too_few", "{tickets} tickets come a month. Too few are there to say how many documentation would have answered.",
     "Im Monat kommen {tickets} Tickets. Es sind zu wenige, um zu sagen, wie viele Dokumentation beantwortet hätte.",
     "Il arrive {tickets} tickets par mois. C’est trop peu pour dire à combien la documentation aurait répondu.",
     "يصل {tickets} من التذاكر في الشهر، وهي أقل من أن تبيّن كم منها كانت المقالات ستجيب عنه.",
     "Daw {tickets} o docynnau y mis. Mae rhy ychydig i ddweud faint y byddai dogfennaeth wedi'u hateb."),
    ("tier1_said", "{share} are tier 1: answered from what is documented or repeated.",
     "{share} sind Stufe 1: aus Dokumentiertem oder Wiederkehrendem beantwortet.",
     "{share} sont de niveau 1 : réponse tirée de ce qui est documenté ou récurrent.",
     "ونسبة {share} من المستوى 1: يُجاب عنها مما هو موثق أو متكرر.",
     "Mae {share} yn haen 1: atebir o'r hyn sydd wedi'i ddogfennu neu ei ailadrodd."),
    ("best_needs", "What handling the rest costs needs your amounts first: {needs}.",
     "Was der Rest kostet, braucht zuerst Ihre Beträge: {needs}.",
     "Pour chiffrer le reste, donnez d’abord vos montants : {needs}.",
     "لحساب تكلفة ما تبقى، أدخل مبالغك أولًا: {needs}.",
     "I gyfrif cost y gweddill, rhowch eich symiau yn gyntaf: {needs}."),
    ("by_articles", "answered by articles", "von Artikeln beantwortet", "réponse par les articles",
     "تجيب عنه المقالات", "atebir gan erthyglau"),
    ("other_tier1", "the rest of tier 1", "der Rest von Stufe 1", "le reste du niveau 1", "بقية المستوى 1",
     "gweddill haen 1"),
    ("tier_n", "tier {n}", "Stufe {n}", "niveau {n}", "المستوى {n}", "haen {n}"),
    ("do_first", "What to do first", "Was zuerst zu tun ist", "Par quoi commencer", "ما الذي تفعله أولًا",
     "Beth i'w wneud gyntaf"),
    ("first_article", "Publish an article on {question}. It is asked {asked} times a month; by what the backtest "
     "answered, the article takes {removed} of them away, more than any other. Its draft: {review}.",
     "Veröffentlichen Sie einen Artikel zu {question}. Das wird {asked}-mal im Monat gefragt; nach dem, was die "
     "Rückrechnung beantwortete, nimmt der Artikel {removed} davon ab, mehr als jeder andere. Sein Entwurf: {review}.",
     "Publiez un article sur {question}. On le demande {asked} fois par mois ; d’après ce que le test rétrospectif a "
     "résolu, l’article en enlève {removed}, plus que tout autre. Son brouillon : {review}.",
     "انشر مقالة عن {question}. يُسأل هذا {asked} مرة في الشهر؛ وبحسب ما أجاب عنه الاختبار على الماضي تزيل المقالة "
     "{removed} منها، أكثر من أي مقالة أخرى. مسودتها: {review}.",
     "Cyhoeddwch erthygl ar {question}. Gofynnir hyn {asked} gwaith y mis; yn ôl yr hyn a atebodd yr ôl-brofi, mae'r "
     "erthygl yn tynnu {removed} ohonynt, mwy nag unrhyw un arall. Ei drafft: {review}."),
    ("first_asked", "Publish an article on {question}. It is asked {asked} times a month, more than any other that no "
     "article answers; what an article would take away cannot be told yet. Its draft: {review}.",
     "Veröffentlichen Sie einen Artikel zu {question}. Das wird {asked}-mal im Monat gefragt, öfter als alles andere "
     "ohne Artikel; was ein Artikel abnähme, lässt sich noch nicht sagen. Sein Entwurf: {review}.",
     "Publiez un article sur {question}. On le demande {asked} fois par mois, plus que toute autre question sans "
     "article ; ce qu’un article enlèverait ne peut être dit pour l’instant. Son brouillon : {review}.",
     "انشر مقالة عن {question}. يُسأل هذا {asked} مرة في الشهر، أكثر من أي سؤال آخر بلا مقالة؛ ولا يمكن بعد تحديد ما "
     "ستزيله المقالة. مسودتها: {review}.",
     "Cyhoeddwch erthygl ar {question}. Gofynnir hyn {asked} gwaith y mis, mwy na dim arall heb erthygl; ni ellir "
     "dweud "
     "eto beth y byddai erthygl yn ei dynnu. Ei drafft: {review}."),
    ("first_fix", "Have the product changed: {question}. It brings {tickets} tickets a month.",
     "Lassen Sie das Produkt ändern: {question}. Das bringt {tickets} Tickets im Monat.",
     "Faites modifier le produit : {question}. Cela amène {tickets} tickets par mois.",
     "اطلب تعديل المنتج: {question}. يجلب هذا {tickets} من التذاكر في الشهر.",
     "Trefnwch newid y cynnyrch: {question}. Daw hyn â {tickets} o docynnau y mis."),
    ("first_prices", "To see what the rest costs, give {needs} in [costs] of deflect.toml, or by --cost. Hiring or a "
     "service needs more amounts; they are listed below.",
     "Um zu sehen, was der Rest kostet, geben Sie {needs} in [costs] der deflect.toml an, oder mit --cost. Einstellen "
     "oder ein Dienst braucht weitere Beträge; sie stehen unten.",
     "Pour voir ce que coûte le reste, donnez {needs} dans [costs] de deflect.toml, ou par --cost. Embaucher ou un "
     "service demande d’autres montants, indiqués plus bas.",
     "لمعرفة تكلفة ما تبقى، أدخل {needs} في [costs] من deflect.toml أو عبر --cost. التوظيف أو الخدمة الخارجية يحتاجان "
     "إلى مبالغ أخرى مذكورة أدناه.",
     "I weld cost y gweddill, rhowch {needs} yn [costs] yn deflect.toml, neu drwy --cost. Mae angen mwy o symiau ar "
     "gyflogi neu wasanaeth; fe'u rhestrir isod."),
    ("first_table", "Articles by what they take away", "Artikel nach dem, was sie abnehmen",
     "Articles selon ce qu’ils enlèvent", "المقالات بحسب ما تزيله", "Erthyglau yn ôl yr hyn a dynnant"),
    ("no_first", "No recurring question is left without an article.", "Keine wiederkehrende Frage ist ohne Artikel.",
     "Aucune question récurrente ne reste sans article.", "لم يبق سؤال متكرر بلا مقالة.",
     "Nid oes cwestiwn cyson heb erthygl."),
    ("options", "What each way to handle the rest costs", "Was jeder Weg für den Rest kostet",
     "Ce que coûte chaque façon de traiter le reste", "تكلفة كل طريقة للتعامل مع ما تبقى",
     "Cost pob ffordd o drin y gweddill"),
    ("missing", "Not reckoned yet; each needs your amounts in [costs], or by --cost:",
     "Noch nicht berechnet; jeder braucht Ihre Beträge in [costs] oder mit --cost:",
     "Pas encore calculé ; il faut vos montants dans [costs] ou par --cost :",
     "لم يُحسب بعد؛ يحتاج كل منها إلى مبالغك في [costs] أو عبر --cost:",
     "Heb eu cyfrif eto; mae angen eich symiau yn [costs] neu drwy --cost:"),
    ("break_even", "{option}: costs no more than doing it yourself from {tickets} tickets a month on.",
     "{option}: kostet ab {tickets} Tickets im Monat nicht mehr als es selbst zu machen.",
     "{option} : ne coûte pas plus que le faire soi-même à partir de {tickets} tickets par mois.",
     "{option}: لا تزيد تكلفته على القيام به بنفسك ابتداءً من {tickets} من التذاكر في الشهر.",
     "{option}: heb gostio mwy na'i wneud eich hun o {tickets} o docynnau y mis ymlaen."),
    ("few_for_service", "{tickets} tickets a month are fewer than the {least} of service_least, the least for "
     "support as "
     "a service.", "{tickets} Tickets im Monat sind weniger als die {least} von service_least, das Mindeste für "
     "Support als Dienst.", "{tickets} tickets par mois sont moins que les {least} de service_least, le minimum pour "
     "un support externalisé.", "{tickets} من التذاكر في الشهر أقل من {least} في service_least، وهو الحد الأدنى للدعم "
     "الخارجي.", "Mae {tickets} o docynnau y mis yn llai na {least} service_least, y lleiaf ar gyfer cymorth allanol."),
    ("inputs", "Amounts that went in", "Eingegangene Größen", "Grandeurs utilisées", "القيم المستخدمة",
     "Symiau a ddefnyddiwyd"),
    ("load", "The load by month", "Das Aufkommen nach Monaten", "La charge par mois", "الحمل بحسب الشهر",
     "Y llwyth fesul mis"),
    ("load_text", "Tickets created each month (UTC). Pale bars are months that are not whole; they are in no trend.",
     "Erstellte Tickets je Monat (UTC). Blasse Balken sind keine ganzen Monate; sie gehen in keinen Trend ein.",
     "Tickets créés chaque mois (UTC). Les barres pâles sont des mois incomplets ; aucune tendance n’en tient compte.",
     "التذاكر المنشأة كل شهر (UTC). الأعمدة الباهتة أشهر غير كاملة ولا تدخل في أي اتجاه.",
     "Tocynnau a grëwyd bob mis (UTC). Mae barrau gwelw yn fisoedd anghyflawn; nid ydynt mewn unrhyw duedd."),
    ("growth", "Growth a year", "Wachstum im Jahr", "Croissance par an", "النمو في السنة", "Twf y flwyddyn"),
    ("response", "First response", "Erste Antwort", "Première réponse", "الرد الأول", "Ymateb cyntaf"),
    ("resolution", "Resolution", "Lösung", "Résolution", "الحل", "Datrys"),
    ("half_within", "half within {p50} h, nine in ten within {p90} h",
     "die Hälfte in {p50} h, neun von zehn in {p90} h",
     "la moitié en {p50} h, neuf sur dix en {p90} h", "نصفها خلال {p50} ساعة، وتسعة من عشرة خلال {p90} ساعة",
     "hanner o fewn {p50} awr, naw o bob deg o fewn {p90} awr"),
    ("one_touch", "Solved by one answer", "Mit einer Antwort gelöst", "Résolus en une réponse", "حُلّت برد واحد",
     "Datryswyd ag un ateb"),
    ("reopened", "Reopened", "Wieder geöffnet", "Rouverts", "أُعيد فتحها", "Ailagorwyd"),
    ("waiting", "Waiting now", "Jetzt offen", "En attente", "تنتظر الآن", "Yn aros nawr"),
    ("satisfaction", "Satisfied, of those rated", "Zufrieden, von den bewerteten", "Satisfaits, parmi les notés",
     "الراضون ممن قيّموا", "Bodlon, o'r rhai a raddiwyd"),
    ("outside", "Come outside your hours", "Außerhalb Ihrer Zeiten", "Hors de vos horaires", "تصل خارج ساعات عملك",
     "Yn dod y tu allan i'ch oriau"),
    ("not_known", "not known", "nicht bekannt", "inconnu", "غير معروف", "ddim yn hysbys"),
    ("tiers", "By tier", "Nach Stufe", "Par niveau", "بحسب المستوى", "Fesul haen"),
    ("pareto", "How many questions make up the load", "Wie viele Fragen das Aufkommen ausmachen",
     "Combien de questions font la charge", "كم سؤالًا يشكّل الحمل", "Faint o gwestiynau sy'n gwneud y llwyth"),
    ("pareto_text", "The {n} largest recurring questions are {share} of all tickets; all {all} are {most}.",
     "Die {n} größten wiederkehrenden Fragen sind {share} aller Tickets; alle {all} sind {most}.",
     "Les {n} plus grandes questions récurrentes font {share} de tous les tickets ; les {all} en font {most}.",
     "أكبر {n} من الأسئلة المتكررة تشكّل {share} من كل التذاكر؛ وكلها، وعددها {all}، تشكّل {most}.",
     "Mae'r {n} cwestiwn cyson mwyaf yn {share} o'r holl docynnau; mae'r {all} i gyd yn {most}."),
    ("risk", "Answer more, and more of it is wrong", "Mehr antworten heißt öfter falsch antworten",
     "Répondre plus, c’est se tromper plus", "كلما زادت الإجابات زاد الخطأ فيها",
     "Ateb mwy, a bydd mwy ohono'n anghywir"),
    ("risk_text", "Share of answers that are wrong if only the surest tickets are answered, with its 95% interval. "
     "Answered is a share of the {n} tickets that can be judged, not of all. The diamond is the rule in force: "
     "{covered} of them answered, {wrong} of them wrongly.",
     "Anteil falscher Antworten, wenn nur die sichersten Tickets beantwortet werden, mit 95-%-Intervall. "
     "Beantwortet ist ein Anteil an den {n} Tickets, die sich beurteilen lassen, nicht an allen. Die Raute ist die "
     "geltende Regel: {covered} davon beantwortet, {wrong} davon falsch.",
     "Part de réponses fausses si l’on ne répond qu’aux tickets les plus sûrs, avec son intervalle à 95 %. Répondu "
     "est une part des {n} tickets qui peuvent être jugés, non de tous. Le losange est la règle en vigueur : {covered} "
     "d’entre eux répondus, {wrong} d’entre eux à tort.",
     "نسبة الإجابات الخاطئة إذا أُجيب عن أوثق التذاكر فقط، مع فترة ثقة 95%. والمجاب عنه نسبة من "
     "التذاكر التي يمكن الحكم عليها وعددها {n}، لا من الكل. المعيّن هو القاعدة السارية: أُجيب عن {covered} منها، "
     "و{wrong} منها خطأ.",
     "Cyfran yr atebion sy'n anghywir os atebir y tocynnau sicraf yn unig, gyda'i chyfwng 95%. Cyfran o'r {n} "
     "o docynnau y gellir eu barnu yw'r hyn a atebwyd, nid o'r cyfan. Y diemwnt yw'r rheol mewn grym: atebwyd "
     "{covered} ohonynt, {wrong} ohonynt yn anghywir."),
    ("no_risk", "Nothing could be asked yet.", "Noch ließ sich nichts fragen.", "Rien n’a encore pu être testé.",
     "لم يمكن اختبار شيء بعد.", "Ni ellid holi dim eto."),
    ("demand", "Demand over time", "Nachfrage im Lauf der Zeit", "La demande au fil du temps", "الطلب عبر الزمن",
     "Y galw dros amser"),
    ("demand_text", "Tickets a month of the questions that most customers asked.",
     "Tickets im Monat zu den Fragen, die die meisten Kunden stellten.",
     "Tickets par mois des questions posées par le plus de clients.",
     "التذاكر في الشهر للأسئلة التي طرحها أكثر العملاء.",
     "Tocynnau y mis ar y cwestiynau a ofynnodd y nifer fwyaf o gwsmeriaid."),
    ("no_questions", "No recurring question was found yet.", "Noch wurde keine wiederkehrende Frage gefunden.",
     "Aucune question récurrente n’a encore été trouvée.", "لم يُعثر بعد على سؤال متكرر.",
     "Ni chafwyd cwestiwn cyson eto."),
    ("became", "Documented since, and what became of it", "Seither dokumentiert, und was daraus wurde",
     "Documenté depuis, et ce qui en est advenu", "وُثّق منذ ذلك الحين، وما آل إليه",
     "Wedi'i ddogfennu ers hynny, a beth ddaeth ohono"),
    ("fixes", "What to fix in the product", "Was im Produkt zu beheben ist", "Ce qu’il faut corriger dans le produit",
     "ما يجب إصلاحه في المنتج", "Beth i'w drwsio yn y cynnyrch"),
    ("effect", "What suggestions in the form prevented", "Was Vorschläge im Formular verhinderten",
     "Ce que les suggestions du formulaire ont évité", "ما منعته الاقتراحات في النموذج",
     "Beth a ataliodd awgrymiadau'r ffurflen"),
    ("effect_text", "With suggestions {with_them} contacted you (n = {n}), without them {without} (n = {control}): "
     "{prevented} points fewer. Verdict: {verdict}. Counting views without a message would say {naive}, which "
     "flatters.", "Mit Vorschlägen meldeten sich {with_them} (n = {n}), ohne sie {without} (n = {control}): "
     "{prevented} "
     "Punkte weniger. Urteil: {verdict}. Ansichten ohne Nachricht zu zählen ergäbe {naive}; das schmeichelt.",
     "Avec suggestions, {with_them} vous ont contacté (n = {n}), sans elles {without} (n = {control}) : {prevented} "
     "points de moins. Verdict : {verdict}. Compter les vues sans message donnerait {naive}, ce qui flatte.",
     "مع الاقتراحات تواصل معك {with_them} (n = {n})، وبدونها {without} (n = {control}): أقل بمقدار {prevented} نقطة. "
     "الحكم: {verdict}. أما عدّ المشاهدات بلا رسالة فيعطي {naive}، وفي ذلك مبالغة.",
     "Gydag awgrymiadau cysylltodd {with_them} â chi (n = {n}), hebddynt {without} (n = {control}): {prevented} pwynt "
     "yn llai. Dyfarniad: {verdict}. Byddai cyfrif golygon heb neges yn dweud {naive}, sy'n gor-ddweud."),
    ("no_effect", "No visitor could be judged yet.", "Noch ließ sich kein Besuch beurteilen.",
     "Aucune visite n’a encore pu être jugée.", "لم يمكن الحكم على أي زيارة بعد.",
     "Ni ellid barnu unrhyw ymweliad eto."),
    ("figures", "In figures", "In Zahlen", "En chiffres", "بالأرقام", "Mewn ffigurau"),
    ("how", "How it was measured", "Wie gemessen wurde", "Comment cela a été mesuré", "كيف جرى القياس",
     "Sut y'i mesurwyd"),
    ("how_brackets", "In brackets stands the 95% interval.", "In eckigen Klammern steht das 95-%-Intervall.",
     "Entre crochets figure l’intervalle à 95 %.", "بين القوسين المعقوفين فترة الثقة 95%.",
     "Mewn cromfachau sgwâr mae'r cyfwng 95%."),
    ("how_answered", "Answered: all {all} tickets of {windows} were asked of what was known before their month, week "
     "or day; "
     "{said} would have got an answer. Of the answers to the {n} tickets in which an agent linked an article, "
     "{precision} "
     "were that article; the others are taken to be right as often. Intervals: bootstrap by customer, the ends of both "
     "multiplied. Judged by recurring questions as well it would be {naive}: those were found on later tickets too, "
     "which flatters.",
     "Beantwortet: Alle {all} Tickets aus {windows} wurden an dem geprüft, was vor ihrem Monat, ihrer Woche oder "
     "ihrem Tag "
     "bekannt war; {said} hätten eine Antwort bekommen. Von den Antworten auf die {n} Tickets, in denen der Support "
     "einen "
     "Artikel verlinkte, waren {precision} dieser Artikel; die übrigen gelten als ebenso oft richtig. Intervalle: "
     "Bootstrap nach Kunden, die Enden beider multipliziert. Auch nach wiederkehrenden Fragen beurteilt wären es "
     "{naive}: "
     "Die wurden auch an späteren Tickets gefunden; das schmeichelt.",
     "Réponses : les {all} tickets de {windows} ont été posés à ce qu’on savait avant leur mois, leur semaine ou leur "
     "jour ; "
     "{said} auraient reçu une réponse. Parmi les réponses aux {n} tickets dans lesquels le support a donné le lien "
     "d’un "
     "article, {precision} étaient cet article ; les autres sont supposées justes aussi souvent. Intervalles : "
     "bootstrap "
     "par client, bornes des deux multipliées. En jugeant aussi par les questions récurrentes, ce serait {naive} : "
     "elles "
     "furent trouvées sur des tickets ultérieurs aussi, ce qui flatte.",
     "المجاب عنه: سُئلت كل التذاكر وعددها {all} من {windows} مما كان معروفًا قبل شهرها أو أسبوعها أو يومها؛ وكان "
     "{said} منها "
     "سيتلقى جوابًا. ومن الأجوبة عن {n} من التذاكر التي وضع فيها فريق الدعم رابط مقالة كانت {precision} هي تلك "
     "المقالة؛ "
     "وتُعد البقية صحيحة بالقدر نفسه. فترات الثقة: إعادة المعاينة بحسب العميل، مع ضرب طرفي الفترتين. ولو حُكم بالأسئلة "
     "المتكررة أيضًا لكانت النسبة {naive}: فقد عُثر عليها في تذاكر لاحقة كذلك، وفي ذلك مبالغة.",
     "Atebwyd: holwyd pob un o'r {all} o docynnau {windows} o'r hyn a oedd yn hysbys cyn eu mis, wythnos neu "
     "ddiwrnod; byddai "
     "{said} wedi cael ateb. O'r atebion i'r {n} o docynnau lle rhoddodd y tîm cymorth ddolen i erthygl, {precision} "
     "oedd yr "
     "erthygl honno; tybir bod y lleill yn gywir mor aml. Cyfyngau: bootstrap fesul cwsmer, dau ben y ddau wedi'u "
     "lluosi. O "
     "farnu yn ôl y cwestiynau cyson hefyd byddai'n {naive}: fe'u cafwyd ar docynnau diweddarach hefyd, sy'n "
     "gor-ddweud."),
    ("how_at_most", "Answered: {n} tickets of {windows} were asked of what was known before their month, week or day. "
     "Interval: bootstrap by customer. Recurring questions were found on all tickets, later ones included, which "
     "flatters.", "Beantwortet: {n} Tickets aus {windows} wurden an dem geprüft, was vor ihrem Monat, ihrer Woche oder "
     "ihrem Tag bekannt war. Intervall: Bootstrap nach Kunden. Wiederkehrende Fragen wurden an allen Tickets "
     "gefunden, auch späteren; das schmeichelt.", "Réponses : {n} tickets de {windows} ont été posés à ce qu’on "
     "savait avant leur mois, leur semaine ou leur jour. Intervalle : bootstrap par client. Les questions récurrentes "
     "ont été trouvées sur tous les tickets, même ultérieurs, ce qui flatte.",
     "المجاب عنه: سُئل {n} من التذاكر من {windows} مما كان معروفًا قبل شهرها أو أسبوعها أو يومها. فترة الثقة: "
     "إعادة المعاينة بحسب العميل. عُثر على الأسئلة المتكررة في كل التذاكر حتى اللاحقة، وفي ذلك مبالغة.",
     "Atebwyd: holwyd {n} o docynnau {windows} o'r hyn a oedd yn hysbys cyn eu mis, wythnos neu ddiwrnod. Cyfwng: "
     "bootstrap fesul cwsmer. Cafwyd y cwestiynau cyson ar bob tocyn, rhai diweddarach hefyd, sy'n gor-ddweud."),
    ("how_tiers", "Tiers: told by rules from what happened in {n} answered tickets; {none} were never answered. The "
     "interval (Wilson) does not hold the rules’ own mistakes: deflect tiers sample.",
     "Stufen: nach Regeln aus dem, was in {n} beantworteten Tickets geschah; {none} wurden nie beantwortet. Das "
     "Intervall (Wilson) enthält nicht die Fehler der Regeln: deflect tiers sample.",
     "Niveaux : déduits par des règles de ce qui s’est passé dans {n} tickets répondus ; {none} n’ont jamais eu de "
     "réponse. L’intervalle (Wilson) ne contient pas les erreurs des règles : deflect tiers sample.",
     "المستويات: حُددت بقواعد مما جرى في {n} من التذاكر المجاب عنها؛ ولم يُجب قط عن {none}. لا تشمل فترة الثقة "
     "(Wilson) "
     "أخطاء القواعد نفسها: deflect tiers sample.",
     "Haenau: yn ôl rheolau o'r hyn a ddigwyddodd mewn {n} o docynnau a atebwyd; ni atebwyd {none} erioed. Nid yw'r "
     "cyfwng (Wilson) yn cynnwys camgymeriadau'r rheolau: deflect tiers sample."),
    ("how_volume", "Tickets a month: mean of the last three whole months, Poisson interval; growth: quasi-Poisson "
     "regression on time over {n} months.", "Tickets im Monat: Mittel der letzten drei ganzen Monate, "
     "Poisson-Intervall; Wachstum: Quasi-Poisson-Regression auf die Zeit über {n} Monate.",
     "Tickets par mois : moyenne des trois derniers mois entiers, intervalle de Poisson ; croissance : régression "
     "quasi-Poisson sur le temps, {n} mois.", "التذاكر في الشهر: متوسط آخر ثلاثة أشهر كاملة، بفترة ثقة بواسون؛ النمو: "
     "انحدار شبه بواسون على الزمن عبر {n} من الأشهر.",
     "Tocynnau y mis: cymedr y tri mis cyfan diwethaf, cyfwng Poisson; twf: atchweliad lled-Poisson ar amser dros "
     "{n} mis."),
    ("how_times", "Times: hours by the calendar until the first public answer, and until the last one of solved "
     "tickets "
     "({n}); intervals: order statistics.", "Zeiten: Kalenderstunden bis zur ersten öffentlichen Antwort und bis zur "
     "letzten gelöster Tickets ({n}); Intervalle: Ordnungsstatistik.", "Temps : heures de calendrier jusqu’à la "
     "première réponse publique, et jusqu’à la dernière des tickets résolus ({n}) ; intervalles : statistiques "
     "d’ordre.", "الأوقات: ساعات التقويم حتى أول رد علني، وحتى آخر رد في التذاكر المحلولة ({n})؛ فترات الثقة: إحصاءات "
     "الترتيب.", "Amseroedd: oriau'r calendr hyd yr ateb cyhoeddus cyntaf, a hyd yr olaf mewn tocynnau a ddatryswyd "
     "({n}); cyfyngau: ystadegau trefn."),
    ("how_handling", "Shares of the load (Wilson): solved by one answer and reopened, of {solved} solved tickets; "
     "satisfied, of "
     "{rated} rated ones, whose raters are not drawn by chance; outside your hours, of all {n}. Replies: mean of "
     "{answered} "
     "answered tickets. Waiting: neither solved nor closed, of all {n}.",
     "Anteile am Aufkommen (Wilson): mit einer Antwort gelöst und wieder geöffnet von {solved} gelösten Tickets; "
     "zufrieden von "
     "{rated} bewerteten, deren Bewertende nicht zufällig gezogen sind; außerhalb Ihrer Zeiten von allen {n}. "
     "Antworten: "
     "Mittel von {answered} beantworteten Tickets. Offen: weder gelöst noch geschlossen, von allen {n}.",
     "Parts de la charge (Wilson) : résolus en une réponse et rouverts, sur {solved} tickets résolus ; satisfaits, "
     "sur {rated} "
     "notés, par qui le voulait bien ; hors de vos horaires, sur tous les {n}. Réponses : moyenne de {answered} "
     "tickets "
     "répondus. En attente : ni résolus ni fermés, sur tous les {n}.",
     "نسب الحمل (Wilson): المحلول برد واحد والمعاد فتحه من {solved} من التذاكر المحلولة؛ والراضون من {rated} من "
     "التذاكر المقيّمة، "
     "ومن قيّموا لم يُختاروا عشوائيًا؛ وما يصل خارج ساعات عملك من كل التذاكر وعددها {n}. الردود: متوسط {answered} من "
     "التذاكر المجاب "
     "عنها. المنتظرة: التي لم تُحل ولم تُغلق، من كل التذاكر وعددها {n}.",
     "Cyfrannau'r llwyth (Wilson): datryswyd ag un ateb ac ailagorwyd, o {solved} o docynnau a ddatryswyd; bodlon, o "
     "{rated} a "
     "raddiwyd, nid ar hap; y tu allan i'ch oriau, o'r {n} i gyd. Atebion: cymedr {answered} o docynnau a atebwyd. Yn "
     "aros: heb "
     "eu datrys na'u cau, o'r {n} i gyd."),
    ("how_hours", "Tickets a month of a question: mean of its last twelve whole weeks. Its hours: those tickets times "
     "its replies a "
     "ticket and minutes_a_reply where given, else times the minutes noted on them; without an interval.",
     "Tickets im Monat einer Frage: Mittel ihrer letzten zwölf ganzen Wochen. Ihre Stunden: diese Tickets mal ihre "
     "Antworten je "
     "Ticket und minutes_a_reply, falls angegeben, sonst mal die daran vermerkten Minuten; ohne Intervall.",
     "Tickets par mois d’une question : moyenne de ses douze dernières semaines entières. Ses heures : ces tickets "
     "multipliés par "
     "ses réponses par ticket et par minutes_a_reply si c’est donné, sinon par les minutes notées dessus ; sans "
     "intervalle.",
     "تذاكر السؤال في الشهر: متوسط آخر اثني عشر أسبوعًا كاملًا له. ساعاته: تلك التذاكر مضروبة في ردوده لكل تذكرة وفي "
     "minutes_a_reply إن ذُكرت، وإلا ففي الدقائق المدونة عليها؛ بلا فترة ثقة.",
     "Tocynnau y mis cwestiwn: cymedr ei ddeuddeg wythnos gyfan ddiwethaf. Ei oriau: y tocynnau hynny wedi'u lluosi "
     "â'i atebion y "
     "tocyn ac â minutes_a_reply os rhoddwyd, fel arall â'r munudau a nodwyd arnynt; heb gyfwng."),
    ("how_questions", "Questions: shares are of all {n} tickets (Wilson). What became of a question: its tickets a "
     "week "
     "beside all others, with a step at the article’s day; what else happened then counts as the article’s.",
     "Fragen: Anteile an allen {n} Tickets (Wilson). Was aus einer Frage wurde: ihre Tickets je Woche neben allen "
     "anderen, mit einer Stufe am Tag des Artikels; was sonst damals geschah, zählt mit.",
     "Questions : parts de tous les {n} tickets (Wilson). Ce qu’il est advenu d’une question : ses tickets par semaine "
     "face à tous les autres, avec une marche au jour de l’article ; ce qui s’est passé d’autre alors lui est compté.",
     "الأسئلة: النسب من كل التذاكر وعددها {n} (Wilson). ما آل إليه السؤال: تذاكره أسبوعيًا إلى جانب غيرها، مع نقلة يوم "
     "نشر المقالة؛ وما حدث غير ذلك حينها يُحسب لها.",
     "Cwestiynau: cyfrannau o'r holl {n} o docynnau (Wilson). Beth ddaeth o gwestiwn: ei docynnau'r wythnos wrth ochr "
     "y lleill, gyda cham ar ddiwrnod yr erthygl; cyfrifir popeth arall a ddigwyddodd bryd hynny iddi hi."),
)  # fmt: skip
