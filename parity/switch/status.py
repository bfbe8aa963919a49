"""What the ledger says of a tenant: state, evidence, time without attribution, what is still to do. Pure."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from parity.integrity.counted import counted
from parity.ledger.history import change_into, last_change, of_tenant, open_intent
from parity.ledger.records import Entry, EntryContent, EntryKind, utc_moment
from parity.ledger.states import State
from parity.switch.checklist import ItemState, ItemStatus, last_checks, states
from parity.switch.moments import deletion_begun


def status_lines(
    entries: Sequence[Entry],
    tenant: str,
    now: datetime,
    whom: Mapping[str, str | None] | None = None,
    most: int | None = None,
) -> list[str]:
    """A tenant's status, a line a fact. `now` is UTC; `whom` answers must be about (parity/switch/checklist.py).

    At most `most` things to do are named, the others counted.
    """
    change = last_change(entries, tenant)
    lines = [f"tenant       {tenant}"]
    if change is None:
        lines.append("state        not known to the ledger: no switch was begun")
    else:
        lines += [f"state        {change.state}", f"since        {change.at} by {change.actor}"]
    lines += _evidence(entries, tenant)
    lines += _last_result(entries, tenant, now)
    intent = open_intent(entries, tenant)
    if intent is not None:
        lines.append(f"open         an earlier run was to {intent.action}; `parity switch` finds out what became of it")
    lines += attribution_gap(entries, tenant, now)
    refusals = of_tenant(entries, tenant, EntryKind.REFUSED)
    if refusals:
        names = ", ".join(refusals[-1].body.get("conditions", {}))
        lines.append(
            f"refused      {counted(len(refusals), 'time')}, last {refusals[-1].at} by {refusals[-1].actor}: {names}"
        )
    return lines + _to_do(states(entries, tenant, last_checks(entries, tenant), whom, now), change, most)


def _evidence(entries: Sequence[Entry], tenant: str) -> list[str]:
    gates = of_tenant(entries, tenant, EntryKind.GATE)
    if not gates:
        return []
    lines = [f"evidence     result {gates[-1].body.get('result')} (gate passed {gates[-1].at})"]
    for one in of_tenant(entries, tenant, EntryKind.APPROVAL):
        said = one.body.get("statement", {})
        if said.get("result") == gates[-1].body.get("result"):
            lines.append(f"approved     {said.get('at')} by {said.get('name')} ({said.get('role')})")
    return lines


def _last_result(entries: Sequence[Entry], tenant: str, now: datetime) -> list[str]:
    results = of_tenant(entries, tenant, EntryKind.RESULT)
    if not results:
        return ["last result  none in the ledger"]
    hours = (now - utc_moment(results[-1].at)).total_seconds() / 3600
    return [f"last result  {results[-1].body.get('verdict')}, {hours:.1f} h ago, {results[-1].body.get('digest')}"]


def attribution_gap(entries: Sequence[Entry], tenant: str, now: datetime) -> list[str]:
    """The time without attribution, from when the deletion was about to be asked for; up to 3 days are normal."""
    begun = deletion_begun(entries, tenant)
    if begun is None:
        return []
    touchpoints = of_tenant(entries, tenant, EntryKind.TOUCHPOINT)
    moments = {
        "deletion seen ended": change_into(entries, tenant, State.DELETED),
        "production authorised": change_into(entries, tenant, State.AUTHORISED),
    }
    lines = [f"attribution  stopped {begun}"]
    lines += [f"               {name} after {_span(begun, one.at)}" for name, one in moments.items() if one]
    if touchpoints:
        seen = str(touchpoints[0].body.get("created"))
        lines.append(f"               first touchpoint in production after {_span(begun, seen)}")
    else:
        lines.append(
            f"               no touchpoint seen in production yet, after {_hours(now - utc_moment(begun))}"
            " (parity status --look)"
        )
    return lines


def _span(start: str, end: str) -> str:
    return _hours(utc_moment(end) - utc_moment(start))


def _hours(span: timedelta) -> str:
    seconds = int(span.total_seconds())
    return f"{seconds // 3600} h {seconds % 3600 // 60:02d} min {seconds % 60:02d} s"


def _to_do(found: Sequence[ItemState], change: EntryContent | None, most: int | None) -> list[str]:
    after = change is not None and change.state == State.PRODUCTION
    mine = [one for one in found if one.item.before is not after]
    missing = [one for one in mine if one.state is ItemStatus.OPEN]
    done = sum(one.state is ItemStatus.RECORDED for one in mine)
    proven = len(mine) - len(missing) - done
    told = [f"{done} recorded", *([f"{proven} proven by the orgs"] if proven else []), f"{len(missing)} open"]
    lines = [f"{'after' if after else 'before'} the switch: {', '.join(told)}"]
    lines += [f"  to do      {one.item.id}: {one.item.title}" for one in missing[:most]]
    left = len(missing) - len(missing[:most])
    return lines + ([f"  to do      and {left} more: --verbose"] if left else [])


def log_line(content: EntryContent) -> str:
    """An entry in one line."""
    what = _SHOWN[content.kind](content.body) if content.kind in _SHOWN else ""
    state = f"-> {content.state} " if content.state else ""
    late = f" (the clock said {content.clock_said})" if content.clock_said else ""
    return f"{content.seq:>5} {content.at} {content.tenant}: {content.kind} {state}{what} by {content.actor}{late}"


_SHOWN: dict[EntryKind, Callable[[dict[str, Any]], str]] = {
    EntryKind.SNAPSHOT: lambda body: f"{body.get('role')} {body.get('digest')}",
    EntryKind.RESULT: lambda body: f"{body.get('verdict')} {body.get('digest')}",
    EntryKind.APPROVAL: lambda body: f"{body.get('statement', {}).get('result')}",
    EntryKind.REFUSED: lambda body: ", ".join(body.get("conditions", {})),
    EntryKind.GATE: lambda body: f"{body.get('result')}",
    EntryKind.INTENT: lambda body: f"{body.get('action')}",
    EntryKind.OUTCOME: lambda body: f"{body.get('action')}: {'done' if body.get('done') else 'not done'}",
    EntryKind.VERIFICATION: lambda body: f"{body.get('trace')}{' (signed statement)' if 'statement' in body else ''}",
    EntryKind.CHECKLIST: lambda body: f"{body.get('item')}",
    EntryKind.CLOCK_CORRECTED: lambda body: f"ahead {body.get('ahead')}, now {body.get('now')}",
    EntryKind.STATE: lambda body: f"(settled {body['settled']})" if "settled" in body else "",
    EntryKind.TOUCHPOINT: lambda body: f"created {body.get('created')}",
}
