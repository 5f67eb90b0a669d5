"""PDF -> Article, through PDFium. The only module that knows pypdfium2."""

from __future__ import annotations

import ctypes
import re
import unicodedata
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import groupby
from statistics import median
from time import monotonic
from typing import TYPE_CHECKING

from narrate.article import Article
from narrate.errors import UnreadableArticle
from narrate.reading.columns import Page, Run
from narrate.reading.head import (
    Facts,
    clean_author,
    clean_title,
    merged,
    same_words,
    without_facts,
    without_repeated_title,
)
from narrate.reading.markup import Line
from narrate.reading.pages import blocks_of_pages, title_of
from narrate.reading.streams import is_bomb

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pypdfium2
    import pypdfium2.raw as pdfium

__all__ = ["read_pdf"]

MAX_PAGES = 3000
"""Pages of a document; the longest novels have some 1,500."""
MAX_CHARS = 6_000_000
"""Characters of a document: a hundred hours of speech."""
MAX_SECONDS = 120
"""How long the pages may take; a novel takes 5 s."""
MAX_CHARS_ON_PAGE = 60_000
"""Characters of one page; a broadsheet has some 20,000."""

# A space that stands in no file: PDFium saw a gap.
_GAP = "\t"
_BOLD = re.compile(rb"bold|black|heavy|demi", re.IGNORECASE)
_LIGATURES = re.compile("[\ufb00-\ufb06]")
# What programs and scanners write as a title or an author when nobody told them.
_NO_TITLE = re.compile(
    r"untitled|microsoft word|document\d*$|scan"
    r"|.*\.(?:docx?|pdf|indd|tex|dvi|qxd|odt|rtf|html?|txt)$"
    r"|[\d\W_]*$|about:blank|(?:https?|file):",
    re.IGNORECASE,
)
_NO_AUTHOR = re.compile(
    r"(?:user|admin\w*|owner|author|pc|root|unknown|microsoft.*)\d*$", re.IGNORECASE
)


def read_pdf(data: bytes, name: str = "The document") -> Article:
    """Read the bytes of a PDF; `name` is for messages.

    Raises UnreadableArticle if it is damaged, locked, too long, or has no text, as a scan has.
    """
    if is_bomb(data):
        raise UnreadableArticle(f"{name} unpacks to more than an article can hold: it is not read.")
    with _document(data, name) as document:
        if len(document) > MAX_PAGES:
            raise UnreadableArticle(f"{name} has {len(document):,} pages; {MAX_PAGES:,} are read.")
        told = document.get_metadata_dict()
        pages = _pages(document, name)
    if not any(run.text for page in pages for run in page.runs):
        raise UnreadableArticle(
            f"{name} holds pictures of pages but no text: run text recognition (OCR) on it first."
        )
    blocks = blocks_of_pages(pages)
    title = _title(told.get("Title", ""), pages)
    writer = told.get("Author", "").strip()
    author = None if not writer or _NO_AUTHOR.match(writer) else clean_author(writer)
    found, blocks = without_facts(without_repeated_title(blocks, title))
    facts = merged(found, Facts(author=author))
    return Article(
        title=title,
        blocks=blocks,
        author=facts.author,
        site=facts.site,
        url=facts.url,
        date=facts.date,
    )


@contextmanager
def _document(data: bytes, name: str) -> Iterator[pypdfium2.PdfDocument]:
    """Open a document, and turn PDFium's one error into ours, here alone."""
    import pypdfium2  # 50 ms, and only PDFs need it

    document = None
    try:
        document = pypdfium2.PdfDocument(data)
        yield document
    except pypdfium2.PdfiumError as error:
        raise UnreadableArticle(_reason(error, name)) from error
    finally:
        if document is not None:
            document.close()


def _reason(error: pypdfium2.PdfiumError, name: str) -> str:
    import pypdfium2.raw as pdfium

    if error.err_code == pdfium.FPDF_ERR_PASSWORD:
        return f"{name} is locked with a password: save it without one first."
    if error.err_code == pdfium.FPDF_ERR_SECURITY:
        return f"{name} is locked in a way that cannot be opened here: print it to a new PDF first."
    return f"{name} is a damaged PDF ({error}): get it again."


def _title(told: str, pages: list[Page]) -> str | None:
    """Take the told title if a person may have written it, else the largest words of page 1."""
    told = " ".join(told.replace("\0", "").split())
    shown = title_of(pages)
    if shown and told and same_words(shown, told):
        return shown
    if len(told) < 4 or _NO_TITLE.match(told):
        return shown
    return clean_title(told)


def _pages(document: pypdfium2.PdfDocument, name: str) -> list[Page]:
    pages: list[Page] = []
    left = MAX_CHARS
    end = monotonic() + MAX_SECONDS
    for number in range(len(document)):
        page = document[number]
        text_page = page.get_textpage()
        glyphs = _glyphs(text_page, page.get_size())
        text_page.close()
        page.close()
        left -= len(glyphs)
        if left < 0:
            raise UnreadableArticle(f"{name} holds more than {MAX_CHARS:,} characters: cut it up.")
        runs = (_run(part) for part in _split(glyphs))
        if monotonic() > end:
            raise UnreadableArticle(f"{name} takes longer than {MAX_SECONDS} s to read: cut it up.")
        pages.append(Page(tuple(run for run in runs if run.text)))
    return pages


