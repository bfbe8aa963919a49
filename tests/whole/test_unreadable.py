"""What cannot be read, or is answered in another shape, leaves the verdict open and says what to do."""

from urllib.parse import quote

import pytest
from msgspec import structs

from parity.config.policy import Policy
from parity.errors import CouldNotLook
from parity.orgs.collect_pair import Progress, collect_pair
from parity.simulator import Fault
from parity.verdict.decide import VerdictName
from parity.verdict.judge import judge
from tests.simulated import NOON, READ_AT, RunningPair, running


@pytest.mark.parametrize(
    ("table", "part"),
    [
        ("FlowDefinitionView", "record-triggered flows"),
        ("PermissionSet ", "permissions of the integration user"),
        ("InstalledSubscriberPackage", "packages"),
        ("Bizible_Touchpoint__c ORDER", "touchpoints"),
        ("OpportunityStage", "opportunity stages"),
        ("describe/layouts", "picklist values by Campaign record type"),
        ("sobjects/Task/describe", "objects besides the six"),
    ],
)
def test_whatever_cannot_be_read_leaves_the_verdict_open_and_says_what_to_grant(table: str, part: str) -> None:
    with running("identical") as pair:
        for org in (pair.sandbox, pair.production):
            org.fail(Fault(match=quote(table, safe="/"), status=400, error_code="INVALID_TYPE"))
        snapshots = collect_pair(pair.project, pair.environment, lambda: NOON, Progress())
    result = judge(*snapshots, Policy(), tenant=None, judged_at=NOON)
    gaps = [one for one in result.gaps if one.subject == part]
    assert result.verdict is VerdictName.INCONCLUSIVE
    assert gaps
    assert all(one.fix for one in gaps)
    assert result.findings == ()


def test_no_sandbox_copy_at_all_is_not_believed() -> None:
    with running("identical") as pair:
        body = b'{"totalSize":0,"done":true,"records":[]}'
        pair.production.fail(Fault(match="FROM%20SandboxProcess", status=200, body=body))
        pair.production.fail(Fault(match="tooling/composite", status=403, error_code="FUNCTIONALITY_NOT_ENABLED"))
        snapshots = collect_pair(pair.project, pair.environment, lambda: NOON, Progress())
    result = judge(*snapshots, Policy(), tenant=None, judged_at=NOON)
    assert result.verdict is VerdictName.INCONCLUSIVE
    assert [one.subject for one in result.gaps] == ["sandbox copies"]


GARBAGE = (b"[]", b"{}", b'{"records":[1]}', b'{"records":[{}]}', b'{"records":null}', b'{"totalSize":0}')


@pytest.mark.parametrize("body", GARBAGE)
@pytest.mark.parametrize(
    "path",
    [
        "ApexTrigger",
        "FieldDefinition",
        "FlowDefinitionView",
        "InstalledSubscriberPackage",
        "OpportunityStage",
        "PermissionSet%20",
        "SandboxProcess",
        "ValidationRule",
        "describe/layouts",
    ],
)
def test_an_answer_of_another_shape_is_never_a_go_and_no_traceback(path: str, body: bytes) -> None:
    with running("identical") as pair:
        for org in (pair.sandbox, pair.production):
            org.fail(Fault(match=path, status=200, body=body))
            org.fail(Fault(match="composite", status=403, error_code="FUNCTIONALITY_NOT_ENABLED"))
        outcome = parity_of(pair)
    assert outcome != 0


def parity_of(pair: RunningPair) -> int:
    """The exit code that a check of two orgs ends with."""
    try:
        snapshots = collect_pair(pair.project, pair.environment, lambda: NOON, Progress())
    except CouldNotLook as refused:
        return refused.exit_code
    return judge(*snapshots, Policy(), tenant=None, judged_at=NOON).exit_code


@pytest.mark.parametrize("name", ["Campaign", "bizible2__Bizible_Person__c"])
@pytest.mark.parametrize(
    "fault",
    [
        Fault(match="", status=500),
        Fault(match="", status=200, body=b"{}"),
        Fault(match="", instead=f"/services/data/v{READ_AT}/sobjects/Task/describe"),
    ],
)
def test_a_describe_that_failed_is_no_missing_permission_and_no_missing_package(name: str, fault: Fault) -> None:
    with running("identical") as pair:
        pair.production.fail(structs.replace(fault, match=f"sobjects/{name}/describe "))
        snapshots = collect_pair(pair.project, pair.environment, lambda: NOON, Progress())
    result = judge(*snapshots, Policy(), tenant=None, judged_at=NOON)
    assert result.verdict is VerdictName.INCONCLUSIVE
    assert result.findings == ()
    assert any(name in gap.subject + gap.reason and gap.fix.startswith("Run it again") for gap in result.gaps)
