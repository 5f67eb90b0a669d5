"""The square picture of an episode and of a show: an article's own, or one that is drawn.

The only room that knows Pillow. What is drawn follows from the words alone, so that the same
title gives the same bytes on the same machine.
"""

from __future__ import annotations

from narrate.cover.drawing import draw_cover, draw_show_cover
from narrate.cover.fitting import fit_cover, fit_show_cover

__all__ = ["draw_cover", "draw_show_cover", "fit_cover", "fit_show_cover"]
