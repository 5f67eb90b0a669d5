"""An article's language is found on its body, and a long foreign paragraph is told apart."""

from __future__ import annotations

import subprocess
import sys

import pytest

from narrate.article import Article, Block
from narrate.language import detect_language, with_block_languages

SENTENCES = {
    "en": "The old ferry leaves the harbour at six, and nobody on board is in a hurry.",
    "de": "Die alte Fähre verlässt um sechs den Hafen, und niemand an Bord hat es eilig.",
    "fr": "Le vieux bac quitte le port à six heures, et personne à bord n'est pressé.",
    "es": "El viejo transbordador sale del puerto a las seis y nadie a bordo tiene prisa.",
    "it": "Il vecchio traghetto lascia il porto alle sei e nessuno a bordo ha fretta.",
    "pt": "A velha balsa deixa o porto às seis horas e ninguém a bordo tem pressa.",
    "nl": "De oude veerboot verlaat om zes uur de haven en niemand aan boord heeft haast.",
    "pl": "Stary prom odpływa z portu o szóstej i nikomu na pokładzie się nie śpieszy.",
    "tr": "Eski vapur saat altıda limandan ayrılıyor ve gemide kimsenin acelesi yok.",
    "ru": "Старый паром уходит из гавани в шесть часов, и никто на борту не спешит.",
    "uk": "Старий пором вирушає з гавані о шостій, і ніхто на борту не поспішає.",
    "el": "Το παλιό φέρι φεύγει από το λιμάνι στις έξι και κανείς δεν βιάζεται.",
    "ar": "تغادر العبارة القديمة الميناء في الساعة السادسة ولا أحد على متنها مستعجل.",
    "hi": "पुरानी नाव छह बजे बंदरगाह से निकलती है और किसी को कोई जल्दी नहीं है।",
    "ja": "古い渡し船は六時に港を出るが、船の上では誰も急いでいない。",
    "ko": "낡은 연락선은 여섯 시에 항구를 떠나지만 배에서는 아무도 서두르지 않는다.",
    "zh-Hans": "旧渡船六点离开港口，船上的人谁也不着急，大家都在看海。这是最后一班。",
    "zh-Hant": "舊渡船六點離開港口，船上的人誰也不著急，大家都在看海。這是最後一班。",
}


def article(*paragraphs, title=None, language=None):
    blocks = tuple(Block("paragraph", text) for text in paragraphs)
    return Article(title=title, blocks=blocks, language=language)


@pytest.mark.parametrize("language", SENTENCES)
def test_the_language_of_the_body_is_found(language):
    assert detect_language(article(SENTENCES[language])) == language


def test_the_title_does_not_decide():
    assert detect_language(article(SENTENCES["de"], title="The Best of Both Worlds")) == "de"


def test_a_text_too_short_to_tell_is_english():
    assert detect_language(article("Quo vadis?")) == "en"
    assert detect_language(article(title="Ein Titel")) == "en"


def test_a_title_alone_in_another_alphabet_is_not_taken_for_english():
    assert detect_language(article(title="Старый паром уходит из гавани")) == "ru"


def test_code_does_not_decide():
    code = Block("code", "for the while if then else return import from this that " * 20)
    text = Article(title=None, blocks=(code, Block("paragraph", SENTENCES["fr"])))
    assert detect_language(text) == "fr"


def test_a_long_paragraph_in_another_language_is_told_apart():
    text = article(SENTENCES["en"] * 3, " ".join([SENTENCES["de"]] * 3), language="en")
    assert [block.language for block in with_block_languages(text).blocks] == [None, "de"]


def test_a_short_paragraph_in_another_language_stays():
    text = article(SENTENCES["en"], SENTENCES["de"], language="en")
    assert [block.language for block in with_block_languages(text).blocks] == [None, None]


def test_a_neighbouring_language_is_no_other_language():
    danish = "Den gamle færge forlader havnen klokken seks, og ingen om bord har travlt. " * 4
    text = with_block_languages(article(danish, language="nb"))
    assert text.blocks[0].language is None


def test_what_the_reader_marked_stays():
    block = Block("quote", " ".join([SENTENCES["de"]] * 3), language="de-CH")
    marked = with_block_languages(Article(title=None, blocks=(block,), language="en"))
    assert marked.blocks[0].language == "de-CH"


PROSE = {
    "en": "The tide goes out in the morning, and for an hour or two the pools are left to be "
    "looked at by those who have the time. It is a small world that is full of life.",
    "de": "Am Morgen geht das Wasser zurück, und für eine Stunde sind die Tümpel zu sehen, die "
    "sich die Flut nicht mit der nächsten Welle holt. Es ist eine kleine Welt, und sie ist voll.",
}


@pytest.mark.parametrize("text", [SENTENCES["ja"], *PROSE.values()])
def test_what_tells_its_language_at_a_glance_needs_no_model(text):
    program = (
        "import sys\n"
        "from narrate.article import Article, Block\n"
        "from narrate.language import detect_language, with_block_languages\n"
        f"article = Article(None, (Block('paragraph', {text!r}),))\n"
        "print(detect_language(article), 'py3langid' in sys.modules)"
    )
    told = subprocess.run(
        [sys.executable, "-c", program], check=True, capture_output=True, text=True
    ).stdout
    assert told.split() == [detect_language(article(text)), "False"]
