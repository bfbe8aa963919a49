"""Conditions on this moment: the ledger, the clock, the tenant, and both orgs as they are now.

Each returns why it holds, raises Fails where it does not, and CannotTell where that cannot be evaluated.
"""

from parity.config.policy import DEFAULT_DAILY_API_LIMIT
from parity.integrity.clocks import CLOCKS_MAY_DIFFER
from parity.integrity.counted import counted
from parity.ledger.history import last_change, state_of
from parity.ledger.records import newest_time, utc_moment, utc_text
from parity.ledger.states import MAY_START, UNDER_WAY, State
from parity.marketo_measure.catalogue import NAMESPACE
from parity.snapshot.grants import READ_SETUP_OF_PRODUCTION
from parity.snapshot.ids import same_org
from parity.snapshot.records import Role
from parity.switch.checklist import still_open
from parity.switch.drivers.interface import Phase
from parity.switch.gate.condition import Condition, UnderWay
from parity.switch.gate.drift_since import drift_since
from parity.switch.gate.evidence import CannotTell, Evidence, Fails, known

_LIMIT_KEY = "policy.readiness.daily_api_limit"
_MOST_SHOWN = 10


def ledger_verifies(evidence: Evidence) -> str:
    """Chain, signatures, guards, and every head that a file has seen."""
    seen = known(evidence.ledger)
    if seen.problems:
        more = len(seen.problems) - _MOST_SHOWN
        raise Fails(
            "\n".join([*seen.problems[:_MOST_SHOWN], *([f"and {more} more: parity audit verify"] if more > 0 else [])])
        )
    return f"{counted(len(seen.entries), 'entry', 'entries')}, the chain and every signature hold"


def clock(evidence: Evidence) -> str:
    """The clock is not behind the newest entry."""
    entries = known(evidence.ledger).entries
    if entries and utc_moment(newest_time(entries[-1].content)) > evidence.now + CLOCKS_MAY_DIFFER:
        at = entries[-1].content.at
        raise Fails(
            f"the clock says {utc_text(evidence.now)}, the newest ledger entry is of {at}: it was set back\n"
            "Set this machine's clock right. Where it is right, and that entry was written by a clock that ran ahead: "
            "parity switch --correct-clock --as NAME"
        )
    return utc_text(evidence.now)


def tenant_state(evidence: Evidence) -> str:
    """The ledger's state and the tenant's own view agree, and the switch may start or go on from there."""
    tenant = evidence.project.tenant
    entries = known(evidence.ledger).entries
    change, state = last_change(entries, tenant.name), state_of(entries, tenant.name)
    if state is State.PRODUCTION and change is not None:
        raise Fails(f"in PRODUCTION since {change.at} by {change.actor}, and that is final")
    view = known(evidence.view)
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


def orgs_unchanged(evidence: Evidence) -> str:
    """Both orgs, read again, are as they were judged."""
    files, now = known(evidence.files), known(evidence.orgs)
    lines = [
        f"{role}: {line}"
        for role, then, is_now in (
            (Role.SANDBOX, known(files.sandbox), known(now.sandbox)),
            (Role.PRODUCTION, known(files.production), now.production),
        )
        for line in drift_since(then, is_now)
    ]
    if lines:
        raise Fails("changed since the result was made: " + "\n".join(lines))
    return "both orgs, collected again just now, are as they were judged"


def verdict_now(evidence: Evidence) -> str:
    """Both orgs, collected just now and judged by the policy, are a GO: no file can say otherwise."""
    result = known(known(evidence.orgs).fresh_result)
    if not result.verdict.is_go:
        raise Fails(f"judged as they are now, the verdict is {result.verdict.value}: {' '.join(result.reasons)}")
    return result.verdict.value


