"""Rules of wording that drop or calm the marks on a page."""

from __future__ import annotations

import re
import unicodedata

__all__ = [
    "composed",
    "dashes_as_commas",
    "ellipses_as_one",
    "line_ends_as_breaths",
    "plain_cjk_brackets",
    "plain_handles",
    "tidy",
    "without_emphasis",
    "without_empty_brackets",
    "without_note_marks",
    "without_symbols",
]

_COMBINING = r"[\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u064b-\u065f\u1ab0-\u1aff\u20d0-\u20ff]"
_MANY_MARKS = re.compile(rf"({_COMBINING}{{30}}){_COMBINING}+")


def composed(text: str) -> str:
    """Compose letters (NFC), after cutting endless runs of combining marks.

    Thirty on one letter are the limit of UAX #15's stream-safe text; composing more takes
    quadratic time.
    """
    return unicodedata.normalize("NFC", _MANY_MARKS.sub(r"\1", text))


class _Symbols(dict[int, str]):
    """What each character becomes, decided when it is first met."""

    def __missing__(self, code: int) -> str:
        """Decide by Unicode category: see `without_symbols`."""
        self[code] = _said(chr(code))
        return self[code]


_KEPT = frozenset("°©№℃℉‰%&+<=>|~±×÷√∞≈≠≤≥∆∑−^$€£¥§¶℗Ω")
_VANISHING = re.compile(
    r"[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u200e\u200f\u202a-\u202e"
    r"\u2060-\u206f\ufe00-\ufe0f\ufeff\ufff9-\ufffb\u20e3\U0001f3fb-\U0001f3ff"
    r"\U000e0000-\U000e0fff]"
)


def _said(character: str) -> str:
    """What stands for a character: itself, nothing, a space, or a circled number's digits."""
    category = unicodedata.category(character)
    if _VANISHING.match(character):
        return ""
    if category == "No" and unicodedata.decomposition(character).startswith("<circle>"):
        return f" {unicodedata.normalize('NFKC', character)} "
    if character in _KEPT or category[0] in "LMN" or "\u3200" <= character <= "\u33ff":
        return character
    if category in ("So", "Cc", "Co", "Cs", "Cn", "Zs", "Zl", "Zp") or character in "¦•‣◦·∙⁃":
        return " "
    if category == "Sm" and not "\u2200" <= character <= "\u22ff":
        return " "
    return character


_SYMBOLS = _Symbols()
_JOINERS = re.compile(r"(?<![\u0600-\u08ff\u0900-\u0dff\u1000-\u109f])[\u200c\u200d]+"
                      r"|[\u200c\u200d]+(?![\u0600-\u08ff\u0900-\u0dff\u1000-\u109f])")  # fmt: skip
_ARROW = re.compile(r"(?<=\s)(?:[-=]{1,3}>|<[-=]{1,3})(?=\s)")
_SMILEY = re.compile(r"(?:(?<=\s)|^)[:;]'?-?[()]{1,5}(?=\s|$|[.,!?])")
_RULE_LINE = re.compile(r"([=~+^#$%&<>|\\/-])\1{2,}")
_PIPE = re.compile(r"\|+|(?<=\s)[•·∙]+(?=\s)")


def without_symbols(text: str) -> str:
    """Drop emoji, boxes, arrows, bullets, rules and what cannot be seen; degrees and sums stay.

    Zero-width joiners stay inside Arabic and Indic words, where they are spelling. Separators
    (`a | b`, `a · b`) are commas, every kind of space is a space.
    """
    text = _SMILEY.sub("", _ARROW.sub(" ", _PIPE.sub(" , ", text)))
    text = _JOINERS.sub("", text).translate(_SYMBOLS)
    return _RULE_LINE.sub(" ", text)


def line_ends_as_breaths(text: str) -> str:
    """Join lines; where a line (of verse, of an address) ends without a mark, a comma stands.

    Within a line, every run of white space is one space.
    """
    lines = [line for part in text.splitlines() if (line := " ".join(part.split()))]
    if len(lines) < 2:
        return "".join(lines)
    ended = [line if _MARK_AT_END.search(line) else f"{line}," for line in lines[:-1]]
    return " ".join([*ended, lines[-1]])


