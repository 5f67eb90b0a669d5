"""Which blocks are the platform's furniture and not the article, and what kind of it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from narrate.addresses import is_address
from narrate.labels import AUTHOR_LABELS, PICTURE_WORDS, SOURCE_LABELS
from narrate.wording import has_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from narrate.article import Block

__all__ = ["furniture_in"]

HEAD = 5
"""How many of the first blocks may be a platform's."""
TAIL = 8
"""How many of the last blocks may be a platform's."""


class _Kind(NamedTuple):
    reason: str
    pattern: re.Pattern[str]
    longest: int
    """A longer block is no furniture, whatever it begins with (characters)."""
    anywhere: bool = False
    """Whether it is known in mid-article too, not only near an end."""


def furniture_in(blocks: Sequence[Block]) -> dict[int, str]:
    """Find the blocks that are not the article: their index, and the reason to skip them.

    A heading or a numbered item is never furniture; a long block only if it is a licence.
    """
    found = dict(_gutenberg(blocks))
    for index, block in enumerate(blocks):
        if index in found:
            continue
        near_an_end = index < HEAD or index >= len(blocks) - TAIL
        reason = _reason(block, near_an_end=near_an_end, last=index >= len(blocks) - 3)
        if reason:
            found[index] = reason
    return found


def _reason(block: Block, *, near_an_end: bool, last: bool) -> str | None:
    text = block.text.strip()
    if not has_words(text):
        return "ornament"
    if block.kind not in ("paragraph", "item", "quote") or block.number:
        return None
    if last and _SIGNATURE.match(block.text):
        return "e-mail signature"
    if is_address(text) or _is_one_link(block):
        return "bare link"
    for kind in _KINDS:
        known = (near_an_end or kind.anywhere) and len(text) <= kind.longest
        if known and kind.pattern.match(text):
            return kind.reason
    return None


def _is_one_link(block: Block) -> bool:
    """Whether a paragraph is nothing but a link that is no sentence: "More on tides"."""
    if block.kind != "paragraph" or len(block.links) != 1 or len(block.text) > 160:
        return False
    linked, text = block.links[0].text.strip(), block.text.strip()
    return text.strip(" .:>»→[]()") == linked.strip(" .:>»→[]()") and text[-1:] not in ".!?。！？"


def _gutenberg(blocks: Sequence[Block]) -> Iterable[tuple[int, str]]:
    """Project Gutenberg's header and licence, which stand before and after two marked lines."""
    for index, block in enumerate(blocks):
        mark = _GUTENBERG.search(block.text[:300])
        if mark and mark[1].upper().startswith("START"):
            yield from ((place, "Project Gutenberg's header") for place in range(index + 1))
        elif mark:
            rest = range(index, len(blocks))
            yield from ((place, "Project Gutenberg's licence") for place in rest)
            return


_GUTENBERG = re.compile(
    r"\*{3}\s?((?:START|END):? (?:OF )?)(?:THE |THIS )?PROJECT GUTENBERG", re.IGNORECASE
)
_SIGNATURE = re.compile(r"\s*--[ \u00a0]?\n")


def _line(words: str, then: str = "") -> re.Pattern[str]:
    """A block that begins with one of these words, marks before them aside."""
    alternatives = "|".join(words.split("|"))
    return re.compile(rf"[\W_]{{0,4}}(?:{alternatives}){then}", re.IGNORECASE)


def _labels(labels: Iterable[str]) -> str:
    return "|".join(re.escape(label) for label in sorted(labels, key=len, reverse=True))


_COLON = r"\s?[:：]"
_ENDED = r"[\W_\d]*$"
_WORD_END = r"(?!\w)"

