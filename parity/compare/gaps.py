"""What two snapshots together do not prove."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from parity.compare.difference import Comparison
from parity.config.policy import Policy, Profile
from parity.integrity.clocks import CLOCKS_MAY_DIFFER
from parity.integrity.counted import counted
from parity.marketo_measure import catalogue as marketo_measure
from parity.snapshot.grants import read_fields
from parity.snapshot.records import Gap, Snapshot

#: Longer apart, the two snapshots do not show the two orgs as they were at one time.
MOST_APART = timedelta(hours=24)


def pair_gaps(sandbox: Snapshot, production: Snapshot, comparison: Comparison, policy: Policy) -> tuple[Gap, ...]:
    """What two snapshots together do not prove, under a policy that says which fields the tenant's rules use."""
    named = frozenset(policy.fields_in_use)
    found = [*_version_gaps(sandbox, production), *_apart(sandbox, production)]
    found += [
        _hidden_gap(name, fields)
        for name, fields in comparison.hidden_in_both.items()
        if not is_only_warned(name, fields, policy)
    ]
    found += _untold_gaps(comparison)
    found += _unseen_gaps(sandbox, production, named)
    return tuple(found)


def _version_gaps(sandbox: Snapshot, production: Snapshot) -> Iterable[Gap]:
    in_sandbox, in_production = sandbox.api.version, production.api.version
    if in_sandbox == in_production and in_sandbox is not None:
        return
    yield Gap(
        area="api-version",
        subject="API version",
        reason=f"the sandbox was read at {in_sandbox or 'an unknown version'}, "
        f"production at {in_production or 'an unknown one'}: describe answers mean the same only at one version",
        fix="Collect both at one version: `parity check` does, or `parity collect ROLE --api-version N`.",
    )


def _apart(sandbox: Snapshot, production: Snapshot) -> Iterable[Gap]:
    times = [datetime.fromisoformat(one.collected_at) for one in (sandbox, production) if one.collected_at]
    if len(times) == 2 and abs(times[0] - times[1]) > MOST_APART:
        yield Gap(
            area="time",
            subject="snapshots",
            reason=f"they were collected more than {MOST_APART.total_seconds() / 3600:.0f} hours apart "
            f"({sandbox.collected_at} and {production.collected_at}): either org may have changed since",
            fix="Collect both orgs together: `parity check` does.",
        )


def age_gaps(sandbox: Snapshot, production: Snapshot, judged_at: datetime, most_hours: int) -> tuple[Gap, ...]:
    """Snapshots that were too old at `judged_at` (UTC), or are from its future: they do not show the orgs as they were
    then.
    """
    found = []
    for snapshot in (sandbox, production):
        if snapshot.collected_at is None:
            continue
        age = judged_at - datetime.fromisoformat(snapshot.collected_at)
        if age < -CLOCKS_MAY_DIFFER:
            reason = f"it was collected at {snapshot.collected_at}, which had not come yet when it was judged"
            fix = "Set the clock of the machine that collected, or of this one; then `parity check` again."
        elif age > timedelta(hours=most_hours):
            hours = counted(most_hours, "hour")
            reason = f"it was collected at {snapshot.collected_at}, more than {hours} before it was judged"
            fix = "Run `parity check` again; `policy.result_max_age_hours` says how old a snapshot may be."
        else:
            continue
        found.append(Gap(area="time", role=snapshot.role.value, subject="snapshot", reason=reason, fix=fix))
    return tuple(found)


def is_only_warned(object_name: str, fields: Iterable[str], policy: Policy) -> bool:
    """Whether fields hidden from both users are a warning instead of a gap: in the profile `integration`, where nothing
    uses them and they cannot refuse a record that Marketo Measure creates.
    """
    named = frozenset(policy.fields_in_use)
    in_use = any(marketo_measure.is_in_use(object_name, one, named) for one in fields)
    return policy.profile is Profile.INTEGRATION and not in_use and object_name not in marketo_measure.CREATED_OBJECTS


def _hidden_gap(object_name: str, fields: tuple[str, ...]) -> Gap:
    return Gap(
        area="field-visibility",
        subject=object_name,
        reason=f"hidden from the signed-in users of both orgs, so not compared: {', '.join(fields)}",
        fix=f"{read_fields(object_name, to='the signed-in users of both orgs')} Or accept these fields by name: "
        "policy.waivers, `gap: field-not-compared`.",
        fields=fields,
    )


def _untold_gaps(comparison: Comparison) -> Iterable[Gap]:
    if comparison.untold:
        yield Gap(
            area="describe",
            subject="properties that one org does not tell",
            reason=f"not compared, because only one describe tells them: {', '.join(comparison.untold)}",
            fix="Use the whole answers of .../sobjects/OBJECT/describe of both orgs, at one API version.",
        )


def _unseen_gaps(sandbox: Snapshot, production: Snapshot, named: frozenset[str]) -> Iterable[Gap]:
    """Fields in use that neither org shows: standard ones, which are never missing, and those of parity.yaml."""
    for name in sorted(set(sandbox.objects) & set(production.objects)):
        shown = {one.name.casefold() for side in (sandbox, production) for one in side.objects[name].fields}
        used = {one.name for one in marketo_measure.catalogue() if one.object == name and not one.custom}
        used |= {field.partition(".")[2] for field in named if field.partition(".")[0].casefold() == name.casefold()}
        unseen = sorted(field for field in used if field.casefold() not in shown)
        if unseen:
            yield Gap(
                area="field-visibility",
                subject=f"{name}, fields in use",
                reason=f"neither org shows {', '.join(unseen)}, which Marketo Measure or parity.yaml uses",
                fix=f"{read_fields(name, to='the signed-in users of both orgs')} Or correct the names under "
                "`policy.fields`.",
            )
