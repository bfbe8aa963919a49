"""What a condition says, to the letter: a person acts on it in the night of the switch."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from msgspec import structs

from parity.audit.approval import Approval
from parity.config.policy import Policy
from parity.ledger.records import EntryKind, utc_text
from parity.ledger.states import State
from parity.snapshot.records import ApiUse, Org, Role
from parity.snapshot.sign_in import LoginLimits
from parity.switch.drivers.interface import Phase
from parity.switch.gate.conditions import CONDITIONS, evaluate
from parity.switch.gate.evidence import Evidence, LedgerSeen, Unknown
from parity.verdict.decide import VerdictName
from tests.small_snapshots import connected_as
from tests.switch.gate.parts import in_state, lowered, several_problems, shows, waived
from tests.switch.gate.whole_evidence import (
    NOW,
    OLD,
    ORG_IDS,
    POLICY,
    TENANT,
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

SANDBOX, PRODUCTION = ORG_IDS[Role.SANDBOX], ORG_IDS[Role.PRODUCTION]


def why(name: str, given: Evidence) -> str:
    """Why the condition holds, or does not."""
    return next(one.why for one in evaluate(given, under_way=False) if one.name == name)


def by(name: str) -> Approval:
    return approval(name=name)


NAMED = connected_as("mm@acme.example")
FROM_ANYWHERE = LoginLimits(profile="Integration", ip_ranges=(), hours=())
NOBODY = project(structs.replace(POLICY, approvals=0))
SETTINGS = len(ledger().entries)

REASONS: list[tuple[str, Callable[[], Evidence], str]] = [
    (
        "rules-current",
        lambda: evidence(files=files(edited(tool=OLD))),
        f"made by parity 0.0.1, this is parity {judged().tool.version}: check again",
    ),
    ("rules-current", evidence, f"made by parity {judged().tool.version}"),
    (
        "result-intact",
        evidence,
        f"{files().digest}; the snapshots and the policy give the same result again",
    ),
    (
        "result-intact",
        lambda: evidence(files=files(is_canonical=False)),
        "result.json is not as parity wrote it: it was edited",
    ),
    (
        "result-intact",
        lambda: evidence(files=files(snapshot_digests={Role.SANDBOX: judged().snapshots.sandbox.digest})),
        "production.snapshot.json is not next to the result: keep both snapshots with it",
    ),
    (
        "result-intact",
        lambda: evidence(files=files(edited(notes=("x",)), then=judged())),
        "result.json was edited: its notes are not what the snapshots and the policy give",
    ),
    (
        "result-intact",
        lambda: evidence(project=project(Policy())),
        "the policy is another by now, so the findings cannot be worked out again: check again",
    ),
    ("policy-unchanged", evidence, project().policy.digest),
    (
        "policy-unchanged",
        lambda: evidence(project=project(Policy())),
        "the policy in parity.yaml is not the one that the result was judged by: check again",
    ),
    ("verdict-go", evidence, "GO"),
    (
        "verdict-go",
        lambda: evidence(files=files(edited(verdict=VerdictName.NO_GO, reasons=("One.", "Two.")))),
        "the verdict is NO-GO: One. Two.",
    ),
    ("result-fresh", evidence, "the older snapshot is 1 h 00 min old, at most 24 h are allowed"),
    (
        "result-fresh",
        lambda: evidence(now=NOW + timedelta(hours=25, minutes=7)),
        "the older snapshot is 26 h 07 min old; policy.result_max_age_hours is 24: check again",
    ),
    (
        "result-fresh",
        lambda: evidence(now=NOW - timedelta(hours=3)),
        "a snapshot was collected in the future (2026-11-24 11:00 UTC): a clock is wrong",
    ),
    ("orgs-match", evidence, f"sandbox {SANDBOX}, production {PRODUCTION}"),
    (
        "orgs-match",
        lambda: evidence(orgs=orgs(**at(Role.PRODUCTION, org=Org(id="00D300000009ZZZEA4")))),
        f"the sign-in has the production org 00D300000009ZZZEA4, tenant.production_org is {PRODUCTION}",
    ),
    (
        "orgs-match",
        lambda: evidence(files=files(edited(tenant=None))),
        f"the result is of the tenant None, parity.yaml names '{TENANT}'",
    ),
    ("same-switch", evidence, "not begun yet"),
    (
        "same-switch",
        lambda: evidence(
            ledger=ledger((EntryKind.GATE, {"sandbox_org": SANDBOX, "production_org": "00D1"}, State.GATE_PASSED))
        ),
        f"the switch was begun with the production org 00D1, tenant.production_org is {PRODUCTION}",
    ),
    ("waivers-in-force", lambda: evidence(files=waived(0, 0)), "2 waivers, none expired"),
    (
        "waivers-in-force",
        lambda: evidence(files=waived(0, 2)),
        "the waiver of 0000000000000001 by Person 1 expired at the end of 2026-11-22 (UTC)",
    ),
    (
        "waivers-in-force",
        lambda: evidence(files=waived(3, 2)),
        "the waiver of 0000000000000000 by Person 0 expired at the end of 2026-11-21 (UTC)",
    ),
    (
        "waivers-in-force",
        lambda: evidence(files=lowered(None, NOW.date())),
        "0 waivers and 1 lowered severity, none expired",
    ),
    (
        "waivers-in-force",
        lambda: evidence(files=lowered(None, NOW.date() - timedelta(days=1))),
        "the lower severity of rule field-type-changed by Dana Hill expired at the end of 2026-11-23 (UTC)",
    ),
    ("approvals", evidence, "approved by Dana Hill"),
    (
        "approvals",
        lambda: evidence(project=NOBODY, approvals=(), operator_key=None, files=files(judged(NOBODY.policy))),
        "policy.approvals asks for none",
    ),
    (
        "approvals",
        lambda: evidence(broken_approvals=("approvals/x.json: cut", "approvals/y.json: cut")),
        "approvals/x.json: cut: give it again (parity approve), or take the file out",
    ),
    (
        "approvals",
        lambda: evidence(approvals=()),
        "0 of 1 person approved this result (parity approve)",
    ),
    ("ledger-verifies", evidence, f"{SETTINGS} entries, the chain and every signature hold"),
    ("ledger-verifies", lambda: evidence(ledger=several_problems(2)), "entry 0\nentry 1"),
    (
        "ledger-verifies",
        lambda: evidence(ledger=several_problems(10)),
        "\n".join(f"entry {one}" for one in range(10)),
    ),
    (
        "ledger-verifies",
        lambda: evidence(ledger=several_problems(13)),
        "\n".join([*(f"entry {one}" for one in range(10)), "and 3 more: parity audit verify"]),
    ),
    ("clock", evidence, utc_text(NOW)),
    (
        "clock",
        lambda: evidence(now=NOW - timedelta(hours=1)),
        f"the clock says {utc_text(NOW - timedelta(hours=1))}, the newest ledger entry is of {utc_text(NOW)}: it was "
        "set back\nSet this machine's clock right. Where it is right, and that entry was written by a clock that ran "
        "ahead: parity switch --correct-clock --as NAME",
    ),
    ("tenant-state", evidence, f"connected to a sandbox ({SANDBOX})"),
    (
        "tenant-state",
        lambda: evidence(ledger=in_state(State.PRODUCTION)),
        f"in PRODUCTION since {utc_text(NOW)} by Olga Operator (olga@bench), and that is final",
    ),
    (
        "tenant-state",
        lambda: evidence(ledger=in_state(State.DELETION_ASKED), view=shows(Phase.DELETING, SANDBOX)),
        f"{State.DELETION_ASKED}; the tenant is deletion in progress ({SANDBOX})",
    ),
    (
        "tenant-state",
        lambda: evidence(view=shows(Phase.NOT_CONNECTED, None)),
        "the ledger has nothing of this tenant, but the tenant is not connected",
    ),
    (
        "tenant-state",
        lambda: evidence(view=shows(Phase.PRODUCTION, PRODUCTION)),
        f"the ledger has nothing of this tenant, but the tenant is connected to production ({PRODUCTION}): it was done "
        "by hand, or the ledger is not the right one",
    ),
    (
        "tenant-state",
        lambda: evidence(view=shows(Phase.SANDBOX, "00D8F0000009AbC")),
        f"the tenant is connected to a sandbox (00D8F0000009AbC), tenant.sandbox_org is {SANDBOX}",
    ),
    ("orgs-unchanged", evidence, "both orgs, collected again just now, are as they were judged"),
    (
        "orgs-unchanged",
        lambda: evidence(orgs=orgs(**at(Role.SANDBOX, packages=None), **at(Role.PRODUCTION, packages=None))),
        "changed since the result was made: sandbox: packages is not as it was\nproduction: packages is not as it was",
    ),
    ("verdict-now", evidence, "GO"),
    (
        "verdict-now",
        lambda: evidence(orgs=orgs(fresh_result=edited(verdict=VerdictName.NO_GO, reasons=("One.", "Two.")))),
        "judged as they are now, the verdict is NO-GO: One. Two.",
    ),
    ("credits", evidence, "sandbox 99,000 left, production 99,000 left"),
    ("credits", lambda: left(Role.SANDBOX, 7), "sandbox has 7 API requests left, the reserve is 100"),
    (
        "credits",
        lambda: evidence(orgs=orgs(**at(Role.PRODUCTION, api=ApiUse(version="66.0")))),
        "production does not tell how many API requests are left",
    ),
    ("daily-api-limit", evidence, "150,000; parity.yaml takes none below 100,000"),
    (
        "daily-api-limit",
        lambda: evidence(project=project(Policy())),
        "policy.readiness.daily_api_limit is not set in parity.yaml: copy Settings > CRM > General > Daily CRM API "
        "limit",
    ),
    ("package", evidence, "Marketo Measure 6.12.0.1"),
    (
        "package",
        lambda: evidence(orgs=orgs(**at(Role.PRODUCTION, packages=()))),
        "the managed package bizible2 is not installed in production: install it for All Users",
    ),
    ("settings-recorded", evidence, "the tenant's in-app settings are recorded"),
    ("authorize", evidence, "of 9 questions: 0 proven by the orgs, 9 answered by people"),
    (
        "authorize",
        lambda: evidence(orgs=orgs(**at(Role.PRODUCTION, login_limits=FROM_ANYWHERE, integration_user=NAMED))),
        "of 9 questions: 2 proven by the orgs, 7 answered by people",
    ),
    (
        "authorize",
        lambda: evidence(now=NOW + timedelta(days=1, seconds=1)),
        "not answered: 1 of 9 questions\n"
        f"no-save-and-process: answered {utc_text(NOW)}, and an answer holds for 1 day: answer it again\n"
        "parity checklist says where to look; then: parity checklist QUESTION --note 'who looked, where, what was "
        "seen'",
    ),
]


@pytest.mark.parametrize(("name", "given", "said"), REASONS, ids=[f"{one[0]}-{i}" for i, one in enumerate(REASONS)])
def test_a_condition_says_why(name: str, given: Callable[[], Evidence], said: str) -> None:
    assert why(name, given()) == said


def test_the_reasons_are_of_conditions_that_there_are() -> None:
    assert {name for name, _, _ in REASONS} <= {one.name for one in CONDITIONS}


def test_what_is_not_counted_is_told_beside_what_is() -> None:
    other = approval(edited(notes=("x",)), name="Dana Hill")
    told = why("approvals", evidence(approvals=(approval(), other)))
    assert told.startswith("approved by Dana Hill; not counted: Dana Hill: ")
    refused = why("approvals", evidence(approvals=(other,)))
    assert refused.startswith("0 of 1 person approved this result (parity approve); not counted: Dana Hill: ")
    stranger = by("Eve Ocean")
    both = why("approvals", evidence(approvals=(stranger, other)))
    assert "; not counted: Eve Ocean: " in both
    assert "; Dana Hill: " in both


def test_the_settings_that_are_missing_are_named_with_what_to_type() -> None:
    told = why("settings-recorded", evidence(ledger=LedgerSeen(entries=(), problems=())))
    assert told.startswith("not recorded: channels, ")
    assert told.endswith(". Nobody documents that in-app settings survive: parity checklist channels --attach FILE")


def test_a_piece_that_is_unknown_is_told_with_its_reason() -> None:
    gone = Unknown("the file is gone")
    given = evidence(files=gone, orgs=gone, ledger=gone, view=gone)
    results = {one.name: one for one in evaluate(given, under_way=False)}
    assert {one.why for one in results.values() if one.outcome.value == "cannot be evaluated"} == {"the file is gone"}
    assert results["clock"].title == "the clock was not set back"
