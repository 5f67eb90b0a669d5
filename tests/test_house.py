"""The house keeps its shape: who may import whom, who prints, what is public."""

from __future__ import annotations

import ast
import importlib
import importlib.util
import pkgutil
import re
from pathlib import Path

import pytest

import narrate

ROOT = Path(narrate.__file__).parent
MODULES = sorted(info.name for info in pkgutil.walk_packages([str(ROOT)], "narrate."))

FLOORS = (
    "__main__",
    "cli",
    "server",
    "feed narration",
    "artwork joining ledger shownotes tagging",
    "announcing chapters engines language reading script speaking",
    "asking cover furniture headline links naming recording runningtime saving transcript",
    "cutting decoding lexicon meanwhile settings store stretches wording",
    "addresses engine expansions level notices places spool tags",
    "alignment article certificates events iso639 labels marks mp3 pace phrases samples smallwords",
    "errors",
)
"""The rooms from the top down; each imports from its own floor and from those below. What is
imported for type hints alone does not count."""


def floor_of(module: str) -> int:
    room = module.split(".")[1]
    return next(number for number, rooms in enumerate(FLOORS) if room in rooms.split())


def imports_of(module: str) -> set[str]:
    tree = ast.parse(_source(module))
    for_types = {
        id(inner)
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"
        for inner in ast.walk(node)
    }
    found = set()
    for node in ast.walk(tree):
        if id(node) not in for_types:
            found |= {name for name in _imported(node) if name.startswith("narrate.")}
    return found


def test_every_room_has_one_floor():
    floors = [room for rooms in FLOORS for room in rooms.split()]
    assert sorted(floors) == sorted({module.split(".")[1] for module in MODULES})


@pytest.mark.parametrize("module", MODULES)
def test_imports_run_downward(module):
    above = {name for name in imports_of(module) if floor_of(name) < floor_of(module)}
    assert not above


@pytest.mark.parametrize(
    "module", ["narrate.script", "narrate.wording", "narrate.cutting", "narrate.lexicon"]
)
def test_the_middle_is_pure(module):
    """It knows no engine, no file, no network and no clock."""
    outer = "os io pathlib time datetime socket requests random subprocess narrate.engine"
    assert not imports_of_all(module) & set(outer.split())


def imports_of_all(module: str) -> set[str]:
    return {name for node in ast.walk(ast.parse(_source(module))) for name in _imported(node)}


@pytest.mark.parametrize("module", [name for name in MODULES if name != "narrate.__main__"])
def test_what_is_public_exists_and_is_sorted(module):
    """As ruff sorts: constants, then classes, then the rest."""
    loaded = importlib.import_module(module)
    names = getattr(loaded, "__all__", [])
    assert all(hasattr(loaded, name) for name in names)
    assert list(names) == sorted(
        names, key=lambda name: (not name.isupper(), not name[0].isupper(), name)
    )


def test_the_public_names_of_the_package_exist_and_are_sorted():
    assert narrate.__all__ == sorted(narrate.__all__)
    assert all(hasattr(narrate, name) for name in narrate.__all__)


@pytest.mark.parametrize(
    ("dependency", "home"),
    [
        ("PIL", "narrate.cover"),
        ("babel", "narrate.runningtime"),
        ("gtts", "narrate.engines.google"),
        ("lameenc", "narrate.mp3"),
        ("miniaudio", "narrate.decoding"),
        ("mutagen", "narrate.tags"),
        ("py3langid", "narrate.language"),
        ("pydub", "narrate.recording"),
        ("pypdfium2", "narrate.reading.pdf"),
        ("trafilatura", "narrate.reading.voting"),
    ],
)
def test_one_room_alone_knows_a_dependency(dependency, home):
    users = {
        module
        for module in MODULES
        if any(name.split(".")[0] == dependency for name in imports_of_all(module))
    }
    assert users
    assert {user for user in users if f"{user}.".startswith(f"{home}.")} == users


def test_the_command_line_alone_prints_and_exits():
    for module in MODULES:
        if not module.startswith("narrate.cli") and module != "narrate.engines.espeak_helper":
            calls = re.findall(r"\b(?:print|click\.echo|sys\.exit|input)\(", _source(module))
            assert not calls, module


def _source(module: str) -> str:
    return Path(importlib.util.find_spec(module).origin).read_text(encoding="utf-8")


def _imported(node: ast.AST) -> set[str]:
    if isinstance(node, ast.Import):
        return {alias.name for alias in node.names}
    if not isinstance(node, ast.ImportFrom):
        return set()
    names = {f"{node.module}.{alias.name}" for alias in node.names}
    return {name if name in MODULES else str(node.module) for name in names}
