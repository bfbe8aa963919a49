"""What an approver is shown, and which files beside the result are not the result's."""

from collections.abc import Callable, Mapping
from datetime import timedelta

import pytest
from msgspec import structs

from parity.audit.approval_view import mismatches, shown
from parity.config.policy import Policy
from parity.config.project import Project
from parity.formats.registry import format_named
from parity.integrity.canonical import digest
from parity.snapshot.file import snapshot_bytes
from parity.snapshot.records import Role
from parity.verdict.judge import judge
from parity.verdict.result import Result, Tool, result_bytes
from parity.verdict.result_files import REPORT, RESULT, snapshot_name
from tests.switch.gate.whole_evidence import NOW, POLICY, TENANT, project, snapshot
from tests.waivers import waiver_of

FIRST = judge(snapshot(Role.SANDBOX), snapshot(Role.PRODUCTION), POLICY, tenant=TENANT, judged_at=NOW)


def _lesser_package() -> Result:
    """The sandbox lacks the package: a finding that can be waived."""
    sandbox, production = snapshot(Role.SANDBOX, packages=()), snapshot(Role.PRODUCTION)
    found = judge(sandbox, production, POLICY, tenant=TENANT, judged_at=NOW)
    waivers = tuple(
        structs.replace(waiver_of(one, expires=NOW.date()), reason=f"accepted: {one.rule}", ticket="CRM-7")
        for one in found.findings
        if one.cause is None and not one.undecided
    )
    policy = structs.replace(POLICY, waivers=waivers)
    return judge(sandbox, production, policy, tenant=TENANT, judged_at=NOW)


def files(result: Result = FIRST, changes: Mapping[str, bytes | None] | None = None) -> dict[str, bytes]:
    whole: dict[str, bytes | None] = {
        RESULT: result_bytes(result),
        REPORT: format_named("html").render(result),
        **{snapshot_name(role): snapshot_bytes(snapshot(role)) for role in Role},
        **(changes or {}),
    }
    return {name: data for name, data in whole.items() if data is not None}


def test_what_belongs_together_fits() -> None:
    assert mismatches(FIRST, files(), project()) == ()
    assert mismatches(FIRST, files(changes={REPORT: None}), project()) == ()


@pytest.mark.parametrize(
    ("changes", "given", "why"),
    [
        ({RESULT: result_bytes(FIRST) + b" "}, project(), "it was edited"),
        ({"sandbox.snapshot.json": b"{}"}, project(), "sandbox.snapshot.json is not the snapshot that was judged"),
        ({"production.snapshot.json": b"{}"}, project(), "production.snapshot.json is not the snapshot"),
        ({"production.snapshot.json": None}, project(), "production.snapshot.json is not beside the result"),
        ({REPORT: b"<html>all is well</html>"}, project(), "report.html does not show this result"),
        ({}, project(structs.replace(POLICY, max_warnings=9)), "the policy in parity.yaml is not the one"),
        ({}, project(Policy()), "the policy in parity.yaml is not the one"),
    ],
)
def test_what_does_not_belong_to_the_result_is_named(
    changes: Mapping[str, bytes | None], given: Project, why: str
) -> None:
    (found,) = mismatches(FIRST, files(changes=changes), given)
    assert why in found


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (lambda one: structs.replace(one, name="Somebody Else"), "parity.yaml names 'Somebody Else'"),
        (
            lambda one: structs.replace(one, production_org="00D300000009ZZZEA4"),
            "tenant.production_org is 00D300000009",
        ),
        (lambda one: structs.replace(one, sandbox_org="00D300000009ZZZEA4"), "tenant.sandbox_org is 00D300000009"),
    ],
)
def test_another_tenant_or_org_is_named(change: Callable[..., object], why: str) -> None:
    given = project(tenant=change(project().tenant))
    (found,) = mismatches(FIRST, files(), given)
    assert why in found


def test_a_result_of_another_version_is_checked_again() -> None:
    older = structs.replace(FIRST, tool=Tool(name="parity", version="0.0.1"))
    (found,) = mismatches(older, files(older), project())
    assert found.startswith("the result was made by parity 0.0.1")


def test_the_approver_sees_verdict_orgs_age_waivers_warnings_and_digests() -> None:
    result = _lesser_package()
    text = "\n".join(shown(result, files(result), NOW + timedelta(minutes=5)))
    assert f"verdict     {result.verdict.value}." in text
    assert "00D8F0000008NwSUAU Northwind" in text
    assert "00D300000001NwhEAE Northwind" in text
    assert "1 h 05 min" in text
    applied = [one for one in result.waivers if one.status == "applied"]
    assert applied
    for one in applied:
        assert f"{one.reason} ({one.by}, CRM-7, until {one.expires.isoformat()})" in text
    assert f"waivers     {len(applied)}" in text
    warnings = [
        one
        for one in result.findings
        if one.severity == "warning" and one.fingerprint not in {waiver.fingerprint for waiver in applied}
    ]
    assert f"warnings    {len(warnings) or 'none'} open" in text
    for name in (RESULT, REPORT):
        assert digest(files(result)[name]) in text
    assert result.snapshots.sandbox.digest in text
    assert "is not beside the result" in "\n".join(shown(result, files(result, {REPORT: None}), NOW))
