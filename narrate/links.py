"""The links of a block: those of its markup, and addresses that stand in its text. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from narrate.addresses import addresses_in
from narrate.article import Link

if TYPE_CHECKING:
    from narrate.article import Block

__all__ = ["links_of"]


def links_of(block: Block) -> list[Link]:
    """List all that whoever listens can open, in order: no `#note`, no `mailto:`."""
    links = [link for link in block.links if link.url.lower().startswith(("https://", "http://"))]
    taken = [range(link.start, link.start + len(link.text)) for link in block.links]
    for start, address in addresses_in(block.text):
        if not any(start in place for place in taken):
            url = address if "://" in address else f"https://{address}"
            links.append(Link(address, url, start))
    return sorted(links, key=lambda link: link.start)
