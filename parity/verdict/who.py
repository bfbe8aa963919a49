"""Who changed each component that a finding is about, in each org; only on request (`--who`)."""

import re
from collections.abc import Iterable

from msgspec import Struct

from parity.compare.difference import Kind
from parity.compare.families.apex_classes import CLASS
from parity.marketo_measure.catalogue import COMPARED_OBJECTS
from parity.rules.finding import Finding
from parity.snapshot.automation import AutomationKind
from parity.snapshot.changes import Changes
from parity.snapshot.records import OBJECTS, BothOrgs, Role, Snapshot

_KINDS = frozenset({Kind.AUTOMATION, Kind.FIELD, Kind.RECORD_TYPE, Kind.TRIGGER})
_A_CLASS = re.compile(rf"{CLASS}\[(.+)\]", re.DOTALL)
_AN_OBJECT = re.compile(rf"\b(?:{'|'.join((*OBJECTS, *COMPARED_OBJECTS))})\b")
#: A shorter name stands in too many lines of the audit trail to mean this component.
_SHORTEST_NAME = 5


class Who(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Who changed a component last in one org, and when (as Salesforce writes it).

    `told_by` is the component's own row, or the line of the setup audit trail that names it.
    """

    by: str
    at: str
    told_by: str


class Changed(BothOrgs[Who | None], frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Who changed a component, in each org; null where that is not known."""


def who_changed(findings: Iterable[Finding], sandbox: Snapshot, production: Snapshot) -> dict[str, Changed]:
    """By fingerprint: who changed what the finding is about. Empty where no snapshot holds changes."""
    told = {Role.SANDBOX: sandbox.changes, Role.PRODUCTION: production.changes}
    found = {}
    for one in findings:
        if one.kind in _KINDS:
            sides = {role.value: _last(changes, one) for role, changes in told.items() if changes is not None}
            if any(sides.values()):
                found[one.fingerprint] = Changed(sandbox=sides.get("sandbox"), production=sides.get("production"))
    return dict(sorted(found.items()))


def unread_notes(sandbox: Snapshot, production: Snapshot) -> tuple[str, ...]:
    """What of the changes could not be read, a sentence an org."""
    return tuple(
        f"Who changed what could not be read in the {one.role}: {', '.join(one.changes.unread)}."
        for one in (sandbox, production)
        if one.changes is not None and one.changes.unread
    )


def _last(changes: Changes, finding: Finding) -> Who | None:
    classes = [found[1] for item in finding.items if (found := _A_CLASS.fullmatch(item.name)) is not None]
    if finding.kind is Kind.TRIGGER and classes:
        # The trigger itself is the same: who changed it says nothing of its classes.
        told = [one for name in classes if (one := _last_of_class(changes, name)) is not None]
        return max(told, key=lambda one: one.at, default=None)
    object_name = "" if finding.kind is Kind.TRIGGER else finding.object
    key = finding.kind.value, object_name, finding.component.casefold()
    own = [one for one in changes.components if (one.kind, one.object, one.component.casefold()) == key]
    if own:
        newest = max(own, key=lambda one: one.at)
        return Who(by=newest.by, at=newest.at, told_by="the component itself")
    prefix = next((f"{kind} " for kind in AutomationKind if finding.component.startswith(f"{kind} ")), "")
    return _in_the_trail(changes, finding.object, finding.component.removeprefix(prefix))


def _last_of_class(changes: Changes, name: str) -> Who | None:
    own = [one for one in changes.components if one.kind == CLASS and one.component.casefold() == name.casefold()]
    if own:
        return Who(by=own[0].by, at=own[0].at, told_by=f"the class {own[0].component} itself")
    return _in_the_trail(changes, "", name)


def _in_the_trail(changes: Changes, object_name: str, name: str) -> Who | None:
    """The newest line that names the component: also of one that is gone, or whose kind has no row of its own.

    A line that names other objects and not this one is about a component of the same name there.
    """
    bare = name.removesuffix("__c").rpartition("__")[2]
    if len(bare) < _SHORTEST_NAME:
        return None
    word = re.compile(rf"(?<![\w.]){re.escape(bare)}(?:__c)?(?![\w])", re.IGNORECASE)
    named = (one for one in changes.setup if word.search(one.display) and not _is_of_another(one.display, object_name))
    lines = sorted(named, reverse=True)
    return Who(by=lines[0].by, at=lines[0].at, told_by=lines[0].display) if lines else None


def _is_of_another(display: str, object_name: str) -> bool:
    objects = set(_AN_OBJECT.findall(display))
    return bool(objects) and bool(object_name) and object_name not in objects
