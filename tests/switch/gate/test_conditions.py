"""Each condition of the gate by itself: where it holds, where it does not, and where nobody can tell."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from msgspec import structs

from parity.config.policy import Policy, ReadinessPolicy
from parity.config.project import Project
from parity.integrity.signing_keys import KeyInMemory
from parity.ledger.records import EntryKind
from parity.ledger.states import UNDER_WAY, State
from parity.orgs.api_version import NEWEST_TESTED
from parity.snapshot.records import ApiUse, Org, Role
from parity.switch.drivers.interface import Phase, TenantView
from parity.switch.gate.conditions import CONDITIONS, Outcome, evaluate
from parity.switch.gate.evidence import Evidence, LedgerSeen
from parity.verdict.decide import VerdictName
from parity.verdict.waivers import AppliedWaiver, WaiverStatus
from tests.switch.gate.whole_evidence import (
    APPROVER_KEY,
    FAIL,
    GONE,
    NEW,
    NOW,
    OLD,
    ORG_IDS,
    PASS,
    POLICY,
    TENANT,
    UNKNOWN,
    approval,
    at,
    edited,
    evidence,
    files,
    judged,
    ledger,
    left,
    orgs,
    project,
)


def outcome(name: str, given: Evidence) -> tuple[Outcome, str]:
    results = {one.name: one for one in evaluate(given, under_way=given.under_way)}
    return results[name].outcome, results[name].why


def waiver(expires: date) -> AppliedWaiver:
    return AppliedWaiver(
        fingerprint="f1",
        items=(),
        exceeded=(),
        by="Dana",
        reason="r",
        expires=expires,
        status=WaiverStatus.APPLIED,
    )


def begun(**changes: str) -> LedgerSeen:
    body: dict[str, object] = {"sandbox_org": ORG_IDS[Role.SANDBOX], "production_org": ORG_IDS[Role.PRODUCTION]}
    return ledger((EntryKind.STATE, {}, State.SANDBOX), (EntryKind.GATE, {**body, **changes}, State.GATE_PASSED))


def view(phase: Phase, role: Role | None) -> TenantView:
    return TenantView(tenant=TENANT, phase=phase, org_id=None if role is None else ORG_IDS[role])


OTHER_KEY = Ed25519PrivateKey.from_private_bytes(b"o" * 32)
DANA = KeyInMemory(APPROVER_KEY)
UNTOLD = structs.replace(judged().snapshots.sandbox, collected_at=None)
TWO_PEOPLE = project(structs.replace(POLICY, approvals=2))
NOBODY = project(structs.replace(POLICY, approvals=0))
NEW_USER = structs.replace(project().orgs.production, integration_user="new@northwind.example")
OTHER_USER = project(orgs=structs.replace(project().orgs, production=NEW_USER))

CASES: list[tuple[str, Outcome, str, Callable[[], Evidence]]] = [
    ("rules-current", PASS, "made by parity", evidence),
    ("rules-current", FAIL, "made by parity 0.0.1, this is parity", lambda: evidence(files=files(edited(tool=OLD)))),
    ("rules-current", FAIL, "made by parity 99.0.0, this is", lambda: evidence(files=files(edited(tool=NEW)))),
    ("rules-current", UNKNOWN, "not there", lambda: evidence(files=GONE)),
    ("result-intact", PASS, "same result again", evidence),
    ("result-intact", FAIL, "it was edited", lambda: evidence(files=files(is_canonical=False))),
    ("result-intact", FAIL, "its notes are", lambda: evidence(files=files(then=edited(notes=("x",))))),
    ("result-intact", FAIL, "sandbox.snapshot.json is not the snapshot", lambda: evidence(files=_other_sandbox())),
    ("result-intact", UNKNOWN, "is not next to", lambda: evidence(files=files(snapshot_digests={}))),
    ("result-intact", UNKNOWN, "policy is another", lambda: evidence(project=project(Policy()))),
    ("result-intact", UNKNOWN, "not there", lambda: evidence(files=files(then=GONE))),
    ("result-intact", UNKNOWN, "this is parity", lambda: evidence(files=files(edited(tool=OLD), then=judged()))),
    ("result-intact", UNKNOWN, "not there", lambda: evidence(ledger=GONE)),
    ("result-intact", FAIL, "no head of the ledger", lambda: evidence(ledger=_kept_for_a_day())),
    ("policy-unchanged", PASS, "sha256:", evidence),
    ("policy-unchanged", FAIL, "check again", lambda: evidence(project=project(Policy()))),
    ("policy-unchanged", UNKNOWN, "not there", lambda: evidence(files=GONE)),
    ("verdict-go", PASS, "GO", evidence),
    ("verdict-go", PASS, "GO WITH", lambda: evidence(files=files(edited(verdict=VerdictName.GO_WITH_WAIVERS)))),
    ("verdict-go", FAIL, "NO-GO", lambda: evidence(files=files(edited(verdict=VerdictName.NO_GO)))),
    ("verdict-go", FAIL, "NO-GO", lambda: evidence(files=files(again=edited(verdict=VerdictName.NO_GO)))),
    ("verdict-go", FAIL, "INCONCLUSIVE", lambda: evidence(files=files(edited(verdict=VerdictName.INCONCLUSIVE)))),
    ("verdict-go", UNKNOWN, "not there", lambda: evidence(files=files(again=GONE))),
    ("result-fresh", PASS, "24 h are allowed", evidence),
    ("result-fresh", PASS, "24 h 00 min old", lambda: evidence(now=NOW + timedelta(hours=23))),
    ("result-fresh", FAIL, "24 h 00 min old", lambda: evidence(now=NOW + timedelta(hours=23, seconds=1))),
    ("result-fresh", PASS, "old", lambda: evidence(now=NOW - timedelta(hours=1, minutes=5))),
    ("result-fresh", FAIL, "in the future", lambda: evidence(now=NOW - timedelta(hours=1, minutes=5, seconds=1))),
    ("result-fresh", UNKNOWN, "does not say when", lambda: evidence(files=_untold())),
    ("orgs-match", PASS, ORG_IDS[Role.PRODUCTION], evidence),
    ("orgs-match", FAIL, "of the tenant 'Other'", lambda: evidence(files=files(edited(tenant="Other")))),
    ("orgs-match", FAIL, "the sign-in has the sandbox org", lambda: evidence(orgs=orgs(**_other_org(Role.SANDBOX)))),
    ("orgs-match", FAIL, "the sign-in has the production", lambda: evidence(orgs=orgs(**_other_org(Role.PRODUCTION)))),
    ("orgs-match", FAIL, "the result has the sandbox org unknown", lambda: evidence(files=_result_of_no_org())),
    ("orgs-match", UNKNOWN, "tenant.production_org is not set", lambda: evidence(project=_without_production())),
    ("orgs-match", UNKNOWN, "not there", lambda: evidence(orgs=GONE)),
    ("same-switch", PASS, "not begun", evidence),
    ("same-switch", PASS, "the same two orgs", lambda: evidence(ledger=begun())),
    (
        "same-switch",
        FAIL,
        "begun with the production",
        lambda: evidence(ledger=begun(production_org="00D300000009ZZZ")),
    ),
    ("same-switch", FAIL, "the sandbox sign-in", lambda: evidence(orgs=orgs(**_other_org(Role.SANDBOX)))),
    ("same-switch", PASS, "same", lambda: evidence(ledger=begun(), orgs=orgs(sandbox=GONE), under_way=True)),
    ("same-switch", PASS, "same", lambda: evidence(ledger=begun(), orgs=GONE, under_way=True)),
    (
        "same-switch",
        FAIL,
        "the production sign-in",
        lambda: evidence(ledger=begun(), orgs=orgs(**_other_org(Role.PRODUCTION)), under_way=True),
    ),
    ("same-switch", UNKNOWN, "not there", lambda: evidence(ledger=GONE)),
    ("waivers-in-force", PASS, "0 waivers", evidence),
    ("waivers-in-force", PASS, "1 waiver,", lambda: evidence(files=_waived(NOW.date()))),
    ("waivers-in-force", FAIL, "2026-11-23", lambda: evidence(files=_waived(NOW.date() - timedelta(days=1)))),
    ("waivers-in-force", UNKNOWN, "not there", lambda: evidence(files=files(again=GONE))),
    ("approvals", PASS, "Dana Hill", evidence),
    ("approvals", PASS, "asks for none", lambda: evidence(project=NOBODY, approvals=())),
    ("approvals", FAIL, "x.json: cut", lambda: evidence(broken_approvals=("approvals/x.json: cut",))),
    ("approvals", FAIL, "0 of 1", lambda: evidence(approvals=())),
    ("approvals", FAIL, "1 of 2", lambda: evidence(project=TWO_PEOPLE, files=_for_two(), approvals=_twice())),
    ("approvals", FAIL, "not that of Dana", lambda: evidence(approvals=(approval(key=OTHER_KEY),))),
    ("approvals", FAIL, "another result", lambda: evidence(approvals=(approval(edited(notes=("x",))),))),
    ("approvals", FAIL, "the operator cannot", lambda: evidence(operator=_operator("dana  HILL"), operator_key=DANA)),
    ("approvals", FAIL, "does not give the key", lambda: evidence(operator=_operator("dana  HILL"))),
    ("approvals", FAIL, "does not name the operator, Eve", lambda: evidence(operator=_operator("Eve"))),
    ("approvals", FAIL, "must sign too", lambda: evidence(operator_key=None)),
    ("approvals", PASS, "WARNING: Dana Hill approved under the login", lambda: evidence(operator=_at_danas_desk())),
    ("approvals", FAIL, "have the same key", lambda: evidence(project=_twins())),
    ("approvals", UNKNOWN, "not there", lambda: evidence(files=GONE)),
    ("ledger-verifies", PASS, "the chain", evidence),
    ("ledger-verifies", FAIL, "entry 3", lambda: evidence(ledger=LedgerSeen(entries=(), problems=("entry 3",)))),
    ("ledger-verifies", UNKNOWN, "not there", lambda: evidence(ledger=GONE)),
    ("clock", PASS, "2026-11-24T11:55", lambda: evidence(now=NOW - timedelta(minutes=5))),
    ("clock", FAIL, "set back", lambda: evidence(now=NOW - timedelta(minutes=5, seconds=1))),
    ("clock", UNKNOWN, "not there", lambda: evidence(ledger=GONE)),
    ("tenant-state", PASS, "connected to a sandbox", evidence),
    ("tenant-state", FAIL, "but the tenant is not", lambda: evidence(view=view(Phase.NOT_CONNECTED, None))),
    ("tenant-state", FAIL, "done by hand", lambda: evidence(view=view(Phase.PRODUCTION, Role.PRODUCTION))),
    ("tenant-state", FAIL, "tenant.sandbox_org is", lambda: evidence(view=view(Phase.SANDBOX, Role.PRODUCTION))),
    ("tenant-state", FAIL, "cannot start", lambda: evidence(ledger=_in(State.NOT_CONNECTED))),
    ("tenant-state", FAIL, "that is final", lambda: evidence(ledger=_in(State.PRODUCTION))),
    ("tenant-state", UNKNOWN, "not there", lambda: evidence(view=GONE)),
    ("orgs-unchanged", PASS, "as they were", evidence),
    (
        "orgs-unchanged",
        FAIL,
        "production: read at API version",
        lambda: evidence(orgs=_read_one_version_lower()),
    ),
    ("orgs-unchanged", UNKNOWN, "not there", lambda: evidence(orgs=GONE)),
    ("verdict-now", PASS, "GO", evidence),
    ("verdict-now", FAIL, "NO-GO", lambda: evidence(orgs=orgs(fresh_result=edited(verdict=VerdictName.NO_GO)))),
    ("verdict-now", UNKNOWN, "not there", lambda: evidence(orgs=orgs(fresh_result=GONE))),
    ("credits", PASS, "production 101 left", lambda: left(Role.PRODUCTION, 101)),
    ("credits", FAIL, "production has 100", lambda: left(Role.PRODUCTION, 100)),
    ("credits", FAIL, "sandbox has 100", lambda: left(Role.SANDBOX, 100)),
    ("credits", UNKNOWN, "sandbox does not tell", lambda: left(Role.SANDBOX, None)),
    ("credits", PASS, "production", lambda: evidence(orgs=orgs(sandbox=GONE), under_way=True)),
    ("daily-api-limit", PASS, "150,000", evidence),
    ("daily-api-limit", UNKNOWN, "is not set", lambda: evidence(project=project(Policy()))),
    ("package", PASS, "6.12.0.1", evidence),
    ("package", FAIL, "is not installed", lambda: evidence(orgs=orgs(**at(Role.PRODUCTION, packages=())))),
    ("package", UNKNOWN, "could not be read", lambda: evidence(orgs=orgs(**at(Role.PRODUCTION, packages=None)))),
    ("settings-recorded", PASS, "are recorded", evidence),
    ("settings-recorded", FAIL, "channels", lambda: evidence(ledger=LedgerSeen(entries=(), problems=()))),
    ("settings-recorded", UNKNOWN, "not there", lambda: evidence(ledger=GONE)),
    ("authorize", PASS, "of 9 questions: 0 proven by the orgs, 9 answered", evidence),
    ("authorize", FAIL, "security-key: ", lambda: evidence(ledger=LedgerSeen(entries=(), problems=()))),
    ("authorize", FAIL, "of another integration user", lambda: evidence(project=OTHER_USER)),
    ("authorize", FAIL, "an answer holds for 1 day", lambda: evidence(now=NOW + timedelta(days=2))),
    ("authorize", UNKNOWN, "not there", lambda: evidence(orgs=GONE)),
    ("authorize", UNKNOWN, "not there", lambda: evidence(ledger=GONE)),
]


def _other_sandbox() -> Any:
    return files(snapshot_digests={**files().snapshot_digests, Role.SANDBOX: "sha256:0"})


def _untold() -> Any:
    return files(edited(snapshots=structs.replace(judged().snapshots, sandbox=UNTOLD)))


def _kept_for_a_day() -> LedgerSeen:
    return ledger(at=NOW - timedelta(days=1))


def _other_org(role: Role) -> dict[str, Any]:
    return at(role, org=Org(id="00D300000009ZZZ", is_sandbox=role is Role.SANDBOX))


def _result_of_no_org() -> Any:
    return files(edited(orgs=structs.replace(judged().orgs, sandbox=Org(is_sandbox=True))))


def _without_production() -> Any:
    return project(tenant=structs.replace(project().tenant, production_org=None))


def _waived(expires: date) -> Any:
    return files(edited(waivers=(waiver(expires),)))


def _for_two() -> Any:
    return files(judged(TWO_PEOPLE.policy))


def _twice() -> Any:
    """One person's key, used twice: that is one person."""
    return tuple(approval(judged(TWO_PEOPLE.policy)) for _ in range(2))


