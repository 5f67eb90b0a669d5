"""Lines of plain text -> blocks: what was wrapped is joined, verse, lists and tables stay."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from narrate.addresses import is_address
from narrate.article import Block
from narrate.furniture import is_furniture
from narrate.reading.facts import facts_in

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = ["blocks_of"]

NEAR = 4
"""In how many groups of lines from either end a line may tell a fact, or be furniture."""
NEAREST = 12
"""In how many lines from either end of such a group."""


def blocks_of(text: str) -> tuple[Block, ...]:
    """Divide a plain text into blocks, in order, losing nothing but line ends and white space."""
    text = re.sub(r"\r\n?|[\x0b\u0085\u2028]", "\n", text)
    text = re.sub(r"[\x0c\u2029]", "\n\n", text).replace("\ufeff", "")
    text = _EDIT.sub(r"\n\1\n---\n", text)
    body, signature = _without_signature([line.rstrip() for line in text.split("\n")])
    groups = list(_groups(body))
    spaced = len(groups) > 1
    groups = [*_parted(groups[:NEAR]), *groups[NEAR:-NEAR], *_parted(groups[NEAR:][-NEAR:])]
    wrapped = _is_wrapped(groups)
    blocks: list[Block] = []
    for group in groups:
        blocks.extend(_blocks_of_group(group, wrapped=wrapped, spaced=spaced))
    blocks = _without_lone_items(blocks)
    if signature:
        blocks.append(Block("paragraph", signature))
    return tuple(blocks)


_EDIT = re.compile(
    r"^(\S.{0,80}?)[ \t]?\[[ \t]?(?:edit|edit source|bearbeiten|modifier|editar|modifica|править"
    r"|编辑)"
    r"(?: ?\| ?[\w ]{1,30})?[ \t]?\]$",
    re.MULTILINE,
)
_END = re.compile(r"[.!?…:;。！？।؟]['\"”’»)\]』」]*$")
_BULLET = re.compile(r"\s*(?:[•▪◦‣●○■□►▶⁃∙·*+–—-])\s+(?=\S)")
_NUMBER = re.compile(r"\s*(?:\(?(?P<number>\d{1,3})[.)]|(?P<wide>\d{1,3})、)\s*(?=\D)")
_RULE = re.compile(r"[^\w|+]{3,}$")
_UNDERLINE = re.compile(r"(=|-|~){3,}$")
_BROKEN_WORD = re.compile(r"[^\W\d_A-Z]-$")
_COMPOUND = re.compile(
    r"\b(?:half|self|well|ill|non|ex|all|cross|high|low|long|short|old|new|full|free|first|second"
    r"|third|two|three|four|five|ten|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|much"
    r"|so|such|ever|never|far|hard|deep|dark|light|good|left|right|mid|many|one|post|pre|vice"
    r"|semi|quasi|anti|co|re|by|on|off|in|up)-$",
    re.IGNORECASE,
)
_CJK = re.compile(r"[\u3000-\u30ff\u3400-\u9fff\uff00-\uff60]")


def _without_signature(lines: list[str]) -> tuple[list[str], str]:
    """Part an e-mail's signature, which `-- ` alone on a line begins, from the lines before."""
    for back, line in enumerate(reversed(lines[-16:]), 1):
        if line == "--" and back < len(lines):
            tail = [part.strip() for part in lines[len(lines) - back + 1 :] if part.strip()]
            if len(tail) <= 10 and all(len(part) <= 100 for part in tail):
                return lines[:-back], "\n".join(["-- ", *tail]) if tail else ""
    return lines, ""


def _groups(lines: Sequence[str]) -> Iterator[list[str]]:
    """Lines between blank lines; a rule (`* * *`) is a group of its own."""
    group: list[str] = []
    for line in lines:
        blank = not line.strip()
        rule = bool(_RULE.match(line.strip())) and not (group and _UNDERLINE.match(line.strip()))
        turned = bool(group) and _is_quoted(line) != _is_quoted(group[-1])
        if (blank or rule or turned) and group:
            yield group
            group = []
        if rule:
            yield [line]
        elif not blank:
            group.append(line)
    if group:
        yield group


