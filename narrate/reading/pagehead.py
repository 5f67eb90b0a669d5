"""What a page tells of its article outside the text: title, author, date, address, picture.

From JSON-LD (schema.org), Open Graph and the `meta` names in use, then what the page shows. Read
before anything is taken out of the tree.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin, urlsplit

from narrate.reading.bylines import told_below_title
from narrate.reading.dates import iso_date
from narrate.reading.head import clean_author, clean_title, facts_in, host_of, same_words
from narrate.reading.jsonld import article_data, names_in, text_in

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lxml.etree import _Element

__all__ = ["PageHead", "page_head"]

_SAVED_FROM = re.compile(r"saved from url=\(\d+\)(https?://\S+)|^\s*url:\s*(https?://\S+)", re.M)
_DATE_NAMES = (
    "article:published_time", "og:published_time", "datepublished", "date", "dc.date",
    "dc.date.issued", "dcterms.created", "dcterms.date", "pubdate", "publishdate", "publish-date",
    "parsely-pub-date", "sailthru.date", "citation_publication_date", "article:published",
    "citation_date", "weibo: article:create_at", "cxenseparse:recs:publishtime", "apub:time",
)  # fmt: skip
_AUTHOR_NAMES = (
    "author", "article:author", "dc.creator", "dcterms.creator", "parsely-author",
    "sailthru.author", "citation_author", "byl", "article:author_name",
)  # fmt: skip
_DATE_IN_PATH = re.compile(r"/((?:19|20)\d\d)[/-](\d{1,2})[/-](\d{1,2})(?=\D|$)")
_AUTHOR_CLASS = re.compile(r"(?:^|[\s_-])(?:author|byline|writer)[_-]*(?:name|link)(?:$|\s)", re.I)
_BYLINE_CLASS = re.compile(
    r"(?:^|\s)(?:p-author|author|byline|by-?line|post-author|vcard)(?:$|\s)", re.I
)
_WORD = re.compile(r"[\u3040-\u9fff\u0e00-\u0e7f]|[^\W_]+")


@dataclass(frozen=True, slots=True)
class PageHead:
    """What a page tells; what it does not is None."""

    title: str | None = None
    description: str | None = None
    """What it gives as its summary, seen on the page or not."""
    author: str | None = None
    site: str | None = None
    url: str | None = None
    base: str | None = None
    """What its links are relative to."""
    date: str | None = None
    language: str | None = None
    """What it claims to be written in: a hint."""
    picture: str | None = None
    body: str | None = None
    """The article's text, where JSON-LD carries it."""
    paid: bool = False
    """Whether it says that it is not free to read."""


def page_head(tree: _Element, url: str | None = None) -> PageHead:
    """Read the head of a page that was found at `url`."""
    metas = _metas(tree)
    data = article_data(tree)
    url = url or _saved_from(tree)
    base = _base(tree, url)
    site = _site(metas, data)
    address = _address(tree, metas, base, url)
    title = _title(tree, metas, data, site, address)
    shown = told_below_title(tree)
    return PageHead(
        title=title,
        description=_first(metas, ("og:description", "description", "twitter:description"))
        or text_in(data.get("description")),
        author=_author(tree, metas, data, title) or shown.author,
        site=site or shown.site or (host_of(address) if address else None),
        url=address,
        base=base,
        date=_date(tree, metas, data, address) or shown.date,
        language=_language(tree),
        picture=_picture(metas, data, base),
        body=text_in(data.get("articleBody")),
        paid=str(data.get("isAccessibleForFree")).lower() == "false",
    )


def _metas(tree: _Element) -> dict[str, list[str]]:
    """All `meta` names and properties in lower case, each with its contents in order."""
    found: dict[str, list[str]] = {}
    for meta in tree.iter("meta"):
        content = " ".join((meta.get("content") or "").split())
        for attribute in ("property", "name", "itemprop"):
            for name in (meta.get(attribute) or "").lower().split(" ")[:4]:
                if content and name:
                    found.setdefault(name, []).append(content[:5000])
    return found


