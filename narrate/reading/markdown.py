"""Markdown -> Article, through markdown-it-py's tokens."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from narrate.article import Article, Block
from narrate.errors import UnreadableArticle
from narrate.reading.blocks import blocks_of, holds_sentences, one_line, table_text
from narrate.reading.dialects import plain_markdown
from narrate.reading.formulas import spoken_formula
from narrate.reading.frontmatter import Front, front_matter
from narrate.reading.head import (
    Facts,
    host_of,
    merged,
    same_words,
    without_facts,
    without_repeated_title,
)
from narrate.reading.markup import Line, absolute

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markdown_it import MarkdownIt
    from markdown_it.token import Token

__all__ = ["read_markdown"]

_MAX_DEK = 400
_TAG = re.compile(r"<(/?)([A-Za-z][\w.-]*)")
_HREF = re.compile(r"""\shref\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]+))""", re.IGNORECASE)
_TASK = re.compile(r"\[[ xX]\][ \t]+")
_LOST_STRONG = re.compile(r"(?<![\s\d])\*\*|\*\*(?![\s\d])")
_LOST_NOTE = re.compile(r"\[\^[^\]\s[]{1,50}\]")
_PROSE = re.compile(r"(?:[^\W\d_]|[\s,;:'’\"“”«»!?.…—–-])+\Z")
# Chinese and Japanese are written without spaces, so that a line's end is none either.
_UNSPACED = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]")


def read_markdown(text: str, url: str | None = None) -> Article:
    """Read a Markdown text of any of the usual dialects; `url` is where it was found.

    The title is the head's, else the first heading if it comes before any text; a paragraph in
    italics below it is the dek. Footnotes come last, as notes with their numbers.
    """
    front, body = front_matter(text.replace("\r\n", "\n").replace("\r", "\n"))
    gatherer = _Gatherer(front.url or url)
    gatherer.read(_parser().parse(plain_markdown(body)))
    title, blocks = _title(front, gatherer.blocks)
    told = Facts(author=front.author, site=front.site, url=front.url, date=front.date)
    found, blocks = without_facts(without_repeated_title(blocks, title))
    dek, blocks = _dek(front, blocks, gatherer.italics)
    facts = merged(told, found)
    address = facts.url or url
    return Article(
        title=title,
        blocks=(*blocks, *gatherer.notes),
        dek=dek,
        author=facts.author,
        site=facts.site or (host_of(address) if address else None),
        url=address,
        date=facts.date,
        language=front.language,
        picture=front.picture,
    )


@lru_cache(maxsize=1)
def _parser() -> MarkdownIt:
    # Imported here: half of a cold start would go into it for articles in other forms.
    from markdown_it import MarkdownIt
    from mdit_py_plugins.deflist import deflist_plugin
    from mdit_py_plugins.dollarmath import dollarmath_plugin
    from mdit_py_plugins.footnote import footnote_plugin

    parser = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    # A link that nobody should follow is no link to us either, but its words are words.
    parser.validateLink = lambda url: True  # type: ignore[method-assign]  # noqa: ARG005
    parser.use(footnote_plugin).use(deflist_plugin)
    return parser.use(dollarmath_plugin, allow_space=False, allow_digits=False)


def _title(front: Front, blocks: Sequence[Block]) -> tuple[str | None, tuple[Block, ...]]:
    """Take the title from the head, else from the first heading before any text."""
    if front.title and not _is_translated(front.title, blocks):
        return _plain(front.title), tuple(blocks)
    shown = [index for index, block in enumerate(blocks) if block.kind != "picture"]
    first = blocks[shown[0]] if shown else None
    if first is None or first.kind != "heading" or first.level is None:
        return None, tuple(blocks)
    levels = [block.level for block in blocks if block.kind == "heading" and block.level]
    if first.level == 1 or (min(levels) == first.level and levels.count(first.level) == 1):
        return first.text, tuple(block for block in blocks if block is not first)
    return None, tuple(blocks)


def _plain(text: str) -> str:
    """Take the marks out of a line of the head."""
    inline = _parser().parseInline(text)
    return one_line(_line_of(inline[0].children or [], None).text) or text


def _is_translated(title: str, blocks: Sequence[Block]) -> bool:
    """Whether the text has a title of its own, in another writing than the head's."""
    first = next((block for block in blocks if block.kind != "picture"), None)
    own = first.text if first and first.kind == "heading" and first.level == 1 else ""
    return bool(_UNSPACED.search(own)) and not _UNSPACED.search(title)


def _dek(
    front: Front, blocks: tuple[Block, ...], italics: set[str]
) -> tuple[str | None, tuple[Block, ...]]:
    """Take the dek from the head, else from a first paragraph that is all in italics."""
    first = next((block for block in blocks if block.kind != "picture"), None)
    if first is None or first.kind != "paragraph":
        return front.dek and _plain(front.dek), blocks
    below = tuple(block for block in blocks if block is not first)
    if front.dek:
        dek = _plain(front.dek)
        return dek, below if same_words(first.text, dek) else blocks
    if first.text in italics and len(first.text) <= _MAX_DEK and below:
        return first.text, below
    return None, blocks


