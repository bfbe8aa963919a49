"""A reading user without any right ends in GO: by the sets of `doctor --grant`, and by doctor's lines one by one.

Everything runs against simulated orgs that refuse what Salesforce refuses; what is deployed there is what parity wrote.
"""

import os
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from msgspec import structs

from parity.cli.terminal.console import Console
from parity.cli.workflows import doctor
from parity.config.orgs import ApiSettings
from parity.config.policy import Policy, Profile, Waiver
from parity.orgs.collect_pair import Progress, collect_pair
from parity.orgs.grant import SET_NAME
from parity.simulator import Scenario, SimulatedOrg, load_scenario
from parity.simulator.changes import changed
from parity.simulator.deploy import deployed
from parity.snapshot.records import Role
from parity.verdict.decide import VerdictName
from parity.verdict.judge import judge
from parity.verdict.result import Result
from tests.simulated import NOON, running

#: Fields that were deployed without a permission for anybody: nobody but View All Fields shows them.
DEPLOYED = {f"Lead.{name}__c": "string(80)" for name in ("Depot", "Fleet", "Tonnage")}
#: Names in Setup -> names in the Metadata API: Salesforce's object reference, PermissionSet.
SYSTEM_PERMISSIONS = {
    "View Setup and Configuration": "ViewSetup",
    "Download AppExchange Packages": "InstallPackaging",
    "Manage Sandboxes": "ManageSandboxes",
}
OBJECTS_BY_LABEL = {
    "Buyer Touchpoint": "bizible2__Bizible_Touchpoint__c",
    "Buyer Attribution Touchpoint": "bizible2__Bizible_Attribution_Touchpoint__c",
}


def each(pair: Scenario, change: Callable[[Role, SimulatedOrg], SimulatedOrg]) -> Scenario:
    return structs.replace(
        pair, sandbox=change(Role.SANDBOX, pair.sandbox), production=change(Role.PRODUCTION, pair.production)
    )


@pytest.fixture
def pair() -> Scenario:
    """An honest copy with preferences as they are by default, and a user of minimum access that signs in to both."""
    made = load_scenario("identical", NOON.date())
    return each(made, lambda _role, org: changed(structs.replace(org, signs_in="reader"), {"fields": DEPLOYED}))


@pytest.fixture(autouse=True)
def at_noon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "utc_now", lambda: NOON)


@pytest.fixture
def ask_doctor(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str]]:
    def asked(pair: Scenario, grant_to: Path | None = None) -> tuple[int, str]:
        with running(pair, integration="integration") as orgs:
            monkeypatch.setattr(os, "environ", orgs.environment)
            code = doctor.run_doctor(orgs.project, Console(quiet=True), grant_to)
        return code, capsys.readouterr().out

    return asked


def checked(pair: Scenario, policy: Policy | None = None, depth: int = 10) -> Result:
    with running(pair, integration="integration", api=ApiSettings(depth_calls=depth)) as orgs:
        both = collect_pair(orgs.project, orgs.environment, lambda: NOON, Progress())
    return judge(*both, policy or Policy(), tenant="Tests", judged_at=NOON)


def test_the_permission_sets_of_doctor_lead_from_inconclusive_to_go(
    pair: Scenario, ask_doctor: Callable[..., tuple[int, str]], tmp_path: Path
) -> None:
    assert checked(pair).verdict is VerdictName.INCONCLUSIVE
    for turn in range(3):
        folder = tmp_path / str(turn)
        code, told = ask_doctor(pair, folder)
        if code == 0:
            break
        pair = each(pair, lambda role, org, folder=folder: deployed(org, folder / role.value, "reader"))  # type: ignore[misc]
    assert turn == 2, "the first set shows which fields of campaign members are hidden, the second shows them"
    assert "nothing is missing" in told
    assert not folder.exists(), "whoever lacks nothing is granted nothing"
    result = checked(pair)
    assert (result.verdict, result.gaps) == (VerdictName.GO, ())
    taken = each(pair, lambda _role, org: changed(org, {"permission_sets": {SET_NAME: None}}))
    assert checked(taken).verdict is VerdictName.INCONCLUSIVE


def test_the_permission_sets_grant_to_read_and_nothing_else(
    pair: Scenario, ask_doctor: Callable[..., tuple[int, str]], tmp_path: Path
) -> None:
    ask_doctor(pair, tmp_path)
    sets = {role: next((tmp_path / role.value).rglob("*.permissionset-meta.xml")).read_text() for role in Role}
    granted = {role: set(re.findall(r"<name>(\w+)</name>", text)) for role, text in sets.items()}
    assert granted == {
        Role.SANDBOX: {"ViewSetup", "InstallPackaging"},
        Role.PRODUCTION: {"ViewSetup", "InstallPackaging", "ManageSandboxes"},
    }
    writes = "allowCreate|allowDelete|allowEdit|modifyAllRecords|viewAllRecords|editable"
    for text in sets.values():
        assert "<viewAllFields>true</viewAllFields>" in text
        assert re.findall(rf"<(?:{writes})>true<", text) == []
    assert (tmp_path / "sandbox/sfdx-project.json").is_file()


def test_without_view_all_fields_three_fields_stay_untold(pair: Scenario) -> None:
    blind = each(pair, _reads_all_but_the_deployed)
    # What their Metadata tells is compared: the gap is there where it is not read.
    told = checked(blind)
    assert (told.verdict, told.gaps) == (VerdictName.GO, ())
    result = checked(blind, depth=0)
    assert result.verdict is VerdictName.INCONCLUSIVE
    untold = tuple(sorted(name.partition(".")[2] for name in DEPLOYED))
    assert [(gap.subject, gap.fields) for gap in result.gaps] == [("Lead", untold)]


