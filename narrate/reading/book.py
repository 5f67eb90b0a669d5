"""An EPUB as a package: what it says of itself, and its documents in spine order.

EPUB 2 and 3 (https://www.w3.org/TR/epub-33/). The file is a zip from anywhere, so that every
member is read with a limit, and no name in it leads out of it.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
import zlib
from dataclasses import dataclass
from html.entities import name2codepoint
from typing import TYPE_CHECKING
from urllib.parse import unquote

from narrate.errors import UnreadableArticle

if TYPE_CHECKING:
    from lxml.etree import _Element

__all__ = ["Book", "Chapter", "member_of", "open_book", "parsed"]

MAX_MEMBER = 10_000_000
"""Bytes of one document of a book, unpacked; the longest novels have some 3 MB in all."""
MAX_TEXT = 50_000_000
"""Bytes of all documents of a book, unpacked."""
MAX_MEMBERS = 20_000
"""Files in a book."""

_LOCKED = "is locked by its seller's DRM, so that only the seller's own readers can open it"
# Fonts are often scrambled by these two, which locks nobody out (EPUB 3.3, section 4.3).
_FONT_SCRAMBLING = ("http://www.idpf.org/2008/embedding", "http://ns.adobe.com/pdf/enc#RC")
_ENTITY = re.compile(rb"&([A-Za-z][A-Za-z0-9]{1,30});")
_KEPT_ENTITIES = frozenset((b"amp", b"lt", b"gt", b"quot", b"apos"))
_EMPTY_TAG = re.compile(rb"<(title|script|style|a|div|span|p|iframe|textarea)\b([^<>]*)/>")


@dataclass(frozen=True, slots=True)
class Chapter:
    """One document of the spine."""

    path: str
    root: _Element
    """Its `html` element."""
    label: str | None
    """What the table of contents calls it."""
    types: frozenset[str]
    """What the book says that it is: `cover`, `toc`, `copyright-page` …"""
    aside: bool
    """Whether it stands outside the reading order (`linear="no"`)."""


@dataclass(frozen=True, slots=True)
class Book:
    """What a package says of itself, and its chapters in order."""

    titles: tuple[str, ...]
    authors: tuple[str, ...]
    language: str | None
    date: str | None
    publisher: str | None
    addresses: tuple[str, ...]
    """What it gives as its source or identifier, if that is an address on the web."""
    description: str | None
    cover: str | None
    """The path of its cover picture inside the file."""
    chapters: tuple[Chapter, ...]


def open_book(data: bytes, name: str) -> Book:
    """Read the package in the bytes of an EPUB; `name` is for messages.

    Raises UnreadableArticle if it is no book, is locked, or unpacks to more than the limits.
    """
    archive = _Archive(data, name)
    package_path = archive.package_path()
    package = archive.tree(package_path)
    if package is None:
        raise UnreadableArticle(f"{name} is no whole EPUB: its package document is missing.")
    manifest = _manifest(package, posixpath.dirname(package_path))
    archive.refuse_locked({item.path for item in manifest.values()})
    labels, types = _contents(archive, package, manifest)
    chapters = tuple(_chapters(archive, package, manifest, labels, types))
    return _book(package, manifest, chapters)


def member_of(data: bytes, path: str, name: str) -> bytes | None:
    """Read one file inside an EPUB, such as its cover; None if there is none of that name.

    Raises UnreadableArticle as `open_book` does.
    """
    return _Archive(data, name).read(path)


def parsed(data: bytes, *, lenient: bool = True) -> _Element | None:
    """Parse XML or XHTML without entities, network or a DTD; None if nothing can be made of it.

    What is no well-formed XML is read as HTML if `lenient`.
    """
    from lxml import etree, html  # only books need it

    data = _ENTITY.sub(_number_entity, data)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_pis=True
    )
    try:
        return etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError):
        if not lenient:
            return None
    try:
        utf8 = None if re.search(rb"encoding|charset", data[:1000]) else "utf-8"
        lax = html.HTMLParser(encoding=utf8, no_network=True, huge_tree=False)
        return html.document_fromstring(_EMPTY_TAG.sub(rb"<\1\2></\1>", data), parser=lax)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError, LookupError):
        return None


def _number_entity(found: re.Match[bytes]) -> bytes:
    """Write `&nbsp;` as `&#160;`, which needs no DTD."""
    code = name2codepoint.get(found[1].decode("ascii"))
    return found[0] if code is None or found[1] in _KEPT_ENTITIES else b"&#%d;" % code


class _Archive:
    """The zip file, each member read with a limit. The only place that knows zipfile."""

    def __init__(self, data: bytes, name: str) -> None:
        self._name = name
        self._left = MAX_TEXT
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
            self._members = {info.filename: info for info in self._zip.infolist()}
        except (zipfile.BadZipFile, ValueError, OSError, EOFError, NotImplementedError) as error:
            raise UnreadableArticle(f"{name} is a damaged EPUB ({error}): get it again.") from error
        if len(self._members) > MAX_MEMBERS:
            raise UnreadableArticle(
                f"{name} holds {len(self._members):,} files, too many for a book."
            )

    def read(self, path: str) -> bytes | None:
        """Read a member; None if there is none of that name."""
        info = self._members.get(path) or self._members.get(unquote(path))
        if info is None or info.is_dir():
            return None
        limit = min(MAX_MEMBER, self._left)
        try:
            with self._zip.open(info) as member:
                data = member.read(limit + 1)
        except RuntimeError as error:  # zipfile's word for a member with a password
            raise UnreadableArticle(f"{self._name} is locked with a password.") from error
        except (
            zipfile.BadZipFile,
            zlib.error,
            OSError,
            EOFError,
            ValueError,
            NotImplementedError,
        ) as error:
            raise UnreadableArticle(
                f"{self._name} is a damaged EPUB ({path}: {error}): get it again."
            ) from error
        if len(data) > limit:
            raise UnreadableArticle(
                f"{self._name} unpacks to more than {limit:,} bytes in {path}: that is no book."
            )
        self._left -= len(data)
        return data

    def tree(self, path: str, *, lenient: bool = True) -> _Element | None:
        """Parse a member; None if it is missing or nothing can be made of it."""
        data = self.read(path)
        return parsed(data, lenient=lenient) if data else None

    def package_path(self) -> str:
        """Find the package document, by the container file or else by its name."""
        container = self.tree("META-INF/container.xml")
        if container is not None:
            for element in container.iter("{*}rootfile", "rootfile"):
                path = _inside(element.get("full-path") or "", "")
                if path in self._members:
                    return path
        packages = [path for path in self._members if path.lower().endswith(".opf")]
        if not packages:
            raise UnreadableArticle(f"{self._name} is no EPUB: it has no package document.")
        return packages[0]

    def refuse_locked(self, documents: set[str]) -> None:
        """Raise if documents of the book are encrypted; scrambled fonts are nothing to us."""
        tree = self.tree("META-INF/encryption.xml")
        if tree is None:
            return
        for element in tree.iter("{*}EncryptedData"):
            methods = [each.get("Algorithm") or "" for each in element.iter("{*}EncryptionMethod")]
            if any(method.startswith(_FONT_SCRAMBLING) for method in methods):
                continue
            uris = {each.get("URI") or "" for each in element.iter("{*}CipherReference")}
            if any(_inside(uri, "") in documents for uri in uris):
                raise UnreadableArticle(f"{self._name} {_LOCKED}.")


@dataclass(frozen=True, slots=True)
class _Item:
    """One file of the manifest."""

    path: str
    media_type: str
    properties: tuple[str, ...]


def _inside(href: str, folder: str) -> str:
    """Complete a path inside the archive; "" for one that leads out of it."""
    path = posixpath.normpath(posixpath.join(folder, unquote(href.partition("#")[0])))
    return "" if path.startswith(("../", "/")) or path in (".", "..") else path


def _manifest(package: _Element, folder: str) -> dict[str, _Item]:
    items = {}
    for element in package.iter("{*}item", "item"):
        path = _inside(element.get("href") or "", folder)
        if path:
            items[element.get("id") or ""] = _Item(
                path,
                element.get("media-type") or "",
                tuple((element.get("properties") or "").split()),
            )
    return items


def _chapters(
    archive: _Archive,
    package: _Element,
    manifest: dict[str, _Item],
    labels: dict[str, str],
    types: dict[str, set[str]],
) -> list[Chapter]:
    chapters: dict[str, Chapter] = {}
    for reference in package.iter("{*}itemref", "itemref"):
        item = manifest.get(reference.get("idref") or "")
        if item is None or item.path in chapters or "image/" in item.media_type:
            continue
        root = archive.tree(item.path)
        if root is None:
            continue
        kinds = frozenset(
            types.get(item.path, set()) | ({"toc"} if "nav" in item.properties else set())
        )
        aside = reference.get("linear") == "no"
        chapters[item.path] = Chapter(item.path, root, labels.get(item.path), kinds, aside)
    return list(chapters.values())


def _contents(
    archive: _Archive, package: _Element, manifest: dict[str, _Item]
) -> tuple[dict[str, str], dict[str, set[str]]]:
    """Read what the contents call each document, and what kind the landmarks say it is."""
    labels: dict[str, str] = {}
    types: dict[str, set[str]] = {}
    for item in manifest.values():
        if "nav" in item.properties or item.media_type == "application/x-dtbncx+xml":
            tree = archive.tree(item.path)
            if tree is not None:
                _read_contents(tree, posixpath.dirname(item.path), labels, types)
    folder = posixpath.dirname(archive.package_path())
    for reference in package.iter("{*}reference"):
        path = _inside(reference.get("href") or "", folder)
        types.setdefault(path, set()).add((reference.get("type") or "").lower())
    return labels, types


def _read_contents(
    tree: _Element, folder: str, labels: dict[str, str], types: dict[str, set[str]]
) -> None:
    epub_type = "{http://www.idpf.org/2007/ops}type"
    for link in tree.iter("{*}a"):
        path = _inside(link.get("href") or "", folder)
        if kinds := link.get(epub_type):
            types.setdefault(path, set()).update(kinds.lower().split())
        elif text := " ".join("".join(link.itertext()).split()):
            labels.setdefault(path, text)
    for point in tree.iter("{*}navPoint"):
        texts = [each.text or "" for each in point.iterfind("{*}navLabel/{*}text")]
        targets = [each.get("src") or "" for each in point.iterfind("{*}content")]
        if texts and targets and texts[0].strip():
            labels.setdefault(_inside(targets[0], folder), " ".join(texts[0].split()))


def _book(package: _Element, manifest: dict[str, _Item], chapters: tuple[Chapter, ...]) -> Book:
    def told(name: str) -> list[_Element]:
        found = package.iter(f"{{http://purl.org/dc/elements/1.1/}}{name}", f"dc:{name}")
        return [element for element in found if (element.text or "").strip()]

    def texts(name: str) -> tuple[str, ...]:
        return tuple(" ".join((element.text or "").split()) for element in told(name))

    refined = {
        (each.get("refines") or "").lstrip("#"): (each.text or "").strip()
        for each in package.iter("{*}meta")
        if each.get("property") == "role"
    }
    roles = [_role(element, refined) for element in told("creator")]
    writers = [
        who for who, role in zip(texts("creator"), roles, strict=True) if role in ("aut", "")
    ]
    addresses = (*texts("source"), *texts("identifier"))
    return Book(
        titles=texts("title"),
        authors=tuple(map(_as_spoken, writers or texts("creator"))),
        language=next(iter(texts("language")), None),
        date=next(iter(texts("date")), None),
        publisher=next(iter(texts("publisher")), None),
        addresses=tuple(each for each in addresses if each.startswith(("http://", "https://"))),
        description=next(iter(texts("description")), None),
        cover=_cover(package, manifest),
        chapters=chapters,
    )


def _as_spoken(name: str) -> str:
    """Turn a name round that is written for a catalogue: `Marsh, Edna` is `Edna Marsh`."""
    last, comma, first = name.partition(", ")
    turned = comma and len(last.split()) == 1 and re.fullmatch(r"[^\W\d_][\w.'’-]*( \w\.?)*", first)
    return f"{first} {last}" if turned else name


def _role(creator: _Element, refined: dict[str, str]) -> str:
    """Tell what a creator did: `aut`, `ill`, `edt` …; "" if the book does not say."""
    own = creator.get("{http://www.idpf.org/2007/opf}role") or creator.get("opf:role")
    return own or refined.get(creator.get("id") or "", "")


def _cover(package: _Element, manifest: dict[str, _Item]) -> str | None:
    for item in manifest.values():
        if "cover-image" in item.properties:
            return item.path
    named = (each.get("content") for each in package.iter("{*}meta") if each.get("name") == "cover")
    told = manifest.get(next(named, None) or "")
    return told.path if told and "image/" in told.media_type else None
