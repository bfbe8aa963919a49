"""Permission sets deployed to a simulated org change what their users see."""

import re
from pathlib import Path
from typing import Any

import pytest

from parity.simulator.deploy import assigned, deployed, unassigned
from parity.simulator.deploy_files import NotDeployable
from tests.simulator.asking import asking

_XML = """<?xml version="1.0" encoding="UTF-8"?>
<PermissionSet xmlns="http://soap.sforce.com/2006/04/metadata">
    <label>Reader</label>
    <userPermissions><enabled>true</enabled><name>{permission}</name></userPermissions>
    <userPermissions><enabled>false</enabled><name>ModifyAllData</name></userPermissions>
    <objectPermissions>
        <allowCreate>false</allowCreate><allowDelete>false</allowDelete><allowEdit>false</allowEdit>
        <allowRead>{read}</allowRead><modifyAllRecords>false</modifyAllRecords>
        <object>{object}</object><viewAllFields>true</viewAllFields><viewAllRecords>false</viewAllRecords>
    </objectPermissions>
</PermissionSet>
"""


def project(folder: Path, permission: str = "ViewSetup", read: str = "true", name: str = "Lead") -> Path:
    file = folder / "force-app/main/default/permissionsets/Reader.permissionset-meta.xml"
    file.parent.mkdir(parents=True)
    file.write_text(_XML.format(permission=permission, read=read, object=name), encoding="utf-8")
    return folder


def test_a_deployed_set_works_once_it_is_assigned_and_until_it_is_taken_away(tmp_path: Path) -> None:
    hidden = {"signs_in": "limited", "users": {"limited": {"hidden_fields": {"Lead": ["Region__c"]}}}}
    with asking(hidden) as org:
        ask = "SELECT Region__c FROM Lead"

        def sees() -> bool:
            answers = (org.query(ask), org.query("SELECT Id FROM PermissionSet"))
            codes = {one.status_code for one in answers}
            assert len(codes) == 1
            return codes == {200}

        assert not sees()
        org.org.replace(deployed(org.org.org, project(tmp_path)))
        assert not sees()
        org.org.replace(assigned(org.org.org, "Reader", "limited"))
        assert sees()
        row = org.rows("SELECT PermissionsModifyAllData FROM UserPermissionAccess")[0]
        assert row["PermissionsModifyAllData"] is False
        org.org.replace(unassigned(org.org.org, "Reader", "limited"))
        assert not sees()


def test_assigning_leaves_other_holders_alone(tmp_path: Path) -> None:
    with asking() as org:
        changed = deployed(org.org.org, project(tmp_path), assign_to="limited")
        changed = assigned(changed, "Reader", "admin")
        holders = {key for key, one in changed.users.items() if "Reader" in one.permission_sets}
        assert holders == {"limited", "admin"}
        assert "Marketo_Measure_Administrator" in changed.users["admin"].permission_sets


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"permission": "ViewEverything"}, "Unknown user permission: ViewEverything"),
        ({"name": "Leed"}, "no CustomObject named Leed found"),
        ({"read": "false"}, "depends on permission"),
    ],
)
def test_what_salesforce_would_refuse_is_refused(tmp_path: Path, wrong: dict[str, str], told: str) -> None:
    with asking() as org, pytest.raises(NotDeployable, match=told):
        deployed(org.org.org, project(tmp_path, **wrong))


def test_a_folder_without_components_is_refused(tmp_path: Path) -> None:
    with asking() as org, pytest.raises(NotDeployable, match="No source-backed components"):
        deployed(org.org.org, tmp_path)


def test_the_page_tells_how_a_sandbox_takes_a_repair(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = (Path(__file__).parents[2] / "docs/simulated-orgs.md").read_text("utf-8")
    (program,) = [one for one in re.findall(r"```python\n(.*?)```", page, re.DOTALL) if "deployed(" in one]
    program = program.replace("8800", "0").replace("8801", "0")
    project(tmp_path / "repair/3-access")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("builtins.input", lambda _question: "")
    held: dict[str, Any] = {}
    exec(compile(program, "simulated-orgs.md", "exec"), held)
    assert "Reader" in held["sandbox"].user.permission_sets
