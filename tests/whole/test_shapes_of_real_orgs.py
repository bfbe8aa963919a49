"""Answers as recorded describes and public tools tell of real orgs: each is read, and an honest copy stays one.

Recorded describes of UserPermissionAccess lack Manage Sandboxes in some orgs. Scripts that run against real orgs find
flows of packages by `ns__Name` in ApiName, and the object of a process of Process Builder in its Metadata alone.
CumulusCI (pull request 2062) met packages whose SubscriberPackageVersion is null.
Of rows below a row real orgs give 199 or 499, and then an address for more (simple-salesforce issue 311).
"""

from typing import Any

import pytest
from msgspec import structs

from parity.marketo_measure.catalogue import NAMESPACE
from parity.simulator import scenario_from
from parity.snapshot.automation import OBJECT_NOT_TOLD
from parity.snapshot.org_setup import ASKED_OF_PEOPLE
from parity.snapshot.records import Snapshot
from tests.simulated import NOON, collected
from tests.whole.contents_orgs import Pair, judged

_PROCESS = {"table": "FlowDefinitionView", "object": "Lead", "process": "Workflow", "object_told": False}
_MANAGED = {"table": "FlowDefinitionView", "object": "Lead", "name": "Score", "namespace": "ns"}
_DEFINITION: dict[str, Any] = {
    "both": {
        "without": ["UserPermissionAccess.PermissionsManageSandboxes", "UserPermissionAccess.PermissionsAuthorApex"],
        "fields": {f"bizible2__Bizible_Touchpoint__c.bizible2__More_{one}__c": "string(80)" for one in range(500)},
        "automation": [{**_PROCESS, "name": "Same"}, {**_MANAGED, "name_bears_namespace": True}],
    },
    "production": {"automation": [{**_PROCESS, "name": "Only_There"}]},
}


@pytest.fixture(scope="module")
def pair() -> Pair:
    return collected(scenario_from("real", _DEFINITION, NOON.date()))


def test_a_permission_without_a_column_hides_no_other(pair: Pair) -> None:
    for one in pair:
        assert one.user.permissions is not None
        assert one.user.permissions["PermissionsViewSetup"] is True
        assert one.user.permissions["PermissionsManageSandboxes"] is False
        assert [each for each in one.unread if each.part not in ASKED_OF_PEOPLE] == []


def test_a_process_whose_object_the_list_does_not_tell_is_compared_on_the_one_of_its_metadata(pair: Pair) -> None:
    result = judged(*pair)
    found = [one for one in result.findings if one.kind == "automation"]
    assert [(one.object, one.component) for one in found] == [("Lead", "process of Process Builder Only_There")]
    running = [one for one in result.findings if one.rule == "readiness-cannot-execute-flow-trigger"]
    assert ("Lead", "Only_There, Same, ns__Score") in {(one.object, one.component) for one in running}


def test_a_namespace_stands_before_a_name_once(pair: Pair) -> None:
    for one in pair:
        assert "ns__Score" in {each.full_name for each in one.automation}


def test_field_permissions_of_many_fields_are_read_page_by_page(pair: Pair) -> None:
    for one in pair:
        assert one.integration_user is not None
        assert any(path.endswith("-499") for path in one.api.requests)


def _untold(snapshot: Snapshot, namespace: str) -> Snapshot:
    packages = snapshot.packages or ()
    return structs.replace(
        snapshot,
        packages=tuple(structs.replace(one, version="") if one.namespace == namespace else one for one in packages),
    )


def test_a_version_that_is_not_told_is_none(pair: Pair) -> None:
    sandbox, production = pair
    for one, other in ((_untold(sandbox, NAMESPACE), production), (sandbox, _untold(production, NAMESPACE))):
        result = judged(one, other)
        assert any("tells no version of bizible2" in gap.reason for gap in result.gaps)
        assert not [each for each in result.findings if "package" in each.rule and each.object != OBJECT_NOT_TOLD]
