"""Old encodings, told by their letters: which codec makes a text of a language out of bytes.

General detectors look for what is impossible; in short texts nearly nothing is. Here each
codec is asked whether its reading holds the letters of one language, and hardly another.
"""

from __future__ import annotations

__all__ = ["codec_of"]

_TYPOGRAPHY = "‘’‚“”„«»‹›–—…•·€£¥§°©®™ºª¡¿´¨½¼¾²³×µ†‡‰\u00a0\u00ad"
_ALPHABETS = {
    "cp1252": (
        "éèïçñöü", "äöüßé", "àâæçéèêëîïôœùûüÿ", "áéíñóúü", "áâãàçéêíóôõúü", "àèéìíîòóù",
        "éëïóöüèáêíçúà", "åäöé", "æøåéòàóü", "àçèéíïòóúü", "áéíóúýþæöð",
    ),
    "cp1250": (
        "ąćęłńóśźż", "áčďéěíňóřšťúůýž", "áäčďéíĺľňóôŕšťúýž", "áéíóöőúüű", "čćđšž", "ăâîșțşţ",
    ),
    "iso8859-2": (
        "ąćęłńóśźż", "áčďéěíňóřšťúůýž", "áäčďéíĺľňóôŕšťúýž", "čćđšž", "ăâîşţ",
    ),
    "cp1254": ("çğıöşüâîû",),
    "cp1257": ("ąčęėįšųūž", "āčēģīķļņšūž", "äõöüšž"),
}  # fmt: skip
"""The letters beyond ASCII of the languages that a codec was made for; small ones."""

_FREQUENT = {
    "cp1251": "оеаинтсрвлкмідуяь",
    "koi8-r": "оеаинтсрвлкмдуяь",
    "koi8-u": "оеаинтсрвлкмідуяь",
    "cp866": "оеаинтсрвлкмдуяь",
    "cp1253": "αοιετσνηυρπκμλίόά",
    "iso8859-7": "αοιετσνηυρπκμλίόά",
    "cp1255": "יוהלאתרבמשנדעק",
    "cp1256": "اليمونتربعدقسفكهحجةأ",
    "iso8859-6": "اليمونتربعدقسفكهحجةأ",
}
"""The commonest letters, where a codec serves one alphabet of its own."""

_JAPANESE = ("euc_jp", "cp932")
"""Japanese codecs: their readings hold kana, which other readings of the bytes do not."""


def codec_of(data: bytes) -> str | None:
    """Name the codec of bytes that are neither Unicode nor ASCII, or None if none is sure."""
    return _japanese(data) or _by_alphabet(data) or _by_frequency(data)


def _japanese(data: bytes) -> str | None:
    for codec in _JAPANESE:
        letters = _beyond_ascii(data, codec)
        kana = sum("\u3041" <= letter <= "\u30ff" for letter in letters)
        if kana > 0.25 * len(letters) and not any("\uff61" <= it <= "\uff9f" for it in letters):
            return codec
    return None


def _by_alphabet(data: bytes) -> str | None:
    best, sure = None, 0.95
    for codec, alphabets in _ALPHABETS.items():
        letters = _beyond_ascii(data, codec).lower()
        for alphabet in alphabets:
            known = sum(letter in alphabet or letter in _TYPOGRAPHY for letter in letters)
            if letters and known / len(letters) > sure:
                best, sure = codec, known / len(letters)
    return best


def _by_frequency(data: bytes) -> str | None:
    best, sure = None, 0.7
    for codec, frequent in _FREQUENT.items():
        letters = _beyond_ascii(data, codec)
        letters = "".join(letter for letter in letters if letter not in _TYPOGRAPHY)
        known = sum(letter in frequent for letter in letters)
        if letters and known / len(letters) > sure:
            best, sure = codec, known / len(letters)
    return best


def _beyond_ascii(data: bytes, codec: str) -> str:
    """The characters beyond ASCII in one reading of the bytes; what is impossible is U+FFFD."""
    text = data.decode(codec, errors="replace")
    return "".join(letter for letter in text if letter > "\x7f")
