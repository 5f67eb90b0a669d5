"""What a page tells as JSON-LD, in the words of schema.org, however they are nested."""

from __future__ import annotations

import html
import json
import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element

__all__ = ["article_data", "names_in", "text_in"]

_ARTICLE_TYPES = re.compile(r"Article|Posting|Report|Review|Recipe|WebPage|Chapter|Story")
_LARGEST_JSON = 3_000_000
_DEEPEST_JSON = 12


def article_data(tree: _Element) -> dict[str, Any]:
    """Find what a page tells of its article; empty if nothing."""
    return _best(_json_ld(tree))


def _json_ld(tree: _Element) -> Iterator[dict[str, Any]]:
    """Read every object in the page's JSON-LD, however deep."""
    for script in tree.iter("script"):
        if "ld+json" not in (script.get("type") or "").lower():
            continue
        source = (script.text or "").strip().removeprefix("<!--").removesuffix("-->").strip(" ;\n")
        if len(source) > _LARGEST_JSON:
            continue
        try:
            yield from _objects(json.loads(source, strict=False), 0)
        except (ValueError, RecursionError):
            continue


def _objects(value: object, depth: int) -> Iterator[dict[str, Any]]:
    if depth > _DEEPEST_JSON:
        return
    if isinstance(value, dict):
        yield value
        for inner in ("@graph", "mainEntity", "mainEntityOfPage", "itemListElement"):
            yield from _objects(value.get(inner), depth + 1)
    elif isinstance(value, list):
        for each in value[:200]:
            yield from _objects(each, depth + 1)


def _best(objects: Iterator[dict[str, Any]]) -> dict[str, Any]:
    """Choose the object that speaks of the article: one with its text, else with a headline."""
    kinds: list[tuple[int, int, dict[str, Any]]] = []
    for place, each in enumerate(objects):
        kind = each.get("@type")
        kind = " ".join(map(str, kind)) if isinstance(kind, list) else str(kind)
        if _ARTICLE_TYPES.search(kind):
            points = 8 * ("articleBody" in each) + 4 * ("headline" in each)
            points += 2 * ("author" in each) + ("datePublished" in each) - 3 * ("WebPage" in kind)
            kinds.append((points, -place, each))
    return max(kinds, key=lambda each: each[:2])[2] if kinds else {}


def text_in(value: object) -> str | None:
    """Read a text, or the first of several; None for anything else."""
    if isinstance(value, list):
        value = next((each for each in value if isinstance(each, str)), None)
    return html.unescape(value).strip() or None if isinstance(value, str) else None


def names_in(value: object, *, people: bool = False) -> list[str]:
    """The names of persons (and organisations), in any of the forms that schema.org allows."""
    if isinstance(value, list):
        return [name for each in value[:10] for name in names_in(each, people=people)]
    if isinstance(value, dict):
        if people and "Organization" in str(value.get("@type")):
            return []
        return names_in(value.get("name"))
    text = text_in(value)
    return [text] if text else []
