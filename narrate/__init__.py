"""Give it anything worth reading, and it gives one MP3 worth listening to.

    from narrate import narrate, open_engine, read_article

    with closing(open_engine("espeak")) as voice:
        episode = narrate(read_article("article.txt"), Path("article.mp3"), voice)

The public names are loaded when they are used, so that `import narrate` costs nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from narrate.article import Article, Block, Link
    from narrate.engine import Clip, Engine
    from narrate.engines import open_engine
    from narrate.errors import NarrateError
    from narrate.narration import Episode, narrate
    from narrate.reading import read_article
    from narrate.script import Manner, Script, Skipped, Utterance, write_script
    from narrate.store import Store

__all__ = [
    "Article",
    "Block",
    "Clip",
    "Engine",
    "Episode",
    "Link",
    "Manner",
    "NarrateError",
    "Script",
    "Skipped",
    "Store",
    "Utterance",
    "narrate",
    "open_engine",
    "read_article",
    "write_script",
]

_HOMES = {
    "article": ("Article", "Block", "Link"),
    "engine": ("Clip", "Engine"),
    "engines": ("open_engine",),
    "errors": ("NarrateError",),
    "narration": ("Episode", "narrate"),
    "reading": ("read_article",),
    "script": ("Manner", "Script", "Skipped", "Utterance", "write_script"),
    "store": ("Store",),
}


def __getattr__(name: str) -> Any:  # noqa: ANN401 - a module's attribute is anything
    for home, names in _HOMES.items():
        if name in names:
            return getattr(import_module(f"narrate.{home}"), name)
    raise AttributeError(f"module 'narrate' has no attribute {name!r}")
