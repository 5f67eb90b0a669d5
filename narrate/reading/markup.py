"""Inline markup as plain words: white space, line breaks, links at exact offsets, raised marks.

`Line` gathers the words of one block, whatever form they come from; `enter`, `leave` and
`line_of` feed it from an lxml element. HTML's own names are known (`a`, `br`, `sup`), and those
of TEI (`ref`, `lb`, `hi rend="#sup"`).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urljoin, urlsplit

from narrate.article import Link
from narrate.reading.raised import is_mark, lowered, without_mark

if TYPE_CHECKING:
    from lxml.etree import _Element

__all__ = [
    "Line",
    "absolute",
    "enter",
    "is_unread",
    "leave",
    "line_of",
    "name_of",
    "roles_of",
    "types_of",
]

# What HTML folds: not the no-break space, not the ideographic space.
_SPACE = re.compile(r"[ \t\n\r\f\v]+")
_NOTE_MARKS = frozenset({"noteref", "doc-noteref", "doc-backlink", "footnote-ref"})
_BRACKETED = re.compile(
    r"\[\s*(?:\*?\d{1,4}|[a-z]|[ivxlc]{1,5}|\D{1,6} \d{1,3}|[*†‡§¶]{1,3})\s*\]\Z"
)
_IN_PARENTHESES = re.compile(r"\(\s*(?:\*?\d{1,3}|[*†‡§¶]{1,3})\s*\)\Z")
_NOTE_TARGET = re.compile(r"#.*(?:fn|note|foot|cite|ref|anm)", re.IGNORECASE)
_WAY_BACK = re.compile(r"[\[(]?(?:[↩↑⏎↵⤴⬆🔙^][\ufe0e\ufe0f]?)+[\])]?\Z")
_UNREAD = frozenset(
    """
    audio button canvas datalist dialog embed graphic head iframe img input link meta nav
    noscript object rp rt script select source style svg template textarea title track video
    """.split()  # noqa: SIM905 - as above
)


class _Point(NamedTuple):
    """A state of a line that it can return to."""

    parts: int
    length: int
    gap: str


class Line:
    """The words of one block as they are gathered, and its links.

    White space is folded as HTML does it; a hard line break stays as a line feed. Nothing is
    kept of the white space at either end.
    """

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._length = 0
        self._gap = ""
        self._links: list[Link] = []
        self._link: tuple[str, _Point] | None = None
        self._scripts: list[_Point] = []
        self._note_gone = False

    def __bool__(self) -> bool:
        return self._length > 0

    @property
    def text(self) -> str:
        """The words so far, without white space at either end."""
        return "".join(self._parts)

    @property
    def links(self) -> tuple[Link, ...]:
        """The links so far, at their offsets in `text`.

        In broken markup a note's mark may reach over a link; where it took words, the link goes.
        """
        text = self.text
        return tuple(link for link in self._links if text.startswith(link.text, link.start))

    @property
    def broken(self) -> bool:
        """Whether a line break is the last thing that was added."""
        return self._gap == "\n"

    def add(self, text: str | None) -> None:
        """Add words; runs of white space become one space, also across calls."""
        if not text:
            return
        words = _SPACE.sub(" ", text)
        if words[0] == " " and not self._gap:
            self._gap = " "
        body = words.strip(" ")
        if not body:
            return
        if self._note_gone and body[0] in ",.;:!?)" and words[0] != " ":
            self._gap = ""
        self._put(body)
        if words[-1] == " ":
            self._gap = " "

    def add_verbatim(self, text: str) -> None:
        """Add words with their white space as it stands."""
        if text:
            self._put(text)

    def _put(self, body: str) -> None:
        if self._gap and self._length:
            self._parts.append(self._gap)
            self._length += len(self._gap)
        self._gap = ""
        self._note_gone = False
        self._parts.append(body)
        self._length += len(body)

    def break_line(self) -> None:
        """Break the line hard: one line feed, whatever white space stands around it."""
        self._gap = "\n"

    def drop_note(self) -> None:
        """Pass by the mark of a note: what stands around it closes up."""
        self._note_gone = True

    def open_link(self, url: str | None) -> None:
        """Link what follows to `url`; None: to nothing worth keeping."""
        self.close_link()
        self._link = (url or "", self._point())

    def close_link(self, *, note: bool = False) -> None:
        """End the link; if it is a `note` reference, its words go too."""
        if self._link is None:
            return
        url, point = self._link
        self._link = None
        if note:
            self._drop_since(point)
            return
        text = self._since(point)
        if url and text:
            self._links.append(Link(text, url, self._length - len(text)))

    def linked_words(self) -> str:
        """Return the words of the open link so far."""
        return self._since(self._link[1]) if self._link else ""

    def open_script(self) -> None:
        """Take what follows as raised or lowered."""
        self._scripts.append(self._point())

    def close_script(self, *, raised: bool, plain: bool = False, linked: bool = False) -> None:
        """End what was raised or lowered: a power or ordinal stays, a note's mark goes.

        `plain` says that it is known to be no mark, such as the upper half of a fraction;
        `linked` that it leads to a note.
        """
        if not self._scripts:
            return
        point = self._scripts.pop()
        words = self._since(point)
        before = "" if point.gap else "".join(self._parts[max(0, point.parts - 3) : point.parts])
        if not words:
            return
        if plain:
            if raised and before[-1:].isdigit():
                self._replace_since(point, words, gap=" ")  # 3½ written as 3<sup>1</sup>/…
            return
        shown = without_mark(words, before, linked=linked) if raised else lowered(words)
        if shown is None:
            self._drop_since(point)
        elif shown != words:
            self._replace_since(point, shown)

    def _point(self) -> _Point:
        return _Point(len(self._parts), self._length, self._gap)

    def _since(self, point: _Point) -> str:
        parts = self._parts[point.parts :]
        if parts and point.length and parts[0] in (" ", "\n"):
            parts = parts[1:]
        return "".join(parts)

    def _drop_since(self, point: _Point) -> None:
        del self._parts[point.parts :]
        self._length = point.length
        self._gap = point.gap
        self._note_gone = True
        while self._links and self._links[-1].start >= point.length:
            self._links.pop()

    def _replace_since(self, point: _Point, words: str, gap: str = "") -> None:
        after = self._gap
        self._drop_since(point)
        self._gap = self._gap or gap
        self._put(words)
        self._gap = after


def name_of(element: _Element) -> str:
    """Return the name in lower case, without its namespace; "" for a comment or the like."""
    tag = element.tag
    return tag.rpartition("}")[2].lower() if isinstance(tag, str) else ""


def is_unread(element: _Element) -> bool:
    """Whether nothing inside the element is an article's text: a script, a form's control."""
    name = name_of(element)
    return not name or name in _UNREAD or element.get("hidden") is not None


def absolute(url: str | None, base: str | None = None) -> str | None:
    """Complete the address of a link found at `base`; None if it leads nowhere on the web."""
    if not url:
        return None
    try:
        joined = urljoin(base or "", url.strip())
        parts = urlsplit(joined)
    except ValueError:
        return None
    leads = parts.scheme in ("http", "https") and parts.hostname
    return joined if leads or (parts.scheme == "mailto" and "@" in parts.path) else None


def enter(line: Line, element: _Element, base: str | None = None) -> None:
    """Begin an inline element: its effect on the line, and its first words."""
    name = name_of(element)
    if name in ("a", "ref"):
        line.open_link(absolute(element.get("href") or element.get("target"), base))
    elif name in ("br", "lb"):
        line.break_line()
    elif _script(element, name):
        line.open_script()
    elif name == "q":
        line.add("“")
    line.add(element.text)


def leave(line: Line, element: _Element) -> None:
    """End an inline element; the words after it are the caller's to add."""
    name = name_of(element)
    if name in ("a", "ref"):
        line.close_link(note=_is_note_reference(element, line.linked_words()))
    elif script := _script(element, name):
        whole = _is_fraction(element)
        line.close_script(raised=script == "sup", plain=whole, linked=_leads_to_note(element))
    elif name == "q":
        line.add("”")