@dataclass(slots=True)
class _Gatherer:
    """What is open at a token, and the blocks that are done."""

    base: str | None
    blocks: list[Block] = field(default_factory=list)
    notes: list[Block] = field(default_factory=list)
    italics: set[str] = field(default_factory=set)
    lists: list[bool] = field(default_factory=list)
    item: tuple[int, str | None] | None = None
    quotes: int = 0
    note: str | None = None
    in_note: bool = False
    rows: list[list[str]] | None = None

    def read(self, tokens: Sequence[Token]) -> None:
        """Gather all blocks of a document."""
        heading: int | None = None
        for token in tokens:
            if token.type == "heading_open":
                heading = int(token.tag[1])
            elif token.type == "inline":
                self._text(token, heading)
                heading = None
            else:
                self._mark(token)

    def _mark(self, token: Token) -> None:
        """Open or close what stands around text, or take a block that is no text."""
        kind = token.type
        if kind.startswith(("bullet_list", "ordered_list", "list_item", "dt_", "dd_")):
            self._list(token)
        elif kind in ("blockquote_open", "blockquote_close"):
            self.quotes += token.nesting
        elif kind in ("footnote_open", "footnote_close"):
            self.in_note = token.nesting > 0
            label = str(token.meta.get("label") or "")
            self.note = label if label.isdecimal() else str(token.meta.get("id", 0) + 1)
        elif kind.startswith(("table", "tr")):
            self._table(token)
        elif kind in ("fence", "code_block", "math_block", "math_block_label"):
            self._code(token)
        elif kind == "html_block":
            self._html(token.content)

    def _list(self, token: Token) -> None:
        kind, opens = token.type, token.nesting > 0
        if kind.startswith(("bullet_list", "ordered_list")):
            self.lists = [*self.lists, kind.startswith("o")] if opens else self.lists[:-1]
        elif kind in ("list_item_open", "dt_open"):
            numbered = kind[0] == "l" and bool(self.lists) and self.lists[-1]
            self.item = (max(1, len(self.lists)), token.info if numbered else None)
        else:
            self.item = None

    def _table(self, token: Token) -> None:
        if token.type == "table_open":
            self.rows = []
        elif token.type == "tr_open" and self.rows is not None:
            self.rows.append([])
        elif token.type == "table_close" and self.rows is not None:
            rows, self.rows = self.rows, None
            if not holds_sentences(rows):
                self._add(Block("table", table_text(rows)))
                return
            for cell in (cell for row in rows for cell in row if cell):
                self._add(Block("paragraph", cell))

    def _code(self, token: Token) -> None:
        """Add code; but an indented passage of sentences is prose, and a formula may be words."""
        text = token.content.strip("\n").rstrip()
        if token.type.startswith("math"):
            words = spoken_formula(text)
            self._add(Block("paragraph", words) if words else Block("code", text.strip()))
        elif token.type == "code_block" and _is_prose(text):
            for part in re.split(r"\n\s*\n", text):
                self._add(Block("paragraph", " ".join(part.split())))
        elif text:
            self._add(Block("code", text))

    def _html(self, content: str) -> None:
        """Add the text of raw HTML, which may be a part of an element only."""
        for block in _html_blocks(content, self.base):
            self._add(block)

    def _text(self, token: Token, heading: int | None) -> None:
        children = token.children or []
        line = _line_of(children, self.base)
        if self.rows is not None:
            self.rows[-1].append(line.text)
            return
        if heading:
            text = one_line(line.text)
            links = line.links if text == line.text else ()
            self._add(Block("heading", text, level=heading, links=links))
            return
        if _leads_about_the_page(children):
            return
        block = Block("paragraph", line.text, links=line.links)
        if not block.text:
            alts = [child.content for child in children if child.type == "image"]
            if alts:
                self._add(Block("picture", alts[0].strip()))
            return
        if self._is_caption(children):
            self._add(Block("picture", line.text))
            return
        if _is_emphasised(children):
            self.italics.add(block.text)
        self._add(block)

    def _is_caption(self, children: Sequence[Token]) -> bool:
        """Whether words in italics stand under a picture."""
        words = [child for child in children if child.type not in ("image", "softbreak")]
        below = bool(self.blocks) and self.blocks[-1].kind == "picture"
        return _is_emphasised(words) and (below or children[0].type == "image")

    def _add(self, block: Block) -> None:
        """Add a block in its place: in a note, as an item, as a quote."""
        if self.in_note:
            number, self.note = self.note, None
            kind = "note" if block.kind in ("paragraph", "item", "heading") else block.kind
            self.notes.append(replace(block, kind=kind, level=None, number=number))
        elif not block.text and block.kind not in ("picture",):
            return
        elif block.kind == "paragraph" and self.item:
            (level, number), self.item = self.item, None
            self.blocks.append(
                replace(_without_task(block), kind="item", level=level, number=number)
            )
        elif block.kind == "paragraph" and self.quotes:
            self.blocks.append(replace(block, kind="quote"))
        else:
            self.blocks.append(block)


