"""System permissions of the user that Marketo Measure connects with.

Needed: facts on the connected user, Adobe, "How Marketo Measure and Salesforce interact". The names of the permissions
are those of PermissionSet: https://developer.salesforce.com/docs/atlas.en-us.object_reference.meta/object_reference/sforce_api_objects_permissionset.htm
"""

from collections.abc import Callable, Iterable

from parity.marketo_measure import authorize
from parity.marketo_measure import catalogue as marketo_measure
from parity.rules.finding import Severity
from parity.rules.readiness.rule import NotEvaluated, ReadinessRule, Risk
from parity.rules.readiness.situation import OrgView, Situation
from parity.rules.sources import Source
from parity.snapshot.org_setup import Part

_NEEDS = (Part.INTEGRATION_USER,)
_GRANT = "Setup > Permission Sets > the integration user's > System Permissions > {component}"


def _who(org: OrgView) -> str:
    user = org.snapshot.integration_user
    return (user.username or user.permission_set if user is not None else None) or "the integration user"


def _lacks(permission: str, label: str, *enough: str) -> Callable[[Situation], Iterable[Risk]]:
    """Speaks where production's integration user has neither the permission nor one that includes it."""

    def evaluate(situation: Situation) -> Iterable[Risk]:
        if not any(situation.production.permission(one) for one in (permission, *enough)):
            told = "not granted to" if situation.production.tells_permission(permission) else "not told by the files of"
            in_sandbox = "granted" if situation.sandbox.permission(permission) else "not granted"
            yield Risk(
                component=label,
                production=f"{told} {_who(situation.production)}",
                sandbox=in_sandbox if situation.sandbox.tells_permission(permission) else None,
            )

    return evaluate


def _converted_leads(situation: Situation) -> Iterable[Risk]:
    """Silent where the licence cannot hold the permission: another rule says so, and granting it is no way out."""
    checks = authorize.authorize_checks(situation.sandbox.snapshot, situation.production.snapshot)
    if any(one.id == authorize.LICENCE and one.standing is authorize.Standing.REFUSED for one in checks):
        return
    yield from _lacks("PermissionsAllowViewEditConvertedLeads", "View and Edit Converted Leads")(situation)


def _other_peoples_records(situation: Situation) -> Iterable[Risk]:
    org = situation.production
    readable = [name for name in marketo_measure.SAVED_OBJECTS if org.may_edit(name)]
    lacking = [name for name in readable if not org.may_modify_all(name)]
    if lacking:
        yield Risk(component="Modify All", production=lacking)


def _inactive(situation: Situation) -> Iterable[Risk]:
    user = situation.production.snapshot.integration_user
    if user is not None and user.active is False:
        yield Risk(component=_who(situation.production), production="inactive")


def _marketing_user(situation: Situation) -> Iterable[Risk]:
    user = situation.production.snapshot.integration_user
    if user is None or user.marketing_user is None:
        raise NotEvaluated(
            "Marketing User box",
            "a permission set does not tell whether its user has the box ticked",
            "Name the user too: orgs.production.integration_user in parity.yaml.",
        )
    if not user.marketing_user:
        yield Risk(component=_who(situation.production), production="not ticked")


RULES = (
    ReadinessRule(
        id="readiness-api-disabled",
        family="integration user",
        title="The integration user may not use the API",
        severity=Severity.BLOCKER,
        evaluate=_lacks("PermissionsApiEnabled", "API Enabled"),
        needs=_NEEDS,
        message="API Enabled is {production}",
        why="Every call fails with API_DISABLED: nothing is read, nothing is written.",
        fix=f"Grant it: {_GRANT}.",
        source=Source.ERRORS,
        guards=True,
    ),
    ReadinessRule(
        id="readiness-missing-converted-lead-permission",
        family="integration user",
        title="The integration user may not edit converted leads",
        severity=Severity.BLOCKER,
        evaluate=_converted_leads,
        needs=_NEEDS,
        message="View and Edit Converted Leads is {production}",
        why=(
            "Touchpoints of leads that were converted cannot be written (MISSING_CONVERTED_LEAD_PERMISSION), and one record "
            "that is refused halts the export job."
        ),
        fix=f"Grant it: {_GRANT}. The user needs a licence that can hold it.",
        source=Source.ERRORS,
        guards=True,
    ),
    ReadinessRule(
        id="readiness-inactive-owner-or-user",
        family="integration user",
        title="The integration user may not update records of inactive owners",
        severity=Severity.WARNING,
        evaluate=_lacks(
            "PermissionsUpdateWithInactiveOwner", "Update Records with Inactive Owners", "PermissionsModifyAllData"
        ),
        needs=_NEEDS,
        message="Update Records with Inactive Owners is {production}",
        why="Records whose owner has left are refused (INACTIVE_OWNER_OR_USER). Most orgs hold some.",
        fix=(
            "Setup > User Interface > Enable 'Update Records with Inactive Owners', then grant it: Setup > Permission Sets > "
            "the integration user's > System Permissions."
        ),
        source=Source.ERRORS,
    ),
    ReadinessRule(
        id="readiness-operation-too-large",
        family="integration user",
        title="The integration user may not view all data",
        severity=Severity.WARNING,
        evaluate=_lacks("PermissionsViewAllData", "View All Data", "PermissionsModifyAllData"),
        needs=_NEEDS,
        message="View All Data is {production}",
        why=(
            "Without it Salesforce works out the sharing of every row, and large queries, of activities above all, end with "
            "OPERATION_TOO_LARGE."
        ),
        fix=f"Grant it: {_GRANT}.",
        source=Source.ERRORS,
    ),
    ReadinessRule(
        id="readiness-missing-record-object-permissions",
        family="integration user",
        title="The integration user may not change every record",
        severity=Severity.WARNING,
        evaluate=_other_peoples_records,
        needs=_NEEDS,
        message="The integration user has neither Modify All Data nor Modify All on {production}",
        why=(
            "Records that sharing keeps from it, or that refer to such records, are refused "
            "(MISSING_RECORD_OBJECT_PERMISSIONS)."
        ),
        fix=(
            "Grant Modify All on these objects, or Modify All Data: the package's permission set Marketo Measure "
            "Administrator, or Setup > Permission Sets > Object Settings."
        ),
        source=Source.ERRORS,
    ),
    ReadinessRule(
        id="readiness-integration-user-inactive",
        family="integration user",
        title="The integration user is inactive",
        severity=Severity.BLOCKER,
        evaluate=_inactive,
        needs=_NEEDS,
        message="{component} is {production} in production",
        why="Nobody can sign in with it, so the connection cannot be authorised.",
        fix="Setup > Users > the user > Edit > Active.",
        source=Source.INTERACTION,
        guards=True,
    ),
    ReadinessRule(
        id="readiness-not-a-marketing-user",
        family="integration user",
        title="The integration user is no Marketing User",
        severity=Severity.BLOCKER,
        evaluate=_marketing_user,
        needs=_NEEDS,
        message="The Marketing User box of {component} is {production} in production",
        why="Only marketing users may create campaigns, and Marketo Measure creates campaigns of its own.",
        fix="Setup > Users > the user > Edit > Marketing User.",
        source=Source.INTERACTION,
        guards=True,
    ),
)