def _first(metas: dict[str, list[str]], names: Iterable[str]) -> str | None:
    return next((metas[name][0] for name in names if name in metas), None)


def _author(
    tree: _Element, metas: dict[str, list[str]], data: dict[str, Any], title: str | None
) -> str | None:
    told = names_in(data.get("author") or data.get("creator"), people=True)
    for names in (told, *(metas.get(name, []) for name in _AUTHOR_NAMES), _shown_authors(tree)):
        cleaned = [clean for name in names[:6] if (clean := clean_author(name))]
        kept = [name for name in dict.fromkeys(cleaned) if not same_words(name, title or "")]
        if kept:
            return ", ".join(kept)
    return None


def _shown_authors(tree: _Element) -> list[str]:
    """Names that the page itself marks as its author's; none if it marks many (a list of posts)."""
    for matches in (
        lambda each: "author" in (each.get("itemprop") or "").split(),
        lambda each: "author" in (each.get("rel") or "").lower().split(),
        lambda each: _AUTHOR_CLASS.search(each.get("class") or ""),
        lambda each: _BYLINE_CLASS.search(each.get("class") or ""),
    ):
        found = [each for each in tree.iter("a", "span", "div", "p", "address") if matches(each)]
        names = dict.fromkeys(filter(None, map(_name_in, found[:12])))
        if names and len(names) <= 3:
            return list(names)[:1]
    return []


def _name_in(element: _Element) -> str:
    inner = [
        each
        for each in element.iter()
        if each is not element
        and (each.get("itemprop") == "name" or "author" in (each.get("rel") or "").lower())
    ]
    text = " ".join("".join((inner[0] if inner else element).itertext()).split())
    if len(text) > 150:
        return ""
    facts = facts_in(text)
    return (facts.author if facts else None) or text


def _site(metas: dict[str, list[str]], data: dict[str, Any]) -> str | None:
    publisher = names_in(data.get("publisher"))
    for name in (
        _first(metas, ("og:site_name",)),
        *publisher[:1],
        _first(metas, ("al:ios:app_name",)),
    ):
        if name and 1 < len(name) <= 60 and "://" not in name:
            return name.removeprefix("@").strip()
    return None


def _saved_from(tree: _Element) -> str | None:
    """Find where a saved page came from, as browsers and SingleFile write it in a comment."""
    from lxml.etree import Comment  # whoever has a tree has loaded it

    comments = [*tree.itersiblings(preceding=True), *list(tree.iter(Comment))[:5]]
    for comment in comments:
        found = _SAVED_FROM.search(comment.text or "")
        if found:
            return (found[1] or found[2]).rstrip("->")
    return None


def _base(tree: _Element, url: str | None) -> str | None:
    href = next((each.get("href") for each in tree.iter("base") if each.get("href")), None)
    return _joined(url, href) if href else url


def _joined(base: str | None, address: str | None) -> str | None:
    """Complete an address of the web; None if it is none."""
    try:
        whole = urljoin(base or "", (address or "").strip())
        parts = urlsplit(whole)
    except ValueError:
        return None
    return whole if parts.scheme in ("http", "https") and parts.hostname else None


def _address(
    tree: _Element, metas: dict[str, list[str]], base: str | None, url: str | None
) -> str | None:
    """Find the article's own address; a front page is not believed to be one of an inner page."""
    canonical = [
        link.get("href")
        for link in tree.iter("link")
        if "canonical" in (link.get("rel") or "").lower().split()
    ]
    for candidate in (*canonical[:1], _first(metas, ("og:url",))):
        address = _joined(base, candidate)
        inner = url and len(urlsplit(url).path) > 1
        if address and not (inner and len(urlsplit(address).path) <= 1):
            return address
    return url