def _parted(groups: Sequence[list[str]]) -> Iterator[list[str]]:
    """Part the lines of head and tail that stand for themselves from those around them."""
    for group in groups:
        part: list[str] = []
        for place, line in enumerate(group if len(group) > 1 else ()):
            if not (place < NEAREST or place >= len(group) - NEAREST):
                part.append(line)
            elif is_address(line) or is_furniture(line) or (len(line) < 200 and facts_in(line)):
                yield from ([part] if part else [])
                yield [line]
                part = []
            else:
                part.append(line)
        yield from [part or group] if part or len(group) == 1 else []


def _is_quoted(line: str) -> bool:
    return line.lstrip().startswith(">")


def _width(line: str) -> int:
    return len(line) if line.isascii() else sum(_columns(letter) for letter in line)


def _columns(letter: str) -> int:
    return 2 if unicodedata.east_asian_width(letter) in "WF" else 1


def _is_wrapped(groups: Sequence[Sequence[str]]) -> bool:
    """Whether a machine broke the lines: at least 3 inner lines, of even length, unfinished.

    The figures found 172 of 173 wrapped texts, and none that was not.
    """
    inner = [line for group in groups if not _is_table(group) for line in group[:-1]]
    if len(inner) < 3:
        return False
    from statistics import median  # here: few texts have three such lines, and it brings fractions

    widths = sorted(_width(line.strip()) for line in inner)
    unfinished = sum(1 for line in inner if not _END.search(line))
    return (
        40 <= median(widths) <= 100
        and widths[int(0.95 * (len(widths) - 1))] <= 110
        and unfinished >= len(inner) / 2
    )


def _blocks_of_group(group: list[str], *, wrapped: bool, spaced: bool) -> Iterator[Block]:
    if _is_table(group):
        yield Block("table", "\n".join(line.strip() for line in group))
    elif _is_code(group):
        yield Block("code", "\n".join(group))
    elif len(group) == 2 and _UNDERLINE.match(group[1].strip()) and _width(group[0]) < 100:
        yield Block("heading", group[0].strip(), level=1 if "=" in group[1] else 2)
    elif all(map(_is_quoted, group)):
        bare = [re.sub(r"^\s*(?:>\s?)+", "", line) for line in group]
        for quoted in _groups(bare):
            for block in _blocks_of_group(quoted, wrapped=wrapped or len(quoted) > 1, spaced=True):
                yield Block("quote" if block.kind == "paragraph" else block.kind, block.text)
    else:
        for part in _parts(group, wrapped=wrapped):
            yield from _lines_as_blocks(part, wrapped=wrapped, spaced=spaced)


def _parts(group: Sequence[str], *, wrapped: bool) -> Iterator[list[str]]:
    """Divide a group where a list item or, in wrapped text, an indented line begins."""
    part: list[str] = []
    for line in group:
        item = _BULLET.match(line) or _NUMBER.match(line)
        indented = wrapped and part and _indent(line) >= 2 and _indent(part[-1]) < 2
        continues = part and (_BULLET.match(part[0]) or _NUMBER.match(part[0])) and indented
        if part and (item or indented) and not continues:
            yield part
            part = []
        part.append(line)
    if part:
        yield part


def _indent(line: str) -> int:
    return _width(line[: len(line) - len(line.lstrip())].replace("\t", "    "))


def _lines_as_blocks(lines: list[str], *, wrapped: bool, spaced: bool) -> Iterator[Block]:
    bare = [line.strip() for line in lines]
    if wrapped and not _is_verse(bare, spaced=spaced):
        yield _item_or_paragraph(_joined(bare))
    elif _is_verse(bare, spaced=spaced):
        yield _item_or_paragraph("\n".join(bare))
    else:
        yield from map(_item_or_paragraph, bare)


