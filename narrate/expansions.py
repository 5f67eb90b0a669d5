"""Rules of wording that put words where the page has something shorter.

Few on purpose: a voice reads most things better as they stand.
"""

from __future__ import annotations

import re

from narrate.phrases import phrase

__all__ = ["abbreviations_in_full", "ranges_in_words", "roman_numerals", "sentence_case"]

_NUMBER = r"[$€£¥]?\d(?:[\d.,:]*\d)?(?:%|°[CF]?)?"
_RANGE = re.compile(
    rf"(?<![A-Za-z0-9.,:$€£¥–—‒~～-])(?P<a>{_NUMBER})[–—‒~～]"
    rf"(?P<b>{_NUMBER})(?!(?:[–—‒~～-]?[$€£¥]?|[.,:])\d)"
)
_YEARS = re.compile(r"(?<![\w-])(?P<a>1\d{3}|20\d{2})-(?P<b>1\d{3}|20\d{2})(?![\w-])")
_PHONE = re.compile(r"0\d{2,}")


def ranges_in_words(text: str, language: str) -> str:
    """Word `12–15` as "12 to 15"; a hyphen counts only between two years."""

    def worded(match: re.Match[str]) -> str:
        if _PHONE.fullmatch(match["a"]):
            return match[0]
        return phrase("range", language, a=match["a"], b=match["b"])

    return _YEARS.sub(worded, _RANGE.sub(worded, text))


_ABBREVIATIONS = (
    (re.compile(r"\be\.\s?g\.(?=,?\s)"), "for example"),
    (re.compile(r"\bE\.\s?g\.(?=,?\s)"), "For example"),
    (re.compile(r"\bi\.\s?e\.,?(?=\s)"), "that is,"),
    (re.compile(r"\bI\.\s?e\.,?(?=\s)"), "That is,"),
    (re.compile(r"\bvs\.?(?=\s)"), "versus"),
    (re.compile(r"(?:^|(?<=[.!?]\s))No\.\s?(?=\d)"), "Number "),
    (re.compile(r"\bNo\.\s?(?=\d)"), "number "),
    (re.compile(r"(?:^|(?<=[.!?]\s))Nos\.\s?(?=\d)"), "Numbers "),
    (re.compile(r"\bNos\.\s?(?=\d)"), "numbers "),
)


def abbreviations_in_full(text: str) -> str:
    """Word `e.g.`, `i.e.`, `vs.` and `No. 7` in full; English only."""
    for pattern, words in _ABBREVIATIONS:
        text = pattern.sub(words, text)
    return text


_ROMAN = r"(?=[IVXL])(?:XL|L?X{0,3})(?:IX|IV|V?I{0,3})(?![^\W_])"
_ALONE = re.compile(rf"\s*(?P<roman>(?=I|V|X[IVX]){_ROMAN})\.?\s*")
_BEGUN = re.compile(rf"\s*(?P<roman>{_ROMAN})\. (?=[A-Z])")
_RULER = re.compile(
    r"\b(?P<head>(?:King|Queen|Pope|Emperor|Empress|Tsar|Czar|Kaiser|Prince|Duke|Sultan|Shah|"
    r"Pharaoh|Ramesses|Louis|Henry|Philip|Frederick|Napoleon|Elizabeth)"
    rf"(?: [A-Z][a-zé]+){{0,2}}) (?P<roman>{_ROMAN})(?!['’.]\w)"
)
_COUNTED = re.compile(
    r"\b(?P<head>(?:World War|War|Chapter|CHAPTER|Book|BOOK|Part|PART|Volume|VOLUME|Vol\.|Act|ACT|"
    r"Scene|SCENE|Section|SECTION|Phase|Title|Article|Appendix|Figure|Table|Canto|Psalm|"
    rf"Super Bowl|Apollo|Type|Stage|Class|Lesson|Letter)) (?P<roman>{_ROMAN})(?!['’.]\w)"
)
_VALUES = {"I": 1, "V": 5, "X": 10, "L": 50}
_ORDINAL_WORDS = (
    "zeroth first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth "
    "thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth"
)
_ORDINALS = _ORDINAL_WORDS.split()


