"""A status stays on one screen: what is to do is named as far as there is room, and counted beyond."""

from parity.switch.items import ITEMS
from parity.switch.status import status_lines
from tests.simulated import NOON

_OPEN = [one for one in ITEMS if one.before]


def test_as_much_to_do_is_named_as_asked_for_and_the_rest_counted() -> None:
    every = status_lines([], "Tests", NOON)
    assert [line for line in every if "to do" in line] == [f"  to do      {one.id}: {one.title}" for one in _OPEN]
    some = status_lines([], "Tests", NOON, most=2)
    assert [line for line in some if "to do" in line] == [
        *(f"  to do      {one.id}: {one.title}" for one in _OPEN[:2]),
        f"  to do      and {len(_OPEN) - 2} more: --verbose",
    ]
    assert len(status_lines([], "Tests", NOON, most=7)) < 20


def test_where_all_fits_nothing_is_counted() -> None:
    assert status_lines([], "Tests", NOON, most=len(_OPEN)) == status_lines([], "Tests", NOON)
