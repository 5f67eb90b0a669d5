"""A cover of words: a coloured ground, the title, and the wave of a voice below it."""

from __future__ import annotations

import hashlib
import random
from dataclasses import dataclass
from typing import TYPE_CHECKING

from narrate.cover.jpeg import EPISODE_PX, SHOW_PX, jpeg
from narrate.cover.typefaces import drawable, runs_from_the_right, typeface_for
from narrate.cover.typesetting import set_text

if TYPE_CHECKING:
    from PIL import Image

    from narrate.cover.typefaces import Typeface
    from narrate.cover.typesetting import Setting

__all__ = ["draw_cover", "draw_show_cover"]


@dataclass(frozen=True, slots=True)
class Palette:
    """The colours of a cover."""

    ground: str
    ink: str
    accent: str


PALETTES = (
    Palette("#14213D", "#FFFFFF", "#FCA311"),
    Palette("#1B4332", "#F4FBF7", "#95D5B2"),
    Palette("#4A1525", "#FFF3EE", "#F4A08A"),
    Palette("#0B3C49", "#F2FAFC", "#F5B841"),
    Palette("#22223B", "#F8F5F0", "#F2CC8F"),
    Palette("#7F2B0A", "#FFF6EC", "#FFC58A"),
    Palette("#033F8C", "#F1F8FF", "#90E0EF"),
    Palette("#3B1F4A", "#FBF4FF", "#E0A3F0"),
    Palette("#2F3E46", "#F6F8F5", "#E9C46A"),
    Palette("#F4E9D8", "#2B2D42", "#C8452F"),
    Palette("#DCEFE6", "#12372A", "#D9603B"),
    Palette("#DCE8F5", "#14213D", "#2F6DB5"),
)
MARGIN = 8.0  # here and below: in hundredths of the cover's side
TITLE_HEIGHT = 53.0
TITLE_SIZES = (15.5, 14.0, 13.0, 12.0, 11.0, 10.0, 9.2, 8.4, 7.6, 7.0, 6.4, 5.8, 5.2)
LEADING = 1.2
WAVE_MIDDLE, WAVE_HEIGHT, BARS = 75.0, 16.0, 36
SITE_FOOT, SITE_SIZES = 92.0, (4.6, 4.0)
HEARD = 0.38  # how much of the wave is in full colour, as on a player that has begun


@dataclass(frozen=True, slots=True)
class Easel:
    """What is painted on, and with which colours."""

    picture: Image.Image
    palette: Palette

    @property
    def unit(self) -> float:
        """One hundredth of the side, in pixels."""
        return self.picture.width / 100

    def pixels(self, hundredths: float) -> int:
        """A length in whole pixels."""
        return round(hundredths * self.unit)


def draw_cover(title: str, site: str | None = None, *, language: str | None = None) -> bytes:
    """Draw an episode's cover from its title and site: a JPEG of 700 x 700 pixels.

    `language` (BCP 47) tells how ideographs are drawn. Where no font has every character of
    the title, the cover has no letters.
    """
    picture = _draw(2 * EPISODE_PX, title, site or "", language)  # drawn large for smooth edges
    return jpeg(picture.reduce(2), 88)


def draw_show_cover(title: str, *, language: str | None = None) -> bytes:
    """Draw a show's cover from its title: a JPEG of 3000 x 3000 pixels."""
    return jpeg(_draw(SHOW_PX, title, "", language), 82)


def _draw(side: int, title: str, site: str, language: str | None) -> Image.Image:
    from PIL import Image

    title, site = drawable(title), drawable(site)
    seed = hashlib.sha256(f"{title}\n{site}".encode()).digest()
    palette = PALETTES[seed[0] % len(PALETTES)]
    easel = Easel(Image.new("RGB", (side, side), palette.ground), palette)
    heights = _wave(random.Random(seed))  # noqa: S311  # a pattern, no secret
    typeface = typeface_for(title, language)
    if typeface is None:
        _paint_wave(easel, heights, middle=50.0, height=52.0)
        return easel.picture
    _paint_wave(easel, heights, middle=WAVE_MIDDLE, height=WAVE_HEIGHT)
    _write_title(easel, title, typeface)
    typeface = typeface_for(site, language)
    if typeface is not None:
        _write_site(easel, site, typeface)
    return easel.picture


def _wave(chance: random.Random) -> list[float]:
    """Heights of bars between 0 and 1, swelling and fading as syllables do."""
    heights = []
    swell = chance.random()
    for _ in range(BARS):
        swell = min(1.0, max(0.15, swell + chance.uniform(-0.45, 0.45)))
        heights.append(swell * chance.uniform(0.55, 1.0))
    loudest = max(heights) or 1.0
    return [0.1 + 0.9 * height / loudest for height in heights]


def _paint_wave(easel: Easel, heights: list[float], middle: float, height: float) -> None:
    """Paint bars with round ends across the cover; the first are bright, as if heard."""
    from PIL import ImageColor, ImageDraw

    pen = ImageDraw.Draw(easel.picture)
    step = (100 - 2 * MARGIN) / (len(heights) - 0.45)
    bright = ImageColor.getrgb(easel.palette.accent)
    pale = _mixed(bright, ImageColor.getrgb(easel.palette.ground), 0.38)
    for index, share in enumerate(heights):
        left, reach = MARGIN + index * step, max(height * share, 0.55 * step) / 2
        corners = (left, middle - reach, left + 0.55 * step, middle + reach)
        pen.rounded_rectangle(
            [corner * easel.unit for corner in corners],
            radius=0.275 * step * easel.unit,
            fill=bright if index < HEARD * len(heights) else pale,
        )


def _mixed(one: tuple[int, ...], other: tuple[int, ...], share: float) -> tuple[int, ...]:
    return tuple(round(a * share + b * (1 - share)) for a, b in zip(one, other, strict=True))


def _write_title(easel: Easel, title: str, typeface: Typeface) -> None:
    """Write the title from the top on, as large as it can be."""
    sizes = [easel.pixels(size) for size in TITLE_SIZES]
    box = (easel.pixels(100 - 2 * MARGIN), easel.pixels(TITLE_HEIGHT))
    setting = set_text(title, typeface.width, sizes, box, LEADING)
    foot = easel.pixels(MARGIN) + 0.86 * setting.size
    _write(easel, setting, typeface, foot, easel.palette.ink)


def _write_site(easel: Easel, site: str, typeface: Typeface) -> None:
    """Write the site on one line at the foot."""
    sizes = [easel.pixels(size) for size in SITE_SIZES]
    box = (easel.pixels(100 - 2 * MARGIN), 0)
    setting = set_text(site, typeface.width, sizes, box, LEADING)
    _write(easel, setting, typeface, easel.pixels(SITE_FOOT), easel.palette.accent)


def _write(easel: Easel, setting: Setting, typeface: Typeface, foot: float, colour: str) -> None:
    """Write lines from the first one's foot on, at the side where their script begins."""
    from PIL import ImageDraw

    pen = ImageDraw.Draw(easel.picture)
    for row, line in enumerate(setting.lines):
        mirrored = runs_from_the_right(line)
        pen.text(
            (
                easel.pixels(100 - MARGIN if mirrored else MARGIN),
                foot + row * LEADING * setting.size,
            ),
            line,
            fill=colour,
            font=typeface.font(setting.size),
            anchor="rs" if mirrored else "ls",
            stroke_width=0 if typeface.is_bold else round(setting.size / 60),
        )
