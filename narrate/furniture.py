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
    found.update(_torn_by_page_numbers(blocks))
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


def _torn_by_page_numbers(blocks: Sequence[Block]) -> Iterable[tuple[int, str]]:
    """Bare numbers that interrupt a sentence, which goes on in small letters after them."""
    for index in range(1, len(blocks) - 1):
        if re.fullmatch(r"\s*\d{1,4}\s*", blocks[index].text):
            before, after = blocks[index - 1].text.rstrip(), blocks[index + 1].text.lstrip()
            if before[-1:].isalnum() and after[:1].islower():
                yield index, "page number"


def _gutenberg(blocks: Sequence[Block]) -> Iterable[tuple[int, str]]:
    """Project Gutenberg's header and licence, which stand before and after two marked lines."""
    for index, block in enumerate(blocks):
        mark = _GUTENBERG.match(block.text)
        if mark and mark[1].upper() == "START":
            yield from ((place, "Project Gutenberg's header") for place in range(index + 1))
        elif mark:
            rest = range(index, len(blocks))
            yield from ((place, "Project Gutenberg's licence") for place in rest)
            return


_GUTENBERG = re.compile(r"\*{3}\s?(START|END):? OF (?:THE|THIS) PROJECT GUTENBERG", re.IGNORECASE)
_SIGNATURE = re.compile(r"\s*--[ \u00a0]?\n")


def _line(words: str, then: str = "") -> re.Pattern[str]:
    """A block that begins with one of these words, marks before them aside."""
    return re.compile(rf"[\W_]{{0,4}}(?:{words}){then}", re.IGNORECASE | re.DOTALL)


def _labels(labels: Iterable[str]) -> str:
    return "|".join(re.escape(label) for label in sorted(labels, key=len, reverse=True))


_COLON = r"\s?[:：]"
_ENDED = r"[\W_\d]*$"
_FEW_WORDS = r"\s*(?:\S+\s+){0,7}\S*\s*$"

