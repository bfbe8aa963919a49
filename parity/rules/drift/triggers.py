"""Rules on Apex triggers: what fires on updates in production must fire in the sandbox."""

from collections.abc import Callable

from parity.compare.difference import PRESENCE, Difference, Kind
from parity.rules.drift.rule import Rule
from parity.rules.finding import Severity
from parity.rules.sources import Source
from parity.snapshot.records import Trigger

_UPDATE_EVENTS = frozenset({"UsageBeforeUpdate", "UsageAfterUpdate"})
_EVENTS = _UPDATE_EVENTS | {
    "UsageBeforeInsert",
    "UsageAfterInsert",
    "UsageBeforeDelete",
    "UsageAfterDelete",
    "UsageAfterUndelete",
    "UsageIsBulk",
}
_PAGE, _METADATA = "Setup > Apex Triggers > {component}", "(metadata: ApexTrigger {component})"
_WHERE = f"{_PAGE} {_METADATA}"


def _is_active(trigger: Trigger | None) -> bool:
    return trigger is not None and trigger.status == "Active"


def _active_on_update(difference: Difference) -> bool:
    trigger: Trigger | None = difference.production_record
    return _is_active(trigger) and trigger is not None and trigger.fires_on_update


def _missing(difference: Difference) -> bool:
    return _of(PRESENCE)(difference) and difference.sandbox is None


def _extra(difference: Difference) -> bool:
    return _of(PRESENCE)(difference) and difference.production is None


def _of(*attributes: str) -> Callable[[Difference], bool]:
    return lambda difference: difference.kind is Kind.TRIGGER and difference.attribute in attributes


def _switched_off(difference: Difference) -> bool:
    return _of("Status")(difference) and difference.production == "Active"


def _events_on_update(difference: Difference) -> bool:
    return _of(*_UPDATE_EVENTS)(difference) and _is_active(difference.production_record)


