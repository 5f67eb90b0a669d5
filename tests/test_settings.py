"""What is set in narrate.toml counts, and what is wrong in it is said with its line."""

from __future__ import annotations

import pytest

from narrate.cli import command_named
from narrate.cli.defaults import defaults_for, words_of
from narrate.errors import WrongUsage
from narrate.settings import read_settings


@pytest.fixture
def defaults(tmp_path):
    def of(text, command="episode"):
        (tmp_path / "narrate.toml").write_text(text, encoding="utf-8")
        return defaults_for(command_named(command), read_settings(tmp_path))

    return of


def test_a_setting_is_the_default_of_the_option_of_its_name(defaults):
    assert defaults('engine = "espeak"\nallow-gaps = true\njobs = 4\n') == {
        "engine": "espeak",
        "allow_gaps": True,
        "jobs": 4,
    }


def test_a_command_gets_the_settings_that_it_has_options_for(defaults):
    assert defaults('engine = "espeak"\nlang = "de"\n', "script") == {"lang": "de"}


def test_the_first_folder_comes_before_the_second(tmp_path):
    for name, engine in (("here", "espeak"), ("own", "gtts")):
        (tmp_path / name).mkdir()
        (tmp_path / name / "narrate.toml").write_text(f'engine = "{engine}"\nquiet = true')
    settings = read_settings(tmp_path / "here", tmp_path / "own", tmp_path / "nowhere")
    assert settings.options["engine"].value == "espeak"


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ('\nengin = "espeak"', r"line 2: there is no option 'engin'"),
        ('engine = "loud"', r"line 1: engine: 'loud' is not one of"),
        ("quiet = true\njobs = 0", r"line 2: jobs: 0 is not in the range"),
        ("jobs = true", r"line 1: jobs must be a text or a number, not True"),
        ('quiet = "yes"', r"line 1: quiet must be true or false, not 'yes'"),
        ("lang = []", r"line 1: lang must be a text or a number"),
        ("\n\n[voices]\na = 1", r"line 3: there is no table \[voices\]"),
        ("\njobs == 4", r"at line 2"),
    ],
)
def test_what_is_wrong_is_said_with_its_line(defaults, text, complaint):
    with pytest.raises(WrongUsage, match=complaint):
        defaults(text)


def test_a_file_that_is_not_utf8_is_said_so(tmp_path):
    (tmp_path / "narrate.toml").write_bytes(b"lang = '\xff'")
    with pytest.raises(WrongUsage, match="not UTF-8"):
        read_settings(tmp_path)


def test_a_lexicon_may_stand_in_the_settings_or_in_a_file_of_its_own(tmp_path):
    (tmp_path / "narrate.toml").write_text('[lexicon]\nSQL = "sequel"')
    (tmp_path / "words.toml").write_text('SQL = "S Q L"')
    settings = read_settings(tmp_path)
    assert words_of(settings, None).spoken("SQL", "en") == "sequel"
    assert words_of(settings, tmp_path / "words.toml").spoken("SQL", "en") == "S Q L"
