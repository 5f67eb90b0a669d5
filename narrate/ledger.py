"""What became of every block of an article: spoken, skipped or failed."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Literal

from narrate.script import Skipped, lines_of
from narrate.spool import mapped

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from narrate.recording import Span
    from narrate.script import Script

__all__ = ["Entry", "write_ledger", "write_report"]


Outcome = Literal["spoken", "skipped", "failed"]
NEVER: tuple[float | None, float | None] = (None, None)


@dataclass(frozen=True, slots=True)
class Entry:
    """One block of the article, or one line of its head."""

    kind: str
    """`title`, `paragraph`, … as in the script; of what is skipped, `skipped`."""
    outcome: Outcome
    text: str
    """As it stands on the page."""
    start: float | None = None
    """From which second of the MP3 it is heard; None where it is not."""
    end: float | None = None
    """To which second."""
    reason: str | None = None
    """Why it is not spoken, or not whole."""
    block: int | None = None
    """Which of the article's blocks it is; None in the head."""


def write_ledger(
    script: Script, spans: Sequence[Span], failures: Mapping[int, str]
) -> tuple[Entry, ...]:
    """Account for everything in a script, in the order of the article.

    `spans` tells when each piece is heard; `failures` gives, for each utterance (its index)
    of which a piece could not be spoken, the reason.
    """
    heard: dict[int, tuple[float | None, float | None]] = {}
    for span in spans:
        start, _ = heard.get(span.utterance, (span.start, None))
        heard[span.utterance] = (start, span.end)
    entries = []
    index = -1
    for line in lines_of(script):
        if isinstance(line, Skipped):
            entries.append(
                Entry("skipped", "skipped", line.text, reason=line.reason, block=line.block)
            )
            continue
        index += 1
        start, end = heard.get(index, NEVER)
        outcome: Outcome = "failed" if index in failures else "spoken"
        reason = failures.get(index)
        entries.append(Entry(line.kind, outcome, line.written, start, end, reason, line.block))
    return tuple(entries)


def write_report(path: Path, entries: Sequence[Entry]) -> None:
    """Write a ledger as JSON: `{"blocks": [...]}`, each with the fields of `Entry`.

    Seconds count from the beginning of the MP3; what is absent is null. Raises
    UnwritableTarget.
    """
    report = {"blocks": [asdict(entry) for entry in entries]}
    with mapped(path):
        path.write_text(json.dumps(report, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
