"""The gate: named conditions over gathered evidence. All are shown, all must hold, none can be overridden.

A condition that cannot be evaluated does not hold. Adding one is adding a function and a line in CONDITIONS.
"""

from collections.abc import Callable, Sequence
from datetime import timedelta
from enum import StrEnum

from msgspec import Struct

from parity import __version__
from parity.approval import approval_problem
from parity.checklist import still_open
from parity.drift_since import drift_since
from parity.evidence import CannotTell, Evidence, known
from parity.identity import same_org
from parity.ledger.history import last_change, of_tenant
from parity.ledger.records import Kind, tenant_key, utc_moment, utc_text
from parity.snapshot import Role
from parity.tenant.driver import Phase
from parity.tenant.states import MAY_START, UNDER_WAY, State
from parity.verdict import VerdictName

PACKAGE = "bizible2"
#: Adobe: "How Marketo Measure and Salesforce interact": a value must be at least 100,000.
LEAST_DAILY_LIMIT = 100_000
_MOST_SHOWN = 10
_CLOCKS_MAY_DIFFER = timedelta(minutes=2)


class Outcome(StrEnum):
    """What became of a condition."""

    PASS = "pass"  # noqa: S105 (not a password)
    FAIL = "fail"
    UNKNOWN = "cannot be evaluated"


class Judged(Struct, frozen=True, kw_only=True):
    """A condition with its outcome and why."""

    name: str
    title: str
    outcome: Outcome
    why: str


class Fails(Exception):
    """A condition does not hold; the text says why."""


Check = Callable[[Evidence], str]


class Condition(Struct, frozen=True):
    """A name, what it demands, and its check: returns why it holds, raises Fails or CannotTell.

    `under_way`: also demanded where the sandbox connection is on its way out, and forward is the only way.
    """

    name: str
    title: str
    check: Check
    under_way: bool = False


def evaluate(evidence: Evidence, *, under_way: bool) -> tuple[Judged, ...]:
    """Every condition with its outcome, in the order in which they are shown."""
    return tuple(_judged(one, evidence) for one in CONDITIONS if one.under_way or not under_way)


def is_open(judged: Sequence[Judged]) -> bool:
    """Whether every condition holds."""
    return bool(judged) and all(one.outcome is Outcome.PASS for one in judged)


def exit_code(judged: Sequence[Judged]) -> int:
    """0 where all hold; 1 where one is known not to hold; 3 where some could only not be evaluated."""
    if is_open(judged):
        return 0
    return 1 if any(one.outcome is Outcome.FAIL for one in judged) else 3


def _judged(condition: Condition, evidence: Evidence) -> Judged:
    try:
        outcome, why = Outcome.PASS, condition.check(evidence)
    except Fails as reason:
        outcome, why = Outcome.FAIL, str(reason)
    except CannotTell as reason:
        outcome, why = Outcome.UNKNOWN, str(reason)
    return Judged(name=condition.name, title=condition.title, outcome=outcome, why=why)


def _result_intact(evidence: Evidence) -> str:
    judged = known(evidence.judged)
    if not judged.is_canonical:
        raise Fails("result.json is not as parity wrote it: it was edited")
    for role in Role:
        if role not in judged.snapshot_digests:
            raise CannotTell(f"{role}.snapshot.json does not lie beside the result: keep both snapshots with it")
        if judged.snapshot_digests[role] != getattr(judged.result.snapshots, role).digest:
            raise Fails(f"{role}.snapshot.json is not the snapshot that was judged: its digest is another")
    again = known(judged.again)
    for name in ("findings", "gaps", "checked", "orgs", "snapshots", "rules"):
        if getattr(again, name) != getattr(judged.result, name):
            raise Fails(f"result.json was edited: its {name} are not what the snapshots and the policy give")
    return f"{judged.digest}; the snapshots and the policy give the same findings again"


def _policy_unchanged(evidence: Evidence) -> str:
    said, is_now = known(evidence.judged).result.policy.digest, evidence.project.policy.digest
    if said != is_now:
        raise Fails("the policy in parity.yaml is not the one that the result was judged by: check again")
    return said


def _verdict(evidence: Evidence) -> str:
    judged = known(evidence.judged)
    for result in (judged.result, known(judged.again)):
        if result.verdict not in {VerdictName.GO, VerdictName.GO_WITH_WAIVERS}:
            raise Fails(f"the verdict is {result.verdict.value}: {' '.join(result.reasons)}")
    return judged.result.verdict.value