RULES = (
    Rule(
        id="trigger-missing-in-sandbox",
        family="triggers",
        title="A trigger that runs on updates in production is missing in the sandbox",
        severity=Severity.BLOCKER,
        fires=lambda difference: _missing(difference) and _active_on_update(difference),
        message="Trigger {component} on {object} is active on updates in production and missing in the sandbox",
        why=(
            "Marketo Measure updates these records; the trigger will run for the first time after a switch that cannot "
            "be undone. A trigger that fails stops the export (CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY)."
        ),
        fix=f"Deploy the trigger to the sandbox and rehearse again: {_WHERE}. One of a managed package comes with the package.",
        guards=True,
    ),
    Rule(
        id="trigger-missing-in-sandbox-not-on-update",
        family="triggers",
        title="A trigger that does not run on updates, or is off in production, is missing in the sandbox",
        severity=Severity.WARNING,
        fires=lambda difference: _missing(difference) and not _active_on_update(difference),
        message="Trigger {component} on {object} ({production}) is in production and missing in the sandbox",
        why="Adobe's demand is about triggers on updates; this one still makes production another place.",
        fix=f"Deploy the trigger to the sandbox: {_WHERE}.",
    ),
    Rule(
        id="trigger-inactive-in-sandbox",
        family="triggers",
        title="A trigger that runs on updates in production is switched off in the sandbox",
        severity=Severity.BLOCKER,
        fires=lambda difference: _switched_off(difference) and _active_on_update(difference),
        message="Trigger {component} on {object} is active on updates in production and {sandbox} in the sandbox",
        why="The rehearsal never ran it. Adobe: triggers active in production on updates should be active in the sandbox.",
        fix=f"Switch it on in the sandbox: {_PAGE} > Edit > Is Active {_METADATA}; rehearse again.",
        guards=True,
    ),
    Rule(
        id="trigger-inactive-in-sandbox-not-on-update",
        family="triggers",
        title="A trigger that does not run on updates is switched off in the sandbox",
        severity=Severity.WARNING,
        fires=lambda difference: _switched_off(difference) and not _active_on_update(difference),
        message="Trigger {component} on {object} is active in production and {sandbox} in the sandbox (not on updates)",
        why="Records that are inserted or deleted behave otherwise in production than in the rehearsal.",
        fix=f"Switch it on in the sandbox: {_PAGE} > Edit > Is Active {_METADATA}.",
    ),
    Rule(
        id="trigger-active-only-in-sandbox",
        family="triggers",
        title="A trigger is active in the sandbox and switched off in production",
        severity=Severity.WARNING,
        fires=lambda difference: _of("Status")(difference) and difference.production != "Active",
        message="Trigger {component} on {object} is {sandbox} in the sandbox and {production} in production",
        why="The rehearsal ran code that production will not run; results that depend on it will be missing.",
        fix=f"Switch it off in the sandbox, or on in production if go-live needs it: {_WHERE}.",
    ),
    Rule(
        id="trigger-only-in-sandbox",
        family="triggers",
        title="A trigger exists in the sandbox only",
        severity=Severity.WARNING,
        fires=_extra,
        message="Trigger {component} on {object} ({sandbox}) is in the sandbox and missing in production",
        why="The rehearsal may have run code that production does not have.",
        fix=f"Deploy it to production if go-live needs it, else delete it in the sandbox: {_WHERE}.",
    ),
    Rule(
        id="trigger-update-events-changed",
        family="triggers",
        title="An active trigger runs on other updates",
        severity=Severity.BLOCKER,
        fires=_events_on_update,
        message="Trigger {component} on {object}: {attribute} is {sandbox} in the sandbox and {production} in production",
        why="It runs before or after updates in one org only, so updates by the integration were not rehearsed as they will be.",
        fix=f"Deploy production's trigger to the sandbox: {_WHERE}.",
        source=Source.TRIGGER,
        guards=True,
    ),
    Rule(
        id="trigger-events-changed",
        family="triggers",
        title="A trigger runs on other events",
        severity=Severity.WARNING,
        fires=lambda difference: _of(*_EVENTS)(difference) and not _events_on_update(difference),
        message="Trigger {component} on {object}: {attribute} is {sandbox} in the sandbox and {production} in production",
        why="It runs on inserts, deletes or undeletes in one org only.",
        fix=f"Deploy production's trigger to the sandbox: {_WHERE}.",
        source=Source.TRIGGER,
    ),
    Rule(
        id="trigger-object-changed",
        family="triggers",
        title="A trigger stands on another object",
        severity=Severity.BLOCKER,
        fires=_of("TableEnumOrId"),
        message="Trigger {component} stands on {sandbox} in the sandbox and on {production} in production",
        why="The same name is other code: what production runs was not rehearsed.",
        fix=f"Deploy production's trigger to the sandbox: {_WHERE}.",
        source=Source.TRIGGER,
    ),
    Rule(
        id="trigger-body-changed",
        family="triggers",
        title="A trigger has other code",
        severity=Severity.WARNING,
        fires=_of("BodyCrc"),
        message="Trigger {component} on {object} has other code: checksum {sandbox} in the sandbox, {production} in production",
        why="The rehearsal ran other code than production will. A checksum cannot tell a comment from logic: look at both.",
        fix=f"Compare the two sources and deploy production's to the sandbox: {_WHERE}.",
        source=Source.TRIGGER,
    ),
    Rule(
        id="trigger-api-version-changed",
        family="triggers",
        title="A trigger runs at another API version",
        severity=Severity.INFO,
        fires=_of("ApiVersion"),
        message="Trigger {component} on {object} runs at API version {sandbox} in the sandbox and {production} in production",
        why="Apex behaves by the version that it is saved with; small differences are possible.",
        fix=f"Save it with production's version in the sandbox: {_PAGE} > Version Settings {_METADATA}.",
        source=Source.TRIGGER,
    ),
    Rule(
        id="trigger-property-changed",
        family="triggers",
        title="Another property of a trigger differs",
        severity=Severity.WARNING,
        fires=lambda difference: difference.kind is Kind.TRIGGER,
        message="Trigger {component} on {object}: {attribute} is {sandbox} in the sandbox and {production} in production",
        why="parity has no rule of its own for this property, so a person must look what it changes.",
        fix=f"Compare the trigger in both orgs: {_WHERE}.",
        source=Source.TRIGGER,
        fallback=True,
    ),
)
