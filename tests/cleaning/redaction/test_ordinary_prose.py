"""Ordinary sentences of help articles and tickets, which name nobody, stay whole in every language."""

from __future__ import annotations

import pytest

from deflect.cleaning.redaction import leaks

ARABIC = """
كيف أنشر مركز المساعدة على الإنترنت؟
ما أسماء الملفات؟
وهي أسماء مختصرة.
يمكنك الاستيراد كلما أردت.
القرار يسري ابتداءً من الغد.
بلا حساب، وبلا مفتاح، وبلا شبكة.
افتح صفحة الإعدادات ثم اختر اسم الملف الجديد.
أنا سعيد جدا بالخدمة وأنا شاكر لكم.
أنا متأكد من أن الدفع تم بنجاح.
احفظ الملف باسم جديد قبل إغلاق النافذة.
هل تنتهي صلاحية حسابي المجاني بعد شهر؟
رجاء أعيدوا المحاولة بعد دقائق.
لا يمكن تغيير اسمي القانوني في الفاتورة.
حياة البطارية قصيرة بعد التحديث.
عمر الحساب يزيد على سنة.
تمام، المشكلة انتهت بعد إعادة التشغيل.
رفعت الصورة ثلاث مرات وظهر خطأ بشري.
هذا رابط رمزي قديم ولا يعمل.
رئيس القسم المالي لا يستطيع الدخول.
نادي الكتاب يجتمع صباح الأحد.
أنا راغب في إلغاء الاشتراك السنوي.
وصلت رسالة من مدير النظام ولم أفهمها.
لسوء الحظ، لم يصل الطرد.
كريم جدا منكم أن تردوا بسرعة.
السعر الكامل ظاهر في صفحة المنتج.
أشرف الفريق على نقل البيانات.
الهام أن تحفظ نسخة احتياطية.
تواصل مع قسم الدعم الفني على الرقم الظاهر.
اتصلت بخدمة العملاء ولم يرد أحد.
أرسلت لكم صورة عن الفاتورة الأصلية.
مع كامل الاحترام للفريق.
هل العرض سار حتى نهاية رمضان؟
يوم الجمعة عطلة رسمية.
عيد ميلاد سعيد لكل العملاء.
الدفع عند الاستلام متاح في شهر رجب.
نسخة العرض التجريبي صالحة أسبوعا.
طلب مني الموقع تأكيد البريد.
يمنى الشاشة زر أزرق.
سيف الوقت قصير ولا نستطيع الانتظار.
المستند مكتوب بخط جميل وواضح.
صباح الخير، متى يصل الطلب؟
مساء النور، أحتاج إلى نسخة من العقد.
أنا عميل جديد ولا أعرف من أين أبدأ.
اسمي مكتوب خطأ على البطاقة.
الاسم الكامل مطلوب في هذا الحقل.
الاسم: حقل مطلوب.
الموظف المسؤول عن الطلب غير موجود.
مدير المتجر الجديد لم يستلم البريد.
تحياتي لكم وشكرا على الرد.
شكرا جزيلا على المساعدة.
المستخدم الأول يملك صلاحية المشرف.
من فضلك أضف صورة واضحة للمنتج.
إلى متى يبقى الحساب مجمدا؟
كتب المساعد إجابة قصيرة ومفيدة.
قال الدعم إن المشكلة معروفة.
طلبت شركة الشحن عنوانا آخر.
حساب جديد خير من حساب قديم.
مرحبا، عندي سؤال عن الفاتورة.
شكرا مقدما، أنتظر ردكم.
السيد المدير، أرجو النظر في الطلب.
"""

WELSH = """
Erthyglau a ysgrifennodd pobl.
Bydd angen enw defnyddiwr a chyfrinair.
Dewiswch Gosodiadau ac yna Cyfrifon.
Rheolwr y siop sydd yn gorfod cytuno.
Diolch am ysgrifennu atom.
Cwsmeriaid newydd a brynodd y mis hwn.
Mae Hafan y wefan yn araf heddiw.
Pwy a ysgrifennodd yr erthygl hon?
Staff Cymorth a ysgrifennodd yr ateb.
Y Ganolfan Gymorth sydd wedi newid.
Gofynnwch i'r Tîm Cymorth am help.
Enw Ffeil Newydd
Siaradwch â'r Adran Gyllid.
Cysylltwch â Chymorth Technegol.
Helo, Mae fy archeb yn hwyr.
Copïo Dolen Gyswllt
Gallwch gadw'r dudalen a dod yn ôl ati yfory.
Mae'r ffeil yn rhy fawr i'w hanfon.
Sut mae newid y cyfrinair ar fy nghyfrif?
Nid yw'r botwm yn gweithio yn y porwr newydd.
Agorwch y ddewislen a dewiswch Adrannau.
Cafodd y taliad ei wrthod ddwywaith.
Rhowch y ddolen yn y maes gwag.
Pa mor hir y mae'r archeb yn ei gymryd?
Ni chefais ateb ers dydd Llun.
Mae angen diweddaru'r rhaglen cyn dechrau.
Hoffwn ganslo fy nhanysgrifiad blynyddol.
"""

GERMAN = """
Der Name ist bereits vergeben.
Wählen Sie unter Einstellungen die Seite Konten aus.
Die Rechnung vom Mai fehlt noch.
Der Kunde schrieb uns gestern.
Der Benutzername ist zu lang.
Artikel, die das Team schrieb, bleiben unverändert.
"""

FRENCH = """
Ce nom est déjà pris.
Les clients nous ont écrit hier.
Le nom est obligatoire dans ce champ.
Ouvrez la page Paramètres, puis Factures.
La commande de mars n'est jamais arrivée.
Votre article écrit hier reste un brouillon.
"""

ENGLISH = """
The name is required and must be unique.
A package name is needed before you save.
Articles that people wrote are never changed.
Your password was changed on Monday.
Open Settings, then choose Accounts.
The file name is too long for the disk.
"""


@pytest.mark.parametrize(
    "sentence", [line for text in (ARABIC, WELSH, GERMAN, FRENCH, ENGLISH) for line in text.strip().split("\n")]
)
def test_prose_that_names_nobody_stays(sentence: str) -> None:
    assert leaks(sentence) == []


@pytest.mark.parametrize(
    "sentence",
    [
        "تحدثت مع بشار قباني أمس.",
        "اسمي كريم الحلواني وأحتاج إلى مساعدة.",
        "سألت عبير بن علي عن الطلب.",
        "Gareth ysgrifennodd: mae popeth yn iawn.",
        "my name is joel and I need help",
    ],
)
def test_names_beside_such_prose_are_found(sentence: str) -> None:
    assert "name" in {leak.kind for leak in leaks(sentence)}
