"""The README is true."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
from readme_help import with_help

from narrate.cli import COMMANDS

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_help_in_the_readme_is_the_help_of_the_program():
    assert "<!-- help:begin -->" in README
    assert with_help(README) == README, "run: python tests/readme_help.py"


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_is_named_in_the_readme(name):
    assert f"narrate {name}" in README


def test_the_readme_never_sends_anybody_to_another_projects_package():
    assert "pip install narrate" not in README


def test_the_first_command_names_an_article_of_ours():
    command = next(
        line for line in README.splitlines() if line.strip().startswith("python3 -m venv")
    )
    assert (ROOT / shlex.split(command)[-1]).is_file()


def test_every_linked_file_exists():
    for target in re.findall(r"\]\((?!https?:)([^)#]+)\)", README):
        assert (ROOT / target).exists(), target
