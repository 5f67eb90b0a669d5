from __future__ import annotations

import pytest

from narrate.reading.languages import language_tag


@pytest.mark.parametrize(
    ("told", "tag"),
    [
        ("en", "en"),
        ("EN", "en"),
        (" en_US.UTF-8 ", "en-US"),
        ("zh-Hant-TW", "zh-Hant-TW"),
        ("eng", "en"),
        ("ger", "de"),
        ("deu", "de"),
        ("grc", "grc"),
        ("und", None),
        ("mul", None),
        ("English", None),
        ("", None),
        (None, None),
    ],
)
def test_a_told_language_is_bcp_47_or_none(told, tag):
    assert language_tag(told) == tag
