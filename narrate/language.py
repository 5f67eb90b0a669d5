"""Which language an article is in, and which of its paragraphs are in another one.

Scripts that write one language tell at a glance; for all others py3langid is loaded (half a
second). It looks at the body: a title is short, and full of names.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from narrate.places import sentence_starts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from narrate.article import Article, Block

__all__ = ["detect_language", "with_block_languages"]

DEFAULT = "en"
"""What is taken for the language of a text that has too few letters to tell."""

ENOUGH_LETTERS = 24
SAMPLE_CHARS = 6_000
"""More of a text tells nothing new."""

LONG_PARAGRAPH = 3
"""In sentences; a shorter one is spoken in the article's language."""
SURE = 0.95
"""Of 1, how sure py3langid must be that a paragraph is in another language."""

LANGUAGES = (  # noqa: SIM905 - easier to read than a list of 60 strings
    "af am ar az be bg bn bs ca cs cy da de el en eo es et eu fa fi fr ga gl gu ha he hi hr hu "
    "hy id is it ja jv ka kk km kn ko la lt lv mk ml mn mr ms my ne nl no or pa pl pt ro ru si "
    "sk sl sq sr sv sw ta te th tl tr uk ur uz vi zh"
).split()
"""What is considered: languages that are written much, so that rare ones are never guessed."""

TOO_CLOSE = ("bs hr sr", "id ms jv", "da no", "cs sk", "hi ne mr", "es gl ca pt", "be ru uk")
"""Neighbours that one paragraph is not enough to tell apart."""

BY_SCRIPT = {
    "HIRAGANA": "ja", "KATAKANA": "ja", "HANGUL": "ko", "CJK": "zh", "GREEK": "el",
    "HEBREW": "he", "THAI": "th", "GEORGIAN": "ka", "ARMENIAN": "hy", "TAMIL": "ta",
    "TELUGU": "te", "KANNADA": "kn", "MALAYALAM": "ml", "GUJARATI": "gu", "GURMUKHI": "pa",
    "SINHALA": "si", "KHMER": "km", "MYANMAR": "my",
}  # fmt: skip
"""Scripts in which (nearly) all that is written is in one language."""

COMMON_WORDS = {
    "de": "der die und das ist nicht den mit ein zu von sie auf dem eine sich des im für auch",
    "en": "the of and to in is that it was for on are with as his they be at this from have",
    "es": "el los que del las una por con para es se lo como más su al pero fue sus está",
    "fr": "le les des et est une dans que pour du qui sur pas au avec il ce sont plus par",
    "it": "il che di per non una del della sono con gli dei nel più è le da alla ha anche",
    "pl": "i w nie na się z do że jest to o jak od po ale przez dla przy są tym",
}
"""The words that a text in a language is full of; with them most articles need no model.

Left out is what has a neighbour with nearly the same ones: nl (af), pt (gl), ru (bg), sv (da).
"""
COMMON_SHARE = 0.2
"""Of all words are of these, in plain prose; a third in English."""
COMMON_LEAD = 2.0
"""So many times more than of the next language's."""
ENOUGH_WORDS = 30

KANA_SHARE = 0.05
"""Japanese is written with more kana than this between its Chinese characters."""

TRADITIONAL = frozenset("這們來國說時對會現過還沒個為學與後發開關問題無從動種點體經書東車長門見")
SIMPLIFIED = frozenset("这们来国说时对会现过还没个为学与后发开关问题无从动种点体经书东车长门见")


def detect_language(article: Article) -> str:
    """Name the language of an article's body, as BCP 47.

    Of a text too short to tell it is English, unless it is in another alphabet.
    """
    body = _sample(block.text for block in article.blocks if block.kind not in ("code", "table"))
    found = _language_of(body, ENOUGH_LETTERS)
    if found is None:
        head = " ".join(filter(None, (article.title, article.dek, body)))
        found = _language_of(head, ENOUGH_LETTERS) if _is_foreign_script(head) else None
    return found or DEFAULT


def with_block_languages(article: Article) -> Article:
    """Mark the paragraphs that are surely in another language than the article's.

    They have three sentences or more. What a reader has already marked stays.
    """
    return replace(article, blocks=tuple(_marked(it, article.language) for it in article.blocks))


def _marked(block: Block, language: str | None) -> Block:
    if block.language or language is None or block.kind not in ("paragraph", "quote"):
        return block
    if 1 + sum(1 for _ in sentence_starts(block.text, language)) < LONG_PARAGRAPH:
        return block
    own = _language_of(block.text[:SAMPLE_CHARS], ENOUGH_LETTERS, SURE)
    if own is None or _is_close(own, language):
        return block
    return replace(block, language=own)


def _is_close(one: str, other: str) -> bool:
    bases = {tag.split("-")[0] for tag in (one, other)}
    return len(bases) == 1 or any(bases <= set(group.split()) for group in TOO_CLOSE)


def _language_of(text: str, least_letters: int, least_sure: float = 0.0) -> str | None:
    """The language of a text with so many letters, where one is so sure of it; else None."""
    scripts = _scripts_of(text)
    letters = sum(scripts.values())
    if not letters:
        return None
    script = max(scripts, key=lambda name: scripts[name])
    if script in BY_SCRIPT:
        return _in_east_asia(text, scripts) or BY_SCRIPT[script]
    if letters < least_letters:
        return None
    language = _plain_language_of(text)
    if language:
        return language
    language, certainty = _identifier()(text)
    return language if certainty >= least_sure else None


def _plain_language_of(text: str) -> str | None:
    """The language that the commonest words of a text show beyond doubt."""
    words = re.findall(r"[^\W\d_]+", text.lower())
    if len(words) < ENOUGH_WORDS:
        return None
    counts = Counter(words)
    shares = sorted(
        (sum(counts[word] for word in common.split()) / len(words), language)
        for language, common in COMMON_WORDS.items()
    )
    (second, _), (first, language) = shares[-2:]
    return language if first >= max(COMMON_SHARE, COMMON_LEAD * second) else None


def _in_east_asia(text: str, scripts: Counter[str]) -> str | None:
    """Tell Japanese, and Chinese in long and short characters, from one another."""
    chinese, kana = scripts["CJK"], scripts["HIRAGANA"] + scripts["KATAKANA"]
    if chinese + kana < sum(scripts.values()) / 2:
        return None
    if kana > KANA_SHARE * (chinese + kana):
        return "ja"
    long, short = (sum(c in group for c in text) for group in (TRADITIONAL, SIMPLIFIED))
    return "zh-Hant" if long > short else "zh-Hans"


def _scripts_of(text: str) -> Counter[str]:
    """Letters by script, named as Unicode's character names begin."""
    letters = Counter(char for char in text if char.isalpha())
    scripts: Counter[str] = Counter()
    for char, number in letters.items():
        scripts[unicodedata.name(char, "?").split()[0]] += number
    return scripts


def _is_foreign_script(text: str) -> bool:
    scripts = _scripts_of(text)
    return bool(scripts) and scripts["LATIN"] < sum(scripts.values()) / 2


def _sample(texts: Iterator[str]) -> str:
    """As much of the texts as is needed to tell, from the beginning."""
    sample = ""
    for text in texts:
        sample += f"{text}\n"[: SAMPLE_CHARS - len(sample)]
        if len(sample) >= SAMPLE_CHARS:
            break
    return sample


@cache
def _identifier() -> Callable[[str], tuple[str, float]]:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages(LANGUAGES)
    classify: Callable[[str], tuple[str, float]] = identifier.classify
    return classify
