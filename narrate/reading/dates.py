"""Dates as they stand on pages -> ISO 8601."""

from __future__ import annotations

import datetime
import re

from narrate.labels import MONTHS

__all__ = ["iso_date"]

_MONTH = {name: number for number, names in enumerate(MONTHS, 1) for name in names}
_WORD = r"[^\W\d_]{2,14}"
_PATTERNS = (
    re.compile(r"(?<!\d)(?P<y>\d{4})[-/.](?P<m>\d{1,2})[-/.](?P<d>\d{1,2})(?!\d)"),
    re.compile(r"(?P<y>\d{4})\s?[年년]\s?(?P<m>\d{1,2})\s?[月월]\s?(?P<d>\d{1,2})\s?[日號号일]"),
    re.compile(rf"(?<!\d)(?P<d>\d{{1,2}})(?:\.|er|st|nd|rd|th)? (?:de )?(?P<name>{_WORD})\.?"
               r",? (?:de )?(?P<y>\d{4})(?!\d)"),
    re.compile(rf"(?P<name>{_WORD})\.? (?P<d>\d{{1,2}})(?:st|nd|rd|th)?,? (?P<y>\d{{4}})(?!\d)"),
    re.compile(r"(?<!\d)(?P<d>\d{1,2})\.\s?(?P<m>\d{1,2})\.\s?(?P<y>\d{4})(?!\d)"),
    re.compile(r"(?<!\d)(?P<d>1[3-9]|2\d|3[01])/(?P<m>\d{1,2})/(?P<y>\d{4})(?!\d)"),
    re.compile(r"(?<!\d)(?P<m>\d{1,2})/(?P<d>1[3-9]|2\d|3[01])/(?P<y>\d{4})(?!\d)"),
)  # fmt: skip


def iso_date(text: str) -> str | None:
    """Find the first full date in a text as `2026-03-01`, or None.

    Reads ISO 8601 with or without a time, `1 March 2026`, `March 1st, 2026`, `1. März 2026`,
    `1 de marzo de 2026`, `01.03.2026`, `2026年3月1日` and their like. `03/04/2026` is None: day
    and month cannot be told apart.
    """
    text = text[:200].casefold()
    for pattern in _PATTERNS:
        for match in pattern.finditer(text):
            found = _date_of(match.groupdict())
            if found:
                return found
    return None


def _date_of(parts: dict[str, str | None]) -> str | None:
    month = _MONTH.get(parts.get("name") or "", 0) or int(parts.get("m") or 0)
    try:
        return datetime.date(int(parts["y"] or 0), month, int(parts["d"] or 0)).isoformat()
    except ValueError:
        return None