def _is_verse(lines: Sequence[str], *, spaced: bool) -> bool:
    """Whether short lines are meant to be lines: a stanza, an address."""
    if len(lines) < 2 or not spaced:
        return False
    unfinished = sum(1 for line in lines if not _END.search(line))
    widest = max(map(_width, lines))
    return widest <= 55 and (unfinished >= len(lines) / 2 or (widest <= 45 and len(lines) > 2))


def _joined(lines: Sequence[str]) -> str:
    """Join wrapped lines: no space between Chinese letters, no hyphen inside `space-⏎craft`."""
    text = lines[0]
    for line in lines[1:]:
        if _BROKEN_WORD.search(text) and line[0].islower():
            text = text + line if _COMPOUND.search(text) else text[:-1] + line
        elif text.endswith("\u00ad") or (_CJK.match(text[-1:]) and _CJK.match(line)):
            text += line
        else:
            text = f"{text} {line}"
    return text


def _item_or_paragraph(text: str) -> Block:
    number = _NUMBER.match(text)
    if number:
        return Block("item", text, level=1, number=number["number"] or number["wide"])
    return Block("item" if _is_bulleted(text) else "paragraph", text, level=1)


def _is_bulleted(text: str) -> bool:
    """Whether a bullet stands before a text; a dash before a whole sentence is speech."""
    return bool(_BULLET.match(text)) and not (text[0] in "–—" and _END.search(text))


def _without_lone_items(blocks: Sequence[Block]) -> list[Block]:
    """Keep list items only where two or more follow each other, numbers in their order."""
    kept = []
    for index, block in enumerate(blocks):
        if block.kind != "item":
            kept.append(block if block.kind != "paragraph" else Block("paragraph", block.text))
            continue
        around = [*blocks[max(index - 1, 0) : index], *blocks[index + 1 : index + 2]]
        if any(_are_neighbours(block, other) for other in around):
            kept.append(_item(block))
        else:
            kept.append(Block("paragraph", block.text))
    return kept


def _are_neighbours(block: Block, other: Block) -> bool:
    if other.kind != "item" or (block.number is None) != (other.number is None):
        return False
    return block.number is None or abs(int(block.number) - int(other.number or 0)) == 1


def _item(block: Block) -> Block:
    mark = _NUMBER.match(block.text) if block.number else _BULLET.match(block.text)
    text = block.text[mark.end() :] if mark else block.text
    return Block("item", text, level=1, number=block.number)


_CODE = re.compile(
    r"[;{}]$|^(?:\$ |# |// |def |class |return\b|if |for |while |import |from \S+ import|#include"
    r"|sudo |npm |pip |git )|\w\(\S*\)|[\w\])] ?(?:[-+*/|&]?=|==|!=|:=|=>|->) ?\S"
)


def _is_code(group: Sequence[str]) -> bool:
    """Whether indented lines, most of them with the marks of a programme, are code."""
    indented = all(line.startswith(("    ", "\t")) for line in group)
    return indented and sum(1 for line in group if _CODE.search(line.strip())) > len(group) / 2


def _is_table(group: Sequence[str]) -> bool:
    """Whether lines form a table: bars, tabs or columns of spaces in nearly all of them."""
    if len(group) < 2:
        return False
    barred = sum(1 for line in group if line.count("|") >= 2 or re.match(r"\s*\+[-=+]+\+", line))
    tabbed = sum(1 for line in group if line.strip().count("\t") >= 1)
    spaced = sum(1 for line in group if len(re.findall(r"\S {3,}(?=\S)", line)) >= 2)
    return max(barred, tabbed) >= 0.8 * len(group) or (
        len(group) > 2 and spaced >= 0.8 * len(group)
    )