_MARK_AT_END = re.compile(r"[.,;:!?…–—。，、；：！？।،؛؟-]['\"”’»)\]]{0,3}$")

_NOTE_NUMBERS = r"(?:note )?\d{1,3}(?:\s?[,–-]\s?(?:pp?\.\s?)?\d{1,4}){0,5}"
_RAISED = "¹²³⁰⁴-⁹"
_NOTE_MARKS = re.compile(
    r"(?:(?<!\bin)(?<!\bof)(?<!\bby)(?<!\bsee)(?<!\bfrom)(?<!\bvon)(?<!\bdans)(?<!\bв)"
    rf"(?:(?<=\w\w)|(?<=[.,;:!?…\"”’»)\]。，]))(?=[ \u00a0]?\[)"
    rf"|(?:(?<=[^\W\d_{_RAISED}]{{4}})|(?<=[.,;:!?…\"”’»)]))(?=[{_RAISED}]+(?!\w)))"
    rf"(?:[ \u00a0]?\[(?:{_NOTE_NUMBERS}|[*†‡]+|[a-z]|citation needed|sic!)\](?!\()"
    rf"|[{_RAISED}]+(?!\w))+"
)
_STARS = re.compile(r"(?P<before>\s?)(?P<stars>[*†‡⁎∗＊]+)(?P<after>\s?)")


def without_note_marks(text: str) -> str:
    """Drop the marks of notes: `2001.[1] They`, `verse.¹² So`, `the model [12] shows`."""
    return _NOTE_MARKS.sub("", text)


def without_emphasis(text: str) -> str:
    """Drop stars, daggers, underscores and backticks around and after words; `2 * 3` stays."""
    text = _STARS.sub(_star, text).replace("`", "")
    return re.sub(r"~{2,}", "", text).replace("_", " ")


def _star(match: re.Match[str]) -> str:
    whole, start, end = match.string, match.start("stars"), match.end("stars")
    before, after = match["before"], match["after"]
    if match["stars"] == "*" and bool(before) == bool(after):
        left = whole[max(start - 3, 0) : start].rstrip()
        if _LEFT_OPERAND.search(left) and _RIGHT_OPERAND.match(whole[end : end + 3].lstrip()):
            return match[0]
    inside = start > 0 and (whole[start - 1] + whole[end : end + 1]).isalnum()
    return before + after or (" " if inside and len(whole) > end else "")


_LEFT_OPERAND = re.compile(r"\d$|(?:^|[\s(*+/=-])[A-Za-z]$")
_RIGHT_OPERAND = re.compile(r"\d|[A-Za-z](?![^\W\d_])")


_HASHTAG = re.compile(r"(?<![\w&/#])#+(?=[^\W\d_])(\w+)#?")
_HUMP = re.compile(r"(?<=[a-zß-öø-ÿа-яё])(?=[A-ZÀ-ÖØ-ÞА-ЯЁ])|(?<=[A-ZА-ЯЁ])(?=[A-ZА-ЯЁ][a-zа-яё])")
_HANDLE = re.compile(r"(?<![\w@/.])@+(?=\w)")


def plain_handles(text: str) -> str:
    """Word `#AfghanRoad` as "Afghan Road", `#话题#` as "话题", `@name` as "name"."""
    text = _HASHTAG.sub(lambda match: _HUMP.sub(" ", match[1]), text)
    return _HANDLE.sub("", text)


_OPENING_LABEL = re.compile(r"^\s*【([^【】]{1,60})】\s*(?=\S)")


def plain_cjk_brackets(text: str) -> str:
    """Drop 《》「」; `【6月18日 AFP】北京` becomes `6月18日 AFP，北京`."""
    text = re.sub(r"[》〉][《〈]", "、", text)
    text = re.sub(r"[《》〈〉「」『』〖〗〔〕]", "", text)
    text = _OPENING_LABEL.sub(lambda match: match[1] + _wide_comma(text), text)
    return re.sub(r"[【】]", " ", text)


_CJK = r"\u3040-\u30ff\u3400-\u9fff"
_DASHES = re.compile(r"[–—―─‒−-]+")
_OPENING_DASH = re.compile(r"^[\s–—―‒−-]+(?=[^\W\d]|[\"“”«„'(¿¡…])")


