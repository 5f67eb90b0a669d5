"""Where a text may be cut, and how well: sentences, clauses, phrases, words, letters."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from typing import TYPE_CHECKING, Literal, NamedTuple

from narrate.labels import MONTHS
from narrate.smallwords import CONJUNCTIONS, PREPOSITIONS, SMALL_WORDS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = ["Joint", "Place", "letter_start", "places_in", "sentence_starts"]

Joint = Literal["sentence", "clause", "phrase"]


class Place(NamedTuple):
    """One place where a text may be cut."""

    end: int
    """Where the text before it ends."""
    start: int
    """Where the text after it begins; between the two is nothing but space."""
    price: int
    """What cutting here costs: 0 is best."""
    joint: Joint


PRICES = {
    "sentence": 0,
    "strong": 10,
    "weak": 20,
    "quote": 30,
    "conjunction": 300,
    "preposition": 600,
    "word": 800,
    "letter": 820,
    "closing": 900,
    "number": 5000,
    "hard": 20000,
}
"""Against 40 for a piece: a clause is cut only where it is too long for one piece, and then where
another begins if it can be. Found by trying on 98 English articles: per 1,000 characters 0.3
requests more than where a piece costs 100, a preposition 260, and a word 380, and half the cuts
that stand neither at a mark nor before a conjunction."""


def places_in(text: str, max_chars: int, language: str) -> list[Place]:
    """Find every place for a cut, in order, never further apart than `max_chars`.

    Where the text offers none within that length, it may be cut between any two letters that
    a reader sees (grapheme clusters), or inside one if even that is too long.
    """
    grammar = _grammar(text, language)
    found: list[Place] = []
    last = 0
    for match in _GAP.finditer(text):
        end, start = match.span()
        place = _place(text, end, start, grammar) if 0 < end <= start < len(text) else None
        if place:
            found.extend(_hard_places(text, last, place.end, max_chars))
            found.append(place)
            last = place.start
    found.extend(_hard_places(text, last, len(text), max_chars))
    return _without_orphans(found, len(text))


def sentence_starts(text: str, language: str) -> Iterator[int]:
    """Find where each sentence but the first begins."""
    # A compiled module that only speaking needs.
    from sentencex import segment

    code = language.partition("-")[0].lower() or "en"
    position = 0
    for passage in _passages(text):
        for sentence in segment(code, passage):
            position += len(sentence)
            if position < len(text) and not _falls_apart(text, position):
                yield position
    for match in _AFTER_CLOSING.finditer(text):
        if match.end() < len(text):
            yield match.end()


PASSAGE = 2_000
"""How much unspaced text is given to sentencex at once, in characters: it takes quadratic time."""


def _passages(text: str) -> Iterator[str]:
    """Divide a text where a Chinese or Japanese sentence surely ends, now and then."""
    start = 0
    for match in _CJK_END.finditer(text):
        if match.end() - start > PASSAGE:
            yield text[start : match.end()]
            start = match.end()
    if start < len(text):
        yield text[start:]


_CJK_END = re.compile(r"[。！？]+[”’』」）]*")
_CJK = r"\u2e80-\u2fff\u3005-\u3007\u3040-\u30ff\u31f0-\u31ff\u3400-\u9fff\uf900-\ufaff"
_UNSPACED = _CJK + r"\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\uff66-\uff9f\U00020000-\U0003ffff"
_CJK_MARKS = "。！？，、；：…"
_GAP = re.compile(rf"\s+|(?<=[{_CJK_MARKS}”」』）])(?=[^\s])|(?<=[{_UNSPACED}])(?=[{_UNSPACED}])")
_AFTER_CLOSING = re.compile(r"[.!?…]{1,3}[\"”’»)\]]{1,2}\s+(?=[\"“‘«(¿¡]?[A-ZÀ-ÖØ-ÞА-ЯЁ])")
_STRONG = frozenset(";:—–؛；：")
_WEAK = frozenset(",،，、…।.!?。！？")
_CLOSING_MARKS = '"”’»)]」』）'
_CLOSERS = frozenset(_CLOSING_MARKS)
_OPENERS = frozenset("“„«([「『（¿¡")
_INITIAL = re.compile(r"(?:^|[\s.(])[^\W\d_]\.$")
_DATE_START = re.compile(r"\d{1,2}\.$")
_MONTH_WORDS = frozenset(name for names in MONTHS for name in names)


class _Grammar(NamedTuple):
    """What is known of one text before its gaps are looked at."""

    starts: frozenset[int]
    conjunctions: frozenset[str]
    prepositions: frozenset[str]
    small: frozenset[str]


def _grammar(text: str, language: str) -> _Grammar:
    base = language.partition("-")[0].lower()
    return _Grammar(
        starts=frozenset(sentence_starts(text, language)),
        conjunctions=CONJUNCTIONS.get(base, frozenset()),
        prepositions=PREPOSITIONS.get(base, frozenset()),
        small=SMALL_WORDS.get(base, frozenset()),
    )


def _place(text: str, end: int, start: int, grammar: _Grammar) -> Place | None:
    if end == start and not _may_part(text, end):
        return None
    left, right = text[max(end - 24, 0) : end], text[start : start + 24]
    before = left.rstrip(_CLOSING_MARKS)[-1:]
    if start in grammar.starts:
        kind = "sentence"
    elif before in _STRONG:
        kind = "strong"
    elif _holds_together(left, right):
        kind = "number"
    elif before in _WEAK:
        kind = "weak"
    elif left[-1] in _CLOSERS or right[0] in _OPENERS:
        kind = "quote"
    elif end == start:
        kind = "conjunction" if right[0] in _CJK_OPENING else "letter"
    else:
        kind = _word_kind(left, right, grammar)
    return Place(end, start, PRICES[kind], _JOINTS.get(kind, "phrase"))


_JOINTS: dict[str, Joint] = {"sentence": "sentence", "strong": "clause", "weak": "clause"}


def _word_kind(left: str, right: str, grammar: _Grammar) -> str:
    if _last_word(left) in grammar.small:
        return "closing"
    word = _first_word(right)
    if word in grammar.conjunctions:
        return "conjunction"
    return "preposition" if word in grammar.prepositions else "word"


_CJK_OPENING = frozenset("和与與及但而并並或因在对對从從为為以把被将將")


def _last_word(left: str) -> str:
    return left.rpartition(" ")[2].lower()


def _first_word(right: str) -> str:
    return right.partition(" ")[0].lower().rstrip(",.")


def _holds_together(left: str, right: str) -> bool:
    """Whether a number, date, initial or title stands across the gap: `5. Nov`, `J. K.`, `No. 7`.

    Also a number and its unit or noun (`3.5 million`), and groups of digits (`10 000`).
    """
    word = left.rpartition(" ")[2]
    if right[0].isdigit():
        return (
            word[-1:].isdigit() or word.lower().strip(".(") in _BEFORE_NUMBERS or word in "$€£¥№§"
        )
    if word.rstrip(".%")[-1:].isdigit() and word[-1] not in ",;":
        return True
    return bool(_INITIAL.search(left)) or word in _TITLES


_TITLES = frozenset({
    "Mr.", "Mrs.", "Ms.", "Dr.", "Prof.", "St.", "Gen.", "Col.", "Capt.", "Lt.", "Sgt.", "Rev.",
    "Hon.", "Sen.", "Gov.", "Rep.", "M.", "Mme", "Mlle", "Hr.", "Fr.", "Sr.", "Sra.", "Sig.",
    "ул.", "им.", "т.", "д.", "п.",
})  # fmt: skip
_BEFORE_NUMBERS = _MONTH_WORDS | frozenset({
    "no", "nos", "nr", "n°", "№", "p", "pp", "vol", "fig", "ch", "chapter", "page", "art", "§",
    "number", "room", "article", "section", "s", "st", "ст", "стр", "п", "us$", "version",
})  # fmt: skip


def _falls_apart(text: str, position: int) -> bool:
    """Whether a sentence's end found here would tear a date or initials."""
    left = text[max(position - 24, 0) : position].rstrip()
    right = text[position : position + 24]
    word = left.rpartition(" ")[2]
    if _DATE_START.fullmatch(word):
        return _first_word(right) in _MONTH_WORDS
    if right[:1].isdigit() and word[-1:] == ".":
        return word.lower().strip(".(") in _BEFORE_NUMBERS
    return False


