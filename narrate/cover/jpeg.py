"""A picture as the bytes of a JPEG."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL import Image

__all__ = ["EPISODE_PX", "SHOW_PX", "jpeg", "resized"]

EPISODE_PX = 700
"""The side of a drawn episode cover, in pixels."""
SHOW_PX = 3000
"""The largest side of a show cover: Apple takes 1400 to 3000 pixels and prefers the most."""


def jpeg(picture: Image.Image, quality: int) -> bytes:
    """Encode a picture, without anything that its file told of camera or place."""
    spool = io.BytesIO()
    picture.save(spool, "JPEG", quality=quality, optimize=True)
    return spool.getvalue()


def resized(picture: Image.Image, side: int) -> Image.Image:
    """A square picture at another size; `side` in pixels."""
    from PIL import Image

    if picture.width == side:
        return picture
    return picture.resize((side, side), Image.Resampling.LANCZOS)
