"""Something that is wanted in the end, made on another thread meanwhile."""

from __future__ import annotations

import threading
from concurrent.futures import Future
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["Meanwhile"]

Made = TypeVar("Made")


class Meanwhile(Generic[Made]):
    """What a function gives, called once, on a thread of its own."""

    def __init__(self, make: Callable[[], Made]) -> None:
        """Nothing is begun yet."""
        self._make = make
        self._future: Future[Made] = Future()
        self._begun = False

    def begin(self) -> None:
        """Begin to make it; a second call does nothing."""
        if not self._begun:
            self._begun = True
            # A daemon, unlike an executor's threads, does not hold up Ctrl-C.
            threading.Thread(target=self._run, daemon=True).start()

    def wait(self) -> Made:
        """What was made, when it is; raises what making it raised."""
        self.begin()
        return self._future.result()

    def _run(self) -> None:
        try:
            self._future.set_result(self._make())
        except BaseException as error:  # noqa: BLE001 - it is raised where it is waited for
            self._future.set_exception(error)
