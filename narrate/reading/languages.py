"""Languages as documents tell them -> BCP 47."""

from __future__ import annotations

import re

from narrate.iso639 import TWO_TO_THREE

__all__ = ["language_tag"]

# The old bibliographic codes of ISO 639-2, where they differ from those in the table.
_BIBLIOGRAPHIC = """
    alb sq arm hy baq eu bur my chi zh cze cs dut nl fre fr geo ka ger de gre el ice is mac mk
    mao mi may ms per fa rum ro slo sk tib bo wel cy
    """.split()  # noqa: SIM905 - easier to read as words
_SHORT = {three: two for two, three in reversed(TWO_TO_THREE.items())} | dict(
    zip(_BIBLIOGRAPHIC[::2], _BIBLIOGRAPHIC[1::2], strict=True)
)
# Undetermined, several, none, not coded.
_NONE = frozenset({"und", "mul", "zxx", "mis"})


def language_tag(told: str | None) -> str | None:
    """Read what a document says of its language: `en_US.UTF-8` is `en-US`, `ger` is `de`.

    None for what is no language: `und`, `the usual one`.
    """
    tag = (told or "").strip().split(".")[0].replace("_", "-")
    if not re.fullmatch(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*", tag):
        return None
    primary, dash, rest = tag.partition("-")
    primary = primary.lower()
    return None if primary in _NONE else _SHORT.get(primary, primary) + dash + rest
