"""What kind of document is it? By looking at it; its name only helps where looks cannot tell."""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from typing import Literal
from urllib.parse import urlsplit

from narrate.errors import UnreadableArticle

__all__ = ["Form", "form_of"]

Form = Literal["text", "markdown", "html", "epub", "pdf"]

# How much of a document is looked at: enough for any head, and quick.
_LOOK = 200_000

_SAVE = "save it as HTML or text"
_TO_EPUB = "convert it to EPUB"
_WORDS_NEEDED = "an article in words is needed"

# (offset, first bytes, what it is, what to do), from the formats' own descriptions.
_SIGNATURES: tuple[tuple[int, bytes, str, str], ...] = (
    (0, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Word or Office document", _SAVE),
    (0, b"{\\rtf", "a Rich Text document", _SAVE),
    (60, b"BOOKMOBI", "a Kindle book", _TO_EPUB),
    (60, b"TEXtREAd", "a Palm book", _TO_EPUB),
    (0, b"\xeaDRMION\xee", "a locked Kindle book", "its publisher's DRM must be off to read it"),
    (0, b"ITSF", "a Windows help file", _SAVE),
    (0, b"ITOLITLS", "a Microsoft Reader book", _TO_EPUB),
    (0, b"AT&TFORM", "a DjVu document", "save its text, or convert it to a PDF with text"),
    (0, b"%!PS", "a PostScript document", "convert it to PDF"),
    (0, b"bplist00", "a web archive of Safari", "save the page as page source (HTML)"),
    (0, b"\x89PNG", "a picture", _WORDS_NEEDED),
    (0, b"\xff\xd8\xff", "a picture", _WORDS_NEEDED),
    (0, b"GIF8", "a picture", _WORDS_NEEDED),
    (0, b"II*\0", "a picture", _WORDS_NEEDED),
    (0, b"MM\0*", "a picture", _WORDS_NEEDED),
    (8, b"WEBP", "a picture", _WORDS_NEEDED),
    (4, b"ftyphei", "a picture", _WORDS_NEEDED),
    (4, b"ftypavif", "a picture", _WORDS_NEEDED),
    (4, b"ftypM4A", "a sound recording", _WORDS_NEEDED),
    (4, b"ftyp", "a film", _WORDS_NEEDED),
    (0, b"\x1a\x45\xdf\xa3", "a film", _WORDS_NEEDED),
    (8, b"AVI ", "a film", _WORDS_NEEDED),
    (8, b"WAVE", "a sound recording", _WORDS_NEEDED),
    (0, b"ID3", "a sound recording", _WORDS_NEEDED),
    (0, b"\xff\xfb", "a sound recording", _WORDS_NEEDED),
    (0, b"fLaC", "a sound recording", _WORDS_NEEDED),
    (0, b"OggS", "a sound recording", _WORDS_NEEDED),
    (0, b"\x1f\x8b", "a compressed file (gzip)", "unpack it first"),
    (0, b"BZh", "a compressed file (bzip2)", "unpack it first"),
    (0, b"\xfd7zXZ\0", "a compressed file (xz)", "unpack it first"),
    (0, b"\x28\xb5\x2f\xfd", "a compressed file (zstd)", "unpack it first"),
    (0, b"7z\xbc\xaf\x27\x1c", "an archive (7z)", "unpack it first"),
    (0, b"Rar!", "an archive (rar)", "unpack it first"),
    (257, b"ustar", "an archive (tar)", "unpack it first"),
    (0, b"SQLite format 3", "a database", _WORDS_NEEDED),
    (0, b"\x7fELF", "a program", _WORDS_NEEDED),
    (0, b"MZ\x90", "a program", _WORDS_NEEDED),
)

# (a member's name begins so, what the zip file is, what to do)
_ZIPPED: tuple[tuple[str, str, str], ...] = (
    ("word/", "a Word document", _SAVE),
    ("ppt/", "a PowerPoint presentation", _SAVE),
    ("xl/", "an Excel workbook", "save its text"),
    ("Index/", "an Apple Pages, Numbers or Keynote document", "export it as EPUB or text"),
    ("content.xml", "an OpenDocument file", _SAVE),
    ("classes.dex", "a program", _WORDS_NEEDED),
)

# (how the text begins, what it is, what to do); a `<?xml …?>` line and comments stand before.
_BEGINNINGS: tuple[tuple[str, str, str], ...] = (
    (r"<(?:rss|rdf:rdf|feed)\b", "a news feed", "give the address of one of its articles"),
    (r"<fictionbook\b", "a FictionBook", _TO_EPUB),
    (r"<svg\b", "a picture", _WORDS_NEEDED),
    (r"<opml\b", "a list of feeds", "give the address of one article"),
    (r"\\documentclass\b", "a LaTeX source", "make a PDF of it first"),
    (r"\{\s*\"(?:cells|nbformat|metadata)\"\s*:", "a notebook", "save it as HTML or Markdown"),
    (r"\{\s*\"[^\"\n]{1,80}\"\s*:|\[\s*\{\s*\"", "JSON data", _WORDS_NEEDED),
)
_MAIL = re.compile(
    r"(?:[A-Za-z][A-Za-z-]*:[^\n]*\n(?:[ \t][^\n]*\n)*){0,60}?mime-version:", re.IGNORECASE
)
_NAMED: dict[str, tuple[str, str]] = {
    ".rst": ("a reStructuredText document", "make HTML of it first"),
    ".adoc": ("an AsciiDoc document", "make HTML of it first"),
    ".asciidoc": ("an AsciiDoc document", "make HTML of it first"),
    ".org": ("an Org document", "export it as HTML or Markdown"),
    ".tex": ("a LaTeX source", "make a PDF of it first"),
    ".csv": ("a table", _WORDS_NEEDED),
}
_HTML_NAMES = frozenset({".html", ".htm", ".xhtml", ".xht", ".shtml"})
_MARKDOWN_NAMES = frozenset({".md", ".markdown", ".mdown", ".mkd", ".mkdn", ".mdx", ".qmd", ".rmd"})

_WHOLE_PAGE = re.compile(r"<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE)
_FIRST_TAG = re.compile(
    r"<(?:article|main|section|header|div|p|h[1-6]|span|table|ul|ol|blockquote|meta|title|style"
    r"|script|center|font|br|img|a)\b[^<>]*>",
    re.IGNORECASE,
)
_END_TAG = re.compile(
    r"</(?:p|div|h[1-6]|li|ul|ol|a|em|strong|span|article|section|blockquote|td)>", re.IGNORECASE
)

# What Markdown leaves in a text, each with its weight; a text that reaches 3 is Markdown. A lone
# "# " or "* " is no proof, nor are both: letters, poems and minutes have them too.
_MARKS: tuple[tuple[re.Pattern[str], int, float], ...] = tuple(
    (re.compile(pattern, re.MULTILINE), at_least, weight)
    for pattern, at_least, weight in (
        (r"\A(?:---|\+\+\+)\n(?:[^\n]*\n){0,80}?(?:---|\+\+\+|\.\.\.)\n", 1, 1),
        (r"\A(?:---|\+\+\+)\n(?:[^\n]*\n){0,80}?(?:title|date|author|layout) ?[:=]", 1, 2),
        (r"^\[[#/]{1,2}\]: ", 1, 2),
        (r"^\[[#/]{1,2}\]: ", 2, 1),
        (r"^#{1,6} [^\s#]", 2, 1),
        (r"^#{2,6} [^\s#]", 1, 1.5),
        (r"\[[^][\n]{1,200}\]\((?:https?:|/|#|\.|mailto:)[^()\s]{0,300}\)", 1, 2),
        (r"\[[^][\n]{1,200}\]\(https?:[^()\s]{0,300}\)", 3, 1),
        (r"!\[[^][\n]{0,200}\]\([^()\s]{1,300}\)", 1, 2),
        (r"^\[[^][\n]{1,100}\]: (?:https?:|/|#)", 1, 2),
        (r"^\[\^[^][\n]{1,50}\]: ", 1, 2),
        (r"^(?:```|~~~)", 2, 2),
        (r"^\|?(?: ?:?-{3,}:? ?\|)+", 1, 2),
        (r"\*\*[^*\s][^*\n]{0,200}\*\*", 2, 1),
        (r"^\S[^\n]{0,100}\n={3,}$", 1, 1),
        (r"(?<![`\w])`[^`\n]{1,80}`(?![`\w])", 2, 0.5),
        (r"(?<![*\w])[*_][^\s*_][^*_\n]{0,100}[*_](?![*\w])", 2, 0.5),
        (r"^[-*+] (?:\[[ x]\] )?\S", 2, 0.5),
        (r"^> ", 1, 0.5),
    )
)


def form_of(data: bytes, name: str | None = None, content_type: str | None = None) -> Form:
    """Tell the form of a document from its bytes; `name` (path or address) and type help.

    What is none of ours raises UnreadableArticle, which says what it seems to be and what to do.
    """
    if data[:1024].lstrip().startswith(b"%PDF-") or b"\n%PDF-" in data[:1024]:
        return "pdf"
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _form_of_zip(data, name)
    for offset, signature, what, remedy in _SIGNATURES:
        if data.startswith(signature, offset):
            raise _not_ours(name, what, remedy)
    text = _glance(data)
    if "\0" in text:
        raise _not_ours(name, "a binary file", _WORDS_NEEDED)
    return _form_of_text(text, name, (content_type or "").partition(";")[0].strip().lower())


def _not_ours(name: str | None, what: str, remedy: str) -> UnreadableArticle:
    shown = name if name and name != "-" else "The input"
    return UnreadableArticle(f"{shown} seems to be {what}: {remedy}.")


def _form_of_zip(data: bytes, name: str | None) -> Form:
    """Tell an EPUB from the other documents that are zip files."""
    if data[30:].startswith((b"mimetypeapplication/epub+zip", b"META-INF/container.xml")):
        return "epub"
    import io
    import zipfile

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.namelist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, EOFError):
        raise _not_ours(name, "a damaged zip file", "get it again") from None
    if "META-INF/container.xml" in members:
        return "epub"
    for beginning, what, remedy in _ZIPPED:
        if any(member.startswith(beginning) for member in members):
            raise _not_ours(name, what, remedy)
    raise _not_ours(name, "an archive (zip)", "unpack it first")


def _glance(data: bytes) -> str:
    """Read the beginning of a text roughly: only its ASCII marks matter here."""
    head = data[:_LOOK]
    if head.startswith((b"\xff\xfe\0\0", b"\0\0\xfe\xff")):
        return head[: len(head) // 4 * 4].decode("utf-32", "replace")
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return head[: len(head) // 2 * 2].decode("utf-16", "replace")
    for first, codec in ((1, "utf-16-le"), (0, "utf-16-be")):
        if head[first:4096:2].count(0) > 0.35 * len(head[:4096]):
            return head[: len(head) // 2 * 2].decode(codec, "replace")
    text = head.removeprefix(b"\xef\xbb\xbf").decode("latin-1")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _form_of_text(text: str, name: str | None, content_type: str) -> Form:
    suffix = _suffix_of(name)
    start = _after_prolog(text)
    if _WHOLE_PAGE.match(start):
        return "html"
    markdown = suffix in _MARKDOWN_NAMES or content_type in ("text/markdown", "text/x-markdown")
    if markdown:
        return "markdown"
    _refuse_other_texts(text, start, name, suffix)
    points = _markdown_points(text)
    named_html = suffix in _HTML_NAMES or content_type in ("text/html", "application/xhtml+xml")
    if _is_html_fragment(start, text, points, named=named_html):
        return "html"
    return "markdown" if points >= 3 else "text"


def _suffix_of(name: str | None) -> str:
    if not name:
        return ""
    try:
        path = urlsplit(name).path if name.startswith(("http://", "https://")) else name
    except ValueError:
        return ""
    return PurePosixPath(path).suffix.lower()


def _after_prolog(text: str) -> str:
    """Skip what may stand before the first tag: white space, `<?xml …?>`, comments."""
    start = text.lstrip()
    for _ in range(10):
        opening, closing = ("<?", "?>") if start.startswith("<?") else ("<!--", "-->")
        end = start.find(closing)
        if not start.startswith(opening) or end < 0:
            break
        start = start[end + len(closing) :].lstrip()
    return start


def _refuse_other_texts(text: str, start: str, name: str | None, suffix: str) -> None:
    for beginning, what, remedy in _BEGINNINGS:
        if re.match(beginning, start, re.IGNORECASE):
            raise _not_ours(name, what, remedy)
    if _MAIL.match(text[:20_000]):
        raise _not_ours(name, "a saved mail or web archive (MHTML)", _SAVE)
    if suffix in _NAMED:
        raise _not_ours(name, *_NAMED[suffix])
    if text.lstrip().startswith("<?xml") and not _FIRST_TAG.match(start):
        raise _not_ours(name, "XML data", _WORDS_NEEDED)


def _is_html_fragment(start: str, text: str, points: float, *, named: bool) -> bool:
    """Tell HTML without a head, such as a newsletter's body, from a text that speaks of tags."""
    if named:
        return bool(_FIRST_TAG.search(text) or _WHOLE_PAGE.search(text))
    if points >= 3:
        return False
    ends = len(_END_TAG.findall(text))
    if _FIRST_TAG.match(start):
        return ends >= 1
    return ends >= 5 and ends * 600 >= len(text)


def _markdown_points(text: str) -> float:
    """Weigh the marks of Markdown in a text: 3 and more is Markdown."""
    points = 0.0
    for pattern, at_least, weight in _MARKS:
        found = pattern.finditer(text)
        if all(next(found, None) for _ in range(at_least)):
            points += weight
    return points
