"""Evidence on which every condition of the gate holds, in memory: a test changes one thing in it."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from msgspec import structs

from parity.audit.approval import Approval, sign_approval, statement_of
from parity.config.orgs import ApiSettings, SessionSignIn
from parity.config.policy import Policy, ReadinessPolicy, Signer
from parity.config.project import Orgs, OrgSettings, Project, Tenant
from parity.integrity.signing import public_line
from parity.integrity.signing_keys import KeyInMemory
from parity.ledger.chain import entry_of, signed_row
from parity.ledger.records import GENESIS, Actor, Entry, EntryContent, EntryKind, tenant_key, utc_text
from parity.ledger.states import State
from parity.orgs.api_version import NEWEST_TESTED
from parity.snapshot.org_setup import Package
from parity.snapshot.records import OBJECTS, ApiUse, ObjectDescribe, Org, Role, SignedInUser, Snapshot
from parity.switch.checklist import about, record_of
from parity.switch.drivers.interface import Phase, TenantView
from parity.switch.gate.conditions import Outcome
from parity.switch.gate.evidence import Evidence, LedgerSeen, OrgsNow, ResultFiles, Unknown
from parity.switch.items import ITEMS
from parity.verdict.decide import VerdictName
from parity.verdict.judge import judge
from parity.verdict.result import Result, Tool, result_digest

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
TENANT = "Northwind Haulage"
ORG_IDS = {Role.SANDBOX: "00D8F0000008NwSUAU", Role.PRODUCTION: "00D300000001NwhEAE"}
OPERATOR = Actor(os_user="olga", name="Olga Operator", host="bench")
LEDGER_KEY = Ed25519PrivateKey.from_private_bytes(b"l" * 32)
APPROVER_KEY = Ed25519PrivateKey.from_private_bytes(b"a" * 32)
APPROVER = Signer(name="Dana Hill", role="Head of CRM", public_key=public_line(APPROVER_KEY.public_key()))
SECOND_KEY = Ed25519PrivateKey.from_private_bytes(b"s" * 32)
SECOND = Signer(name="Bo Berg", role="Head of Sales", public_key=public_line(SECOND_KEY.public_key()))
OPERATOR_KEY = Ed25519PrivateKey.from_private_bytes(b"p" * 32)
OPERATOR_SIGNER = Signer(name=OPERATOR.name, role="Operator", public_key=public_line(OPERATOR_KEY.public_key()))
POLICY = Policy(readiness=ReadinessPolicy(daily_api_limit=150_000), signers=(APPROVER, OPERATOR_SIGNER), approvals=1)


def project(policy: Policy = POLICY, **changes: object) -> Project:
    """A project with both orgs named."""
    settings = OrgSettings(sign_in=SessionSignIn(instance_url="https://example.invalid", session_id_env="SESSION"))
    tenant = Tenant(name=TENANT, sandbox_org=ORG_IDS[Role.SANDBOX], production_org=ORG_IDS[Role.PRODUCTION])
    whole = Project(tenant=tenant, orgs=Orgs(sandbox=settings, production=settings), policy=policy)
    return structs.replace(whole, **changes)


def snapshot(role: Role, *, age: timedelta = timedelta(hours=1), **changes: object) -> Snapshot:
    """An org whose six objects have no fields, read an hour ago."""
    whole = Snapshot(
        tool="parity",
        role=role,
        source="org",
        collected_at=f"{NOW - age:%Y-%m-%dT%H:%M:%SZ}",
        org=Org(id=ORG_IDS[role], name="Northwind", is_sandbox=role is Role.SANDBOX),
        user=SignedInUser(),
        api=ApiUse(version=NEWEST_TESTED, daily_max=100_000, daily_remaining=99_000),
        objects={name: ObjectDescribe(properties={"name": name}, fields=(), record_types=()) for name in OBJECTS},
        triggers=(),
        packages=(Package(namespace="bizible2", name="Marketo Measure", version="6.12.0.1"),),
    )
    return structs.replace(whole, **changes)


#: An entry to be: its kind, its body, and the state that it leads to.
Told = tuple[EntryKind, Mapping[str, Any], State | None]


@cache
def judged(policy: Policy = POLICY) -> Result:
    """What judging the two snapshots gives, with GO in the place of what two empty orgs deserve."""
    result = judge(
        snapshot(Role.SANDBOX),
        snapshot(Role.PRODUCTION),
        policy,
        tenant=TENANT,
        judged_at=datetime(2026, 11, 24, 12, tzinfo=UTC),
    )
    return structs.replace(result, verdict=VerdictName.GO, exit_code=0)


def files(result: Result | None = None, **changes: object) -> ResultFiles:
    """The result with both snapshots beside it, as they were written."""
    result = judged() if result is None else result
    whole = ResultFiles(
        result=result,
        digest=result_digest(result),
        is_canonical=True,
        snapshot_digests={role: result.snapshots.of(role).digest for role in Role},
        sandbox=snapshot(Role.SANDBOX),
        production=snapshot(Role.PRODUCTION),
        then=result,
        again=result,
    )
    return structs.replace(whole, **changes)


def entries(*drafts: Told, at: datetime = NOW) -> tuple[Entry, ...]:
    """A chain of entries about the tenant."""
    found: list[Entry] = []
    for number, (kind, body, state) in enumerate(drafts, start=1):
        content = EntryContent(
            seq=number,
            tenant=tenant_key(TENANT),
            kind=kind,
            at=utc_text(at),
            actor=OPERATOR,
            state=None if state is None else state.value,
            body=dict(body),
            previous=found[-1].hash if found else GENESIS,
        )
        found.append(entry_of(signed_row(content, LEDGER_KEY)))
    return tuple(found)


SETTINGS_RECORDED = tuple(
    (EntryKind.CHECKLIST, record_of(one, "none in use", (), about(project(), None)), None)
    for one in ITEMS
    if one.before
)


def ledger(*drafts: Told, at: datetime = NOW) -> LedgerSeen:
    """A whole ledger in which the settings are recorded, and these entries follow."""
    return LedgerSeen(entries=entries(*SETTINGS_RECORDED, *drafts, at=at), problems=())


def approval(result: Result | None = None, *, key: Ed25519PrivateKey = APPROVER_KEY, **changes: str) -> Approval:
    """Dana's approval of the result."""
    result = judged() if result is None else result
    said = {"name": APPROVER.name, "role": APPROVER.role, **changes}
    actor = Actor(os_user="dana", name=said["name"], host="desk")
    statement = statement_of(result, result_digest(result), actor=actor, at=utc_text(NOW), ledger=None, **said)
    return sign_approval(statement, KeyInMemory(key))


