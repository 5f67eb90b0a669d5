"""What can go wrong, as a tree; `str(error)` is one sentence for the listener.

    NarrateError
    ├── WrongUsage             a call that cannot be carried out as it is worded
    │   └── UnknownLanguage    no such language, or the voice does not speak it
    ├── UnreadableArticle      the source cannot be read as an article
    ├── NothingToSay           the article holds nothing that a voice could say
    ├── UnwritableTarget       the MP3 cannot be written where it should go
    ├── PassagesMissing        some pieces could not be spoken, so there is no MP3
    └── EngineError            a voice did not speak a piece
        ├── Unreachable        no answer: name not found, refused, time-out, proxy; may pass
        ├── Faulty             an answer without speech: 5xx, cut short, broken audio; may pass
        │   └── SlowDown       the service asks for fewer requests (429); passes
        └── Refused            an answer that will stay the same: 400, a bad certificate

What is not a NarrateError is a bug of ours and keeps its traceback.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from narrate.ledger import Entry

__all__ = [
    "EngineError",
    "Faulty",
    "NarrateError",
    "NothingToSay",
    "PassagesMissing",
    "Refused",
    "SlowDown",
    "UnknownLanguage",
    "Unreachable",
    "UnreadableArticle",
    "UnwritableTarget",
    "WrongUsage",
]


class NarrateError(Exception):
    """The root of all that a listener can cause or meet."""


class WrongUsage(NarrateError):
    """A call that cannot be carried out as it is worded."""


class UnknownLanguage(WrongUsage):
    """No such language, or one that the chosen voice does not speak."""


class UnreadableArticle(NarrateError):
    """The source cannot be read as an article."""


class NothingToSay(NarrateError):
    """The article holds nothing that a voice could say."""


class UnwritableTarget(NarrateError):
    """The MP3 cannot be written where it should go."""


class PassagesMissing(NarrateError):
    """Some pieces could not be spoken, so there is no MP3."""

    def __init__(self, message: str, ledger: tuple[Entry, ...] = ()) -> None:
        """Keep what became of every block."""
        super().__init__(message)
        self.ledger = ledger


class EngineError(NarrateError):
    """A voice did not speak a piece."""

    passes = False
    """Whether the same request may well succeed a little later."""


class Unreachable(EngineError):
    """No answer came: name not found, connection refused, time-out, proxy."""

    passes = True


class Faulty(EngineError):
    """An answer came, without speech in it: 5xx, cut short, empty or broken audio."""

    passes = True


class SlowDown(Faulty):
    """The service asks for fewer requests (HTTP 429)."""

    def __init__(self, message: str, retry_after: float | None = None) -> None:
        """Keep how long the service asks to wait, in seconds, if it says so."""
        super().__init__(message)
        self.retry_after = retry_after


class Refused(EngineError):
    """An answer that will stay the same however often one asks."""

    def __init__(self, message: str, *, everything: bool = False) -> None:
        """Keep whether every other piece would be refused alike, as by a bad certificate."""
        super().__init__(message)
        self.everything = everything
