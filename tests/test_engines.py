"""Engines are opened by name, one at a time, and tell their facts."""

import subprocess
import sys

import pytest

from narrate import engines
from narrate.engines import ENGINES, engine_facts, open_engine
from narrate.errors import Refused, WrongUsage


@pytest.mark.parametrize("name", ENGINES)
def test_an_engine_bears_the_name_it_is_opened_by(name):
    engine = open_engine(name)
    try:
        assert engine.name == name
    finally:
        engine.close()


def test_an_unknown_name_is_wrong_usage_and_the_known_ones_are_told():
    with pytest.raises(WrongUsage, match=r"'festival'.*gtts, espeak"):
        open_engine("festival")
    with pytest.raises(WrongUsage):
        engine_facts("festival")


def test_the_networked_voice_comes_first():
    assert [(name, engine_facts(name).needs_network) for name in ENGINES] == [
        ("gtts", True),
        ("espeak", False),
    ]


@pytest.mark.parametrize("name", ENGINES)
def test_facts_are_those_of_the_engine(name):
    facts = engine_facts(name)
    engine = open_engine(name)
    try:
        assert facts.problem is None
        assert facts.version == engine.version
        assert list(facts.languages) == sorted(engine.languages)
        assert facts.needs_network is engine.needs_network
    finally:
        engine.close()


def test_an_engine_that_does_not_work_here_tells_why(monkeypatch):
    def broken():
        raise Refused("Its library is missing.")

    monkeypatch.setitem(engines._OPENERS, "espeak", broken)
    facts = engine_facts("espeak")
    assert (facts.version, facts.languages, facts.problem) == (None, (), "Its library is missing.")


def test_opening_one_voice_does_not_load_the_other():
    program = (
        "import sys; from narrate.engines import open_engine; open_engine('espeak').close();"
        "sys.exit(any(name in sys.modules for name in ('gtts', 'requests', 'numpy', 'click')))"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
