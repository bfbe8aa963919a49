"""Rules on what automation and fields hold: formulas, criteria, elements, roll-ups, lookup filters."""

from collections.abc import Callable

from parity.compare.difference import Difference, Kind
from parity.compare.families.apex_classes import CLASS
from parity.compare.families.triggers import COMMENTS
from parity.rules.drift.rule import Rule
from parity.rules.finding import Severity
from parity.rules.sources import Source
from parity.snapshot.contents import Content, ContentKind

_OBJECT = "Setup > Object Manager > {object}"
_FIELD = f"{_OBJECT} > Fields & Relationships > {{component}} > Edit (metadata: CustomField {{object}}.{{component}})"
_SIDES = "{sandbox} in the sandbox, {production} in production"
_REHEARSED = "It is active in both orgs under one name and does another thing: what the rehearsal met is not what production will do."


def _of(*kinds: ContentKind) -> Callable[[Difference], bool]:
    return lambda difference: isinstance(difference.record, Content) and difference.record.kind in kinds


def _roll_up(difference: Difference) -> bool:
    return _of(ContentKind.FIELD)(difference) and difference.attribute.startswith("summar")


def _filter(difference: Difference) -> bool:
    return _of(ContentKind.FIELD)(difference) and not difference.attribute.startswith("summar")


RULES = (
    Rule(
        id="flow-contents-changed",
        family="contents",
        title="An active flow or process does something else in production",
        severity=Severity.WARNING,
        fires=_of(ContentKind.FLOW, ContentKind.PROCESS),
        message=f"{{object}}: {{component}}: {{attribute}} differs: {_SIDES}",
        many="{object}: {component} differs in {number} places: {items}",
        why=_REHEARSED,
        fix="Deploy production's active version to the sandbox, activate it there and rehearse again: {page}.",
        source=Source.FLOW,
    ),
    Rule(
        id="validation-rule-formula-changed",
        family="contents",
        title="An active validation rule refuses other records in production",
        severity=Severity.WARNING,
        fires=_of(ContentKind.VALIDATION_RULE),
        message=f"{{object}}: {{component}}: {{attribute}} differs: {_SIDES}",
        why=f"{_REHEARSED} One record that is refused halts an export job.",
        fix="Deploy production's rule to the sandbox and rehearse again: {page}.",
        source=Source.AUTOMATION,
    ),
    Rule(
        id="workflow-rule-changed",
        family="contents",
        title="An active workflow rule runs on other records, or does something else, in production",
        severity=Severity.WARNING,
        fires=_of(ContentKind.WORKFLOW_RULE),
        message=f"{{object}}: {{component}}: {{attribute}} differs: {_SIDES}",
        many="{object}: {component} differs in {number} places: {items}",
        why=_REHEARSED,
        fix="Give the sandbox's rule production's criteria and actions: {page}.",
        source=Source.WORKFLOW,
    ),
    Rule(
        id="approval-process-steps-changed",
        family="contents",
        title="An active approval process has other steps in production",
        severity=Severity.WARNING,
        fires=_of(ContentKind.APPROVAL_PROCESS),
        message=f"{{object}}: {{component}}: {{attribute}} differs: {_SIDES}",
        many="{object}: {component} differs in {number} steps: {items}",
        why="A record that is submitted waits for, and is locked by, other steps than in the rehearsal.",
        fix="Compare both in {page}, criteria and approvers too, which no query tells, "
        "and deploy production's to the sandbox.",
        source=Source.PROCESS_NODE,
    ),
    Rule(
        id="roll-up-changed",
        family="contents",
        title="A roll-up summary adds up something else",
        severity=Severity.BLOCKER,
        unused=Severity.WARNING,
        fires=_roll_up,
        message=f"{{object}}.{{component}}: {{attribute}} differs: {_SIDES}",
        why="The same record has another value in production than it had in the rehearsal.",
        fix=f"Give the sandbox's roll-up production's operation, field and filter: {_FIELD}.",
        source=Source.CUSTOM_FIELD,
    ),
    Rule(
        id="lookup-filter-changed",
        family="contents",
        title="A lookup filter accepts other records",
        severity=Severity.BLOCKER,
        unused=Severity.WARNING,
        fires=_filter,
        message=f"{{object}}.{{component}}: {{attribute}} differs: {_SIDES}",
        why="A lookup that was accepted in the rehearsal may be refused in production, or the reverse.",
        fix=f"Give the sandbox's lookup production's filter: {_FIELD}.",
        source=Source.CUSTOM_FIELD,
    ),
    Rule(
        id="trigger-class-changed",
        family="contents",
        title="A class that an active trigger names is missing, inactive or other code in the sandbox",
        severity=Severity.WARNING,
        fires=lambda difference: difference.kind is Kind.TRIGGER and difference.attribute == CLASS,
        message="Trigger {component} on {object} names the class {item}: sandbox {sandbox}; production {production}",
        many="Trigger {component} on {object} names {number} classes that are not the same in the sandbox: {items}",
        why="The trigger itself is the same, and what it calls is not: the rehearsal ran other code than production will.",
        fix="Deploy production's class to the sandbox and rehearse again: Setup > Apex Classes > {items}.",
        source=Source.APEX_CLASS,
    ),
    Rule(
        id="trigger-comments-changed",
        family="contents",
        title="A trigger has other comments or white space, and the same code",
        severity=Severity.INFO,
        fires=lambda difference: difference.kind is Kind.TRIGGER and difference.attribute == COMMENTS,
        message="Trigger {component} on {object} differs in comments or white space only",
        why="Both sources were read: without comments and white space they are the same.",
        fix="Deploy production's trigger to the sandbox where the comments matter to readers.",
        source=Source.TRIGGER,
    ),
    Rule(
        id="hidden-field-contents-changed",
        family="contents",
        title="A custom field that neither user may see is defined otherwise in production",
        severity=Severity.BLOCKER,
        unused=Severity.WARNING,
        fires=_of(ContentKind.HIDDEN_FIELD),
        message=f"{{object}}.{{component}}, hidden from both users: {{attribute}} differs: {_SIDES}",
        why="Its Metadata tells it, whatever the users may see: values that fitted in the rehearsal may not fit.",
        fix=f"Give the field the same definition in both orgs: {_FIELD}.",
        source=Source.CUSTOM_FIELD,
    ),
)
