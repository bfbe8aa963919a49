"""A rule on processes of Process Builder of which nothing tells the object: a package hides it, or it was not read."""

from collections.abc import Iterable

from parity.rules.finding import Severity
from parity.rules.readiness.rule import ReadinessRule, Risk
from parity.rules.readiness.situation import Situation
from parity.rules.sources import Source
from parity.snapshot.automation import OBJECT_NOT_TOLD
from parity.snapshot.org_setup import Part
from parity.snapshot.records import Snapshot


def _of_unknown_object(situation: Situation) -> Iterable[Risk]:
    """One risk for those of packages, one for the org's own, which a greater depth would read."""
    for component, managed in (("processes of packages", True), ("processes that were not read", False)):
        found = _active(situation.production.snapshot, managed=managed)
        if not found:
            continue
        rehearsed = _active(situation.sandbox.snapshot, managed=managed)
        # A package's cannot be read at any depth. Where the sandbox runs the same, the rehearsal ran them too.
        is_same = managed and set(found) <= set(rehearsed)
        yield Risk(
            component=component,
            production=found,
            sandbox=rehearsed or None,
            severity=Severity.INFO if is_same else None,
        )


def _active(snapshot: Snapshot, *, managed: bool) -> list[str]:
    return sorted(
        one.full_name
        for one in snapshot.automation
        if one.object == OBJECT_NOT_TOLD and one.active is not False and (one.namespace is not None) is managed
    )


RULES = (
    ReadinessRule(
        id="readiness-process-of-unknown-object",
        family="saving",
        title="Active processes may run when Marketo Measure saves: nothing tells their object",
        severity=Severity.WARNING,
        evaluate=_of_unknown_object,
        needs=(Part.FLOWS,),
        needs_sandbox=(Part.FLOWS,),
        message="Nothing tells which object these active processes are on, so they may run on every save: {names}",
        why=(
            "Only the contents of a process tell its object, and a package hides them. One that runs on a save and fails "
            "refuses the record (CANNOT_EXECUTE_FLOW_TRIGGER)."
        ),
        fix=(
            "Your own are read with a higher `api.depth_calls` in parity.yaml. The name of a package's begins with its "
            "namespace: ask its vendor for the object, and whether the integration user can be excluded. Rehearse with "
            "the same in the sandbox."
        ),
        source=Source.ERRORS,
    ),
)
