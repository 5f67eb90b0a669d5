"""The README is true."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
from click import Context

from narrate.cli import COMMANDS, command_named

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def help_of(name: str) -> str:
    program = "narrate" if name == "episode" else f"narrate {name}"
    command = command_named(name)
    context = Context(command, info_name=program, terminal_width=88, max_content_width=88)
    return command.get_help(context)


def test_the_help_in_the_readme_is_the_help_of_the_program():
    shown = re.search(
        r"<!-- help:begin -->\n+```text\n(.*?)\n```\n+<!-- help:end -->", README, re.S
    )
    assert shown, "README.md lost its help"
    assert shown[1].strip() == help_of("episode").strip()


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