_KINDS = (
    _Kind(
        "platform notice",
        _line(
            r"statement|disclaimer|(?:special )?notice|editor['’]s note to readers|note to readers"
            r"|haftungsausschluss|hinweis|avertissement|descargo|aviso|avvertenza"
            r"|дисклеймер|отказ от ответственности|примечание редакции",
            r"\s?[:：].{0,400}(?:views?|opinions?|author|responsib|liab|copyright|infring|buttons?"
            r"|meinung|autor|haftung|opinion|auteur|opini|responsab|мнени|автор|ответственн)",
        ),
        700,
    ),
    _Kind("platform notice", _line(r"disclaimer|免责声明|免責聲明|版权声明|版權聲明|特别声明", _COLON), 700),
    _Kind(
        "platform notice",
        _line(
            r"(?:特别|郑重|作者|本站|平台)?(?:声明|聲明)", r".{0,300}(?:代表|观点|觀點|立场|版权|侵权|转载|作者|本文|本网|删除)"
        ),
        700,
    ),
    _Kind(
        "platform notice",
        _line(
            r"the (?:views|opinions) expressed|views expressed (?:here|in this)|本文(?:仅|僅)?代表"
            r"|(?:以上|此文|该文|本文)(?:内容|观点|為|为)|мнение (?:автора|редакции) (?:может|не)"
            r"|all rights reserved|©|copyright ©|\(c\) \d{4}|©|alle rechte vorbehalten"
            r"|tous droits réservés|todos los derechos|tutti i diritti|todos os direitos"
            r"|все права защищены|版权所有|未经授权|轉載請|转载请|無断転載"
        ),
        400,
    ),
    _Kind(
        "editor or translator",
        _line(
            r"责任编辑|責任編輯|责编|編輯|编辑|编审|校对|校對|审核|審核|译者|譯者|翻译|翻譯|排版|制图|监制|来源编辑|编译"
            r"|редактор|корректор|перевод|переводчик|переклад"
            r"|(?:edited|translated|proofread) by|(?:copy )?editor|translators?|translation"
            r"|übersetzung|übersetzt von|traduction|traduit par|traducción|traduzione|tradução"
            r"|vertaling|tłumaczenie|redakcja|çeviri",
            r"(?:\s?[:：/／丨|]| [A-ZА-ЯЁ][\w.'’-]+(?: [\w.'’-]+){0,4}$)",
        ),
        160,
    ),
    _Kind("author, who is named in the head or nobody", _line(_labels(AUTHOR_LABELS), _COLON), 120),
    _Kind("source, which is named in the head", _line(_labels(SOURCE_LABELS), _COLON), 160),
    _Kind(
        "call to subscribe",
        _line(
            r"subscribe|sign up (?:for|to)|follow us|join (?:our|us on)|like us|support us|donate"
            r"|become a (?:member|patron|subscriber)|get (?:our|the) (?:newsletter|app)"
            r"|download our app|enjoyed this|if you (?:enjoyed|liked) this"
            r"|abonnieren|jetzt abonnieren|newsletter|folgen sie uns|unterstützen sie"
            r"|abonnez|s['’]abonner|suivez-nous|inscrivez|suscr[ií]b|síguenos|iscriviti|seguici"
            r"|assine|inscreva-se|siga-nos|abonneer|volg ons|subskrybuj|zapisz się|śledź nas"
            r"|подпис(?:ывайтесь|аться|ка)|присоединяйтесь|наш (?:канал|телеграм)|підписуйтесь"
            r"|abone ol|bizi takip|关注(?:我们|公众号|本)|關注|扫码|長按|长按|识别二维码|点击(?:上方|下方|关注|蓝字)"
            r"|購読|フォロー|チャンネル登録|구독|اشترك|تابعنا|सब्सक्राइब"
        ),
        240,
    ),
    _Kind(
        "share line",
        _line(
            r"share|share (?:this|on|via)|tweet|print|e-?mail this|copy link|facebook|twitter|whatsapp"
            r"|telegram|linkedin|pinterest|reddit|teilen|drucken|partager|imprimer|compartir"
            r"|condividi|compartilhar|delen|udostępnij|поделиться|поделитесь|поширити|paylaş"
            r"|分享(?:到|至)?|点赞|在看|收藏|转发|シェア|ツイート|공유|شارك",
            r"(?:[\W_\d]*$|[\W_]+(?:this|on|via|to|tweet|facebook|twitter|x|email|whatsapp|telegram"
            r"|print|diese?n?|auf|bei|cet|sur|en|su|op|в|на)(?!\w).{0,80}$)",
        ),
        140,
    ),
    _Kind(
        "counter",
        _line(
            r"[\d.,  ]+\s?(?:k|m|тыс\.?|万|萬)?\s?(?:views?|comments?|likes?|shares?|reads?|claps?"
            r"|min(?:ute)?s? read|ansichten|kommentare?|vues?|commentaires?|comentarios?"
            r"|просмотр\w*|комментари\w*|阅读|评论|浏览|赞)"
            r"|(?:views?|comments?|likes?|просмотр(?:ов|ы)|комментари(?:и|ев)|阅读(?:量|数)?|浏览(?:量|次数)?|评论)"
            r"\s?[:：(]?\s?[\d.,]+|(?:reading time|lesezeit|temps de lecture|tiempo de lectura"
            r"|время чтения|阅读时间)",
            r"[\W_]*[\w .,]{0,20}$",
        ),
        60,
    ),
    _Kind(
        "cookie notice",
        _line(
            r"(?:this|our) (?:web)?site uses cookies|we use cookies|by (?:continuing|using) (?:to|this)"
            r"|wir verwenden cookies|diese (?:web)?seite (?:nutzt|verwendet)|nous utilisons des cookies"
            r"|ce site utilise des cookies|utilizamos cookies|este sitio|utilizziamo i cookie"
            r"|usamos cookies|мы используем (?:файлы )?cookie|сайт использует (?:файлы )?cookie",
            r"(?:.{0,300}cookie|(?<=cookies)|(?<=cookie))",
        ),
        500,
        anywhere=True,
    ),
    _Kind(
        "pointer to other pages",
        _line(
            r"read (?:more|also|next|on)|see also|also read|related(?: (?:articles?|stories|posts?))?"
            r"|more on this(?: story)?|you may also like|recommended|don['’]t miss|continue reading"
            r"|lesen sie (?:auch|mehr)|mehr (?:zum thema|dazu)|siehe auch|weiterlesen|auch interessant"
            r"|à lire(?: aussi)?|lire (?:aussi|également|la suite)|voir aussi|sur le même sujet"
            r"|le[ae]r? también|lee también|ver también|leer más|te puede interesar|leggi anche"
            r"|vedi anche|leia (?:também|mais)|veja também|lees (?:ook|verder)|zie ook|czytaj (?:też|także|"
            r"więcej|również)|zobacz (?:też|także)|читайте? (?:также|ещ[её]|далее)|читать (?:также|далее|полностью)"
            r"|см\. также|смотрите также|по теме|материалы по теме|читайте також|дивіться також"
            r"|ayrıca (?:oku|bak)\w*|ilgili haber(?:ler)?|延伸阅读|延伸閱讀|相关阅读|相關閱讀|相关文章|推荐阅读|阅读原文|阅读更多|更多阅读"
            r"|関連記事|あわせて読みたい|続きを読む|관련 ?기사|더 ?보기|اقرأ (?:أيضا|أيضًا|المزيد)|यह भी पढ़ें",
            r"(?:\s?[:：»>→|]|[\W_\d]*$)",
        ),
        260,
        anywhere=True,
    ),
    _Kind(
        "advertisement",
        _line(
            r"advertisement|advertising|sponsored(?: content)?|anzeige|werbung|publicité|publicidad"
            r"|pubblicità|publicidade|advertentie|reklama|реклама|на правах рекламы|广告|廣告|広告|광고"
            r"|reklam|إعلان|विज्ञापन",
            _ENDED,
        ),
        60,
        anywhere=True,
    ),
    _Kind("picture credit", _line(_labels(PICTURE_WORDS), r"\s?[:：/／©]"), 160, anywhere=True),
    _Kind(
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
)  # fmt: skip
