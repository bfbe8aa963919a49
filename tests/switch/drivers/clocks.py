"""Limits of time in tests: they are over when something has happened, however long that takes on a busy machine."""

import time
from collections.abc import Callable

_A_DAY = 86_400.0


class JumpingClock:
    """In the place of the module `time`: as soon as it has happened, a day has passed."""

    def __init__(self, happened: Callable[[], bool]) -> None:
        self._happened = happened

    def monotonic(self) -> float:
        return time.monotonic() + (_A_DAY if self._happened() else 0.0)

    @staticmethod
    def sleep(seconds: float) -> None:
        time.sleep(seconds)
