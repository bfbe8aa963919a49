"""Rules on what the tenant's own rules depend on: fields, stages, campaign record types, custom revenue.

The tenant has no API for its rules, so parity.yaml lists the fields.
"""

from collections.abc import Iterable
from itertools import groupby

from parity.integrity.counted import counted
from parity.rules.finding import Severity
from parity.rules.readiness.rule import NotEvaluated, ReadinessRule, Risk
from parity.rules.readiness.situation import OrgView, Situation
from parity.rules.sources import Source
from parity.snapshot.automation import AutomationKind
from parity.snapshot.grants import READ_SETUP_OF_PRODUCTION
from parity.snapshot.org_setup import Part
from parity.snapshot.records import OBJECTS

_TRACKED_OBJECTS = frozenset({"Contact", "Lead", "Opportunity"})
_NOT_TRACKED = frozenset({"Lead.Status", "Opportunity.StageName"})
_LEAST_CHOICES = 3
_REVENUE = "bizible2__Bizible_Opportunity_Amount__c"


def _named(situation: Situation) -> list[tuple[str, str]]:
    policy = situation.policy
    names = sorted({*policy.fields, *policy.readiness.stage_fields})
    return list(dict.fromkeys(situation.production.spelled(name) for name in names))


def _unusable(situation: Situation) -> Iterable[Risk]:
    org = situation.production
    for name, field in _named(situation):
        if org.described(name) is None:
            raise NotEvaluated(
                f"{name}.{field}", "parity does not read this object", f"Known: {', '.join(OBJECTS)} and related ones."
            )
        exists = org.exists(name, field)
        if exists is False:
            yield Risk(object=name, component=field, production="not there")
        elif not org.may_read_field(name, field):
            yield Risk(object=name, component=field, production="not readable by the integration user")


def _formulas(situation: Situation) -> Iterable[Risk]:
    for name, field in _named(situation):
        known = situation.production.fields(name).get(field)
        if known is not None and known.calculated is True:
            yield Risk(object=name, component=field, production="formula")


def _untracked(situation: Situation) -> Iterable[Risk]:
    for name, field in sorted({situation.production.spelled(one) for one in situation.policy.readiness.stage_fields}):
        described = situation.production.described(name)
        if name not in _TRACKED_OBJECTS or f"{name}.{field}" in _NOT_TRACKED or described is None:
            continue
        if described.history_fields is None:
            reason = "FieldDefinition could not be read"
            raise NotEvaluated("field history tracking", reason, READ_SETUP_OF_PRODUCTION)
        if field not in described.history_fields:
            yield Risk(object=name, component=field, production="history is not tracked")


def _stages(org: OrgView, name: str) -> list[tuple[str, int, str | None]]:
    mine = [one for one in org.snapshot.stages or () if one.object == name]
    return [(one.value, one.position, one.bucket) for one in sorted(mine, key=lambda one: one.position)]


def _stages_differ(situation: Situation) -> Iterable[Risk]:
    """Order and buckets of the values that both orgs have; a value that one lacks is a difference of the picklist."""
    for name in ("Lead", "Opportunity"):
        sandbox, production = _stages(situation.sandbox, name), _stages(situation.production, name)
        shared = {one[0] for one in sandbox} & {one[0] for one in production}
        if [one[0] for one in sandbox if one[0] in shared] != [one[0] for one in production if one[0] in shared]:
            yield Risk(
                object=name,
                component="order",
                sandbox=[one[0] for one in sandbox],
                production=[one[0] for one in production],
            )
        buckets = {one[0]: one[2] for one in sandbox}
        for value, _, bucket in production:
            if value in shared and buckets[value] != bucket:
                yield Risk(object=name, component=value, sandbox=buckets[value], production=bucket)


def _stages_doubled(situation: Situation) -> Iterable[Risk]:
    for name in ("Lead", "Opportunity"):
        values = sorted((one[0] for one in _stages(situation.production, name)), key=str.casefold)
        alike = [list(group) for _, group in groupby(values, key=lambda value: value.strip().casefold())]
        for group in (one for one in alike if len(one) > 1):
            yield Risk(object=name, component=group[0], production=group)


def _choices(situation: Situation) -> Iterable[Risk]:
    if situation.is_package_missing:
        return
    for one in situation.production.snapshot.touchpoint_choices or ():
        if len(one.values) < _LEAST_CHOICES or one.default not in (None, "", "None"):
            yield Risk(
                object="Campaign",
                component=one.record_type,
                production=f"{counted(len(one.values), 'value')}, default {one.default or 'None'}",
            )