def line_of(element: _Element, base: str | None = None) -> Line:
    """All words inside an element as one line; what stands after it is not part of it."""
    from lxml.etree import iterwalk  # loaded by whoever has an element

    line = Line()
    walk = iterwalk(element, events=("start", "end", "comment", "pi"))
    for event, each in walk:
        if event == "start" and is_unread(each) and each is not element:
            walk.skip_subtree()
        elif event == "start":
            enter(line, each, base)
            continue
        if each is element:
            break
        if event == "end" and not is_unread(each):
            leave(line, each)
        if event != "start":
            line.add(each.tail)
    return line


def _script(element: _Element, name: str) -> str:
    """`sup`, `sub` or "" for what is neither."""
    if name in ("sup", "sub"):
        return name
    rend = (element.get("rend") or "").lstrip("#") if name == "hi" else ""
    return rend if rend in ("sup", "sub") else ""


def _is_fraction(element: _Element) -> bool:
    """Whether raised or lowered words are half of a fraction such as 1/2."""
    before = element.getprevious()
    between = before.tail if before is not None else None
    return (element.tail or "").lstrip().startswith(("/", "⁄")) or (between or "").strip() in (
        "/",
        "⁄",
    )


def _is_note_reference(element: _Element, words: str) -> bool:
    """Whether a link is the mark of a note, or the way back from one."""
    words = words.strip()
    target = element.get("href") or element.get("target") or ""
    if not _NOTE_MARKS.isdisjoint(roles_of(element)) or _WAY_BACK.match(words):
        return True
    if "#" not in target and target:
        return False
    if _BRACKETED.match(words) or _IN_PARENTHESES.match(words):
        return True
    return bool(_NOTE_TARGET.search(target) and is_mark(words))


def _leads_to_note(element: _Element) -> bool:
    """Whether raised words stand in a link, or hold one, that marks a note."""
    links = [each for each in element.iter() if name_of(each) in ("a", "ref")]
    links += list(element.iterancestors("{*}a", "{*}ref", "a", "ref"))[:1]
    words = "".join(element.itertext()).strip()
    return any(_is_note_reference(each, words) for each in links) or (
        bool(links) and bool(is_mark(words))
    )


def types_of(element: _Element) -> list[str]:
    """List what the element says that it is, by `epub:type` and `role`, in lower case."""
    kind = element.get("{http://www.idpf.org/2007/ops}type") or element.get("epub:type")
    return f"{kind or ''} {element.get('role') or ''}".lower().split()


def roles_of(element: _Element) -> list[str]:
    """List what the element says that it is, by `epub:type`, `role` and `class`, in lower case."""
    return types_of(element) + (element.get("class") or "").lower().split()
