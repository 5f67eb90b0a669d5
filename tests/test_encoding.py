"""Text is read in whatever encoding it comes; what is no text is called by its name."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from narrate.errors import UnreadableArticle
from narrate.reading.encoding import LIMIT, decoded

GERMAN = (
    "Die Bäckerin schließt früh die Tür auf, und draußen wartet schon jemand mit einem Korb. "
    "Die Straße schläft noch, die Öfen glühen längst, und über den Dächern wird es allmählich hell."
)
ENGLISH = "It’s the captain’s “tea” — nobody minds…"
FRENCH = "Le bac part à six heures. « Où va-t-on ? » demande un garçon, déjà fatigué. Ça coûte 5 €."
POLISH = "Prom odpływa o szóstej, a nikomu się nie śpieszy. Mgła, żółte plaże i źródła."
CZECH = "Starý přívoz odplouvá z přístavu v šest hodin ráno a nikdo na palubě nespěchá."
TURKISH = "Eski vapur saat altıda limandan ayrılıyor; güneş doğuyor, kaptan çay içiyor."
GREEK = "Το παλιό φέρι φεύγει από το λιμάνι στις έξι και κανείς δεν βιάζεται."
RUSSIAN = "Старый паром уходит из гавани в шесть часов утра, и никто никуда не спешит."
UKRAINIAN = "Старий пором вирушає з гавані о шостій, і ніхто на борту нікуди не поспішає."
HEBREW = "המעבורת הישנה עוזבת את הנמל בשש ואיש על הסיפון אינו ממהר. מעל המים יש ערפל."
ARABIC = "تغادر العبارة القديمة الميناء في الساعة السادسة ولا أحد على متنها مستعجل."
CHINESE = "旧渡船六点离开港口，船上的人谁也不着急，大家都在看海。雾很大，船长一边喝茶一边讲故事。"
TAIWANESE = "舊渡船六點離開港口，船上的人誰也不著急，大家都在看海。霧很大，船長一邊喝茶一邊講故事。"
JAPANESE = "古い渡し船は六時に港を出るが、船の上では誰も急いでいない。"
KOREAN = "낡은 연락선은 여섯 시에 항구를 떠나지만 배에서는 아무도 서두르지 않는다. 안개가 짙다."


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
@pytest.mark.parametrize("text", [GERMAN, RUSSIAN, CHINESE])
def test_unicode_is_read_by_its_mark_or_as_utf_8(text, codec):
    assert decoded(text.encode(codec), "a.txt") == text


@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be"])
def test_utf_16_of_latin_letters_is_read_without_a_mark(codec):
    assert decoded(GERMAN.encode(codec), "a.txt") == GERMAN


@pytest.mark.parametrize(
    ("text", "codecs"),
    [
        (GERMAN, "cp1252 latin-1"),
        (ENGLISH, "cp1252"),
        (FRENCH, "cp1252"),
        (POLISH, "cp1250 iso8859-2"),
        (CZECH, "cp1250 iso8859-2"),
        (TURKISH, "cp1254 iso8859-9"),
        (GREEK, "cp1253 iso8859-7"),
        (RUSSIAN, "cp1251 koi8-r cp866"),
        (UKRAINIAN, "cp1251 koi8-u"),
        (HEBREW, "cp1255"),
        (ARABIC, "cp1256"),
        (CHINESE, "gb18030 gbk"),
        (TAIWANESE, "big5"),
        (JAPANESE, "shift_jis euc_jp"),
        (KOREAN, "euc_kr cp949"),
    ],
)
def test_old_encodings_are_recognised(text, codecs):
    for codec in codecs.split():
        assert decoded((text * 2).encode(codec), "a.txt") == text * 2


def test_a_long_old_text_is_recognised_by_its_first_telling_lines():
    plain, telling = "plain words only\n" * 5_000, f"{JAPANESE}\n" * 2_000
    assert decoded((plain + telling).encode("euc_jp"), "a.txt") == plain + telling


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"ID3\x04\x00\x00\x00\x00\x00\x00", "an MP3"),
        (b"\xff\xfb\x90\x64" + bytes(400), "an MP3"),
        (b"%PDF-1.7\n", "a PDF"),
        (b"PK\x03\x04rest", "a ZIP archive"),
        (b"\x89PNG\r\n\x1a\n", "a picture"),
        (b"\xff\xd8\xff\xe0", "a picture"),
        (b"OggS\x00\x02", "a sound file"),
        (b"RIFF\x24\x00\x00\x00WAVE", "a sound file"),
        (b"\x00\x00\x00\x20ftypisom", "a video"),
        (b"\x1f\x8b\x08\x00", "a packed archive"),
        (b"\x7fELF\x02\x01", "a program"),
        (b"text with \x00 in it", "binary"),
        (bytes(range(1, 32)) * 20 + b"abc", "binary"),
    ],
)
def test_what_is_no_text_is_called_by_its_name(data, what):
    with pytest.raises(UnreadableArticle, match=what) as told:
        decoded(data, "a.txt")
    assert str(told.value).startswith("a.txt ")


def test_a_damaged_text_says_where():
    with pytest.raises(UnreadableArticle, match=r"damaged at byte \d"):
        decoded("\ufeffabc".encode("utf-16-le") + b"\x00\xd8", "a.txt")


def test_two_megabytes_are_read_and_no_more():
    assert len(decoded(b"a" * LIMIT, "a.txt")) == 2_000_000
    with pytest.raises(UnreadableArticle, match="more than 2 MB"):
        decoded(b"a" * (LIMIT + 1), "a.txt")


@given(data=st.binary(max_size=300))
def test_any_bytes_are_text_or_refused_in_one_sentence(data):
    outcome = read_or_refused(data)
    assert isinstance(outcome, str)
    assert outcome.endswith(".") or outcome == decoded(data, "a.txt")


def read_or_refused(data):
    try:
        return decoded(data, "a.txt")
    except UnreadableArticle as error:
        return str(error)
