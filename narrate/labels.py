"""Data only: the words that mark an article's author, source and date on the page.

Written as they stand before a colon, in lower case; recognised in every language at once,
since the language is not yet known when the head is read.
"""

from __future__ import annotations

__all__ = [
    "AUTHOR_LABELS",
    "BYLINE_WORDS",
    "DATE_LABELS",
    "MONTHS",
    "NAME_PARTICLES",
    "NOBODY",
    "PICTURE_WORDS",
    "SOURCE_LABELS",
    "WEEKDAYS",
]

AUTHOR_LABELS = (
    "author", "authors", "author(s)", "the author", "by", "written by", "words by", "text by",
    "autor", "autorin", "autor:in", "autoren", "verfasser", "verfasserin", "von", "text",
    "auteur", "auteurs", "autrice", "auteure", "par", "écrit par",
    "autora", "autores", "por", "escrito por", "texto",
    "autore", "autori", "di", "scritto da", "testo",
    "door", "tekst", "geschreven door", "autorka", "autorzy",
    "автор", "авторы", "автор текста", "автор статьи", "текст", "автори", "авторка",
    "yazar", "yazan", "yazarlar",
    "作者", "文", "撰文", "文/图", "作者署名", "著者", "筆者", "執筆", "文責", "글", "글쓴이",
    "저자", "작성자",
    "الكاتب", "الكاتبة", "كاتب المقال", "بقلم", "लेखक", "लेखिका",
)  # fmt: skip

BYLINE_WORDS = (
    "by",
    "posted by",
    "von",
    "par",
    "por",
    "di",
    "door",
    "written by",
    "words by",
    "text by",
)
"""What may stand before a name without a colon, alone on its line."""

SOURCE_LABELS = (
    "original", "source", "sources", "original article", "original source", "original link",
    "original text", "link to the original", "source link", "originally published at",
    "originally published on", "originally published in", "first published at",
    "first published in", "article link", "via", "permalink", "canonical", "url",
    "quelle", "originalartikel", "originalquelle", "original-link", "zuerst erschienen in",
    "article original", "source originale", "lien",
    "fuente", "artículo original", "enlace original",
    "fonte", "articolo originale", "artigo original", "link original",
    "bron", "origineel", "oorspronkelijk artikel", "źródło", "oryginał",
    "источник", "оригинал", "оригинал статьи", "оригинал публикации", "первоисточник",
    "ссылка", "ссылка на источник", "ссылка на оригинал",
    "джерело", "оригінал", "посилання", "kaynak", "orijinal", "özgün metin",
    "原文链接", "原文鏈接", "原文連結", "原文", "原文地址", "原文网址", "来源", "來源",
    "文章来源", "文章來源", "链接", "鏈接", "出处", "出處",
    "出典", "元記事", "引用元", "出所", "출처", "원문", "원문 링크",
    "المصدر", "المصدر الأصلي", "رابط المقال", "स्रोत", "मूल लेख",
)  # fmt: skip

DATE_LABELS = (
    "date", "published", "published on", "published at", "publication date", "posted",
    "posted on", "datum", "veröffentlicht", "veröffentlicht am", "stand", "erschienen",
    "publié le", "date de publication", "fecha", "publicado", "publicado el", "data",
    "pubblicato", "pubblicato il", "publicado em", "gepubliceerd", "gepubliceerd op",
    "opublikowano", "data publikacji", "дата", "дата публикации", "опубликовано", "опубліковано",
    "tarih", "yayın tarihi", "yayınlanma tarihi",
    "日期", "时间", "發布時間", "发布时间", "发表时间", "发布日期", "發佈日期", "日付", "公開日",
    "投稿日", "掲載日",
    "날짜", "입력", "게시일", "التاريخ", "تاريخ النشر", "दिनांक", "तारीख",
)  # fmt: skip

NOBODY = frozenset({
    "redaktion", "die redaktion", "unknown", "author", "admin", "administrator", "editor",
    "editors", "the editors", "staff", "staff writer", "staff writers", "anonymous", "webmaster",
    "guest", "guest author", "n/a", "none", "null", "undefined", "newsroom", "news desk",
    "editorial", "editorial staff", "editorial team", "editorial board", "super user", "root",
    "unbekannt", "autor", "gastautor", "online-redaktion", "newsdesk", "auteur",
    "rédaction", "la rédaction", "inconnu", "anonyme", "redacción", "la redacción", "desconocido",
    "anónimo", "redazione", "la redazione", "sconosciuto", "redação", "da redação",
    "desconhecido", "redactie", "de redactie", "onbekend", "redakcja", "nieznany",
    "редакция", "от редакции", "автор", "неизвестен", "неизвестный", "без автора", "админ",
    "редакція", "невідомо", "editör", "bilinmiyor", "haber merkezi",
    "佚名", "未知", "匿名", "编辑", "編輯", "编辑部", "編輯部", "小编", "小編", "本站", "网络",
    "网友", "本报",
    "編集部", "不明", "편집부", "알 수 없음", "التحرير", "هيئة التحرير", "مجهول", "अज्ञात",
})  # fmt: skip
"""What stands where a name should, and names nobody."""

