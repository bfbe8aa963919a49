"""Canonical bytes: the same content gives the same bytes, and other content gives others."""

import hashlib
import json
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import Struct

from parity.integrity.canonical import canonical_bytes, digest, other_schema, sorted_json
from parity.ledger.records import Actor, EntryContent
from parity.snapshot.records import Field, Snapshot, Trigger
from parity.verdict.result import Result

_TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
_NUMBERS = st.integers() | st.floats(allow_nan=False, allow_infinity=False)
_JSON = st.recursive(
    st.none() | st.booleans() | _NUMBERS | _TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(_TEXT, inner, max_size=4),
    max_leaves=20,
)


def _turned(value: Any) -> Any:
    """The same data with the keys of every object put in the opposite order."""
    if isinstance(value, dict):
        return {key: _turned(value[key]) for key in reversed(value)}
    return [_turned(one) for one in value] if isinstance(value, list) else value


def _trigger(version: float) -> Trigger:
    return Trigger(name="T", table_enum_or_id="Lead", status="Active", api_version=version)


@given(value=_JSON)
def test_the_order_of_keys_never_changes_bytes(value: Any) -> None:
    assert canonical_bytes(_turned(value)) == canonical_bytes(value)


@given(value=_JSON)
def test_bytes_say_all_of_the_content_and_an_independent_writer_reads_it_back(value: Any) -> None:
    assert json.loads(canonical_bytes(value)) == value


@given(
    names=st.permutations(["name", "label", "seq", "B", "a", "Z9", "_x"]),
    values=st.lists(_TEXT, min_size=7, max_size=7),
)
def test_the_order_of_attributes_in_a_class_never_changes_bytes(names: list[str], values: list[str]) -> None:
    content = dict(zip(sorted(names), values, strict=False))
    record = msgspec.defstruct("Record", [(name, str) for name in names])(**content)
    assert canonical_bytes(record) == canonical_bytes(content)


@pytest.mark.parametrize("record", [Snapshot, Result, EntryContent, Field, Trigger])
def test_two_lines_of_a_record_swapped_change_nothing(record: type[Struct]) -> None:
    fields = msgspec.structs.fields(record)
    names = {one.encode_name: one.name for one in fields}
    swapped = msgspec.defstruct(
        record.__name__,
        [(one.name, Any) for one in reversed(fields)],
        rename={one: encoded for encoded, one in names.items()},
        kw_only=True,
    )
    values = {one.name: {"z": number, "a": [number, None]} for number, one in enumerate(fields)}
    assert canonical_bytes(swapped(**values)) == canonical_bytes(record(**values))


def test_keys_are_sorted_by_name_at_every_level() -> None:
    value = {"b": [{"d": 1, "c": Actor(os_user="o", name="n", host="h")}], "a": {"z": 0, "Z": 0, "é": 0}}
    assert canonical_bytes(value).decode() == (
        '{"a":{"Z":0,"z":0,"é":0},"b":[{"c":{"host":"h","name":"n","os_user":"o"},"d":1}]}\n'
    )


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("Åsa 漢字 \U0001f600", '"Åsa 漢字 \U0001f600"'),
        ("\u2028\u2029\x7f/", '"\u2028\u2029\x7f/"'),
        ("\x00\x1f", '"\\u0000\\u001f"'),
        ('"\\\b\f\n\r\t', '"\\"\\\\\\b\\f\\n\\r\\t"'),
        ("e\u0301", '"e\u0301"'),
        (0.0, "0.0"),
        (-0.0, "-0.0"),
        (1, "1"),
        (1.0, "1.0"),
        (0.1, "0.1"),
        (5e-324, "5e-324"),
        (1e-7, "1e-7"),
        (1e22, "1e22"),
        (1.7976931348623157e308, "1.7976931348623157e308"),
        (2**53 + 1, "9007199254740993"),
        (10**30, "1" + "0" * 30),
        (-(2**63) - 1, "-9223372036854775809"),
        (True, "true"),
        (None, "null"),
        ([], "[]"),
        ({}, "{}"),
        ([3, 1, 2], "[3,1,2]"),
    ],
)
def test_the_bytes_of_edge_cases(value: object, written: str) -> None:
    assert canonical_bytes(value).decode() == f"{written}\n"


def test_composed_and_decomposed_letters_stay_two_texts() -> None:
    assert canonical_bytes("é") != canonical_bytes("e\u0301")


@pytest.mark.parametrize("number", [float("nan"), float("inf"), float("-inf")])
@pytest.mark.parametrize(
    "inside", [lambda one: one, lambda one: {"a": [None, one]}, _trigger], ids=["bare", "nested", "record"]
)
def test_a_number_that_json_cannot_say_is_refused(number: float, inside: Any) -> None:
    with pytest.raises(ValueError, match="not JSON compliant"):
        canonical_bytes(inside(number))


def test_half_a_surrogate_pair_is_refused() -> None:
    with pytest.raises(ValueError, match="surrogates"):
        canonical_bytes({"name": "\ud800"})


def test_a_digest_is_what_sha256sum_prints() -> None:
    # The vector of FIPS 180-2, appendix B.1.
    assert digest(b"abc") == "sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    assert digest(b"") == f"sha256:{hashlib.sha256().hexdigest()}"


@given(value=_JSON, data=st.data())
def test_the_order_of_a_list_that_means_nothing_never_changes_bytes(value: Any, data: st.DataObject) -> None:
    items = [value, 1, "a", None, {"b": [2, 1]}]
    mixed = data.draw(st.permutations(items))
    assert canonical_bytes(sorted_json({"list": mixed})) == canonical_bytes(sorted_json({"list": items}))


def test_lists_inside_lists_and_objects_are_sorted_too() -> None:
    assert sorted_json({"a": [[3, 1], {"b": ["y", "x"]}]}) == {"a": [[1, 3], {"b": ["x", "y"]}]}


@pytest.mark.parametrize(("version", "age"), [(1, "an earlier"), (3, "a newer")])
def test_a_file_of_another_schema_is_told_with_both_versions(version: int, age: str) -> None:
    assert other_schema(version, 2) == f"it was written by {age} parity (schema version {version}; this one reads 2)"
