"""Data only: how a platform's notices, credits, calls, pointers and counters begin."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from narrate.labels import AUTHOR_LABELS, PICTURE_WORDS, SOURCE_LABELS

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["KINDS", "Kind"]


class Kind(NamedTuple):
    """One kind of furniture: how its blocks begin, and why a listener need not hear them."""

    reason: str
    pattern: re.Pattern[str]
    longest: int
    """A longer block is no furniture, whatever it begins with (characters)."""
    anywhere: bool = False
    """Whether it is known in mid-article too, not only near an end."""
    terse: bool = False
    """Whether it never is a whole sentence of more than five words, as prose would be."""


def _line(words: str, then: str = "") -> re.Pattern[str]:
    """A block that begins with one of these words, marks before them aside.

    A quotation mark is none of those: what is in quotation marks somebody says.
    """
    before = r"(?:[^\w\"“„«「『‘‹'’]|_){0,4}"
    return re.compile(rf"{before}(?:{words}){then}", re.IGNORECASE | re.DOTALL)


def _labels(labels: Iterable[str]) -> str:
    return "|".join(re.escape(label) for label in sorted(labels, key=len, reverse=True))


_SOCIAL = (
    r"(?:our |the |social )*(?:social|media|facebook|fb|twitter|x|instagram|insta|whatsapp|telegram"
    r"|linkedin|pinterest|reddit|mastodon|bluesky|threads|youtube|tiktok|medium|github|discord"
    r"|vk|вк|вконтакте|телеграм\w*|дзен\w*|одноклассниках|flipboard|patreon|ko-fi|spotify"
    r"|(?:apple |google )?(?:podcasts|news))(?!\w)"
)
_COLON = r"\s?[:：]"
_ENDED = r"[\W_\d]*$"
_FEW_WORDS = r"\s*(?:\S+\s+){0,7}\S*\s*$"

_NOTICES = (
    Kind(
        "platform notice",
        _line(
            r"statement|disclaimer|(?:special )?notice|note to readers|haftungsausschluss|hinweis"
            r"|avertissement|descargo|aviso|avvertenza|дисклеймер|примечание редакции",
            r"\s?[:：].{0,400}(?:views?|opinions?|author|responsib|liab|copyright|infring|buttons?"
            r"|meinung|autor|haftung|auteur|opini|responsab|мнени|автор|ответственн)",
        ),
        700,
    ),
    Kind(
        "platform notice",
        _line(r"disclaimer|免责声明|免責聲明|版权声明|版權聲明|отказ от ответственности", _COLON),
        700,
    ),
    Kind(
        "platform notice",
        _line(
            r"(?:特别|郑重|作者|本站|平台)?(?:声明|聲明)[:：，,\s]",
            r".{0,300}(?:代表|观点|觀點|立场|版权|侵权|转载|作者|本文|本网|删除)",
        ),
        700,
    ),
    Kind(
        "platform notice",
        _line(
            r"the (?:views|opinions) expressed|views expressed (?:here|in this)|all rights reserved"
            r"|本文(?:仅|僅)?代表|(?:以上|此文|该文|本文).{0,12}(?:仅代表|不代表|仅为作者)"
            r"|мнение (?:автора|редакции) (?:может|не)|©|copyright ©|\(c\) \d{4}"
            r"|alle rechte vorbehalten|tous droits réservés|todos los derechos reservados"
            r"|tutti i diritti riservati|todos os direitos reservados|все права защищены"
            r"|本文由.{1,40}(?:编译|翻译|荣誉推出|首发|授权|发布|整理)|版权所有|未经授权|轉載請|转载请|無断転載"
        ),
        400,
    ),
    Kind(
        "cookie notice",
        re.compile(
            r"(?=.{0,400}cookie)(?=.{0,500}(?:accept|agree|consent|experience|setting|preference"
            r"|polic|learn more|analy[sz]|traffic|personali|browser|einverstanden|zustimm|erlebnis"
            r"|datenschutz|einstellung|acept|expérience|paramètre|experiencia|polític|experiência"
            r"|accett|esperienza|соглас|удобств|политик|улучш))"
            r"(?:(?:this|our|the) (?:web)?site|we (?:and our partners )?use|by (?:continuing|using)"
            r"|wir verwenden|diese (?:web)?seite|nous utilisons|ce site|utilizamos|este s[ií]t"
            r"|utilizziamo|questo sito|usamos|мы используем|(?:наш|этот) сайт)",
            re.IGNORECASE,
        ),
        500,
        anywhere=True,
    ),
)
_CREDITS = (
    Kind(
        "editor or translator",
        _line(
            r"责任编辑|責任編輯|责编|編輯|编辑|编审|校对|校對|审核|審核|译者|譯者|翻译|翻譯|排版|制图|监制|编译"
            r"|редактор|корректор|перевод|переводчик|переклад"
            r"|(?:edited|translated|proofread) by|(?:copy )?editor|translators?|translation"
            r"|übersetzung|übersetzt von|traduction|traduit par|traducción|traduzione|tradução"
            r"|vertaling|tłumaczenie|redakcja|çeviri",
            r"(?:\s?[:：/／丨|]| [A-ZА-ЯЁ][\w.'’-]+(?: [\w.'’-]+){0,4}$)",
        ),
        160,
        terse=True,
    ),
    Kind(
        "author, who is named in the head or nobody",
        _line(_labels(AUTHOR_LABELS), _COLON + _FEW_WORDS),
        120,
        terse=True,
    ),
    Kind(
        "source, which is named in the head",
        _line(_labels(SOURCE_LABELS), _COLON + _FEW_WORDS),
        200,
        terse=True,
    ),
    Kind(
        "picture credit",
        _line(
            _labels(PICTURE_WORDS),
            r"(?:\s?[:：/／©](?!.{30}.*[^\W\d_]{3}[.!?] .{40})"
            r"|(?:\s(?:by|courtesy(?: of)?|credits?|via|from|von|de|di|из|автора|предоставлен\w*"
            r"|пресс-служб\w*|архив\w*)\s|来自|来源|說明|说明|提供).{0,60}[^.!?。]$)",
        ),
        160,
        anywhere=True,
    ),
)
_CALLS = (
    Kind(
        "call to subscribe",
        _line(
            r"subscribe(?:[\W_]*$|[ :!]+(?:to (?:our|my|us|this|the|get|receive|read|continue)"
            r"|for|now|here|today|below|via|on|with|using|free|and (?:get|never|share|support)"
            r"|https?:)(?!\w))"
            r"|sign up (?:for|to) (?:our|the|my|free).{0,40}(?:letter|mailing|update|e-?mail|digest"
            r"|alert|briefing|list|account|trial)"
            rf"|(?:follow|join|like|find|support) (?:us|me) on {_SOCIAL}"
            r"|support us by|donate (?:now|today|here)|newsletter\s*(?:[:：]|$)"
            r"|become a (?:(?:paid|free) )?(?:member|patron|subscriber)(?:[\W_]*$| (?:today|now"
            r"|and get|to (?:read|get|support|continue)|for (?:just|only|as)|on|at)(?!\w))"
            r"|get (?:our|the) (?:newsletter|app)(?!\w)"
            r"|(?:view|read|open|see) (?:this|it)(?: e-?mail| message| post| newsletter)? (?:in"
            r"|on|online)(?: your| a| the)?(?: web)?(?: ?browser| app|[\W_]*$)"
            r"|forwarded this (?:e-?mail|newsletter|message)|was this (?:e-?mail )?forwarded"
            r"|having trouble (?:viewing|reading) this|unsubscribe(?!\w)|you(?: a|['’])re receiving"
            r" this|manage (?:your )?(?:e-?mail )?(?:preferences|subscription)"
            r"|im browser (?:ansehen|öffnen|lesen)|(?:newsletter )?abbestellen|se désabonner"
            r"|se désinscrire|voir (?:cet e-?mail )?dans (?:le|votre) navigateur|darse de baja"
            r"|ver en el navegador|отписаться|退订|配信停止"
            r"|download our app|(?:if you )?(?:enjoyed|liked) this (?:article|post|story|piece),?"
            r"|jetzt abonnieren|abonnieren sie (?:uns|den|die|jetzt|hier|kostenlos)"
            r"|folgen sie uns|unterstützen sie uns"
            r"|abonnez-vous(?:[\W_]*$|\s*:| (?:à (?:notre|la|nos|l['’])|pour|ici|sur|dès|gratuit))"
            r"|s['’]abonner(?:[\W_]*$| (?:à|au) (?:notre|nos|la newsletter))"
            r"|suivez-nous|inscrivez-vous|suscr[ií]bete|síguenos"
            r"|iscriviti a|seguici|assine (?:a|nossa)|inscreva-se|siga-nos|abonneer je|volg ons"
            r"|subskrybuj|zapisz się|śledź nas|подписывайтесь|подпишитесь|підписуйтесь"
            r"|подписаться(?:[\W_]*$| на (?:нас|наш|канал|рассылк|новост|телеграм|telegram))"
            r"|присоединяйтесь к (?:нам|наш|канал|сообществ|чат)"
            r"|наш (?:телеграм|telegram)|наш канал (?:в|на) |abone ol|bizi takip"
            r"|关注(?:我们|公众号|本(?:号|站|刊|公众号|频道|账号))|關注我們"
            r"|扫码(?:关注|添加|加|进|入|下载|阅读)|[长長]按.{0,8}(?:二维码|識別|识别|关注)|识别二维码"
            r"|点击(?:上方|下方|关注|蓝字)"
            r"|購読(?:する|はこちら)[\W_]*$|フォロー(?:する|して(?:ください|ね))[\W_]*$"
            r"|チャンネル登録|구독(?:하기|과)"
            r"|اشترك (?:معنا )?في (?:النشرة|قناتنا|القناة)|تابعنا",
            r"(?!\s?,)",
        ),
        240,
    ),
    Kind(
        "share line",
        _line(
            r"share|reply|tweet|print|e-?mail this|copy link|facebook|twitter|whatsapp|telegram"
            r"|linkedin|pinterest|reddit|teilen|drucken|partager|imprimer|compartir|condividi|compartilhar"
            r"|delen|udostępnij|поделиться|поделитесь|поширити|paylaş|分享(?:到|至)?|点赞|在看|收藏|转发"
            r"|シェア|ツイート|공유|شارك",
            r"(?:[\W_\d]*$|\s(?:this (?:article|story|post|page|e-?mail)|tweet|facebook|twitter"
            r"|e-?mail|whatsapp|telegram|print|diesen artikel|cet article"
            rf"|(?:(?:this )?(?:on|via)|auf|bei|sur|en|su|op|в) {_SOCIAL})"
            r"(?!\w).{0,60}$)",
        ),
        140,
    ),
    Kind(
        "counter",
        _line(
            r"[\d.,  ]+\s?(?:k|m|тыс\.?|万|萬)?\s?(?:views?|comments?|points?|likes?|shares?"
            r"|reads?|claps?"
            r"|min(?:ute)?s? read|ansichten|kommentare?|vues?|commentaires?|comentarios?"
            r"|просмотр\w*|комментари\w*|阅读|评论|浏览|赞)"
            r"|(?:views?|comments?|likes?|просмотр(?:ов|ы)|комментари(?:и|ев)|阅读(?:量|数)?"
            r"|浏览(?:量|次数)?|评论)\s?[:：(]?\s?[\d.,]+|(?:reading time|lesezeit|temps de lecture"
            r"|tiempo de lectura|время чтения|阅读时间)\s?[:：]?\s?\d.{0,20}",
            _ENDED,
        ),
        60,
    ),
    Kind(
        "advertisement",
        _line(
            r"advertisement|advertising|sponsored(?: content)?|anzeige|werbung|publicité|publicidad"
            r"|pubblicità|publicidade|advertentie|reklama|реклама|на правах рекламы|广告|廣告|広告"
            r"|광고|reklam|إعلان|विज्ञापन",
            _ENDED,
        ),
        60,
        anywhere=True,
    ),
)
_POINTERS = (
    Kind(
        "pointer to other pages",
        _line(
            r"read (?:more|also|next|on)|also read|more on this story"
            r"|you may also like|continue reading|lesen sie (?:auch|mehr)|mehr zum thema"
            r"|weiterlesen"
            r"|auch interessant|à lire(?: aussi)?|lire (?:aussi|également|la suite)"
            r"|sur le même sujet|le[ae]r? también|lee también|leer más"
            r"|te puede interesar|leggi anche|leia (?:também|mais)|lees (?:ook|verder)"
            r"|czytaj (?:też|także|więcej|również)"
            r"|читайте? (?:также|ещ[её]|далее)|читать (?:также|далее|полностью)"
            r"|(?:материалы )?по теме|читайте також"
            r"|ayrıca (?:oku|bak)\w*|ilgili haber(?:ler)?|延伸阅读|延伸閱讀"
            r"|相关阅读|相關閱讀|相关文章"
            r"|推荐阅读|阅读原文|阅读更多|更多阅读|関連記事|あわせて読みたい|続きを読む"
            r"|관련 ?기사|더 ?보기"
            r"|اقرأ (?:أيضا|أيضًا|المزيد)|यह भी पढ़ें",
            r"(?:\s?[:：»>→|]|[\W_\d]*$)",
        ),
        260,
        anywhere=True,
    ),
    Kind(
        "pointer to other pages",
        _line(
            r"see also|related(?: (?:articles?|stories|posts?))?|more on this|recommended"
            r"|don['’]t miss|mehr dazu|siehe auch|voir aussi|ver también|vedi anche|veja também"
            r"|zie ook|zobacz (?:też|także)|см\. также|смотрите также|дивіться також",
            r"(?:\s?[:：»>→|]|[\W_\d]*$)",
        ),
        260,
        anywhere=True,
        terse=True,
    ),
    Kind(
        "press mark",
        _line(
            r"for immediate release|zur sofortigen veröffentlichung|pour diffusion immédiate"
            r"|para publicación inmediata|per diffusione immediata",
            _ENDED,
        ),
        60,
    ),
    Kind(
        "picture credit",
        re.compile(
            r"[（(\s]*(?:图为|圖為|图：|配图).{1,80}$|[^。]{1,40}。?[^。]{0,12}[\s（(/]?[摄攝][）)]?$"
        ),
        100,
        anywhere=True,
    ),
    Kind(
        "pointer to other pages",
        re.compile(
            r"(?=.*[|←→↑«»‹›])(?:[\W_]*\b(?:previous|prev|next|home|index|contents|back|to|top|older"
            r"|newer|posts?|chapter|page|article)\b)+[\W_]*$"
            r"|(?:(?:jump|skip) to (?:main |the )?(?:navigation|search|content)[\W_]*)+$",
            re.IGNORECASE,
        ),
        80,
    ),
    Kind(
        "platform notice",
        _line(
            r"sent from my (?:iphone|ipad|phone|mobile|android|blackberry|samsung|galaxy)"
            r"|-+ ?(?:forwarded|original) message ?-+"
            r"|this page was last (?:edited|modified|updated)"
            r"|categor(?:y|ies):[^.!?]*$|kategorien?:[^.!?]*$|retrieved from \W?https?:"
            r"|von meinem iphone gesendet|envoyé de mon iphone|отправлено с iphone"
        ),
        160,
    ),
    Kind("tags", re.compile(r"(?:#[^\s#]{2,40}#?[\s,]*){2,}$"), 300),
    Kind(
        "page number",
        re.compile(
            r"[-–—\s\[(]*(?:page|p\.|pg\.|seite|página|pagina|strona|стр\.?|страница|sayfa|第)\s*"
            r"(?:\d{1,4}|[ivxlc]{1,6})\s*(?:页|頁|ページ|(?:of|/|von|sur|de|di|van|z|из)\s*\d{1,4})?"
            r"[-–—\s\])]*$|[-–—]\s?\d{1,4}\s?[-–—]$|\[(?:pg|page)?\s?\d{1,4}\]$",
            re.IGNORECASE,
        ),
        30,
        anywhere=True,
    ),
)
KINDS = (*_NOTICES, *_CREDITS, *_CALLS, *_POINTERS)
