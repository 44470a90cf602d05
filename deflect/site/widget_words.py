"""The words of the contact form's widget in five languages; a page in any other language has them in English."""

from __future__ import annotations

from collections.abc import Mapping

LANGUAGES = ("en", "de", "fr", "ar", "cy")

# Each line: key, then en, de, fr, ar, cy.
_TABLE: tuple[tuple[str, str, str, str, str, str], ...] = (
    ("heading", "These articles may help", "Diese Artikel könnten helfen", "Ces articles peuvent vous aider",
     "قد تساعدك هذه المقالات", "Gall yr erthyglau hyn helpu"),
    ("found", "Articles that may help, after the form: {n}", "Artikel, die helfen könnten, nach dem Formular: {n}",
     "Articles qui peuvent aider, après le formulaire : {n}", "مقالات قد تساعد، بعد النموذج: {n}",
     "Erthyglau a all helpu, ar ôl y ffurflen: {n}"),
    ("hide", "Hide suggestions", "Vorschläge ausblenden", "Masquer les suggestions", "إخفاء الاقتراحات",
     "Cuddio awgrymiadau"),
    ("loading", "Loading …", "Wird geladen …", "Chargement …", "جارٍ التحميل…", "Yn llwytho …"),
    ("broken", "The article cannot be shown here.", "Der Artikel kann hier nicht angezeigt werden.",
     "L’article ne peut pas être affiché ici.", "لا يمكن عرض المقالة هنا.", "Ni ellir dangos yr erthygl yma."),
    ("solved", "This solved it", "Das hat es gelöst", "Cela a résolu mon problème", "هذا حلّ المشكلة",
     "Mae hyn wedi'i ddatrys"),
    ("whole", "Open in a new tab", "In neuem Tab öffnen", "Ouvrir dans un nouvel onglet", "فتح في تبويب جديد",
     "Agor mewn tab newydd"),
    ("thanks", "Glad to hear it. Nothing was sent, and your text is still in the form.",
     "Das freut uns. Es wurde nichts gesendet, und Ihr Text steht noch im Formular.",
     "Tant mieux. Rien n’a été envoyé et votre texte est toujours dans le formulaire.",
     "يسعدنا ذلك. لم يُرسل أي شيء، وما زال نصك في النموذج.",
     "Da clywed hynny. Nid oes dim wedi'i anfon, ac mae eich testun yn y ffurflen o hyd."),
    ("or_send", "Not what you need? Send your message as usual.",
     "Nicht das Richtige? Senden Sie Ihre Nachricht wie gewohnt.",
     "Ce n’est pas cela ? Envoyez votre message comme d’habitude.",
     "ليس ما تحتاج إليه؟ أرسل رسالتك كالمعتاد.",
     "Ddim yr hyn sydd ei angen arnoch? Anfonwch eich neges fel arfer."),
    ("consent",
     "Send along with my message what I typed while searching, and which articles I was shown and opened.",
     "Mit meiner Nachricht mitsenden, was ich beim Suchen getippt habe und welche Artikel ich sah und öffnete.",
     "Joindre à mon message ce que j’ai tapé pendant la recherche et les articles que j’ai vus et ouverts.",
     "أرفق مع رسالتي ما كتبته أثناء البحث والمقالات التي عُرضت عليّ وفتحتها.",
     "Anfon gyda fy neges yr hyn a deipiais wrth chwilio, a pha erthyglau a welais ac a agorais."),
)  # fmt: skip

WORDS: Mapping[str, Mapping[str, str]] = {
    language: {row[0]: row[1 + column] for row in _TABLE} for column, language in enumerate(LANGUAGES)
}