def _at_danas_desk() -> Any:
    return structs.replace(approval().statement.signed_by, name="Olga Operator")


def _twins() -> Project:
    twin = structs.replace(POLICY.signers[0], name="Somebody Else")
    return project(structs.replace(POLICY, signers=(*POLICY.signers, twin)))


def _operator(name: str) -> Any:
    return structs.replace(evidence().operator, name=name)


def _in(state: State) -> LedgerSeen:
    return ledger((EntryKind.STATE, {}, state))


def _read_one_version_lower() -> Any:
    return orgs(**at(Role.PRODUCTION, api=ApiUse(version=f"{float(NEWEST_TESTED) - 1:.1f}")))


@pytest.mark.parametrize(
    ("name", "expected", "says", "given"), CASES, ids=lambda one: "given" if callable(one) else str(one)
)
def test_a_condition(name: str, expected: Outcome, says: str, given: Callable[[], Evidence]) -> None:
    found, why = outcome(name, given())
    assert found is expected, why
    assert says in why


def test_every_condition_has_a_case_for_each_way_it_can_end() -> None:
    can_only_be_unset = {"daily-api-limit"}
    for one in CONDITIONS:
        ends = {expected for name, expected, _, _ in CASES if name == one.name}
        assert ends == ({PASS, UNKNOWN} if one.name in can_only_be_unset else {PASS, FAIL, UNKNOWN}), one.name


@pytest.mark.parametrize("state", sorted(UNDER_WAY))
def test_once_under_way_the_state_leads_forward_whatever_the_tenant_shows(state: State) -> None:
    given = evidence(ledger=_in(state), view=view(Phase.NOT_CONNECTED, None), under_way=True)
    assert outcome("tenant-state", given)[0] is PASS


def test_the_limit_that_adobe_asks_for_cannot_be_undercut() -> None:
    with_limit = project(structs.replace(POLICY, readiness=ReadinessPolicy(daily_api_limit=100_000)))
    assert outcome("daily-api-limit", evidence(project=with_limit))[0] is PASS