def roman_numerals(text: str) -> str:
    """Word `World War II` as "World War 2", `King George VI` as "… the sixth"; English only.

    Only alone, as `IV` over a stanza, before a heading (`II. VOICES`), and after the words
    listed here: elsewhere `I`, `V`, `X` and `MIX` are words or letters.
    """
    alone = _ALONE.fullmatch(text)
    if alone:
        return f"{_value(alone['roman'])}."
    begun = _BEGUN.match(text)
    if begun and (len(begun["roman"]) > 1 or (text.isupper() and len(text) < 80)):
        text = f"{_value(begun['roman'])}{text[begun.end('roman') :]}"
    text = _COUNTED.sub(_counted, text)
    return _RULER.sub(_ruler, text)


def _counted(match: re.Match[str]) -> str:
    return f"{match['head']} {_value(match['roman'])}"


def _ruler(match: re.Match[str]) -> str:
    value = _value(match["roman"])
    single = " " not in match["head"]
    if value >= len(_ORDINALS) and value not in (21, 22, 23):
        return match[0]
    if single and len(match["roman"]) < 2:
        # "the Queen I knew": a lone letter right after the rank is no number.
        return match[0]
    ordinal = _ORDINALS[value] if value <= 20 else f"twenty-{_ORDINALS[value - 20]}"
    return f"{match['head']} the {ordinal}"


def _value(roman: str) -> int:
    values = [_VALUES[letter] for letter in roman]
    pairs = zip(values, [*values[1:], 0], strict=True)
    return sum(-value if value < following else value for value, following in pairs)


_ACRONYM_WORDS = (
    "AI API ASEAN AIDS BBC CEO CIA CNN COVID DNA EU FAQ FBI FIFA GDP GPS IAEA IBM IMF IRA NASA "
    "NATO NBA NGO OECD OPEC PC PDF POW RAF RNA SOS TV UAE UEFA UFO UK UN UNESCO UNHCR UNICEF US "
    "USA USB USSR VIP WTO WWII США СССР ООН НАТО ЕС ФБР ЦРУ МИД ДНК РФ РАН ВОЗ ЕЭС СНГ ТВ "
    "EZB EUA UE ONU OMS OTAN UNO OSZE CDU CSU SPD FDP AFD ARD ZDF BKA BND"
)
_ACRONYMS = frozenset(_ACRONYM_WORDS.split())
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_ENGLISH_I = re.compile(r"\bi(?=\b(?!\.))")


def sentence_case(text: str, language: str) -> str:
    """Write a line in ALL CAPS in sentence case; acronyms (NATO, DNA) stay."""
    if not text.isupper() or not _worth_lowering(text):
        return text
    lowered = _WORD.sub(lambda match: _lowered(match[0], language), text)
    if language.startswith("en"):
        lowered = _ENGLISH_I.sub("I", lowered)
    return re.sub(r"(?:^|[.!?…]\s)\W*[^\W\d_]", lambda match: _raised(match[0], language), lowered)


def _worth_lowering(text: str) -> bool:
    letters = [letter for letter in text if letter.isalpha()]
    cased = sum(1 for letter in letters if letter.isupper())
    if cased < 7 or cased < 0.7 * len(letters):
        return False
    words = [word for word in text.split() if len(word) > 1]
    return len(words) > 1 or text.strip(".,:;!? ") not in _ACRONYMS


def _lowered(word: str, language: str) -> str:
    if word in _ACRONYMS or any(map(str.isdigit, word)):
        return word
    if len(word) <= 5 and word.isascii() and not set(word) & set("AEIOUY'"):
        return word
    if language.startswith(("tr", "az")):
        word = word.replace("I", "ı").replace("İ", "i")
    return word.lower()


def _raised(text: str, language: str) -> str:
    if language.startswith(("tr", "az")):
        return text[:-1] + text[-1].replace("i", "İ").upper()
    return text[:-1] + text[-1].upper()
