"""What sites add to Markdown, taken off before it is parsed: text in, plain Markdown out.

MDX (imports, components), Liquid and Hugo tags, admonitions, kramdown attributes, wiki links,
tables of contents, emoji names. Code is left alone, inline and in fences.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["plain_markdown"]

# No pattern here may begin anew inside its own match, or a long line would take its square.
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_CODE_BEGINS = re.compile(r"\s*\{(?:%-?|\{[<%]) *(?:highlight|code|codeblock)\b[^{}\n]*\}?\}\s*$")
_CODE_ENDS = re.compile(r"\s*\{(?:%-? *end|\{[<%] */) *(?:highlight|code|codeblock)\b[^{}\n]*\}?\}")
_MODULE_LINE = re.compile(
    r"""import\s+(?:[\w*{][^'"\n]{0,300}\sfrom\s+)?["'][^"'\n]+["'];?$"""
    r"""|export\s+(?:const|let|var|default|function|async|type|\{|\*)"""
)
_EXPORTED = re.compile(
    r"""^export const (\w+) = ("[^"\n]*"|'[^'\n]*'|-?[\d.]+);?[ \t]*$""", re.MULTILINE
)
_USED = re.compile(r"(?<![={])\{(\w+)\}(?!\})")
_ADMONITION = re.compile(r"(?:!!!|\?\?\?\+?|===\+?)[ \t]+[\w\"]")
_CONTAINER = re.compile(r":{3,}[ \t]*(?:\{?[\w.-]+\}?)?")
_CALLOUT = re.compile(r"((?:> ?)+)\[![\w-]+\][+-]?[ \t]*(.*)$")
_TOC = re.compile(
    r"(?:\[\[?_?toc_?\]?\]|\{\{? ?toc ?\}\}?|\$\{toc\}|@\[toc\](?:\([^)]*\))?"
    r"|\{:\s?toc[^}]*\}|[*+-] toc|1\. toc)$",
    re.IGNORECASE,
)
_TAG = r"</?[A-Z][\w.]*(?:\s[^<>{}]*(?:\{[^{}]*(?:\{[^{}]*\}[^{}]*)*\}[^<>{}]*)*)?/?>"
_TAGS_ALONE = re.compile(rf"\s*(?:{_TAG}\s*)+$")
_MIGHT = re.compile(r"[<{]|\[\[|:[\w+-]+:|~\d|\^\w|==")
_MARKS = re.compile(
    rf"(?P<jsx>{_TAG}|</?>)"
    r"|(?P<liquid>\{%(?:[^%{\n]|%(?!\})|\{(?!%))*%\}|\{\{(?:[^{}\n]|\}(?!\})|\{(?!\{))*\}\})"
    r"|(?P<attributes>\{:[^{}\n]*\}|(?<![ \t])[ \t]*\{[#.][^{}\n]*\}(?=[ \t]*$)"
    r"|(?<=\))\{[\w.#=\"' -]*\})"
    r"|(?P<embed>!\[\[[^\[\]\n]*\]\])"
    r"|\[\[(?P<target>[^\]\[|\n]+)(?:\|(?P<shown>[^\]\[\n]*))?\]\]"
    r"|(?P<emoji>(?<![^\s(>*_]):[+-]?[a-z][a-z0-9_+-]{1,40}:(?![\w:]))"
    r"|~(?P<sub>\d{1,4})~(?!~)|\^(?P<sup>\d{1,4}|st|nd|rd|th)\^"
    r"|==(?P<marked>[^=\s](?:[^=\n]*[^=\s])?)==(?!=)"
)
# A rule of three hundred dashes is a rule of two hundred; a parser takes its time over brackets.
_LONGEST_RUN = 200
_RUN = re.compile(r"([^\w\s])\1{200,}")
_COMMENTS = (("{% comment %}", "{% endcomment %}"), ("{/*", "*/}"))


def plain_markdown(text: str) -> str:
    """Take off what CommonMark does not know; words inside, such as a component's, stay.

    Time is linear in the length.
    """
    text = _RUN.sub(lambda found: found[0][:_LONGEST_RUN], text)
    for opening, closing in _COMMENTS:
        text = _without_comments(text, opening, closing)
    values = {found[1]: found[2].strip("'\"") for found in _EXPORTED.finditer(text)}
    if values:
        text = _USED.sub(lambda found: values.get(found[1], found[0]), text)
    dialect = _Dialect()
    return "\n".join(plain for line in text.split("\n") for plain in dialect.read(line))


def _without_comments(text: str, opening: str, closing: str) -> str:
    kept: list[str] = []
    done = 0
    while (start := text.find(opening, done)) >= 0:
        end = text.find(closing, start)
        if end < 0:
            break
        kept.append(text[done:start])
        done = end + len(closing)
    return "".join((*kept, text[done:]))


@dataclass(slots=True)
class _Dialect:
    """What is open at a line: a fence, a module's statement, components, an admonition."""

    fence: str = ""
    module: bool = False
    components: int = 0
    admonition: bool = False

    def read(self, line: str) -> Iterator[str]:
        """Turn a line into the lines of plain Markdown that stand for it."""
        if self.fence:
            yield self._in_fence(line)
        elif not self._in_module(line):
            yield from self._begin(self._dedented(line))

    def _in_module(self, line: str) -> bool:
        """Tell whether a line belongs to a statement that goes on; text at the margin ends it."""
        if not self.module:
            return False
        inside = not line.strip() or line[0] in " \t})]"
        self.module = inside and line[:1] not in ("}", ")", "]")
        return inside

    def _in_fence(self, line: str) -> str:
        line = self._dedented(line)
        if self.fence == "{":
            if not _CODE_ENDS.match(line):
                return line
            self.fence = ""
            return "```"
        mark = line.strip()
        if mark.startswith(self.fence) and not mark.strip(self.fence[0]):
            self.fence = ""
        return line

    def _dedented(self, line: str) -> str:
        """Take off the indent that a component or an admonition gives its lines."""
        indent = len(line) - len(line.lstrip(" \t"))
        if self.admonition and not indent and line:
            self.admonition = False
        return line[min(indent, 4 * (self.components + self.admonition)) :]

    def _begin(self, line: str) -> tuple[str, ...]:
        mark = line.strip()
        if opening := _FENCE.match(line):
            if opening[1][0] == "~" or "`" not in line[opening.end() :]:
                self.fence = opening[1]
            return (line,)
        if _CODE_BEGINS.match(line):
            self.fence = "{"
            return ("```",)
        if _MODULE_LINE.match(mark):
            self.module = mark.endswith(("{", "(", "[", ",", "=>"))
            return ()
        if mark.startswith((":::", "!!!", "???", "===")):
            return self._container(line, mark)
        if "<" in mark and _TAGS_ALONE.match(line):
            tags = re.findall(_TAG, line)
            opened = sum(-1 if tag[1] == "/" else not tag.endswith("/>") for tag in tags)
            self.components = max(0, self.components + opened)
            return ("",)
        return _plain_line(line, mark)

    def _container(self, line: str, mark: str) -> tuple[str, ...]:
        """Begin or end a note, a warning, a tab: its own title stays, its kind goes."""
        if _ADMONITION.match(mark):
            self.admonition = True
            return ("", mark.split('"')[1] if mark.count('"') > 1 else "", "")
        if found := _CONTAINER.match(mark):
            return ("", mark[found.end() :].partition("{")[0].strip(" \t[]"), "")
        return (line,)


def _plain_line(line: str, mark: str) -> tuple[str, ...]:
    if found := _CALLOUT.match(line):
        title = (found[1] + found[2],) if found[2] else ()
        return (*title, found[1].rstrip())
    if len(mark) < 80 and _TOC.match(mark):
        return ("",)
    return (_without_marks(line) if _MIGHT.search(line) else line,)


def _without_marks(line: str) -> str:
    """Replace the marks of a line outside its code spans."""
    if "`" not in line:
        return _MARKS.sub(_kept, line)
    parts: list[str] = []
    done = 0
    for start, end in _code_spans(line):
        parts += (_MARKS.sub(_kept, line[done:start]), line[start:end])
        done = end
    return "".join((*parts, _MARKS.sub(_kept, line[done:])))


def _code_spans(line: str) -> Iterator[tuple[int, int]]:
    """Find code spans: from a run of backticks to the next run of the same length."""
    runs = [found.span() for found in re.finditer("`+", line)]
    places: defaultdict[int, list[int]] = defaultdict(list)
    for place in reversed(range(len(runs))):
        places[runs[place][1] - runs[place][0]].append(place)
    place = 0
    while place < len(runs):
        start, end = runs[place]
        same = places[end - start]
        while same and same[-1] <= place:
            same.pop()
        if same:
            yield start, runs[same[-1]][1]
            place = same[-1]
        place += 1


def _kept(found: re.Match[str]) -> str:
    """Keep the words of a mark that a reader of the page would see."""
    if found["target"] is not None:
        return found["shown"] or found["target"].partition("#")[0] or found["target"]
    for name in ("sub", "sup"):
        if found[name] is not None:
            return f"<{name}>{found[name]}</{name}>"
    return found["marked"] or ""
