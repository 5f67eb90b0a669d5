"""The house keeps its shape: who may import whom, who prints, what is public."""

from __future__ import annotations

import ast
import importlib
import pkgutil
from pathlib import Path

import pytest

import narrate

ROOT = Path(narrate.__file__).parent
MODULES = sorted(info.name for info in pkgutil.walk_packages([str(ROOT)], "narrate."))

FLOORS = (
    ("narrate.__main__",),
    ("narrate.cli",),
    ("narrate.narration",),
    ("narrate.ledger", "narrate.naming"),
    ("narrate.speaking", "narrate.saving", "narrate.script", "narrate.reading", "narrate.engines"),
    ("narrate.recording", "narrate.tags", "narrate.pace", "narrate.language"),
    ("narrate.stretches",),
    ("narrate.decoding", "narrate.mp3", "narrate.store", "narrate.wording", "narrate.cutting"),
    ("narrate.level", "narrate.spool", "narrate.iso639"),
    ("narrate.article", "narrate.engine", "narrate.phrases", "narrate.events", "narrate.labels"),
    ("narrate.errors", "narrate.samples"),
)
"""From the top down; a module imports from its own floor and from those below."""


def floor_of(module: str) -> int:
    room = next(
        (
            i
            for i, names in enumerate(FLOORS)
            if any(f"{module}.".startswith(f"{n}.") for n in names)
        ),
        None,
    )
    assert room is not None, f"{module} has no floor yet: give it one"
    return room


def imports_of(module: str) -> set[str]:
    path = ROOT.parent.joinpath(*module.split("."))
    path = path / "__init__.py" if path.is_dir() else path.with_suffix(".py")
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("narrate"):
            names = [f"{node.module}.{alias.name}" for alias in node.names]
            found |= {name if name in MODULES else str(node.module) for name in names}
        elif isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names if alias.name.startswith("narrate.")}
    return found - {"narrate"}


@pytest.mark.parametrize("module", MODULES)
def test_imports_run_downward(module):
    above = {name for name in imports_of(module) if floor_of(name) < floor_of(module)}
    assert not above


@pytest.mark.parametrize("module", ["narrate.script", "narrate.wording", "narrate.cutting"])
def test_the_middle_is_pure(module):
    """It knows no engine, no file, no network and no clock."""
    source = Path(importlib.import_module(module).__file__).read_text(encoding="utf-8")
    names = {
        alias.name.split(".")[0] if isinstance(node, ast.Import) else str(node.module)
        for node in ast.walk(ast.parse(source))
        if isinstance(node, (ast.Import, ast.ImportFrom))
        for alias in node.names
    }
    assert not names & {"os", "io", "pathlib", "time", "datetime", "socket", "requests", "random"}
    assert "narrate.engine" not in names


@pytest.mark.parametrize("module", [name for name in MODULES if name != "narrate.__main__"])
def test_what_is_public_exists_and_is_sorted(module):
    loaded = importlib.import_module(module)
    names = getattr(loaded, "__all__", [])
    assert all(hasattr(loaded, name) for name in names)
    if module.startswith("narrate.") and names:
        assert names == sorted(names)


def test_the_public_names_of_the_package_exist_and_are_sorted():
    assert narrate.__all__ == sorted(narrate.__all__)
    assert all(hasattr(narrate, name) for name in narrate.__all__)


@pytest.mark.parametrize(
    ("dependency", "home"),
    [("pydub", "narrate.recording"), ("mutagen", "narrate.tags"), ("lameenc", "narrate.mp3")],
)
def test_one_module_alone_knows_a_dependency(dependency, home):
    users = {
        module
        for module in MODULES
        if any(
            name.split(".")[0] == dependency
            for node in ast.walk(ast.parse(_source(module)))
            for name in _imported(node)
        )
    }
    assert users == {home}


def _source(module: str) -> str:
    return Path(importlib.util.find_spec(module).origin).read_text(encoding="utf-8")


def _imported(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    return [node.module or ""] if isinstance(node, ast.ImportFrom) else []
