"""Values in sentences: cut short, and two that differ never read the same."""

from typing import Any

import pytest

from parity.rules.wording import shortened, side_by_side

LONG = "AND(" + ", ".join(f"ISBLANK(Field_{number}__c)" for number in range(20))


@pytest.mark.parametrize(
    ("sandbox", "production"),
    [
        (f'{LONG}, Rating = "Hot")', f'{LONG}, Rating = "Cold")'),
        (f"{LONG})", f"{LONG}, TRUE)"),
        ([f"{LONG} = 1"], [f"{LONG} = 2"]),
        ([LONG, "a"], [LONG, "b"]),
        ({"x": LONG + "1"}, {"x": LONG + "2"}),
    ],
)
def test_two_long_values_are_told_from_where_they_differ(sandbox: Any, production: Any) -> None:
    assert shortened(sandbox) == shortened(production)
    told = side_by_side(sandbox, production)
    assert told[0] != told[1]
    assert all(len(one) <= 120 and one.startswith("…") for one in told)


def test_a_checksum_is_a_whole_number_and_a_version_keeps_its_point() -> None:
    assert [shortened(one) for one in (1029384756.0, 64.0, 0.5)] == ["1029384756", "64.0", "0.5"]


@pytest.mark.parametrize(("one", "another"), [("a", "b"), (None, "b"), (True, False), (LONG, "b"), (LONG, LONG)])
def test_others_are_told_from_their_start(one: Any, another: Any) -> None:
    assert side_by_side(one, another) == (shortened(one), shortened(another))