_NOTICES = (
    _Kind(
        "platform notice",
        _line(
            r"statement|disclaimer|(?:special )?notice|note to readers|haftungsausschluss|hinweis"
            r"|avertissement|descargo|aviso|avvertenza|дисклеймер|примечание редакции",
            r"\s?[:：].{0,400}(?:views?|opinions?|author|responsib|liab|copyright|infring|buttons?"
            r"|meinung|autor|haftung|auteur|opini|responsab|мнени|автор|ответственн)",
        ),
        700,
    ),
    _Kind(
        "platform notice",
        _line(r"disclaimer|免责声明|免責聲明|版权声明|版權聲明|отказ от ответственности", _COLON),
        700,
    ),
    _Kind(
        "platform notice",
        _line(
            r"(?:特别|郑重|作者|本站|平台)?(?:声明|聲明)[:：，,\s]",
            r".{0,300}(?:代表|观点|觀點|立场|版权|侵权|转载|作者|本文|本网|删除)",
        ),
        700,
    ),
    _Kind(
        "platform notice",
        _line(
            r"the (?:views|opinions) expressed|views expressed (?:here|in this)|all rights reserved"
            r"|本文(?:仅|僅)?代表|(?:以上|此文|该文|本文).{0,12}(?:仅代表|不代表|仅为作者)"
            r"|мнение (?:автора|редакции) (?:может|не)|©|copyright ©|\(c\) \d{4}"
            r"|alle rechte vorbehalten|tous droits réservés|todos los derechos reservados"
            r"|tutti i diritti riservati|todos os direitos reservados|все права защищены"
            r"|版权所有|未经授权|轉載請|转载请|無断転載"
        ),
        400,
    ),
    _Kind(
        "cookie notice",
        re.compile(
            r"(?=.{0,400}cookie)(?:(?:this|our) (?:web)?site|we use|by (?:continuing|using)"
            r"|wir verwenden|diese (?:web)?seite|nous utilisons|ce site|utilizamos|este s[ií]t"
            r"|utilizziamo|questo sito|usamos|мы используем|(?:наш|этот) сайт)",
            re.IGNORECASE,
        ),
        500,
        anywhere=True,
    ),
)
_CREDITS = (
    _Kind(
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
    ),
    _Kind(
        "author, who is named in the head or nobody",
        _line(_labels(AUTHOR_LABELS), _COLON + _FEW_WORDS),
        120,
    ),
    _Kind(
        "source, which is named in the head",
        _line(_labels(SOURCE_LABELS), _COLON + _FEW_WORDS),
        200,
    ),
    _Kind("picture credit", _line(_labels(PICTURE_WORDS), r"\s?[:：/／©]"), 160, anywhere=True),
)
_CALLS = (
    _Kind(
        "call to subscribe",
        _line(
            r"subscribe(?!\w)|sign up (?:for|to) (?:our|the|my|free)|follow (?:us|me) on|join us on"
            r"|like us on|support us (?:on|by)|donate (?:now|today|here)|newsletter\s*(?:[:：]|$)"
            r"|become a (?:member|patron|subscriber)|get (?:our|the) (?:newsletter|app)(?!\w)"
            r"|download our app|(?:if you )?(?:enjoyed|liked) this (?:article|post|story|piece)"
            r"|jetzt abonnieren|abonnieren sie|folgen sie uns|unterstützen sie uns"
            r"|abonnez-vous|s['’]abonner|suivez-nous|inscrivez-vous|suscr[ií]bete|síguenos"
            r"|iscriviti a|seguici|assine (?:a|nossa)|inscreva-se|siga-nos|abonneer je|volg ons"
            r"|subskrybuj|zapisz się|śledź nas|подписывайтесь|подпишитесь|подписаться|підписуйтесь"
            r"|присоединяйтесь к|наш (?:канал|телеграм)|abone ol|bizi takip"
            r"|关注(?:我们|公众号|本)|關注我們|扫码|長按|长按|识别二维码|点击(?:上方|下方|关注|蓝字)"
            r"|購読(?:する|は)|フォロー(?:する|して)|チャンネル登録|구독(?:하기|과)"
            r"|اشترك (?:معنا )?في (?:النشرة|قناتنا|القناة)|تابعنا"
        ),
        240,
    ),
    _Kind(
        "share line",
        _line(
            r"share|tweet|print|e-?mail this|copy link|facebook|twitter|whatsapp|telegram|linkedin"
            r"|pinterest|reddit|teilen|drucken|partager|imprimer|compartir|condividi|compartilhar"
            r"|delen|udostępnij|поделиться|поделитесь|поширити|paylaş|分享(?:到|至)?|点赞|在看|收藏|转发"
            r"|シェア|ツイート|공유|شارك",
            r"(?:[\W_\d]*$|\s(?:this (?:article|story|post|page)|on|via|tweet|facebook|twitter"
            r"|email|whatsapp|telegram|print|diesen artikel|auf|bei|cet article|sur|en|su|op|в)"
            r"(?!\w).{0,60}$)",
        ),
        140,
    ),
    _Kind(
        "counter",
        _line(
            r"[\d.,  ]+\s?(?:k|m|тыс\.?|万|萬)?\s?(?:views?|comments?|likes?|shares?|reads?|claps?"
            r"|min(?:ute)?s? read|ansichten|kommentare?|vues?|commentaires?|comentarios?"
            r"|просмотр\w*|комментари\w*|阅读|评论|浏览|赞)"
            r"|(?:views?|comments?|likes?|просмотр(?:ов|ы)|комментари(?:и|ев)|阅读(?:量|数)?"
            r"|浏览(?:量|次数)?|评论)\s?[:：(]?\s?[\d.,]+|(?:reading time|lesezeit|temps de lecture"
            r"|tiempo de lectura|время чтения|阅读时间)\s?[:：]?\s?\d.{0,20}",
            _ENDED,
        ),
        60,
    ),
    _Kind(
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
    _Kind(
        "pointer to other pages",
        _line(
            r"read (?:more|also|next|on)|see also|also read"
            r"|related(?: (?:articles?|stories|posts?))?"
            r"|more on this(?: story)?|you may also like|recommended|don['’]t miss|continue reading"
            r"|lesen sie (?:auch|mehr)|mehr (?:zum thema|dazu)|siehe auch|weiterlesen"
            r"|auch interessant|à lire(?: aussi)?|lire (?:aussi|également|la suite)|voir aussi"
            r"|sur le même sujet|le[ae]r? también|lee también|ver también|leer más"
            r"|te puede interesar|leggi anche|vedi anche|leia (?:também|mais)"
            r"|veja também|lees (?:ook|verder)|zie ook"
            r"|czytaj (?:też|także|więcej|również)|zobacz (?:też|także)"
            r"|читайте? (?:также|ещ[её]|далее)|читать (?:также|далее|полностью)|см\. также"
            r"|смотрите также|(?:материалы )?по теме|читайте також|дивіться також"
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
)
_KINDS = (*_NOTICES, *_CREDITS, *_CALLS, *_POINTERS)
