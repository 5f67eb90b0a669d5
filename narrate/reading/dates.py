"""Dates as they stand on pages -> ISO 8601."""

from __future__ import annotations

import datetime
import re
from typing import TYPE_CHECKING

from narrate.labels import MONTHS

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["iso_date", "without_date"]

_MONTH = {name: number for number, names in enumerate(MONTHS, 1) for name in names}
_NAME = r"(?P<name>[^\W\d_]{2,14})\.?"
_YEAR = r"(?P<y>\d{4})(?!\d)"
_DAY = r"(?<!\d)(?P<d>\d{1,2})"
_OF = r"(?:de |of |del )?"
_PATTERNS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"(?<!\d)(?P<y>\d{4})([-/.])(?P<m>\d{1,2})\2(?P<d>\d{1,2})(?!\d)",
        r"(?P<y>\d{4})\s?[年년]\s?(?P<m>\d{1,2})\s?[月월]\s?(?P<d>\d{1,2})\s?[日號号일]",
        rf"{_DAY}(?:\.|er|st|nd|rd|th)? {_OF}{_NAME},? {_OF}{_YEAR}",
        rf"{_NAME} (?P<d>\d{{1,2}})(?:st|nd|rd|th)?,? {_YEAR}",
        rf"{_DAY}\.\s?(?P<m>\d{{1,2}})\.\s?{_YEAR}",
        rf"(?<!\d)(?P<d>1[3-9]|2\d|3[01])/(?P<m>\d{{1,2}})/{_YEAR}",
        rf"(?<!\d)(?P<m>\d{{1,2}})/(?P<d>1[3-9]|2\d|3[01])/{_YEAR}",
    )
)
_LONGEST = 200
"""What is searched of a text, in characters: a date stands at its beginning, or it is prose."""


def iso_date(text: str) -> str | None:
    """Find the first full date in a text as `2026-03-01`, or None.

    Reads ISO 8601 with or without a time, `1 March 2026`, `March 1st, 2026`, `1. März 2026`,
    `1 de marzo de 2026`, `01.03.2026`, `2026年3月1日` and their like. `03/04/2026` is None: day
    and month cannot be told apart.
    """
    return without_date(text)[1]


def without_date(text: str) -> tuple[str, str | None]:
    """Part a text from its first full date: the rest, and the date as `iso_date` gives it."""
    for date, match in _dates_in(text[:_LONGEST]):
        return text[: match.start()] + text[match.end() :], date
    return text, None


def _dates_in(text: str) -> Iterator[tuple[str, re.Match[str]]]:
    for pattern in _PATTERNS:
        for match in pattern.finditer(text):
            date = _date_of(match.groupdict())
            if date:
                yield date, match


def _date_of(parts: dict[str, str | None]) -> str | None:
    name = (parts.get("name") or "").casefold()
    month = _MONTH.get(name, 0) or int(parts.get("m") or 0)
    try:
        return datetime.date(int(parts["y"] or 0), month, int(parts["d"] or 0)).isoformat()
    except ValueError:
        return None