def orgs(**changes: object) -> OrgsNow:
    """Both orgs read just now, unchanged."""
    whole = OrgsNow(
        sandbox=snapshot(Role.SANDBOX, age=timedelta()),
        production=snapshot(Role.PRODUCTION, age=timedelta()),
        fresh_result=judged(),
    )
    return structs.replace(whole, **changes)


def evidence(**changes: object) -> Evidence:
    """Evidence on which the gate is open, but for these changes."""
    whole = Evidence(
        now=NOW,
        project=project(),
        operator=OPERATOR,
        files=files(),
        approvals=(approval(),),
        ledger=ledger(),
        view=TenantView(tenant=TENANT, phase=Phase.SANDBOX, org_id=ORG_IDS[Role.SANDBOX]),
        orgs=orgs(),
        operator_key=KeyInMemory(OPERATOR_KEY),
    )
    return structs.replace(whole, **changes)


GONE = Unknown("it is not there")


PASS, FAIL, UNKNOWN = Outcome.PASS, Outcome.FAIL, Outcome.UNKNOWN


def edited(**changes: Any) -> Result:
    return structs.replace(judged(), **changes)


def api(remaining: int | None) -> ApiUse:
    return ApiUse(version=NEWEST_TESTED, daily_max=100_000, daily_remaining=remaining)


def at(role: Role, **changes: Any) -> dict[str, Any]:
    return {role.value: snapshot(role, **changes)}


OLD, NEW = Tool(name="parity", version="0.0.1"), Tool(name="parity", version="99.0.0")


def left(role: Role, remaining: int | None) -> Evidence:
    """So many requests left in one org, where the reserve is 100."""
    kept = project(api=ApiSettings(reserve=100))
    return evidence(project=kept, orgs=orgs(**at(role, age=timedelta(), api=api(remaining))))