def _line_of(children: Sequence[Token], base: str | None) -> Line:
    """Gather the words of an inline token, with its links."""
    line = Line()
    struck = 0
    for index, token in enumerate(children):
        struck += token.nesting if token.type in ("s_open", "s_close") else 0
        if struck:
            continue
        if token.type == "softbreak" and _ends_label(children[:index]):
            line.break_line()
        elif token.type == "softbreak":
            line.add("" if _between_unspaced(children, index) else " ")
        elif token.type == "hardbreak":
            line.break_line()
        elif token.type == "link_open":
            line.open_link(absolute(str(token.attrs.get("href", "")), base))
        elif token.type == "link_close":
            line.close_link()
        elif token.type == "footnote_ref":
            line.drop_note()
        elif token.type == "html_inline":
            _inline_tag(line, token.content, base)
        else:
            line.add(_words_of(token))
    line.close_link()
    return line


def _leads_about_the_page(children: Sequence[Token]) -> bool:
    """Whether a line is nothing but links to other places of its page: a table of contents."""
    inside = leading = 0
    for token in children:
        if token.type == "link_open":
            inside += 1
            if not str(token.attrs.get("href", "")).startswith("#"):
                return False
            leading += 1
        elif token.type == "link_close":
            inside -= 1
        elif not inside and any(map(str.isalnum, token.content)):
            return False
    return leading > 0


def _ends_label(before: Sequence[Token]) -> bool:
    """Whether all before a line's end is in bold: `**Note**`."""
    shown = [token.type for token in before if token.type != "text" or token.content.strip()]
    bold = shown[:1] == ["strong_open"] and shown[-1:] == ["strong_close"]
    return bold and shown.count("strong_open") == 1


def _words_of(token: Token) -> str:
    if token.type == "text":
        return _LOST_NOTE.sub("", _LOST_STRONG.sub("", token.content))
    if token.type.startswith("math_inline"):
        return _formula(token.content)
    return token.content if token.type == "code_inline" else ""


def _inline_tag(line: Line, tag: str, base: str | None) -> None:
    """Obey a raw tag within a line; most of them say nothing to a listener."""
    found = _TAG.match(tag)
    if not found:
        return
    name, opens = found[2].lower(), not found[1]
    if name == "br":
        line.break_line()
    elif name == "a" and opens:
        href = _HREF.search(tag)
        line.open_link(absolute(next(filter(None, href.groups()), None), base) if href else None)
    elif name == "a":
        line.close_link()
    elif name in ("sup", "sub") and opens:
        line.open_script()
    elif name in ("sup", "sub"):
        line.close_script(raised=name == "sup")


def _between_unspaced(children: Sequence[Token], index: int) -> bool:
    before = children[index - 1].content[-1:] if index else ""
    after = children[index + 1].content[:1] if index + 1 < len(children) else ""
    return bool(_UNSPACED.match(before) and _UNSPACED.match(after))


def _formula(latex: str) -> str:
    """Say a formula; what only looks like one, such as prices, stays as it was written."""
    words = re.findall(r"[A-Za-z]{3,}", latex)
    if len(words) > 1 and "\\" not in latex:
        return f"${latex}$"
    return spoken_formula(latex) or latex


def _is_emphasised(children: Sequence[Token]) -> bool:
    shown = [child for child in children if child.type != "text" or child.content.strip()]
    return (
        len(shown) > 2
        and shown[0].type == "em_open"
        and shown[-1].type == "em_close"
        and sum(child.type == "em_open" and child.level == shown[0].level for child in shown) == 1
    )


def _without_task(block: Block) -> Block:
    found = _TASK.match(block.text)
    if not found:
        return block
    links = (replace(link, start=link.start - found.end()) for link in block.links)
    return replace(block, text=block.text[found.end() :], links=tuple(links))


def _is_prose(text: str) -> bool:
    """Tell sentences that were only indented from code."""
    return len(text.split()) >= 8 and text.rstrip()[-1:] in '.!?…”"’»' and bool(_PROSE.match(text))


def _html_blocks(content: str, base: str | None) -> tuple[Block, ...]:
    if not _TAG.search(content):
        return ()
    from lxml import etree, html  # few Markdown texts hold raw HTML

    try:
        root = html.fragment_fromstring(content, create_parent="div")
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise UnreadableArticle(
            f"The HTML inside this Markdown cannot be read: {error}."
        ) from error
    return blocks_of(root, base)
