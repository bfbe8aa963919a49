"""Findings and snapshots as small as they can be, for causes: what one org alone has, and what is folded under what."""

from typing import Any

from msgspec import structs

from parity.compare.difference import PRESENCE, Kind
from parity.rules.causes.fold import fold
from parity.rules.finding import Cause, Finding, Item, Severity, fingerprint, items_of, seen_digest
from parity.snapshot.records import Field, ObjectDescribe, Role, Snapshot
from tests.small_snapshots import snapshot

SANDBOX, PRODUCTION = Role.SANDBOX, Role.PRODUCTION


def sides(role: Role, mine: Snapshot, other: Snapshot) -> tuple[Snapshot, Snapshot]:
    """Sandbox and production, of which `mine` has that role."""
    return (mine, other) if role is SANDBOX else (other, mine)


def finding(name: str, *, sandbox: Any = None, production: Any = None, **changes: Any) -> Finding:
    """`Object.Component` differs; by default it is there in one org only."""
    object_name, _, component = name.partition(".")
    rule = changes.pop("rule", "field-missing-in-sandbox")
    seen = seen_digest((name, production))
    made = Finding(
        rule=rule,
        severity=Severity.WARNING,
        kind=Kind.FIELD,
        object=object_name,
        component=component,
        attribute=PRESENCE,
        sandbox=sandbox,
        production=production,
        items=(),
        seen=seen,
        message=f"{name} differs",
        fix="Level it.",
        fingerprint=fingerprint(rule, object_name, component, seen),
    )
    return structs.replace(made, **changes)


def only_in(role: Role, *names: str, **changes: Any) -> tuple[Finding, ...]:
    """Fields that are there in that org only."""
    return tuple(finding(one, **{role.value: "string(80)"}, **changes) for one in names)


def changed(name: str, **items: tuple[Any, Any]) -> Finding:
    """A field of which these items differ: sandbox and production."""
    told = tuple(structs.replace(items_of((key,))[0], sandbox=one, production=two) for key, (one, two) in items.items())
    return finding(name, sandbox="x", production="y", attribute="length", rule="field-property-changed", items=told)


def item(name: str, sandbox: Any, production: Any) -> Item:
    return structs.replace(items_of((name,))[0], sandbox=sandbox, production=production)


def org(role: Role, *names: str, unread: tuple[str, ...] = (), **parts: Any) -> Snapshot:
    """An org whose objects have these fields (`Object.Field`); the list of fields of `unread` objects was not read.

    A bare object name stands for an object without fields.
    """
    objects: dict[str, list[str]] = {}
    for one in names:
        object_name, _, field = one.partition(".")
        objects.setdefault(object_name, []).extend([field] if field else [])
    described = {
        name: ObjectDescribe(
            properties={},
            fields=tuple(Field(name=one, type="string") for one in fields),
            record_types=(),
            defined_fields=None if name in unread else tuple(fields),
        )
        for name, fields in objects.items()
    }
    return snapshot(role, **{"objects": described, **parts})


def folded(
    findings: tuple[Finding, ...], sandbox: Snapshot, production: Snapshot, *named: str
) -> list[tuple[Finding, Cause, list[str]]]:
    """Each cause: its own finding, its record, and the names of what it explains."""
    found = fold(findings, sandbox, production, named)
    own = {one.fingerprint: one for one in found.findings if one.kind is Kind.CAUSE}
    explained = {key: [f"{one.object}.{one.component}" for one in found.findings if one.cause == key] for key in own}
    assert len(found.findings) == len(findings) + len(own), "nothing is dropped"
    causes = {one.fingerprint: one for one in found.causes}
    assert own.keys() == causes.keys()
    return [(own[key], causes[key], explained[key]) for key in own]


def cause_of(
    findings: tuple[Finding, ...], sandbox: Snapshot, production: Snapshot
) -> tuple[Finding, Cause, list[str]]:
    """The one cause that there is."""
    (found,) = folded(findings, sandbox, production)
    return found
