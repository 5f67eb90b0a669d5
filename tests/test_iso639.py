"""Every language that a voice speaks has a code for the tags."""

from __future__ import annotations

import pytest

from narrate.iso639 import iso639_2


@pytest.mark.parametrize(
    ("language", "code"),
    [
        ("en", "eng"), ("en-GB", "eng"), ("de_AT", "deu"), ("zh-Hant-TW", "zho"), ("cmn", "zho"),
        ("yue", "zho"), ("haw", "haw"), ("grc", "grc"), ("EL", "ell"), ("iw", "heb"),
        ("fil", "fil"), (None, "und"), ("", "und"), ("x", "und"), ("qq-QQ", "und"),
        ("klingon", "und"), ("中文", "und"),
    ],
)  # fmt: skip
def test_a_language_has_its_code(language, code):
    assert iso639_2(language) == code


def test_every_language_that_google_speaks_has_a_code():
    from gtts.lang import tts_langs

    assert {tag for tag in tts_langs() if iso639_2(tag) == "und"} == set()