PICTURE_WORDS = (
    "photo", "photos", "photograph", "image", "images", "picture", "illustration", "getty",
    "foto", "fotos", "bild", "bilder", "imagen", "imagem", "immagine", "beeld", "zdjęcie",
    "фото", "фотография", "иллюстрация", "изображение", "fotoğraf", "görsel",
    "图", "图片", "圖", "圖片", "摄影", "攝影", "写真", "撮影", "사진", "صورة", "تصوير",
)  # fmt: skip
"""How a picture's credit begins, which is no author's name."""

NAME_PARTICLES = frozenset({
    "a", "al", "and", "bin", "bint", "d", "da", "das", "de", "del", "della", "den", "der", "di",
    "do", "dos", "du", "e", "el", "et", "en", "i", "ibn", "la", "le", "och", "of", "ter", "und",
    "van", "ve", "von", "y", "zu", "zur", "и", "та", "фон", "де", "ван", "оглы", "кызы",
})  # fmt: skip
"""Small words that may stand inside a line of names."""

MONTHS: tuple[frozenset[str], ...] = tuple(
    frozenset(names.split())
    for names in (
        (
            "january jan januar jänner janvier janv enero ene gennaio gen janeiro januari "
            "stycznia styczeń января январь янв січня ocak يناير जनवरी"
        ),
        (
            "february feb februar février févr fevrier febrero febbraio fevereiro fev "
            "februari lutego luty февраля февраль фев лютого şubat فبراير फ़रवरी फरवरी"
        ),
        (
            "march mar märz mrz mars marzo março maart mrt marca marzec марта март мар "
            "березня mart مارس मार्च"
        ),
        (
            "april apr avril avr abril abr aprile kwietnia kwiecień апреля апрель апр "
            "квітня nisan أبريل अप्रैल"
        ),
        "may mai mayo maggio mag maio mei maja maj мая май травня mayıs مايو मई",
        (
            "june jun juni juin junio giugno giu junho czerwca czerwiec июня июнь июн "
            "червня haziran يونيو जून"
        ),
        (
            "july jul juli juillet juil julio luglio lug julho lipca lipiec июля июль июл "
            "липня temmuz يوليو जुलाई"
        ),
        (
            "august aug août aout agosto ago augustus sierpnia sierpień августа август "
            "авг серпня ağustos أغسطس अगस्त"
        ),
        (
            "september sep sept septembre septiembre settembre set setembro września "
            "wrzesień сентября сентябрь сен сент вересня eylül سبتمبر सितंबर"
        ),
        (
            "october oct oktober okt octobre octubre ottobre ott outubro out października "
            "październik октября октябрь окт жовтня ekim أكتوبر अक्टूबर"
        ),
        (
            "november nov novembre noviembre novembro listopada listopad ноября ноябрь "
            "ноя листопада kasım نوفمبر नवंबर"
        ),
        (
            "december dec dezember dez décembre déc decembre diciembre dic dicembre "
            "dezembro grudnia grudzień декабря декабрь дек грудня aralık ديسمبر दिसंबर"
        ),
    )
)
"""The names of the twelve months, January first."""

_WEEKDAY_NAMES = (
    "monday tuesday wednesday thursday friday saturday sunday mon tue wed thu fri sat sun "
    "montag dienstag mittwoch donnerstag freitag samstag sonnabend sonntag "
    "lundi mardi mercredi jeudi vendredi samedi dimanche "
    "lunes martes miércoles jueves viernes sábado domingo "
    "lunedì martedì mercoledì giovedì venerdì sabato domenica "
    "segunda-feira terça-feira quarta-feira quinta-feira sexta-feira "
    "maandag dinsdag woensdag donderdag vrijdag zaterdag zondag "
    "poniedziałek wtorek środa czwartek piątek sobota niedziela "
    "понедельник вторник среда четверг пятница суббота воскресенье "
    "понеділок вівторок середа четвер п'ятниця субота неділя "
    "pazartesi salı çarşamba perşembe cuma cumartesi pazar"
)
WEEKDAYS = frozenset(_WEEKDAY_NAMES.split())
"""The names of the days of the week."""
