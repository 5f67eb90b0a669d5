"""What stands on a page becomes what a reader would say, and nothing that is said is lost."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from narrate.wording import has_words, rules_for, sentence, speakable

SAID = [
    # the marks of notes
    ('the "Taliban" movement * took', 'the "Taliban" movement took'),
    ("a word* and another†, both noted‡.", "a word and another, both noted."),
    ("in 2001.[1] They came", "in 2001. They came"),
    ("the model [12] shows, as do others.[3][4]", "the model shows, as do others."),
    ("[citation needed] stays, this goes[citation needed].", "[citation needed] stays, this goes."),
    ("the last verse.¹² Then", "the last verse. Then"),
    ("20 km² of H₂O, 10³ times", "20 km² of H₂O, 10³ times"),
    ("2 * 3 = 6, 2*3 and a*b", "2 * 3 = 6, 2*3 and a*b"),
    # emphasis and marks of code
    ("**bold**, *soft*, _under_ and `code`", "bold, soft, under and code"),
    ("snake_case and __init__", "snake case and init"),
    ("see [the docs](https://a.example/b) now", "see the docs now"),
    # addresses
    ("See https://www.example.com/a?b=1.", "See link to example.com."),
    ("See https://example.com/Moon_(planet), now", "See link to example.com, now"),
    ("at www.example.com", "at link to example.com"),
    ("write to ann.poe@mail.example!", "write to ann dot poe at mail dot example!"),
    ("by @ann_poe, on #AfghanRoad and #NATO", "by ann poe, on Afghan Road and NATO"),
    ("C# is no 5#", "C# is no 5#"),
    # dashes, ranges and ellipses
    ("It was – he said — late", "It was, he said, late"),
    ("word—word and word--word", "word, word and word, word"),
    ("— Who is it?", "Who is it?"),
    ("run it with --verbose or -v", "run it with --verbose or -v"),
    ("5 - 3 is 2 and −5 °C", "5 - 3 is 2 and −5 °C"),
    ("12–15 men, $5–$7, 10:30–11:00", "12 to 15 men, $5 to $7, 10:30 to 11:00"),
    ("1939-1945, but 3-2 and 978-3-16", "1939 to 1945, but 3-2 and 978-3-16"),
    ("0171–1234567", "0171–1234567"),
    ("a sky-blue, well-known A–Z", "a sky-blue, well-known A–Z"),
    ("wait... and . . . and…… end", "wait… and… and… end"),
    ("he said […] no", "he said… no"),
    ("...and so", "and so"),
    # what cannot be said
    ("Ready 🙂🇩🇪 → go ★★ │ now", "Ready go now"),
    ("a | b · c", "a, b, c"),
    ("20 °C, 5 %, § 3, © 2020, №7", "20 °C, 5 %, § 3, © 2020, №7"),
    ("① one ② two", "1 one 2 two"),
    ("soft\u00adhyphen, zero\u200bwidth, no\u00a0break", "softhyphen, zerowidth, no break"),
    ("e\u0301t\u00e9", "été"),
    ("fine :-) and “” ( ) done", "fine and done"),
    ("What?!?! No!!!", "What?! No!"),
    ("one ,two , three .", "one ,two, three."),
    ("it costs .5 or 3.5", "it costs .5 or 3.5"),
    # capitals
    ("THE LONG WAR OF NATO AND THE BBC", "The long war of NATO and the BBC"),
    ("NATO", "NATO"),
    ("IN 1953 I SAW IT", "In 1953 I saw it"),
    ("The USA and the UK", "The USA and the UK"),
    # English in full
    ("e.g. this, i.e. that vs. No. 7", "for example this, that is, that versus number 7"),
    ("King George VI and World War II", "King George the sixth and World War 2"),
    ("CHAPTER IV", "Chapter 4"),
    ("the Queen I knew; Part I; vitamin C", "the Queen I knew; Part 1; vitamin C"),
    # verse
    ("Roses are red\nViolets are blue,\nSugar", "Roses are red, Violets are blue, Sugar"),
]  # fmt: skip


@pytest.mark.parametrize(("written", "said"), SAID)
def test_english_is_said_as_a_reader_would(written, said):
    assert speakable(written, "en") == said


@pytest.mark.parametrize(
    ("language", "written", "said"),
    [
        ("zh", "【6月18日 AFP】北京", "6月18日 AFP，北京"),
        ("zh", "今天《红楼梦》《西游记》——他说：「你好」", "今天红楼梦、西游记，他说：你好"),
        ("zh", "好……　开放9:00～18:00，3—5本", "好… 开放9:00至18:00，3至5本"),
        ("zh", "#海边读书#AI时代", "海边读书AI时代"),
        ("de", "»Ja« – sagte er – 12–15 Mal, z. B. am 5. Nov.",
         "»Ja«, sagte er, 12 bis 15 Mal, z. B. am 5. Nov."),
        ("de", "DER LANGE WEG", "Der lange weg"),
        ("tr", "İSTANBUL IŞIKLARI", "İstanbul ışıkları"),
        ("ru", "— Где? — спросил он. — Тут.", "Где? спросил он. Тут."),
        ("ru", "в 1996—2001 гг.", "в 1996-2001 гг."),
        ("es", "—¿Quién es? —preguntó—. ¡Abre!", "¿Quién es? preguntó. ¡Abre!"),
        ("fr", "« Oui ! » dit-il ; 12–15 fois", "« Oui! » dit-il; 12 à 15 fois"),
        ("fr", "e.g. King George VI", "e.g. King George VI"),
        ("fa", "می\u200cخواهم", "می\u200cخواهم"),
        ("hi", "क्\u200dष", "क्\u200dष"),
        ("xx", "https://a.example/b", "link to a.example"),
    ],
)  # fmt: skip
def test_other_languages_have_their_own_words(language, written, said):
    assert speakable(written, language) == said


@pytest.mark.parametrize(
    ("language", "written", "said"),
    [
        ("en", "A title", "A title."),
        ("en", "Is it one?", "Is it one?"),
        ("en", "He said “yes.”", "He said “yes.”"),
        ("en", "The causes:", "The causes."),
        ("en", "Waiting…", "Waiting…"),
        ("zh-Hans", "标题", "标题。"),
        ("ja", "題名", "題名。"),
        ("hi", "शीर्षक", "शीर्षक।"),
        ("th", "ชื่อเรื่อง", "ชื่อเรื่อง"),
        ("en", "***", ""),
    ],
)
def test_a_title_is_closed_by_the_stop_of_its_language(language, written, said):
    assert sentence(written, language) == said


@pytest.mark.parametrize("text", ["", "  \n ", "***", "“”", "—", "🙂", "....", "│──│", "\u200b"])
def test_what_has_no_words_is_nothing(text):
    assert speakable(text, "en") == ""
    assert not has_words(text)


def rules():
    return [
        pytest.param(rule, id=f"{getattr(rule, '__name__', None) or rule.func.__name__}-{language}")
        for language in ("en", "tr", "zh")
        for rule in rules_for(language)
    ]


SCRAPS = st.sampled_from(
    [*" \n\t.,;:!?…-–—*_`~#@[](){}\"'“”«»/|<>=+&%$§†²①《》「」【】。，：\u00a0\u200b\u200d🙂→│",
     *"0123456789", "e.g. ", "[1]", "...", "http://a.b/c", "x@y.org", "King George VI",
     "Chapter IV", "12–15", "1996-2001", "#AfghanRoad", "ABC DEF GHI", " - ", " -- ", "vs. ",
     "No. 7"]
)  # fmt: skip
NASTY = st.lists(
    st.one_of(SCRAPS, st.text(alphabet="abcdABCDIVXüßжЖ中文かกहि", max_size=6), st.characters()),
    max_size=25,
).map("".join)
PLAIN = st.lists(
    st.text(alphabet="abcdefghijklmnopqrstuvwxyzäöüßéжщ0123456789", min_size=1, max_size=9),
    min_size=1,
    max_size=12,
)


@pytest.mark.parametrize("rule", rules())
@given(text=NASTY)
def test_a_rule_applied_twice_changes_nothing_more(rule, text):
    once = rule(text)
    assert rule(once) == once


@given(words=PLAIN, language=st.sampled_from(["en", "de", "ru", "zh", "xx"]))
def test_no_letter_or_digit_of_a_plain_sentence_is_lost(words, language):
    assume(len(words) > 1 or language != "en")  # a word alone may be a Roman numeral
    written = ", ".join(words).capitalize() + "."
    said = speakable(written, language)
    assert [c for c in said if c.isalnum()] == [c for c in written if c.isalnum()]


@given(text=st.text(), language=st.sampled_from(["en", "tr", "zh", "ar", ""]))
def test_any_text_comes_out_on_one_line_without_double_spaces(text, language):
    said = speakable(text, language)
    assert "\n" not in said
    assert "  " not in said
    assert said == said.strip()


@pytest.mark.parametrize(
    "scrap", [*"aA1 \n.-—…*_`#@[](\"“|/<=~【，中\u0301\u200d🙂²IX:!", "a.", "[1]", "1–", "a@", " *",
              "x-", ". ", "(…", "http://", "www.a(", "a\n"]
)  # fmt: skip
def test_a_long_text_of_one_scrap_takes_linear_time(scrap):
    """A rule of quadratic time would need minutes here, and the suite would not end."""
    speakable(scrap * (300_000 // len(scrap)), "en")
