"""What a Markdown file tells of itself before its text.

Five forms are in use: YAML between `---`, TOML between `+++`, link definitions without a name
(`[#]: author: (Ann Poe)`), a comment (`<!-- title: Tides -->`), and bare `Title: Tides` lines. All
are lines of a key and a value; this reads the scalars and lists in them and leaves the rest
aside, so that nothing in a head can stop its article.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from narrate.reading.dates import iso_date
from narrate.reading.head import clean_author, host_of
from narrate.reading.languages import language_tag

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["Front", "front_matter"]

_MAX_LINES = 400


@dataclass(frozen=True, slots=True)
class Front:
    """What the head tells; None is not told."""

    title: str | None = None
    dek: str | None = None
    author: str | None = None
    date: str | None = None
    language: str | None = None
    url: str | None = None
    site: str | None = None
    picture: str | None = None


# Each of our facts by the names that it goes by, the surest first.
_TITLES = ("title", "subject", "headline", "name")
_DEKS = ("subtitle", "dek", "standfirst", "lead", "tagline", "description", "summary", "excerpt")
_AUTHORS = ("author", "authors", "by", "byline", "writer", "creator")
_DATES = ("date", "published", "publishdate", "pubdate", "publishedat", "datepublished", "created")
_LANGUAGES = ("lang", "language", "locale")
_URLS = (
    *("originalurl", "original", "via", "sourceurl", "canonicalurl", "canonical", "source"),
    *("url", "link", "permalink"),
)
_SITES = ("sitename", "site", "publication", "publisher", "source", "website", "via")
_PICTURES = (
    *("image", "coverimage", "cover", "featuredimage", "heroimage", "thumbnail", "banner"),
    *("ogimage", "topimage"),
)
_KNOWN = frozenset((*_TITLES, *_AUTHORS, *_DATES, *_DEKS))

_FENCED = {
    "---": re.compile(
        r"---[ \t]*\n(.*?)\n?^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE
    ),
    "+++": re.compile(r"\+\+\+[ \t]*\n(.*?)\n?^\+\+\+[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE),
}
_COMMENT = re.compile(r"<!--(.*?)-->[ \t]*(?:\n|\Z)", re.DOTALL)
_DEFINITION = re.compile(
    r"\[[#/]{1,2}\]:[ \t]*(?:#[ \t]*)?([\w -]{1,40}?)[ \t]*(?:[:：]|[ \t])[ \t]*(.*)"
)
_PLAIN = re.compile(r"[A-Za-z][\w -]{1,30}:[ \t]+\S")
_YAML_KEY = re.compile(r"""["']?([\w.@-][\w .@-]{0,60}?)["']?[ \t]*:(?:[ \t]+|$)(.*)""")
_TOML_KEY = re.compile(r"""["']?([\w.@-]{1,60})["']?[ \t]*=[ \t]*(.*)""")
_SECTION = re.compile(r"\[{1,2}([\w.-]{1,60})\]{1,2}[ \t]*(?:#.*)?$")
_ESCAPES = {"n": " ", "t": " ", "r": " ", '"': '"', "\\": "\\", "/": "/"}


def front_matter(text: str) -> tuple[Front, str]:
    """Split a Markdown text into what its head tells and the text below."""
    start = text.lstrip("\n")
    for read in (_fenced, _definitions, _comment, _bare):
        found = read(start)
        if found:
            entries, rest = found
            return _front(entries), rest
    return Front(), text


_Entries = dict[str, list[str]]


def _fenced(text: str) -> tuple[_Entries, str] | None:
    pattern = _FENCED.get(text[:3])
    found = pattern.match(text[:200_000]) if pattern else None
    if not found:
        return None
    entries = _entries(found[1].split("\n"), _TOML_KEY if text[0] == "+" else _YAML_KEY)
    # A text may begin with a rule and have another one further down.
    return (entries, text[found.end() :]) if entries or not found[1].strip() else None


def _definitions(text: str) -> tuple[_Entries, str] | None:
    entries: _Entries = {}
    lines = text.split("\n", _MAX_LINES)
    taken = 0
    for line in lines[:_MAX_LINES]:
        if not line.startswith("["):
            if line.strip():
                break
            taken += 1
            continue
        found = _DEFINITION.match(line)
        if not found:
            break
        value = found[2].strip()
        if value.startswith("(") and value.endswith(")"):
            value = value[1:-1]
        _put(entries, found[1], value)
        taken += 1
    entries.pop("publisher", None)  # who put it on the site, not the site
    return (entries, "\n".join(lines[taken:])) if entries else None


def _comment(text: str) -> tuple[_Entries, str] | None:
    found = _COMMENT.match(text[:20_000])
    if not found:
        return None
    entries = _entries(found[1].split("\n"), _YAML_KEY)
    return (entries, text[found.end() :]) if _KNOWN & entries.keys() else None


def _bare(text: str) -> tuple[_Entries, str] | None:
    """Read lines such as `Title: Tides` up to the first empty line, if a title is among them."""
    head, _, rest = text[:20_000].partition("\n\n")
    lines = head.split("\n")
    if len(lines) > 30 or not _PLAIN.match(lines[0]):
        return None
    if not all(
        _PLAIN.match(line) or line[:1] in (" ", "\t") or line.endswith(":") for line in lines
    ):
        return None
    entries = _entries(lines, _YAML_KEY)
    if "title" not in entries or not entries.keys() - {"title"}:
        return None
    return entries, text[len(head) :] if rest or len(text) > len(head) else ""


def _put(entries: _Entries, key: str, value: str) -> None:
    entries.setdefault(_plain_key(key), []).append(value)


def _plain_key(key: str) -> str:
    return re.sub(r"[^\w.]|_", "", key).lower()


def _entries(lines: Iterable[str], key_pattern: re.Pattern[str]) -> _Entries:
    """Read keys and raw values; what stands below a key is `key.below`, a list many values."""
    entries: _Entries = {}
    above: list[tuple[int, str]] = []
    section = ""
    for line in list(lines)[:_MAX_LINES]:
        content = line.strip()
        if not content or content.startswith("#"):
            continue
        if key_pattern is _TOML_KEY and (found := _SECTION.match(content)):
            section, above = _plain_key(found[1]) + ".", []
            continue
        indent = len(line) - len(line.lstrip())
        dashed = content.startswith("- ") and key_pattern is _YAML_KEY
        content = content.lstrip("- ") if dashed else content
        found = key_pattern.match(content[:5000])
        while above and above[-1][0] > indent - (0 if dashed else 1):
            if not found and not dashed and len(above) == 1:
                break  # the value of the last key goes on, though not indented
            above.pop()
        parent = above[-1][1] if above else section.rstrip(".")
        if found:
            named = dashed and _plain_key(found[1]) == "name"
            path = parent if named else f"{parent}.{_plain_key(found[1])}".lstrip(".")
            entries.setdefault(path, []).append(_without_block_mark(found[2]))
            above.append((indent + 2 if dashed else indent, path))
        elif parent:
            _go_on(entries.setdefault(parent, []), content, new=dashed)
    return entries


def _without_block_mark(value: str) -> str:
    return "" if re.fullmatch(r"[>|][+-]?\d?[+-]?", value.strip()) else value.strip()


def _go_on(values: list[str], content: str, *, new: bool) -> None:
    """Add a list's next value, or the next line of the last one."""
    if new or not values:
        values.append(content)
    else:
        values[-1] = f"{values[-1]} {content}".strip()


def _scalars(raw: str) -> list[str]:
    """Read a raw value: quotes and comments gone, a list in brackets as its parts."""
    raw = raw.strip()
    if raw.startswith("["):
        inner = raw[1:].partition("]")[0]
        return [value for part in _split_list(inner) for value in _scalars(part)]
    for quote in ('"""', "'''", '"', "'"):
        if raw.startswith(quote):
            end = _closing(raw, quote)
            value = raw[len(quote) : end]
            return [_unescaped(value) if quote[0] == '"' else value.replace("''", "'")]
    if raw.startswith(("{", "&", "*", "!")) or "{{" in raw:
        return []
    value = re.split(r"\s#", raw, maxsplit=1)[0].strip()
    return (
        [] if value in ("", "~") or value.lower() in ("null", "none", "false", "true") else [value]
    )


def _split_list(inner: str) -> list[str]:
    return re.findall(r"""\s*("(?:[^"\\]|\\.)*"|'[^']*'|[^,]+)""", inner)


def _closing(raw: str, quote: str) -> int:
    end = len(quote)
    while (found := raw.find(quote, end)) >= 0:
        escaped = quote == '"' and raw[found - 1] == "\\"
        doubled = quote == "'" and raw[found + 1 : found + 2] == "'"
        if not escaped and not doubled:
            return found
        end = found + 1 + doubled
    return len(raw)


def _unescaped(text: str) -> str:
    return re.sub(r"\\(.)", lambda found: _ESCAPES.get(found[1], found[0]), text)


def _front(entries: _Entries) -> Front:
    date = _first(entries, _DATES)
    address = next(filter(_is_address, _all(entries, _URLS)), None)
    sites = (
        site for site in _all(entries, _SITES) if not site.startswith(("http:", "https:", "/"))
    )
    return Front(
        title=_first(entries, _TITLES),
        dek=_first(entries, _DEKS),
        author=_author(_all(entries, _AUTHORS)),
        date=iso_date(date) if date else None,
        language=language_tag(_first(entries, _LANGUAGES)),
        url=address,
        site=next(sites, None) or (host_of(address) if address else None),
        picture=_first(entries, _PICTURES),
    )


def _all(entries: _Entries, names: Iterable[str]) -> list[str]:
    """All values under any of the names, the surest name first, also one level further down."""
    found: list[str] = []
    for name in names:
        for path in (name, f"{name}.name", f"{name}.url", f"{name}.src", f"{name}.image"):
            for place in (path, f"params.{path}", f"extra.{path}", f"seo.{path}"):
                for raw in entries.get(place, ()):
                    found.extend(" ".join(value.split()) for value in _scalars(raw))
    return [value for value in found if value]


def _first(entries: _Entries, names: Iterable[str]) -> str | None:
    return next(iter(_all(entries, names)), None)


def _author(names: Iterable[str]) -> str | None:
    """Join the names told; an address behind a name goes, and who is no author."""
    bare = (re.sub(r"\s*[<(\[]?(?:https?://|mailto:)\S*", "", name) for name in names)
    kept = dict.fromkeys(name for each in bare if (name := clean_author(each)))
    return ", ".join(kept) or None


def _is_address(text: str) -> bool:
    return text.startswith(("http://", "https://")) and host_of(text) is not None