def _revenue(situation: Situation) -> Iterable[Risk]:
    wanted = situation.policy.readiness.custom_revenue_automation
    if wanted is None:
        return
    kinds = (AutomationKind.FLOW, AutomationKind.WORKFLOW_RULE)
    mine = [
        one
        for one in situation.production.snapshot.automation
        if one.kind in kinds and wanted in (one.name, one.full_name)
    ]
    if not mine or all(one.active is False for one in mine):
        yield Risk(object="Opportunity", component=wanted, production="inactive" if mine else "not there")
    elif any(one.active is None for one in mine):
        yield Risk(
            object="Opportunity",
            component=wanted,
            production="a workflow rule: whether it is active stands in its metadata only",
            severity=Severity.WARNING,
        )


RULES = (
    ReadinessRule(
        id="readiness-named-field-unusable",
        family="tenant rules",
        title="A field that the tenant's rules use is not there, or not readable",
        severity=Severity.BLOCKER,
        evaluate=_unusable,
        message="{object}.{component}, which parity.yaml names, is {production} in production",
        why="Stages, segments, suppression, campaign sync and activity rules that use it would silently match nothing.",
        fix="Deploy the field to production, or grant the integration user Read Access to it.",
        source=Source.INTERACTION,
        guards=True,
    ),
    ReadinessRule(
        id="readiness-named-field-is-formula",
        family="tenant rules",
        title="A field that the tenant's rules use is a formula",
        severity=Severity.WARNING,
        evaluate=_formulas,
        message="{object}.{component}, which parity.yaml names, is a {production}",
        why="A change of a formula's value does not mark the record as modified: Marketo Measure never learns of it.",
        fix="Let a flow copy the value into a plain field, and use that in the tenant's rules.",
        source=Source.INTERACTION,
    ),
    ReadinessRule(
        id="readiness-stage-field-without-history",
        family="tenant rules",
        title="A field that custom stages use has no history tracking",
        severity=Severity.WARNING,
        evaluate=_untracked,
        message="{object}.{component}, which custom stages use: {production} in production",
        why="Custom stages are dated from field history; without it a stage is never seen to begin.",
        fix="Setup > Object Manager > {object} > Fields & Relationships > Set History Tracking > {component}.",
        source=Source.INTERACTION,
    ),
    ReadinessRule(
        id="readiness-stages-differ",
        family="tenant rules",
        title="Stages have another order or bucket in production",
        severity=Severity.WARNING,
        evaluate=_stages_differ,
        needs=(Part.STAGES,),
        needs_sandbox=(Part.STAGES,),
        message="{object}: stage {component}: {sandbox} in the sandbox, {production} in production",
        why="Order and bucket (open, won, lost) of the stages decide which touchpoint gets the credit.",
        fix="Level the stages: Setup > Object Manager > {object} > Fields & Relationships > Stage or Lead Status.",
        source=Source.INTERACTION,
    ),
    ReadinessRule(
        id="readiness-stage-doubled",
        family="tenant rules",
        title="Two stages have the same name",
        severity=Severity.WARNING,
        evaluate=_stages_doubled,
        needs=(Part.STAGES,),
        message="{object}: stages with the same name: {production}",
        why="A stage name that stands twice confuses attribution.",
        fix="Rename or deactivate one of them: Setup > Object Manager > {object} > Fields & Relationships.",
        source=Source.INTERACTION,
    ),
    ReadinessRule(
        id="readiness-enable-buyer-touchpoints-values",
        family="tenant rules",
        title="A Campaign record type does not offer Enable Buyer Touchpoints in full",
        severity=Severity.WARNING,
        evaluate=_choices,
        needs=(
            Part.TOUCHPOINT_CHOICES,
            Part.PACKAGES,
        ),
        message="Campaign record type {component}: Enable Buyer Touchpoints has {production}",
        why=(
            "Every record type needs all three values, with None as default; else campaigns of it can never get touchpoints, "
            "or all get them."
        ),
        fix="Setup > Object Manager > Campaign > Record Types > {component} > Picklists > Enable Buyer Touchpoints > Edit.",
        source=Source.INTERACTION,
    ),
    ReadinessRule(
        id="readiness-custom-revenue-automation",
        family="tenant rules",
        title="The automation of the custom revenue amount is not active",
        severity=Severity.BLOCKER,
        evaluate=_revenue,
        needs=(
            Part.FLOWS,
            Part.WORKFLOW_RULES,
        ),
        message=f"{{component}}, which fills {_REVENUE}, is {{production}} in production",
        why="Without it the amount stays empty, and revenue is attributed from nothing.",
        fix="Activate it in production: Setup > Flows (or Workflow Rules) > {component}.",
        source=Source.INTERACTION,
    ),
)
