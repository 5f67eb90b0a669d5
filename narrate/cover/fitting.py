"""Somebody's picture, made to fit a cover."""

from __future__ import annotations

import io
import struct
import warnings
import zlib
from typing import TYPE_CHECKING

from narrate.cover.jpeg import SHOW_PX, jpeg, resized

if TYPE_CHECKING:
    from PIL import Image

__all__ = ["fit_cover", "fit_show_cover"]

SMALLEST_SOURCE_PX = 300  # an icon or a banner would show nothing but its pixels
LARGEST_SOURCE_PX = 60_000_000  # in all: 180 MB when decoded, which no page needs
MOST_BYTES = 200_000  # leaves room for the text in a tag of 300 kB
FORMS = ("JPEG", "MPO", "PNG", "WEBP", "GIF", "AVIF")  # Pillow knows more; one runs Ghostscript
TRIES = ((800, 88), (800, 80), (800, 70), (600, 75), (600, 60), (600, 40), (600, 20))
"""The largest side in pixels and the JPEG's quality, from the best down."""
BROKEN = (OSError, SyntaxError, ValueError, EOFError, RuntimeError, struct.error, zlib.error)
"""What Pillow raises for what is no picture, ends early or lies about itself."""


def fit_cover(image: bytes) -> bytes | None:
    """Make an article's picture an episode's cover: a JPEG, 600 to 800 pixels square.

    The camera's turn is applied, the middle is cut out, and at most 200 kB are left. None for
    what is no picture, is broken, too small to be looked at, or too large to be honest.
    """
    square = _square(image, TRIES[0][0])
    if square is None:
        return None
    tries = (jpeg(resized(square, _within(600, square.width, px)), q) for px, q in TRIES)
    return next((data for data in tries if len(data) <= MOST_BYTES), None)


def fit_show_cover(image: bytes) -> bytes | None:
    """Make a picture a show's cover: a JPEG, 1400 to 3000 pixels square; None as `fit_cover`."""
    square = _square(image, SHOW_PX)
    if square is None:
        return None
    return jpeg(resized(square, _within(1400, square.width, SHOW_PX)), 85)


def _within(least: int, value: int, most: int) -> int:
    return max(least, min(value, most))


def _square(image: bytes, side: int) -> Image.Image | None:
    """Decode a picture, at no less than `side` pixels if it has them, and cut out its middle."""
    from PIL import Image, ImageOps

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of odd camera data, and of sizes, which we look at
            picture = _decoded(image, side)
    except (Image.DecompressionBombError, *BROKEN):
        return None
    if picture is None:
        return None
    return ImageOps.fit(picture, (min(picture.size), min(picture.size)))


def _decoded(image: bytes, side: int) -> Image.Image | None:
    from PIL import Image, ImageOps

    Image.init()
    forms = [form for form in FORMS if form in Image.OPEN]
    with Image.open(io.BytesIO(image), formats=forms) as picture:
        if not _is_fit(*picture.size):
            return None
        picture.draft("RGB", (side, side))  # a large JPEG is decoded at a fraction of its size
        return ImageOps.exif_transpose(_on_white(picture))


def _is_fit(width: int, height: int) -> bool:
    return min(width, height) >= SMALLEST_SOURCE_PX and width * height <= LARGEST_SOURCE_PX


def _on_white(picture: Image.Image) -> Image.Image:
    from PIL import Image

    if not picture.has_transparency_data:
        return picture.convert("RGB")
    seen = picture.convert("RGBA")
    return Image.alpha_composite(Image.new("RGBA", seen.size, "white"), seen).convert("RGB")
