"""Chapters as a file of their own: JSON chapters 1.2.

https://github.com/Podcastindex-org/podcast-namespace/blob/main/docs/examples/chapters/jsonChapters.md
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from narrate.tags import Chapter

__all__ = ["MEDIA_TYPE", "SUFFIX", "chapters_json"]

SUFFIX = ".chapters.json"
"""What the file is called, instead of `.mp3`."""
MEDIA_TYPE = "application/json+chapters"


def chapters_json(chapters: Sequence[Chapter]) -> str:
    """Word chapters as JSON; times are in seconds."""
    listed = [
        {"startTime": _seconds(it.start), "title": it.title} | ({"url": it.url} if it.url else {})
        for it in chapters
    ]
    return json.dumps({"version": "1.2.0", "chapters": listed}, ensure_ascii=False)


def _seconds(milliseconds: int) -> float | int:
    whole, rest = divmod(milliseconds, 1000)
    return milliseconds / 1000 if rest else whole