def _may_part(text: str, index: int) -> bool:
    """Whether an unspaced script may be parted here: no mark is left at a beginning or end."""
    after = text[index]
    if after in _CJK_MARKS or after in _CLOSERS or text[index - 1] in _OPENERS:
        return False
    if text[index - 1] in "ーっッ々" or after in "ーっッゃゅょャュョぁぃぅぇぉ々ん的了":
        return False
    return letter_start(text, index) == index


def _hard_places(text: str, start: int, end: int, max_chars: int) -> Iterator[Place]:
    """Cut what offers no place at all, at letters, as rarely as can be."""
    while end - start > max_chars:
        middle = letter_start(text, start + max_chars)
        if middle <= start:
            middle = start + max_chars
        yield Place(middle, middle, PRICES["hard"], "phrase")
        start = middle


def _without_orphans(places: Sequence[Place], length: int) -> list[Place]:
    """Make a cut dearer that leaves a word or two alone between it and a better place."""
    better = [place.end for place in places if place.price <= PRICES["weak"]]
    better = [0, *better, length]
    priced = []
    for place in places:
        index = bisect_left(better, place.end)
        near = 14
        if place.joint == "phrase" and 0 < index < len(better):
            near = min(better[index] - place.end, place.end - better[index - 1], near)
        priced.append(place._replace(price=place.price + 16 * (14 - near)))
    return priced