def _fresh(evidence: Evidence) -> str:
    judged = known(evidence.judged)
    limit = evidence.project.policy.result_max_age_hours
    times = [judged.result.snapshots.sandbox.collected_at, judged.result.snapshots.production.collected_at]
    try:
        moments = [utc_moment(one) for one in times if one is not None]
    except ValueError:
        moments = []
    if len(moments) < 2:
        raise CannotTell("a snapshot does not say when it was collected (imported files do not): collect it")
    if max(moments) > evidence.now + _CLOCKS_MAY_DIFFER:
        raise Fails(f"a snapshot was collected in the future ({max(moments):%Y-%m-%d %H:%M} UTC): a clock is wrong")
    age = evidence.now - min(moments)
    if age > timedelta(hours=limit):
        raise Fails(f"the older snapshot is {_hours(age)} old; policy.result_max_age_hours is {limit}: check again")
    return f"the older snapshot is {_hours(age)} old, at most {limit} h are allowed"


def _hours(age: timedelta) -> str:
    minutes = int(age.total_seconds() // 60)
    return f"{minutes // 60} h {minutes % 60:02d} min"


def _rules_current(evidence: Evidence) -> str:
    tool = known(evidence.judged).result.tool
    if tool.name != "parity" or _version(tool.version) < _version(__version__):
        raise Fails(f"{tool.name} {tool.version} made the result, this is parity {__version__}: check again")
    return f"made by parity {tool.version}"


def _version(text: str) -> tuple[int, ...]:
    parts = text.split(".")
    return tuple(int(part) for part in parts) if all(part.isdigit() for part in parts) else ()


def _orgs_match(evidence: Evidence) -> str:
    result, tenant = known(evidence.judged).result, evidence.project.tenant
    if tenant_key(result.tenant or "") != tenant_key(tenant.name):
        raise Fails(f"the result is of the tenant {result.tenant!r}, parity.yaml names {tenant.name!r}")
    now = known(evidence.orgs)
    for role in Role:
        wanted = getattr(tenant, f"{role}_org")
        if wanted is None:
            raise CannotTell(f"tenant.{role}_org is not set in parity.yaml: add the id of that org")
        for who, org in (("the result", getattr(result.orgs, role)), ("the sign-in", getattr(now, role).org)):
            if not same_org(org.id, wanted):
                raise Fails(f"{who} has the {role} org {org.id or 'unknown'}, tenant.{role}_org is {wanted}")
    return f"sandbox {tenant.sandbox_org}, production {tenant.production_org}"


def _same_switch(evidence: Evidence) -> str:
    tenant, now = evidence.project.tenant, known(evidence.orgs)
    gates = of_tenant(known(evidence.ledger).entries, tenant.name, Kind.GATE)
    for role in Role:
        wanted = getattr(tenant, f"{role}_org")
        begun = str(gates[-1].body.get(f"{role}_org")) if gates else wanted
        if not same_org(wanted, begun):
            raise Fails(f"the switch was begun with the {role} org {begun}, tenant.{role}_org is {wanted}")
        if not same_org(getattr(now, role).org.id, wanted):
            raise Fails(f"the {role} sign-in is of the org {getattr(now, role).org.id}, tenant.{role}_org is {wanted}")
    return "the same two orgs" if gates else "not begun yet"


def _waivers(evidence: Evidence) -> str:
    again, result = known(known(evidence.judged).again), known(evidence.judged).result
    today = evidence.now.date()
    expired = [one for one in (*again.waivers, *result.waivers) if one.expires < today]
    if expired:
        one = expired[0]
        raise Fails(
            f"the waiver of {one.fingerprint} by {one.by} expired at the end of {one.expires.isoformat()} (UTC)"
        )
    return f"{len(again.waivers)} waivers, none expired"


def _approvals(evidence: Evidence) -> str:
    judged, policy = known(evidence.judged), evidence.project.policy
    counted: dict[str, str] = {}
    refused = []
    for one in evidence.approvals:
        problem = approval_problem(one, judged.result, judged.digest, policy, evidence.operator.name)
        if problem is None:
            counted[one.key_id] = one.statement.name
        else:
            refused.append(f"{one.statement.name}: {problem}")
    people = sorted(set(map(tenant_key, counted.values())))
    aside = f"; not counted: {'; '.join(refused)}" if refused else ""
    if min(len(people), len(counted)) < policy.approvals:
        raise Fails(f"{len(people)} of {policy.approvals} people have approved this result (parity approve){aside}")
    if not policy.approvals:
        return "policy.approvals asks for none"
    return f"approved by {', '.join(sorted(counted.values()))}{aside}"


def _ledger_verifies(evidence: Evidence) -> str:
    seen = known(evidence.ledger)
    if seen.problems:
        more = len(seen.problems) - _MOST_SHOWN
        raise Fails(
            "\n".join([*seen.problems[:_MOST_SHOWN], *([f"and {more} more: parity audit verify"] if more > 0 else [])])
        )
    return f"{len(seen.entries)} entries, the chain and every seal hold"


def _clock(evidence: Evidence) -> str:
    entries = known(evidence.ledger).entries
    if entries and utc_moment(entries[-1].content.at) > evidence.now + _CLOCKS_MAY_DIFFER:
        at = entries[-1].content.at
        raise Fails(f"the clock says {utc_text(evidence.now)}, the newest ledger entry is of {at}: it was set back")
    return utc_text(evidence.now)


def _tenant_state(evidence: Evidence) -> str:
    tenant, view = evidence.project.tenant, known(evidence.view)
    change = last_change(known(evidence.ledger).entries, tenant.name)
    state = State(change.state) if change is not None and change.state is not None else None
    if state is State.PRODUCTION and change is not None:
        raise Fails(f"in PRODUCTION since {change.at} by {change.actor}, and that is final")
    if state in UNDER_WAY:
        return f"{state}; the tenant is {view}"
    if state not in {None, *MAY_START}:
        raise Fails(f"the switch cannot start from {state}")
    if view.phase is not Phase.SANDBOX:
        note = ": it was done by hand, or the ledger is not the right one" if view.phase is Phase.PRODUCTION else ""
        raise Fails(f"the ledger has {state or 'nothing of this tenant'}, but the tenant is {view}{note}")
    if not same_org(view.org_id, tenant.sandbox_org):
        raise Fails(f"the tenant is {view}, tenant.sandbox_org is {tenant.sandbox_org or 'not set'}")
    return f"{view}"


def _orgs_unchanged(evidence: Evidence) -> str:
    judged, now = known(evidence.judged), known(evidence.orgs)
    lines = [
        f"{role}: {line}"
        for role, before, after in (
            (Role.SANDBOX, known(judged.sandbox), now.sandbox),
            (Role.PRODUCTION, known(judged.production), now.production),
        )
        for line in drift_since(before, after)
    ]
    if lines:
        raise Fails("changed since the result was made: " + "\n".join(lines))
    return "both orgs, collected again just now, are as they were judged"


def _credits(evidence: Evidence) -> str:
    now, reserve = known(evidence.orgs), evidence.project.api.reserve
    left = {role: getattr(now, role).api.daily_remaining for role in Role}
    for role, remaining in left.items():
        if remaining is None:
            raise CannotTell(f"{role} does not tell how many API requests are left")
        if remaining <= reserve:
            raise Fails(f"{role} has {remaining} API requests left, the reserve is {reserve}")
    return ", ".join(f"{role} {remaining:,} left" for role, remaining in left.items())


def _daily_limit(evidence: Evidence) -> str:
    limit = evidence.project.tenant.daily_api_limit
    if limit is None:
        raise CannotTell(
            "tenant.daily_api_limit is not set in parity.yaml: copy Settings > CRM > General > Daily CRM API limit"
        )
    if limit < LEAST_DAILY_LIMIT:
        raise Fails(f"tenant.daily_api_limit is {limit:,}; Adobe asks for at least {LEAST_DAILY_LIMIT:,}")
    return f"{limit:,}"


def _package(evidence: Evidence) -> str:
    found = [one for one in known(evidence.packages) if one.namespace == PACKAGE]
    if not found:
        raise Fails(f"the managed package {PACKAGE} is not installed in production: install it for All Users")
    return f"{found[0].name} {found[0].version}"


def _settings_recorded(evidence: Evidence) -> str:
    missing = still_open(known(evidence.ledger).entries, evidence.project.tenant.name, before=True)
    if missing:
        raise Fails(
            f"not recorded: {', '.join(one.id for one in missing)}. Nobody documents that in-app settings survive: "
            f"parity checklist {missing[0].id} --attach FILE"
        )
    return "the tenant's in-app settings are recorded"


CONDITIONS: tuple[Condition, ...] = (
    Condition("result-intact", "the result and its snapshots are as parity wrote them", _result_intact),
    Condition("policy-unchanged", "the result was judged by the policy in parity.yaml", _policy_unchanged),
    Condition("verdict-go", "the verdict is GO or GO WITH WAIVERS", _verdict),
    Condition("result-fresh", "the result is not too old", _fresh),
    Condition("rules-current", "the result was made by these rules or newer ones", _rules_current),
    Condition("orgs-match", "result, sign-ins and parity.yaml name one tenant and the same two orgs", _orgs_match),
    Condition("same-switch", "the orgs are those with which the switch was begun", _same_switch, under_way=True),
    Condition("waivers-in-force", "no waiver has expired at this moment", _waivers),
    Condition("approvals", "enough different people have approved this result", _approvals),
    Condition("ledger-verifies", "the ledger is whole", _ledger_verifies, under_way=True),
    Condition("clock", "the clock was not set back", _clock, under_way=True),
    Condition("tenant-state", "the tenant is where the switch may start or go on", _tenant_state, under_way=True),
    Condition("orgs-unchanged", "both orgs are still as they were judged", _orgs_unchanged),
    Condition("credits", "API requests are left above the reserve", _credits, under_way=True),
    Condition("daily-api-limit", "the daily CRM API limit is stated and high enough", _daily_limit, under_way=True),
    Condition("package", "the managed package is installed in production", _package, under_way=True),
    Condition("settings-recorded", "the tenant's in-app settings are recorded", _settings_recorded),
)
