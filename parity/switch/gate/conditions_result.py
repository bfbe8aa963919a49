"""Conditions on what was judged: the result, its snapshots, its policy, its waivers and its approvals.

Each returns why it holds, raises Fails where it does not, and CannotTell where that cannot be evaluated.
"""

from datetime import timedelta

from parity import __version__
from parity.audit.approval import Operator, approval_problem, shared_logins, signers_problem
from parity.audit.ledger_entries import lacks_head
from parity.audit.statement import operator_problem
from parity.integrity.clocks import CLOCKS_MAY_DIFFER
from parity.integrity.counted import counted
from parity.integrity.names import look_alike
from parity.integrity.signing import key_id
from parity.ledger.history import of_tenant
from parity.ledger.records import EntryKind, tenant_key, utc_moment
from parity.snapshot.ids import same_org
from parity.snapshot.records import Role
from parity.switch.gate.condition import Condition, UnderWay
from parity.switch.gate.evidence import CannotTell, Evidence, Fails, ResultFiles, Unknown, known
from parity.verdict.result import Result
from parity.verdict.result_files import RESULT, snapshot_name


def result_intact(evidence: Evidence) -> str:
    """The files are as parity wrote them, belong together, and give the same findings again."""
    files = known(evidence.files)
    if not files.is_canonical:
        raise Fails(f"{RESULT} is not as parity wrote it: it was edited")
    _refuse_other_snapshots(files)
    if files.result.policy.digest != evidence.project.policy.digest:
        raise CannotTell("the policy is another by now, so the findings cannot be worked out again: check again")
    if not _is_by_this_parity(files.result):
        raise CannotTell(f"{_made_by(files.result)}, so the findings cannot be worked out again")
    then = known(files.then)
    for name in Result.__struct_fields__:
        if getattr(then, name) != getattr(files.result, name):
            raise Fails(f"{RESULT} was edited: its {name} are not what the snapshots and the policy give")
    _refuse_lost_head(evidence, files.result)
    return f"{files.digest}; the snapshots and the policy give the same result again"


def _refuse_other_snapshots(files: ResultFiles) -> None:
    for role in Role:
        if role not in files.snapshot_digests:
            raise CannotTell(f"{snapshot_name(role)} is not next to the result: keep both snapshots with it")
        if files.snapshot_digests[role] != files.result.snapshots.of(role).digest:
            raise Fails(f"{snapshot_name(role)} is not the snapshot that was judged: its digest is another")


def _refuse_lost_head(evidence: Evidence, result: Result) -> None:
    """A result made while the ledger was kept names the ledger's head; without it a cut tail would not be seen."""
    if lacks_head(result, known(evidence.ledger).entries):
        raise Fails("the result names no head of the ledger, though one was kept when it was made: parity check again")


def policy_unchanged(evidence: Evidence) -> str:
    """The policy judged by is the one in parity.yaml."""
    said, is_now = known(evidence.files).result.policy.digest, evidence.project.policy.digest
    if said != is_now:
        raise Fails("the policy in parity.yaml is not the one that the result was judged by: check again")
    return said


def verdict(evidence: Evidence) -> str:
    """GO or GO WITH WAIVERS, as stated and as worked out again at this moment."""
    files = known(evidence.files)
    for result in (files.result, known(files.again)):
        if not result.verdict.is_go:
            raise Fails(f"the verdict is {result.verdict.value}: {' '.join(result.reasons)}")
    return files.result.verdict.value


