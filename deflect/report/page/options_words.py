"""What the page says of the options and their costs, in five languages; read through `words`.

A name in braces stands for a figure or a label; a test holds every language to the same ones.
"""

from __future__ import annotations

# Each line: key, then en, de, fr, ar, cy.
OPTIONS: tuple[tuple[str, str, str, str, str, str], ...] = (
    ("best", "Cheapest over the next twelve months: {option}, {cost} a month, your own hours included.",
     "Am günstigsten in den nächsten zwölf Monaten: {option}, {cost} im Monat, Ihre eigenen Stunden inbegriffen.",
     "Le moins cher sur les douze prochains mois : {option}, {cost} par mois, vos propres heures comprises.",
     "الأرخص خلال الأشهر الاثني عشر القادمة: {option}، {cost} في الشهر، وفيها ساعاتك أنت.",
     "Rhataf dros y deuddeg mis nesaf: {option}, {cost} y mis, gan gynnwys eich oriau eich hun."),
    ("best_only", "Only one way can be reckoned so far: {option}, {cost} a month over the next twelve months, your own "
     "hours included.",
     "Bisher lässt sich nur ein Weg berechnen: {option}, {cost} im Monat in den nächsten zwölf Monaten, Ihre eigenen "
     "Stunden inbegriffen.",
     "Une seule solution peut être calculée pour l’instant : {option}, {cost} par mois sur les douze prochains mois, "
     "vos propres heures comprises.",
     "لا يمكن حتى الآن حساب سوى طريقة واحدة: {option}، {cost} في الشهر خلال الأشهر الاثني عشر القادمة، وفيها ساعاتك.",
     "Dim ond un ffordd y gellir ei chyfrif hyd yma: {option}, {cost} y mis dros y deuddeg mis nesaf, gan gynnwys "
     "eich oriau eich hun."),
    ("best_sure",
     "If your amounts may be anything within their ranges, it is the cheapest in {share} of the cases.",
     "Wenn Ihre Größen überall in ihren Spannen liegen können, ist das in {share} der Fälle am günstigsten.",
     "Si vos grandeurs peuvent prendre toute valeur de leur plage, c’est le moins cher dans {share} des cas.",
     "إذا أمكن أن تكون قيمك في أي موضع من مداها، فهذه هي الأرخص في {share} من الحالات.",
     "Os gall eich symiau fod yn unrhyw le o fewn eu hystod, hon yw'r rhataf mewn {share} o'r achosion."),
    ("even_never",
     "Dearer than doing it yourself even at the highest volume tried: {option}.",
     "Selbst beim höchsten geprüften Aufkommen teurer, als es selbst zu machen: {option}.",
     "Plus cher que le faire soi-même, même au plus grand volume essayé : {option}.",
     "أغلى من القيام به بنفسك حتى عند أكبر حجم جُرّب: {option}.",
     "Drutach na'i wneud eich hun hyd yn oed ar y nifer uchaf a brofwyd: {option}."),
    ("pays_some",
     "Write only the {n} of {all} articles that pay within that time: they take away {share} of all tickets. "
     "The rest would cost more than they save.",
     "Schreiben Sie nur die {n} von {all} Artikeln, die sich in dieser Zeit lohnen: Sie nehmen {share} aller "
     "Tickets ab. Die übrigen kosten mehr, als sie sparen.",
     "N’écrivez que les {n} articles sur {all} qui se remboursent d’ici là : ils enlèvent {share} de tous les "
     "tickets. Les autres coûteraient plus qu’ils n’épargnent.",
     "اكتب فقط {n} من أصل {all} من المقالات، وهي التي تعوّض كلفتها في هذه المدة: فهي تزيل {share} من كل "
     "التذاكر. أما البقية فتكلّف أكثر مما توفّر.",
     "Ysgrifennwch y {n} o'r {all} erthygl sy'n talu o fewn yr amser hwnnw yn unig: maent yn tynnu {share} o'r "
     "holl docynnau. Byddai'r gweddill yn costio mwy nag y maent yn ei arbed."),
    ("pays_all",
     "Write all {all} articles: each pays within that time, and they take away {share} of all tickets.",
     "Schreiben Sie alle {all} Artikel: Sie lohnen sich in dieser Zeit und nehmen {share} aller Tickets ab.",
     "Écrivez les {all} articles : ils se remboursent d’ici là et enlèvent {share} de tous les tickets.",
     "اكتب كل المقالات وعددها {all}: فهي تعوّض كلفتها في هذه المدة، وتزيل {share} من كل التذاكر.",
     "Ysgrifennwch bob un o'r {all} erthygl: maent yn talu o fewn yr amser hwnnw, ac yn tynnu {share} o'r holl "
     "docynnau."),
    ("pays_none",
     "Write no new article for now: none of the {all} saves within that time what writing it costs you.",
     "Schreiben Sie vorerst keinen neuen Artikel: Keiner der {all} spart in dieser Zeit, was das Schreiben Sie kostet.",
     "N’écrivez pas de nouvel article pour l’instant : d’ici là, aucun des {all} n’épargne ce que sa rédaction "
     "vous coûte.",
     "لا تكتب الآن مقالة جديدة: ففي هذه المدة لا توفّر أي مقالة من {all} ما تكلفك كتابتها.",
     "Peidiwch ag ysgrifennu erthygl newydd am y tro: o fewn yr amser hwnnw nid yw'r un o'r {all} yn arbed yr "
     "hyn y mae ei hysgrifennu'n ei gostio i chi."),
    ("pays_unknown", "Which articles pay cannot be told until you give {name}; their writing counts as nothing so far, "
     "which flatters them.",
     "Welche Artikel sich lohnen, lässt sich erst sagen, wenn Sie {name} angeben; bisher zählt das Schreiben nichts, "
     "und das schmeichelt ihnen.",
     "On ne peut dire quels articles se remboursent sans {name} ; leur rédaction ne compte pour rien jusqu’ici, ce qui "
     "les flatte.",
     "لا يمكن معرفة المقالات المجدية قبل أن تذكر {name}؛ كتابتها لا تُحسب حتى الآن، وفي ذلك مبالغة لصالحها.",
     "Ni ellir dweud pa erthyglau sy'n talu nes i chi roi {name}; nid yw eu hysgrifennu'n cyfrif hyd yma, sy'n "
     "gor-ddweud o'u plaid."),
    ("first_none",
     "Write no new article for now. The one that would take away most, {question}, removes {removed} tickets a "
     "month; in twelve months that saves less than writing it costs you.",
     "Schreiben Sie vorerst keinen neuen Artikel. Der, der am meisten abnähme, {question}, nimmt {removed} "
     "Tickets im Monat ab; das spart in zwölf Monaten weniger, als das Schreiben Sie kostet.",
     "N’écrivez pas de nouvel article pour l’instant. Celui qui en enlèverait le plus, {question}, retire "
     "{removed} tickets par mois ; en douze mois, cela épargne moins que sa rédaction ne vous coûte.",
     "لا تكتب الآن مقالة جديدة. فالمقالة الأكثر أثرًا، {question}، تزيل {removed} من التذاكر في الشهر؛ وما "
     "يوفره ذلك في اثني عشر شهرًا أقل مما تكلفك كتابتها.",
     "Peidiwch ag ysgrifennu erthygl newydd am y tro. Mae'r un a fyddai'n tynnu fwyaf, {question}, yn tynnu "
     "{removed} o docynnau y mis; dros ddeuddeg mis mae hynny'n arbed llai nag y mae ei hysgrifennu'n ei gostio "
     "i chi."),
    ("first_next", "Then the next in the table: the first {n} together take {share} of all tickets.",
     "Dann die nächsten der Tabelle: Die ersten {n} nehmen zusammen {share} aller Tickets ab.",
     "Puis les suivants du tableau : les {n} premiers enlèvent ensemble {share} de tous les tickets.",
     "ثم التالية في الجدول: أول {n} منها تزيل معًا {share} من كل التذاكر.",
     "Yna'r nesaf yn y tabl: mae'r {n} cyntaf gyda'i gilydd yn tynnu {share} o'r holl docynnau."),
    ("first_back", "The {hours} hours it takes to write have paid after {months} months.",
     "Die {hours} Stunden zum Schreiben haben sich nach {months} Monaten gelohnt.",
     "Les {hours} heures d’écriture sont remboursées après {months} mois.",
     "ساعات كتابتها، وهي {hours}، تعوَّض بعد {months} من الأشهر.",
     "Mae'r {hours} awr o ysgrifennu wedi talu ar ôl {months} mis."),
    ("first_other", "For the tickets that are left, get an offer: {option} comes to {cost} a month, doing it yourself "
     "to {own}.",
     "Holen Sie für die übrigen Tickets ein Angebot ein: {option} kommt auf {cost} im Monat, es selbst zu machen auf "
     "{own}.",
     "Pour les tickets qui restent, demandez une offre : {option} revient à {cost} par mois, le faire soi-même à "
     "{own}.",
     "للتذاكر المتبقية اطلب عرضًا: {option} بتكلفة {cost} في الشهر، والقيام به بنفسك بتكلفة {own}.",
     "Ar gyfer y tocynnau sydd ar ôl, gofynnwch am gynnig: mae {option} yn dod i {cost} y mis, ei wneud eich hun i "
     "{own}."),
    ("first_own", "Keep answering the tickets that are left yourself: {cost} a month. The next cheapest way, {option}, "
     "comes to {next}.",
     "Beantworten Sie die übrigen Tickets weiter selbst: {cost} im Monat. Der nächstgünstige Weg, {option}, kommt auf "
     "{next}.",
     "Continuez à traiter vous-même les tickets qui restent : {cost} par mois. La solution suivante, {option}, revient "
     "à {next}.",
     "استمر في الرد بنفسك على التذاكر المتبقية: {cost} في الشهر. الطريقة التالية في الرخص، {option}، تكلفتها {next}.",
     "Daliwch i ateb y tocynnau sydd ar ôl eich hun: {cost} y mis. Mae'r ffordd rataf nesaf, {option}, yn dod i "
     "{next}."),
    ("first_how", "Each question shares by its size in what the backtest answered; too few tickets were asked to judge "
     "each alone. A draft of it may exist: deflect review lists them.",
     "Jede Frage hat nach ihrer Größe teil an dem, was die Rückrechnung beantwortete; für jede allein wurden zu wenige "
     "Tickets gefragt. Vielleicht gibt es schon einen Entwurf: deflect review zeigt sie.",
     "Chaque question prend part, selon sa taille, à ce que le test rétrospectif a résolu ; trop peu de tickets ont "
     "été posés pour juger chacune seule. Un brouillon existe peut-être : deflect review les montre.",
     "لكل سؤال نصيب بحسب حجمه مما أجاب عنه الاختبار على الماضي؛ فالتذاكر أقل من أن يُحكم على كل سؤال وحده. قد تكون له "
     "مسودة: يعرضها deflect review.",
     "Mae pob cwestiwn yn rhannu yn ôl ei faint yn yr hyn a atebodd yr ôl-brofi; holwyd rhy ychydig o docynnau i "
     "farnu pob un ar wahân. Efallai fod drafft: mae deflect review yn eu rhestru."),
    ("first_pays", "An article pays if within twelve months the tickets it takes away would have cost more than its "
     "hours of writing are worth, reckoned for {option}.",
     "Ein Artikel lohnt sich, wenn die Tickets, die er abnimmt, in zwölf Monaten mehr gekostet hätten, als seine "
     "Schreibstunden wert sind, gerechnet für: {option}.",
     "Un article se rembourse si, en douze mois, les tickets qu’il enlève auraient coûté plus que ne valent ses heures "
     "d’écriture, calculé pour : {option}.",
     "تعوّض المقالة كلفتها إذا كانت التذاكر التي تزيلها ستكلّف في اثني عشر شهرًا أكثر من قيمة ساعات كتابتها، بحسب: "
     "{option}.",
     "Mae erthygl yn talu os byddai'r tocynnau a dynnir ganddi wedi costio mwy dros ddeuddeg mis na gwerth ei horiau "
     "ysgrifennu, wedi'i gyfrif ar gyfer: {option}."),
    ("options_mean", "Every figure is a mean month of the next twelve. A cost holds what others are paid and your own "
     "hours by {name}; with articles written, it holds the hours of writing them, too.",
     "Jede Zahl ist ein mittlerer Monat der nächsten zwölf. Kosten enthalten, was andere bekommen, und Ihre eigenen "
     "Stunden nach {name}; mit geschriebenen Artikeln auch die Stunden, sie zu schreiben.",
     "Chaque chiffre est un mois moyen des douze prochains. Un coût comprend ce qu’on paie à d’autres et vos propres "
     "heures selon {name} ; avec des articles rédigés, aussi les heures de leur rédaction.",
     "كل رقم هو شهر متوسط من الأشهر الاثني عشر القادمة. تشمل التكلفة ما يُدفع للآخرين وساعاتك بحسب {name}؛ ومع كتابة "
     "مقالات تشمل ساعات كتابتها أيضًا.",
     "Mis cymedrig o'r deuddeg nesaf yw pob ffigur. Mae cost yn cynnwys yr hyn a delir i eraill a'ch oriau eich hun yn "
     "ôl {name}; gydag erthyglau wedi'u hysgrifennu, mae'n cynnwys oriau eu hysgrifennu hefyd."),
    ("no_currency",
     "¤ stands for the currency of your amounts; name it under [costs] in deflect.toml: {name}.",
     "¤ steht für die Währung Ihrer Beträge; benennen Sie sie unter [costs] in deflect.toml: {name}.",
     "¤ désigne la monnaie de vos montants ; nommez-la sous [costs] dans deflect.toml : {name}.",
     "الرمز ¤ هو عملة مبالغك؛ سمِّها تحت [costs] في deflect.toml: {name}.",
     "Mae ¤ yn sefyll am arian eich symiau; enwch ef o dan [costs] yn deflect.toml: {name}."),
    ("growth_given", "Growth of the tickets, as you gave it: {growth} a year, from {first} a month to {last} in the "
     "twelfth.",
     "Wachstum der Tickets, wie angegeben: {growth} im Jahr, von {first} im Monat auf {last} im zwölften.",
     "Croissance des tickets, telle que donnée : {growth} par an, de {first} par mois à {last} le douzième.",
     "نمو التذاكر كما ذكرته: {growth} في السنة، من {first} في الشهر إلى {last} في الشهر الثاني عشر.",
     "Twf y tocynnau, fel y'i rhoddwyd: {growth} y flwyddyn, o {first} y mis i {last} yn y deuddegfed."),
    ("growth_measured", "Growth of the tickets, extrapolated from {n} whole months: {growth} a year, from {first} a "
     "month to {last} in the twelfth.",
     "Wachstum der Tickets, fortgeschrieben aus {n} ganzen Monaten: {growth} im Jahr, von {first} im Monat auf {last} "
     "im zwölften.",
     "Croissance des tickets, extrapolée de {n} mois entiers : {growth} par an, de {first} par mois à {last} le "
     "douzième.",
     "نمو التذاكر، بالاستقراء من {n} من الأشهر الكاملة: {growth} في السنة، من {first} في الشهر إلى {last} في الشهر "
     "الثاني عشر.",
     "Twf y tocynnau, wedi'i allosod o {n} mis cyfan: {growth} y flwyddyn, o {first} y mis i {last} yn y deuddegfed."),
    ("growth_short", "Growth of the tickets: {growth} a year, from {first} a month to {last} in the twelfth. It "
     "rests on "
     "only {n} whole months, which may be a season, so no more is taken than they themselves show.",
     "Wachstum der Tickets: {growth} im Jahr, von {first} im Monat auf {last} im zwölften. Es beruht auf nur "
     "{n} ganzen "
     "Monaten, die eine Saison sein können; darum wird nicht mehr angenommen, als sie selbst zeigen.",
     "Croissance des tickets : {growth} par an, de {first} par mois à {last} le douzième. Elle ne repose que sur {n} "
     "mois entiers, peut-être une saison ; on n’en retient donc pas plus qu’ils n’en montrent.",
     "نمو التذاكر: {growth} في السنة، من {first} في الشهر إلى {last} في الشهر الثاني عشر. يستند ذلك إلى {n} فقط من "
     "الأشهر الكاملة، وقد تكون موسمًا، فلا يؤخذ أكثر مما تُظهره.",
     "Twf y tocynnau: {growth} y flwyddyn, o {first} y mis i {last} yn y deuddegfed. Mae'n dibynnu ar {n} mis cyfan yn "
     "unig, a all fod yn dymor, felly ni chymerir mwy nag a ddangosant."),
    ("growth_none", "Growth of the tickets was not measured: {first} a month is taken for all twelve. If you know "
     "better, give {name}.",
     "Das Wachstum der Tickets wurde nicht gemessen: Für alle zwölf gelten {first} im Monat. Wenn Sie es besser "
     "wissen, geben Sie {name} an.",
     "La croissance des tickets n’a pas été mesurée : on prend {first} par mois pour les douze. Si vous savez mieux, "
     "donnez {name}.",
     "لم يُقس نمو التذاكر: أُخذ {first} في الشهر للأشهر الاثني عشر كلها. إن كنت تعرف أفضل فاذكر {name}.",
     "Ni fesurwyd twf y tocynnau: cymerir {first} y mis ar gyfer y deuddeg. Os gwyddoch yn well, rhowch {name}."),
    ("options_text", "Cost a month in {unit} by tickets a month, mean of twelve months, each way with the "
     "articles that "
     "pay at that volume; bands are 95% intervals. The dotted line is today’s volume.",
     "Kosten im Monat in {unit} nach Tickets im Monat, Mittel über zwölf Monate, jeder Weg mit den Artikeln, die sich "
     "bei diesem Aufkommen lohnen; Bänder sind 95-%-Intervalle. Die gepunktete Linie ist das heutige Aufkommen.",
     "Coût par mois en {unit} selon les tickets par mois, moyenne de douze mois, chaque solution avec les articles qui "
     "se remboursent à ce volume ; les bandes sont les intervalles à 95 %. La ligne pointillée est le volume actuel.",
     "التكلفة الشهرية بعملة {unit} بحسب عدد التذاكر في الشهر، متوسط اثني عشر شهرًا، ولكل طريقة المقالات المجدية "
     "عند ذلك "
     "الحجم؛ الأشرطة فترات ثقة 95%. الخط المنقط هو الحجم الحالي.",
     "Cost y mis mewn {unit} yn ôl tocynnau y mis, cymedr deuddeg mis, pob ffordd gyda'r erthyglau sy'n talu ar "
     "y nifer "
     "hwnnw; cyfyngau 95% yw'r bandiau. Y llinell ddotiog yw'r nifer heddiw."),
    ("even_head", "From how many tickets on another way pays", "Ab wie vielen Tickets sich ein anderer Weg lohnt",
     "À partir de combien de tickets une autre solution paie", "من أي عدد من التذاكر تصبح طريقة أخرى مجدية",
     "O faint o docynnau y mae ffordd arall yn talu"),
    ("writing_from", "Writing articles pays from {tickets} tickets a month on.",
     "Artikel zu schreiben, lohnt sich ab {tickets} Tickets im Monat.",
     "Rédiger des articles se rembourse à partir de {tickets} tickets par mois.",
     "تصبح كتابة المقالات مجدية ابتداءً من {tickets} من التذاكر في الشهر.",
     "Mae ysgrifennu erthyglau'n talu o {tickets} o docynnau y mis ymlaen."),
    ("writing_never", "Writing articles pays at no volume that was tried.",
     "Artikel zu schreiben, lohnt sich bei keinem geprüften Aufkommen.",
     "Rédiger des articles ne se rembourse à aucun volume essayé.",
     "كتابة المقالات غير مجدية عند أي حجم جُرّب.", "Nid yw ysgrifennu erthyglau'n talu ar unrhyw nifer a brofwyd."),
    ("flip_head", "What would change the answer", "Was die Antwort ändern würde", "Ce qui changerait la réponse",
     "ما الذي يغيّر الجواب", "Beth fyddai'n newid yr ateb"),
    ("flip", "{name}: at {at} rather than {likely}, the cheapest would be {option}.",
     "{name}: Bei {at} statt {likely} wäre am günstigsten: {option}.",
     "{name} : à {at} plutôt que {likely}, le moins cher serait {option}.",
     "{name}: عند {at} بدلًا من {likely} يصبح الأرخص {option}.",
     "{name}: ar {at} yn hytrach na {likely}, y rhataf fyddai {option}."),
    ("flip_write", "{name}: at {at} rather than {likely}, writing articles would pay.",
     "{name}: Bei {at} statt {likely} würden sich Artikel lohnen.",
     "{name} : à {at} plutôt que {likely}, rédiger des articles se rembourserait.",
     "{name}: عند {at} بدلًا من {likely} تصبح كتابة المقالات مجدية.",
     "{name}: ar {at} yn hytrach na {likely}, byddai ysgrifennu erthyglau'n talu."),
    ("flip_stop", "{name}: at {at} rather than {likely}, no article would pay any more.",
     "{name}: Bei {at} statt {likely} würde sich kein Artikel mehr lohnen.",
     "{name} : à {at} plutôt que {likely}, aucun article ne se rembourserait plus.",
     "{name}: عند {at} بدلًا من {likely} لا تعود أي مقالة مجدية.",
     "{name}: ar {at} yn hytrach na {likely}, ni fyddai'r un erthygl yn talu mwyach."),
    ("flip_within", "That lies within its range.", "Das liegt in seiner Spanne.", "C’est dans sa plage.",
     "وهذا ضمن مداه.", "Mae hynny o fewn ei ystod."),
    ("no_flip", "No amount alone changes it: neither within its range, nor, where you gave one number, at half or "
     "twice of it.",
     "Keine Größe allein ändert sie: weder in ihrer Spanne noch, wo Sie eine Zahl angaben, bei der Hälfte oder dem "
     "Doppelten.",
     "Aucune grandeur seule ne la change : ni dans sa plage, ni, là où vous avez donné un seul nombre, à sa moitié ou "
     "à son double.",
     "لا تغيّره أي قيمة وحدها: لا ضمن مداها، ولا عند نصفها أو ضعفها حيث ذكرت رقمًا واحدًا.",
     "Nid oes un swm ar ei ben ei hun yn ei newid: nid o fewn ei ystod, nac ychwaith, lle rhoesoch un rhif, ar ei "
     "hanner neu ei ddwbl."),
    ("mind_head", "To bear in mind", "Zu bedenken", "À garder à l’esprit", "ما يجب مراعاته", "I'w gadw mewn cof"),
    ("harder", "What is left is harder: {after} minutes of your own a ticket with the articles, {before} now.",
     "Was bleibt, ist schwerer: {after} eigene Minuten je Ticket mit den Artikeln, {before} jetzt.",
     "Ce qui reste est plus difficile : {after} minutes de votre temps par ticket avec les articles, {before} "
     "aujourd’hui.", "ما يتبقى أصعب: {after} دقيقة من وقتك لكل تذكرة مع المقالات، مقابل {before} الآن.",
     "Mae'r gweddill yn anoddach: {after} munud o'ch amser y tocyn gyda'r erthyglau, {before} nawr."),
    ("none_written", "none", "keine", "aucun", "لا شيء", "dim un"),
    ("none_pays", "none, for none pays", "keine, denn keiner lohnt sich", "aucun, car aucun ne se rembourse",
     "لا شيء، فلا مقالة مجدية", "dim un, gan nad oes un yn talu"),
    ("some_written", "{n} of {all}", "{n} von {all}", "{n} sur {all}", "{n} من {all}", "{n} o {all}"),
    ("pays_not", "not within 12 months", "nicht in 12 Monaten", "pas en 12 mois", "ليس خلال 12 شهرًا",
     "nid o fewn 12 mis"),
    ("how_options", "Costs: a mean month of the twelve to come, from today’s volume; an hour of your own counts by "
     "owner_hour; intervals: the middle 95% of {n} draws of every uncertain amount, the same for every way, as it is "
     "today and with articles: what articles save is the difference in each draw. Articles are added in the order of "
     "the table, as many as make the twelve months cost least.",
     "Kosten: ein mittlerer Monat der kommenden zwölf ab dem heutigen Aufkommen; eine eigene Stunde zählt nach "
     "owner_hour; Intervalle: die mittleren 95 % von {n} Ziehungen jeder unsicheren Größe, für alle Wege "
     "dieselben, wie "
     "heute und mit Artikeln: Was Artikel sparen, ist der Unterschied in jeder Ziehung. Artikel kommen in der "
     "Reihenfolge der Tabelle dazu, so viele, dass die zwölf Monate am wenigsten kosten.",
     "Coûts : un mois moyen des douze à venir, à partir du volume actuel ; une heure de votre temps compte selon "
     "owner_hour ; intervalles : les 95 % centraux de {n} tirages de chaque grandeur incertaine, les mêmes pour chaque "
     "solution, comme aujourd’hui et avec les articles : ce qu’ils épargnent est la différence dans chaque tirage. Les "
     "articles s’ajoutent dans l’ordre du tableau, jusqu’à ce que les douze mois coûtent le moins.",
     "التكاليف: شهر متوسط من الأشهر الاثني عشر القادمة بدءًا من الحجم الحالي؛ تُحسب ساعتك بقيمة owner_hour؛ فترات "
     "الثقة: أوسط 95% من {n} سحبة لكل قيمة غير مؤكدة، وهي نفسها لكل الطرق، كما هي اليوم ومع المقالات: ما توفره "
     "المقالات "
     "هو الفرق في كل سحبة. تضاف المقالات بترتيب الجدول حتى تبلغ تكلفة الأشهر الاثني عشر أدناها.",
     "Costau: mis cymedrig o'r deuddeg i ddod, o'r nifer heddiw; cyfrifir awr o'ch amser yn ôl owner_hour; cyfyngau: y "
     "95% canol o {n} o dyniadau o bob swm ansicr, yr un rhai i bob ffordd, fel y mae heddiw a chydag "
     "erthyglau: yr hyn "
     "y mae erthyglau'n ei arbed yw'r gwahaniaeth ym mhob tyniad. Ychwanegir erthyglau yn nhrefn y tabl, hyd nes bod y "
     "deuddeg mis yn costio leiaf."),
    ("cost", "cost a month", "Kosten im Monat", "coût par mois", "التكلفة في الشهر", "cost y mis"),
    ("hours", "your hours to write it", "Ihre Stunden zum Schreiben", "vos heures d’écriture", "ساعات كتابتها عليك",
     "eich oriau i'w hysgrifennu"),
    ("pays", "pays back after (months)", "lohnt sich nach (Monaten)", "remboursé après (mois)", "تعوَّض بعد (أشهر)",
     "yn talu ar ôl (misoedd)"),
    ("written", "new articles written", "neue Artikel geschrieben", "nouveaux articles rédigés",
     "المقالات الجديدة المكتوبة", "erthyglau newydd a ysgrifennir"),
    ("cost_mean", "cost a month, all included", "Kosten im Monat, alles inbegriffen", "coût par mois, tout compris",
     "التكلفة الشهرية شاملة كل شيء", "cost y mis, popeth yn gynwysedig"),
    ("saves", "articles save a month", "Artikel sparen im Monat", "les articles épargnent par mois",
     "ما توفره المقالات في الشهر", "arbediad yr erthyglau y mis"),
    ("a_ticket", "cost of each ticket that comes", "Kosten je Ticket, das kommt", "coût de chaque ticket qui arrive",
     "تكلفة كل تذكرة تصل", "cost pob tocyn a ddaw"),
    ("own_hours", "your own hours a month", "Ihre eigenen Stunden im Monat", "vos propres heures par mois",
     "ساعاتك أنت في الشهر", "eich oriau eich hun y mis"),
    ("left", "tickets a month left to you", "Tickets im Monat, die Ihnen bleiben", "tickets par mois qui vous restent",
     "التذاكر المتبقية لك في الشهر", "tocynnau y mis ar ôl i chi"),
    ("cover", "hours a week somebody answers", "Stunden je Woche, in denen jemand antwortet",
     "heures par semaine où quelqu’un répond", "الساعات في الأسبوع التي يجيب فيها أحد",
     "oriau'r wythnos y mae rhywun yn ateb"),
    ("cheapest",
     "cheapest in (share of cases)",
     "am günstigsten in (Anteil der Fälle)",
     "le moins cher dans (part des cas)",
     "الأرخص في (نسبة الحالات)",
     "rhataf mewn (cyfran o'r achosion)"),
    ("source:given in [costs]", "given in [costs]", "angegeben in [costs]", "donné dans [costs]", "مذكور في [costs]",
     "wedi'i roi yn [costs]"),
    ("source:what your whole months show, less than a year", "what your whole months show, less than a year",
     "was Ihre ganzen Monate zeigen, weniger als ein Jahr", "ce que montrent vos mois entiers, moins d’un an",
     "ما تُظهره أشهرك الكاملة، وهي أقل من سنة", "yr hyn a ddengys eich misoedd cyfan, llai na blwyddyn"),
)  # fmt: skip
