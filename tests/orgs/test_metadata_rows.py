"""Rows with Metadata: 25 a call, within a bound, each of them read, refused, failed or left out."""

from collections.abc import Iterator

import pytest

from parity.orgs.client import OrgClient
from parity.orgs.metadata_rows import OneRow, RowsRead, read_rows
from parity.orgs.question import query
from parity.simulator import Fault, RunningOrg, scenario_from, serve
from tests.orgs.test_client import client_of
from tests.simulated import NOON, READ_AT

V = READ_AT
MANY = {
    "table": "ValidationRule",
    "name": "Rule_%",
    "objects": ["Lead", "Account"],
    "number": 60,
    "formula": "ISBLANK(Description)",
}
CHANGES = {
    "generated_automation": [MANY],
    "automation": [{"table": "FlowDefinitionView", "object": "Lead", "name": "Closed", "namespace": "q2c"}],
}
COMPOSITE = f"POST /services/data/v{READ_AT}/tooling/composite"
pytestmark = pytest.mark.usefixtures("sound_again")


@pytest.fixture(scope="module")
def org() -> Iterator[RunningOrg]:
    with serve(scenario_from("rows", {"both": CHANGES}, NOON.date()).sandbox, seed="rows") as running:
        yield running


def rules(client: OrgClient) -> list[OneRow]:
    """Sixty validation rules, by name."""
    soql = "SELECT Id, ValidationName FROM ValidationRule WHERE ValidationName LIKE 'Rule_%' ORDER BY ValidationName"
    answer = client.ask(V, query("Rules", soql, tooling=True))
    return [OneRow(table="ValidationRule", id=row["Id"]) for row in answer.records]


def path_of(one: OneRow) -> str:
    return f"GET /services/data/v{READ_AT}/tooling/sobjects/{one.table}/{one.id}"


def told(found: RowsRead) -> tuple[int, int, int, int, int]:
    return len(found.rows), len(found.refused), len(found.failed), len(found.left_out), found.calls


def test_rows_are_read_25_a_call(org: RunningOrg) -> None:
    client = client_of(org)
    wanted = rules(client)
    found = read_rows(client, V, wanted, 10)
    assert told(found) == (60, 0, 0, 0, 3)
    assert [len(one.parts) for one in org.requests[-3:]] == [25, 25, 10]
    row = found.rows[wanted[7]]
    assert row["FullName"].endswith(".Rule_007")
    assert row["Metadata"]["errorConditionFormula"] == "ISBLANK(Description)"


def test_the_bound_holds_and_the_first_are_read_first(org: RunningOrg) -> None:
    client = client_of(org)
    wanted = rules(client)
    found = read_rows(client, V, wanted, 2)
    assert told(found) == (50, 0, 0, 10, 2)
    assert list(found.left_out) == wanted[50:]
    assert told(read_rows(client, V, wanted, 0)) == (0, 0, 0, 60, 0)


def test_what_is_not_there_is_refused(org: RunningOrg) -> None:
    client = client_of(org)
    gone = OneRow(table="ValidationRule", id="03d000000000001AAA")
    found = read_rows(client, V, [gone, *rules(client)[:2]], 3)
    assert told(found) == (2, 1, 0, 0, 1)
    assert found.refused[gone].startswith("NOT_FOUND")


def test_a_managed_flow_has_no_metadata(org: RunningOrg) -> None:
    client = client_of(org)
    soql = "SELECT ActiveVersionId FROM FlowDefinitionView WHERE ApiName = 'Closed'"
    flow = OneRow(table="Flow", id=client.ask(V, query("Flow", soql)).first["ActiveVersionId"])
    assert read_rows(client, V, [flow], 1).rows[flow]["Metadata"] is None


@pytest.mark.parametrize(
    "fault",
    [
        {"status": 500},
        {"status": 200, "body": b"null"},
        {"status": 200, "edit": (b'"FullName"', b'"FullNamed"')},
        {"status": 200, "edit": (b'"Metadata":{', b'"Metadata":7,"x":{')},
    ],
)
def test_what_could_not_be_looked_at_is_asked_for_once_more(org: RunningOrg, fault: dict[str, object]) -> None:
    client = client_of(org)
    wanted = rules(client)[:3]
    org.fail(Fault(match=path_of(wanted[1]), times=1, **fault))  # type: ignore[arg-type]
    assert told(read_rows(client, V, wanted, 3)) == (3, 0, 0, 0, 2)
    org.fail(Fault(match=path_of(wanted[1]), **fault))  # type: ignore[arg-type]
    found = read_rows(client, V, wanted, 3)
    assert told(found) == (2, 0, 1, 0, 2)
    assert list(found.failed) == [wanted[1]]
    assert told(read_rows(client, V, wanted, 1)) == (2, 0, 1, 0, 1)


def test_another_row_is_no_answer(org: RunningOrg) -> None:
    client = client_of(org)
    wanted = rules(client)[:2]
    org.fail(
        Fault(
            match=path_of(wanted[0]), instead=path_of(wanted[1]).removeprefix("GET ") + "?fields=Id,FullName,Metadata"
        )
    )
    found = read_rows(client, V, wanted, 3)
    assert list(found.failed) == [wanted[0]]
    assert "not 03d" in found.failed[wanted[0]] or "the answer is the row" in found.failed[wanted[0]]


def test_without_composites_a_row_is_a_call_and_the_bound_holds(org: RunningOrg) -> None:
    client = client_of(org)
    wanted = rules(client)
    org.fail(Fault(match=COMPOSITE, status=403, error_code="FUNCTIONALITY_NOT_ENABLED"))
    found = read_rows(client, V, wanted, 6)
    assert told(found) == (5, 0, 0, 55, 6)
    assert client.fallback is not None


def test_a_row_is_found_by_a_condition_too(org: RunningOrg) -> None:
    client = client_of(org)
    sets = [
        OneRow(table="StandardValueSet", condition=f"MasterLabel = '{name}'") for name in ("Industry", "LeadSource")
    ]
    missing = OneRow(table="StandardValueSet", condition="MasterLabel = 'Nothing'")
    found = read_rows(client, V, [*sets, missing, *rules(client)[:10]], 3)
    assert told(found) == (12, 1, 0, 0, 1)
    assert found.rows[sets[0]]["Metadata"]["standardValue"]
    six = [OneRow(table="StandardValueSet", condition=f"MasterLabel = 'CaseStatus' AND Id != '{n}'") for n in range(6)]
    assert read_rows(client, V, six, 3).calls == 2