def fresh(evidence: Evidence) -> str:
    """The older snapshot is not older than the policy allows, and none is from the future."""
    files = known(evidence.files)
    limit = evidence.project.policy.result_max_age_hours
    times = [files.result.snapshots.sandbox.collected_at, files.result.snapshots.production.collected_at]
    try:
        moments = [utc_moment(one) for one in times if one is not None]
    except ValueError:
        moments = []
    if len(moments) < 2:
        raise CannotTell("a snapshot does not say when it was collected (imported files do not): collect it")
    if max(moments) > evidence.now + CLOCKS_MAY_DIFFER:
        raise Fails(f"a snapshot was collected in the future ({max(moments):%Y-%m-%d %H:%M} UTC): a clock is wrong")
    age = evidence.now - min(moments)
    if age > timedelta(hours=limit):
        raise Fails(f"the older snapshot is {_hours(age)} old; policy.result_max_age_hours is {limit}: check again")
    return f"the older snapshot is {_hours(age)} old, at most {limit} h are allowed"


def _hours(age: timedelta) -> str:
    minutes = int(age.total_seconds() // 60)
    return f"{minutes // 60} h {minutes % 60:02d} min"


def rules_current(evidence: Evidence) -> str:
    """Made by this very version of parity: another one may judge the same snapshots in another way."""
    result = known(evidence.files).result
    if not _is_by_this_parity(result):
        raise Fails(f"{_made_by(result)}: check again")
    return f"made by parity {result.tool.version}"


def _is_by_this_parity(result: Result) -> bool:
    return (result.tool.name, result.tool.version) == ("parity", __version__)


def _made_by(result: Result) -> str:
    return f"made by {result.tool.name} {result.tool.version}, this is parity {__version__}"


def orgs_match(evidence: Evidence) -> str:
    """Result, sign-ins and parity.yaml name the same tenant and orgs."""
    result, tenant = known(evidence.files).result, evidence.project.tenant
    if tenant_key(result.tenant or "") != tenant_key(tenant.name):
        raise Fails(f"the result is of the tenant {result.tenant!r}, parity.yaml names {tenant.name!r}")
    now = known(evidence.orgs)
    for role in Role:
        wanted = tenant.org_id(role)
        if wanted is None:
            raise CannotTell(f"tenant.{role}_org is not set in parity.yaml: add the id of that org")
        for who, org in (("the result", result.orgs.of(role)), ("the sign-in", known(now.of(role)).org)):
            if not same_org(org.id, wanted):
                raise Fails(f"{who} has the {role} org {org.id or 'unknown'}, tenant.{role}_org is {wanted}")
    return f"sandbox {tenant.sandbox_org}, production {tenant.production_org}"


def same_switch(evidence: Evidence) -> str:
    """A switch that was begun goes on with the orgs it was begun with."""
    tenant = evidence.project.tenant
    gates = of_tenant(known(evidence.ledger).entries, tenant.name, EntryKind.GATE)
    for role in Role:
        wanted = tenant.org_id(role)
        begun = str(gates[-1].body.get(f"{role}_org")) if gates else wanted
        if not same_org(wanted, begun):
            raise Fails(f"the switch was begun with the {role} org {begun}, tenant.{role}_org is {wanted}")
        if evidence.under_way and (role is Role.SANDBOX or isinstance(evidence.orgs, Unknown)):
            # Nobody needs the sandbox any more; and a sign-in that failed says nothing of which orgs are meant.
            continue
        signed_in = known(known(evidence.orgs).of(role)).org.id
        if not same_org(signed_in, wanted):
            raise Fails(f"the {role} sign-in is of the org {signed_in}, tenant.{role}_org is {wanted}")
    return "the same two orgs" if gates else "not begun yet"


def waivers(evidence: Evidence) -> str:
    """No waiver and no lowered severity has expired; each holds to the end of its day, UTC."""
    again, result = known(known(evidence.files).again), known(evidence.files).result
    today = evidence.now.date()
    expired = [one for one in (*again.waivers, *result.waivers) if one.expires < today]
    if expired:
        one = expired[0]
        raise Fails(f"the waiver of {one.about} by {one.by} expired at the end of {one.expires.isoformat()} (UTC)")
    for lowered in (*again.severities, *result.severities):
        if lowered.expires is not None and lowered.expires < today:
            day = lowered.expires.isoformat()
            raise Fails(f"the lower severity of {lowered.about} by {lowered.by} expired at the end of {day} (UTC)")
    fewer = sum(1 for one in again.severities if one.lower_to is not None)
    also = f" and {counted(fewer, 'lowered severity', 'lowered severities')}" if fewer else ""
    return f"{counted(len(again.waivers), 'waiver')}{also}, none expired"


def approvals(evidence: Evidence) -> str:
    """Enough different people, none of them the operator, have signed this very result; the operator signs too."""
    files, policy = known(evidence.files), evidence.project.policy
    if policy.approvals:
        problem = signers_problem(policy.signers)
        problem = f"policy.signers: {problem}" if problem else None
        problem = problem or operator_problem(policy, evidence.operator.name, evidence.operator_key)
        if problem:
            raise Fails(problem)
    if evidence.broken_approvals:
        again = "give it again (parity approve), or take the file out"
        raise Fails(f"{evidence.broken_approvals[0]}: {again}")
    own_key = "" if evidence.operator_key is None else key_id(evidence.operator_key.public)
    operator = Operator(evidence.operator.name, own_key)
    by_key: dict[str, str] = {}
    refused, good = [], []
    for one in evidence.approvals:
        problem = approval_problem(one, files.result, files.digest, policy, operator)
        if problem is None:
            by_key[one.key_id] = one.statement.name
            good.append(one)
        else:
            refused.append(f"{one.statement.name}: {problem}")
    people = sorted(set(map(look_alike, by_key.values())))
    aside = f"; not counted: {'; '.join(refused)}" if refused else ""
    if min(len(people), len(by_key)) < policy.approvals:
        wanted = counted(policy.approvals, "person", "people")
        raise Fails(f"{len(people)} of {wanted} approved this result (parity approve){aside}")
    if not policy.approvals:
        return "policy.approvals asks for none"
    warned = "".join(f"; WARNING: {one}" for one in shared_logins(good, evidence.operator))
    return f"approved by {', '.join(sorted(by_key.values()))}{warned}{aside}"


#: In the order in which they are shown.
CONDITIONS = (
    Condition(
        name="rules-current",
        title="the result was made by this version of parity",
        explained="the result was made by this version of parity: another may judge the same snapshots "
        "differently, so after an upgrade check again",
        check=rules_current,
    ),
    Condition(
        name="result-intact",
        title="the result and its snapshots are as parity wrote them",
        explained="result.json and both snapshots are as parity wrote them, and the snapshots and the policy give "
        "the same result again, to the letter",
        check=result_intact,
    ),
    Condition(
        name="policy-unchanged",
        title="the result was judged by the policy in parity.yaml",
        explained="the policy in parity.yaml is the one that was judged by",
        check=policy_unchanged,
    ),
    Condition(
        name="verdict-go",
        title="the verdict is GO or GO WITH WAIVERS",
        explained="GO or GO WITH WAIVERS, as stated and as worked out again now",
        check=verdict,
    ),
    Condition(
        name="result-fresh",
        title="the result is not too old",
        explained="the older snapshot is at most `policy.result_max_age_hours` old, none is from the future",
        check=fresh,
    ),
    Condition(
        name="orgs-match",
        title="result, sign-ins and parity.yaml name one tenant and the same two orgs",
        explained="result, sign-ins and parity.yaml name the same tenant and orgs",
        check=orgs_match,
    ),
    Condition(
        name="same-switch",
        title="the orgs are those with which the switch was begun",
        explained="the orgs are those with which the switch was begun",
        check=same_switch,
        under_way=UnderWay.HOLDS,
    ),
    Condition(
        name="waivers-in-force",
        title="no waiver has expired at this moment",
        explained="no waiver has expired; a waiver holds to the end of its day, UTC",
        check=waivers,
    ),
    Condition(
        name="approvals",
        title="enough different people have approved this result",
        explained="enough different people, none of them the operator by name or key, signed this very result; "
        "the operator is among the signers and has the key",
        check=approvals,
    ),
)
