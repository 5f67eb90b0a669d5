"""Write the help of the program into the README: `python tests/readme_help.py`."""

from __future__ import annotations

import re
from pathlib import Path

from click import Context

from narrate.cli import command_named

README = Path(__file__).parent.parent / "README.md"
PLACE = re.compile(r"(<!-- help:begin -->\n).*?(<!-- help:end -->)", re.DOTALL)


def help_of(name: str) -> str:
    program = "narrate" if name == "episode" else f"narrate {name}"
    command = command_named(name)
    context = Context(
        command,
        info_name=program,
        terminal_width=88,
        max_content_width=88,
        **command.context_settings,
    )
    return context.command.get_help(context).strip()


def with_help(readme: str) -> str:
    shown = f"\n```text\n{help_of('episode')}\n```\n\n"
    return PLACE.sub(lambda place: place[1] + shown + place[2], readme)


if __name__ == "__main__":
    README.write_text(with_help(README.read_text(encoding="utf-8")), encoding="utf-8")