def credits_left(evidence: Evidence) -> str:
    """API requests are left above the reserve, in both orgs; in production alone once the switch is under way."""
    now, reserve = known(evidence.orgs), evidence.project.api.reserve
    roles = (Role.PRODUCTION,) if evidence.under_way else tuple(Role)
    left = {role: known(now.of(role)).api.daily_remaining for role in roles}
    for role, remaining in left.items():
        if remaining is None:
            raise CannotTell(f"{role} does not tell how many API requests are left")
        if remaining <= reserve:
            raise Fails(f"{role} has {remaining} API requests left, the reserve is {reserve}")
    return ", ".join(f"{role} {remaining:,} left" for role, remaining in left.items())


def daily_limit(evidence: Evidence) -> str:
    """Stated, and at least what Adobe asks for."""
    limit = evidence.project.policy.readiness.daily_api_limit
    if limit is None:
        raise CannotTell(f"{_LIMIT_KEY} is not set in parity.yaml: copy Settings > CRM > General > Daily CRM API limit")
    return f"{limit:,}; parity.yaml takes none below {DEFAULT_DAILY_API_LIMIT:,}"


def package(evidence: Evidence) -> str:
    """bizible2 is installed in production."""
    packages = known(evidence.orgs).production.packages
    if packages is None:
        raise CannotTell(f"production's packages could not be read. {READ_SETUP_OF_PRODUCTION}")
    found = [one for one in packages if one.namespace == NAMESPACE]
    if not found:
        raise Fails(f"the managed package {NAMESPACE} is not installed in production: install it for All Users")
    return f"{found[0].name} {found[0].version}"


def settings_recorded(evidence: Evidence) -> str:
    """The tenant's in-app settings are in the ledger."""
    missing = still_open(known(evidence.ledger).entries, evidence.project.tenant.name, before=True)
    if missing:
        raise Fails(
            f"not recorded: {', '.join(one.id for one in missing)}. Nobody documents that in-app settings survive: "
            f"parity checklist {missing[0].id} --attach FILE"
        )
    return "the tenant's in-app settings are recorded"


#: In the order in which they are shown.
CONDITIONS = (
    Condition(
        name="ledger-verifies",
        title="the ledger is whole",
        explained="chain, signatures, database guards, and every head that a file has seen",
        check=ledger_verifies,
        under_way=UnderWay.HOLDS,
    ),
    Condition(
        name="clock",
        title="the clock was not set back",
        explained="this machine's clock is not behind the newest ledger entry",
        check=clock,
        under_way=UnderWay.HOLDS,
    ),
    Condition(
        name="tenant-state",
        title="the tenant is where the switch may start or go on",
        explained="the ledger and the tenant's own view agree, and the switch may start or go on from there",
        check=tenant_state,
        under_way=UnderWay.HOLDS,
    ),
    Condition(
        name="orgs-unchanged",
        title="both orgs are still as they were judged",
        explained="both orgs, collected again now, are as they were judged; else the drift is shown",
        check=orgs_unchanged,
    ),
    Condition(
        name="verdict-now",
        title="both orgs, as they are at this moment, are a GO",
        explained="both orgs, collected again now and judged by the policy, are a GO",
        check=verdict_now,
    ),
    Condition(
        name="credits",
        title="API requests are left above the reserve",
        explained="more than `api.reserve` API requests are left in both orgs, the rule by which parity asks at all",
        check=credits_left,
        under_way=UnderWay.SHOWN,
    ),
    Condition(
        name="daily-api-limit",
        title="the daily CRM API limit is stated and high enough",
        explained="stated, and at least 100,000",
        check=daily_limit,
        under_way=UnderWay.SHOWN,
    ),
    Condition(
        name="package",
        title="the managed package is installed in production",
        explained="the managed package `bizible2` is installed in production",
        check=package,
        under_way=UnderWay.HOLDS_IF_PROVEN,
    ),
    Condition(
        name="settings-recorded",
        title="the tenant's in-app settings are recorded",
        explained="the tenant's in-app settings are recorded",
        check=settings_recorded,
    ),
)
