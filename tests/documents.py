"""Documents made for the tests: EPUB and PDF, written by hand so that every byte is known."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass

CONTAINER = (
    '<?xml version="1.0"?><container version="1.0" '
    'xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
    '<rootfile full-path="OEBPS/book.opf" media-type="application/oebps-package+xml"/>'
    "</rootfiles></container>"
)
METADATA = (
    '<dc:title>The Salt Road</dc:title><dc:creator id="a">Ann Poe</dc:creator>'
    "<dc:language>en</dc:language><dc:date>2026-03-01</dc:date>"
    "<dc:publisher>Harbour Press</dc:publisher>"
)


def xhtml(body: str, attributes: str = "") -> str:
    """A document of a book."""
    return (
        '<?xml version="1.0" encoding="utf-8"?><!DOCTYPE html>'
        '<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops">'
        f"<head><title>x</title></head><body {attributes}>{body}</body></html>"
    )


def make_epub(
    documents: dict[str, str],
    *,
    metadata: str = METADATA,
    guide: str = "",
    nav: str | None = None,
    properties: dict[str, str] | None = None,
    extra: dict[str, str | bytes] | None = None,
    linear: dict[str, str] | None = None,
) -> bytes:
    """An EPUB with these documents in order; a document is the inside of its `body`, or whole."""
    items, spine = [], []
    for number, name in enumerate(documents):
        also = f' properties="{(properties or {})[name]}"' if name in (properties or {}) else ""
        items.append(
            f'<item id="i{number}" href="{name}" media-type="application/xhtml+xml"{also}/>'
        )
        also = f' linear="{(linear or {})[name]}"' if name in (linear or {}) else ""
        spine.append(f'<itemref idref="i{number}"{also}/>')
    if nav is not None:
        items.append(
            '<item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>'
        )
    package = (
        '<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="a">'
        f'<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">{metadata}</metadata>'
        f"<manifest>{''.join(items)}</manifest><spine>{''.join(spine)}</spine>"
        f"<guide>{guide}</guide></package>"
    )
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/epub+zip", zipfile.ZIP_STORED)
        archive.writestr("META-INF/container.xml", CONTAINER)
        archive.writestr("OEBPS/book.opf", package)
        for name, body in documents.items():
            whole = body if body.lstrip().startswith("<?xml") else xhtml(body)
            archive.writestr(f"OEBPS/{name}", whole)
        if nav is not None:
            archive.writestr("OEBPS/nav.xhtml", xhtml(nav))
        for name, content in (extra or {}).items():
            archive.writestr(name, content)
    return target.getvalue()


@dataclass(frozen=True, slots=True)
class Text:
    """One line of a page: where its baseline begins (points from below left), how large."""

    x: float
    y: float
    text: str
    size: float = 10
    font: str = "F1"


def make_pdf(pages: list[list[Text]], *, info: str = "", extra: str = "") -> bytes:
    """A PDF of these pages in Helvetica (F1) and Helvetica-Bold (F2), 595 by 842 points.

    Its encoding is WinAnsi, with the ligature fi as byte 0x01.
    """
    encoding = "<< /Type /Encoding /BaseEncoding /WinAnsiEncoding /Differences [1 /fi] >>"
    kids = " ".join(f"{6 + 2 * number} 0 R" for number in range(len(pages)))
    objects = [
        f"<< /Type /Catalog /Pages 2 0 R {extra} >>".encode(),
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode(),
        *(
            f"<< /Type /Font /Subtype /Type1 /BaseFont /{name} /Encoding {encoding} >>".encode()
            for name in ("Helvetica", "Helvetica-Bold")
        ),
        f"<< {info} >>".encode("cp1252"),
    ]
    for number, page in enumerate(pages):
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {7 + 2 * number} 0 R"
            " /Resources << /Font << /F1 3 0 R /F2 4 0 R >> >> >>".encode()
        )
        stream = b"\n".join(_shown(text) for text in page)
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream))
    return _file_of(objects)


def _shown(text: Text) -> bytes:
    shown = text.text.replace("\ufb01", "\x01").encode("cp1252")
    for mark in (b"\\", b"(", b")"):
        shown = shown.replace(mark, b"\\" + mark)
    place = f"BT /{text.font} {text.size:g} Tf {text.x:g} {text.y:g} Td (".encode()
    return place + shown + b") Tj ET"


def _file_of(objects: list[bytes]) -> bytes:
    data = bytearray(b"%PDF-1.7\n")
    places = []
    for number, content in enumerate(objects, 1):
        places.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    start = len(data)
    data += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    data += b"".join(b"%010d 00000 n \n" % place for place in places)
    data += b"trailer\n<< /Size %d /Root 1 0 R /Info 5 0 R >>\n" % (len(objects) + 1)
    return bytes(data + b"startxref\n%d\n%%%%EOF\n" % start)