def dashes_as_commas(text: str) -> str:
    """Read a dash between words as a comma, one at the beginning as nothing."""
    comma = _wide_comma(text)
    return _DASHES.sub(lambda match: _dash(match, comma), _OPENING_DASH.sub("", text))


def _wide_comma(text: str) -> str:
    """Choose the comma of the writing: Japanese has kana."""
    return "、" if re.search("[\u3040-\u30ff]", text) else "，"


_BESIDE_CJK = re.compile(rf"[{_CJK}].?|.?[{_CJK}]", re.DOTALL)


def _dash(match: re.Match[str], comma: str) -> str:
    """What stands for a run of dashes: a comma, that of Chinese or Japanese, or the run."""
    whole, start, end = match.string, match.start(), match.end()
    before, after = whole[max(start - 2, 0) : start], whole[end : end + 2]
    if not _is_pause(match[0], before, after):
        return match[0]
    if _closes(before, after):
        return ","
    return comma if _BESIDE_CJK.fullmatch(before[-1:] + after[:1]) else " , "


def _is_pause(run: str, before: str, after: str) -> bool:
    """Whether dashes part words, as no hyphen, minus sign or option (`--help`) does."""
    if "—" in run or "―" in run:
        return True
    spaced = before[-1:].isspace(), after[:1].isspace() or not after
    if "–" in run or "‒" in run:
        opening = spaced[0] and (spaced[1] or after[0].isalpha() or after[0] in '"“„«(¿¡')
        return opening or (before[-1:].isalnum() and spaced[1]) or _closes(before, after)
    if len(run) > 1:
        return before.strip() == before != "" or all(spaced)
    return all(spaced) and after != "" and not (before[:1].isdigit() and after[1:].isdigit())


def _closes(before: str, after: str) -> bool:
    return bool(before[-1:].strip()) and after[:1] in tuple('"”»’') and not after[1:].isalnum()


def ellipses_as_one(text: str) -> str:
    """Read `...`, `. . .`, `……` and `[…]` as one `…`, and none at the beginning."""
    text = re.sub(r"\.(?: ?\.){2,}", "…", text)
    text = re.sub(r"[\[(]\s?…\s?[\])]", "…", text)
    text = re.sub(r"…(?:[ .]?…)+\.?|…\.+", "…", text)
    return re.sub(r"^[\s…]+", "", text)


_EMPTY = re.compile(r"\(\s*\)|\[\s*\]|\{\s*\}|“\s*”|„\s*“|«\s*»|（\s*）|‘\s*’")


def without_empty_brackets(text: str) -> str:
    """Drop brackets and quotation marks in which nothing is left."""
    return _EMPTY.sub(" ", text)


_MARKS = ",.;:!?…،؛؟。，、；：！？।"
_RUN = re.compile(rf"(?P<open>[(\[{{]?)(?P<run>[\s{_MARKS}]+)(?P<close>[)\]}}]?)")
_STRENGTH = "…।.。؟?？!！:：;；؛،、，,"
"""Of several marks met together, the first of these is read."""
_WEAK = ",，،、;；؛"
_WIDE = tuple("。，、；：！？")


def tidy(text: str) -> str:
    """Leave one space between words, none before a stop, and one mark where several met."""
    return _RUN.sub(_calm, text.strip()).strip()


def _calm(match: re.Match[str]) -> str:
    opening, run, closing = match["open"], match["run"], match["close"]
    following = match.string[match.end("run") : match.end("run") + 1]
    first = match.start() == 0 and following != ""
    if run[-1] in ".,:" and following.isalnum() and (first or opening or run[:-1].isspace()):
        return f"{opening}{'' if opening or first else ' '}{run[-1]}"
    if first or opening:
        return opening + closing
    mark = _one_mark(run)
    if closing or not following:
        return ("" if mark in tuple(_WEAK) else mark) + closing
    space = " " if (run[-1] if mark else run[0]).isspace() and mark[-1:] not in _WIDE else ""
    return mark + space


def _one_mark(run: str) -> str:
    if run.startswith((".,", ".;", ".:")) and not run[2:].strip():
        return run[:2]
    marks = "".join(run.split())
    asked = [mark for mark in dict.fromkeys(marks) if mark in "?!？！؟"]
    if asked:
        return "".join(asked[:2])
    return next((mark for mark in _STRENGTH if mark in marks), "")
