"""Law 2 as a property: whatever columns, objects and rights an org refuses, no NO-GO or INCONCLUSIVE becomes a GO."""

import re
from collections.abc import Iterator
from contextlib import ExitStack
from urllib.parse import unquote

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec import Struct, structs

from parity.errors import ParityError
from parity.simulator import Fault, RunningOrg
from parity.snapshot.records import Role, Snapshot
from tests.faults.runs import USUAL, Bench, asked_of, bench, judged, read

#: NO-GO; and two orgs that do not say whether their triggers are active.
_SCENARIOS = ("drifted", "no-tooling")
#: How Salesforce refuses: the right, the object, the row or address.
_REFUSALS = ((403, "INSUFFICIENT_ACCESS"), (400, "INVALID_TYPE"), (404, "NOT_FOUND"))
_COLUMNS = re.compile(r"SELECT (.+?) FROM ")


class Refused(Struct, frozen=True):
    """What one org refuses: a part by what it matches, a column by its name, a right of the user."""

    role: Role
    fault: Fault | None = None
    right: str | None = None


class Place(Struct, frozen=True, kw_only=True):
    """The running orgs of a scenario and everything that they can refuse."""

    bench: Bench
    refusable: tuple[Refused, ...]


def _refusable(role: Role, org: RunningOrg) -> Iterator[Refused]:
    asked = [one for one in asked_of(org, role) if one.is_part]
    for one in asked:
        yield from (Refused(role, Fault(match=one.match, status=status, error_code=code)) for status, code in _REFUSALS)
    lists = _COLUMNS.findall(" ".join(unquote(one.match).replace("+", " ") for one in asked))
    columns = {name.strip() for names in lists for name in names.split(",")}
    for column in sorted(columns - {"Id", "Name"}):
        yield Refused(role, Fault(match=column, status=400, error_code="INVALID_FIELD"))
    yield from (Refused(role, right=one) for one in org.org.user.permissions if one != "ApiEnabled")


@pytest.fixture(scope="module")
def places() -> Iterator[dict[str, Place]]:
    with ExitStack() as stack:
        running = [stack.enter_context(bench(one)) for one in _SCENARIOS]
        yield {
            one.scenario: Place(
                bench=one,
                refusable=tuple(each for role, org in one.orgs.items() for each in _refusable(role, org)),
            )
            for one in running
        }


def test_much_can_be_refused(places: dict[str, Place]) -> None:
    for scenario, place in places.items():
        assert not place.bench.result.verdict.is_go, scenario
        assert "ViewSetup" in {one.right for one in place.refusable}
        columns = {one.fault.match for one in place.refusable if one.fault and one.fault.error_code == "INVALID_FIELD"}
        assert {"DurableId", "NamespacePrefix", "SandboxName"} <= columns


@pytest.mark.parametrize("scenario", _SCENARIOS)
@settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(data=st.data())
def test_no_combination_of_refusals_makes_a_go(places: dict[str, Place], scenario: str, data: st.DataObject) -> None:
    place = places[scenario]
    refused = data.draw(st.lists(st.sampled_from(place.refusable), min_size=1, max_size=12))
    try:
        found = {role: _read_refused(place.bench, role, refused) for role in Role}
    except ParityError as stopped:
        code = stopped.exit_code
    else:
        code = judged(found).exit_code
    assert code in {1, 3}, refused


def _read_refused(place: Bench, role: Role, refused: list[Refused]) -> Snapshot:
    org = place.orgs[role]
    honest, mine = org.org, [one for one in refused if one.role is role]
    rights = {one.right for one in mine}
    user = structs.replace(honest.user, permissions=tuple(one for one in honest.user.permissions if one not in rights))
    org.replace(structs.replace(honest, users={**honest.users, honest.signs_in: user}))
    for one in mine:
        if one.fault is not None:
            org.fail(one.fault)
    try:
        return read(org, role, USUAL)
    finally:
        org.forget_faults()
        org.replace(honest)
