"""The record of a finding: what names it, and the order of severities."""

import pytest

from parity.rules.finding import Item, Severity, fingerprint, items_of, mildest, seen_digest, worst

SEEN = seen_digest("string")


def test_severities_are_ordered_worst_first() -> None:
    assert sorted([Severity.INFO, Severity.BLOCKER, Severity.WARNING], key=lambda one: one.rank) == [
        Severity.BLOCKER,
        Severity.WARNING,
        Severity.INFO,
    ]
    assert worst(Severity.INFO, Severity.WARNING) is Severity.WARNING
    assert worst(Severity.WARNING, Severity.BLOCKER, Severity.INFO) is Severity.BLOCKER
    assert mildest(Severity.WARNING, Severity.BLOCKER) is Severity.WARNING
    assert mildest(Severity.WARNING, Severity.INFO) is Severity.INFO


def test_a_fingerprint_is_sixteen_hexadecimal_digits_and_stays_the_same() -> None:
    named = fingerprint("field-type-changed", "Lead", "Score__c", SEEN)
    assert len(named) == 16
    assert set(named) <= set("0123456789abcdef")
    assert named == fingerprint("field-type-changed", "Lead", "Score__c", SEEN)


@pytest.mark.parametrize("position", range(4))
def test_each_part_changes_the_fingerprint(position: int) -> None:
    parts = ["field-type-changed", "Lead", "Score__c", SEEN]
    other = [f"{part}x" if at == position else part for at, part in enumerate(parts)]
    assert fingerprint(*other) != fingerprint(*parts)


def test_parts_do_not_run_into_each_other() -> None:
    assert fingerprint("a", "bc", "d", SEEN) != fingerprint("ab", "c", "d", SEEN)


def test_what_production_has_decides_what_was_seen() -> None:
    assert seen_digest(True) != seen_digest(1)
    assert seen_digest({"a": 1, "b": 2}) == seen_digest({"b": 2, "a": 1})
    assert seen_digest(None) != seen_digest("")


def test_names_become_items_once_each_in_order() -> None:
    assert items_of(["b", "a", "b"], production="yes") == (
        Item(name="a", sandbox=None, production="yes"),
        Item(name="b", sandbox=None, production="yes"),
    )