def letter_start(text: str, index: int) -> int:
    """Go back from a position to where the letter that a reader sees there begins.

    A letter is roughly UAX #29's extended grapheme cluster: a base with its marks, joined
    emoji, flags, Indic conjuncts and composed Hangul stay whole. At most 64 characters back.
    """
    start = index
    while 0 < start < len(text) and index - start < 64 and _clings(text, start):
        start -= 1
    return start if not (0 < start < len(text) and _clings(text, start)) else index


def _clings(text: str, index: int) -> bool:
    """Whether the character at `index` belongs to the one before it."""
    before, after = text[index - 1], text[index]
    if after < "\u0300":
        return before == "\r" and after == "\n"
    return (
        unicodedata.category(after)[0] == "M"
        or after in "\u200c\u200d\uff9e\uff9fะาำๅະາຳ"
        or before in "\u200dเแโใไເແໂໃໄ"
        or unicodedata.combining(before) == _VIRAMA
        or "\U0001f3fb" <= after <= "\U0001f3ff"
        or "\U000e0020" <= after <= "\U000e007f"
        or (_is_flag(after) and _is_flag(before) and _flags_before(text, index) % 2 == 1)
        or (_is_jamo(before) and "\u1160" <= after <= "\u11ff")
    )


_VIRAMA = 9
"""The combining class of the sign that joins Indic consonants."""


def _is_flag(character: str) -> bool:
    return "\U0001f1e6" <= character <= "\U0001f1ff"


def _flags_before(text: str, index: int) -> int:
    count = 0
    while count < min(index, 128) and _is_flag(text[index - 1 - count]):
        count += 1
    return count


def _is_jamo(character: str) -> bool:
    return "\u1100" <= character <= "\u11ff" or "\uac00" <= character <= "\ud7a3"