def _title(
    tree: _Element,
    metas: dict[str, list[str]],
    data: dict[str, Any],
    site: str | None,
    address: str | None,
) -> str | None:
    """Choose the heading that the page shows, if what it tells of itself bears it out."""
    element = next((each for each in tree.iter("title") if not _in_picture(each)), None)
    named = " ".join("".join(element.itertext()).split()) if element is not None else ""
    headings = (
        text_in(data.get("headline")),
        _first(metas, ("og:title", "twitter:title", "dc.title")),
        named,
    )
    told = [" ".join(html.unescape(each).split()) for each in headings if each]
    cleaned = [_clean(each, site, address) for each in told]
    cleaned = [each for each in cleaned if each and not same_words(each, site or "")] or cleaned
    for name in ("h1", "h2"):
        shown = [_shown(each) for each in tree.iter(name) if not _leads_home(each)][:20]
        shown = [each for each in shown if 1 < len(each) <= 300]
        likeness = {each: max((_alike(each, one) for one in told), default=0) for each in shown}
        best = max(shown, key=lambda each: likeness[each], default="")
        if best and likeness[best] >= (0.5 if name == "h1" else 0.8):
            return _clean(best, site, address)
        if shown and not cleaned:
            return shown[0]
    return cleaned[0] if cleaned else None


def _shown(element: _Element) -> str:
    return " ".join("".join(element.itertext()).split()).rstrip(" ¶#§")


def _leads_home(heading: _Element) -> bool:
    """Whether a heading is the site's name, linked to its front page."""
    links = [*heading.iter("a"), *heading.iterancestors("a")][:1]
    return any(_path(link.get("href") or "#") in ("", "/") for link in links)


def _path(address: str) -> str:
    if address.startswith("#"):
        return address
    try:
        return urlsplit(address).path
    except ValueError:
        return address


def _in_picture(element: _Element) -> bool:
    parent = element.getparent()
    return parent is not None and parent.tag not in ("head", "html", "body")


def _clean(title: str, site: str | None, address: str | None) -> str:
    cleaned = clean_title(title, site) if site else clean_title(title)
    return clean_title(cleaned, host_of(address)) if address and host_of(address) else cleaned


def _alike(shown: str, told: str) -> float:
    """How alike a heading and a told title are: by their words, or signs where no spaces are."""
    if same_words(shown, told):
        return 2.0
    if _letters(told).startswith(_letters(shown)):
        return 1.5
    words, others = (set(_WORD.findall(each.casefold())) for each in (shown, told))
    return 2 * len(words & others) / max(1, len(words) + len(others))


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text)).casefold()


def _date(
    tree: _Element, metas: dict[str, list[str]], data: dict[str, Any], address: str | None
) -> str | None:
    told = [text_in(data.get("datePublished")), *(_first(metas, (name,)) for name in _DATE_NAMES)]
    told += [text_in(data.get("dateCreated")), text_in(data.get("uploadDate"))]
    for text in told:
        if text and (date := iso_date(text)):
            return date
    times = list(tree.iter("time"))
    marked = [each for each in times if each.get("itemprop") == "datePublished"]
    marked += [each for each in times if each.get("pubdate") is not None]
    for each in marked + times[:3]:
        date = iso_date(each.get("datetime") or "".join(each.itertext()))
        if date:
            return date
    found = _DATE_IN_PATH.search(urlsplit(address).path) if address else None
    return iso_date("-".join(found.groups())) if found else None


def _language(tree: _Element) -> str | None:
    found = (
        tree.get("lang") or tree.get("{http://www.w3.org/XML/1998/namespace}lang") or ""
    ).strip()
    return found if re.fullmatch(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*", found) else None


def _picture(metas: dict[str, list[str]], data: dict[str, Any], base: str | None) -> str | None:
    image: Any = data.get("image") or data.get("thumbnailUrl")
    while isinstance(image, list) and image:
        image = image[0]
    if isinstance(image, dict):
        image = image.get("url") or image.get("contentUrl")
    told = _first(metas, ("og:image:secure_url", "og:image", "og:image:url", "twitter:image"))
    return _joined(base, told) or _joined(base, image if isinstance(image, str) else None)
