"""Work that waits for an org, done on several things at the same time."""

import threading
from collections.abc import Callable, Sequence
from typing import TypeVar

_Item = TypeVar("_Item")
_Done = TypeVar("_Done")


def side_by_side(work: Callable[[_Item], _Done], items: Sequence[_Item]) -> list[_Done]:
    """The same work on all items at the same time, the results in their order; raises the first one's error first.

    The threads are daemons: Ctrl+C ends the process at once, not after the last retry of a slow org. A pool of
    concurrent.futures would be waited for.
    """
    done: dict[int, _Done] = {}
    failed: dict[int, BaseException] = {}

    def run(place: int) -> None:
        try:
            done[place] = work(items[place])
        except BaseException as problem:  # noqa: BLE001 (it is raised again in the thread that waits)
            failed[place] = problem

    threads = [threading.Thread(target=run, args=(place,), daemon=True) for place in range(len(items))]
    for thread in threads:
        thread.start()
    for thread in threads:
        while thread.is_alive():
            thread.join(0.1)
    for place in sorted(failed):
        raise failed[place]
    return [done[place] for place in range(len(items))]