@dataclass(frozen=True, slots=True)
class _Glyph:
    """One character where it stands; a space has no place of its own."""

    text: str
    left: float
    right: float
    y: float
    size: float
    bold: bool


def _glyphs(text_page: pypdfium2.PdfTextPage, size: tuple[float, float]) -> list[_Glyph]:
    """Read the characters of a page that stand upright on it."""
    import pypdfium2.raw as pdfium

    handle = text_page.raw
    box, x, y = pdfium.FS_RECTF(), ctypes.c_double(), ctypes.c_double()
    refs = ctypes.byref(box), ctypes.byref(x), ctypes.byref(y)
    width, height = size
    glyphs: list[_Glyph] = []
    bold = False
    previous = None
    for index in range(min(pdfium.FPDFText_CountChars(handle), MAX_CHARS_ON_PAGE)):
        code = pdfium.FPDFText_GetUnicode(handle, index)
        pdfium.FPDFText_GetLooseCharBox(handle, index, refs[0])
        pdfium.FPDFText_GetCharOrigin(handle, index, refs[1], refs[2])
        if not (-1 <= box.left <= width + 1 and -1 <= y.value <= height + 1):
            continue
        text = _character(code)
        if text == " " and pdfium.FPDFText_IsGenerated(handle, index):
            text = _GAP
        if previous is None or abs(previous - y.value) > 1 or text.isspace():
            bold = _is_bold(handle, index + text.isspace())
            if (
                not text.isspace()
                and abs(pdfium.FPDFText_GetCharAngle(handle, index)) % 6.283 > 0.1
            ):
                continue
        previous = y.value
        glyphs.append(_Glyph(text, box.left, box.right, y.value, box.top - box.bottom, bold))
    return glyphs


def _is_bold(handle: pdfium.FPDF_TEXTPAGE, index: int) -> bool:
    """Tell a bold font by its weight, or by its name where it tells no weight."""
    import pypdfium2.raw as pdfium

    name, flags = ctypes.create_string_buffer(80), ctypes.c_int()
    pdfium.FPDFText_GetFontInfo(handle, index, name, len(name), ctypes.byref(flags))
    return pdfium.FPDFText_GetFontWeight(handle, index) >= 600 or bool(_BOLD.search(name.value))


def _character(code: int) -> str:
    """Write a character; ligatures as letters, a line's end and what is none as a space."""
    if code in (0xFFFE, 0x02):  # PDFium's two words for a hyphen at a line's end
        return "-"
    if code < 32 or code == 0xFFFF or 0xD800 <= code <= 0xDFFF or code > 0x10FFFF:
        return " "
    text = chr(code)
    return unicodedata.normalize("NFKC", text) if _LIGATURES.match(text) else text


def _split(glyphs: list[_Glyph]) -> Iterator[list[_Glyph]]:
    """Split a page's characters where the next one does not stand right behind the last."""
    run: list[_Glyph] = []
    last: _Glyph | None = None
    space = ""
    for glyph in glyphs:
        if glyph.text.isspace():
            space = max(space, glyph.text, key=" ".__eq__)
            continue
        if last is not None and not _follows(last, glyph, space):
            yield run
            run = []
        elif last is not None and (space or glyph.left - last.right > 0.25 * last.size):
            # A space beside a raised mark stands on the line.
            run.append(replace(max(last, glyph, key=lambda each: each.size), text=" "))
        run.append(glyph)
        last, space = glyph, ""
    if run:
        yield run


def _follows(last: _Glyph, glyph: _Glyph, space: str) -> bool:
    """Whether a character stands on the line of the last one, close behind it."""
    size = max(last.size, glyph.size)
    if abs(last.y - glyph.y) > 0.5 * size:
        return False
    # A space that was written may be stretched to fill a line; one that was not, is a gap.
    return -0.5 * size < glyph.left - last.right < (6.0 if space == " " else 1.2) * size


def _run(glyphs: list[_Glyph]) -> Run:
    """Make a run of characters; raised ones are powers, ordinals, or marks of notes that go."""
    shown = [glyph for glyph in glyphs if glyph.text != " "]
    size = median(glyph.size for glyph in shown)
    y = median(glyph.y for glyph in shown)
    line = Line()
    for shift, group in groupby(glyphs, key=lambda glyph: _shift(glyph, size, y)):
        words = "".join(glyph.text for glyph in group)
        if not shift:
            line.add(words)
            continue
        begins = not line
        line.open_script()
        line.add(words)
        # A raised number that begins a line is that of the note below the text itself.
        line.close_script(raised=shift > 0, plain=begins)
        if begins:
            line.add(" ")
    bold = sum(glyph.bold for glyph in shown) * 10 > 9 * len(shown)
    return Run(line.text, shown[0].left, shown[-1].right, y, size, bold)


def _shift(glyph: _Glyph, size: float, y: float) -> int:
    """Tell a raised character (1) and a lowered one (-1) from one on the line (0)."""
    if glyph.size >= 0.85 * size:
        return 0
    return int(glyph.y > y + 0.12 * size) - int(glyph.y < y - 0.06 * size)