def test_what_stays_untold_can_be_accepted_by_name_and_is_a_warning_in_integration(pair: Scenario) -> None:
    blind = each(pair, _reads_all_but_the_deployed)
    fields = tuple(name.partition(".")[2] for name in DEPLOYED)
    waiver = Waiver(
        gap="field-not-compared", object="Lead", fields=fields, by="Dana Hill", reason="new", expires=NOON.date()
    )
    accepted = checked(blind, Policy(waivers=(waiver,)), depth=0)
    assert accepted.verdict is VerdictName.GO_WITH_WAIVERS
    assert any("Dana Hill" in reason and fields[0] in reason for reason in accepted.reasons)
    mild = checked(blind, Policy(profile=Profile.INTEGRATION), depth=0)
    assert mild.verdict is VerdictName.GO
    assert [one.object for one in mild.findings if one.rule == "readiness-fields-not-compared"] == ["Lead"]
    named = checked(blind, Policy(profile=Profile.INTEGRATION, fields=(next(iter(DEPLOYED)),)), depth=0)
    assert not named.verdict.is_go
    assert [gap.fields for gap in named.gaps if gap.fields] == [tuple(sorted(fields))]


def _reads_all_but_the_deployed(_role: Role, org: SimulatedOrg) -> SimulatedOrg:
    hidden = [name.partition(".")[2] for name in DEPLOYED]
    touchpoints = {name: ["Read"] for name in org.describes if name.startswith("bizible2__")}
    reader = {"profile_reads": True, "hidden_fields": {"Lead": hidden}, "add": list(SYSTEM_PERMISSIONS.values())}
    grants = {"Reader": {"objects": touchpoints, "assigned": ["reader"]}}
    return changed(org, {"users": {"reader": reader}, "permission_sets": grants})


def test_doctors_lines_one_by_one_lead_to_go(pair: Scenario, ask_doctor: Callable[..., tuple[int, str]]) -> None:
    rights: dict[Role, list[tuple[str, str]]] = {role: [] for role in Role}
    for _ in range(60):
        code, told = ask_doctor(pair)
        lines = _first_lines(told)
        if not lines:
            break
        for role, (what, fix) in lines.items():
            new = [one for one in _rights_of(what, fix) if one not in rights[role]]
            assert new, f"the line leads nowhere: {what}: {fix}"
            rights[role] += new
        pair = each(pair, lambda role, org: _with_rights(org, rights[role]))
    assert (code, checked(pair).verdict) == (0, VerdictName.GO)


def _first_lines(told: str) -> dict[Role, tuple[str, str]]:
    """For each org the first line that says that something is missing, and the advice under it."""
    found: dict[Role, tuple[str, str]] = {}
    under: tuple[Role, ...] = ()
    lines = told.splitlines()
    for number, line in enumerate(lines):
        if line in {*Role, "both"}:
            under = tuple(Role) if line == "both" else (Role(line),)
        elif line.startswith("  NO "):
            for role in under:
                found.setdefault(role, (line, lines[number + 1]))
    return found


def _rights_of(what: str, fix: str) -> list[tuple[str, str]]:
    """What an administrator grants who does as the line says: a permission, or a right on an object or a field."""
    for label, name in SYSTEM_PERMISSIONS.items():
        if f"Grant {label} to" in fix:
            return [("permissions", name)]
    if "Read Access on these fields of" in fix:
        name = re.findall(r"these fields of (\w+)", fix)[0]
        return [(f"fields {name}.{field}", "Read") for field in re.findall(r"\w+", what.rpartition(": ")[2])]
    if "View All Fields on Buyer Touchpoint" in fix:
        return [(f"objects {name}", right) for name in OBJECTS_BY_LABEL.values() for right in ("Read", "ViewAllFields")]
    if "View All Fields on" in fix:
        name = re.findall(r"View All Fields on (\w+)", fix)[0]
        return [(f"objects {name}", "ViewAllFields")]
    names = re.findall(r"\w+", fix.partition("Grant Read on ")[2].partition(",")[0].partition(" to the")[0])
    return [(f"objects {name}", "Read") for name in names if name != "and"]


def _with_rights(org: SimulatedOrg, rights: list[tuple[str, str]]) -> SimulatedOrg:
    spec: dict[str, object] = {"permissions": [], "objects": {}, "fields": {}, "assigned": ["reader"]}
    for kind, right in rights:
        key, _, name = kind.partition(" ")
        place = spec[key]
        (place if isinstance(place, list) else place.setdefault(name, [])).append(right)  # type: ignore[attr-defined]
    return changed(org, {"permission_sets": {"Hand_Made": spec}})


@pytest.mark.skipif(
    not Path("../shared/reference").is_dir(), reason="Salesforce's object reference is not on this machine"
)
def test_the_permissions_are_those_of_salesforces_own_reference() -> None:
    text = Path("../shared/reference/enterprise_api/PermissionSet.json").read_text("utf-8")
    for label, name in SYSTEM_PERMISSIONS.items():
        described = text[text.index(f'"Permissions{name}": {{') :][:200]
        assert f'"field_label": "{label}"' in described
    assert "viewAllFields" in Path("../shared/reference/metadata_api/PermissionSet.json").read_text("utf-8")
